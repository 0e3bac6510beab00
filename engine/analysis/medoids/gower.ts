/**
 * Gower's distance for mixed features (J. Gower, Biometrics 27, 1971; L. Kaufman and P. Rousseeuw 1990,
 * `daisy`): numbers by difference over range, levels by equality, ordered levels by rank, asymmetric marks
 * counted only where one of the two has it; features that either of the two lacks are left out of the pair.
 */
import { pairAt } from '../kernels/linkage.ts';

export type GowerColumn =
  | { type: 'number' | 'ordered'; values: ArrayLike<number> }
  | { type: 'level'; values: ArrayLike<number> }
  | { type: 'mark'; values: ArrayLike<number> };

/** Missing: NaN for numbers and ranks, a negative code for levels and marks. */
const missing = (column: GowerColumn, row: number): boolean => {
  const value = column.values[row];
  return Number.isNaN(value) || ((column.type === 'level' || column.type === 'mark') && value < 0);
};

const rangeOf = (values: ArrayLike<number>): number => {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let i = 0; i < values.length; i++) {
    if (values[i] < low) low = values[i];
    if (values[i] > high) high = values[i];
  }
  return high - low;
};

/** Distances of every pair, condensed, 0 to 1; NaN where two rows have no feature in common. */
export const gowerDistances = (columns: readonly GowerColumn[], rows: number): Float64Array => {
  const ranges = columns.map(({ values }) => rangeOf(values));
  const out = new Float64Array((rows * (rows - 1)) / 2);
  for (let i = 0; i < rows; i++)
    for (let j = i + 1; j < rows; j++) {
      let sum = 0;
      let weight = 0;
      columns.forEach((column, c) => {
        if (missing(column, i) || missing(column, j)) return;
        const [a, b] = [column.values[i], column.values[j]];
        if (column.type === 'mark' && a === 0 && b === 0) return;
        weight += 1;
        if (column.type === 'number' || column.type === 'ordered')
          sum += ranges[c] > 0 ? Math.abs(a - b) / ranges[c] : 0;
        else sum += a === b ? 0 : 1;
      });
      out[pairAt(i, j, rows)] = weight > 0 ? sum / weight : Number.NaN;
    }
  return out;
};
