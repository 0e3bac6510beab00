/**
 * Lloyd's algorithm as a sequence of passes over fixed chunks. Who performs the chunks, one thread or many, is
 * the caller's matter: sums are always added in chunk order, so the answer is the same to the last bit.
 */
import { squaredDistance } from './kernels/distance.ts';
import { chunksOf, type Lloyd, type Step } from './kernels/lloyd.ts';

/** Performs one step on every chunk before it resolves. */
export type Perform = (step: Step) => void | Promise<void>;

export type LloydOptions = {
  maxIterations: number;
  /** Stop once the squared moves of the centres sum to at most this; 0 runs until no label changes. */
  tolerance: number;
  /** False looks at every centre for every row in every pass; the answer is the same. */
  bounded: boolean;
};

export type LloydResult = { iterations: number; converged: boolean; inertia: number; counts: Float64Array };

/** Adds the per-chunk figures of each of `width` slots in chunk order. */
const reduce = (perChunk: Float64Array, chunks: number, width: number): Float64Array => {
  const total = new Float64Array(width);
  for (let chunk = 0; chunk < chunks; chunk++)
    for (let slot = 0; slot < width; slot++) total[slot] += perChunk[chunk * width + slot];
  return total;
};

const means = (state: Lloyd, chunks: number): { centres: Float64Array; counts: Float64Array } => {
  const { k, columns } = state;
  const counts = reduce(state.counts, chunks, k);
  const centres = reduce(state.sums, chunks, k * columns);
  for (let j = 0; j < k; j++)
    for (let t = 0; t < columns; t++)
      centres[j * columns + t] =
        counts[j] === 0 ? state.centres[j * columns + t] : centres[j * columns + t] / counts[j];
  return { centres, counts };
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

/** Sets new centres and what the bounds need to know about them. Returns the sum of squared moves. */
const setCentres = (state: Lloyd, centres: Float64Array): number => {
  const { k, columns, half, shift, widest } = state;
  let squaredMoves = 0;
  widest.fill(0);
  for (let j = 0; j < k; j++) {
    const squared = squaredDistance(centres, j * columns, state.centres, j * columns, columns);
    squaredMoves += squared;
    shift[j] = Math.sqrt(squared);
    if (shift[j] > widest[0]) {
      widest[1] = widest[0];
      widest[0] = shift[j];
      widest[2] = j;
    } else if (shift[j] > widest[1]) widest[1] = shift[j];
  }
  for (let j = 0; j < k; j++) {
    let nearest = Number.POSITIVE_INFINITY;
    for (let other = 0; other < k; other++) {
      if (other === j) continue;
      const squared = squaredDistance(centres, j * columns, centres, other * columns, columns);
      if (squared < nearest) nearest = squared;
    }
    // Rounded inwards by far more than the error of a distance, so that "closer than half" is certain.
    half[j] = 0.5 * Math.sqrt(nearest) * (1 - 2 ** -22);
  }
  state.centres.set(centres);
  return squaredMoves;
};

/**
 * Runs Lloyd's algorithm from `start` (k x columns). Afterwards `state.labels` and `state.centres` hold the
 * answer; every label is the centre nearest to its row, the lowest index on a tie.
 */
export const runLloyd = async (
  state: Lloyd,
  start: Float64Array,
  perform: Perform,
  options: LloydOptions,
): Promise<LloydResult> => {
  const chunks = chunksOf(state.rows);
  setCentres(state, start);
  await perform('first');
  let iterations = 1;
  let converged = false;
  while (iterations < options.maxIterations) {
    const { centres, counts } = means(state, chunks);
    const relocated = relocate(state, centres, counts);
    const squaredMoves = setCentres(state, centres);
    await perform(options.bounded ? 'next' : 'plain');
    iterations += 1;
    const moved = reduce(state.moved, chunks, 1)[0];
    if (relocated === 0 && (moved === 0 || squaredMoves <= options.tolerance)) {
      converged = true;
      break;
    }
  }
  // Sums were kept by difference; add them afresh once so that the centres carry no drift.
  await perform('sums');
  const fresh = means(state, chunks);
  if (converged && options.tolerance === 0) setCentres(state, fresh.centres);
  await perform('inertia');
  const inertia = reduce(state.inertia, chunks, 1)[0];
  return { iterations, converged, inertia, counts: fresh.counts };
};
