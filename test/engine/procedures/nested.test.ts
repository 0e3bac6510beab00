/** Segments of segments: groups that a level of the tree holds together, around the clusters of its cut. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Engine } from '../../../engine/engine.ts';
import { liesInside } from '../../../shared/rules/nesting.ts';
import { groupsOfLevels, levelsOf } from '../../../shared/tree-levels.ts';
import { newShop, scratch } from '../../end-to-end/scratch.ts';

const { folder, remove } = scratch();
const lens = { purpose: 'personalize', asOf: '2026-07-01' } as const;
const features = ['recency', 'frequency', 'monetary', 'tenure'].map((feature) => ({
  feature,
  scaling: 'log' as const,
}));
let engine: Engine;
beforeAll(async () => {
  ({ engine } = await newShop(folder, { customers: 1500, events: 2, seed: 1 }));
}, 60_000);
afterAll(() => {
  engine.close();
  remove();
});

test('every group is around its clusters, and goes when the clusters are taken over without it', async () => {
  const { shown, k, version } = await engine.call('clustering.fit', {
    lens,
    clustering: { features, method: 'ward', k: 5 },
  });
  const branches = shown.dendrogram?.branches ?? [];
  const levels = levelsOf(branches, k);
  expect(levels.slice(0, 2)).toEqual([2, 3]);
  const groups = groupsOfLevels(branches, [2, 3]);
  expect(groups.length).toBeGreaterThan(0);
  const made = await engine.call('segment.fromClustering', { lens, levels: [3, 2] });
  const clusters = made.filter(({ cluster }) => cluster !== null);
  expect(made.length - clusters.length).toBe(groups.length);
  const inner = clusters.filter(({ parent }) => parent !== null);
  const held = new Set(groups.flatMap(({ labels }) => labels));
  expect(inner.map(({ cluster }) => cluster?.label).sort()).toEqual([...held].sort());
  for (const one of inner) {
    const around = made.find(({ id }) => id === one.parent);
    expect(around !== undefined && liesInside(one.rule, around.rule)).toBe(true);
    expect(around?.people).toBeGreaterThanOrEqual(one.people);
  }
  // They are kept, and listed with what is around them.
  const listed = await engine.call('segment.list', { lens });
  expect(listed.map(({ id, parent }) => [id, parent])).toEqual(
    expect.arrayContaining(made.map(({ id, parent }) => [id, parent])),
  );
  await engine.call('segment.fromClustering', { lens });
  const without = await engine.call('segment.list', { lens });
  expect(without.filter(({ parent }) => parent !== null)).toEqual([]);
  expect([without.length, version]).toEqual([clusters.length, 1]);
});

test('a level that is not above the cut is refused, and so is any level without a tree', async () => {
  const from = (levels: number[]) => engine.call('segment.fromClustering', { lens, levels });
  await expect(from([5])).rejects.toMatchObject({ code: 'PLAN_INVALID', message: /no level of 5/ });
  await engine.call('clustering.fit', { lens, clustering: { features, k: 3 } });
  await expect(from([2])).rejects.toMatchObject({ code: 'PLAN_INVALID', message: /no tree/ });
});
