/** Hierarchical clustering against scipy's and R's heights, naive merging, and what holds of every tree. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { adjustedRandIndex } from '../../../../engine/analysis/agreement.ts';
import { fitHierarchy, LINKAGES, type Linkage } from '../../../../engine/analysis/hierarchy/hierarchical.ts';
import { task } from '../../../../engine/analysis/hierarchy/hierarchy-worker.ts';
import {
  agglomerativeCoefficient,
  copheneticDistances,
  cutTree,
  leafOrder,
  type Merges,
} from '../../../../engine/analysis/hierarchy/merges.ts';
import { allDistances } from '../../../../engine/analysis/kernels/linkage.ts';
import { correlation } from '../../../../engine/analysis/value/lifetime.ts';
import type { Matrix } from '../../../../engine/features/table.ts';
import { iris, irisSpecies, matrixOf, referenceFile, tiny, withPool } from '../fixtures.ts';

const fitted = (matrix: Matrix, linkage: Linkage): Promise<Merges> =>
  withPool(1, (run) => fitHierarchy(matrix, linkage, run));
/** The same work without a thread, for tests that fit hundreds of times. */
const quick = ({ values, people, columns }: Matrix, linkage: Linkage): Merges =>
  task({ values, rows: people, columns: columns.length, linkage }, { post: () => undefined });
const sizesOf = (labels: Int32Array): number[] => {
  const counts: number[] = [];
  for (const label of labels) counts[label] = (counts[label] ?? 0) + 1;
  return counts;
};
const last = ({ height }: Merges, n: number): number[] => [...height.slice(-n)];
const near = (actual: readonly number[], expected: readonly number[], digits: number): void => {
  expect(actual.length).toBe(expected.length);
  actual.forEach((value, i) => {
    expect(value).toBeCloseTo(expected[i], digits);
  });
};

describe('iris: the last three heights, the cophenetic correlation, the sizes at three', () => {
  test.each([
    ['single', [0.73484692, 0.81853528, 1.64012195], 0.86387868, [98, 50, 2]],
    ['complete', [3.21091887, 4.02492236, 7.08519583], 0.72698568, [72, 50, 28]],
    ['average', [1.78556648, 1.96361409, 4.06268269], 0.87695615, [64, 50, 36]],
    ['ward', [6.39940682, 12.30039605, 32.447607], 0.87282832, [64, 50, 36]],
  ] as const)('%s (scipy)', async (linkage, heights, r, sizes) => {
    const merges = await fitted(iris(), linkage);
    near(last(merges, 3), heights, 7);
    const { values, people } = iris();
    expect(correlation(copheneticDistances(merges), allDistances(values, people, 4))).toBeCloseTo(r, 7);
    expect(sizesOf(cutTree(merges, 3))).toEqual([...sizes]);
    if (linkage === 'ward')
      expect(adjustedRandIndex(cutTree(merges, 3), irisSpecies)).toBeCloseTo(0.731199, 6);
  });
});

const scaled = (rows: number[][]): number[][] => {
  const width = rows[0].length;
  const mean = Array.from(
    { length: width },
    (_, t) => rows.reduce((sum, row) => sum + row[t], 0) / rows.length,
  );
  const sd = mean.map((m, t) =>
    Math.sqrt(rows.reduce((sum, row) => sum + (row[t] - m) ** 2, 0) / (rows.length - 1)),
  );
  return rows.map((row) => row.map((value, t) => (value - mean[t]) / sd[t]));
};
const table = (name: string): number[][] | null => {
  const text = referenceFile(`clusters/${name}`);
  if (text === null) return null;
  return text
    .trim()
    .split('\n')
    .slice(1)
    .map((line) =>
      line
        .split(',')
        .map(Number)
        .filter((value) => !Number.isNaN(value)),
    );
};

describe.skipIf(referenceFile('clusters/r_USArrests.csv') === null)(
  'R (skips without the shared data)',
  () => {
    test('USArrests, scaled: top heights and cophenetic correlations of hclust', async () => {
      const matrix = matrixOf(scaled(table('r_USArrests.csv') as number[][]));
      const complete = await fitted(matrix, 'complete');
      near(last(complete, 5), [3.088343, 3.255433, 4.400542, 4.420074, 6.076642], 6);
      const average = await fitted(matrix, 'average');
      near(last(average, 1), [3.322361621], 8);
      const ward = await fitted(matrix, 'ward');
      near(last(ward, 2), [7.188189, 13.516242], 6);
      const single = await fitted(matrix, 'single');
      near(last(single, 1), [2.058089], 6);
      const distances = allDistances(matrix.values, 50, 4);
      near(
        [complete, average, ward, single].map((merges) =>
          correlation(copheneticDistances(merges), distances),
        ),
        [0.69794, 0.71804, 0.69753, 0.54127],
        5,
      );
    });
    test('ruspini: the agglomerative coefficient of agnes', async () => {
      const rows = (table('rcluster_ruspini.csv') as number[][]).map((row) => row.slice(-2));
      expect(agglomerativeCoefficient(await fitted(matrixOf(rows), 'average'))).toBeCloseTo(0.9479542, 7);
    });
  },
);

