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
  type MixtureStart,
} from './mixture.ts';

/** Starts beside that of k-means, and rows they see. */
export const RANDOM_STARTS = 20;
const SAMPLE = 2000;
/** A few steps of each; where tails are heavy they tell little, so several of the likeliest go on. */
const SHORT = { maxIterations: 10, tolerance: 1e-5 };
const GO_ON = 4;
const LONGER = { maxIterations: 50, tolerance: 1e-5 };

/** Those whose likelihood is a number, the likeliest first; of equal ones the one drawn first. */
const likeliestOf = (climbs: readonly Climb[]): Climb[] =>
  climbs
    .filter(({ logLikelihood }) => Number.isFinite(logLikelihood))
    .sort((a, b) => b.logLikelihood - a.logLikelihood);

const isFlat = ({ parts }: Climb, columns: number): boolean =>
  flatComponents({ covariances: parts.map(({ covariance }) => [...covariance]) }, columns).length > 0;

/**
 * Fits a mixture from the labels of k-means and from the likeliest of several random starts, and keeps the likelier; one
 * that stands on equal values, whose likelihood means nothing, is kept only where that of k-means does too.
 * @param labels of k-means, 0 .. components - 1
 * @param draws random starts
 * @throws CloisterError INPUT_VALUE when a component collapses all the same
 */
export const fitLikeliest = (
  values: Float64Array,
  rows: number,
  columns: number,
  labels: Uint8Array,
  parameters: MixtureParameters,
  seed: number,
  draws: number = RANDOM_STARTS,
): MixtureFit => {
  const { components: k, covariance } = parameters;
  const random = createRandom(seed).fork('mixture');
  const chosen = stratifiedStride(rows, SAMPLE, random.fork('sample'));
  const sample = gatherRows(values, columns, chosen);
  const go = (start: MixtureStart, until: typeof SHORT): Climb =>
    climb(sample, chosen.length, columns, start, { ...parameters, ...until });
  const drawn: Climb[] = [];
  for (let start = 0; start < draws && k > 1; start++) {
    const draw = random.fork(start);
    const centres = new Float64Array(k * columns);
    for (let c = 0; c < k; c++) {
      const row = draw.int(chosen.length);
      centres.set(sample.subarray(row * columns, (row + 1) * columns), c * columns);
    }
    const nearest = new Uint8Array(chosen.length);
    labelRows(sample, columns, centres, k, nearest);
    drawn.push(go(nearest, SHORT));
  }
  const known = go(
    go(
      Uint8Array.from(chosen, (row) => labels[row]),
      SHORT,
    ),
    LONGER,
  );
  let best = known;
  for (const begun of likeliestOf(drawn).slice(0, GO_ON)) {
    const found = go(begun, LONGER);
    if (
      found.logLikelihood > best.logLikelihood &&
      Number.isFinite(found.logLikelihood) &&
      !isFlat(found, columns)
    )
      best = found;
  }
  const usual = climb(values, rows, columns, labels, parameters);
  if (best === known) return fitFrom(values, rows, columns, usual, covariance);
  const other = climb(values, rows, columns, best, parameters);
  const likelier = other.logLikelihood > usual.logLikelihood || !Number.isFinite(usual.logLikelihood);
  const sound = Number.isFinite(other.logLikelihood) && (!isFlat(other, columns) || isFlat(usual, columns));
  return fitFrom(values, rows, columns, likelier && sound ? other : usual, covariance);
};
