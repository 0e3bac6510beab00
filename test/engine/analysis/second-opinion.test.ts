/** What an independent library makes of a clustering of ours: it agrees with a good one and leaves a bad one. */
import { describe, expect, it } from 'vitest';
import { fitKMeans } from '../../../engine/analysis/kmeans.ts';
import { secondOpinion } from '../../../engine/analysis/second-opinion.ts';
import { blobs, iris, withPool } from './fixtures.ts';

describe('second opinion', () => {
  it('an independent library stays where we are', async () => {
    const found = await withPool(2, async (run) => {
      const fit = await fitKMeans(iris(), { k: 3, seed: 1 }, run);
      return secondOpinion(iris(), fit, { seed: 1 }, run);
    });
    expect(found).toMatchObject({ sample: 150, ari: 1 });
    expect(found.inertiaRatio).toBeCloseTo(1, 12);
  });

  it('shows a bad clustering: it leaves our centroids', async () => {
    const found = await withPool(1, async (run) => {
      const fit = await fitKMeans(iris(), { k: 3, seed: 1, maxIterations: 1, restarts: 1 }, run);
      const worse = { ...fit.model, centroids: fit.model.centroids.map((row) => row.map((x) => x + 0.7)) };
      return secondOpinion(iris(), { model: worse, labels: fit.labels }, { seed: 1 }, run);
    });
    expect(found.inertiaRatio).toBeLessThan(0.8);
  });

  it('asks about a sample of a large matrix, the same one for the same seed', async () => {
    const matrix = blobs(20_000, 3, 4, 6);
    await withPool(2, async (run) => {
      const fit = await fitKMeans(matrix, { k: 4, seed: 1 }, run);
      const found = await secondOpinion(matrix, fit, { seed: 1 }, run);
      expect(found.sample).toBe(5000);
      expect(found.ari).toBeGreaterThan(0.9);
      expect(await secondOpinion(matrix, fit, { seed: 1 }, run)).toEqual(found);
    });
  });
});
