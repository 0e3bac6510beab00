/**
 * A clustering in words: a small decision tree (CART, Gini impurity) that tells the clusters apart by the
 * features in their own units, and its leaves as rules of the segment language. The rules are exactly the
 * tree; how well the tree stands for the clusters is measured beside each of them.
 */
import { CloisterError } from '../../shared/errors.ts';
import { LIMITS, type Rule } from '../../shared/rules/rule.ts';
import type { FeatureColumn, NumberColumn } from '../features/table.ts';
import type { Run } from '../jobs/job.ts';
import { shareOut } from './share.ts';
import { rulesOf, type TreeNode } from './tree-rules.ts';
import type { BinnedColumn } from './tree-split.ts';
import type { BinInput, GrowInput, GrownNode, GrowOutput, RawColumn } from './tree-worker.ts';

/** People up to which every distinct value is a candidate; beyond, quantiles of a sample of this size. */
export const EXACT_PEOPLE = 20_000;

/** Candidates per number beyond that. */
const QUANTILES = 256;

export type TreeParameters = {
  /** Questions on the longest path; default 4. */
  maxDepth?: number;
  /** Fewest people in a leaf; default the greater of 5 and 0.2 % of the people. */
  minLeaf?: number;
  /**
   * The cuts a number may be split at, such as round numbers. Receives the column and its known values,
   * ascending (an even sample of 20,000 where there are more people). A split is `value < cut`.
   */
  cutPoints?: (column: NumberColumn, values: Float64Array) => number[];
};

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

const WORKER = new URL('./tree-worker.ts', import.meta.url);

/** Known values of an even sample of the people, ascending. */
const knownValues = ({ values }: NumberColumn): Float64Array => {
  const size = Math.min(values.length, EXACT_PEOPLE);
  const sample = new Float64Array(size);
  let known = 0;
  for (let i = 0; i < size; i++) {
    const value = values[Math.floor((i * values.length) / size)];
    if (!Number.isNaN(value)) sample[known++] = value;
  }
  return sample.slice(0, known).sort();
};

/** Midpoints of neighbouring values, or quantiles where the values are a sample. */
const defaultCutPoints = (column: NumberColumn, values: Float64Array): number[] => {
  const cuts: number[] = [];
  if (column.values.length > EXACT_PEOPLE) {
    for (let q = 1; q < QUANTILES; q++) cuts.push(values[Math.floor((q * values.length) / QUANTILES)]);
    return cuts.filter((cut) => cut > values[0]);
  }
  for (let i = 1; i < values.length; i++) {
    if (values[i] === values[i - 1]) continue;
    const middle = values[i - 1] + (values[i] - values[i - 1]) / 2;
    cuts.push(middle > values[i - 1] ? middle : values[i]);
  }
  return cuts;
};

const cutsOf = (column: NumberColumn, parameters: TreeParameters): Float64Array => {
  const values = knownValues(column);
  if (values.length === 0) return new Float64Array(0);
  const cuts = (parameters.cutPoints ?? defaultCutPoints)(column, values);
  if (!cuts.every(Number.isFinite) || cuts.length > 65_000)
    throw new CloisterError(
      'INPUT_VALUE',
      `The cut points for ${column.label} are not up to 65,000 finite numbers.`,
      'Choose other cut points.',
    );
  return Float64Array.from(new Set(cuts)).sort();
};

/** Columns the tree may ask about; a column with more levels than a rule may list is left out. */
const usable = (column: FeatureColumn): boolean =>
  column.type === 'number' || (column.levels.length > 1 && column.levels.length <= LIMITS.values);

const requireInput = (columns: FeatureColumn[], labels: Uint8Array, maxDepth: number): void => {
  if (labels.length === 0 || columns.length === 0)
    throw new CloisterError(
      'NO_DATA',
      'There is no one, or no feature, to explain the clusters by.',
      'Choose at least one feature and a purpose that admits people.',
    );
  for (const column of columns) {
    const people = column.type === 'number' ? column.values.length : column.codes.length;
    if (people !== labels.length)
      throw new CloisterError(
        'INPUT_VALUE',
        `The feature ${column.label} has ${people} people, the clusters ${labels.length}.`,
        'Compute features and clusters with the same purpose and date.',
      );
  }
  if (!Number.isInteger(maxDepth) || maxDepth < 1 || maxDepth > 7)
    throw new CloisterError(
      'INPUT_VALUE',
      `The depth of the tree is ${maxDepth}; it must be a whole number from 1 to 7.`,
      'Choose a depth in that range.',
    );
};

const prepare = (columns: FeatureColumn[], people: number, parameters: TreeParameters): RawColumn[] =>
  columns.map((column) => {
    const binOf = new Uint16Array(new SharedArrayBuffer(people * 2));
    return column.type === 'number'
      ? { kind: 'number', values: column.values, cuts: cutsOf(column, parameters), binOf }
      : { kind: 'level', codes: column.codes, levels: column.levels.length, binOf };
  });

/** The grown tree in the terms of the table; fills in the leaf of every person. */
const describe = (
  grown: GrowOutput,
  columns: FeatureColumn[],
  raw: RawColumn[],
  binned: BinnedColumn[],
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
    const column = columns[node.column];
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

/**
 * Explains a labelling of people by their features: grows a tree (Breiman et al. 1984) on the labels and
 * reads one rule per cluster from it. Every candidate is tried for every number (all midpoints up to 20,000
 * people, else 255 quantiles, or `cutPoints`); levels are split in two sets; a missing value goes where it
 * separates the labels best, with the larger side in a part of the tree where none is missing, and nowhere
 * where no one's is. Ties go to the earlier column and
 * the lower cut. Columns with more than 200 levels are not asked about.
 * @param columns the columns of a FeatureTable to ask about, in raw units
 * @param labels one per person, 0 .. k - 1
 * @throws CloisterError NO_DATA, INPUT_VALUE (columns and labels of different lengths, bad parameters),
 * CANCELLED
 */
export const explainClusters = async (
  columns: FeatureColumn[],
  labels: Uint8Array,
  parameters: TreeParameters,
  run: Run,
): Promise<ClusterTree> => {
  const { maxDepth = 4 } = parameters;
  requireInput(columns, labels, maxDepth);
  const people = labels.length;
  const minLeaf = Math.max(1, parameters.minLeaf ?? Math.max(5, Math.ceil(people * 0.002)));
  const k = labels.reduce((most, label) => Math.max(most, label), 0) + 1;
  const asked = columns.filter(usable);
  run.progress('Explaining clusters', 0, 2, 'steps');
  const raw = prepare(asked, people, parameters);
  const bins: BinInput = { kind: 'bin', columns: raw };
  if (raw.length > 0) await shareOut(run, WORKER, bins, raw.length);
  run.progress('Explaining clusters', 1, 2, 'steps');
  const binned: BinnedColumn[] = raw.map((column) => ({
    kind: column.kind,
    bins: column.kind === 'number' ? column.cuts.length + 1 : column.levels,
    binOf: column.binOf,
    missing:
      column.kind === 'number' ? column.values.some(Number.isNaN) : column.codes.some((code) => code < 0),
  }));
  const input: GrowInput = { kind: 'grow', columns: binned, labels, k, maxDepth, minLeaf };
  const grown = await run.pool.run<GrowOutput>(WORKER, input, { signal: run.signal });
  run.progress('Explaining clusters', 2, 2, 'steps');

  const leafOf = new Uint8Array(new SharedArrayBuffer(people));
  const labelOf: number[] = [];
  const root = describe(grown, asked, raw, binned, labels, leafOf, labelOf);
  const rules = rulesOf(root, asked);
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
