/** A short rule for each cluster: the tree that tells them apart, its leaves said on the coarse grid. */
import type { ClusterInfo } from '../../shared/contract/answers.ts';
import { NOISE } from '../../shared/methods.ts';
import type { Stability } from '../analysis/stability.ts';
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

/**
 * The shallowest tree that tells the clusters apart about as well as a deeper one: short rules are read, and
 * each level more cuts the clusters into smaller pieces.
 */
const explain = async (
  columns: FeatureColumn[],
  labels: Uint8Array,
  k: number,
  run: Run,
): Promise<ClusterTree> => {
  const grow = (maxDepth: number): Promise<ClusterTree> =>
    explainClusters(
      columns,
      labels,
      {
        maxDepth,
        minLeaf: Math.max(POLICY_DEFAULT.minCell, Math.ceil(labels.length * 0.005)),
        cutPoints: (_, values) => niceGrid(values),
      },
      run,
    );
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

/** Every cluster with its people, its rule and how stable it is. Noise is told apart too, and has no rule. */
export const describeClusterRules = async (
  view: View,
  columns: FeatureColumn[],
  labels: Uint8Array,
  k: number,
  stability: Stability,
  run: Run,
): Promise<ClusterInfo[]> => {
  const table = view.table();
  const apart = labels.map((label) => (label === NOISE ? k : label));
  const tree = await explain(columns, apart, k, run);
  const evaluator = view.evaluator();
  return Array.from({ length: k }, (_, label): ClusterInfo => {
    const rule = tree.rules.find((one) => one.label === label)?.rule ?? null;
    const cluster = members(table.people, (person) => labels[person] === label);
    const { jaccard, verdict } = stability.clusters[label];
    const info = { label, people: view.told(cluster), stability: { jaccard, verdict } };
    if (rule === null) return { ...info, rule, text: null, fidelity: null };
    const short = simplifyRule(rule, cluster, evaluator);
    const fidelity = fidelityOf(evaluator.evaluate(short), cluster);
    return { ...info, rule: short, text: segmentText(table, short), fidelity };
  });
};
