/**
 * analysis: models of the people a lens admits. Every fit is `fit(matrix, parameters, run) -> model`; a model
 * is plain data, the same bytes for the same matrix, parameters and seed, on any number of threads. Hot loops
 * are in `kernels/`; long work runs in the pool of the job.
 *
 * This file: k-means. Restarts (greedy k-means++, then Lloyd with Hamerly's bounds) run on samples in 32 bits, whole
 * restarts handed to threads; the best one starts Lloyd over all rows in 64 bits, which runs until no label changes.
 */
import { CloisterError } from '../../shared/errors.ts';
import type { Matrix } from '../features/table.ts';
import type { Run } from '../jobs/job.ts';
import { chunksOf, createLloyd, type Step } from './kernels/lloyd.ts';
import { labelRows } from './kernels/nearest.ts';
import type { PassInput } from './kmeans-worker.ts';
import { runToEnd } from './lloyd.ts';
import { distinctRows, requireFinite, sharedValues } from './rows.ts';
import { shareOut } from './share.ts';
import { exchangedCentres } from './split.ts';
import { bestStart } from './starts.ts';

/** Labels are bytes, so there are at most this many clusters. */
export const MAX_CLUSTERS = 255;

export type KMeansParameters = {
  k: number;
  seed: number;
  /** Starts of which the best is kept; by default 10, and more of few rows (`usualRestarts`). */
  restarts?: number;
  /** Passes at most, per restart and over all rows; default 300. */
  maxIterations?: number;
};

export type KMeansModel = {
  method: 'kmeans';
  k: number;
  seed: number;
  restarts: number;
  /** One entry per matrix column: the feature, or `feature=level` for one level of it. */
  columns: string[];
  /** In the scale of the matrix; largest cluster first. */
  centroids: number[][];
  sizes: number[];
  /** Sum of squared distances of the rows to their centroids. */
  inertia: number;
  /** Passes of the winning restart and over all rows. */
  iterations: number;
  converged: boolean;
};

export type KMeansFit = { model: KMeansModel; labels: Uint8Array };

const WORKER = new URL('./kmeans-worker.ts', import.meta.url);

/** Exchanges of a centre for one among the farthest rows at most (split.ts). */
const MOST_EXCHANGES = 4;

/** Rows that the usual restarts see in all: few people have many optima close together, and a restart costs little. */
const RESTARTED = 100_000;
const LEAST_RESTARTS = 10;
const MOST_RESTARTS = 200;

/** How many restarts a fit of so many rows makes unless it is told otherwise. */
const usualRestarts = (rows: number): number =>
  Math.min(MOST_RESTARTS, Math.max(LEAST_RESTARTS, Math.floor(RESTARTED / Math.max(1, rows))));

const requireCount = (name: string, value: number, least: number, most: number): void => {
  if (Number.isInteger(value) && value >= least && value <= most) return;
  throw new CloisterError(
    'INPUT_VALUE',
    `The ${name} is ${value}; it must be a whole number from ${least} to ${most}.`,
    `Choose a ${name} in that range.`,
  );
};

/** Cluster numbers in the order of size, largest first; equal sizes in the order of their centroids. */
const orderBySize = (centroids: number[][], counts: Float64Array): number[] =>
  centroids
    .map((_, j) => j)
    .sort((a, b) => {
      if (counts[a] !== counts[b]) return counts[b] - counts[a];
      const t = centroids[a].findIndex((value, column) => value !== centroids[b][column]);
      return t < 0 ? a - b : centroids[a][t] - centroids[b][t];
    });

/**
 * Fits k-means: `k` clusters of the rows of `matrix` by least squared distance.
 *
 * Method: Lloyd 1982 with Hamerly's bounds (2010) from the best of `restarts` greedy k-means++ starts, which are looked
 * for on stratified samples of 8,000, 20,000 and 100,000 rows (more for many clusters): the best few that differ go on
 * from each to the next, after exchanges of single centres on the second (starts.ts). An empty cluster takes the row
 * farthest from its centroid; a far segment that no sample showed is given the centre that is missed least (split.ts).
 * Ties go to the lowest index. Clusters are numbered by size, largest first.
 * @returns the model, and one label per row in shared memory
 * @throws CloisterError NO_DATA or INPUT_VALUE when there are no rows, a value is not finite, k is out of
 * range, or fewer than k rows differ; CANCELLED
 */
