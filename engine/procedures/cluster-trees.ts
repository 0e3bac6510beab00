/** The trees that put clusters into words, grown on the coarse grid of thresholds, and the short rules of each. */
import type { ClusterInfo } from '../../shared/contract/answers.ts';
import { NOISE } from '../../shared/methods.ts';
import type { TreeName } from '../../shared/trees.ts';
import { type Clustered, explainCentres } from '../analysis/explain/thresholds.ts';
import { explainClusters } from '../analysis/tree.ts';
import type { ClusterTree } from '../analysis/tree-measure.ts';
import type { FeatureColumn } from '../features/table.ts';
import type { Run } from '../jobs/job.ts';
import { niceGrid } from '../privacy/gate/cut-points.ts';
import { POLICY_DEFAULT } from '../privacy/gate/policy.ts';
import { members } from '../segments/members.ts';
import { segmentText } from '../segments/segment.ts';
import { fidelityOf, simplifyRule } from '../segments/simplify.ts';
import type { View } from './session.ts';

/** A deeper tree must say this much more of the clusters to be worth its longer rules. */
const WORTH = 0.02;
/** Leaves of ExKMC to a cluster: by twice as many the price has come down most of its way (Frost et al. 2020). */
const LEAVES = 2;

const leastLeaf = (people: number): number => Math.max(POLICY_DEFAULT.minCell, Math.ceil(people * 0.005));
const cutPoints = (_: unknown, values: Float64Array): number[] => niceGrid(values);

/**
 * The shallowest tree that tells the clusters apart about as well as a deeper one: short rules are read, and
 * each level more cuts the clusters into smaller pieces. Noise is told apart too, and has no rule.
 */
const growCart = async (columns: FeatureColumn[], { labels, centroids }: Clustered, run: Run) => {
  const k = centroids.length;
  const apart = labels.map((label) => (label === NOISE ? k : label));
  const grow = (maxDepth: number): Promise<ClusterTree> =>
    explainClusters(columns, apart, { maxDepth, minLeaf: leastLeaf(labels.length), cutPoints }, run);
  const least = Math.ceil(Math.log2(k));
  let best = await grow(least);
  for (let depth = least + 1; depth <= least + 2; depth++) {
    const deeper = await grow(depth);
    const missed =
      best.rules.some(({ rule }) => rule === null) && deeper.rules.every(({ rule }) => rule !== null);
    if (!missed && deeper.fidelity - best.fidelity < WORTH) break;
    best = deeper;
  }
  return best;
};

/** Grows a tree that stands for clusters, over the features they were made by. @throws CloisterError CANCELLED */
export const growTree = (
  tree: TreeName,
  columns: FeatureColumn[],
  clustered: Clustered,
  run: Run,
): Promise<ClusterTree> => {
  if (tree === 'cart') return growCart(columns, clustered, run);
  const k = clustered.centroids.length;
  const leaves = tree === 'imm' ? k : LEAVES * k;
  return explainCentres(
    columns,
    clustered,
    { leaves, minLeaf: leastLeaf(clustered.labels.length), cutPoints },
    run,
  );
};

export type ShortRule = Pick<ClusterInfo, 'label' | 'rule' | 'text' | 'fidelity'>;

/** The rule of every cluster, shortened, with how well it finds the cluster. */
export const shortRules = (view: View, tree: ClusterTree, labels: Uint8Array, k: number): ShortRule[] => {
  const table = view.table();
  const evaluator = view.evaluator();
  return Array.from({ length: k }, (_, label): ShortRule => {
    const rule = tree.rules[label]?.rule ?? null;
    if (rule === null) return { label, rule, text: null, fidelity: null };
    const cluster = members(table.people, (person) => labels[person] === label);
    const short = simplifyRule(rule, cluster, evaluator);
    const fidelity = fidelityOf(evaluator.evaluate(short), cluster);
    return { label, rule: short, text: segmentText(table, short), fidelity };
  });
};
