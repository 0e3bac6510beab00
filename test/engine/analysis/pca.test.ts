/** Principal components against published figures and the algebra they must satisfy. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fitPca, project } from '../../../engine/analysis/pca.ts';
import { blobs, iris, matrixOf, referenceFile, withPool } from './fixtures.ts';

const arrests = referenceFile('clusters/r_USArrests.csv');

describe('principal components', () => {
  it('iris has its published variances, shares and first component', async () => {
    const model = await withPool(2, (run) => fitPca(iris(), run));
    [4.22824171, 0.24267075, 0.0782095, 0.02383509].forEach((known, at) => {
      expect(model.variances[at]).toBeCloseTo(known, 8);
    });
    [0.92461872, 0.05306648, 0.01710261, 0.00521218].forEach((known, at) => {
      expect(model.explained[at]).toBeCloseTo(known, 8);
    });
    [0.36138659, -0.08452251, 0.85667061, 0.3582892].forEach((known, at) => {
      expect(model.loadings[0][at]).toBeCloseTo(known, 7);
    });
  });

  it.skipIf(arrests === null)(
    'USArrests, scaled, has the deviations R prints (needs the reference data)',
    async () => {
      const rows = (arrests ?? '')
        .trim()
        .split('\n')
        .slice(1)
        .map((line) => line.split(',').slice(-4).map(Number));
      const scaled = rows.map((row) => [...row]);
      for (let t = 0; t < 4; t++) {
        const mean = rows.reduce((sum, row) => sum + row[t], 0) / rows.length;
        const deviation = Math.sqrt(
          rows.reduce((sum, row) => sum + (row[t] - mean) ** 2, 0) / (rows.length - 1),
        );
        rows.forEach((row, i) => {
          scaled[i][t] = (row[t] - mean) / deviation;
        });
      }
      const model = await withPool(1, (run) => fitPca(matrixOf(scaled), run));
      [1.5748783, 0.9948694, 0.5971291, 0.4164494].forEach((known, at) => {
        expect(Math.sqrt(model.variances[at])).toBeCloseTo(known, 6);
      });
    },
  );

  it('loadings are orthonormal with the largest positive, scores have the variances', async () => {
    await withPool(1, (run) =>
      fc.assert(
        fc.asyncProperty(fc.nat(1e6), fc.integer({ min: 1, max: 6 }), async (seed, width) => {
          const matrix = blobs(80, width, 3, seed);
          const model = await fitPca(matrix, run);
          model.loadings.forEach((a, i) => {
            const largest = a.reduce((best, x) => (Math.abs(x) > Math.abs(best) ? x : best), 0);
            expect(largest).toBeGreaterThan(0);
            model.loadings.forEach((b, j) => {
              expect(a.reduce((sum, x, t) => sum + x * b[t], 0)).toBeCloseTo(i === j ? 1 : 0, 9);
            });
          });
          const scores = project(matrix, model, width);
          for (let component = 0; component < width; component++) {
            let squares = 0;
            for (let i = 0; i < 80; i++) squares += scores[i * width + component] ** 2;
            expect(squares / 79 / model.variances[component]).toBeCloseTo(1, 4);
          }
        }),
        { numRuns: 30 },
      ),
    );
  });

  it('gives the same bytes on one thread and two', async () => {
    const matrix = blobs(50_000, 5, 3, 1);
    const one = await withPool(1, (run) => fitPca(matrix, run));
    expect(await withPool(2, (run) => fitPca(matrix, run))).toEqual(one);
    expect(project(matrix, one, 2)).toHaveLength(100_000);
  });

  it('large offsets do not cancel', async () => {
    const rows = [1, 2, 3, 4, 5].map((x) => [1e12 + x, -1e12 + 2 * x]);
    const model = await withPool(1, (run) => fitPca(matrixOf(rows), run));
    expect(model.variances[0]).toBeCloseTo(12.5, 9);
    expect(model.explained).toEqual([1, 0]);
  });

  it('nothing varies: shares are 0; one person is refused', async () => {
    const flat = await withPool(1, (run) =>
      fitPca(
        matrixOf([
          [1, 2],
          [1, 2],
        ]),
        run,
      ),
    );
    expect(flat.explained).toEqual([0, 0]);
    await expect(withPool(1, (run) => fitPca(matrixOf([[1, 2]]), run))).rejects.toMatchObject({
      code: 'INPUT_VALUE',
    });
  });
});
