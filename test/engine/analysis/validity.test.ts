/** The validity indices, the choice of k and agreement against published figures and definitions. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { adjustedRandIndex } from '../../../engine/analysis/agreement.ts';
import { chooseK, suggestK } from '../../../engine/analysis/choose-k.ts';
import { fitKMeans } from '../../../engine/analysis/kmeans.ts';
import { kneedle } from '../../../engine/analysis/knee.ts';
import { validity } from '../../../engine/analysis/validity.ts';
import { createRandom } from '../../../shared/random.ts';
import { blobs, iris, matrixOf, tiny, withPool } from './fixtures.ts';

const measure = (rows: number[][], labels: number[]) =>
  withPool(1, (run) => validity(matrixOf(rows), Uint8Array.from(labels), { seed: 1 }, run));

/** Silhouettes straight from Rousseeuw's definition. */
const silhouetteByDefinition = (rows: number[][], labels: number[]): number => {
  const distance = (a: number[], b: number[]): number => Math.hypot(...a.map((x, t) => x - b[t]));
  const clusters = [...new Set(labels)];
  const each = rows.map((row, i) => {
    const mean = (cluster: number): number => {
      const others = rows.filter((_, j) => j !== i && labels[j] === cluster);
      return others.reduce((sum, other) => sum + distance(row, other), 0) / others.length;
    };
    if (labels.filter((label) => label === labels[i]).length === 1) return 0;
    const a = mean(labels[i]);
    const b = Math.min(...clusters.filter((cluster) => cluster !== labels[i]).map(mean));
    return Math.max(a, b) === 0 ? 0 : (b - a) / Math.max(a, b);
  });
  return each.reduce((sum, s) => sum + s, 0) / rows.length;
};

describe('validity', () => {
  it('six points in two groups', async () => {
    const labels = Uint8Array.from([0, 0, 0, 1, 1, 1]);
    const found = await withPool(1, (run) => validity(tiny(), labels, { seed: 1 }, run));
    expect(found.inertia).toBe(16);
    expect(found.silhouette).toBeCloseTo(0.7133477792, 10);
    expect(found.calinskiHarabasz).toBeCloseTo(30.375, 10);
    expect(found.daviesBouldin).toBeCloseTo(0.2962962963, 10);
  });

  it('agrees with the figures in the tests of scikit-learn', async () => {
    const rows = [
      [0, 0],
      [1, 1],
      [3, 3],
      [4, 4],
      [0, 4],
      [1, 3],
      [3, 1],
      [4, 0],
    ].flatMap((row) => Array.from({ length: 5 }, () => row));
    const labels = rows.map((_, i) => Math.floor(i / 10));
    const four = await measure(rows, labels);
    expect(four.calinskiHarabasz).toBeCloseTo((45 * (40 - 4)) / (5 * (4 - 1)), 10);
    expect(four.daviesBouldin).toBeCloseTo((2 * Math.sqrt(0.5)) / 3, 10);
    const halves = [0, 0, 0, 0, 0, 1, 1, 1, 1, 1];
    const same = await measure(
      Array.from({ length: 10 }, () => [1, 1]),
      halves,
    );
    expect([same.calinskiHarabasz, same.daviesBouldin, same.silhouette]).toEqual([1, 0, 0]);
    const mixed = await measure(
      Array.from({ length: 10 }, (_, i) => (i % 2 === 0 ? [-1, -1] : [1, 1])),
      [0, 0, 1, 1, 0, 0, 1, 1, 0, 0],
    );
    expect(mixed.calinskiHarabasz).toBeCloseTo(0, 10);
  });

  it('the silhouette follows its definition', async () => {
    await withPool(1, (run) =>
      fc.assert(
        fc.asyncProperty(
          fc.array(
            fc.tuple(fc.array(fc.integer({ min: -9, max: 9 }), { minLength: 2, maxLength: 2 }), fc.nat(3)),
            {
              minLength: 3,
              maxLength: 40,
            },
          ),
          async (points) => {
            const labels = points.map(([, label]) => label);
            fc.pre(new Set(labels).size > 1);
            const rows = points.map(([row]) => row);
            const found = await validity(matrixOf(rows), Uint8Array.from(labels), { seed: 1 }, run);
            expect(found.silhouette).toBeCloseTo(silhouetteByDefinition(rows, labels), 10);
          },
        ),
        { numRuns: 60 },
      ),
    );
  });

  it('a sample comes close to the exact silhouette, and says how many it measured', async () => {
    const matrix = blobs(6000, 4, 5, 3);
    await withPool(2, async (run) => {
      const { labels } = await fitKMeans(matrix, { k: 5, seed: 1 }, run);
      const exact = await validity(matrix, labels, { seed: 1 }, run);
      const sampled = await validity(matrix, labels, { seed: 1, silhouetteLimit: 2000 }, run);
      expect(exact.silhouetteSample).toBe(6000);
      expect(Math.abs(sampled.silhouetteSample - 2000)).toBeLessThan(5);
      expect(Math.abs(sampled.silhouette - exact.silhouette)).toBeLessThan(0.01);
      expect(sampled.silhouettes).toHaveLength(5);
      const ofSample = {
        silhouette: 0,
        silhouetteError: 0,
        silhouettes: 0,
        silhouetteSample: 0,
        profiles: 0,
      };
      expect({ ...sampled, ...ofSample }).toEqual({ ...exact, ...ofSample });
    });
  });

  it('does not depend on the number of threads', async () => {
    const matrix = blobs(40_000, 3, 4, 8);
    const random = createRandom(1);
    const labels = Uint8Array.from({ length: 40_000 }, () => random.int(4));
    const at = (size: number) =>
      withPool(size, (run) => validity(matrix, labels, { seed: 1, silhouetteLimit: 1500 }, run));
    expect(await at(2)).toEqual(await at(1));
  });

  it('refuses a single cluster and labels of another length', async () => {
    await expect(measure([[1], [2]], [0, 0])).rejects.toMatchObject({ code: 'INPUT_VALUE' });
    await expect(measure([[1], [2]], [0, 1, 1])).rejects.toMatchObject({ code: 'INPUT_VALUE' });
  });
});

