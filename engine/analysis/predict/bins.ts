/**
 * Columns of a matrix as bins for growing trees: at most 256 a column, one byte a cell, column by column. A cut
 * is a value of the column; what is below it goes left.
 */
import { quantile } from '../../features/statistics.ts';

/** Rows up to which cuts are taken from all of them; beyond, from an even sample of this size. */
const SAMPLE = 200_000;
export const MOST_BINS = 256;

export type Binned = {
  rows: number;
  width: number;
  /** Ascending, at most 255 a column. */
  cuts: Float64Array[];
  /** Bin of row i in column t at t * rows + i: how many cuts are at or below its value. */
  bins: Uint8Array;
};

/** Midpoints of neighbouring values where there are at most 256 of them, else 255 quantiles (type 7). */
const cutsOf = (sorted: Float64Array): Float64Array => {
  const distinct: number[] = [];
  for (const value of sorted) if (value !== distinct.at(-1)) distinct.push(value);
  if (distinct.length <= MOST_BINS) {
    const cuts = new Float64Array(Math.max(0, distinct.length - 1));
    for (let i = 1; i < distinct.length; i++) {
      const middle = distinct[i - 1] + (distinct[i] - distinct[i - 1]) / 2;
      cuts[i - 1] = middle > distinct[i - 1] ? middle : distinct[i];
    }
    return cuts;
  }
  const cuts = new Set<number>();
  for (let q = 1; q < MOST_BINS; q++) {
    const cut = quantile(sorted, q / MOST_BINS);
    if (cut > sorted[0]) cuts.add(cut);
  }
  return Float64Array.from(cuts);
};

/** How many cuts are at or below the value. */
export const binOf = (cuts: Float64Array, value: number): number => {
  let low = 0;
  let high = cuts.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (cuts[middle] <= value) low = middle + 1;
    else high = middle;
  }
  return low;
};

/**
 * Bins the chosen rows of a row-major matrix of finite values.
 * @param chosen rows of the matrix, in the order in which they become rows of the bins
 */
export const binRows = (values: Float64Array, width: number, chosen: Uint32Array): Binned => {
  const rows = chosen.length;
  const bins = new Uint8Array(rows * width);
  const size = Math.min(rows, SAMPLE);
  const cuts = Array.from({ length: width }, (_, t) => {
    const sample = new Float64Array(size);
    for (let i = 0; i < size; i++) sample[i] = values[chosen[Math.floor((i * rows) / size)] * width + t];
    const column = cutsOf(sample.sort());
    for (let i = 0; i < rows; i++) bins[t * rows + i] = binOf(column, values[chosen[i] * width + t]);
    return column;
  });
  return { rows, width, cuts, bins };
};
