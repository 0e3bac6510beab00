/**
 * mixture: Gaussian mixtures by expectation-maximisation (A. Dempster, N. Laird, D. Rubin 1977). Everyone belongs
 * to every component to a degree; the label is the likeliest one. Covariances are full or diagonal, with a small
 * ridge on the diagonal so that a component cannot collapse onto one person.
 */
import { CloisterError } from '../../../shared/errors.ts';
import { type Moments, passOver } from '../kernels/mixture.ts';
import { choleskyInverse, type Gaussian } from './gaussian.ts';

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

/** Added to every variance unless another is asked for. */
const RIDGE = 1e-6;

const freeParameters = (k: number, d: number, covariance: 'full' | 'diagonal'): number =>
  k - 1 + k * d + k * (covariance === 'full' ? (d * (d + 1)) / 2 : d);

/** The components that follow from moments about `means`. */
const maximise = (
  moments: readonly Moments[],
  means: readonly Float64Array[],
  rows: number,
  d: number,
  covariance: 'full' | 'diagonal',
  ridge: number,
): Gaussian[] =>
  moments.map((moment, c): Gaussian => {
    const weight = moment.weight + 10 * Number.EPSILON;
    const shift = moment.first.map((sum) => sum / weight);
    const matrix = new Float64Array(d * d);
    for (let t = 0, at = 0; t < d; t++)
      for (let u = covariance === 'full' ? 0 : t; u <= t; u++) {
        const value = moment.second[at++] / weight - shift[t] * shift[u] + (t === u ? ridge : 0);
        matrix[t * d + u] = value;
        matrix[u * d + t] = value;
      }
    const mean = means[c].map((value, t) => value + shift[t]);
    return { weight: weight / rows, mean, covariance: matrix, ...choleskyInverse(matrix, d) };
  });

/** Components of which only the means are known, those of the labels: moments are taken about them. */
const startFrom = (
  values: Float64Array,
  rows: number,
  d: number,
  labels: ArrayLike<number>,
  k: number,
): Gaussian[] => {
  const counts = new Float64Array(k);
  const means = Array.from({ length: k }, () => new Float64Array(d));
  for (let i = 0, at = 0; i < rows; i++) {
    counts[labels[i]] += 1;
    for (let t = 0; t < d; t++) means[labels[i]][t] += values[at++];
  }
  const none = new Float64Array(d * d);
  return means.map((sums, c) => ({
    weight: counts[c] / rows,
    mean: sums.map((sum) => sum / Math.max(1, counts[c])),
    covariance: none,
    inverse: none,
    logDeterminant: 0,
  }));
};

/** Shares of every row, rows x components, under known components. */
const sharesOf = (
  values: Float64Array,
  rows: number,
  columns: number,
  parts: readonly Gaussian[],
  covariance: 'full' | 'diagonal',
): Float64Array => {
  const k = parts.length;
  const out = new Float64Array(rows * k);
  passOver(values, rows, columns, parts, covariance === 'diagonal', {
    use: (from, count, { at }) => {
      for (let i = 0, to = from * k; i < count; i++) for (let c = 0; c < k; c++) out[to++] = at(i, c);
    },
  });
  return out;
};

const likeliest = (shares: Float64Array, rows: number, k: number): Uint8Array =>
  Uint8Array.from({ length: rows }, (_, i) => {
    let best = 0;
    for (let c = 1; c < k; c++) if (shares[i * k + c] > shares[i * k + best]) best = c;
    return best;
  });

/** Where expectation-maximisation arrived; the log-likelihood of a component that collapsed is not finite. */
export type Climb = { parts: Gaussian[]; logLikelihood: number; iterations: number; converged: boolean };

/** Labels 0 .. components - 1 of every row, or components. */
export type MixtureStart = ArrayLike<number> | { parts: Gaussian[] };

