/** Every clustering method from features to segments; clusterings compared, and held against later people. */
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Engine } from '../../engine/engine.ts';
import { isTold } from '../../shared/counts.ts';
import { METHODS, type MethodName } from '../../shared/methods.ts';
import { newShop, PASSPHRASE, scratch } from './scratch.ts';

const { folder, remove } = scratch();
let engine: Engine;
let asOf = '';
const lens = (day = asOf) => ({ purpose: 'analytics', asOf: day });
const features = [
  { feature: 'recency', scaling: 'log' },
  { feature: 'frequency', scaling: 'log' },
  { feature: 'monetary', scaling: 'log' },
] as const;
const fitted = (method: MethodName, more: object = {}) =>
  engine.call('clustering.fit', {
    lens: lens(),
    clustering: { features: [...features], method, ...more },
    name: method,
  });

beforeAll(async () => {
  ({ engine, asOf } = await newShop(folder, { customers: 1500, events: 0, seed: 4 }));
}, 60_000);
afterAll(() => {
  engine.close();
  remove();
});

describe.each(METHODS)('%s', (method) => {
  test('is fitted, kept, seen again, and its clusters become segments', async () => {
    const dense = method === 'dbscan' || method === 'hdbscan';
    const answer = await fitted(method, dense ? {} : { from: 2, to: 4 });
    expect(answer.shown.method).toBe(method);
    expect(answer.candidates.length).toBe(dense ? 1 : 3);
    expect(answer.clusters.length).toBe(answer.k);
    expect(answer.shown.silhouettes.length).toBe(answer.k);
    expect(answer.shown.done.at(-1)).toMatch(/^A person who comes later gets/);
    const seeded = ['kmeans', 'mixture', 'kprototypes'].includes(method);
    expect(answer.shown.repeats.seeds === null).toBe(!seeded);
    // Counts that are told add up to the lens, but for ten people each where nearly the same were told of before.
    const counts = [...answer.clusters.map(({ people }) => people), answer.noise];
    expect(counts.every((count) => count === 0 || count >= 11 || !isTold(count))).toBe(true);
    if (counts.every(isTold))
      expect(Math.abs(counts.reduce((sum, count) => sum + count, 0) - answer.lens.admitted)).toBeLessThan(
        11 * counts.length,
      );
    expect(await engine.call('clustering.get', { lens: lens(), clustering: method })).toEqual(answer);
    const heat = await engine.call('clustering.heat', { lens: lens(), clustering: method });
    // The people who are seen again are those of the fit, not those of a rule for later people.
    expect(heat.clusters.map(({ people }) => people)).toEqual(answer.clusters.map(({ people }) => people));
    expect(heat.noise).toBe(answer.noise);
    if (answer.clusters.some(({ rule }) => rule !== null)) {
      const made = await engine.call('segment.fromClustering', { lens: lens(), clustering: method });
      expect(made.length).toBe(answer.clusters.filter(({ rule }) => rule !== null).length);
    }
    const again = await fitted(method, dense ? {} : { from: 2, to: 4 });
    expect(again.version).toBe(1);
  }, 60_000);
});

test('a tree shows its upper part, a mixture its criteria, a density its distances', async () => {
  const get = (clustering: string) => engine.call('clustering.get', { lens: lens(), clustering });
  const ward = await get('ward');
  const [root] = ward?.shown.dendrogram?.branches ?? [];
  expect(root.share).toBe(1);
  expect(root.split?.k).toBe(2);
  const branches = ward?.shown.dendrogram?.branches ?? [];
  const below = branches.flatMap(({ split }) => (split === null ? [] : [split.larger, split.smaller]));
  expect(below.toSorted((a, b) => a - b)).toEqual([...branches.keys()].slice(1));
  const heights = (ward?.shown.dendrogram?.branches ?? []).flatMap(({ split }) =>
    split ? [split.height] : [],
  );
  expect(heights[0]).toBe(Math.max(...heights));
  const mixture = await get('mixture');
  const { criteria, soft } = mixture?.shown ?? {};
  expect(criteria?.map(({ k }) => k)).toEqual([2, 3, 4]);
  const least = criteria?.reduce((low, row) => (row.bic < low.bic ? row : low));
  expect(mixture?.k).toBe(least?.k);
  expect(soft?.share).toBeGreaterThanOrEqual(0);
  const { distances } = (await get('dbscan'))?.shown ?? {};
  expect(distances?.curve).toEqual(distances?.curve.toSorted((a, b) => b - a));
  expect(distances?.radius).toBeGreaterThan(0);
});

test('two clusterings are compared; later people have drifted, and nothing is fitted by itself', async () => {
  const list = await engine.call('clustering.list', {});
  expect(list.map(({ id }) => id)).toEqual([...METHODS].sort());
  const same = await engine.call('clustering.compare', {
    lens: lens(),
    first: { id: 'kmeans' },
    second: { id: 'kmeans', version: 1 },
  });
  expect(same.ari).toBe(1);
  const other = await engine.call('clustering.compare', {
    lens: lens(),
    first: { id: 'kmeans' },
    second: { id: 'ward' },
  });
  expect(other.ari).toBeLessThan(1);
  for (const row of other.table.cells)
    for (const { people } of row) expect(people === 0 || people >= 11 || !isTold(people)).toBe(true);
  const still = await engine.call('clustering.drift', { lens: lens(), clustering: 'kmeans' });
  expect(still.features.map(({ verdict }) => verdict)).toEqual(['stable', 'stable', 'stable']);
  expect(still.proposal).toBeNull();
  // A year on nobody bought again: recency moved for everyone.
  const year = `${Number(asOf.slice(0, 4)) + 1}${asOf.slice(4)}`;
  const moved = await engine.call('clustering.drift', { lens: lens(year), clustering: 'kmeans' });
  expect(moved.features[0].verdict).toBe('moved');
  expect(moved.proposal).toMatch(/^Fit it again: Recency moved/);
  expect((await engine.call('clustering.list', {})).every(({ version }) => version === 1)).toBe(true);
}, 30_000);