/** Merging by looking at every pair of groups again and again. */
const naive = (rows: number[][], linkage: Linkage): number[] => {
  const d = (a: number[], b: number[]): number => Math.hypot(...a.map((value, t) => value - b[t]));
  const centre = (group: number[][]): number[] =>
    group[0].map((_, t) => group.reduce((sum, row) => sum + row[t], 0) / group.length);
  const between = (a: number[][], b: number[][]): number => {
    if (linkage === 'ward')
      return Math.sqrt((2 * a.length * b.length) / (a.length + b.length)) * d(centre(a), centre(b));
    const all = a.flatMap((x) => b.map((y) => d(x, y)));
    if (linkage === 'single') return Math.min(...all);
    if (linkage === 'complete') return Math.max(...all);
    return all.reduce((sum, value) => sum + value, 0) / all.length;
  };
  const groups = rows.map((row) => [row]);
  const heights: number[] = [];
  while (groups.length > 1) {
    let best = { i: 0, j: 1, height: Number.POSITIVE_INFINITY };
    for (let i = 0; i < groups.length; i++)
      for (let j = i + 1; j < groups.length; j++) {
        const height = between(groups[i], groups[j]);
        if (height < best.height) best = { i, j, height };
      }
    heights.push(best.height);
    groups[best.i] = [...groups[best.i], ...groups[best.j]];
    groups.splice(best.j, 1);
  }
  return heights.sort((a, b) => a - b);
};

describe('every linkage', () => {
  const points = fc.array(
    fc.tuple(fc.double({ min: -9, max: 9, noNaN: true }), fc.double({ min: -9, max: 9, noNaN: true })),
    {
      minLength: 2,
      maxLength: 14,
    },
  );
  test.each(LINKAGES)(
    '%s has the heights of naive merging; cuts nest; leaves are everyone',
    async (linkage) => {
      await fc.assert(
        fc.asyncProperty(points, async (rows) => {
          const merges = await fitted(matrixOf(rows.map((row) => [...row])), linkage);
          const expected = naive(
            rows.map((row) => [...row]),
            linkage,
          );
          const off = merges.height.filter(
            (height, i) => !(Math.abs(height - expected[i]) < 1e-6 * (1 + expected[i])),
          );
          expect([...off]).toEqual([]);
          expect([...leafOrder(merges)].sort((a, b) => a - b)).toEqual(rows.map((_, i) => i));
          const broken: string[] = [];
          for (let k = 1; k < rows.length; k++) {
            const [labels, finer] = [cutTree(merges, k), cutTree(merges, k + 1)];
            if (new Set(labels).size !== k) broken.push(`${k} groups`);
            const parents = new Map<number, number>();
            finer.forEach((label, row) => {
              if ((parents.get(label) ?? labels[row]) !== labels[row]) broken.push(`${k} does not nest`);
              parents.set(label, labels[row]);
            });
          }
          expect(broken).toEqual([]);
        }),
        { numRuns: 20 },
      );
    },
  );
  test('equal points, ties: no loop, heights of zero', () => {
    for (const linkage of LINKAGES) {
      const merges = quick(matrixOf(Array.from({ length: 12 }, () => [1, 2])), linkage);
      expect([...merges.height]).toEqual(new Array(11).fill(0));
      const square = quick(
        matrixOf([
          [0, 0],
          [0, 1],
          [1, 0],
          [1, 1],
        ]),
        linkage,
      );
      expect(square.height.length).toBe(3);
    }
    expect(sizesOf(cutTree(quick(tiny(), 'ward'), 2))).toEqual([3, 3]);
  });
  test('one person, missing values, too many people: refused in words', async () => {
    await expect(fitted(matrixOf([[1, 2]]), 'ward')).rejects.toThrow(/One person/);
    await expect(fitted(matrixOf([[1], [Number.NaN]]), 'ward')).rejects.toThrow(/row 2/);
    await expect(fitted(matrixOf(Array.from({ length: 10_001 }, (_, i) => [i])), 'average')).rejects.toThrow(
      /at most 10000/,
    );
  });
});
