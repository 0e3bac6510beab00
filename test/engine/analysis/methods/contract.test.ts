/** What holds for every clustering method: one interface, labels, models as plain data, later people, bad input. */
import { describe, expect, test } from 'vitest';
import { adjustedRandIndex } from '../../../../engine/analysis/agreement.ts';
import { assign } from '../../../../engine/analysis/methods/assign.ts';
import { fitMethod } from '../../../../engine/analysis/methods/fit.ts';
import { requireMemory } from '../../../../engine/analysis/methods/memory.ts';
import { type MethodFit, orderGroups } from '../../../../engine/analysis/methods/model.ts';
import { refitting } from '../../../../engine/analysis/methods/refit.ts';
import type { Matrix } from '../../../../engine/features/table.ts';
import { METHODS, type MethodName, NOISE, takesK } from '../../../../shared/methods.ts';
import { createRandom } from '../../../../shared/random.ts';
import { matrixOf, withPool } from '../fixtures.ts';

/** Three round groups of 60, far apart. */
const groups = (seed: number, scale = 1): number[][] => {
  const random = createRandom(seed);
  return Array.from({ length: 180 }, (_, i) => [
    scale * (10 * (i % 3) + 0.5 * random.normal()),
    scale * (8 * ((i * i) % 3) + 0.5 * random.normal()),
  ]);
};
const truth = Uint8Array.from({ length: 180 }, (_, i) => i % 3);

const fitOne = (matrix: Matrix, method: MethodName, k = 3, seed = 7, threads = 2): Promise<MethodFit> =>
  withPool(
    threads,
    async (run) =>
      (
        await fitMethod(
          matrix,
          {
            method,
            ...(method === 'dbscan' ? { minPoints: 5, radius: 1.5 } : {}),
            ...(method === 'hdbscan' ? { minSize: 20 } : {}),
          },
          [k],
          seed,
          run,
        )
      ).fits[0],
  );

