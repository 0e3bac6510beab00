/**
 * density: groups as dense regions. People in no dense region are noise, label -1.
 *
 * This file: DBSCAN (M. Ester, H.-P. Kriegel, J. Sander, X. Xu, KDD 1996). A core person has at least
 * `minPoints` people within `radius`, counting themselves; cores within reach of each other are one group; who
 * is in reach of a core without being one joins the group with the lowest label in reach, as scikit-learn does.
 */
import { CloisterError } from '../../../shared/errors.ts';
import { buildTree, kthDistances, within } from '../kernels/kd-tree.ts';

export type DbscanResult = {
  /** Group of each row, numbered by their first row; -1 is noise. */
  labels: Int32Array;
  groups: number;
  core: Uint8Array;
};

const requirePositive = (name: string, value: number, ok: boolean): void => {
  if (ok) return;
  throw new CloisterError(
    'INPUT_VALUE',
    `The ${name} is ${value}.`,
    'Give a radius above 0 and at least 1 point.',
  );
};

/** DBSCAN over rows. @throws CloisterError INPUT_VALUE for a radius or a count that makes no sense */
export const dbscan = (
  values: Float64Array,
  rows: number,
  columns: number,
  { radius, minPoints }: { radius: number; minPoints: number },
): DbscanResult => {
  requirePositive('radius', radius, radius > 0 && Number.isFinite(radius));
  requirePositive('smallest number of points', minPoints, Number.isInteger(minPoints) && minPoints >= 1);
  const tree = buildTree(values, rows, columns);
  const square = radius * radius;
  const near = new Int32Array(rows);
  const core = new Uint8Array(rows);
  const parent = Int32Array.from({ length: rows }, (_, i) => i);
  const find = (row: number): number => {
    let root = row;
    while (parent[root] !== root) root = parent[root] = parent[parent[root]];
    return root;
  };
  // Two rounds: who is core, then who reaches whom; keeping all neighbours would cost n times the density.
  for (let position = 0; position < rows; position++)
    if (within(tree, tree.values, position * columns, square, near) >= minPoints)
      core[tree.rows[position]] = 1;
  for (let position = 0; position < rows; position++) {
    const row = tree.rows[position];
    if (core[row] === 0) continue;
    const found = within(tree, tree.values, position * columns, square, near);
    for (let i = 0; i < found; i++) {
      const other = tree.rows[near[i]];
      if (core[other] === 0) continue;
      const [a, b] = [find(row), find(other)];
      // The lowest row stands for the group, which numbers groups by their first row.
      if (a < b) parent[b] = a;
      else if (b < a) parent[a] = b;
    }
  }
  const labels = new Int32Array(rows).fill(-1);
  let groups = 0;
  for (let row = 0; row < rows; row++)
    if (core[row] === 1) {
      const root = find(row);
      labels[row] = root === row ? groups++ : labels[root];
    }
  for (let position = 0; position < rows; position++) {
    const row = tree.rows[position];
    if (core[row] === 1) continue;
    const found = within(tree, tree.values, position * columns, square, near);
    for (let i = 0; i < found; i++) {
      const other = tree.rows[near[i]];
      if (core[other] === 1 && (labels[row] < 0 || labels[other] < labels[row])) labels[row] = labels[other];
    }
  }
  return { labels, groups, core };
};

/** Distances of everyone to their k-th nearest person (themselves the first), ascending: its bend suggests a radius. */
export const kDistances = (values: Float64Array, rows: number, columns: number, k: number): Float64Array =>
  kthDistances(buildTree(values, rows, columns), Math.min(k, rows)).sort();
