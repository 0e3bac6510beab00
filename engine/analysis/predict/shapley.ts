/**
 * Exact Shapley values of one row: what each column adds to the score, from the mean score to this one. Trees, also
 * those that stand for clusters (explain/importance.ts), by the polynomial algorithm of Lundberg et al. 2018 (arXiv 1802.03888, algorithm 2), where a column that is not known
 * follows both branches by their share of the rows grown on; a linear score by coefficient times distance from the
 * mean. Units are those of the score: log-odds for boosting and logistic regression, chances for trees and forests.
 */
import type { Tree } from './grow.ts';
import type { Model } from './models.ts';

/** The path so far: columns asked, the share of rows that would pass unknown and known, and the weights of subsets. */
type Path = { column: Int32Array; zero: Float64Array; one: Float64Array; weight: Float64Array };

const pathOf = (length: number): Path => ({
  column: new Int32Array(length),
  zero: new Float64Array(length),
  one: new Float64Array(length),
  weight: new Float64Array(length),
});

const extend = (path: Path, depth: number, zero: number, one: number, column: number): void => {
  path.column[depth] = column;
  path.zero[depth] = zero;
  path.one[depth] = one;
  path.weight[depth] = depth === 0 ? 1 : 0;
  for (let i = depth - 1; i >= 0; i--) {
    path.weight[i + 1] += (one * path.weight[i] * (i + 1)) / (depth + 1);
    path.weight[i] = (zero * path.weight[i] * (depth - i)) / (depth + 1);
  }
};

const unwind = (path: Path, depth: number, at: number): void => {
  const one = path.one[at];
  const zero = path.zero[at];
  let next = path.weight[depth];
  for (let i = depth - 1; i >= 0; i--) {
    if (one !== 0) {
      const kept = path.weight[i];
      path.weight[i] = (next * (depth + 1)) / ((i + 1) * one);
      next = kept - (path.weight[i] * zero * (depth - i)) / (depth + 1);
    } else path.weight[i] = (path.weight[i] * (depth + 1)) / (zero * (depth - i));
  }
  for (let i = at; i < depth; i++) {
    path.column[i] = path.column[i + 1];
    path.zero[i] = path.zero[i + 1];
    path.one[i] = path.one[i + 1];
  }
};

/** Sum of the weights as if the element at `at` had not been there. */
const unwoundSum = (path: Path, depth: number, at: number): number => {
  const one = path.one[at];
  const zero = path.zero[at];
  let next = path.weight[depth];
  let total = 0;
  for (let i = depth - 1; i >= 0; i--) {
    if (one !== 0) {
      const part = (next * (depth + 1)) / ((i + 1) * one);
      total += part;
      next = path.weight[i] - (part * zero * (depth - i)) / (depth + 1);
    } else total += (path.weight[i] * (depth + 1)) / (zero * (depth - i));
  }
  return total;
};

const depthOf = (tree: Walked, node = 0): number =>
  tree.column[node] < 0 ? 0 : 1 + Math.max(depthOf(tree, tree.left[node]), depthOf(tree, tree.right[node]));

/** Mean of a tree over the rows it was grown on: the score where no column is known. */
const meanOf = (tree: Tree, node = 0): number => {
  if (tree.column[node] < 0) return tree.value[node];
  const [left, right] = [tree.left[node], tree.right[node]];
  return (tree.cover[left] * meanOf(tree, left) + tree.cover[right] * meanOf(tree, right)) / tree.cover[node];
};

/** A tree as it is walked: its shape and, of each node, how many rows it was grown on. */
export type Walked = Pick<Tree, 'column' | 'left' | 'right' | 'cover'>;

/** Walks trees no deeper than `deepest`; what it needs is made once. */
export type Walker = (
  tree: Walked,
  /** Whether the row goes left at a node. */
  goesLeft: (node: number) => boolean,
  /** What a column adds at a leaf, per unit of the leaf's value. */
  emit: (column: number, leaf: number, weight: number) => void,
) => void;

const createWalker = (deepest: number): Walker => {
  const paths = Array.from({ length: deepest + 1 }, () => pathOf(deepest + 2));
  return (tree, goesLeft, emit) => {
    const visit = (
      node: number,
      level: number,
      length: number,
      zero: number,
      one: number,
      column: number,
    ): void => {
      const path = paths[level];
      if (level > 0) {
        const above = paths[level - 1];
        for (let i = 0; i < length; i++) {
          path.column[i] = above.column[i];
          path.zero[i] = above.zero[i];
          path.one[i] = above.one[i];
          path.weight[i] = above.weight[i];
        }
      }
      extend(path, length, zero, one, column);
      if (tree.column[node] < 0) {
        for (let i = 1; i <= length; i++)
          emit(path.column[i], node, unwoundSum(path, length, i) * (path.one[i] - path.zero[i]));
        return;
      }
      const asked = tree.column[node];
      const left = goesLeft(node);
      const hot = left ? tree.left[node] : tree.right[node];
      const cold = left ? tree.right[node] : tree.left[node];
      let size = length;
      let [passZero, passOne] = [1, 1];
      for (let i = 1; i <= length; i++)
        if (path.column[i] === asked) {
          [passZero, passOne] = [path.zero[i], path.one[i]];
          unwind(path, length, i);
          size -= 1;
          break;
        }
      visit(hot, level + 1, size + 1, (passZero * tree.cover[hot]) / tree.cover[node], passOne, asked);
      visit(cold, level + 1, size + 1, (passZero * tree.cover[cold]) / tree.cover[node], 0, asked);
    };
    visit(0, 0, 0, 1, 1, -1);
  };
};

/** A walker for these trees. */
export const walkerFor = (trees: readonly Walked[]): Walker =>
  createWalker(trees.reduce((most, tree) => Math.max(most, depthOf(tree)), 0));

export type Explainer = {
  /** Mean score of the rows the model was fitted on. */
  base: number;
  /** Adds up to the score of the row less the base, one value a column. */
  explain(values: Float64Array, start: number): Float64Array;
};

/**
 * @param means mean of each column over the rows fitted on, which a linear score is explained against
 */
export const createExplainer = (model: Model, width: number, means: ArrayLike<number>): Explainer => {
  if (model.method === 'logistic') {
    let base = model.intercept;
    for (let t = 0; t < width; t++) base += model.coefficients[t] * means[t];
    return {
      base,
      explain: (values, start) =>
        Float64Array.from(model.coefficients, (b, t) => b * (values[start + t] - means[t])),
    };
  }
  const scale = model.method === 'boosting' ? 1 : 1 / model.trees.length;
  const walk = walkerFor(model.trees);
  const base = model.trees.reduce(
    (sum, tree) => sum + scale * meanOf(tree),
    model.method === 'boosting' ? model.base : 0,
  );
  return {
    base,
    explain: (values, start) => {
      const into = new Float64Array(width);
      for (const tree of model.trees)
        walk(
          tree,
          (node) => values[start + tree.column[node]] < tree.cut[node],
          (column, leaf, weight) => {
            into[column] += scale * weight * tree.value[leaf];
          },
        );
      return into;
    },
  };
};

/** About how many steps one row takes, by which the number of rows that are explained is chosen. */
export const effortOf = (model: Model): number =>
  model.method === 'logistic'
    ? 1
    : model.trees.reduce((sum, tree) => sum + tree.column.length * (depthOf(tree) + 1), 0);
