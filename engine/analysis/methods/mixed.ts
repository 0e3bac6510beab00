/**
 * Mixed features in a matrix: numbers stand in one column each, a level in a run of columns of 0 and 1. Distances
 * that treat a level as one thing: Gower's (J. Gower, Biometrics 27, 1971) and Huang's (Z. Huang 1998). The mark of
 * a missing number counts as a number from 0 to 1, that of a missing level as one more level.
 */
import { MISSING } from '../../features/encoding.ts';
import type { MatrixColumn } from '../../features/table.ts';

export type Mixed = {
  width: number;
  /** Columns that hold numbers. */
  numbers: number[];
  /** Runs of columns that hold one level: from, and one past the last. */
  levels: [number, number][];
};

/** Which columns of a matrix are numbers, and which are levels of one feature. */
export const mixedOf = (columns: readonly Pick<MatrixColumn, 'feature' | 'level' | 'role'>[]): Mixed => {
  const numbers: number[] = [];
  const levels: [number, number][] = [];
  columns.forEach(({ feature, level, role }, at) => {
    const last = levels.at(-1);
    const continues = last !== undefined && last[1] === at && columns[last[0]].feature === feature;
    // To have no level is a level of its own.
    if (last !== undefined && continues && level !== null) last[1] = at + 1;
    else if (level === null || role === 'mark' || level === MISSING) numbers.push(at);
    else levels.push([at, at + 1]);
  });
  return { width: columns.length, numbers, levels };
};

const differ = (
  a: ArrayLike<number>,
  at: number,
  b: ArrayLike<number>,
  to: number,
  [from, end]: readonly [number, number],
): boolean => {
  for (let t = from; t < end; t++) if (a[at + t] !== b[to + t]) return true;
  return false;
};

/** Gower's distance of two rows, from 0 to 1 for people within the ranges. */
export const gowerDistance = (
  { numbers, levels }: Mixed,
  ranges: ArrayLike<number>,
  a: ArrayLike<number>,
  at: number,
  b: ArrayLike<number>,
  to: number,
): number => {
  let sum = 0;
  for (const t of numbers) if (ranges[t] > 0) sum += Math.abs(a[at + t] - b[to + t]) / ranges[t];
  for (const run of levels) if (differ(a, at, b, to, run)) sum += 1;
  return sum / (numbers.length + levels.length);
};

/** Huang's dissimilarity of two rows: squared differences of numbers, and gamma for each level that differs. */
export const huangDistance = (
  { numbers, levels }: Mixed,
  gamma: number,
  a: ArrayLike<number>,
  at: number,
  b: ArrayLike<number>,
  to: number,
): number => {
  let sum = 0;
  for (const t of numbers) {
    const difference = a[at + t] - b[to + t];
    sum += difference * difference;
  }
  for (const run of levels) if (differ(a, at, b, to, run)) sum += gamma;
  return sum;
};

/** How far two rows lie apart for a method: what it was fitted by. */
export type Dissimilarity =
  | { by: 'euclidean' | 'gower'; mixed: Mixed; ranges: ArrayLike<number> }
  | { by: 'huang'; mixed: Mixed; gamma: number };
export type RowDistance = (a: ArrayLike<number>, at: number, b: ArrayLike<number>, to: number) => number;

export const rowDistance = (asked: Dissimilarity): RowDistance => {
  const { mixed } = asked;
  if (asked.by === 'huang') return (a, at, b, to) => huangDistance(mixed, asked.gamma, a, at, b, to);
  if (asked.by === 'gower') return (a, at, b, to) => gowerDistance(mixed, asked.ranges, a, at, b, to);
  return (a, at, b, to) => {
    let sum = 0;
    for (let t = 0; t < mixed.width; t++) sum += (a[at + t] - b[to + t]) ** 2;
    return Math.sqrt(sum);
  };
};

/** Largest less smallest value of each column. */
export const rangesOf = (values: Float64Array, rows: number, width: number): number[] =>
  Array.from({ length: width }, (_, t) => {
    let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    for (let row = 0; row < rows; row++) {
      const value = values[row * width + t];
      if (value < low) low = value;
      if (value > high) high = value;
    }
    return high - low;
  });

/** The middle of some rows: means of numbers; of a level the most frequent one (the first on a tie), 0 for none. */
export const middleOf = (
  values: Float64Array,
  { width, numbers, levels }: Mixed,
  rows: Uint32Array,
): number[] => {
  const middle = new Array<number>(width).fill(0);
  for (const t of numbers) {
    for (const row of rows) middle[t] += values[row * width + t];
    middle[t] /= Math.max(1, rows.length);
  }
  for (const [from, end] of levels) {
    const counts = new Array<number>(end - from + 1).fill(0);
    for (const row of rows) {
      let code = end - from;
      for (let t = from; t < end; t++) if (values[row * width + t] !== 0) code = t - from;
      counts[code] += 1;
    }
    const most = counts.indexOf(Math.max(...counts));
    if (from + most < end) middle[from + most] = 1;
  }
  return middle;
};