/** Expectation-maximisation from a start. */
export const climb = (
  values: Float64Array,
  rows: number,
  columns: number,
  start: MixtureStart,
  { components: k, covariance, maxIterations = 200, tolerance = 1e-6, ridge = RIDGE }: MixtureParameters,
): Climb => {
  const diagonal = covariance === 'diagonal';
  const labels = 'parts' in start ? {} : { labels: start };
  let parts = 'parts' in start ? start.parts : startFrom(values, rows, columns, start, k);
  let { moments } = passOver(values, rows, columns, parts, diagonal, labels);
  let logLikelihood = Number.NEGATIVE_INFINITY;
  let converged = false;
  let iterations = 0;
  while (iterations < maxIterations && !converged) {
    const means = parts.map(({ mean }) => mean);
    parts = maximise(moments, means, rows, columns, covariance, ridge);
    const pass = passOver(values, rows, columns, parts, diagonal);
    moments = pass.moments;
    iterations += 1;
    converged = !((pass.logLikelihood - logLikelihood) / rows >= tolerance);
    logLikelihood = pass.logLikelihood;
  }
  return { parts, logLikelihood, iterations, converged };
};

/** The fit that a climb ends in. @throws CloisterError INPUT_VALUE when a component collapsed all the same */
export const fitFrom = (
  values: Float64Array,
  rows: number,
  columns: number,
  { parts, ...reached }: Climb,
  covariance: 'full' | 'diagonal',
): MixtureFit => {
  const k = parts.length;
  const { logLikelihood } = reached;
  if (!Number.isFinite(logLikelihood))
    throw new CloisterError(
      'INPUT_VALUE',
      `A mixture of ${k} components does not hold on these features: a component collapsed.`,
      'Take fewer components, diagonal covariances, or leave out features that say the same.',
    );
  const shares = sharesOf(values, rows, columns, parts, covariance);
  const free = freeParameters(k, columns, covariance);
  return {
    model: {
      method: 'mixture',
      covariance,
      weights: parts.map(({ weight }) => weight),
      means: parts.map(({ mean }) => [...mean]),
      covariances: parts.map((part) => [...part.covariance]),
      ...reached,
      freeParameters: free,
      bic: free * Math.log(rows) - 2 * logLikelihood,
      aic: 2 * free - 2 * logLikelihood,
    },
    labels: likeliest(shares, rows, k),
    responsibilities: shares,
  };
};

/**
 * Fits a mixture from one start.
 * @param values row-major, rows x columns, finite, scaled
 * @param start labels 0 .. components - 1 of every row, for example from k-means
 * @throws CloisterError INPUT_VALUE when a component collapses all the same
 */
export const fitMixture = (
  values: Float64Array,
  rows: number,
  columns: number,
  start: ArrayLike<number>,
  parameters: MixtureParameters,
): MixtureFit =>
  fitFrom(values, rows, columns, climb(values, rows, columns, start, parameters), parameters.covariance);

/**
 * Components that have no width in some direction but that of the ridge: their rows agree there, and the likelihood, with
 * it BIC and AIC, grows without bound as the ridge shrinks (N. Day, Biometrika 56, 1969).
 * @returns their numbers, ascending
 */
export const flatComponents = (
  { covariances }: Pick<MixtureModel, 'covariances'>,
  columns: number,
  ridge = RIDGE,
): number[] =>
  [...covariances.keys()].filter((c) => {
    const { inverse } = choleskyInverse(Float64Array.from(covariances[c]), columns);
    // Each is the variance that the columns before leave of one column.
    return Array.from({ length: columns }, (_, t) => inverse[t * columns + t] ** -2).some(
      (left) => left < 10 * ridge,
    );
  });

/** Responsibilities of rows, seen or new, under a fitted mixture: rows x components. */
export const memberships = (
  values: Float64Array,
  rows: number,
  columns: number,
  { weights, means, covariances, covariance: kind }: MixtureModel,
): Float64Array => {
  const parts = weights.map((weight, c): Gaussian => {
    const covariance = Float64Array.from(covariances[c]);
    return { weight, mean: Float64Array.from(means[c]), covariance, ...choleskyInverse(covariance, columns) };
  });
  return sharesOf(values, rows, columns, parts, kind);
};
