/** Hot loop of the covariance matrix. */
import { kernel, layOut } from './memory.ts';

/** Values that are multiplied at a time: they fit the nearest cache. */
const BLOCK = 4096;

/**
 * Adds the products of centred values of rows start..end to the upper triangle (packed by rows: (0,0), (0,1)
 * ... (1,1) ...) at `at`. Centring first keeps large offsets from cancelling.
 */
export const addCentredProducts = (
  values: Float64Array,
  columns: number,
  mean: Float64Array,
  start: number,
  end: number,
  products: Float64Array,
  at: number,
): void => {
  const width = Math.ceil(columns / 4) * 4;
  const most = Math.max(1, Math.floor(BLOCK / width));
  const [rows, sums] = layOut(most * width, width * width);
  rows.fill(0);
  sums.fill(0);
  const { addProducts } = kernel();
  for (let from = start; from < end; from += most) {
    const count = Math.min(most, end - from);
    for (let i = 0, source = from * columns; i < count; i++)
      for (let t = 0, to = i * width; t < columns; t++) rows[to++] = values[source++] - mean[t];
    addProducts(rows.byteOffset, count, width, sums.byteOffset);
  }
  for (let a = 0, into = at; a < columns; a++)
    for (let b = a; b < columns; b++, into++) products[into] += sums[a * width + b];
};

/**
 * Writes the scores of rows start..end on the first `used` components to `scores` (rows x used).
 * @param loadings components x columns
 */
export const scoreRows = (
  values: Float64Array,
  columns: number,
  mean: Float64Array,
  loadings: readonly (readonly number[])[],
  used: number,
  start: number,
  end: number,
  scores: Float32Array,
): void => {
  // Two components a pass, which is what a plane takes: every value is read and centred once.
  for (let first = 0; first < used; first += 2) {
    const one = Float64Array.from(loadings[first]);
    const other = first + 1 < used ? Float64Array.from(loadings[first + 1]) : one;
    for (let i = start, at = start * columns, to = start * used + first; i < end; i++, to += used) {
      let score = 0;
      let second = 0;
      for (let t = 0; t < columns; t++, at++) {
        const off = values[at] - mean[t];
        score += off * one[t];
        second += off * other[t];
      }
      scores[to] = score;
      if (first + 1 < used) scores[to + 1] = second;
    }
  }
};