test('a clustering is kept under a name, taken back later, and newcomers get their clusters', async () => {
  const kept = await engine.call('clustering.keep', { from: { id: 'hdbscan' }, name: 'autumn' });
  expect([kept.id, kept.version, kept.method]).toEqual(['autumn', 1, 'hdbscan']);
  // The labels of the method itself go with it.
  const same = await engine.call('clustering.compare', {
    lens: lens(),
    first: { id: 'hdbscan' },
    second: { id: 'autumn' },
  });
  expect(same.ari).toBe(1);
  expect(
    (await engine.call('clustering.keep', { from: { id: 'ward', version: 1 }, name: 'autumn' })).version,
  ).toBe(2);
  const again = await engine.call('clustering.keep', { from: { id: 'autumn', version: 1 }, name: 'autumn' });
  expect([again.version, again.method]).toEqual([3, 'hdbscan']);
  // Taken back, labels and all: first to Ward's, then to the first one, then to none.
  const methods = async (): Promise<(string | undefined)[]> => {
    await engine.call('history.undo', {});
    const list = await engine.call('clustering.list', {});
    return list.filter(({ id }) => id === 'autumn').map(({ method }) => method);
  };
  expect(await methods()).toEqual(['ward']);
  expect(await methods()).toEqual(['hdbscan']);
  const back = { lens: lens(), first: { id: 'hdbscan' }, second: { id: 'autumn' } };
  expect((await engine.call('clustering.compare', back)).ari).toBe(1);
  expect(await methods()).toEqual([]);
  await engine.call('history.redo', {});
  expect((await engine.call('clustering.compare', back)).ari).toBe(1);
  await expect(engine.call('clustering.keep', { from: { id: 'gone' }, name: 'x' })).rejects.toThrow(
    'no clustering "gone"',
  );

  await engine.call('officer.enter', { passphrase: PASSPHRASE });
  const early = `${Number(asOf.slice(0, 4)) - 1}${asOf.slice(4)}`;
  await engine.call('clustering.fit', {
    lens: lens(early),
    clustering: { features: [...features], k: 3 },
    name: 'early',
  });
  const then = await engine.call('lens.describe', lens(early));
  const now = await engine.call('lens.describe', lens());
  const found = await engine.call('clustering.assign', { lens: lens(), clustering: 'early' });
  const sum = (of: readonly { people: number }[]): number => of.reduce((all, { people }) => all + people, 0);
  expect(sum(found.clusters) + found.noise).toBe(now.admitted);
  expect(sum(found.newcomers.clusters) + found.newcomers.noise).toBe(found.newcomers.people);
  expect(found.newcomers.people).toBeGreaterThanOrEqual(now.admitted - then.admitted);
  expect(found.assigns).toMatch(/nearest/);
  await engine.call('officer.leave', {});
}, 30_000);

test('a feature that vanished since is said wherever the model is used, and nothing is counted', async () => {
  await engine.call('features.keep', { features: ['gap_mean'] });
  await engine.call('clustering.fit', {
    lens: lens(),
    clustering: { features: [{ feature: 'gap_mean', scaling: 'rank' }, { feature: 'recency' }], k: 3 },
    name: 'lacking',
  });
  await engine.call('features.keep', { features: [] });
  const at = { lens: lens(), clustering: 'lacking' };
  for (const name of [
    'clustering.points',
    'clustering.heat',
    'clustering.assign',
    'clustering.drift',
  ] as const)
    await expect(engine.call(name, at), name).rejects.toThrow('There is no feature gap_mean any more.');
  await expect(
    engine.call('clustering.compare', { lens: lens(), first: { id: 'lacking' }, second: { id: 'kmeans' } }),
  ).rejects.toThrow('There is no feature gap_mean any more.');
  await engine.call('features.keep', { features: ['gap_mean'] });
  // Nobody came since; as few as that are told as few.
  const again = await engine.call('clustering.assign', at);
  expect(again.newcomers.people).toBeLessThan(1);
  // k-means leaves nobody out, so nothing has to be kept back on account of how few it left.
  expect([again.noise, again.newcomers.noise]).toEqual([0, 0]);
  expect(again.clusters.every(({ people }) => isTold(people))).toBe(true);
}, 30_000);

test('what a fit left ready is what is worked out again after the vault was opened anew', async () => {
  const methods = ['kmeans', 'dbscan', 'mixture'] as const;
  for (const method of methods) {
    await fitted(method, method === 'dbscan' ? {} : { k: 3 });
    const points = () => engine.call('clustering.points', { lens: lens(), clustering: method });
    const ready = await points();
    await engine.call('vault.close', {});
    await engine.call('vault.open', { path: join(folder, 'shop.cloister'), passphrase: PASSPHRASE });
    expect(await points()).toEqual(ready);
  }
}, 30_000);

test('a parameter of another method and one person are said', async () => {
  await expect(fitted('kmeans', { radius: 1 })).rejects.toThrow(
    'a parameter was given that the method does not take',
  );
  await expect(
    engine.call('clustering.compare', { lens: lens(), first: { id: 'ward' }, second: { id: 'gone' } }),
  ).rejects.toThrow('There is no clustering "gone"');
  await expect(fitted('dbscan', { radius: 1e6 })).rejects.toThrow(
    'Everyone who is clustered falls into one cluster',
  );
  await expect(fitted('dbscan', { minPoints: 100_000 })).rejects.toThrow('No place is dense enough');
});
