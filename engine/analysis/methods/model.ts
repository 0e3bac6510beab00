/**
 * methods: every clustering method behind one interface. A fit gives labels (NOISE where a method leaves people
 * unassigned) and a model as plain data, from which people who come later get a cluster (`assign.ts`).
 *
 * This file: what a model is, and what all of them say of their clusters.
 */
import { CloisterError } from '../../../shared/errors.ts';
import { type MethodName, MOST_CLUSTERS, NOISE } from '../../../shared/methods.ts';
import type { Matrix, MatrixColumn } from '../../features/table.ts';
import type { Linkage } from '../hierarchy/hierarchical.ts';
import type { KMeansModel } from '../kmeans.ts';
import type { MixtureModel } from '../mixture/mixture.ts';
import { gatherRows } from '../rows.ts';
import { type Dissimilarity, mixedOf } from './mixed.ts';

type Common = {
  k: number;
  seed: number;
  /** One entry per matrix column: the feature, or `feature=level` for one level of it. */
  columns: string[];
  /** Means of the clusters in the scale of the matrix; largest cluster first. */
  centroids: number[][];
  sizes: number[];
  /** Sum of squared distances of the clustered rows to the means of their clusters. */
  inertia: number;
};

export type HierarchyModel = Common & { method: Linkage };
export type MedoidModel = Common & {
  method: 'pam';
  distance: 'euclidean' | 'gower';
  /** A typical profile per cluster: the mean (of levels the most frequent) of the members nearest to the medoid. */
  typical: number[][];
  /** Range of each column among the people of the fit, for Gower's distance. */
  ranges: number[];
  /** Mean distance of a row to its medoid. */
  objective: number;
};
export type DensityModel = Common & {
  method: 'dbscan' | 'hdbscan';
  radius: number | null;
  minPoints: number;
  minSize: number | null;
  /** Means of dense people close to each other, the cluster of each, and how far it reaches. */
  places: number[][];
  owners: number[];
  reaches: number[];
};
export type MixtureClusters = Common & { method: 'mixture'; mixture: MixtureModel };
export type PrototypeModel = Common & {
  method: 'kprototypes';
  prototypes: number[][];
  gamma: number;
  /** Sum of squared differences of numbers plus gamma times the levels that differ. */
  cost: number;
};

export type ClusterModel =
  | KMeansModel
  | HierarchyModel
  | MedoidModel
  | DensityModel
  | MixtureClusters
  | PrototypeModel;

/** A fitted clustering: the model, and one label per row in shared memory. */
export type MethodFit = { model: ClusterModel; labels: Uint8Array };

/** How far two rows lie apart for the model; null where that is Euclid's distance of the matrix. */
export const ownDissimilarity = (
  model: ClusterModel,
  columns: readonly MatrixColumn[],
): Dissimilarity | null => {
  if (model.method === 'kprototypes') return { by: 'huang', mixed: mixedOf(columns), gamma: model.gamma };
  if (model.method !== 'pam' || model.distance === 'euclidean') return null;
  return { by: 'gower', mixed: mixedOf(columns), ranges: model.ranges };
};

/** Names of the columns as models keep them. */
export const columnNames = (columns: readonly MatrixColumn[]): string[] =>
  columns.map(({ feature, level }) => (level === null ? feature : `${feature}=${level}`));

const ONE = 'Everyone who is clustered falls into one cluster, so there is nothing to tell apart.';
/** What is said of no group at all, and of a single one. */
const FEWER = {
  dbscan: [
    [
      'No place is dense enough: everyone would be noise.',
      'Take a larger radius, or ask for fewer people in a dense place.',
    ],
    [ONE, 'Take a smaller radius, or other features.'],
  ],
  hdbscan: [
    [
      'No two dense regions part, each with people enough for a cluster: everyone would be noise.',
      'Ask for fewer people in a cluster, or take another method or other features.',
    ],
    [ONE, 'Ask for fewer people in a cluster, or take other features.'],
  ],
  others: [
    [ONE, 'Choose features that tell people apart.'],
    [ONE, 'Choose features that tell people apart.'],
  ],
} as const;

/**
 * Numbers groups by size, largest first (then by first row); -1 becomes NOISE.
 * @returns labels in shared memory, and which group of the input became which label
 * @throws CloisterError INPUT_VALUE below two groups or above MOST_CLUSTERS
 */
