/**
 * The distribution of numbers or times in one pass: rows per value as long as there are few whole ones, else per step of a scale
 * whose steps are 1/64 of a power of two (times: one day), so that quantiles and ranges are right to 1.6 % and the memory
 * does not grow with the file. What is told of it is cleared: every end and every bar has at least LEAST_CELL people.
 */
import { createTally } from './tally.ts';

const double = new Float64Array(1);
const words = new Int32Array(double.buffer);
const SHIFT = 14;

/** Steps of a scale: the step of a value, and the value it begins with on the side of zero. */
export type Scale = { step(value: number): number; value(step: number): number };

export const NUMBERS: Scale = {
  step: (value) => {
    double[0] = Math.abs(value);
    const step = words[1] >>> SHIFT;
    return value < 0 ? -step - 1 : step;
  },
  value: (step) => {
    words[0] = 0;
    words[1] = (step < 0 ? -step - 1 : step) << SHIFT;
    return step < 0 ? -double[0] : double[0];
  },
};
const DAY = 86_400_000;
export const DAYS: Scale = { step: (time) => Math.floor(time / DAY), value: (step) => step * DAY };

export type Bar = { from: number; to: number; rows: number };
export type Distribution = {
  rows: number;
  range: { low: number; high: number } | null;
  quartiles: [number, number, number] | null;
  bars: Bar[];
};

export type Sketch = {
  add(value: number, person: number): void;
  distribution(): Distribution;
  /** Rows outside (low, high); null where they belong to few people. */
  outside(low: number, high: number): number | null;
};

/**
 * Whole numbers up to which each has a slot of its own: ages, years, ratings. A finer number may be that of one person,
 * and is only told by its step.
 */
const MOST_EXACT = 1024;
/** Keys remembered with their slots, by their last bits: most values have one of few. */
const REMEMBERED = 1024;
const BAR_COUNTS = [16, 12, 10, 8, 6, 5, 4, 3, 2, 1];

/** Collects one column. */
export const createSketch = (scale: Scale): Sketch => {
  /** Slots by value, then by step once there are too many values. */
  let slots = new Map<number, number>();
  let tally = createTally();
  let exact = scale === NUMBERS;
  const keys = new Float64Array(REMEMBERED).fill(Number.NaN);
  const slotsOfKeys = new Int32Array(REMEMBERED);
  let rows = 0;
  const slotOf = (key: number): number => {
    const at = key & (REMEMBERED - 1);
    if (keys[at] !== key) {
      const found = slots.get(key) ?? slots.size;
      if (found === slots.size) slots.set(key, found);
      keys[at] = key;
      slotsOfKeys[at] = found;
    }
    return slotsOfKeys[at];
  };
  /** Values become steps: what was counted is poured together. */
  const coarsen = (): void => {
    const [values, counted] = [slots, tally];
    slots = new Map();
    tally = createTally();
    exact = false;
    keys.fill(Number.NaN);
    for (const [value, slot] of values) tally.pour(slotOf(scale.step(value)), counted, slot);
  };
  const ordered = (): { slot: number; value: number }[] =>
    [...slots]
      .sort((a, b) => a[0] - b[0])
      .map(([key, slot]) => ({ slot, value: exact ? key : scale.value(key) }));
  const slotsOf = (steps: readonly { slot: number }[]): number[] => steps.map(({ slot }) => slot);
  const count = (of: readonly number[]): number => of.reduce((sum, slot) => sum + tally.rows(slot), 0);

  /** The value up to which the steps, in this order, hold enough people. */
  const end = (steps: readonly { slot: number; value: number }[]): number | null => {
    for (let i = 0; i < steps.length; i++)
      if (tally.enough(slotsOf(steps.slice(0, i + 1)))) return steps[i].value;
    return null;
  };
  const quantile = (steps: readonly { slot: number; value: number }[], share: number): number => {
    let before = 0;
    for (const { slot, value } of steps) {
      before += tally.rows(slot);
      if (before >= rows * share) return value;
    }
    return steps[steps.length - 1].value;
  };
  /** The most bars of equal width of which each is empty or has enough people; whole numbers are not cut. */
  const barsOf = (steps: readonly { slot: number; value: number }[], low: number, high: number): Bar[] => {
    for (const wanted of high > low ? BAR_COUNTS : [1]) {
      const width = exact ? Math.ceil((high - low + 1) / wanted) : (high - low) / wanted;
      const bars = exact ? Math.ceil((high - low + 1) / width) : wanted;
      const cells: number[][] = Array.from({ length: bars }, () => []);
      for (const { slot, value } of steps) {
        const at = width > 0 ? Math.floor((value - low) / width) : 0;
        cells[Math.min(bars - 1, Math.max(0, at))].push(slot);
      }
      if (cells.every((cell) => cell.length === 0 || tally.enough(cell)))
        return cells.map((cell, i) => ({
          from: low + width * i,
          to: low + width * (i + 1),
          rows: count(cell),
        }));
    }
    return [];
  };

  return {
    add: (value, person) => {
      rows += 1;
      if (exact && (slots.size > MOST_EXACT || !Number.isInteger(value))) coarsen();
      tally.add(slotOf(exact ? value : scale.step(value)), person);
    },
    distribution: () => {
      const steps = ordered();
      const [low, high] = [end(steps), end(steps.toReversed())];
      if (low === null || high === null) return { rows, range: null, quartiles: null, bars: [] };
      // Where fewer than two groups of people fit, both ends are the same place.
      const range = { low: Math.min(low, high), high: Math.max(low, high) };
      return {
        rows,
        range,
        quartiles: [quantile(steps, 0.25), quantile(steps, 0.5), quantile(steps, 0.75)],
        bars: barsOf(steps, range.low, range.high),
      };
    },
    outside: (low, high) => {
      const beyond = slotsOf(ordered().filter(({ value }) => value < low || value > high));
      if (beyond.length === 0) return 0;
      return tally.enough(beyond) ? count(beyond) : null;
    },
  };
};
