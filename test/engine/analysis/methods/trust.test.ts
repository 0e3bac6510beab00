/** Stability, the gap statistic and drift: published figures, groups that are there and groups that are not. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  binCounts,
  driftVerdict,
  migrationMatrix,
  populationStability,
} from '../../../../engine/analysis/drift.ts';
import { gapStatistic } from '../../../../engine/analysis/gap.ts';
import { fitKMeans, type KMeansFit } from '../../../../engine/analysis/kmeans.ts';
import { bestJaccards, type Fitted, stabilityOf, verdictOf } from '../../../../engine/analysis/stability.ts';
import type { Run } from '../../../../engine/jobs/job.ts';
import { createRandom } from '../../../../shared/random.ts';
import { iris, matrixOf, referenceFile, withPool } from '../fixtures.ts';

const noise = (n: number, seed: number): number[][] => {
  const random = createRandom(seed);
  return Array.from({ length: n }, () => [random.next(), random.next()]);
};

const again = ({ model, labels }: KMeansFit, run: Run): Fitted => ({
  labels,
  k: model.k,
  refit: async (sample, seed) => (await fitKMeans(sample, { k: model.k, seed, restarts: 3 }, run)).labels,
});

describe('stability', () => {
  test('iris: the setosas always come back; of evenly spread people not all do', async () => {
    await withPool(2, async (run) => {
      const three = await fitKMeans(iris(), { k: 3, seed: 1 }, run);
      const found = await stabilityOf(iris(), again(three, run), { seed: 1 }, run);
      const setosa = three.labels[0];
      expect(found.clusters[setosa].jaccard).toBeGreaterThan(0.97);
      expect(found.clusters[setosa].verdict).toBe('highly stable');
      expect(found.clusters.every(({ jaccard }) => jaccard > 0.6)).toBe(true);
      const spread = matrixOf(noise(300, 2));
      const seven = await fitKMeans(spread, { k: 7, seed: 1 }, run);
      const loose = await stabilityOf(spread, again(seven, run), { seed: 1 }, run);
      expect(loose.clusters.filter(({ jaccard }) => jaccard >= 0.75).length).toBeLessThan(7);
      expect(loose.agreement).toBeLessThan(found.agreement);
      expect(await stabilityOf(spread, again(seven, run), { seed: 1 }, run)).toEqual(loose);
    });
  }, 30_000);
  test('the best Jaccard by hand, and the thresholds', () => {
    const [a, b] = bestJaccards(Uint8Array.of(0, 0, 0, 1), Uint8Array.of(1, 1, 0, 0), 2);
    expect([a, b]).toEqual([2 / 3, 1 / 2]);
    expect([0.9, 0.8, 0.7, 0.55, 0.4].map(verdictOf)).toEqual([
      'highly stable',
      'stable',
      'a pattern',
      'doubtful',
      'dissolved',
    ]);
  });
});

describe('gap', () => {
  const ruspini = referenceFile('clusters/rcluster_ruspini.csv');
  test.skipIf(ruspini === null)(
    'ruspini has four groups (skips without the shared data)',
    async () => {
      const rows = (ruspini ?? '')
        .trim()
        .split('\n')
        .slice(1)
        .map((line) => line.split(',').slice(1).map(Number));
      const found = await withPool(2, (run) =>
        gapStatistic(matrixOf(rows), { to: 8, seed: 1, references: 20 }, run),
      );
      expect(found.suggested).toBe(4);
    },
    30_000,
  );
  test('evenly spread people are one group', async () => {
    const found = await withPool(2, (run) => gapStatistic(matrixOf(noise(200, 3)), { to: 5, seed: 1 }, run));
    expect(found.suggested).toBe(1);
  }, 30_000);
});

describe('drift', () => {
  test('published indices', () => {
    expect(populationStability([0.25, 0.25, 0.25, 0.25], [0.4, 0.3, 0.2, 0.1])).toBeCloseTo(0.22821741, 9);
    expect(populationStability([0.5, 0.5], [0.6, 0.4])).toBeCloseTo(0.040546511, 9);
    expect(driftVerdict(0.228)).toBe('watch');
  });
  test('the same people have no drift; an empty bin is not infinite', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 900 }), { minLength: 2, maxLength: 9 }), (counts) => {
        fc.pre(counts.some((c) => c > 1));
        expect(populationStability(counts, counts)).toBe(0);
        const moved = populationStability(counts, [...counts].reverse());
        expect(moved).toBeGreaterThanOrEqual(0);
        expect(Number.isFinite(moved)).toBe(true);
      }),
    );
  });
  test('bins and migrations by hand', () => {
    expect(binCounts(Float64Array.of(-1, 0, 5, 10, Number.NaN), [0, 10])).toEqual([1, 2, 1, 1]);
    expect(migrationMatrix([0, 0, 1, 1, -1], [0, 1, 1, 1, 0], 2)).toEqual([
      [1, 1],
      [0, 2],
    ]);
  });
});
