/** What k-means refuses: values that are no numbers, more clusters than different rows, numbers of clusters, nothing. */
import { describe, expect, it } from 'vitest';
import { fitKMeans } from '../../../engine/analysis/kmeans.ts';
import type { Matrix } from '../../../engine/features/table.ts';
import { matrixOf, tiny, withPool } from './fixtures.ts';

describe('what is refused', () => {
  const fitted = (matrix: Matrix, k: number) => withPool(1, (run) => fitKMeans(matrix, { k, seed: 1 }, run));

  it.each([Number.NaN, Number.POSITIVE_INFINITY, 1e300])(
    'the value %f, naming feature and row',
    async (bad) => {
      const matrix = matrixOf(
        [
          [1, 2],
          [3, bad],
          [5, 6],
        ],
        ['recency', 'spend'],
      );
      await expect(fitted(matrix, 2)).rejects.toMatchObject({
        code: 'INPUT_VALUE',
        message: expect.stringMatching(/spend .* in row 2/),
      });
    },
  );

  it('more clusters than different rows, saying how many differ', async () => {
    const matrix = matrixOf([[1], [2], [2], [1], [-0], [0]]);
    await expect(fitted(matrix, 4)).rejects.toMatchObject({
      code: 'INPUT_VALUE',
      message: expect.stringContaining('only 3 rows differ'),
    });
    expect((await fitted(matrix, 3)).model.inertia).toBe(0);
  });

  it.each([0, 1.5, -1, 256, Number.NaN])('%f clusters', async (k) => {
    await expect(fitted(tiny(), k)).rejects.toMatchObject({ code: 'INPUT_VALUE' });
  });

  it('no rows and no columns', async () => {
    await expect(fitted(matrixOf([]), 2)).rejects.toMatchObject({ code: 'NO_DATA' });
    await expect(fitted(matrixOf([[], []]), 2)).rejects.toMatchObject({ code: 'NO_DATA' });
  });
});
