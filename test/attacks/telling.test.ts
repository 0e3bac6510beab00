/** Attacks through several questions at once: the overlap of segments tells no more than their counts do. */

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createEngine, type Engine } from '../../engine/engine.ts';
import { PASSPHRASE, scratch } from '../end-to-end/scratch.ts';
import { failure } from '../faults/vault.ts';

const LENS = { purpose: 'analytics', asOf: '2026-07-01' };
const PEOPLE = 400;
const { folder, remove } = scratch();
let engine: Engine;
const age = (value: number) => ({ op: 'compare' as const, field: 'profile.age', is: '>=' as const, value });

beforeAll(async () => {
  engine = createEngine();
  await engine.call('vault.create', { path: join(folder, 'v'), passphrase: PASSPHRASE });
  const file = join(folder, 'people.csv');
  const rows = Array.from(
    { length: PEOPLE },
    (_, i) => `C${10_000 + i},${20 + (i % 100)},${i % 2 ? 'a' : 'b'}`,
  );
  writeFileSync(file, `customer_id,age,plan\n${rows.join('\n')}\n`);
  await engine.call('intake.import', {
    file,
    kind: 'profiles',
    mapping: {
      version: 1,
      kind: 'profiles',
      columns: [
        { column: 'customer_id', role: 'identifier', identifier: 'customer' },
        { column: 'age', role: 'attribute', type: 'number', format: '1234.56' },
        { column: 'plan', role: 'attribute' },
      ],
    },
  });
  await engine.call('consent.declare', {
    purpose: LENS.purpose,
    basis: 'contract',
    state: 'given',
    at: '2026-01-01',
    reason: 'Terms of service',
  });
});
afterAll(() => {
  engine.close();
  remove();
});

it('a feature that fewer than eleven people have is told without mean and centiles', async () => {
  const file = join(folder, 'scores.csv');
  const rows = Array.from({ length: 20 }, (_, i) => `C${10_000 + i},${i < 3 ? 500 + i : ''}`);
  writeFileSync(file, `customer_id,score\n${rows.join('\n')}\n`);
  await engine.call('intake.import', {
    file,
    kind: 'profiles',
    mapping: {
      version: 1,
      kind: 'profiles',
      columns: [
        { column: 'customer_id', role: 'identifier', identifier: 'customer' },
        { column: 'score', role: 'attribute', type: 'number', format: '1234.56' },
      ],
    },
  });
  const { features } = await engine.call('features.compute', { lens: LENS });
  expect(features.find(({ id }) => id === 'profile.score')).toMatchObject({ mean: null, centiles: null });
  expect(features.find(({ id }) => id === 'profile.age')?.mean).toBeGreaterThan(20);
});

describe('segments that differ by a few people', () => {
  it('are told with one count by list, overlap and refresh alike', async () => {
    await engine.call('segment.define', { lens: LENS, name: 'From 40', rule: age(40) });
    await engine.call('segment.define', { lens: LENS, name: 'From 41', rule: age(41) });
    const [one, two] = await engine.call('segment.list', { lens: LENS });
    expect(one.people).toBe(320);
    expect(two.people).toBe(320);
    const { segments, overlaps } = await engine.call('segment.overlap', { lens: LENS });
    expect(segments.map(({ people }) => people)).toEqual([320, 320]);
    expect(overlaps.map(({ people }) => people)).toEqual([320]);
    const moved = await engine.call('segment.refresh', { lens: LENS });
    expect(moved.map(({ people }) => people)).toEqual([320, 320]);
  });

  it('a dropped column is told with the segment that asks for it, and how to go on', async () => {
    await engine.call('segment.define', {
      lens: LENS,
      name: 'On plan a',
      rule: { op: 'in', field: 'profile.plan', values: ['a'] },
    });
    await engine.call('officer.enter', { passphrase: PASSPHRASE });
    await engine.call('column.drop', { kind: 'profiles', name: 'plan', reason: 'not needed' });
    for (const asked of [
      engine.call('segment.list', { lens: LENS }),
      engine.call('segment.overlap', { lens: LENS }),
    ]) {
      const error = await failure(asked);
      expect(error.message).toContain('“On plan a”');
      expect(error.next).toContain('segment VAULT remove on-plan-a');
    }
    await engine.call('segment.remove', { id: 'on-plan-a' });
    expect(await engine.call('segment.list', { lens: LENS })).toHaveLength(2);
  });
});
