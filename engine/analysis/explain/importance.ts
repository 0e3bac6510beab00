/**
 * What each feature adds to telling the clusters apart by a tree: the mean size of exact Shapley values (S. Lundberg,
 * G. Erion and S.-I. Lee, arXiv 1802.03888) of the shares of clusters in its leaves. People who give the same answers
 * to every question of the tree have the same values, so everyone is explained by explaining each way to answer once.
 */
import type { FeatureColumn } from '../../features/table.ts';
import { type Walked, walkerFor } from '../predict/shapley.ts';
import type { ClusterTree } from '../tree-measure.ts';
import type { TreeNode } from '../tree-rules.ts';

export type Importance = {
  /** Features the tree asks about. */
  features: string[];
  /** By cluster, then by feature: the mean over everyone of how much it moves the share of the cluster, up or down. */
  clusters: number[][];
};

type Split = TreeNode & { type: 'split' };
type Flat = Walked & { splits: (Split | null)[]; shares: Float64Array[] };

/** The tree in arrays, with how many people went each way and, at the leaves, their shares by label. */
const flatten = (root: TreeNode, features: string[], counts: Float64Array[]): Flat => {
  const flat: Flat = { column: [], left: [], right: [], cover: [], splits: [], shares: [] };
  const add = (node: TreeNode): number => {
    const at = flat.column.length;
    for (const list of [flat.column, flat.left, flat.right]) list.push(-1);
    flat.cover.push(0);
    flat.splits.push(null);
    flat.shares.push(new Float64Array(0));
    if (node.type === 'leaf') {
      const people = counts[node.leaf].reduce((sum, count) => sum + count, 0);
      flat.cover[at] = people;
      flat.shares[at] = counts[node.leaf].map((count) => (people === 0 ? 0 : count / people));
      return at;
    }
    flat.column[at] = features.indexOf(node.field);
    flat.splits[at] = node;
    flat.left[at] = add(node.left);
    flat.right[at] = add(node.right);
    flat.cover[at] = flat.cover[flat.left[at]] + flat.cover[flat.right[at]];
    return at;
  };
  add(root);
  return flat;
};

const fieldsOf = (node: TreeNode): string[] =>
  node.type === 'leaf' ? [] : [node.field, ...fieldsOf(node.left), ...fieldsOf(node.right)];

/** Whether each person goes left at a split. */
const goLeft = (split: Split, columns: readonly FeatureColumn[]): ((person: number) => boolean) => {
  const column = columns.find(({ id }) => id === split.field)!;
  const missingLeft = split.missing === 'left';
  if (column.type === 'number') {
    const { values } = column;
    const cut = split.cut!;
    return (person) => (Number.isNaN(values[person]) ? missingLeft : values[person] < cut);
  }
  const named = new Set(split.levels);
  const left = column.levels.map((level) => named.has(level));
  return (person) => (column.codes[person] < 0 ? missingLeft : left[column.codes[person]]);
};

/** Divides people by their answers to every question: the group of each, and what each group answered. */
const groupsOf = (
  { splits }: Flat,
  columns: readonly FeatureColumn[],
  people: number,
): { groupOf: Int32Array; answers: boolean[][] } => {
  const groupOf = new Int32Array(people);
  let answers: boolean[][] = [[]];
  for (const split of splits) {
    if (split === null) {
      answers = answers.map((own) => [...own, false]);
      continue;
    }
    const left = goLeft(split, columns);
    const next = new Int32Array(2 * answers.length).fill(-1);
    const found: boolean[][] = [];
    for (let person = 0; person < people; person++) {
      const answer = left(person);
      const at = 2 * groupOf[person] + Number(answer);
      if (next[at] < 0) {
        next[at] = found.length;
        found.push([...answers[groupOf[person]], answer]);
      }
      groupOf[person] = next[at];
    }
    answers = found;
  }
  return { groupOf, answers };
};

/**
 * @param columns the columns the tree was grown on, one value a person
 * @param labels one per person; 0 .. k - 1 are clusters
 */
export const importanceOf = (
  { root, leafOf, labelOf }: Pick<ClusterTree, 'root' | 'leafOf' | 'labelOf'>,
  columns: readonly FeatureColumn[],
  labels: Uint8Array,
  k: number,
): Importance => {
  const features = [...new Set(fieldsOf(root))];
  const counts = labelOf.map(() => new Float64Array(k + 1));
  for (let person = 0; person < labels.length; person++)
    counts[leafOf[person]][Math.min(k, labels[person])] += 1;
  const flat = flatten(root, features, counts);
  const { groupOf, answers } = groupsOf(flat, columns, labels.length);
  const sizes = new Float64Array(answers.length);
  for (const group of groupOf) sizes[group] += 1;
  const walk = walkerFor([flat]);
  const sums = Array.from({ length: k }, () => new Float64Array(features.length));
  answers.forEach((answered, group) => {
    const values = Array.from({ length: k }, () => new Float64Array(features.length));
    walk(
      flat,
      (node) => answered[node],
      (column, leaf, weight) => {
        for (let c = 0; c < k; c++) values[c][column] += weight * flat.shares[leaf][c];
      },
    );
    for (let c = 0; c < k; c++)
      for (let t = 0; t < features.length; t++) sums[c][t] += sizes[group] * Math.abs(values[c][t]);
  });
  return { features, clusters: sums.map((row) => Array.from(row, (sum) => sum / labels.length)) };
};
