/**
 * Several starts of a mixture. k-means draws round clusters of like size; where tails are heavy, the likelier mixture lays
 * a wide component over a narrow one, which no partition shows. So rows drawn at random begin short climbs on a sample,
 * as in C. Biernacki, G. Celeux and G. Govaert, Computational Statistics & Data Analysis 41, 2003 ("short runs of EM"), and
 * the likeliest goes on over all rows, beside the climb from k-means.
 */
import { createRandom } from '../../../shared/random.ts';
import { labelRows } from '../kernels/nearest.ts';
import { gatherRows, stratifiedStride } from '../rows.ts';
import {
  type Climb,
  climb,
  fitFrom,
  flatComponents,
  type MixtureFit,
  type MixtureParameters,
} from './mixture.ts';

/** Starts beside that of k-means, rows they see, and when they stop: where tails are heavy the first passes tell little. */
export const RANDOM_STARTS = 20;
const SAMPLE = 5000;
const SHORT = { maxIterations: 60, tolerance: 1e-5 };

const isFlat = ({ parts }: Climb, columns: number): boolean =>
  flatComponents({ covariances: parts.map(({ covariance }) => [...covariance]) }, columns).length > 0;

/**
 * Fits a mixture from the labels of k-means and from the likeliest of several random starts, and keeps the likelier; one
 * that stands on equal values, whose likelihood means nothing, is kept only where that of k-means does too.
 * @param labels of k-means, 0 .. components - 1
 * @throws CloisterError INPUT_VALUE when a component collapses all the same
 */
export const fitLikeliest = (
  values: Float64Array,
  rows: number,
  columns: number,
  labels: Uint8Array,
  parameters: MixtureParameters,
  seed: number,
): MixtureFit => {
  const { components: k, covariance } = parameters;
  const random = createRandom(seed).fork('mixture');
  const chosen = stratifiedStride(rows, SAMPLE, random.fork('sample'));
  const sample = gatherRows(values, columns, chosen);
  const short = (start: Uint8Array): Climb =>
    climb(sample, chosen.length, columns, start, { ...parameters, ...SHORT });
  let best: Climb = short(Uint8Array.from(chosen, (row) => labels[row]));
  const known = best;
  for (let start = 0; start < RANDOM_STARTS && k > 1; start++) {
    const draws = random.fork(start);
    const centres = new Float64Array(k * columns);
    for (let c = 0; c < k; c++) {
      const row = draws.int(chosen.length);
      centres.set(sample.subarray(row * columns, (row + 1) * columns), c * columns);
    }
    const nearest = new Uint8Array(chosen.length);
    labelRows(sample, columns, centres, k, nearest);
    const found = short(nearest);
    const flat = isFlat(found, columns);
    if (found.logLikelihood > best.logLikelihood && Number.isFinite(found.logLikelihood) && !flat)
      best = found;
  }
  const usual = climb(values, rows, columns, labels, parameters);
  if (best === known) return fitFrom(values, rows, columns, usual, covariance);
  const other = climb(values, rows, columns, best, parameters);
  const likelier = other.logLikelihood > usual.logLikelihood || !Number.isFinite(usual.logLikelihood);
  const sound = Number.isFinite(other.logLikelihood) && (!isFlat(other, columns) || isFlat(usual, columns));
  return fitFrom(values, rows, columns, likelier && sound ? other : usual, covariance);
};
