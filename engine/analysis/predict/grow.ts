/**
 * Growing one binary tree over binned columns, for every kind of model that has trees. Each row carries a first and a
 * second derivative g and h; a split is worth GL²/(HL+λ) + GR²/(HR+λ) - G²/(H+λ) (Chen & Guestrin 2016, equation 7).
 * With g = the outcome and h = 1 that is the decrease of Gini's impurity (Breiman et al. 1984), so the same function
 * grows decision trees and forests. The larger child's histogram is its parent's less its sibling's (Ke et al. 2017).
 */
import type { Random } from '../../../shared/random.ts';
import type { Binned } from './bins.ts';
import { createHistograms, type Histograms, STEP } from './histograms.ts';

/** A tree as plain data. Node 0 is the root; a leaf has column -1. A row goes left where its value is below the cut. */
export type Tree = {
  column: number[];
  cut: number[];
  left: number[];
  right: number[];
  value: number[];
  /** Rows that were grown on in this node, with repeats counted. */
  cover: number[];
};

export type GrowOptions = {
  maxLeaves: number;
  maxDepth: number;
  minLeaf: number;
  /** λ, added to the sum of second derivatives. */
  l2: number;
  /** Columns tried in each node, drawn anew; all where it is null. */
  tried: { count: number; random: Random } | null;
  /** Value of a leaf from its sums. */
  value(g: number, h: number): number;
};

type Split = { gain: number; column: number; bin: number; g: number; h: number; n: number };
type Open = {
  node: number;
  from: number;
  to: number;
  depth: number;
  g: number;
  h: number;
  histogram: number;
  split: Split | null;
};

/** Least sum of second derivatives on either side of a split, as in scikit-learn. */
const LEAST_H = 1e-3;

const drawColumns = (width: number, tried: GrowOptions['tried']): number[] | null => {
  if (tried === null || tried.count >= width) return null;
  const columns = Array.from({ length: width }, (_, t) => t);
  for (let i = 0; i < tried.count; i++) {
    const j = i + tried.random.int(width - i);
    [columns[i], columns[j]] = [columns[j], columns[i]];
  }
  return columns.slice(0, tried.count).sort((a, b) => a - b);
};

const bestSplit = (
  histograms: Histograms,
  at: number,
  { cuts }: Binned,
  { g, h, from, to }: Open,
  columns: readonly number[],
  { minLeaf, l2 }: GrowOptions,
): Split | null => {
  const cells = histograms.cells(at);
  const rows = to - from;
  const whole = (g * g) / (h + l2);
  // A gain must exceed the rounding of the sums it is a difference of.
  const least = 1e-12 * Math.max(1, whole);
  let best: Split | null = null;
  for (const column of columns) {
    let left = 0;
    let leftH = 0;
    let leftN = 0;
    let place = histograms.begin(column);
    for (let bin = 0; bin < cuts[column].length; bin++, place += STEP) {
      left += cells[place];
      leftH += cells[place + 1];
      leftN += cells[place + 2];
      if (leftN < minLeaf) continue;
      if (rows - leftN < minLeaf) break;
      const rightH = h - leftH;
      if (leftH < LEAST_H || rightH < LEAST_H) continue;
      const right = g - left;
      const gain = (left * left) / (leftH + l2) + (right * right) / (rightH + l2) - whole;
      if (gain > least && (best === null || gain > best.gain))
        best = { gain, column, bin, g: left, h: leftH, n: leftN };
    }
  }
  return best;
};

/** What growing leaves behind: the tree, and the rows of every leaf as places [from, to) of `rows`. */
export type Grown = { tree: Tree; leaves: { node: number; from: number; to: number }[] };

/**
 * Grows a tree, the most useful split first.
 * @param rows rows of the bins, with repeats where a row was drawn twice; put in the order of the leaves
 * @param g first and @param h second derivative by row of the bins
 */
