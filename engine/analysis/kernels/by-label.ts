/** Hot loops over rows and their labels: sums, and spreads around centres. */
import { squaredDistance } from './distance.ts';

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
