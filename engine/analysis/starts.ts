/**
 * Where k-means begins on all rows: restarts on a sample, whole restarts handed to threads; exchanges of single
 * centres from the best of them (split.ts); the best few that differ go on with five times the rows, where one is
 * chosen. Which of several optima is the lowest
 * one is decided by less than a percent, which a small sample cannot tell.
 */
import { createRandom } from '../../shared/random.ts';
import type { Run } from '../jobs/job.ts';
import type { KMeansParameters } from './kmeans.ts';
import type { RestartsInput } from './kmeans-worker.ts';
import { gatherRows, stratifiedStride } from './rows.ts';
import { shareOut } from './share.ts';

/** Centres to begin from, their inertia on the sample they were found on, and passes made so far. */
export type Start = { centres: Float64Array; inertia: number; iterations: number };

const WORKER = new URL('./kmeans-worker.ts', import.meta.url);

/** Rows of the first sample: enough that each of k clusters shows some 500. The second has five times as many. */
const firstSize = (rows: number, k: number): number => Math.min(rows, Math.max(20_000, 500 * k));
const SECOND = 5;

/**
 * Exchanges tried at once from the best restart, and how often at most; the first round without gain is the last.
 * Where passes over all rows take long, more of them are little beside that.
 */
const exchangesFor = (rows: number): number => (rows > 100_000 ? 12 : 4);
const ROUNDS = 4;

/** Runs that go on at most; how far their inertia may lie above the least; by how much they must differ. */
const FINALISTS = 3;
const WORTH = 1.01;
const APART = 1e-4;

/** Least share by which an exchange must lower the inertia; below it the same optimum was found again. */
const GAIN = 1e-6;

/** Mean over columns of the variance of the sample, the unit of the stopping rule. */
const meanVariance = (values: Float64Array, rows: number, columns: number): number => {
  const mean = new Float64Array(columns);
  for (let i = 0, at = 0; i < rows; i++) for (let t = 0; t < columns; t++) mean[t] += values[at++] / rows;
  let squares = 0;
  for (let i = 0, at = 0; i < rows; i++)
    for (let t = 0; t < columns; t++) {
      const off = values[at++] - mean[t];
      squares += off * off;
    }
  return squares / rows / columns;
};

type Rows = { values: Float64Array; rows: number; columns: number };

const sampleOf = ({ values, rows, columns }: Rows, size: number, seed: number, name: string): Rows => {
  if (size === rows) return { values, rows, columns };
  const random = createRandom(seed).fork('kmeans').fork(name);
  return { values: gatherRows(values, columns, stratifiedStride(rows, size, random)), rows: size, columns };
};

/** Where runs begin: at seeds unless starts are given; `seed` names what they draw from. */
type Begin = { starts?: Float64Array | null; exchange?: boolean; seed?: string };

/** Runs k-means so often on a sample. */
const runOn = async (
  sample: Rows,
  runs: number,
  settled: boolean,
  { k, seed, maxIterations }: Required<KMeansParameters>,
  { starts = null, exchange = false, seed: stream = 'restart' }: Begin,
  run: Run,
  step: string,
): Promise<RestartsInput> => {
  const doubles = (length: number): Float64Array => new Float64Array(new SharedArrayBuffer(length * 8));
  const input: RestartsInput = {
    kind: 'restarts',
    ...sample,
    k,
    seed: `${seed}/kmeans/${stream}`,
    starts,
    exchange,
    maxIterations,
    // On a sample the centres are only a start, so a run may stop once they have all but settled.
    tolerance: settled ? 0 : 1e-4 * meanVariance(sample.values, sample.rows, sample.columns),
    centres: doubles(runs * k * sample.columns),
    inertias: doubles(runs),
    iterations: new Int32Array(new SharedArrayBuffer(runs * 4)),
  };
  let done = 0;
  run.progress(step, 0, runs, 'restarts');
  await shareOut(run, WORKER, input, runs, () => {
    done += 1;
    run.progress(step, done, runs, 'restarts');
  });
  return input;
};

/** The runs in the order of their inertia, the earlier one on a tie. */
const ranked = ({ inertias }: RestartsInput): number[] =>
  [...inertias.keys()].sort((a, b) => inertias[a] - inertias[b] || a - b);

const startOf = ({ centres, inertias, iterations, k, columns }: RestartsInput, at: number): Start => ({
  centres: centres.slice(at * k * columns, (at + 1) * k * columns),
  inertia: inertias[at],
  iterations: iterations[at],
});

/** The start after the exchanges that lowered its inertia on the sample. */
const improved = async (
  sample: Rows,
  tries: number,
  start: Start,
  settled: boolean,
  parameters: Required<KMeansParameters>,
  run: Run,
): Promise<Start> => {
  let best = start;
  for (let round = 0; round < ROUNDS && parameters.k > 1; round++) {
    const starts = new Float64Array(tries * best.centres.length);
    for (let at = 0; at < tries; at++) starts.set(best.centres, at * best.centres.length);
    const begin = { starts, exchange: true, seed: `exchange/${round}` };
    const step = 'Clustering: exchanges';
    const tried = await runOn(sample, tries, settled, parameters, begin, run, step);
    const [first] = ranked(tried);
    if (tried.inertias[first] >= best.inertia * (1 - GAIN)) break;
    const next = startOf(tried, first);
    best = { ...next, iterations: best.iterations + next.iterations };
  }
  return best;
};

/** The best start for all rows. @throws CloisterError CANCELLED */
export const bestStart = async (
  all: Rows,
  parameters: Required<KMeansParameters>,
  run: Run,
): Promise<Start> => {
  const { k, seed, restarts } = parameters;
  const size = firstSize(all.rows, k);
  const first = sampleOf(all, size, seed, 'sample');
  const found = await runOn(first, restarts, size === all.rows, parameters, {}, run, 'Clustering: restarts');
  const ranks = ranked(found).map((at) => startOf(found, at));
  const whole = size === all.rows;
  const better = await improved(first, exchangesFor(all.rows), ranks[0], whole, parameters, run);
  if (whole) return better;
  const finalists: Start[] = [];
  for (const start of [better, ...ranks]) {
    const known = finalists.some(({ inertia }) => Math.abs(inertia - start.inertia) <= APART * inertia);
    if (known || start.inertia > WORTH * better.inertia) continue;
    finalists.push(start);
    if (finalists.length === FINALISTS) break;
  }
  const larger = sampleOf(all, Math.min(all.rows, SECOND * size), seed, 'larger sample');
  const starts = new Float64Array(finalists.length * k * all.columns);
  finalists.forEach(({ centres }, place) => {
    starts.set(centres, place * k * all.columns);
  });
  const step = 'Clustering: the best restarts';
  const second = await runOn(larger, finalists.length, false, parameters, { starts }, run, step);
  const [best] = ranked(second);
  const chosen = startOf(second, best);
  return { ...chosen, iterations: finalists[best].iterations + chosen.iterations };
};