export const fitKMeans = async (
  matrix: Matrix,
  parameters: KMeansParameters,
  run: Run,
): Promise<KMeansFit> => {
  const full = { restarts: usualRestarts(matrix.people), maxIterations: 300, ...parameters };
  const { k, seed, restarts, maxIterations } = full;
  requireCount('number of clusters', k, 1, MAX_CLUSTERS);
  requireCount('number of restarts', restarts, 1, 1000);
  requireCount('number of passes', maxIterations, 1, 1_000_000);
  requireFinite(matrix);
  const distinct = distinctRows(matrix, k);
  if (distinct < k)
    throw new CloisterError(
      'INPUT_VALUE',
      `${k} clusters were asked for, but only ${distinct} rows differ.`,
      `Ask for at most ${distinct} clusters, or choose features that tell people apart.`,
    );
  const rows = matrix.people;
  const columns = matrix.columns.length;
  const values = sharedValues(matrix.values);
  const start = await bestStart({ values, rows, columns }, full, run);

  const state = createLloyd(values, rows, columns, k);
  let passes = 0;
  const perform = async (step: Step): Promise<void> => {
    const input: PassInput = { kind: 'pass', state, step };
    await shareOut(run, WORKER, input, chunksOf(rows));
    passes += 1;
    run.progress('Clustering: all rows', passes, null, 'passes');
  };
  const options = { maxIterations, bounded: true };
  let result = await runToEnd(state, start.centres, perform, options);
  // Each exchange lowers the inertia; where one does not after all, what was found before is taken up again.
  for (let exchange = 0; exchange < MOST_EXCHANGES; exchange++) {
    const exchanged = exchangedCentres(state, values, seed);
    if (exchanged === null) break;
    const before = { centres: state.centres.slice(), labels: state.labels.slice() };
    const next = await runToEnd(state, exchanged, perform, options);
    if (next.inertia < result.inertia) result = { ...next, iterations: result.iterations + next.iterations };
    else {
      state.centres.set(before.centres);
      state.labels.set(before.labels);
      break;
    }
  }

  const centroids = Array.from({ length: k }, (_, j) => [
    ...state.centres.subarray(j * columns, (j + 1) * columns),
  ]);
  const order = orderBySize(centroids, result.counts);
  const numbers = new Uint8Array(k);
  for (let rank = 0; rank < k; rank++) numbers[order[rank]] = rank;
  const labels = state.labels;
  for (let i = 0; i < rows; i++) labels[i] = numbers[labels[i]];
  const model: KMeansModel = {
    method: 'kmeans',
    k,
    seed,
    restarts,
    columns: matrix.columns.map(({ feature, level }) => (level === null ? feature : `${feature}=${level}`)),
    centroids: order.map((j) => centroids[j]),
    sizes: order.map((j) => result.counts[j]),
    inertia: result.inertia,
    iterations: start.iterations + result.iterations,
    converged: result.converged,
  };
  return { model, labels };
};

/**
 * The cluster of each row of a matrix in the scale the model was fitted in: the nearest centroid, the lowest
 * number on a tie. For people who were not there when the model was made.
 * @throws CloisterError NO_DATA or INPUT_VALUE when there are no rows, a value is not finite, or the columns
 * are not those of the model
 */
export const assignKMeans = (matrix: Matrix, model: KMeansModel): Uint8Array => {
  requireFinite(matrix);
  const columns = matrix.columns.length;
  if (columns !== model.columns.length)
    throw new CloisterError(
      'INPUT_VALUE',
      `The clustering has ${model.columns.length} columns, the data ${columns}.`,
      'Compute the features the clustering was made from.',
    );
  const labels = new Uint8Array(new SharedArrayBuffer(matrix.people));
  const centres = Float64Array.from(model.centroids.flat());
  labelRows(matrix.values, columns, centres, model.k, labels);
  return labels;
};
