/** DBSCAN and HDBSCAN against scikit-learn's and R's figures, and against looking at every pair. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type DbscanResult, dbscan } from '../../../../engine/analysis/density/dbscan.ts';
import { type HdbscanResult, hdbscan } from '../../../../engine/analysis/density/hdbscan.ts';
import { buildTree, kthSquares } from '../../../../engine/analysis/kernels/kd-tree.ts';
import { fitDense } from '../../../../engine/analysis/methods/dense.ts';
import { createRandom } from '../../../../shared/random.ts';
import { iris } from '../fixtures.ts';

const sizes = (labels: Int32Array): Record<string, number> => {
  const out: Record<string, number> = {};
  for (const label of labels) out[label] = (out[label] ?? 0) + 1;
  return out;
};

const dbscanOf = (
  values: Float64Array,
  rows: number,
  columns: number,
  parameters: { radius: number; minPoints: number },
): DbscanResult => {
  const tree = buildTree(values, rows, columns);
  return dbscan(tree, kthSquares(tree, Math.max(1, Math.min(parameters.minPoints, rows))), parameters);
};
const hdbscanOf = (values: Float64Array, rows: number, columns: number, minSize: number): HdbscanResult =>
  hdbscan(values, columns, kthSquares(buildTree(values, rows, columns), Math.min(minSize, rows)), minSize);

describe('DBSCAN', () => {
  test.each([
    [0.5, 5, { '0': 49, '1': 84, '-1': 17 }, 117],
    [0.5, 4, { '0': 49, '1': 84, '2': 4, '-1': 13 }, null],
    [0.6, 5, { '0': 49, '1': 92, '-1': 9 }, null],
    [0.4, 5, { '0': 46, '1': 36, '2': 14, '3': 22, '-1': 32 }, null],
    [0.7, 5, { '0': 50, '1': 97, '-1': 3 }, null],
  ])('iris, radius %d, %d points (scikit-learn, R dbscan)', (radius, minPoints, expected, cores) => {
    const { values } = iris();
    const found = dbscanOf(values, 150, 4, { radius, minPoints });
    expect(sizes(found.labels)).toEqual(expected);
    if (cores !== null) expect(found.core.reduce((sum, c) => sum + c, 0)).toBe(cores);
  });
  test('six points by hand', () => {
    const values = Float64Array.of(1, 2, 2, 2, 2, 3, 8, 7, 8, 8, 25, 80);
    expect([...dbscanOf(values, 6, 2, { radius: 3, minPoints: 2 }).labels]).toEqual([0, 0, 0, 1, 1, -1]);
  });
  test('on random points: cores, groups and noise are those of looking at every pair', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 120 }),
        fc.integer(),
        fc.integer({ min: 1, max: 6 }),
        (n, seed, minPoints) => {
          const random = createRandom(seed);
          // Whole numbers, so that many points coincide and many distances are exactly the radius.
          const values = Float64Array.from({ length: 2 * n }, () => random.int(12));
          const radius = 2;
          const { labels, core, groups } = dbscanOf(values, n, 2, { radius, minPoints });
          const near = (i: number, j: number): boolean =>
            (values[2 * i] - values[2 * j]) ** 2 + (values[2 * i + 1] - values[2 * j + 1]) ** 2 <=
            radius * radius;
          const all = [...Array(n).keys()];
          const wrong = all.filter((i) => {
            const reached = all.filter((j) => near(i, j));
            if ((core[i] === 1) !== reached.length >= minPoints) return true;
            const cores = reached.filter((j) => core[j] === 1);
            if (core[i] === 1) return cores.some((j) => labels[j] !== labels[i]);
            return labels[i] !== (cores.length === 0 ? -1 : Math.min(...cores.map((j) => labels[j])));
          });
          expect(wrong).toEqual([]);
          expect(Math.max(-1, ...labels) + 1).toBe(groups);
          // Groups are numbered by their first core.
          const first = [...Array(groups).keys()].map((group) =>
            labels.findIndex((label, i) => label === group && core[i] === 1),
          );
          expect(first).toEqual([...first].sort((a, b) => a - b));
        },
      ),
      { numRuns: 60 },
    );
  });
  test('k-distances are those of sorting every distance', () => {
    const random = createRandom(1);
    const values = Float64Array.from({ length: 300 }, () => random.normal());
    const slow = Array.from({ length: 100 }, (_, i) => {
      const all = Array.from({ length: 100 }, (__, j) =>
        Math.hypot(
          values[3 * i] - values[3 * j],
          values[3 * i + 1] - values[3 * j + 1],
          values[3 * i + 2] - values[3 * j + 2],
        ),
      );
      return all.sort((a, b) => a - b)[4];
    }).sort((a, b) => a - b);
    const squares = kthSquares(buildTree(values, 100, 3), 5).sort();
    squares.forEach((square, i) => {
      expect(Math.sqrt(square)).toBeCloseTo(slow[i], 12);
    });
  });
  test('a radius or a count that makes no sense is refused', () => {
    expect(() => dbscanOf(new Float64Array(4), 2, 2, { radius: 0, minPoints: 2 })).toThrow(/radius is 0/);
    expect(() => dbscanOf(new Float64Array(4), 2, 2, { radius: 1, minPoints: 0 })).toThrow(/points is 0/);
  });
});

describe('HDBSCAN', () => {
  test('iris: two groups, the setosas and the rest', () => {
    const { values } = iris();
    const { labels, stability } = hdbscanOf(values, 150, 4, 10);
    expect(sizes(labels)).toEqual({ '0': 100, '1': 50 });
    expect(new Set(labels.slice(0, 50))).toEqual(new Set([1]));
    expect(stability.length).toBe(2);
  });
  test('groups of different density are found where one radius cannot', () => {
    const random = createRandom(5);
    const blob = (n: number, x: number, y: number, sd: number): number[] =>
      Array.from({ length: n }, () => [x + sd * random.normal(), y + sd * random.normal()]).flat();
    const values = Float64Array.from([
      ...blob(80, 0, 0, 0.05),
      ...blob(80, 1, 0, 0.05),
      ...blob(80, 30, 30, 3),
    ]);
    const { labels, groups, strength } = hdbscanOf(values, 240, 2, 15);
    expect(groups).toBe(3);
    for (const from of [0, 80, 160]) {
      const inside = [...labels.slice(from, from + 80)];
      const most = Math.max(...[0, 1, 2].map((group) => inside.filter((label) => label === group).length));
      expect(most).toBeGreaterThan(55);
    }
    expect(strength.every((s, i) => (labels[i] < 0 ? s === 0 : s > 0 && s <= 1))).toBe(true);
  });
  test('equal points, few points, one point: an answer without a crash', () => {
    expect(hdbscanOf(new Float64Array(2), 1, 2, 2).groups).toBe(0);
    const same = hdbscanOf(new Float64Array(40), 20, 2, 5);
    expect(same.labels.length).toBe(20);
    const pairs = Float64Array.from([...Array(10).fill(0), ...Array(10).fill(9)]);
    expect(hdbscanOf(pairs, 20, 1, 5).groups).toBe(2);
  });
});

describe('HDBSCAN of rows in any order', () => {
  test('gives the same people the same groups, however many distances are equal', () => {
    for (let seed = 0; seed < 12; seed++) {
      const random = createRandom(seed);
      // Places of a grid: nearly every distance is there many times.
      const places = Array.from({ length: 400 }, (_, i) => [i % 20, Math.floor(i / 20)]).filter(
        () => random.next() < 0.45,
      );
      const rows = places.length;
      const fitted = (order: readonly number[]): number[] => {
        const values = Float64Array.from(order.flatMap((place) => places[place]));
        const input = { method: 'hdbscan' as const, values, rows, columns: 2, radius: null };
        const { labels } = fitDense({ ...input, minPoints: 3, minSize: 5 });
        const out = new Array<number>(rows);
        order.forEach((place, i) => {
          out[place] = labels[i];
        });
        return out;
      };
      const straight = places.map((_, place) => place);
      const shuffled = [...straight];
      for (let i = rows - 1; i > 0; i--) {
        const other = random.int(i + 1);
        [shuffled[i], shuffled[other]] = [shuffled[other], shuffled[i]];
      }
      expect(fitted(shuffled), `seed ${seed}`).toEqual(fitted(straight));
    }
  });
});
