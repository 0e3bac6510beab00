/** Hot loop of the silhouette. */
import { LANES, squaredDistances } from './distance.ts';

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
