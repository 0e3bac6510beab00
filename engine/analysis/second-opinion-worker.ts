/** The thread side of the second opinion: the library's own k-means on the sample. */
import { kmeans } from 'ml-kmeans';
import { squaredDistance } from './kernels/distance.ts';

export type OpinionInput = {
  /** rows x columns */
  values: Float64Array;
  rows: number;
  columns: number;
  centroids: number[][];
};
export type OpinionOutput = { labels: Uint8Array; inertia: number };

export const task = ({ values, rows, columns, centroids }: OpinionInput): OpinionOutput => {
  const data = Array.from({ length: rows }, (_, i) => [...values.subarray(i * columns, (i + 1) * columns)]);
  const result = kmeans(data, centroids.length, {
    initialization: centroids,
    tolerance: 1e-18,
    maxIterations: 300,
  });
  const labels = Uint8Array.from(result.clusters);
  const centres = Float64Array.from(result.centroids.flat());
  let inertia = 0;
  for (let i = 0; i < rows; i++)
    inertia += squaredDistance(values, i * columns, centres, labels[i] * columns, columns);
  return { labels, inertia };
};
