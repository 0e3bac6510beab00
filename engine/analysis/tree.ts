/**
 * A clustering in words: a small decision tree (CART, Gini impurity) that tells the clusters apart by the
 * features in their own units, and its leaves as rules of the segment language. The rules are exactly the
 * tree; how well the tree stands for the clusters is measured beside each of them.
 */
import { CloisterError } from '../../shared/errors.ts';
import type { FeatureColumn } from '../features/table.ts';
import type { Run } from '../jobs/job.ts';
import { binColumns, type CutPoints, TREE_WORKER } from './tree-bins.ts';
import { type ClusterTree, measureTree } from './tree-measure.ts';
import type { GrowInput, GrowOutput } from './tree-worker.ts';

export type TreeParameters = {
  /** Questions on the longest path; default 4. */
  maxDepth?: number;
  /** Fewest people in a leaf; default the greater of 5 and 0.2 % of the people. */
  minLeaf?: number;
  cutPoints?: CutPoints;
};

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
  run.progress('Explaining clusters', 0, 2, 'steps');
  const binning = await binColumns(columns, people, parameters.cutPoints, run);
  run.progress('Explaining clusters', 1, 2, 'steps');
  const input: GrowInput = { kind: 'grow', columns: binning.binned, labels, k, maxDepth, minLeaf };
  const grown = await run.pool.run<GrowOutput>(TREE_WORKER, input, { signal: run.signal });
  run.progress('Explaining clusters', 2, 2, 'steps');
  return measureTree(grown, binning, labels, k);
};
