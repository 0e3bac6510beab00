/** Hot loops of the validity indices: sums and spreads by label, and exact silhouettes. */
import { LANES, squaredDistance, squaredDistances } from './distance.ts';

/** Adds rows start..end to `sums` (k x columns at `sumsAt`) and counts them in `counts` (k at `countsAt`). */
export const sumByLabel = (
  values: Float64Array,
  columns: number,
  labels: Uint8Array,
  start: number,
  end: number,
  sums: Float64Array,
  sumsAt: number,
  counts: Float64Array,
  countsAt: number,
): void => {
  for (let i = start, at = start * columns; i < end; i++, at += columns) {
    const into = sumsAt + labels[i] * columns;
    for (let t = 0; t < columns; t++) sums[into + t] += values[at + t];
    counts[countsAt + labels[i]] += 1;
  }
};

/** Adds the distance of rows start..end to their centre, and its square, by label (k each, at `at`). */
export const spreadByLabel = (
  values: Float64Array,
  columns: number,
  labels: Uint8Array,
  centres: Float64Array,
  start: number,
  end: number,
  distances: Float64Array,
  squares: Float64Array,
  at: number,
): void => {
  for (let i = start; i < end; i++) {
    const label = labels[i];
    const squared = squaredDistance(values, i * columns, centres, label * columns, columns);
    distances[at + label] += Math.sqrt(squared);
    squares[at + label] += squared;
  }
};

/** One labelling of the sample: rows in the order of their cluster. */
export type Members = {
  k: number;
  /** Cluster of each sampled row. */
  labels: Uint8Array;
  /** Rows of cluster c: order[offsets[c]] .. order[offsets[c + 1] - 1], ascending. */
  order: Uint32Array;
  offsets: Uint32Array;
  /** Rows of each cluster in the whole labelling: a cluster of one person has silhouette 0 by definition. */
  sizes: Float64Array;
  /** The answer: silhouette of each sampled row. */
  silhouettes: Float64Array;
};

const sumOf = (distances: Float64Array, order: Uint32Array, from: number, to: number): number => {
  let s0 = 0;
  let s1 = 0;
  let s2 = 0;
  let s3 = 0;
  let at = from;
  for (; at + LANES <= to; at += LANES) {
    s0 += distances[order[at]];
    s1 += distances[order[at + 1]];
    s2 += distances[order[at + 2]];
    s3 += distances[order[at + 3]];
  }
  for (; at < to; at++) s0 += distances[order[at]];
  return s0 + s1 + (s2 + s3);
};

/**
 * Silhouettes (P. Rousseeuw, J. Comput. Appl. Math. 20, 1987) of the sampled rows start..end under each
 * labelling. The distances of a row are computed once and serve every labelling.
 */
export const silhouettes = (
  values: Float64Array,
  rows: number,
  columns: number,
  packed: Float64Array,
  labellings: Members[],
  start: number,
  end: number,
  distances: Float64Array,
): void => {
  for (let i = start; i < end; i++) {
    squaredDistances(values, i * columns, columns, packed, rows, distances);
    for (let j = 0; j < rows; j++) distances[j] = Math.sqrt(distances[j]);
    for (const { k, labels, order, offsets, sizes, silhouettes: out } of labellings) {
      const own = labels[i];
      let within = 0;
      let nearest = Number.POSITIVE_INFINITY;
      for (let c = 0; c < k; c++) {
        const count = offsets[c + 1] - offsets[c];
        if (count === 0) continue;
        const sum = sumOf(distances, order, offsets[c], offsets[c + 1]);
        if (c === own) within = count === 1 ? 0 : sum / (count - 1);
        else if (sum / count < nearest) nearest = sum / count;
      }
      const wider = Math.max(within, nearest);
      out[i] = sizes[own] === 1 || wider === 0 ? 0 : (nearest - within) / wider;
    }
  }
};
