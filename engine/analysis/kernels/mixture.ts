/** One pass of expectation-maximisation over all rows, a few rows at a time: nothing of their length is kept. */
import { type Gaussian, LOG_TWO_PI } from '../mixture/gaussian.ts';
import { packedLength, packRows } from './distance.ts';
import { kernel, layOut } from './memory.ts';

/** Rows of a block. */
const BLOCK = 512;

/** What is summed over the rows for one component: shares, rows off its mean, and products of those, by share. */
export type Moments = {
  weight: number;
  first: Float64Array;
  /** Lower triangle by rows; with diagonal covariances the squares alone. */
  second: Float64Array;
};

/** Shares of a block of rows, component by component: that of row i in component c is at c * BLOCK + i. */
export type Shares = { at(row: number, component: number): number };

export type Pass = {
  /** Shares come from these labels, not from the densities. */
  labels?: ArrayLike<number>;
  /** Called for every block with its first row and its number of rows. */
  use?: (from: number, count: number, shares: Shares) => void;
};

/**
 * Shares of all rows in the components, and their moments about the components' means.
 * @param values row-major, rows x columns
 * @returns the log-likelihood (0 with labels), and moments by component
 */
export const passOver = (
  values: Float64Array,
  rows: number,
  columns: number,
  parts: readonly Gaussian[],
  diagonal: boolean,
  { labels, use }: Pass = {},
): { logLikelihood: number; moments: Moments[] } => {
  const k = parts.length;
  const products = diagonal ? columns : (columns * (columns + 1)) / 2;
  const width = 2 * (1 + columns + products);
  const [packed, off, logs, high, sums, means, inverses, totals] = layOut(
    packedLength(BLOCK, columns),
    4 * columns,
    k * BLOCK,
    BLOCK,
    BLOCK,
    k * columns,
    k * products,
    k * width,
  );
  totals.fill(0);
  parts.forEach(({ mean, inverse }, c) => {
    means.set(mean, c * columns);
    for (let t = 0, to = c * products; t < columns; t++)
      for (let u = diagonal ? t : 0; u <= t; u++) inverses[to++] = inverse[t * columns + u];
  });
  const constants = parts.map(
    ({ weight, logDeterminant }) => Math.log(weight) - 0.5 * (columns * LOG_TWO_PI + logDeterminant),
  );
  const { squares, shares, addMoments } = kernel();
  const seen: Shares = { at: (row, component) => logs[component * BLOCK + row] };
  let logLikelihood = 0;
  for (let from = 0; from < rows; from += BLOCK) {
    const count = Math.min(BLOCK, rows - from);
    const groups = Math.ceil(count / 4);
    packRows(values.subarray(from * columns, (from + count) * columns), count, columns, packed);
    // Rows that only fill up the last group are nought, not infinite: their products are multiplied by a share of 0.
    for (let i = count; i < groups * 4; i++)
      for (let t = 0; t < columns; t++) packed[((i >> 2) * columns + t) * 4 + (i & 3)] = 0;
    if (labels === undefined) {
      for (let c = 0; c < k; c++)
        squares(
          packed.byteOffset,
          groups,
          columns,
          off.byteOffset,
          means.byteOffset + c * columns * 8,
          inverses.byteOffset + c * products * 8,
          diagonal,
          constants[c],
          logs.byteOffset + c * BLOCK * 8,
        );
      shares(logs.byteOffset, groups, k, BLOCK * 8, high.byteOffset, sums.byteOffset);
      for (let i = 0; i < count; i++) logLikelihood += high[i] + Math.log(sums[i]);
    } else {
      logs.fill(0);
      for (let i = 0; i < count; i++) logs[labels[from + i] * BLOCK + i] = 1;
    }
    for (let c = 0; c < k; c++) {
      logs.fill(0, c * BLOCK + count, c * BLOCK + groups * 4);
      addMoments(
        packed.byteOffset,
        groups,
        columns,
        off.byteOffset,
        means.byteOffset + c * columns * 8,
        logs.byteOffset + c * BLOCK * 8,
        diagonal,
        totals.byteOffset + c * width * 8,
      );
    }
    use?.(from, count, seen);
  }
  const moments = parts.map((_, c): Moments => {
    // Both lanes of every sum.
    const pairs = Float64Array.from({ length: width / 2 }, (__, i) => {
      const at = c * width + 2 * i;
      return totals[at] + totals[at + 1];
    });
    return { weight: pairs[0], first: pairs.slice(1, 1 + columns), second: pairs.slice(1 + columns) };
  });
  return { logLikelihood, moments };
};
