/**
 * Silhouettes from the distances of every pair, for any distance (P. Rousseeuw, J. Comput. Appl. Math. 20, 1987): how much
 * nearer a row lies to its own group than to the next one.
 */
import { pairAt } from '../kernels/linkage.ts';

/**
 * Silhouette of every row, from -1 to 1; 0 for a row that is alone in its group, or where there is one group.
 * @param distances condensed (pair i < j at `pairAt`)
 * @param labels group of each row, 0 to `groups` - 1
 */
export const silhouettesOf = (
  distances: ArrayLike<number>,
  labels: ArrayLike<number>,
  groups: number,
): Float64Array => {
  const rows = labels.length;
  const sizes = new Array<number>(groups).fill(0);
  for (let row = 0; row < rows; row++) sizes[labels[row]] += 1;
  const sums = new Float64Array(rows * groups);
  for (let i = 0; i < rows; i++)
    for (let j = i + 1; j < rows; j++) {
      const far = distances[pairAt(i, j, rows)];
      sums[i * groups + labels[j]] += far;
      sums[j * groups + labels[i]] += far;
    }
  return Float64Array.from({ length: rows }, (_, row) => {
    const own = labels[row];
    if (sizes[own] < 2) return 0;
    const within = sums[row * groups + own] / (sizes[own] - 1);
    let next = Number.POSITIVE_INFINITY;
    for (let group = 0; group < groups; group++)
      if (group !== own && sizes[group] > 0) next = Math.min(next, sums[row * groups + group] / sizes[group]);
    const most = Math.max(within, next);
    return Number.isFinite(next) && most > 0 ? (next - within) / most : 0;
  });
};
