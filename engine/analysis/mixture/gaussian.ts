/** One Gaussian component, and the Cholesky factor of its covariance. */

export type Gaussian = {
  weight: number;
  mean: Float64Array;
  /** d x d, row-major. */
  covariance: Float64Array;
  /** Inverse of the lower Cholesky factor, d x d, lower triangle. */
  inverse: Float64Array;
  /** ln of the determinant of the covariance; NaN where it is not positive definite. */
  logDeterminant: number;
};

/** Inverse of the lower Cholesky factor, and the log determinant. NaN where the matrix is not positive definite. */
export const choleskyInverse = (
  matrix: Float64Array,
  d: number,
): Pick<Gaussian, 'inverse' | 'logDeterminant'> => {
  const lower = new Float64Array(d * d);
  let logDeterminant = 0;
  for (let i = 0; i < d; i++)
    for (let j = 0; j <= i; j++) {
      let sum = matrix[i * d + j];
      for (let t = 0; t < j; t++) sum -= lower[i * d + t] * lower[j * d + t];
      if (i === j) {
        lower[i * d + i] = sum > 0 ? Math.sqrt(sum) : Number.NaN;
        logDeterminant += 2 * Math.log(lower[i * d + i]);
      } else lower[i * d + j] = sum / lower[j * d + j];
    }
  const inverse = new Float64Array(d * d);
  for (let j = 0; j < d; j++) {
    inverse[j * d + j] = 1 / lower[j * d + j];
    for (let i = j + 1; i < d; i++) {
      let sum = 0;
      for (let t = j; t < i; t++) sum -= lower[i * d + t] * inverse[t * d + j];
      inverse[i * d + j] = sum / lower[i * d + i];
    }
  }
  return { inverse, logDeterminant };
};

export const LOG_TWO_PI = Math.log(2 * Math.PI);
