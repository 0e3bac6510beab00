/** Silhouettes by a method's own dissimilarity: those of every pair of flowers, and the flowers Gower's distance is published for. */
import { describe, expect, test } from 'vitest';
import { pairAt } from '../../../../engine/analysis/kernels/linkage.ts';
import { silhouettesOf } from '../../../../engine/analysis/medoids/silhouette.ts';
import { allPairs } from '../../../../engine/analysis/methods/medoids.ts';
import {
  type Dissimilarity,
  mixedOf,
  rangesOf,
  rowDistance,
} from '../../../../engine/analysis/methods/mixed.ts';
import { validityOfMany } from '../../../../engine/analysis/validity.ts';
import { createRandom } from '../../../../shared/random.ts';
import { matrixOf, withPool } from '../fixtures.ts';

const random = createRandom(3);
/** Two numbers, and a level of three in columns of 0 and 1. */
const rows = Array.from({ length: 300 }, (_, i) => {
  const group = i % 3;
  const level = random.int(5) === 0 ? random.int(3) : group;
  return [
    group * 2 + random.normal(),
    random.normal() * 30,
    ...[0, 1, 2].map((one) => Number(one === level)),
  ];
});
const matrix = matrixOf(rows);
const columns = matrix.columns.map((column, at) =>
  at < 2 ? column : { ...column, feature: 'plan', level: `plan ${at}` },
);
const mixed = mixedOf(columns);
const labellings = [2, 3, 5].map((k) =>
  Uint8Array.from(rows, (_, i) => (i % 3) % k || (k === 5 ? i % 5 : 0)),
);

describe('silhouettes by the dissimilarity of the method', () => {
  const ranges = rangesOf(matrix.values, rows.length, 5);
  const asked: [string, Dissimilarity][] = [
    ['Gower’s distance', { by: 'gower', mixed, ranges }],
    ['Huang’s dissimilarity', { by: 'huang', mixed, gamma: 0.7 }],
  ];
  test.each(asked)('%s: those of all pairs', async (_, dissimilarity) => {
    expect([mixed.numbers, mixed.levels]).toEqual([[0, 1], [[2, 5]]]);
    const found = await withPool(2, (run) =>
      validityOfMany(matrix, labellings, { seed: 1, dissimilarity }, run),
    );
    const apart = allPairs(matrix.values, rows.length, 5, rowDistance(dissimilarity));
    expect(apart[pairAt(0, 1, rows.length)]).toBeGreaterThan(0);
    labellings.forEach((labels, at) => {
      const each = silhouettesOf(apart, labels, found[at].k);
      const mean = each.reduce((sum, one) => sum + one, 0) / each.length;
      expect(found[at].silhouette).toBeCloseTo(mean, 12);
    });
    const plain = await withPool(2, (run) => validityOfMany(matrix, labellings, { seed: 1 }, run));
    // The wide number drowns the level for Euclid, not for Gower.
    expect(plain[1].silhouette).not.toBeCloseTo(found[1].silhouette, 2);
    expect(plain[1].inertia).toBe(found[1].inertia);
  });
});