export const growTree = (
  binned: Binned,
  rows: Uint32Array,
  g: Float64Array,
  h: Float64Array,
  options: GrowOptions,
  histograms: Histograms = createHistograms(binned, rows.length),
): Grown => {
  const { bins, cuts, width } = binned;
  const everyColumn = Array.from({ length: width }, (_, t) => t);
  const tree: Tree = { column: [], cut: [], left: [], right: [], value: [], cover: [] };
  const aside = new Uint32Array(rows.length);
  const leaves: Grown['leaves'] = [];
  const open: Open[] = [];
  let places = 0;

  const addNode = (sumG: number, sumH: number, cover: number): number => {
    tree.column.push(-1);
    tree.cut.push(0);
    tree.left.push(-1);
    tree.right.push(-1);
    tree.value.push(options.value(sumG, sumH));
    tree.cover.push(cover);
    return tree.column.length - 1;
  };
  const close = ({ node, from, to, histogram }: Open): void => {
    if (histogram >= 0) histograms.free(histogram);
    leaves.push({ node, from, to });
    places += 1;
  };
  const isFinal = ({ depth, from, to }: Open): boolean =>
    depth >= options.maxDepth || to - from < 2 * options.minLeaf;
  /** Looks for the best split of a node; a node without one is a leaf. */
  const consider = (one: Open, filled: boolean): void => {
    const drawn = drawColumns(width, options.tried);
    if (!filled) {
      one.histogram = histograms.take();
      histograms.fill(one.histogram, rows, one.from, one.to, drawn ?? everyColumn);
    }
    one.split = bestSplit(histograms, one.histogram, binned, one, drawn ?? everyColumn, options);
    if (one.split === null) close(one);
    else open.push(one);
  };
  const partition = (from: number, to: number, column: number, bin: number): number => {
    const start = column * binned.rows;
    let left = from;
    let right = 0;
    for (let at = from; at < to; at++) {
      const row = rows[at];
      if (bins[start + row] <= bin) rows[left++] = row;
      else aside[right++] = row;
    }
    rows.set(aside.subarray(0, right), left);
    return left;
  };

  histograms.derive(g, h);
  let sumG = 0;
  let sumH = 0;
  for (const row of rows) {
    sumG += g[row];
    sumH += h[row];
  }
  const whole = { from: 0, to: rows.length, depth: 0, g: sumG, h: sumH, histogram: -1, split: null };
  const root: Open = { node: addNode(sumG, sumH, rows.length), ...whole };
  if (isFinal(root)) close(root);
  else consider(root, false);

  while (open.length > 0) {
    let chosen = open.length - 1;
    // Without a limit on leaves the order does not matter, and the last one saves a search.
    if (Number.isFinite(options.maxLeaves))
      for (let i = 0; i < open.length; i++)
        if ((open[i].split?.gain ?? 0) > (open[chosen].split?.gain ?? 0)) chosen = i;
    const [one] = open.splice(chosen, 1);
    const { split } = one;
    if (split === null || places + open.length + 2 > options.maxLeaves) {
      close(one);
      continue;
    }
    const middle = partition(one.from, one.to, split.column, split.bin);
    const depth = one.depth + 1;
    const rest = { depth, histogram: -1, split: null };
    const left: Open = {
      node: addNode(split.g, split.h, split.n),
      from: one.from,
      to: middle,
      g: split.g,
      h: split.h,
      ...rest,
    };
    const [rightG, rightH] = [one.g - split.g, one.h - split.h];
    const right: Open = {
      node: addNode(rightG, rightH, one.to - middle),
      from: middle,
      to: one.to,
      g: rightG,
      h: rightH,
      ...rest,
    };
    tree.column[one.node] = split.column;
    tree.cut[one.node] = cuts[split.column][split.bin];
    tree.left[one.node] = left.node;
    tree.right[one.node] = right.node;
    const [small, large] = left.to - left.from <= right.to - right.from ? [left, right] : [right, left];
    const bothFinal = isFinal(small) && isFinal(large);
    if (options.tried === null && !bothFinal && places + open.length + 2 < options.maxLeaves) {
      small.histogram = histograms.take();
      histograms.fill(small.histogram, rows, small.from, small.to, everyColumn);
      histograms.subtract(one.histogram, small.histogram);
      large.histogram = one.histogram;
    } else histograms.free(one.histogram);
    for (const child of [left, right]) {
      if (isFinal(child)) close(child);
      // No room for more leaves: nothing was counted for them.
      else if (options.tried === null && child.histogram < 0) close(child);
      else consider(child, child.histogram >= 0);
    }
  }
  return { tree, leaves };
};

/** Leaf that a row of a row-major matrix ends in. */
export const leafOf = (tree: Tree, values: Float64Array, start: number): number => {
  let node = 0;
  while (tree.column[node] >= 0)
    node = values[start + tree.column[node]] < tree.cut[node] ? tree.left[node] : tree.right[node];
  return node;
};