describe('choice of k', () => {
  it('iris: every index has its published value', async () => {
    const choice = await withPool(2, (run) => chooseK(iris(), { from: 2, to: 6, seed: 1 }, run));
    // scikit-learn 1.2.1; k, inertia, silhouette, Caliński–Harabasz, Davies–Bouldin
    const known = [
      [2, 152.34795176, 0.6810461692, 513.92454598, 0.4042928372],
      [3, 78.851441426, 0.5528190124, 561.62775663, 0.6619715465],
      [4, 57.228473214, 0.498050505, 530.76580819, 0.7803069839],
      [5, 46.446182051, 0.4887488871, 495.54148768, 0.805965212],
    ];
    known.forEach(([k, inertia, silhouette, calinskiHarabasz, daviesBouldin], at) => {
      const row = choice.candidates[at];
      expect(row.k).toBe(k);
      expect(row.inertia).toBeCloseTo(inertia, 7);
      expect(row.silhouette).toBeCloseTo(silhouette, 9);
      expect(row.calinskiHarabasz).toBeCloseTo(calinskiHarabasz, 7);
      expect(row.daviesBouldin).toBeCloseTo(daviesBouldin, 9);
    });
    expect(choice.candidates[4].silhouette).toBeCloseTo(0.364834, 6);
    expect(choice.silhouetteSample).toBe(150);
    expect(choice.elbow).toBe(3);
    expect(choice.suggested).toBe(2);
    expect(choice.why).toContain('the indices disagree');
    expect(choice.fits.map(({ model }) => model.k)).toEqual([2, 3, 4, 5, 6]);
  });

  it('iris: silhouette by cluster', async () => {
    const found = await withPool(2, async (run) => {
      const { labels } = await fitKMeans(iris(), { k: 3, seed: 1 }, run);
      return validity(iris(), labels, { seed: 1 }, run);
    });
    [0.41732, 0.79814, 0.451105].forEach((known, c) => {
      expect(found.silhouettes[c]).toBeCloseTo(known, 6);
    });
  });

  it('stops at as many clusters as there are different rows, and says so', async () => {
    const rows = [0, 1, 5, 9, 9, 5, 1, 0].map((x) => [x]);
    const choice = await withPool(1, (run) => chooseK(matrixOf(rows), { seed: 1 }, run));
    expect(choice.candidates.map(({ k }) => k)).toEqual([2, 3, 4]);
    expect(choice.why).toContain('Only 4 rows differ');
    const five = await withPool(1, (run) => chooseK(matrixOf([[0], [1], [5], [9], [14]]), { seed: 1 }, run));
    expect(five.candidates.map(({ k }) => k)).toEqual([2, 3, 4]);
    expect(five.why).toContain('more would be single people');
    const two = withPool(1, (run) => chooseK(matrixOf([[1], [2]]), { seed: 1 }, run));
    await expect(two).rejects.toMatchObject({ message: expect.stringContaining('would be single people') });
    const one = withPool(1, (run) => chooseK(matrixOf([[1], [1], [1]]), { seed: 1 }, run));
    await expect(one).rejects.toMatchObject({ code: 'INPUT_VALUE' });
  });

  it('of rows that are equal in threes, three clusters are best by every index, however their means round', async () => {
    const rows = Array.from({ length: 60 }, (_, i) => [
      [0.1, 0.7, 1.3][i % 3] / 3,
      [7e5, 0.3, -2][i % 3] / 7,
    ]);
    for (const scale of [1, 3e-7]) {
      const matrix = matrixOf(rows.map((row) => row.map((value) => value * scale)));
      const { candidates, why } = await withPool(1, (run) => chooseK(matrix, { seed: 1 }, run));
      expect(candidates.at(-1)).toMatchObject({ k: 3, inertia: 0, silhouette: 1, calinskiHarabasz: 1 });
      expect(why).toMatch(/^All 3 indices prefer 3 clusters/);
    }
  });

  it('names agreement, majority and tie', () => {
    const row = (k: number, silhouette: number, daviesBouldin: number, calinskiHarabasz: number) => ({
      k,
      inertia: 100 / k,
      silhouette,
      daviesBouldin,
      calinskiHarabasz,
    });
    expect(suggestK([row(2, 0.1, 2, 5), row(3, 0.5, 1, 9)], 3)).toEqual({
      suggested: 3,
      why: 'All 4 indices prefer 3 clusters.',
    });
    expect(suggestK([row(2, 0.1, 2, 15), row(3, 0.5, 1, 9)], null)).toEqual({
      suggested: 3,
      why: 'The silhouette prefers 3, Davies–Bouldin prefers 3, Caliński–Harabasz prefers 2 (the inertia shows no elbow): the indices disagree, and 3 is suggested because 2 of 3 point to it.',
    });
    expect(suggestK([row(2, 0.6, 2, 5), row(3, 0.5, 1, 4), row(4, 0.4, 1, 9)], 3).suggested).toBe(3);
    expect(suggestK([row(2, 0.6, 1, 5), row(3, 0.5, 2, 9)], 3).suggested).toBe(2);
  });
});

