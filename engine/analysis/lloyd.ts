/**
 * Lloyd's algorithm as a sequence of passes over fixed chunks. Who performs the chunks, one thread or many, is
 * the caller's matter: sums are always added in chunk order, so the answer is the same to the last bit.
 */
import { squaredDistance } from './kernels/distance.ts';
import type { Lloyd, Step } from './kernels/lloyd.ts';

/** Performs one step on every chunk before it resolves. */
export type Perform = (step: Step) => void | Promise<void>;

export type LloydOptions = {
  maxIterations: number;
  /** Stop once the squared moves of the centres sum to at most this; 0 runs until no label changes. */
  tolerance: number;
  /** False looks at every centre for every row in every pass; the answer is the same. */
  bounded: boolean;
  /** Asked after every pass: whether to stop, as nothing worth having will come of it. */
  hopeless?: () => boolean;
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
export const meansOf = (state: Lloyd): { centres: Float64Array; counts: Float64Array } => {
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

/** Sum of squared distances of the rows to the means of their clusters, given the sum of squares of all values. */
export const inertiaOf = (state: Lloyd, squares: number): number => {
  const { k, columns } = state;
  const { centres, counts } = meansOf(state);
  let left = squares;
  for (let j = 0; j < k; j++)
    for (let t = 0; t < columns; t++) left -= counts[j] * centres[j * columns + t] ** 2;
  return Math.max(0, left);
};

/**
 * Gives each empty cluster the row that is farthest from every centre in use (lowest index on a tie), which is
 * deterministic and lowers the inertia. Where no row lies off its centre there is nothing to gain and the
 * cluster stays empty.
 * @returns how many clusters were given a row
 */
const relocate = (state: Lloyd, centres: Float64Array, counts: Float64Array): number => {
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

/**
 * Sets new centres, and adds to what each cluster has spent how far its own and the farthest of the others moved.
 * Returns the sum of squared moves.
 */
const setCentres = (state: Lloyd, centres: Float64Array): number => {
  const { k, columns, spent } = state;
  const moves = new Float64Array(k);
  let squaredMoves = 0;
  for (let j = 0; j < k; j++) {
    const squared = squaredDistance(centres, j * columns, state.centres, j * columns, columns);
    squaredMoves += squared;
    moves[j] = Math.sqrt(squared);
  }
  const farthest = moves.indexOf(Math.max(...moves));
  const rest = moves.reduce((most, move, j) => (j === farthest ? most : Math.max(most, move)), 0);
  for (let j = 0; j < k; j++) spent[j] += moves[j] + (j === farthest ? rest : moves[farthest]);
  state.centres.set(centres);
  return squaredMoves;
};

/**
 * Runs Lloyd's algorithm from `start` (k x columns). Afterwards `state.labels` holds the answer: every label is the
 * centre nearest to its row, the lowest index on a tie; and `state.sums` what it adds up to.
 */
export const runLloyd = async (
  state: Lloyd,
  start: Float64Array,
  perform: Perform,
  options: LloydOptions,
): Promise<LloydResult> => {
  const chunks = chunksOfState(state);
  state.centres.set(start);
  state.spent.fill(0);
  await perform('first');
  let iterations = 1;
  let converged = false;
  while (iterations < options.maxIterations) {
    const { centres, counts } = meansOf(state);
    const relocated = relocate(state, centres, counts);
    const squaredMoves = setCentres(state, centres);
    await perform(options.bounded ? 'next' : 'plain');
    iterations += 1;
    const moved = reduce(state.moved, chunks, 1)[0];
    if (relocated === 0 && (moved === 0 || squaredMoves <= options.tolerance)) {
      converged = true;
      break;
    }
    if (options.hopeless?.() === true) break;
  }
  return { iterations, converged };
};

/**
 * The same on all rows, until no label changes; then the rows are weighed, and the centres taken from sums that were
 * added afresh, as those kept by difference drift in their last digits.
 */
export const runToEnd = async (
  state: Lloyd,
  start: Float64Array,
  perform: Perform,
  options: Omit<LloydOptions, 'tolerance'>,
): Promise<LloydResult & { inertia: number; counts: Float64Array }> => {
  const result = await runLloyd(state, start, perform, { ...options, tolerance: 0 });
  await perform('weigh');
  const { centres, counts } = meansOf(state);
  if (result.converged) state.centres.set(centres);
  return { ...result, counts, inertia: reduce(state.inertia, chunksOfState(state), 1)[0] };
};
