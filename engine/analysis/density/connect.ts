/**
 * Which dense rows hang together: a self-join of the k-d tree. Two nodes are not looked into when they are too far
 * apart, or when their dense rows are already one group; when all of one lie within the radius of all of the other,
 * they are joined at once. So the work hardly grows with how many neighbours everyone has.
 */
import type { KdTree } from '../kernels/kd-tree.ts';

/** Least and largest squared distance between the boxes of two nodes. */
const between = ({ columns, low, high }: KdTree, a: number, b: number, out: Float64Array): void => {
  let near = 0;
  let far = 0;
  for (let t = 0, p = a * columns, q = b * columns; t < columns; t++, p++, q++) {
    const gap = Math.max(0, low[q] - high[p], low[p] - high[q]);
    const reach = Math.max(high[q] - low[p], high[p] - low[q]);
    near += gap * gap;
    far += reach * reach;
  }
  out[0] = near;
  out[1] = far;
};

/** Outwards by more than the rounding of a sum of squares: boxes are only used where they leave no doubt. */
const WIDE = 1 + 1e-12;

/**
 * Groups of the dense rows that reach each other within the radius, by steps.
 * @param core 1 for dense rows, by row of the matrix
 * @returns for each dense row the lowest row of its group; -1 for others
 */
export const connect = (tree: KdTree, core: Uint8Array, square: number): Int32Array => {
  const { columns, values, rows, from, to, split } = tree;
  const parent = Int32Array.from({ length: rows.length }, (_, i) => i);
  const find = (row: number): number => {
    let root = row;
    while (parent[root] !== root) root = parent[root] = parent[parent[root]];
    return root;
  };
  const join = (one: number, other: number): void => {
    const [a, b] = [find(one), find(other)];
    if (a < b) parent[b] = a;
    else if (b < a) parent[a] = b;
  };
  /** Per node: a dense row where all of it are known to be one group; -2 none dense, -1 not known. */
  const same = new Int32Array(split.length).fill(-2);
  const settle = (node: number): void => {
    if (split[node] >= 0) {
      const [left, right] = [same[2 * node + 1], same[2 * node + 2]];
      if (left === -2) same[node] = right;
      else if (right === -2) same[node] = left;
      else same[node] = left >= 0 && right >= 0 && find(left) === find(right) ? left : -1;
      return;
    }
    let one = -2;
    for (let at = from[node]; at <= to[node] && one !== -1; at++) {
      if (core[rows[at]] === 0) continue;
      if (one === -2) one = rows[at];
      else if (find(one) !== find(rows[at])) one = -1;
    }
    same[node] = one;
  };
  const joinAll = (node: number, row: number): void => {
    for (let at = from[node]; at <= to[node]; at++) if (core[rows[at]] === 1) join(row, rows[at]);
  };
  const firstCore = (node: number): number => {
    let at = from[node];
    while (core[rows[at]] === 0) at++;
    return rows[at];
  };
  const gap = new Float64Array(2);
  const visit = (a: number, b: number): void => {
    if (same[a] === -2 || same[b] === -2) return;
    if (same[a] >= 0 && same[b] >= 0 && find(same[a]) === find(same[b])) return;
    between(tree, a, b, gap);
    if (gap[0] > square * WIDE) return;
    if (gap[1] * WIDE <= square) {
      const row = firstCore(a);
      joinAll(a, row);
      joinAll(b, row);
      same[a] = row;
      same[b] = row;
      return;
    }
    if (split[a] < 0 && split[b] < 0) {
      for (let i = from[a]; i <= to[a]; i++) {
        if (core[rows[i]] === 0) continue;
        for (let j = from[b]; j <= to[b]; j++) {
          if (core[rows[j]] === 0) continue;
          let sum = 0;
          for (let t = 0; t < columns; t++) {
            const difference = values[i * columns + t] - values[j * columns + t];
            sum += difference * difference;
          }
          if (sum <= square) join(rows[i], rows[j]);
        }
      }
      if (same[a] === -1) settle(a);
      if (same[b] === -1) settle(b);
      return;
    }
    // The larger one is taken apart.
    if (split[b] < 0 || (split[a] >= 0 && to[a] - from[a] >= to[b] - from[b])) {
      visit(2 * a + 1, b);
      visit(2 * a + 2, b);
      settle(a);
    } else {
      visit(a, 2 * b + 1);
      visit(a, 2 * b + 2);
      settle(b);
    }
  };
  const joinWithin = (node: number): void => {
    if (split[node] < 0) {
      same[node] = -1;
      settle(node);
      if (same[node] === -1) visit(node, node);
      return;
    }
    joinWithin(2 * node + 1);
    joinWithin(2 * node + 2);
    settle(node);
    if (same[node] === -1) visit(2 * node + 1, 2 * node + 2);
    settle(node);
  };
  if (rows.length > 0) joinWithin(0);
  return Int32Array.from(core, (dense, row) => (dense === 1 ? find(row) : -1));
};