describe('kneedle', () => {
  it('finds the published knees', () => {
    // The kneed package's convex test series, and figure 2 of the paper.
    expect(kneedle([0, 1, 2, 3, 4, 5, 6, 7, 8, 9], [100, 40, 20, 15, 10, 5, 4, 3, 2, 1], 'falling')).toBe(2);
    const x = Array.from({ length: 10 }, (_, i) => i / 9);
    const y = x.map((value) => 5 - 1 / (value + 0.1));
    expect(kneedle(x, y, 'rising')).toBeCloseTo(0.22, 2);
  });

  it('finds none where there is none', () => {
    expect(kneedle([1, 2, 3, 4], [8, 6, 4, 2], 'falling')).toBeNull();
    expect(kneedle([1, 2, 3], [5, 5, 5], 'falling')).toBeNull();
    expect(kneedle([1, 2], [5, 1], 'falling')).toBeNull();
  });

  it('does not depend on the units of either axis', () => {
    const x = [2, 3, 4, 5, 6, 7, 8];
    const y = [900, 400, 150, 120, 100, 90, 85];
    const knee = kneedle(x, y, 'falling');
    expect(
      kneedle(
        x.map((v) => v * 8),
        y.map((v) => v / 4 + 64),
        'falling',
      ),
    ).toBe((knee ?? 0) * 8);
  });
});

describe('adjusted Rand index', () => {
  it('has its known values', () => {
    expect(adjustedRandIndex([0, 0, 1, 1], [0, 0, 1, 2])).toBeCloseTo(4 / 7, 12);
    expect(adjustedRandIndex([0, 0, 1, 1], [1, 1, 0, 0])).toBe(1);
    expect(adjustedRandIndex([0, 0, 1, 1], [0, 1, 0, 1])).toBeCloseTo(-0.5, 12);
    expect(adjustedRandIndex([0, 0, 0], [1, 1, 1])).toBe(1);
    expect(adjustedRandIndex([0, 1, 2], [2, 1, 0])).toBe(1);
    expect(adjustedRandIndex([0, 1, 2], [0, 0, 0])).toBe(0);
    expect(() => adjustedRandIndex([0], [0, 1])).toThrow('cannot be compared');
  });

  it('is symmetric, and 1 for a renamed partition', () => {
    const labels = fc.array(fc.tuple(fc.nat(4), fc.nat(4)), { minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(labels, (pairs) => {
        const a = pairs.map(([x]) => x);
        const b = pairs.map(([, y]) => y);
        expect(adjustedRandIndex(a, b)).toBeCloseTo(adjustedRandIndex(b, a), 12);
        expect(
          adjustedRandIndex(
            a,
            a.map((x) => 9 - x),
          ),
        ).toBe(1);
      }),
    );
  });
});
