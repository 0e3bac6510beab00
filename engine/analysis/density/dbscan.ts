/**
 * density: groups as dense regions. People in no dense region are noise, label -1.
 *
 * This file: DBSCAN (M. Ester, H.-P. Kriegel, J. Sander, X. Xu, KDD 1996). A core person has at least
 * `minPoints` people within `radius`, counting themselves; cores within reach of each other are one group; who
 * is in reach of a core without being one joins the group with the lowest label in reach, as scikit-learn does.
 */
import { CloisterError } from '../../../shared/errors.ts';
import { type KdTree, within } from '../kernels/kd-tree.ts';
import { connect } from './connect.ts';

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

/**
 * DBSCAN over the rows of a tree.
 * @param squares squared distance of each row to its `minPoints`-th nearest, itself the first: who is a core
 * @throws CloisterError INPUT_VALUE for a radius or a count that makes no sense
 */
export const dbscan = (
  tree: KdTree,
  squares: Float64Array,
  { radius, minPoints }: { radius: number; minPoints: number },
): DbscanResult => {
  requirePositive('radius', radius, radius > 0 && Number.isFinite(radius));
  requirePositive('smallest number of points', minPoints, Number.isInteger(minPoints) && minPoints >= 1);
  const rows = squares.length;
  const square = radius * radius;
  const core = Uint8Array.from(squares, (far) => (minPoints <= rows && far <= square ? 1 : 0));
  const roots = connect(tree, core, square);
  const labels = new Int32Array(rows).fill(-1);
  let groups = 0;
  // The lowest row stands for its group, so groups are numbered by their first row.
  for (let row = 0; row < rows; row++)
    if (core[row] === 1) labels[row] = roots[row] === row ? groups++ : labels[roots[row]];
  const near = new Int32Array(rows);
  for (let position = 0; position < rows; position++) {
    const row = tree.rows[position];
    if (core[row] === 1) continue;
    const found = within(tree, tree.values, position * tree.columns, square, near);
    for (let i = 0; i < found; i++) {
      const other = tree.rows[near[i]];
      if (core[other] === 1 && (labels[row] < 0 || labels[other] < labels[row])) labels[row] = labels[other];
    }
  }
  return { labels, groups, core };
};
