/**
 * mixture: Gaussian mixtures by expectation-maximisation (A. Dempster, N. Laird, D. Rubin 1977). Everyone belongs
 * to every component to a degree; the label is the likeliest one. Covariances are full or diagonal, with a small
 * ridge on the diagonal so that a component cannot collapse onto one person.
 */
import { CloisterError } from '../../../shared/errors.ts';
import { choleskyInverse, type Gaussian, logDensities } from './gaussian.ts';

export type MixtureParameters = {
  components: number;
  covariance: 'full' | 'diagonal';
  /** Passes at most; default 200. */
  maxIterations?: number;
  /** Stops when the mean log-likelihood gains less; default 1e-6. */
  tolerance?: number;
  /** Added to every variance; default 1e-6 (of scaled data). */
  ridge?: number;
};

export type MixtureModel = {
  method: 'mixture';
  covariance: 'full' | 'diagonal';
  weights: number[];
  means: number[][];
  /** One d x d matrix, row-major, per component. */
  covariances: number[][];
  /** Of all rows. */
  logLikelihood: number;
  iterations: number;
  converged: boolean;
  /** Free parameters, and the criteria of Schwarz and Akaike: lower is better. */
  freeParameters: number;
  bic: number;
  aic: number;
};

export type MixtureFit = {
  model: MixtureModel;
  labels: Uint8Array;
  /** rows x components: the degree to which each row belongs. */
  responsibilities: Float64Array;
};

const freeParameters = (k: number, d: number, covariance: 'full' | 'diagonal'): number =>
  k - 1 + k * d + k * (covariance === 'full' ? (d * (d + 1)) / 2 : d);

/** ln of the sum over components of the weighted densities of a row, from their logs. */
const logSum = (logs: Float64Array, at: number, k: number): number => {
  let high = Number.NEGATIVE_INFINITY;
  for (let c = 0; c < k; c++) if (logs[at + c] > high) high = logs[at + c];
  let sum = 0;
  for (let c = 0; c < k; c++) sum += Math.exp(logs[at + c] - high);
  return high + Math.log(sum);
};

/** Responsibilities in place of log densities; returns the log-likelihood. */
const expect = (logs: Float64Array, rows: number, k: number): number => {
  let total = 0;
  for (let i = 0, at = 0; i < rows; i++, at += k) {
    const sum = logSum(logs, at, k);
    total += sum;
    for (let c = 0; c < k; c++) logs[at + c] = Math.exp(logs[at + c] - sum);
  }
  return total;
};

const maximise = (
  values: Float64Array,
  rows: number,
  d: number,
  shares: Float64Array,
  k: number,
  covariance: 'full' | 'diagonal',
  ridge: number,
): Gaussian[] =>
  Array.from({ length: k }, (_, c): Gaussian => {
    let weight = 10 * Number.EPSILON;
    const mean = new Float64Array(d);
    for (let i = 0; i < rows; i++) {
      const share = shares[i * k + c];
      weight += share;
      for (let t = 0; t < d; t++) mean[t] += share * values[i * d + t];
    }
    for (let t = 0; t < d; t++) mean[t] /= weight;
    const matrix = new Float64Array(d * d);
    const off = new Float64Array(d);
    for (let i = 0; i < rows; i++) {
      const share = shares[i * k + c];
      if (share < 1e-300) continue;
      for (let t = 0; t < d; t++) off[t] = values[i * d + t] - mean[t];
      for (let t = 0; t < d; t++) {
        const weighted = share * off[t];
        if (covariance === 'diagonal') matrix[t * d + t] += weighted * off[t];
        else for (let u = 0; u <= t; u++) matrix[t * d + u] += weighted * off[u];
      }
    }
    for (let t = 0; t < d; t++)
      for (let u = 0; u <= t; u++) {
        const value = matrix[t * d + u] / weight + (t === u ? ridge : 0);
        matrix[t * d + u] = value;
        matrix[u * d + t] = value;
      }
    return { weight: weight / rows, mean, covariance: matrix, ...choleskyInverse(matrix, d) };
  });

/** Log of weight times density of every row under every component, rows x components. */
const densities = (
  values: Float64Array,
  rows: number,
  d: number,
  parts: readonly Gaussian[],
): Float64Array => {
  const out = new Float64Array(rows * parts.length);
  parts.forEach((part, c) => {
    logDensities(values, rows, d, part, out, c, parts.length);
  });
  return out;
};

const likeliest = (shares: Float64Array, rows: number, k: number): Uint8Array =>
  Uint8Array.from({ length: rows }, (_, i) => {
    let best = 0;
    for (let c = 1; c < k; c++) if (shares[i * k + c] > shares[i * k + best]) best = c;
    return best;
  });

/**
 * Fits a mixture from a start.
 * @param values row-major, rows x columns, finite, scaled
 * @param start labels 0 .. components - 1 of every row, for example from k-means
 * @throws CloisterError INPUT_VALUE when a component collapses all the same
 */
export const fitMixture = (
  values: Float64Array,
  rows: number,
  columns: number,
  start: ArrayLike<number>,
  { components: k, covariance, maxIterations = 200, tolerance = 1e-6, ridge = 1e-6 }: MixtureParameters,
): MixtureFit => {
  let shares: Float64Array = new Float64Array(rows * k);
  for (let i = 0; i < rows; i++) shares[i * k + start[i]] = 1;
  let parts: Gaussian[] = [];
  let logLikelihood = Number.NEGATIVE_INFINITY;
  let converged = false;
  let iterations = 0;
  while (iterations < maxIterations && !converged) {
    parts = maximise(values, rows, columns, shares, k, covariance, ridge);
    shares = densities(values, rows, columns, parts);
    const next = expect(shares, rows, k);
    if (!Number.isFinite(next))
      throw new CloisterError(
        'INPUT_VALUE',
        `A mixture of ${k} components does not hold on these features: a component collapsed.`,
        'Take fewer components, diagonal covariances, or leave out features that say the same.',
      );
    iterations += 1;
    converged = (next - logLikelihood) / rows < tolerance;
    logLikelihood = next;
  }
  const free = freeParameters(k, columns, covariance);
  return {
    model: {
      method: 'mixture',
      covariance,
      weights: parts.map(({ weight }) => weight),
      means: parts.map(({ mean }) => [...mean]),
      covariances: parts.map((part) => [...part.covariance]),
      logLikelihood,
      iterations,
      converged,
      freeParameters: free,
      bic: free * Math.log(rows) - 2 * logLikelihood,
      aic: 2 * free - 2 * logLikelihood,
    },
    labels: likeliest(shares, rows, k),
    responsibilities: shares,
  };
};

/** Responsibilities of rows, seen or new, under a fitted mixture: rows x components. */
export const memberships = (
  values: Float64Array,
  rows: number,
  columns: number,
  { weights, means, covariances }: MixtureModel,
): Float64Array => {
  const parts = weights.map((weight, c): Gaussian => {
    const covariance = Float64Array.from(covariances[c]);
    return { weight, mean: Float64Array.from(means[c]), covariance, ...choleskyInverse(covariance, columns) };
  });
  const shares = densities(values, rows, columns, parts);
  expect(shares, rows, parts.length);
  return shares;
};
