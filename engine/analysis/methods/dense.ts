/** DBSCAN and HDBSCAN as methods: groups, noise, and the dense places by which later people are assigned. */
import { dbscan } from '../density/dbscan.ts';
import { hdbscan } from '../density/hdbscan.ts';
import { buildTree, kthSquares } from '../kernels/kd-tree.ts';
import { kneedle } from '../knee.ts';
import { gatherRows } from '../rows.ts';

export type DenseInput = {
  method: 'dbscan' | 'hdbscan';
  values: Float64Array;
  rows: number;
  columns: number;
  /** Null takes the bend of the k-distances. */
  radius: number | null;
  minPoints: number;
  minSize: number;
};
export type DenseOutput = {
  /** Groups by their number in the method; -1 is noise. */
  labels: Int32Array;
  radius: number | null;
  curve: number[];
  /** The bend of the curve; null where it has none. */
  bend: number | null;
  places: number[][];
  owners: number[];
  reaches: number[];
};

/** Fewest dense people whose mean is kept as a place, and most places. */
const PLACE = 11;
const MOST_PLACES = 4000;
const STEPS = 100;

/** Distances to the k-th nearest person, the largest first: means of at most 100 stretches of at least 11 people. */
export const distanceCurve = (distances: Float64Array): number[] => {
  const sorted = distances.slice().sort().reverse();
  const steps = Math.max(1, Math.min(STEPS, Math.floor(sorted.length / PLACE)));
  return Array.from({ length: steps }, (_, i) => {
    const [from, to] = [
      Math.floor((i * sorted.length) / steps),
      Math.floor(((i + 1) * sorted.length) / steps),
    ];
    return sorted.subarray(from, to).reduce((sum, value) => sum + value, 0) / (to - from);
  });
};

/** The distance at the bend of a curve, null where it has none. */
export const bendOf = (curve: readonly number[]): number | null => {
  const at = kneedle([...curve.keys()], curve, 'falling');
  return at === null ? null : curve[at];
};

/** Dense people of each group in stretches of neighbours, each as its mean and how far it reaches. */
const placesOf = (
  { values, rows, columns }: DenseInput,
  order: Int32Array,
  labels: Int32Array,
  core: Uint8Array,
  reachOf: (row: number) => number,
): Pick<DenseOutput, 'places' | 'owners' | 'reaches'> => {
  const groups = new Map<number, { core: number[]; all: number[] }>();
  // In the order of the tree neighbours stand together.
  for (let position = 0; position < rows; position++) {
    const row = order[position];
    if (labels[row] < 0) continue;
    const group = groups.get(labels[row]) ?? { core: [], all: [] };
    groups.set(labels[row], group);
    group.all.push(row);
    if (core[row] === 1) group.core.push(row);
  }
  const size = Math.max(PLACE, Math.ceil(rows / MOST_PLACES));
  const out: Pick<DenseOutput, 'places' | 'owners' | 'reaches'> = { places: [], owners: [], reaches: [] };
  for (const [owner, { core: dense, all }] of [...groups].sort(([a], [b]) => a - b)) {
    const people = dense.length >= PLACE ? dense : all;
    const parts = Math.max(1, Math.floor(people.length / size));
    for (let part = 0; part < parts; part++) {
      const from = Math.floor((part * people.length) / parts);
      const to = Math.floor(((part + 1) * people.length) / parts);
      const place = new Array<number>(columns).fill(0);
      for (let i = from; i < to; i++)
        for (let t = 0; t < columns; t++) place[t] += values[people[i] * columns + t] / (to - from);
      let reach = 0;
      let dense = 0;
      for (let i = from; i < to; i++) {
        let square = 0;
        for (let t = 0; t < columns; t++) square += (values[people[i] * columns + t] - place[t]) ** 2;
        reach = Math.max(reach, Math.sqrt(square));
        dense += reachOf(people[i]) / (to - from);
      }
      out.places.push(place);
      out.owners.push(owner);
      // Outwards by more than the error of a root, so that the farthest member stays within.
      out.reaches.push(Math.max(reach, dense) * (1 + 1e-9));
    }
  }
  return out;
};

const fitInOrder = (input: DenseInput): DenseOutput => {
  const { method, values, rows, columns, minPoints, minSize } = input;
  const tree = buildTree(values, rows, columns);
  const squares = kthSquares(tree, Math.min(minPoints, rows));
  const far = squares.map(Math.sqrt);
  const curve = distanceCurve(far);
  const bend = bendOf(curve);
  if (method === 'hdbscan') {
    const { labels } = hdbscan(values, columns, squares, minSize);
    const core = new Uint8Array(rows).fill(1);
    return {
      labels,
      radius: null,
      curve,
      bend,
      ...placesOf(input, tree.rows, labels, core, (row) => far[row]),
    };
  }
  const radius = input.radius ?? (bend || curve[curve.length >> 1] || 1e-9);
  const { labels, core } = dbscan(tree, squares, { radius, minPoints });
  return { labels, radius, curve, bend, ...placesOf(input, tree.rows, labels, core, () => radius) };
};

/** Numbers of the rows in the order of what they hold, column by column: it does not depend on how they came. */
const byValue = ({ values, rows, columns }: DenseInput): Uint32Array =>
  Uint32Array.from({ length: rows }, (_, i) => i).sort((a, b) => {
    let t = 0;
    while (t < columns - 1 && values[a * columns + t] === values[b * columns + t]) t += 1;
    return values[a * columns + t] - values[b * columns + t];
  });

/**
 * Groups of one of the two methods. A radius of 0 can only come of people who are all alike. HDBSCAN joins equal distances
 * in the order of the rows, so it gets them in the order of what they hold: the same people have the same groups.
 */
export const fitDense = (input: DenseInput): DenseOutput => {
  if (input.method === 'dbscan') return fitInOrder(input);
  const order = byValue(input);
  const found = fitInOrder({ ...input, values: gatherRows(input.values, input.columns, order) });
  const labels = new Int32Array(input.rows);
  for (let i = 0; i < input.rows; i++) labels[order[i]] = found.labels[i];
  return { ...found, labels };
};
