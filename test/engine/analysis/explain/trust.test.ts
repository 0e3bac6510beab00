/** Figures of trust: criteria of hard clusters against their likelihood, the error of a sampled silhouette against samples. */
import { expect, test } from 'vitest';
import { sphericalCriteria } from '../../../../engine/analysis/explain/spherical.ts';
import { fitKMeans } from '../../../../engine/analysis/kmeans.ts';
import { validity } from '../../../../engine/analysis/validity.ts';
import { blobs, iris, irisRows, withPool } from '../fixtures.ts';

test('criteria of round clusters: the likelihood person by person', async () => {
  await withPool(1, async (run) => {
    const { model, labels } = await fitKMeans(iris(), { k: 3, seed: 1 }, run);
    const variance = model.inertia / (4 * (150 - 3));
    let logLikelihood = 0;
    irisRows.forEach((row, i) => {
      logLikelihood += Math.log(model.sizes[labels[i]] / 150);
      row.forEach((value, t) => {
        const away = value - model.centroids[labels[i]][t];
        logLikelihood += -0.5 * Math.log(2 * Math.PI * variance) - away ** 2 / (2 * variance);
      });
    });
    const found = sphericalCriteria(model.sizes, model.inertia, 4);
    // Two shares, twelve coordinates, one width.
    expect(found?.bic).toBeCloseTo(15 * Math.log(150) - 2 * logLikelihood, 8);
    expect(found?.aic).toBeCloseTo(2 * 15 - 2 * logLikelihood, 8);
  });
  expect(sphericalCriteria([3, 3], 0, 2)).toBeNull();
  expect(sphericalCriteria([1, 1], 1, 2)).toBeNull();
});

test('a sampled silhouette lies as far from the exact one as its error says; exact, it has none', async () => {
  const matrix = blobs(2500, 3, 4, 8);
  await withPool(2, async (run) => {
    const { labels } = await fitKMeans(matrix, { k: 4, seed: 1 }, run);
    const exact = await validity(matrix, labels, { seed: 1 }, run);
    expect(exact.silhouetteError).toBe(0);
    const draws = 60;
    let squares = 0;
    let told = 0;
    for (let seed = 0; seed < draws; seed++) {
      const found = await validity(matrix, labels, { seed, silhouetteLimit: 250 }, run);
      squares += (found.silhouette - exact.silhouette) ** 2 / draws;
      told += found.silhouetteError / draws;
    }
    const truth = Math.sqrt(squares);
    expect(told).toBeGreaterThan(0.6 * truth);
    expect(told).toBeLessThan(1.6 * truth);
  });
});
