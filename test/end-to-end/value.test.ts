/** Customer value from files to features, rules and exports: fitted, used, taken back, never a person's figure kept. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Engine } from '../../engine/engine.ts';
import { newShop, newVault, scratch } from './scratch.ts';

const { folder, remove } = scratch();
let engine: Engine;
let asOf = '';
const lens = () => ({ purpose: 'analytics', asOf }) as const;

beforeAll(async () => {
  ({ engine, asOf } = await newShop(folder, { customers: 900, events: 1, seed: 4 }));
}, 60_000);
afterAll(() => {
  engine.close();
  remove();
});

describe('customer value', () => {
  test('is fitted, tested on time kept back, and says its doubts', async () => {
    expect(await engine.call('value.get', {})).toBeNull();
    const answer = await engine.call('value.fit', { lens: lens(), value: { model: 'bg-nbd' } });
    expect(answer.people + answer.without).toBe(answer.lens.admitted);
    expect(answer.purchases.parameters.map(({ name }) => name)).toEqual(['r', 'alpha', 'a', 'b']);
    expect(answer.money?.parameters.length).toBe(3);
    expect(answer.tenths.length).toBeGreaterThan(2);
    expect(answer.tenths.reduce((sum, { people }) => sum + people, 0)).toBe(answer.people);
    expect(answer.tenths.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 9);
    const values = answer.tenths.map(({ value }) => value as number);
    expect([...values].sort((a, b) => b - a)).toEqual(values);
    expect(
      answer.tenths.reduce((sum, { people, historic }) => sum + people * (historic ?? 0), 0) /
        (answer.historic ?? 1),
      // Means are told on steps that hide each person.
    ).toBeCloseTo(1, 1);
    const { holdout } = answer;
    expect(holdout?.groups.reduce((sum, group) => sum + group.actual * group.people, 0)).toBeCloseTo(
      holdout?.actual ?? 0,
      6,
    );
    expect(holdout?.groups.every(({ people }) => people >= 11)).toBe(true);
    expect(holdout?.tracking.at(-1)?.seen).toBe(false);
    // The model is not wildly off on time it had not seen.
    expect(Math.abs((holdout?.expected ?? 0) / (holdout?.actual ?? 1) - 1)).toBeLessThan(0.5);
    expect(answer.doubts.map(({ code }) => code)).toContain('once-alive');
    expect(await engine.call('value.get', {})).toEqual(answer);
    const { entries } = await engine.call('audit.verify', {});
    expect(entries).toBeGreaterThan(0);
  });

  test('gives features that agree with its sums, and rules that count', async () => {
    const answer = await engine.call('value.fit', { lens: lens(), value: { model: 'mbg-nbd' } });
    const { features } = await engine.call('features.compute', { lens: lens() });
    const of = (id: string) => features.find((feature) => feature.id === id);
    expect(of('clv')?.known).toBe(answer.people);
    expect((of('clv')?.mean ?? 0) * answer.people).toBeCloseTo(answer.value ?? 0, 2);
    expect(of('p_alive')?.mean).toBeCloseTo(answer.alive, 6);
    const rule = { op: 'compare', field: 'clv', is: '>=', value: of('clv')?.centiles?.[1] ?? 0 } as const;
    const { people } = await engine.call('segment.count', { lens: lens(), rule });
    expect(Math.abs(people - answer.people / 2)).toBeLessThan(answer.people * 0.05 + 5);
  });

  test('an earlier date sees only what was known then', async () => {
    const early = { purpose: 'analytics', asOf: `${Number(asOf.slice(0, 4)) - 1}${asOf.slice(4)}` } as const;
    const { features } = await engine.call('features.compute', { lens: early });
    const known = features.find(({ id }) => id === 'p_alive')?.known ?? 0;
    const bought = features.find(({ id }) => id === 'recency')?.known ?? 0;
    expect(known).toBeGreaterThan(0);
    expect(known).toBeLessThanOrEqual(bought);
  });

  test('explains a typed-in history step by step, and refuses an impossible one', async () => {
    const told = await engine.call('value.explain', { purchases: 4, first: 300, last: 20, mean: 50 });
    expect(told.steps.length).toBe(5);
    expect(told.value).toBeGreaterThan(0);
    const silent = await engine.call('value.explain', { purchases: 4, first: 600, last: 320, mean: 50 });
    expect(silent.alive).toBeLessThan(told.alive);
    await expect(engine.call('value.explain', { purchases: 4, first: 20, last: 300 })).rejects.toThrow(
      /does not fit/,
    );
  });

  test('can be taken back and done again, and its features with it', async () => {
    const ids = async () =>
      (await engine.call('features.compute', { lens: lens() })).features.map(({ id }) => id);
    expect(await ids()).toContain('clv');
    await engine.call('history.undo', {});
    await engine.call('history.undo', {});
    expect(await ids()).not.toContain('clv');
    await engine.call('history.redo', {});
    expect(await ids()).toContain('clv');
  });

  test('a rule over it leaves with the reason why a warehouse cannot compute it', async () => {
    const rule = { op: 'compare', field: 'p_alive', is: '>=', value: 0.5 } as const;
    await engine.call('segment.define', { lens: lens(), name: 'Still here', rule });
    const written = await engine.call('release.write', {
      lens: lens(),
      export: { name: 'Value', targets: ['sqlite'] },
      folder: join(folder, 'out'),
    });
    expect(written.notExpressed.map(({ reason }) => reason).join(' ')).toContain(
      'not made of orders, events and attributes',
    );
  });

  test('fixed occasions: BG/BB over weeks, with matrices in which a longer silence never makes alive likelier', async () => {
    const answer = await engine.call('value.fit', { lens: lens(), value: { model: 'bg-bb', unit: 'month' } });
    expect(answer.purchases.label).toBe('BG/BB');
    expect(Math.abs((answer.holdout?.expected ?? 0) / (answer.holdout?.actual ?? 1) - 1)).toBeLessThan(0.5);
    await expect(engine.call('value.explain', { purchases: 9, first: 60, last: 0 })).rejects.toThrow(
      /do not fit into/,
    );
    for (const model of ['bg-bb', 'mbg-nbd'] as const) {
      await engine.call('value.fit', { lens: lens(), value: { model } });
      const matrix = await engine.call('value.matrix', { days: 365, most: 6 });
      expect(matrix.frequencies).toEqual([0, 1, 2, 3, 4, 5, 6]);
      expect(matrix.silences[0]).toBe(0);
      expect(matrix.silences.at(-1)).toBe(365);
      // Only the longest silence knows somebody who bought once.
      expect(matrix.alive.map((row) => row[0] !== null)).toEqual(matrix.silences.map((days) => days === 365));
      for (const column of matrix.frequencies.keys()) {
        const down = matrix.alive.map((row) => row[column]).filter((p) => p !== null);
        expect([...down].sort((a, b) => b - a)).toEqual(down);
        expect(down.every((p) => p >= 0 && p <= 1)).toBe(true);
      }
      const told = await engine.call('value.explain', { purchases: 4, first: 365, last: 0 });
      expect(matrix.alive[0][3]).toBeCloseTo(told.alive, 9);
      expect(matrix.purchases[0][3]).toBeCloseTo(told.purchases, 9);
    }
  });

  test('too few buyers are refused with what to do', async () => {
    const small = await newVault(folder, 'small.cloister');
    const file = join(folder, 'few.csv');
    writeFileSync(file, 'customer_id,order_date,amount\nA1,2026-01-02,10\nA2,2026-02-03,20\n');
    await small.call('intake.import', { file, kind: 'orders' });
    await small.call('consent.declare', {
      purpose: 'analytics',
      basis: 'legitimate_interest',
      at: '2020-01-01',
      reason: 'A test',
    });
    await expect(
      small.call('value.fit', { lens: { purpose: 'analytics', asOf: '2026-06-01' } }),
    ).rejects.toThrow(/Fewer than 11 people/);
    small.close();
  });
});
