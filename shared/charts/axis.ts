/** Where the ticks of an axis stand. */

/** The smallest of 1, 2, 5 times a power of ten that cuts `span` into at most `most` steps. */
export const niceStep = (span: number, most: number): number => {
  if (!(span > 0)) return 1;
  const raw = span / most;
  const power = 10 ** Math.floor(Math.log10(raw));
  for (const factor of [1, 2, 5]) if (factor * power >= raw * (1 - 1e-9)) return factor * power;
  return 10 * power;
};

/** Ticks of a ratio axis within [low, high], a power of one base apart, 1 among them, at most `most`. */
export const ratioTicks = (low: number, high: number, most = 5): number[] => {
  for (const base of [1.25, 1.5, 2, 4, 10, 100, 1000, 1e6]) {
    const from = Math.ceil(Math.log(low) / Math.log(base) - 1e-9);
    const to = Math.floor(Math.log(high) / Math.log(base) + 1e-9);
    // Ticks that are not round numbers say less than none.
    if (base < 2 && Math.max(-from, to) > 1) continue;
    if (to - from + 1 > most) continue;
    const ticks: number[] = [];
    for (let power = from; power <= to; power++) ticks.push(base ** power);
    return ticks;
  }
  return [1];
};

const FRACTIONS = new Map([
  [0.5, '½'],
  [0.25, '¼'],
  [0.125, '⅛'],
]);

/** How a tick of a ratio axis is written. */
export const ratioLabel = (tick: number): string => {
  if (Math.abs(tick - 1) < 1e-9) return '×1';
  const rounded = Number(tick.toPrecision(2));
  return FRACTIONS.get(rounded) ?? String(rounded);
};
