/**
 * Lloyd's algorithm as a sequence of passes over fixed chunks. Who performs the chunks, one thread or many, is
 * the caller's matter: sums are always added in chunk order, so the answer is the same to the last bit.
 */
import { type Numbers, squaredDistance } from './kernels/distance.ts';
import type { Lloyd, Step } from './kernels/lloyd.ts';
import { kernel } from './kernels/memory.ts';
import type { Sample } from './kernels/sample.ts';

/** Performs one step on every chunk before it resolves. */
export type Perform = (step: Step) => void | Promise<void>;

export type LloydOptions = {
  maxIterations: number;
  /** False looks at every centre for every row in every pass; the answer is the same. */
  bounded: boolean;
};

export type LloydResult = { iterations: number; converged: boolean };

const chunksOfState = ({ moved }: Lloyd): number => moved.length;

/** Adds the per-chunk figures of each of `width` slots in chunk order. */
const reduce = (perChunk: Float64Array, chunks: number, width: number): Float64Array => {
  const total = new Float64Array(width);
  for (let chunk = 0; chunk < chunks; chunk++)
    for (let slot = 0; slot < width; slot++) total[slot] += perChunk[chunk * width + slot];
  return total;
};

/** The mean of each cluster's rows, its centre where it has none, and how many there are. */
const meansOf = (state: Lloyd): { centres: Float64Array; counts: Float64Array } => {
  const { k, columns } = state;
  const chunks = chunksOfState(state);
  const counts = reduce(state.counts, chunks, k);
  const centres = reduce(state.sums, chunks, k * columns);
  for (let j = 0; j < k; j++)
    for (let t = 0; t < columns; t++)
      centres[j * columns + t] =
        counts[j] === 0 ? state.centres[j * columns + t] : centres[j * columns + t] / counts[j];
  return { centres, counts };
};

/** Rows and the cluster each is in. */
type Placed = { values: Numbers; rows: number; columns: number; k: number; labels: Uint8Array };

/**
 * Gives each empty cluster the row that is farthest from every centre in use (lowest index on a tie), which is
 * deterministic and lowers the inertia. Where no row lies off its centre there is nothing to gain and the
 * cluster stays empty.
 * @returns how many clusters were given a row
 */
const relocate = (state: Placed, centres: Float64Array, counts: Float64Array): number => {
  const { values, rows, columns, k, labels } = state;
  let given = 0;
  let distances: Float64Array | null = null;
  for (let j = 0; j < k; j++) {
    if (counts[j] !== 0) continue;
    if (distances === null) {
      distances = new Float64Array(rows);
      for (let i = 0; i < rows; i++)
        distances[i] = squaredDistance(values, i * columns, centres, labels[i] * columns, columns);
    }
    let farthest = 0;
    for (let i = 1; i < rows; i++) if (distances[i] > distances[farthest]) farthest = i;
    if (distances[farthest] === 0) break;
    centres.set(values.subarray(farthest * columns, (farthest + 1) * columns), j * columns);
    given += 1;
    for (let i = 0; i < rows; i++) {
      const distance = squaredDistance(values, i * columns, centres, j * columns, columns);
      if (distance < distances[i]) distances[i] = distance;
    }
  }
  return given;
};

/** Sets new centres, and adds to what each cluster has spent how far its own and the farthest of the others moved. */
const setCentres = (state: Lloyd, centres: Float64Array): void => {
  const { k, columns, spent } = state;
  const moves = new Float64Array(k);
  for (let j = 0; j < k; j++)
    moves[j] = Math.sqrt(squaredDistance(centres, j * columns, state.centres, j * columns, columns));
  const farthest = moves.indexOf(Math.max(...moves));
  const rest = moves.reduce((most, move, j) => (j === farthest ? most : Math.max(most, move)), 0);
  for (let j = 0; j < k; j++) spent[j] += moves[j] + (j === farthest ? rest : moves[farthest]);
  state.centres.set(centres);
};

/**
 * Runs Lloyd's algorithm on all rows from `start` (k x columns), until no label changes; then the rows are weighed, and
 * the centres taken from sums that were added afresh, as those kept by difference drift in their last digits. Afterwards
 * `state.labels` holds the answer: every label is the centre nearest to its row, the lowest index on a tie.
 */
export const runToEnd = async (
  state: Lloyd,
  start: Float64Array,
  perform: Perform,
  { maxIterations, bounded }: LloydOptions,
): Promise<LloydResult & { inertia: number; counts: Float64Array }> => {
  const chunks = chunksOfState(state);
  state.centres.set(start);
  state.spent.fill(0);
  await perform('first');
  let iterations = 1;
  let converged = false;
  while (iterations < maxIterations && !converged) {
    const { centres, counts } = meansOf(state);
    const relocated = relocate(state, centres, counts);
    setCentres(state, centres);
    await perform(bounded ? 'next' : 'plain');
    iterations += 1;
    converged = relocated === 0 && reduce(state.moved, chunks, 1)[0] === 0;
  }
  await perform('weigh');
  const { centres, counts } = meansOf(state);
  if (converged) state.centres.set(centres);
  return { iterations, converged, counts, inertia: reduce(state.inertia, chunks, 1)[0] };
};

export type SampleOptions = {
  maxIterations: number;
  /** Stop once the squared moves of the centres sum to at most this; 0 runs until no label changes. */
  tolerance: number;
  /** Sum of the squares of all values. */
  squares: number;
  /** The least inertia that is known: a run that will not come near it is given up. */
  least: number;
};

/** Runs it on a sample from `sample.centres`; the means of the clusters are then in `sample.next`. Returns passes and inertia. */
export const runSample = (
  sample: Sample,
  { maxIterations, tolerance, squares, least }: SampleOptions,
): { iterations: number; inertia: number } => {
  const { table, next, counts } = sample;
  const { runSample: run, inertia } = kernel();
  let made = run(table, 0, 0, maxIterations, tolerance, squares, least);
  while (made < 0) {
    const given = relocate(sample, next, counts);
    made = run(table, -made, given, maxIterations, tolerance, squares, least);
  }
  return { iterations: made, inertia: inertia(table, squares) };
};