export const orderGroups = (
  groups: ArrayLike<number>,
  method: MethodName,
): { labels: Uint8Array; order: number[] } => {
  const sizes = new Map<number, { people: number; first: number }>();
  for (let row = 0; row < groups.length; row++) {
    if (groups[row] < 0) continue;
    const seen = sizes.get(groups[row]);
    if (seen === undefined) sizes.set(groups[row], { people: 1, first: row });
    else seen.people += 1;
  }
  if (sizes.size < 2) {
    const none = sizes.size === 0;
    const [message, next] =
      FEWER[method === 'dbscan' || method === 'hdbscan' ? method : 'others'][none ? 0 : 1];
    throw new CloisterError('INPUT_VALUE', message, next);
  }
  if (sizes.size > MOST_CLUSTERS)
    throw new CloisterError(
      'INPUT_VALUE',
      `These parameters give more than ${MOST_CLUSTERS} clusters, which nobody can read.`,
      method === 'dbscan'
        ? 'Take a larger radius, or ask for more people in a dense place.'
        : 'Ask for more people in a cluster.',
    );
  const order = [...sizes]
    .sort(([, a], [, b]) => b.people - a.people || a.first - b.first)
    .map(([group]) => group);
  const rank = new Map(order.map((group, i) => [group, i]));
  const labels = new Uint8Array(new SharedArrayBuffer(groups.length));
  for (let row = 0; row < groups.length; row++) labels[row] = rank.get(groups[row]) ?? NOISE;
  return { labels, order };
};

/** Means, sizes and inertia of labelled rows; NOISE is left out. */
export const describeClusters = (matrix: Matrix, labels: Uint8Array, k: number, seed: number): Common => {
  const width = matrix.columns.length;
  const { values } = matrix;
  const sizes = new Array<number>(k).fill(0);
  const sums = new Float64Array(k * width);
  for (let row = 0; row < labels.length; row++) {
    const label = labels[row];
    if (label === NOISE) continue;
    sizes[label] += 1;
    for (let t = 0; t < width; t++) sums[label * width + t] += values[row * width + t];
  }
  const centroids = sizes.map((size, label) =>
    Array.from({ length: width }, (_, t) => (size === 0 ? 0 : sums[label * width + t] / size)),
  );
  let inertia = 0;
  for (let row = 0; row < labels.length; row++) {
    if (labels[row] === NOISE) continue;
    const centre = centroids[labels[row]];
    for (let t = 0; t < width; t++) inertia += (values[row * width + t] - centre[t]) ** 2;
  }
  return { k, seed, columns: columnNames(matrix.columns), centroids, sizes, inertia };
};

/** Share of the inertia that the row farthest from the mean of its cluster carries; 1 where there is none. */
export const farthestShare = (matrix: Matrix, labels: Uint8Array, k: number): number => {
  const width = matrix.columns.length;
  const { centroids, inertia } = describeClusters(matrix, labels, k, 0);
  let farthest = 0;
  for (let row = 0; row < labels.length; row++) {
    if (labels[row] >= k) continue;
    const centre = centroids[labels[row]];
    let squares = 0;
    for (let t = 0; t < width; t++) squares += (matrix.values[row * width + t] - centre[t]) ** 2;
    farthest = Math.max(farthest, squares);
  }
  return inertia > 0 ? farthest / inertia : 1;
};

/** The rows that a cluster holds, with their labels; the same matrix where there is no noise. */
export const withoutNoise = (matrix: Matrix, labels: Uint8Array): { matrix: Matrix; labels: Uint8Array } => {
  const kept: number[] = [];
  for (let row = 0; row < labels.length; row++) if (labels[row] !== NOISE) kept.push(row);
  if (kept.length === labels.length) return { matrix, labels };
  const rows = Uint32Array.from(kept);
  const own = new Uint8Array(new SharedArrayBuffer(rows.length));
  rows.forEach((row, at) => {
    own[at] = labels[row];
  });
  return {
    matrix: {
      ...matrix,
      people: rows.length,
      values: gatherRows(matrix.values, matrix.columns.length, rows),
    },
    labels: own,
  };
};
