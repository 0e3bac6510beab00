/** Several starts of a mixture: what k-means cannot show is found, and nothing is ever lost by looking for it. */
import { describe, expect, test } from 'vitest';
import { fitKMeans } from '../../../../engine/analysis/kmeans.ts';
import {
  fitMixture,
  flatComponents,
  type MixtureParameters,
} from '../../../../engine/analysis/mixture/mixture.ts';
import { fitLikeliest } from '../../../../engine/analysis/mixture/starts.ts';
import { createRandom } from '../../../../shared/random.ts';
import { matrixOf, withPool } from '../fixtures.ts';

/** Five overlapping groups of 400 rows, each coordinate a Student t of two degrees of freedom about the group's place; scaled. */
const heavyTailed = (seed: number): number[][] => {
  const random = createRandom(seed);
  const rows = Array.from({ length: 5 }, () => {
    const place = Array.from({ length: 4 }, () => 3 * random.normal());
    const wide = (): number => random.normal() / Math.hypot(random.normal(), random.normal()) / Math.SQRT1_2;
    return Array.from({ length: 400 }, () => place.map((at) => at + wide()));
  }).flat();
  const spread = rows[0].map((_, t) => Math.sqrt(rows.reduce((sum, row) => sum + row[t] ** 2, 0) / 2000));
  return rows.map((row) => row.map((value, t) => value / spread[t]));
};

const labelsOf = (rows: number[][], k: number): Promise<Uint8Array> =>
  withPool(1, async (run) => (await fitKMeans(matrixOf(rows), { k, seed: 1, restarts: 4 }, run)).labels);

describe('starts of a mixture', () => {
  test.each([
    [1, 20],
    [2, 0],
  ])('tails that are heavy: never less likely than from k-means alone (%i)', async (seed, gain) => {
    const rows = heavyTailed(seed);
    const { values } = matrixOf(rows);
    const labels = await labelsOf(rows, 5);
    const parameters: MixtureParameters = { components: 5, covariance: 'full' };
    const alone = fitMixture(values, rows.length, 4, labels, parameters);
    const found = fitLikeliest(values, rows.length, 4, labels, parameters, 1);
    expect(found.model.logLikelihood).toBeGreaterThanOrEqual(alone.model.logLikelihood + gain);
    expect(found).toEqual(fitLikeliest(values, rows.length, 4, labels, parameters, 1));
  });

  test('no likelihood is bought with a component that stands on equal values', async () => {
    const random = createRandom(7);
    const rows = Array.from({ length: 600 }, (_, i) => [
      random.normal() + (i % 2) * 6,
      i % 10 === 0 ? 0 : random.normal(),
    ]);
    const labels = await labelsOf(rows, 2);
    const parameters: MixtureParameters = { components: 2, covariance: 'diagonal' };
    const { model } = fitLikeliest(matrixOf(rows).values, 600, 2, labels, parameters, 1);
    expect(flatComponents(model, 2)).toEqual([]);
  });
});
