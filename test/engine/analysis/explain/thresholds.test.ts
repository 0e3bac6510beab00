/**
 * Threshold trees against what the papers say of them, written down once more the slow way: every split of IMM parts
 * as few people from their centre as any cut could, every further leaf of ExKMC saves most.
 */
import { describe, expect, test } from 'vitest';
import { explainCentres, priceOf } from '../../../../engine/analysis/explain/thresholds.ts';
import { fitKMeans } from '../../../../engine/analysis/kmeans.ts';
import type { TreeNode } from '../../../../engine/analysis/tree-rules.ts';
import { buildMatrix } from '../../../../engine/features/matrix.ts';
import type { FeatureColumn, FeatureTable, LevelColumn, Matrix } from '../../../../engine/features/table.ts';
import { createRandom } from '../../../../shared/random.ts';
import { blobs, matrixOf, withPool } from '../fixtures.ts';

const columnsOf = ({ people, columns, values }: Matrix): FeatureColumn[] =>
  columns.map(({ feature }, t) => ({
    type: 'number',
    id: feature,
    label: feature,
    unit: '',
    definition: '',
    values: Float64Array.from({ length: people }, (_, i) => values[i * columns.length + t]),
  }));
const rowsOf = ({ people, columns, values }: Matrix): number[][] =>
  Array.from({ length: people }, (_, i) => [
    ...values.subarray(i * columns.length, (i + 1) * columns.length),
  ]);
const at = (field: string): number => Number(field.slice(1));
const leavesOf = (node: TreeNode): number =>
  node.type === 'leaf' ? 1 : leavesOf(node.left) + leavesOf(node.right);
const squared = (a: readonly number[], b: readonly number[]) =>
  a.reduce((sum, v, t) => sum + (v - b[t]) ** 2, 0);

/** People parted from their centre by asking column t at a cut. */
const mistakes = (
  rows: number[][],
  labels: number[],
  centres: readonly (readonly number[])[],
  t: number,
  cut: number,
) => rows.filter((row, i) => row[t] < cut !== centres[labels[i]][t] < cut).length;

describe('IMM', () => {
  test.each([1, 2, 3, 4])('every split parts as few as any cut could, data %d', async (seed) => {
    const matrix = blobs(300, 4, 5, seed);
    await withPool(2, async (run) => {
      const { model, labels } = await fitKMeans(matrix, { k: 5, seed }, run);
      const clustered = { matrix, labels, centroids: model.centroids };
      const tree = await explainCentres(columnsOf(matrix), clustered, { leaves: 5 }, run);
      expect(leavesOf(tree.root)).toBe(5);
      expect([...tree.labelOf].sort()).toEqual([0, 1, 2, 3, 4]);
      const check = (node: TreeNode, rows: number[][], own: number[], centres: number[]): void => {
        if (node.type === 'leaf') {
          expect(centres).toEqual([node.label]);
          return;
        }
        const cut = node.cut as number;
        const made = mistakes(rows, own, model.centroids, at(node.field), cut);
        for (let t = 0; t < 4; t++)
          for (const row of rows) {
            const parted = centres.filter((c) => model.centroids[c][t] < row[t]).length;
            if (parted > 0 && parted < centres.length)
              expect(made).toBeLessThanOrEqual(mistakes(rows, own, model.centroids, t, row[t]));
          }
        for (const left of [true, false]) {
          const goes = (values: readonly number[]) => values[at(node.field)] < cut === left;
          const kept = [...rows.keys()].filter((i) => goes(rows[i]) && goes(model.centroids[own[i]]));
          check(
            left ? node.left : node.right,
            kept.map((i) => rows[i]),
            kept.map((i) => own[i]),
            centres.filter((c) => goes(model.centroids[c])),
          );
        }
      };
      check(tree.root, rowsOf(matrix), [...labels], [0, 1, 2, 3, 4]);
      expect(priceOf(clustered, tree)).toBeGreaterThanOrEqual(1);
    });
  });

  test('clusters that a question parts cost nothing', async () => {
    const random = createRandom(5);
    const matrix = matrixOf(
      Array.from({ length: 90 }, (_, i) => [10 * (i % 3) + random.normal(), random.normal()]),
    );
    await withPool(1, async (run) => {
      const { model, labels } = await fitKMeans(matrix, { k: 3, seed: 1 }, run);
      const clustered = { matrix, labels, centroids: model.centroids };
      const tree = await explainCentres(columnsOf(matrix), clustered, { leaves: 3 }, run);
      expect(tree.fidelity).toBe(1);
      expect(priceOf(clustered, tree)).toBe(1);
    });
  });
});

