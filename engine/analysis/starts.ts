/**
 * Where k-means begins on all rows: restarts on a small sample, whole restarts handed to threads; the best few that
 * differ go on with a larger one, where single centres are exchanged in each of them (split.ts), and the best few of
 * that with a third, where one is chosen. Which of several optima is the lowest is decided by less than a percent,
 * which a small sample cannot tell.
 */
import { createRandom } from '../../shared/random.ts';
import type { Run } from '../jobs/job.ts';
import type { KMeansParameters } from './kmeans.ts';
import type { RestartsInput } from './kmeans-worker.ts';
import { type Frame, framedRows, frameOf, stratifiedStride, unframed } from './rows.ts';
import { shareOut } from './share.ts';

/** Centres to begin from, their inertia on the sample they were found on, and passes made so far. */
export type Start = { centres: Float64Array; inertia: number; iterations: number };

const WORKER = new URL('./kmeans-worker.ts', import.meta.url);

/** Rows of the three samples: at least so many, and so many for each cluster. */
type Size = [least: number, each: number];
const FIRST: Size = [8000, 250];
const SECOND: Size = [20_000, 500];
const LAST: Size = [100_000, 2500];

/** Exchanges tried at once, and how often at most; the first round without gain is the last. */
const EXCHANGES = 16;
const ROUNDS = 4;

/** Runs that go on with another sample or into exchanges at most; how far their inertia may lie above the least; by how much they must differ. */
const FINALISTS = 4;
const WORTH = 1.01;
const APART = 1e-4;

/** Least share by which an exchange must lower the inertia; below it the same optimum was found again. */
const GAIN = 1e-6;

/**
 * A run stops once the squared moves of its centres sum to less than this share of the mean variance; on the last sample
 * later, since every pass that it leaves is one over all rows.
 */
const TOLERANCE = 1e-4;
const LAST_TOLERANCE = 1e-6;

type Rows = { values: Float64Array; rows: number; columns: number };

/** A sample, what its values square to, and when a run on it may stop: it is only a start, so once it has all but settled. */
type Drawn = { values: Float32Array; rows: number; columns: number; squares: number; tolerance: number };

const draw = (
  { values, rows, columns }: Rows,
  chosen: Uint32Array,
  frame: Frame,
  settled = TOLERANCE,
): Drawn => {
  const sample = framedRows(values, columns, chosen, frame);
  const tolerance = chosen.length === rows ? 0 : (settled * sample.squares) / sample.values.length;
  return { ...sample, rows: chosen.length, columns, tolerance };
};

/** Runs k-means so often on a sample. */
const runOn = async (
  sample: Drawn,
  runs: number,
  begin: RestartsInput['begin'],
  starts: readonly Start[],
  stream: string,
  { k, seed, maxIterations }: Required<KMeansParameters>,
  run: Run,
  step: string,
): Promise<(Start & { at: number })[]> => {
  const doubles = (length: number): Float64Array => new Float64Array(new SharedArrayBuffer(length * 8));
  const { values, rows, columns, squares, tolerance } = sample;
  const input: RestartsInput = {
    kind: 'restarts',
    values,
    rows,
    columns,
    squares,
    k,
    seed: `${seed}/kmeans/${stream}`,
    begin,
    starts: Float64Array.from(starts.flatMap(({ centres }) => [...centres])),
    least:
      begin === 'exchange' ? Math.min(...starts.map(({ inertia }) => inertia)) : Number.POSITIVE_INFINITY,
    maxIterations,
    tolerance,
    centres: doubles(runs * k * columns),
    inertias: doubles(runs),
    iterations: new Int32Array(new SharedArrayBuffer(runs * 4)),
  };
  let done = 0;
  run.progress(step, 0, runs, 'restarts');
  await shareOut(run, WORKER, input, runs, () => {
    done += 1;
    run.progress(step, done, runs, 'restarts');
  });
  const found = Array.from({ length: runs }, (_, at) => ({
    centres: input.centres.slice(at * k * columns, (at + 1) * k * columns),
    inertia: input.inertias[at],
    iterations: input.iterations[at],
    at,
  }));
  // The earlier one on a tie: sorting keeps the order.
  return found.sort((a, b) => a.inertia - b.inertia);
};

/** The first few that lie close enough to the best, and differ. */
const finalistsOf = (starts: readonly Start[]): Start[] => {
  const finalists: Start[] = [];
  const least = Math.min(...starts.map(({ inertia }) => inertia));
  for (const start of starts) {
    const known = finalists.some(({ inertia }) => Math.abs(inertia - start.inertia) <= APART * inertia);
    if (known || start.inertia > WORTH * least) continue;
    finalists.push(start);
    if (finalists.length === FINALISTS) break;
  }
  return finalists;
};

/** The best starts after exchanges of single centres in each of them, until a round lowers the least inertia no more. */
const improved = async (
  sample: Drawn,
  starts: readonly Start[],
  parameters: Required<KMeansParameters>,
  run: Run,
): Promise<Start[]> => {
  let best = finalistsOf(starts);
  for (let round = 0; round < ROUNDS && parameters.k > 1; round++) {
    const stream = `exchange/${round}`;
    const step = 'Clustering: exchanges';
    const found = await runOn(sample, EXCHANGES, 'exchange', best, stream, parameters, run, step);
    const tried = found.map(({ at, ...start }) => ({
      ...start,
      iterations: best[at % best.length].iterations + start.iterations,
    }));
    const [before] = best;
    best = finalistsOf([...best, ...tried].sort((a, b) => a.inertia - b.inertia));
    if (best[0].inertia >= before.inertia * (1 - GAIN)) break;
  }
  return best;
};

/** Starts go on with another sample. */
const goOn = async (
  starts: readonly Start[],
  sample: Drawn,
  parameters: Required<KMeansParameters>,
  run: Run,
): Promise<Start[]> => {
  const step = 'Clustering: the best restarts';
  const found = await runOn(sample, starts.length, 'starts', starts, 'go on', parameters, run, step);
  return found.map(({ at, ...start }) => ({
    ...start,
    iterations: starts[at].iterations + start.iterations,
  }));
};

/** The best start for all rows. @throws CloisterError CANCELLED */
export const bestStart = async (
  all: Rows,
  parameters: Required<KMeansParameters>,
  run: Run,
): Promise<Start> => {
  const { k, seed, restarts } = parameters;
  const random = createRandom(seed).fork('kmeans');
  const rowsOf = ([least, each]: Size, name: string): Uint32Array =>
    stratifiedStride(all.rows, Math.min(all.rows, Math.max(least, each * k)), random.fork(name));
  const first = rowsOf(FIRST, 'sample');
  const frame = frameOf(all.values, all.columns, first);
  let sample = draw(all, first, frame);
  const step = 'Clustering: restarts';
  let starts: Start[] = await runOn(sample, restarts, 'seeds', [], 'restart', parameters, run, step);
  if (sample.rows < all.rows) {
    sample = draw(all, rowsOf(SECOND, 'second sample'), frame);
    starts = await goOn(finalistsOf(starts), sample, parameters, run);
  }
  starts = await improved(sample, starts, parameters, run);
  if (sample.rows < all.rows) {
    sample = draw(all, rowsOf(LAST, 'larger sample'), frame, LAST_TOLERANCE);
    starts = await goOn(starts, sample, parameters, run);
  }
  return { ...starts[0], centres: unframed(starts[0].centres, frame) };
};
