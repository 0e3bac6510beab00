/** Shapley values of the tree that stands for clusters, against their definition: every subset of features by itself. */
import { describe, expect, test } from 'vitest';
import { importanceOf } from '../../../../engine/analysis/explain/importance.ts';
import { fitKMeans } from '../../../../engine/analysis/kmeans.ts';
import { explainClusters } from '../../../../engine/analysis/tree.ts';
import type { TreeNode } from '../../../../engine/analysis/tree-rules.ts';
import { iris, irisColumns, irisNames, irisRows, withPool } from '../fixtures.ts';

const factorial = (n: number): number => (n < 2 ? 1 : n * factorial(n - 1));
const bits = (set: number): number => set.toString(2).replaceAll('0', '').length;

describe('iris in three clusters', () => {
  test.each([2, 4])('depth %d: as defined', async (maxDepth) => {
    await withPool(2, async (run) => {
      const { labels } = await fitKMeans(iris(), { k: 3, seed: 1 }, run);
      const columns = irisColumns();
      const tree = await explainClusters(columns, labels, { maxDepth, minLeaf: 1 }, run);
      const found = importanceOf(tree, columns, labels, 3);
      const people = [...labels.keys()];
      /** Share of a cluster where only the features of `known` are known: both branches by their people. */
      const share = (node: TreeNode, row: number, known: number, cluster: number): number => {
        if (node.type === 'leaf') {
          const own = people.filter((i) => tree.leafOf[i] === node.leaf);
          return own.filter((i) => labels[i] === cluster).length / own.length;
        }
        const t = irisNames.indexOf(node.field);
        if ((known >> t) & 1)
          return share(irisRows[row][t] < (node.cut as number) ? node.left : node.right, row, known, cluster);
        const [left, right] = [node.left, node.right].map((side) => covered(side));
        return (
          (left * share(node.left, row, known, cluster) + right * share(node.right, row, known, cluster)) /
          (left + right)
        );
      };
      const covered = (node: TreeNode): number =>
        node.type === 'leaf' ? node.people : covered(node.left) + covered(node.right);
      for (let cluster = 0; cluster < 3; cluster++)
        for (let t = 0; t < 4; t++) {
          let sum = 0;
          for (const row of people) {
            let phi = 0;
            for (let set = 0; set < 16; set++) {
              if ((set >> t) & 1) continue;
              const weight = (factorial(bits(set)) * factorial(3 - bits(set))) / 24;
              phi +=
                weight *
                (share(tree.root, row, set | (1 << t), cluster) - share(tree.root, row, set, cluster));
            }
            sum += Math.abs(phi);
          }
          const at = found.features.indexOf(irisNames[t]);
          expect(at < 0 ? 0 : found.clusters[cluster][at]).toBeCloseTo(sum / 150, 10);
        }
    });
  });
});

test('a tree that asks nothing has no features; people without a cluster count as nobody’s', () => {
  const root: TreeNode = { type: 'leaf', leaf: 0, label: 0, people: 3, correct: 2 };
  const found = importanceOf(
    { root, leafOf: new Uint8Array(3), labelOf: [0] },
    [],
    Uint8Array.of(0, 0, 255),
    1,
  );
  expect(found).toEqual({ features: [], clusters: [[]] });
});