describe('ExKMC', () => {
  /** The surrogate cost after each further leaf, by trying every cut of every leaf. */
  const slowly = (
    start: number[][],
    rows: number[][],
    centres: readonly (readonly number[])[],
    most: number,
  ) => {
    const cost = (group: number[]): number =>
      Math.min(...centres.map((centre) => group.reduce((sum, i) => sum + squared(rows[i], centre), 0)));
    let leaves = start;
    while (leaves.length < most) {
      let best: { gain: number; leaves: number[][] } | null = null;
      leaves.forEach((group, g) => {
        for (let t = 0; t < rows[0].length; t++)
          for (const i of group) {
            const left = group.filter((j) => rows[j][t] < rows[i][t]);
            const right = group.filter((j) => rows[j][t] >= rows[i][t]);
            const gain = cost(group) - cost(left) - cost(right);
            if (left.length > 0 && gain > (best?.gain ?? 1e-9))
              best = { gain, leaves: [...leaves.filter((_, other) => other !== g), left, right] };
          }
      });
      const found = best as { leaves: number[][] } | null;
      if (found === null) break;
      leaves = found.leaves;
    }
    return leaves.reduce((sum, group) => sum + cost(group), 0);
  };

  test('every further leaf saves most, and the price falls', async () => {
    const matrix = blobs(80, 3, 3, 11);
    const rows = rowsOf(matrix);
    await withPool(2, async (run) => {
      const { model, labels } = await fitKMeans(matrix, { k: 3, seed: 1 }, run);
      const clustered = { matrix, labels, centroids: model.centroids };
      const grow = (leaves: number) => explainCentres(columnsOf(matrix), clustered, { leaves }, run);
      const imm = await grow(3);
      const groups = [0, 1, 2].map((leaf) => [...rows.keys()].filter((i) => imm.leafOf[i] === leaf));
      const prices: number[] = [];
      for (const leaves of [4, 5, 6]) {
        const tree = await grow(leaves);
        const told = rows.reduce(
          (sum, row, i) => sum + squared(row, model.centroids[tree.labelOf[tree.leafOf[i]]]),
          0,
        );
        const best = slowly(groups, rows, model.centroids, leaves);
        expect(Math.abs(told / best - 1)).toBeLessThan(1e-9);
        prices.push(priceOf(clustered, tree) ?? 0);
      }
      expect(prices[0]).toBeLessThanOrEqual(priceOf(clustered, imm) ?? 0);
      expect(prices[2]).toBeLessThanOrEqual(prices[0]);
    });
  });

  test('sides of a further split have people enough, and people without a cluster follow', async () => {
    const matrix = blobs(400, 3, 4, 3);
    await withPool(2, async (run) => {
      const { model, labels } = await fitKMeans(matrix, { k: 4, seed: 1 }, run);
      const some = labels.map((label, i) => (i % 10 === 0 ? 255 : label));
      const clustered = { matrix, labels: some, centroids: model.centroids };
      const grow = (minLeaf: number) =>
        explainCentres(columnsOf(matrix), clustered, { leaves: 12, minLeaf }, run);
      const fine = await grow(1);
      expect(leavesOf(fine.root)).toBeGreaterThan(4);
      expect(leavesOf((await grow(200)).root)).toBe(4);
      expect(fine.leafOf.length).toBe(400);
      expect(fine.rules.every(({ rule }) => rule !== null)).toBe(true);
    });
  });
});

test('levels, missing values and scales are asked about in the terms of the table', async () => {
  const random = createRandom(9);
  const people = 600;
  const groups = Array.from({ length: people }, () => random.int(2));
  const plan: LevelColumn = {
    type: 'level',
    id: 'plan',
    label: 'plan',
    definition: '',
    levels: ['basic', 'pro', 'trial'],
    codes: Int32Array.from(groups, (group) =>
      random.int(12) === 0 ? -1 : group === 0 ? 1 : 2 * random.int(2),
    ),
  };
  const spend = { type: 'number', id: 'spend', label: 'spend', unit: 'EUR', definition: '' } as const;
  const table = {
    purpose: 'analytics',
    asOf: 0,
    people,
    columns: [
      plan,
      {
        ...spend,
        values: Float64Array.from(groups, (group) =>
          random.int(15) === 0 ? Number.NaN : Math.exp(3 + 0.3 * group + 0.4 * random.normal()),
        ),
      },
    ],
  } as unknown as FeatureTable;
  const matrix = buildMatrix(table, [
    { feature: 'plan', scaling: 'none' },
    { feature: 'spend', scaling: 'log' },
  ]);
  await withPool(2, async (run) => {
    const { model, labels } = await fitKMeans(matrix, { k: 3, seed: 2 }, run);
    const clustered = { matrix, labels, centroids: model.centroids };
    const tree = await explainCentres(
      table.columns,
      clustered,
      { leaves: 6, cutPoints: () => [10, 20, 30, 50] },
      run,
    );
    const asked = JSON.stringify(tree.root);
    for (const cut of asked.matchAll(/"cut":([\d.]+)/g)) expect([10, 20, 30, 50]).toContain(Number(cut[1]));
    // The one plan that sets a cluster apart, or the two others.
    expect(asked).toMatch(/"levels":\["(pro|basic","trial)"\]/);
    expect(tree.fidelity).toBeGreaterThan(0.8);
    expect(priceOf(clustered, tree)).toBeLessThan(1.5);
  });
});
