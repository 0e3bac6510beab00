/** Mixtures against scikit-learn, PAM and Gower against R's cluster package. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { allDistances, pairAt } from '../../../../engine/analysis/kernels/linkage.ts';
import { pam } from '../../../../engine/analysis/medoids/pam.ts';
import { fitMixture, flatComponents, memberships } from '../../../../engine/analysis/mixture/mixture.ts';
import { createRandom } from '../../../../shared/random.ts';
import { iris, irisRows, irisSpecies, matrixOf, referenceFile } from '../fixtures.ts';

/** The partition of k-means with three centres, from which scikit-learn starts. */
const CENTRES = [
  [5.006, 3.428, 1.462, 0.246],
  [5.9016129, 2.7483871, 4.39354839, 1.43387097],
  [6.85, 3.07368421, 5.74210526, 2.07105263],
];
const kmeansLabels = irisRows.map((row) => {
  const squares = CENTRES.map((centre) => centre.reduce((sum, c, t) => sum + (row[t] - c) ** 2, 0));
  return squares.indexOf(Math.min(...squares));
});

describe('Gaussian mixture', () => {
  const { values } = iris();
  test('iris, three components: likelihood and criteria of scikit-learn 1.2.1 (tol 1e-9)', () => {
    const full = fitMixture(values, 150, 4, kmeansLabels, {
      components: 3,
      covariance: 'full',
      tolerance: 1e-11,
      maxIterations: 2000,
    });
    expect(full.model.logLikelihood).toBeCloseTo(-180.185478, 4);
    expect(full.model.bic).toBeCloseTo(580.838908, 4);
    expect(full.model.aic).toBeCloseTo(448.370955, 4);
    expect([...full.model.weights].sort()).toEqual([
      expect.closeTo(0.2991974, 5),
      expect.closeTo(0.3333333, 5),
      expect.closeTo(0.3674693, 5),
    ]);
    const diagonal = fitMixture(values, 150, 4, kmeansLabels, {
      components: 3,
      covariance: 'diagonal',
      tolerance: 1e-11,
      maxIterations: 2000,
    });
    expect(diagonal.model.logLikelihood).toBeCloseTo(-307.177572, 4);
    expect(diagonal.model.bic).toBeCloseTo(744.631661, 4);
  });
  test('a component around equal values is flat, one with width in every direction is not', () => {
    const fitted = (rows: number[][], labels: number[], covariance: 'full' | 'diagonal') =>
      fitMixture(matrixOf(rows).values, rows.length, rows[0].length, labels, { components: 3, covariance })
        .model;
    expect(flatComponents(fitted(irisRows, irisSpecies, 'full'), 4)).toEqual([]);
    expect(flatComponents(fitted(irisRows, irisSpecies, 'diagonal'), 4)).toEqual([]);
    // One level for the first species, then a sum of two columns for everyone.
    const level = irisRows.map((row, i) => [...row, irisSpecies[i] === 0 ? 1 : i % 2]);
    expect(flatComponents(fitted(level, irisSpecies, 'diagonal'), 5)).toEqual([0]);
    const summed = irisRows.map((row) => [...row, row[0] + row[1]]);
    expect(flatComponents(fitted(summed, irisSpecies, 'full'), 5)).toEqual([0, 1, 2]);
  });
  test('degrees of belonging add up to one and are the same for rows seen again', () => {
    const { model, responsibilities, labels } = fitMixture(values, 150, 4, irisSpecies, {
      components: 3,
      covariance: 'full',
    });
    const again = memberships(values, 150, 4, model);
    const off = responsibilities.filter((r, i) => Math.abs(r - again[i]) > 0.02);
    expect([...off]).toEqual([]);
    for (let i = 0; i < 150; i++) {
      const row = [...responsibilities.subarray(3 * i, 3 * i + 3)];
      expect(row.reduce((sum, r) => sum + r, 0)).toBeCloseTo(1, 12);
      expect(row.indexOf(Math.max(...row))).toBe(labels[i]);
    }
  });
  test('the likelihood never falls from one pass to the next', () => {
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const random = createRandom(seed);
        const data = Float64Array.from({ length: 120 }, () => random.normal());
        const start = Array.from({ length: 60 }, () => random.int(2));
        const after = [1, 2, 3, 5, 8].map(
          (maxIterations) =>
            fitMixture(data, 60, 2, start, { components: 2, covariance: 'full', maxIterations, tolerance: 0 })
              .model.logLikelihood,
        );
        expect(after.every((value, i) => i === 0 || value >= after[i - 1] - 1e-6)).toBe(true);
      }),
      { numRuns: 20 },
    );
  });
  test('one component is the mean and the covariance', () => {
    const { model } = fitMixture(values, 150, 4, new Uint8Array(150), {
      components: 1,
      covariance: 'full',
      ridge: 0,
    });
    const mean = values.reduce((sum, v, i) => (i % 4 === 2 ? sum + v : sum), 0) / 150;
    expect(model.means[0][2]).toBeCloseTo(mean, 12);
    expect(model.converged).toBe(true);
  });
});