describe.each(METHODS)('%s', (method) => {
  test('finds three groups, numbers them by size, and gives later people their group', async () => {
    const matrix = matrixOf(groups(1));
    const { model, labels } = await fitOne(matrix, method);
    expect(adjustedRandIndex(labels, truth)).toBe(1);
    expect([model.method, model.k]).toEqual([method, 3]);
    expect(model.sizes).toEqual(model.sizes.toSorted((a, b) => b - a));
    expect(model.sizes.reduce((sum, size) => sum + size, 0)).toBe(180);
    // Plain data: what comes back from a document is the same model.
    const kept = JSON.parse(JSON.stringify(model));
    expect(kept).toEqual(model);
    expect([...assign(matrix, kept)]).toEqual([...labels]);
    const later = matrixOf(groups(2));
    const found = assign(later, kept);
    const placed = [...found.keys()].filter((row) => found[row] !== NOISE);
    expect(placed.length).toBeGreaterThan(160);
    expect(
      adjustedRandIndex(
        placed.map((row) => found[row]),
        placed.map((row) => truth[row]),
      ),
    ).toBe(1);
  }, 20_000);

  test('says the same for the same seed, on one thread and on two', async () => {
    const matrix = matrixOf(groups(3));
    const first = await fitOne(matrix, method, 4, 11, 1);
    const second = await fitOne(matrix, method, 4, 11, 2);
    expect(second.model).toEqual(first.model);
    expect([...second.labels]).toEqual([...first.labels]);
  }, 20_000);

  test('keeps no single person where it keeps the means of people', async () => {
    const rows = groups(4);
    const matrix = matrixOf(rows);
    const { model } = await fitOne(matrix, method);
    const persons = new Set(rows.map((row) => JSON.stringify(row)));
    const vectors: number[][] = [];
    const gather = (value: unknown): void => {
      if (!Array.isArray(value)) {
        if (value !== null && typeof value === 'object') Object.values(value).forEach(gather);
      } else if (value.length === 2 && value.every((one) => typeof one === 'number')) vectors.push(value);
      else value.forEach(gather);
    };
    gather(model);
    expect(vectors.length).toBeGreaterThan(0);
    expect(vectors.filter((vector) => persons.has(JSON.stringify(vector)))).toEqual([]);
  }, 20_000);

  test('can be fitted again on fewer people with what it settled on', async () => {
    const matrix = matrixOf(groups(5));
    const fit = await fitOne(matrix, method);
    const labels = await withPool(2, (run) => refitting(fit, matrix.people, run).refit(matrix, 99));
    expect(adjustedRandIndex(labels, truth)).toBe(1);
  }, 20_000);

  test('refuses what cannot be clustered with a message, and bears extreme scales', async () => {
    const refuse = async (matrix: Matrix, words: RegExp): Promise<void> => {
      await expect(fitOne(matrix, method)).rejects.toThrow(words);
    };
    const rows = groups(6);
    await refuse(matrixOf(rows.map((row, i) => (i === 5 ? [Number.NaN, 1] : row))), /holds NaN in row 6/);
    await refuse(
      matrixOf(rows.map((row, i) => (i === 5 ? [Number.POSITIVE_INFINITY, 1] : row))),
      /holds Infinity/,
    );
    await refuse(matrixOf([[1, 2]]), /differ|alike|One person/);
    await refuse(matrixOf(rows.map(() => [3, 3])), /alike|differ/);
    if (takesK(method)) await refuse(matrixOf(rows.map((_, i) => [i % 2, 0])), /only 2 of the/);
    // A constant column says nothing and hurts nothing.
    const flat = await fitOne(matrixOf(rows.map((row) => [...row, 5])), method);
    expect(adjustedRandIndex(flat.labels, truth)).toBe(1);
    // Beyond what a square can hold it says so; nearer to that it is right or says so, and is never wrong.
    for (const scale of [1e-300, 1e300])
      await refuse(matrixOf(groups(6, scale)), /cannot be analysed|too little/);
    for (const scale of [1e-12, 1e12]) {
      const found = await fitOne(matrixOf(groups(6, scale)), method).catch((error: Error) => error.message);
      if (typeof found === 'string') expect(found).toMatch(/dense|one cluster/);
      else if (method !== 'mixture') expect(adjustedRandIndex(found.labels, truth)).toBe(1);
    }
    // One column that is all zero but for one person, people in pairs that are alike: an answer, or a message.
    for (const odd of [
      rows.map((_, i) => [Number(i === 3), 0]),
      rows.map((_, i) => [Math.floor(i / 2), 1]),
    ]) {
      const found = await fitOne(matrixOf(odd), method).catch((error: Error) => error.message);
      if (typeof found === 'string') expect(found).toMatch(/ \w+/);
      else {
        expect(found.model.sizes.reduce((sum, size) => sum + size, 0)).toBe(
          found.labels.reduce((sum, label) => sum + Number(label !== NOISE), 0),
        );
        expect(Number.isFinite(found.model.inertia)).toBe(true);
        expect(found.model.centroids.flat().every(Number.isFinite)).toBe(true);
      }
    }
    if (method === 'dbscan' || method === 'mixture') return;
    for (const scale of [1e-6, 1e6]) {
      const { labels } = await fitOne(matrixOf(groups(6, scale)), method);
      expect(adjustedRandIndex(labels, truth)).toBe(1);
    }
  }, 30_000);
});

test('memory is asked for before the work', () => {
  expect(() => requireMemory(3e9, 'PAM', 1e9)).toThrow('PAM needs about 2862 MB of memory; 953 MB are free.');
  requireMemory(1e6, 'PAM', 1e9);
});

test('nobody or one group is told with what the method can be asked for', () => {
  const told = (method: MethodName, groups: number[]): unknown => {
    try {
      return orderGroups(groups, method);
    } catch (error) {
      return error;
    }
  };
  expect(told('dbscan', [-1, -1])).toMatchObject({ next: expect.stringContaining('larger radius') });
  expect(told('dbscan', [0, 0, -1])).toMatchObject({ next: expect.stringContaining('smaller radius') });
  // HDBSCAN knows no radius.
  expect(told('hdbscan', [-1, -1])).toMatchObject({ next: expect.not.stringContaining('radius') });
  expect(told('ward', [0, 0])).toMatchObject({ next: expect.stringContaining('tell people apart') });
});
