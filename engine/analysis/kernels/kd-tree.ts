/**
 * A k-d tree over rows (J. Bentley, CACM 18(9), 1975): split at the median of the widest column, small leaves,
 * rows kept in tree order so that a leaf is one stretch of memory.
 */

export type KdTree = {
  /** Row-major copy of the values in tree order. */
  values: Float64Array;
  /** Row of the matrix at each position of the tree. */
  rows: Int32Array;
  columns: number;
  /** Per node: first and last position, column of the split (-1 for a leaf). Children of i are 2i + 1, 2i + 2. */
  from: Int32Array;
  to: Int32Array;
  split: Int32Array;
  /** Per node and column: the smallest and largest value, for distances to the box. */
  low: Float64Array;
  high: Float64Array;
};

const LEAF = 16;

/** Moves the row at position `at` of `order` so that it stands where sorting by `key` would put it (quickselect). */
const select = (
  order: Int32Array,
  key: (row: number) => number,
  from: number,
  to: number,
  at: number,
): void => {
  let [low, high] = [from, to];
  while (low < high) {
    const pivot = key(order[(low + high) >> 1]);
    let [i, j] = [low, high];
    while (i <= j) {
      while (key(order[i]) < pivot) i++;
      while (key(order[j]) > pivot) j--;
      if (i <= j) {
        [order[i], order[j]] = [order[j], order[i]];
        i++;
        j--;
      }
    }
    if (at <= j) high = j;
    else if (at >= i) low = i;
    else return;
  }
};

/** Builds the tree. @param values row-major, rows x columns, finite */
export const buildTree = (values: Float64Array, count: number, columns: number): KdTree => {
  const depth = Math.max(0, Math.ceil(Math.log2(Math.max(1, count / LEAF))));
  const nodes = 2 ** (depth + 1) - 1;
  const order = Int32Array.from({ length: count }, (_, i) => i);
  const tree: KdTree = {
    values: new Float64Array(count * columns),
    rows: order,
    columns,
    from: new Int32Array(nodes),
    to: new Int32Array(nodes).fill(-1),
    split: new Int32Array(nodes).fill(-1),
    low: new Float64Array(nodes * columns).fill(Number.POSITIVE_INFINITY),
    high: new Float64Array(nodes * columns).fill(Number.NEGATIVE_INFINITY),
  };
  const build = (node: number, from: number, to: number, level: number): void => {
    tree.from[node] = from;
    tree.to[node] = to;
    const box = node * columns;
    for (let at = from; at <= to; at++)
      for (let t = 0; t < columns; t++) {
        const value = values[order[at] * columns + t];
        if (value < tree.low[box + t]) tree.low[box + t] = value;
        if (value > tree.high[box + t]) tree.high[box + t] = value;
      }
    if (level === depth || from >= to) return;
    let widest = 0;
    for (let t = 1; t < columns; t++)
      if (tree.high[box + t] - tree.low[box + t] > tree.high[box + widest] - tree.low[box + widest])
        widest = t;
    if (tree.high[box + widest] === tree.low[box + widest]) return;
    const middle = (from + to) >> 1;
    select(order, (row) => values[row * columns + widest], from, to, middle);
    tree.split[node] = widest;
    build(2 * node + 1, from, middle, level + 1);
    build(2 * node + 2, middle + 1, to, level + 1);
  };
  if (count > 0) build(0, 0, count - 1, 0);
  for (let at = 0; at < count; at++)
    for (let t = 0; t < columns; t++) tree.values[at * columns + t] = values[order[at] * columns + t];
  return tree;
};

/** Squared distance from a point to the box of a node; 0 inside. */
const toBox = (tree: KdTree, node: number, point: Float64Array, at: number): number => {
  const { columns, low, high } = tree;
  let sum = 0;
  for (let t = 0, box = node * columns; t < columns; t++, box++) {
    const value = point[at + t];
    const away = value < low[box] ? low[box] - value : value > high[box] ? value - high[box] : 0;
    sum += away * away;
  }
  return sum;
};

/**
 * Positions in the tree within `radius` (squared, inclusive) of a point, appended to `out`.
 * @returns how many were found
 */
export const within = (
  tree: KdTree,
  point: Float64Array,
  at: number,
  square: number,
  out: Int32Array,
): number => {
  const { columns, values, from, to, split } = tree;
  const stack = [0];
  let found = 0;
  while (stack.length > 0) {
    const node = stack.pop() as number;
    if (toBox(tree, node, point, at) > square) continue;
    if (split[node] >= 0) {
      stack.push(2 * node + 1, 2 * node + 2);
      continue;
    }
    for (let position = from[node]; position <= to[node]; position++) {
      let sum = 0;
      for (let t = 0, base = position * columns; t < columns; t++) {
        const difference = point[at + t] - values[base + t];
        sum += difference * difference;
      }
      if (sum <= square) out[found++] = position;
    }
  }
  return found;
};

/** Squared distance from each row of the matrix to its k-th nearest row, itself the first. */
export const kthSquares = (tree: KdTree, k: number): Float64Array => {
  const { columns, values, rows, from, to, split } = tree;
  const out = new Float64Array(rows.length);
  const best = new Float64Array(k);
  let at = 0;
  const visit = (node: number, box: number): void => {
    if (box > best[k - 1]) return;
    if (split[node] >= 0) {
      const left = toBox(tree, 2 * node + 1, values, at);
      const right = toBox(tree, 2 * node + 2, values, at);
      if (left <= right) {
        visit(2 * node + 1, left);
        visit(2 * node + 2, right);
      } else {
        visit(2 * node + 2, right);
        visit(2 * node + 1, left);
      }
      return;
    }
    for (let other = from[node], base = other * columns; other <= to[node]; other++, base += columns) {
      let sum = 0;
      for (let t = 0; t < columns; t++) {
        const difference = values[at + t] - values[base + t];
        sum += difference * difference;
      }
      if (sum >= best[k - 1]) continue;
      let place = k - 1;
      while (place > 0 && best[place - 1] > sum) {
        best[place] = best[place - 1];
        place--;
      }
      best[place] = sum;
    }
  };
  for (let position = 0; position < rows.length; position++, at += columns) {
    best.fill(Number.POSITIVE_INFINITY);
    visit(0, 0);
    out[rows[position]] = best[k - 1];
  }
  return out;
};
