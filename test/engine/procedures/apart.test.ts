/** What sets clusters apart, asked of a vault: ranked, with intervals, explained by trees, and on steps. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Engine } from '../../../engine/engine.ts';
import type { Answer } from '../../../shared/contract/contract.ts';
import { createRandom } from '../../../shared/random.ts';
import { parseRule } from '../../../shared/rules/rule.ts';
import { newVault, numbersOfPeople, scratch } from '../../end-to-end/scratch.ts';

const LENS = { purpose: 'analytics', asOf: '2026-07-01' } as const;
const PEOPLE = 900;
const { folder, remove } = scratch();
let engine: Engine;
let apart: Answer<'clustering.apart'>;
let trees: Answer<'clustering.trees'>;

beforeAll(async () => {
  engine = await newVault(folder, 'v');
  const random = createRandom(4);
  const lines = Array.from({ length: PEOPLE }, (_, i) => {
    const group = i % 3;
    const near = (at: number, by: number) => (at + by * random.normal()).toFixed(2);
    const plan = random.int(10) < 7 ? ['basic', 'pro', 'trial'][group] : 'other';
    return [
      `C${1000 + i}`,
      near(10 + 20 * group, 3),
      near(group === 2 ? 80 : 20, 6),
      near(50, 9),
      plan,
    ].join();
  });
  const file = join(folder, 'people.csv');
  writeFileSync(file, `${['customer_id,visits,basket,height,plan', ...lines].join('\n')}\n`);
  await engine.call('intake.import', {
    file,
    kind: 'profiles',
    mapping: numbersOfPeople(['visits', 'basket', 'height'], ['plan']),
  });
  await engine.call('consent.declare', {
    purpose: LENS.purpose,
    basis: 'legitimate_interest',
    state: 'given',
    at: '2026-01-01',
    reason: 'Assessment',
  });
  await engine.call('clustering.fit', {
    lens: LENS,
    clustering: {
      features: [{ feature: 'profile.visits' }, { feature: 'profile.basket' }],
      k: 3,
    },
  });
  apart = await engine.call('clustering.apart', { lens: LENS });
  trees = await engine.call('clustering.trees', { lens: LENS });
}, 120_000);
afterAll(() => {
  engine.close();
  remove();
});

const feature = (id: string) => apart.features.find((one) => one.id === id);
const cell = (label: number, id: string) =>
  apart.clusters[label].cells[apart.features.findIndex((one) => one.id === id)];

describe('figures', () => {
  test('what was clustered by stands apart and is not tested; the rest is, and corrected', () => {
    expect(feature('profile.visits')).toMatchObject({ used: true, size: 'large', below: null });
    expect(feature('profile.plan')).toMatchObject({
      used: false,
      kind: 'level',
      size: 'large',
      below: 0.001,
    });
    expect(feature('profile.height')).toMatchObject({ used: false, size: 'negligible', below: null });
    const strengths = apart.features.map(({ strength }) => strength);
    expect(strengths).toEqual(strengths.toSorted((a, b) => b - a));
  });

  test('means lie in their intervals, and d has the sign of z', () => {
    for (const { label } of apart.clusters)
      for (const id of ['profile.visits', 'profile.basket', 'profile.height']) {
        const found = cell(label, id);
        if (found?.kind !== 'number') throw new Error(`no figure of ${id}`);
        expect(found.low).toBeLessThanOrEqual(found.mean);
        expect(found.high).toBeGreaterThanOrEqual(found.mean);
        if (Math.abs(found.z) > 0.1) expect(Math.sign(found.d ?? 0)).toBe(Math.sign(found.z));
        expect(found.band?.[0]).toBeLessThan(found.band?.[1] ?? 0);
      }
    const plans = apart.clusters.map(({ label }) => {
      const found = cell(label, 'profile.plan');
      return found?.kind === 'level' ? found.level : null;
    });
    expect(new Set(plans)).toEqual(new Set(['basic', 'pro', 'trial']));
  });

  test('effects stand on steps of a hundredth or coarser; nobody’s own value is told', () => {
    const hundredths = (value: number) => Math.abs(value * 100 - Math.round(value * 100));
    for (const { kind, effect } of apart.features)
      if (kind === 'number') expect(hundredths(effect)).toBeLessThan(1e-9);
    for (const { cells } of apart.clusters)
      for (const one of cells) {
        if (one?.kind === 'number')
          for (const v of [one.z, one.d ?? 0, ...(one.band ?? [])]) expect(hundredths(v)).toBeLessThan(1e-9);
        if (one?.kind === 'level')
          for (const v of [one.share, one.lens, one.h]) expect(hundredths(v)).toBeLessThan(1e-9);
      }
  });

  test('the same figures when one person withdraws', async () => {
    await engine.call('consent.change', {
      identifier: 'C1000',
      purpose: LENS.purpose,
      state: 'withdrawn',
      at: '2026-06-01',
      reason: 'letter',
    });
    const again = await engine.call('clustering.apart', { lens: LENS });
    expect(again).toEqual(apart);
    expect((await engine.call('clustering.trees', { lens: LENS })).trees).toEqual(trees.trees);
  });
});

describe('trees', () => {
  test('all three tell clusters that lie apart, IMM with a leaf for each', () => {
    expect(trees.chosen).toBe('cart');
    expect(trees.trees.map(({ tree }) => tree)).toEqual(['cart', 'imm', 'exkmc']);
    expect(trees.trees[1].leaves).toBe(3);
    for (const { fidelity, price, rules, importance } of trees.trees) {
      expect(fidelity).toBeGreaterThan(0.9);
      expect(price).toBeGreaterThanOrEqual(1);
      expect(rules.every(({ rule }) => rule !== null)).toBe(true);
      for (const { rule } of rules) expect(() => parseRule(rule)).not.toThrow();
      expect(importance.features.map(({ id }) => id)).toContain('profile.visits');
      expect(importance.clusters).toHaveLength(3);
    }
  });

  test('another tree gives the clusters its rules, as a new version that a fit keeps; the lens must be that of the fit', async () => {
    const made = await engine.call('clustering.explainBy', { lens: LENS, tree: 'imm' });
    expect(made.version).toBe(2);
    expect(made.clusters.map(({ text }) => text)).toEqual(trees.trees[1].rules.map(({ text }) => text));
    expect(made.fitted.clustering.tree).toBe('imm');
    expect((await engine.call('clustering.trees', { lens: LENS })).chosen).toBe('imm');
    const [entry] = (await engine.call('audit.log', { limit: 5 })).filter(
      ({ action }) => action === 'clustering.explain',
    );
    expect(entry.details).toContain('"tree":"imm"');
    await expect(
      engine.call('clustering.explainBy', { lens: { ...LENS, asOf: '2026-07-02' }, tree: 'cart' }),
    ).rejects.toMatchObject({ code: 'USAGE' });
    const { rules } = trees.trees[1];
    const counted = await engine.call('segment.count', { lens: LENS, rule: rules[0].rule! });
    expect(counted.people).toBeGreaterThan(250);
  });
});

test('shades: neighbourhoods of 11 or more on at most six steps', async () => {
  const shades = await engine.call('clustering.shades', { lens: LENS, feature: 'profile.visits' });
  expect(shades.edges.length).toBeGreaterThan(3);
  expect(shades.edges.length).toBeLessThanOrEqual(7);
  const counts = new Map<number, number>();
  for (const step of shades.steps) counts.set(step, (counts.get(step) ?? 0) + 1);
  for (const people of counts.values()) expect(people).toBeGreaterThanOrEqual(11);
  await expect(
    engine.call('clustering.shades', { lens: LENS, feature: 'profile.plan' }),
  ).rejects.toMatchObject({ code: 'NOT_FOUND' });
});

test('who is in no cluster does not count among those tested', async () => {
  const dense = await engine.call('clustering.fit', {
    lens: LENS,
    clustering: {
      features: [{ feature: 'profile.visits' }, { feature: 'profile.basket' }],
      method: 'dbscan',
      radius: 0.11,
      minPoints: 20,
    },
    name: 'dense',
  });
  const clustered = dense.clusters.reduce((sum, { people }) => sum + people, 0);
  expect(dense.noise).toBeGreaterThan(60);
  const { features } = await engine.call('clustering.apart', { lens: LENS, clustering: 'dense' });
  const visits = features.find(({ id }) => id === 'profile.visits')!;
  // Counts are told with less than eleven people either way.
  expect(Math.abs(visits.freedom[1] - (clustered - dense.k))).toBeLessThan(22);
  expect(visits.freedom[0]).toBe(dense.k - 1);
});

test('an effect that a few people carry is told as under its step, not as nought beside a small p', async () => {
  // Purchases of the rarest kind: nobody has them but a tenth of one cluster, and one person has hundreds.
  const random = createRandom(9);
  const lines = Array.from({ length: PEOPLE }, (_, i) => {
    const group = i % 3;
    const rare = group === 2 && random.int(8) === 0 ? 1 + random.int(2) : 0;
    return `R${1000 + i},${(10 + 30 * group + 2 * random.normal()).toFixed(2)},${i === 5 ? 40 : rare}`;
  });
  const file = join(folder, 'rare.csv');
  writeFileSync(file, `${['customer_id,size,rare', ...lines].join('\n')}\n`);
  const own = await newVault(folder, 'w');
  await own.call('intake.import', { file, kind: 'profiles', mapping: numbersOfPeople(['size', 'rare']) });
  await own.call('consent.declare', {
    purpose: LENS.purpose,
    basis: 'legitimate_interest',
    state: 'given',
    at: '2026-01-01',
    reason: 'Assessment',
  });
  await own.call('clustering.fit', {
    lens: LENS,
    clustering: { features: [{ feature: 'profile.size' }], k: 3 },
  });
  const { features } = await own.call('clustering.apart', { lens: LENS });
  expect(features.find(({ id }) => id === 'profile.rare')).toMatchObject({
    effect: 0,
    size: null,
    statistic: null,
  });
  expect(features.find(({ id }) => id === 'profile.rare')?.under).toBeGreaterThan(0.1);
  own.close();
}, 60_000);
