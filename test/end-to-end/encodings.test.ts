/** Encodings, ranks and people left out, from a plan's words to a kept clustering; and documents of earlier versions. */
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createEngine, type Engine } from '../../engine/engine.ts';
import { openVault } from '../../engine/vault/vault.ts';
import { NOISE } from '../../shared/methods.ts';
import { newShop, PASSPHRASE, scratch } from './scratch.ts';

const { folder, remove } = scratch();
const path = join(folder, 'shop.cloister');
let engine: Engine;
let asOf = '';
const lens = () => ({ purpose: 'analytics', asOf }) as const;
const cluster = (features: object[], more: object = {}) =>
  engine.call('clustering.fit', {
    lens: lens(),
    clustering: { features: features as { feature: string }[], k: 3, ...more },
  });

beforeAll(async () => {
  ({ engine, asOf } = await newShop(folder, { customers: 900, events: 2, seed: 8 }));
}, 60_000);
afterAll(() => {
  engine.close();
  remove();
});

test('every encoding and scaling is fitted by every kind of method, and told', {
  timeout: 60_000,
}, async () => {
  const { features } = await engine.call('features.compute', { lens: lens() });
  const plan = features.find(({ id }) => id === 'profile.plan');
  const order = plan?.levels?.map(({ level }) => level).sort() ?? [];
  expect(order.length).toBeGreaterThan(1);
  for (const method of ['kmeans', 'pam', 'ward', 'mixture', 'kprototypes']) {
    const { shown, pca } = await cluster(
      [
        { feature: 'recency', scaling: 'rank' },
        { feature: 'monetary', scaling: 'log' },
        { feature: 'profile.plan', encoding: 'ordinal', order },
        { feature: 'profile.country', encoding: 'frequency', scaling: 'minmax' },
      ],
      { method },
    );
    expect(pca.columns.slice(0, 2)).toEqual(['recency', 'recency=(missing)']);
    const told = shown.done.join(' ');
    expect(told).toMatch(/Recency as ranks, the share of people below; Monetary as z-scores of logarithms/);
    expect(told).toMatch(new RegExp(`places in the order ${order.join(', ')}, as z-scores`));
    expect(told).toMatch(/the share of people with the same level, from 0 to 1/);
    expect(told).toMatch(/Recency: .* without a value took the median and are marked/);
  }
});

test('a mixture of levels is told to be none that its criteria could judge', {
  timeout: 30_000,
}, async () => {
  const doubts = async (features: object[]) =>
    (await cluster(features, { method: 'mixture' })).shown.doubts.map(({ code }) => code);
  const amount = { feature: 'average_order', scaling: 'log', missing: 'leave-out' };
  expect(await doubts([amount, { feature: 'profile.plan' }])).toContain('flat');
  expect(await doubts([amount])).not.toContain('flat');
});

test('whoever has no value is left out where that was asked for: counted, told, in no cluster', {
  timeout: 60_000,
}, async () => {
  await engine.call('officer.enter', { passphrase: PASSPHRASE });
  const { features } = await engine.call('features.compute', { lens: lens() });
  const missing = features.find(({ id }) => id === 'recency')?.missing ?? 0;
  expect(missing).toBeGreaterThan(10);
  for (const method of ['kmeans', 'ward', 'mixture']) {
    const asked = [
      { feature: 'recency', scaling: 'log', missing: 'leave-out' },
      { feature: 'monetary', scaling: 'rank' },
    ];
    const answer = await cluster(asked, { method });
    expect(answer.leftOut).toBe(missing);
    expect(answer.noise).toBe(missing);
    expect(answer.clusters.reduce((sum, { people }) => sum + people, 0)).toBe(answer.lens.admitted - missing);
    expect(answer.shown.done.join(' ')).toContain(`Recency: ${missing} people without a value left out.`);
    const { labels } = await engine.call('clustering.points', { lens: lens() });
    expect(labels.filter((label) => label === NOISE)).toHaveLength(missing);
    // A model of theirs is measured for minimization on the same people.
    if (method === 'kmeans') await engine.call('minimization.audit', { lens: lens() });
  }
});

test('levels are told before and after, numbers in their new scale', async () => {
  const order = ['free', 'basic', 'plus', 'premium'];
  const { features } = await engine.call('features.compute', { lens: lens() });
  const levels = features.find(({ id }) => id === 'profile.plan')?.levels?.map(({ level }) => level) ?? [];
  const known = [
    ...order.filter((level) => levels.includes(level)),
    ...levels.filter((level) => !order.includes(level)),
  ];
  const spread = (choice: object) =>
    engine.call('features.distribution', { lens: lens(), choice: { feature: 'profile.plan', ...choice } });
  const ordinal = await spread({ encoding: 'ordinal', order: known, scaling: 'none' });
  if (ordinal.type !== 'level') throw new Error('levels are asked about');
  expect(ordinal.levels.map(({ level, number }) => [level, number])).toEqual(
    known.map((level, at) => [level, at]),
  );
  const oneHot = await spread({ rare: 0.5 });
  if (oneHot.type !== 'level') throw new Error('levels are asked about');
  expect(oneHot.levels.some(({ column }) => column === '(other)')).toBe(true);
  const rank = await engine.call('features.distribution', {
    lens: lens(),
    choice: { feature: 'monetary', scaling: 'rank' },
  });
  if (rank.type !== 'number') throw new Error('a number is asked about');
  expect(rank.after.edges.at(-1)).toBeLessThanOrEqual(1);
  await expect(cluster([{ feature: 'monetary', encoding: 'frequency' }])).rejects.toThrow(
    /is a number, so it has no levels/,
  );
});

test('a clustering kept by an earlier version opens, is looked at, compared and held against later people', {
  timeout: 60_000,
}, async () => {
  const answer = await cluster([{ feature: 'recency', scaling: 'log' }, { feature: 'profile.plan' }], {
    method: 'kmeans',
  });
  engine.close();
  // Earlier versions wrote neither roles of columns nor who was left out.
  const vault = await openVault(path, PASSPHRASE);
  const row = vault.db
    .prepare(
      "SELECT version, body FROM record WHERE kind = 'clustering' AND id = 'clustering' ORDER BY version DESC LIMIT 1",
    )
    .get() as { version: number; body: string };
  const body = JSON.parse(row.body);
  for (const column of body.matrix) delete column.role;
  for (const later of ['leftOut', 'silhouetteErrors']) delete body.answer[later];
  body.answer.shown.criteria = null;
  for (const later of ['tree', 'method']) delete body.answer.fitted.clustering[later];
  vault.db
    .prepare("UPDATE record SET body = ? WHERE kind = 'clustering' AND version = ?")
    .run(JSON.stringify(body), row.version);
  vault.close();
  engine = createEngine();
  await engine.call('vault.open', { path, passphrase: PASSPHRASE });
  const found = await engine.call('clustering.get', { lens: lens() });
  expect(found?.leftOut).toBe(0);
  expect(found?.fitted.clustering).toEqual(answer.fitted.clustering);
  expect(found?.k).toBe(answer.k);
  const heat = await engine.call('clustering.heat', { lens: lens() });
  expect(heat.clusters.reduce((sum, { people }) => sum + people, 0)).toBeGreaterThan(500);
  const same = await engine.call('clustering.compare', {
    lens: lens(),
    first: { id: 'clustering' },
    second: { id: 'clustering', version: row.version },
  });
  expect(same.ari).toBe(1);
  const { features } = await engine.call('clustering.drift', { lens: lens() });
  expect(features.map(({ verdict }) => verdict)).toEqual(['stable', 'stable']);
});
