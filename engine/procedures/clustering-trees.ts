/** Trees that put a kept clustering into words, side by side; and the choice of the one whose rules the clusters have. */
import type { ClusterInfo } from '../../shared/contract/answers.ts';
import type { TreeAnswer } from '../../shared/contract/explain.ts';
import { CloisterError } from '../../shared/errors.ts';
import type { Fidelity } from '../../shared/release.ts';
import { leavesOf } from '../../shared/rules/rule.ts';
import { DEFAULT_TREE, TREES, type TreeName } from '../../shared/trees.ts';
import { importanceOf } from '../analysis/explain/importance.ts';
import { type Clustered, priceOf } from '../analysis/explain/thresholds.ts';
import { farthestShare } from '../analysis/methods/model.ts';
import type { TreeNode } from '../analysis/tree-rules.ts';
import { now, recordAct } from '../audit/audit.ts';
import { onStep, stepAbove } from '../features/coarse.ts';
import { encodeWith } from '../features/matrix.ts';
import type { Run } from '../jobs/job.ts';
import { putRecord } from '../vault/records.ts';
import { growTree, type ShortRule, shortRules } from './cluster-trees.ts';
import { putLabels, type StoredClustering } from './clustering-store.ts';
import { lensAnswer } from './consent.ts';
import { type Looked, lookAt } from './explore.ts';
import type { Handlers } from './handler.ts';
import type { View } from './session.ts';

const clusteredOf = (view: View, { stored, labels }: Looked): Clustered => ({
  matrix: encodeWith(view.table(), stored.matrix),
  labels,
  centroids: stored.model.centroids,
});

const columnsOf = (view: View, { stored }: Looked) =>
  view.table().columns.filter(({ id }) => stored.features.includes(id));

const depthOf = (node: TreeNode): number =>
  node.type === 'leaf' ? 0 : 1 + Math.max(depthOf(node.left), depthOf(node.right));

const coarse = (fidelity: Fidelity | null): Fidelity | null =>
  fidelity === null
    ? null
    : {
        jaccard: onStep(fidelity.jaccard, 0.01),
        precision: onStep(fidelity.precision, 0.01),
        recall: onStep(fidelity.recall, 0.01),
      };

/** A tree as it is told: ratios on steps that one person does not show in. */
const treeAnswer = async (
  tree: TreeName,
  view: View,
  looked: Looked,
  clustered: Clustered,
  run: Run,
): Promise<TreeAnswer> => {
  const columns = columnsOf(view, looked);
  const { labels } = clustered;
  const k = clustered.centroids.length;
  const people = labels.length;
  const grown = await growTree(tree, columns, clustered, run);
  const rules = shortRules(view, grown, labels, k);
  const price = priceOf(clustered, grown);
  const { features, clusters } = importanceOf(grown, columns, labels, k);
  const total = features.map((_, t) => clusters.reduce((sum, row) => sum + row[t], 0));
  const order = [...features.keys()].sort((a, b) => total[b] - total[a]);
  const step = stepAbove(2 / people, 0.001);
  return {
    tree,
    leaves: grown.labelOf.length,
    depth: depthOf(grown.root),
    conditions: rules.reduce((sum, { rule }) => sum + (rule === null ? 0 : leavesOf(rule).length), 0),
    fidelity: onStep(grown.fidelity, stepAbove(1 / people)),
    price: price === null ? null : onStep(price, stepAbove(farthestShare(clustered.matrix, labels, k))),
    rules: rules.map((one) => ({ ...one, fidelity: coarse(one.fidelity) })),
    importance: {
      features: order.map((t) => ({
        id: features[t],
        label: columns.find(({ id }) => id === features[t])?.label ?? features[t],
      })),
      clusters: clusters.map((row) => order.map((t) => onStep(row[t], step))),
    },
  };
};

/** Trees of everyone under a lens, kept with what was looked at: they are asked for again and again. */
const grownFor = new WeakMap<Looked, Promise<TreeAnswer[]>>();

const allTrees = (view: View, looked: Looked, run: Run): Promise<TreeAnswer[]> => {
  const found = grownFor.get(looked);
  if (found !== undefined) return found;
  const grow = async (): Promise<TreeAnswer[]> => {
    const clustered = clusteredOf(view, looked);
    const trees: TreeAnswer[] = [];
    for (const tree of TREES) trees.push(await treeAnswer(tree, view, looked, clustered, run));
    return trees;
  };
  const made = grow();
  grownFor.set(looked, made);
  // What failed or was cancelled is tried again when it is asked for again.
  made.catch(() => grownFor.delete(looked));
  return made;
};

const treeOf = ({ answer }: StoredClustering): TreeName => answer.fitted.clustering.tree ?? DEFAULT_TREE;

export const clusteringTreeHandlers: Handlers<'clustering.trees' | 'clustering.explainBy'> = {
  'clustering.trees': async ({ lens, clustering }, session, run) => {
    const view = session.view(lens);
    const looked = lookAt(session, view, clustering);
    const trees = await allTrees(view, looked, run);
    return {
      chosen: treeOf(looked.stored),
      trees: view.figure(`trees|${clustering}|${looked.stored.version}`, view.everyone(), () => trees),
    };
  },
  'clustering.explainBy': async ({ lens, clustering, tree }, session, run) => {
    const view = session.view(lens);
    const looked = lookAt(session, view, clustering);
    const { version: _, ...stored } = looked.stored;
    const { fitted } = stored.answer;
    if (fitted.lens.purpose !== lens.purpose || fitted.lens.asOf !== lens.asOf)
      throw new CloisterError(
        'USAGE',
        `The clusters were made for ${fitted.lens.purpose} as of ${fitted.lens.asOf}; their rules are found among the same people.`,
        'Go back to that lens, or fit the clusters again through this one.',
      );
    const clustered = clusteredOf(view, looked);
    const grown = await growTree(tree, columnsOf(view, looked), clustered, run);
    const rules = shortRules(view, grown, looked.labels, stored.model.k);
    const withRule = (info: ClusterInfo): ClusterInfo => {
      const { label: __, ...rule } = rules[info.label] as ShortRule;
      return { ...info, ...rule };
    };
    const body: StoredClustering = {
      ...stored,
      answer: {
        ...stored.answer,
        fitted: { ...fitted, clustering: { ...fitted.clustering, tree } },
        clusters: stored.answer.clusters.map(withRule),
      },
    };
    const version = await recordAct(session.vault(), (db) => {
      const made = putRecord(db, 'clustering', clustering, body, now());
      putLabels(db, view, clustering, made, body.model, looked.labels);
      return {
        result: made,
        act: {
          action: 'clustering.explain',
          object: `clustering ${clustering}`,
          purpose: lens.purpose,
          counts: { admitted: view.lens.people },
          details: { asOf: lens.asOf, tree, version: made },
        },
      };
    });
    return { id: clustering, version, lens: lensAnswer(session, view), ...body.answer };
  },
};
