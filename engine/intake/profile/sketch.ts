/**
 * The distribution of numbers or times in one pass: rows per value as long as there are few whole ones, else per step of a scale
 * whose steps are 1/64 of a power of two (times: one day), so that quantiles and ranges are right to 1.6 % and the memory
 * does not grow with the file; of hundreds of columns 1/16, right to 6.3 %. What is told of it is cleared: every end and every bar has at least LEAST_CELL people.
 */
import type { Counting } from './counting.ts';
import type { Distinct } from './distinct.ts';
import { openTally, type Tally } from './tally.ts';

const double = new Float64Array(1);
const words = new Int32Array(double.buffer);

/** The value that a step of the scale of numbers begins with, on the side of zero. */
const beginning = (step: number, shift: number): number => {
  words[0] = 0;
  words[1] = (step < 0 ? -step - 1 : step) << shift;
  return step < 0 ? -double[0] : double[0];
};
const DAY = 86_400_000;

export type Bar = { from: number; to: number; rows: number };
export type Distribution = {
  rows: number;
  range: { low: number; high: number } | null;
  quartiles: [number, number, number] | null;
  bars: Bar[];
};

/** How many times lie so many days back at most, and how many are still to come. */
export type Fresh = { days30: number; days90: number; days365: number; future: number };

export type Sketch = {
  /** Adds the numbers or times of a batch, one a row; the answer is how many are missing. */
  add(values: Float64Array): number;
  fresh(): Fresh;
  distribution(): Distribution;
  /** Rows outside (low, high); null where they belong to few people. */
  outside(low: number, high: number): number | null;
};

const BAR_COUNTS = [16, 12, 10, 8, 6, 5, 4, 3, 2, 1];

/** Values or the beginnings of steps, in their order, with their slots in a tally. */
type Step = { slot: number; value: number };
type Steps = { tally: Tally; counts: Float64Array; exact: boolean; steps: readonly Step[] };

const slotsOf = (steps: readonly Step[]): number[] => steps.map(({ slot }) => slot);
const count = (counts: Float64Array, slots: readonly number[]): number =>
  slots.reduce((sum, slot) => sum + counts[slot], 0);

/** The value up to which the steps, in this order, hold enough people. */
const end = (tally: Tally, steps: readonly Step[]): number | null => {
  for (let i = 0; i < steps.length; i++)
    if (tally.enough(slotsOf(steps.slice(0, i + 1)))) return steps[i].value;
  return null;
};

const quantile = ({ counts, steps }: Steps, rows: number, share: number): number => {
  let before = 0;
  for (const { slot, value } of steps) {
    before += counts[slot];
    if (before >= rows * share) return value;
  }
  return steps[steps.length - 1].value;
};

/** The most bars of equal width of which each is empty or has enough people; whole numbers are not cut. */
const barsOf = ({ tally, counts, exact, steps }: Steps, low: number, high: number): Bar[] => {
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
        rows: count(counts, cell),
      }));
  }
  return [];
};

/**
 * Collects one column. Whole numbers have a slot of their own while they are few: ages, years, ratings. A finer number may be
 * that of one person, and is only told by its step.
 * @param distinct counts the different values
 * @param now UTC milliseconds against which times are told; null for numbers
 */
export const openSketch = (counting: Counting, distinct: Distinct, now: number | null): Sketch => {
  const { kernel, view } = counting;
  const at = kernel.sketch(now !== null);
  const fresh = kernel.room(4 * 8);
  let rows = 0;
  const ordered = (): Steps => {
    const tally = openTally(counting, kernel.tallyOf(at));
    const exact = kernel.isExact(at) !== 0;
    const steps = Array.from({ length: tally.size }, (_, slot) => ({ slot, key: tally.key(slot) }))
      .sort((a, b) => a.key - b.key)
      .map(({ slot, key }) => ({
        slot,
        value: exact ? key : now === null ? beginning(key, kernel.shift.value) : key * DAY,
      }));
    return { tally, counts: tally.rows(), exact, steps };
  };
  return {
    add: (values) => {
      const from = counting.show(
        values.length === counting.rows ? values : values.subarray(0, counting.rows),
      );
      const none = kernel.figures(
        at,
        distinct.at,
        from,
        counting.people,
        counting.rows,
        now ?? Number.NaN,
        fresh,
      );
      rows += counting.rows - none;
      return none;
    },
    fresh: () => {
      const [days30, days90, days365, future] = [0, 1, 2, 3].map((i) =>
        view().getFloat64(fresh + 8 * i, true),
      );
      return { days30, days90, days365, future };
    },
    distribution: () => {
      const read = ordered();
      const { tally, steps } = read;
      const [low, high] = [end(tally, steps), end(tally, steps.toReversed())];
      if (low === null || high === null) return { rows, range: null, quartiles: null, bars: [] };
      // Where fewer than two groups of people fit, both ends are the same place.
      const range = { low: Math.min(low, high), high: Math.max(low, high) };
      return {
        rows,
        range,
        quartiles: [quantile(read, rows, 0.25), quantile(read, rows, 0.5), quantile(read, rows, 0.75)],
        bars: barsOf(read, range.low, range.high),
      };
    },
    outside: (low, high) => {
      const { tally, counts, steps } = ordered();
      const beyond = slotsOf(steps.filter(({ value }) => value < low || value > high));
      if (beyond.length === 0) return 0;
      return tally.enough(beyond) ? count(counts, beyond) : null;
    },
  };
};
