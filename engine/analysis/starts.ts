/**
 * Where k-means begins on all rows: restarts on a sample, whole restarts handed to threads; the best few that
 * differ go on with five times the rows, where the best of them is chosen. Which of several optima is the lowest
 * one is decided by less than a percent, which a small sample cannot tell.
 */
import { createRandom } from '../../shared/random.ts';
import type { Run } from '../jobs/job.ts';
import type { KMeansParameters } from './kmeans.ts';
import type { RestartsInput } from './kmeans-worker.ts';
import { gatherRows, stratifiedStride } from './rows.ts';
import { shareOut } from './share.ts';

export type Start = { centres: Float64Array; iterations: number };

const WORKER = new URL('./kmeans-worker.ts', import.meta.url);

/** Rows of the first sample: enough that each of k clusters shows some 500. The second has five times as many. */
const firstSize = (rows: number, k: number): number => Math.min(rows, Math.max(20_000, 500 * k));
const SECOND = 5;

/** Runs that go on at most; how far their inertia may lie above the least; by how much they must differ. */
const FINALISTS = 4;
const WORTH = 1.01;
const APART = 1e-4;

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

/** Runs k-means so often on a sample; from the given starts, or from seeds. */
const runOn = async (
  sample: Rows,
  runs: number,
  settled: boolean,
  { k, seed, maxIterations }: Required<KMeansParameters>,
  starts: Float64Array | null,
  run: Run,
  step: string,
): Promise<RestartsInput> => {
  const doubles = (length: number): Float64Array => new Float64Array(new SharedArrayBuffer(length * 8));
  const input: RestartsInput = {
    kind: 'restarts',
    ...sample,
    k,
    seed: `${seed}/kmeans/restart`,
    starts,
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

const startOf = ({ centres, iterations, k, columns }: RestartsInput, at: number): Start => ({
  centres: centres.slice(at * k * columns, (at + 1) * k * columns),
  iterations: iterations[at],
});

/** The best start for all rows. @throws CloisterError CANCELLED */
export const bestStart = async (
  all: Rows,
  parameters: Required<KMeansParameters>,
  run: Run,
): Promise<Start> => {
  const { k, seed, restarts } = parameters;
  const size = firstSize(all.rows, k);
  const first = sampleOf(all, size, seed, 'sample');
  const found = await runOn(
    first,
    restarts,
    size === all.rows,
    parameters,
    null,
    run,
    'Clustering: restarts',
  );
  const order = ranked(found);
  if (size === all.rows) return startOf(found, order[0]);
  const finalists: number[] = [];
  for (const at of order) {
    const inertia = found.inertias[at];
    const known = finalists.some((other) => Math.abs(found.inertias[other] - inertia) <= APART * inertia);
    if (known || inertia > WORTH * found.inertias[order[0]]) continue;
    finalists.push(at);
    if (finalists.length === FINALISTS) break;
  }
  const larger = Math.min(all.rows, SECOND * size);
  const starts = new Float64Array(finalists.length * k * all.columns);
  finalists.forEach((at, place) => {
    starts.set(startOf(found, at).centres, place * k * all.columns);
  });
  const second = await runOn(
    sampleOf(all, larger, seed, 'larger sample'),
    finalists.length,
    false,
    parameters,
    starts,
    run,
    'Clustering: the best restarts',
  );
  const best = ranked(second)[0];
  const { centres, iterations } = startOf(second, best);
  return { centres, iterations: found.iterations[finalists[best]] + iterations };
};
