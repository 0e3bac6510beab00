/**
 * An analyst who knows one person and asks: two filters around them, on another day, by another run, after recording a
 * withdrawal. Each attack computes what a subtraction would give, and must be left without it.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createEngine, type Engine } from '../../engine/engine.ts';
import { isTold } from '../../shared/counts.ts';
import { numbersOfPeople, PASSPHRASE, scratch } from '../end-to-end/scratch.ts';
import { failure } from '../faults/vault.ts';

const LENS = { purpose: 'analytics', asOf: '2026-07-01' };
const LATER = { ...LENS, asOf: '2026-07-02' };
const EMAIL = 'marketing.communications.email';
const PEOPLE = 600;
/** The one who is known: the oldest, who spends the most. */
const TARGET = { id: 'C10599', age: 95, spend: 9000 };
const { folder, remove } = scratch();
let engine: Engine;
const vault = { path: join(folder, 'v'), passphrase: PASSPHRASE };
const aged = (is: '>=' | '<', value: number) => ({ op: 'compare' as const, field: 'profile.age', is, value });
const count = (rule: ReturnType<typeof aged>, lens = LENS) => engine.call('segment.count', { lens, rule });
const again = async (): Promise<void> => {
  engine.close();
  engine = createEngine();
  await engine.call('vault.open', vault);
};
const change = (identifier: string, purpose = LENS.purpose) =>
  engine.call('consent.change', {
    identifier,
    purpose,
    state: 'withdrawn',
    at: '2026-06-30',
    reason: 'letter',
  });
const spendOf = async (lens = LENS) => {
  const { features, lens: own } = await engine.call('features.compute', { lens });
  return { mean: features.find(({ id }) => id === 'profile.spend')?.mean ?? 0, admitted: own.admitted };
};

beforeAll(async () => {
  engine = createEngine();
  await engine.call('vault.create', vault);
  const file = join(folder, 'people.csv');
  const rows = Array.from({ length: PEOPLE }, (_, i) =>
    i === PEOPLE - 1
      ? `${TARGET.id},${TARGET.age},${TARGET.spend}`
      : `C${10_000 + i},${20 + (i % 60)},${i % 97}`,
  );
  writeFileSync(file, `customer_id,age,spend\n${rows.join('\n')}\n`);
  await engine.call('intake.import', {
    file,
    kind: 'profiles',
    mapping: numbersOfPeople(['age', 'spend']),
  });
  for (const purpose of [LENS.purpose, EMAIL])
    await engine.call('consent.declare', {
      purpose,
      basis: 'consent',
      state: 'given',
      at: '2026-01-01',
      reason: 'Terms of service',
    });
});
afterAll(() => {
  engine.close();
  remove();
});

describe('subtraction of two answers', () => {
  it('of filters around one person, on another day, by another run', async () => {
    const first = await count(aged('<', 90));
    for (const ask of [again, async () => undefined])
      for (const lens of [LENS, LATER]) {
        await ask();
        expect((await count(aged('<', 100), lens)).people).toBe(first.people);
        expect((await count(aged('<', 90), lens)).people).toBe(first.people);
      }
  });

  it('of a group and of everyone outside a group nearly the same', async () => {
    const { people, of } = await count(aged('<', 50));
    // The same people, but for the ten of one age.
    const { people: others } = await count(aged('>=', 51));
    expect(of - others).toBe(people);
  });

  it('before and after a withdrawal was recorded: counts, reasons, purposes, means', async () => {
    const summary = () => engine.call('consent.summary', { asOf: LENS.asOf });
    const coverage = () => engine.call('consent.coverage', { asOf: LENS.asOf, months: 2 });
    const overview = () => engine.call('consent.overview', LENS);
    const before = [await summary(), await coverage(), (await overview()).regimes, await spendOf()];
    const spread = await engine.call('features.distribution', {
      lens: LENS,
      choice: { feature: 'profile.spend', scaling: 'none' },
    });
    const row = spread.type === 'number' ? spread.before.edges[0] : Number.NaN;
    await change(TARGET.id);
    await again();
    const { purposes } = await summary();
    const told = before[0] as Awaited<ReturnType<typeof summary>>;
    expect(purposes.map(({ admitted }) => admitted)).toEqual(told.purposes.map(({ admitted }) => admitted));
    expect(await coverage()).toEqual(before[1]);
    expect((await overview()).regimes).toEqual(before[2]);
    expect(await spendOf()).toEqual(before[3]);
    expect(row % 1).toBe(0);
    // On another day the mean is computed anew; what it is told on hides any one value.
    const today = before[3] as Awaited<ReturnType<typeof spendOf>>;
    const later = await spendOf(LATER);
    const guess = today.mean * PEOPLE - later.mean * (PEOPLE - 1);
    expect(Math.abs(guess - TARGET.spend)).toBeGreaterThan(TARGET.spend / 100);
  });

  it('of exact counts stays the officer’s, who may look anybody up', async () => {
    await engine.call('officer.enter', { passphrase: PASSPHRASE });
    expect((await count(aged('<', 100))).people).toBe(PEOPLE - 1);
    await engine.call('officer.leave', {});
    expect((await count(aged('<', 100))).people).toBe(PEOPLE);
  });
});

describe('a rule that describes one person', () => {
  it('says the same whether they are admitted or not, also by who moved between two days', async () => {
    // The target has withdrawn; a neighbour, described as closely, has not.
    const alone = async (value: number) => (await count(aged('>=', value))).people;
    const nobody = await alone(TARGET.age + 1);
    expect(isTold(nobody)).toBe(false);
    expect(await alone(TARGET.age)).toBe(nobody);
    await engine.call('segment.define', { lens: LENS, name: 'The target', rule: aged('>=', TARGET.age) });
    await engine.call('segment.refresh', { lens: LENS });
    await change('C10599', LENS.purpose);
    const [moved] = await engine.call('segment.refresh', { lens: LATER });
    expect([moved.people, moved.entered, moved.left]).toEqual([nobody, nobody, nobody]);
  });
});

describe('whether somebody is a customer', () => {
  it('is not told by recording a change: known and unknown get the same answer and the same entry', async () => {
    const known = await change('C10007', EMAIL);
    const unknown = await change('C99999', EMAIL);
    expect(unknown).toEqual(known);
    const entries = await engine.call('audit.log', { limit: 2 });
    const shape = entries.map((entry) => JSON.stringify(Object.keys(entry).sort()));
    expect(shape[0]).toBe(shape[1]);
    // An event of nobody counts as one of somebody, wherever events are counted.
    const rows = async () =>
      (await engine.call('consent.overview', { ...LENS, purpose: EMAIL })).changes.rows;
    for (let i = 0; i < 9; i++) await change(`C${90_000 + i}`, EMAIL);
    expect(await rows()).toContainEqual({ purpose: EMAIL, state: 'withdrawn', people: 11 });
  });

  it('is told to the officer', async () => {
    await engine.call('officer.enter', { passphrase: PASSPHRASE });
    expect((await failure(change('C99999', EMAIL))).code).toBe('NOT_FOUND');
    await engine.call('officer.leave', {});
  });
});
