/**
 * Schwarz's and Akaike's criterion of a hard clustering, read as a mixture of round clusters of one width (D. Pelleg and
 * A. Moore, X-means, ICML 2000, with the variance taken per column): for methods that have no likelihood of their own.
 */

/**
 * @param sizes rows of each cluster
 * @param inertia sum of squared distances to the means of the clusters
 * @param width columns of the matrix
 * @returns both lower is better; null where nothing varies within, or there are not more rows than clusters
 */
export const sphericalCriteria = (
  sizes: readonly number[],
  inertia: number,
  width: number,
): { bic: number; aic: number } | null => {
  const used = sizes.filter((size) => size > 0);
  const rows = used.reduce((sum, size) => sum + size, 0);
  const freedom = width * (rows - used.length);
  if (!(inertia > 0) || freedom <= 0) return null;
  const variance = inertia / freedom;
  const belonging = used.reduce((sum, size) => sum + size * Math.log(size / rows), 0);
  const likelihood = belonging - (rows * width * Math.log(2 * Math.PI * variance)) / 2 - freedom / 2;
  const parameters = used.length - 1 + used.length * width + 1;
  return {
    bic: parameters * Math.log(rows) - 2 * likelihood,
    aic: 2 * parameters - 2 * likelihood,
  };
};
