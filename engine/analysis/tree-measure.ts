/** A grown tree in the terms of the table, its rules, and how well each stands for its cluster. */
import type { Rule } from '../../shared/rules/rule.ts';
import type { FeatureColumn } from '../features/table.ts';
import type { Binning } from './tree-bins.ts';
import { rulesOf, type TreeNode } from './tree-rules.ts';
import type { GrownNode, GrowOutput } from './tree-worker.ts';

/** The rule that stands for a cluster; null, with zeros, where no leaf belongs to it. */
export type ClusterRule = {
  label: number;
  rule: Rule | null;
  /** Of the people the rule names, the share in the cluster. */
  precision: number;
  /** Of the people in the cluster, the share the rule names. */
  recall: number;
  /** People in both over people in either. */
  jaccard: number;
};

export type ClusterTree = {
  root: TreeNode;
  /** Leaf of every person, numbered left to right. */
  leafOf: Uint8Array;
  /** Label of every leaf. */
  labelOf: number[];
  /** Share of people whose leaf has their label. */
  fidelity: number;
  /** One per cluster, in order. */
  rules: ClusterRule[];
};

/** The grown tree in the terms of the table; fills in the leaf of every person. */
const describe = (
  grown: GrowOutput,
  { asked, raw, binned }: Binning,
  labels: Uint8Array,
  leafOf: Uint8Array,
  labelOf: number[],
): TreeNode => {
  const visit = (node: GrownNode): TreeNode => {
    if (node.type === 'leaf') {
      const leaf = labelOf.length;
      labelOf.push(node.label);
      let correct = 0;
      for (let at = node.from; at < node.to; at++) {
        const row = grown.rows[at];
        leafOf[row] = leaf;
        if (labels[row] === node.label) correct += 1;
      }
      return { type: 'leaf', leaf, label: node.label, people: node.to - node.from, correct };
    }
    const column: FeatureColumn = asked[node.column];
    const source = raw[node.column];
    const missingSide = node.missingLeft ? 'left' : 'right';
    return {
      type: 'split',
      field: column.id,
      cut: source.kind === 'number' ? source.cuts[node.cut] : null,
      levels: column.type === 'level' ? column.levels.filter((_, code) => node.left[code] === 1) : null,
      missing: binned[node.column].missing ? missingSide : 'neither',
      left: visit(node.children[0]),
      right: visit(node.children[1]),
    };
  };
  return visit(grown.root);
};

const measure = (
  label: number,
  rule: Rule | null,
  labels: Uint8Array,
  leafOf: Uint8Array,
  labelOf: number[],
): ClusterRule => {
  if (rule === null) return { label, rule, precision: 0, recall: 0, jaccard: 0 };
  let named = 0;
  let cluster = 0;
  let both = 0;
  for (let i = 0; i < labels.length; i++) {
    const isNamed = labelOf[leafOf[i]] === label;
    if (isNamed) named += 1;
    if (labels[i] !== label) continue;
    cluster += 1;
    if (isNamed) both += 1;
  }
  const share = (of: number): number => (of === 0 ? 0 : both / of);
  return {
    label,
    rule,
    precision: share(named),
    recall: share(cluster),
    jaccard: share(named + cluster - both),
  };
};

/** The tree with its rules, measured against the labels it was grown on, 0 .. k - 1 or none of them. */
export const measureTree = (
  grown: GrowOutput,
  binning: Binning,
  labels: Uint8Array,
  k: number,
): ClusterTree => {
  const people = labels.length;
  const leafOf = new Uint8Array(new SharedArrayBuffer(people));
  const labelOf: number[] = [];
  const root = describe(grown, binning, labels, leafOf, labelOf);
  const rules = rulesOf(root, binning.asked);
  let correct = 0;
  for (let i = 0; i < people; i++) if (labelOf[leafOf[i]] === labels[i]) correct += 1;
  return {
    root,
    leafOf,
    labelOf,
    fidelity: correct / people,
    rules: Array.from({ length: k }, (_, label) =>
      measure(label, rules.get(label) ?? null, labels, leafOf, labelOf),
    ),
  };
};