describe('PAM', () => {
  test('iris: medoids, objectives and sizes of R', () => {
    const { values } = iris();
    const found = pam(allDistances(values, 150, 4), 150, 3);
    expect([...found.medoids].map((row) => row + 1).sort((a, b) => a - b)).toEqual([8, 79, 113]);
    expect(found.built).toBeCloseTo(0.6709391, 6);
    expect(found.objective).toBeCloseTo(0.6542077, 6);
    expect(found.sizes).toEqual([62, 50, 38]);
  });
  const ruspini = referenceFile('clusters/rcluster_ruspini.csv');
  test.skipIf(ruspini === null)(
    'ruspini: medoids, objectives and sizes of R (skips without the shared data)',
    () => {
      const rows = (ruspini ?? '')
        .trim()
        .split('\n')
        .slice(1)
        .map((line) => line.split(',').slice(1).map(Number));
      const { values } = matrixOf(rows);
      const found = pam(allDistances(values, 75, 2), 75, 4);
      expect([...found.medoids].map((row) => row + 1).sort((a, b) => a - b)).toEqual([10, 32, 52, 70]);
      expect(found.built).toBeCloseTo(17.2289844, 6);
      expect(found.objective).toBeCloseTo(11.4863748, 6);
      expect([...found.sizes]).toEqual([23, 20, 17, 15]);
    },
  );
  test('no single exchange of a medoid is better (against trying all)', () => {
    fc.assert(
      fc.property(fc.integer(), fc.integer({ min: 1, max: 4 }), (seed, k) => {
        const random = createRandom(seed);
        const n = 18;
        const distances = allDistances(
          Float64Array.from({ length: 2 * n }, () => random.normal()),
          n,
          2,
        );
        const d = (i: number, j: number): number =>
          i === j ? 0 : distances[i < j ? pairAt(i, j, n) : pairAt(j, i, n)];
        const cost = (medoids: readonly number[]): number =>
          [...Array(n).keys()].reduce((sum, j) => sum + Math.min(...medoids.map((m) => d(m, j))), 0) / n;
        const { medoids, objective } = pam(distances, n, k);
        expect(objective).toBeCloseTo(cost(medoids), 12);
        const better = medoids.flatMap((_, at) =>
          [...Array(n).keys()].filter(
            (row) => cost(medoids.map((m, i) => (i === at ? row : m))) < objective - 1e-9,
          ),
        );
        expect(better).toEqual([]);
      }),
      { numRuns: 40 },
    );
  });
  test('rows that are alike are not exchanged for ever, and the scale of the distances decides nothing', () => {
    const random = createRandom(11);
    const n = 200;
    // Nine values in ten are 0, so most rows are one row many times over.
    const values = Float64Array.from({ length: 5 * n }, () =>
      random.next() < 0.9 ? 0 : -20 * Math.log(random.next() * random.next()),
    );
    const distances = allDistances(values, n, 5);
    const found = pam(distances, n, 3);
    expect(found.objective).toBeLessThanOrEqual(found.built);
    for (const scale of [2 ** -60, 2 ** 60]) {
      const scaled = pam(
        distances.map((distance) => distance * scale),
        n,
        3,
      );
      expect(scaled.medoids).toEqual(found.medoids);
      expect(scaled.objective).toBe(found.objective * scale);
    }
  });
  test('an impossible number of groups is refused', () => {
    expect(() => pam(new Float64Array(3), 3, 4)).toThrow(/4 medoids/);
  });
});
