/** A column that was dropped takes with it the segments that ask for it, and no other: list, refresh, export, plan. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Engine } from '../../../engine/engine.ts';
import { newVault, PASSPHRASE, scratch, write } from '../../end-to-end/scratch.ts';
import { everyone, failure, LENS, orders, profiles } from '../../faults/vault.ts';

const { folder, remove } = scratch();
let engine: Engine;
let needs = '';

beforeAll(async () => {
  engine = await newVault(folder, 'dropped');
  await engine.call('intake.import', { file: write(folder, 'people.csv', profiles(900)) });
  await engine.call('intake.import', { file: write(folder, 'orders.csv', orders(3000, 900)) });
  await everyone(engine);
  const define = (name: string, rule: object) =>
    engine.call('segment.define', { lens: LENS, name, rule: rule as never });
  await define('From Germany', { op: 'compare', field: 'profile.country', is: '=', value: 'DE' });
  await define('Often', { op: 'compare', field: 'frequency', is: '>=', value: 4 });
  await engine.call('officer.enter', { passphrase: PASSPHRASE });
  await engine.call('column.drop', { kind: 'profiles', name: 'country', reason: 'not needed' });
  needs = `needs the column country, dropped on ${new Date().toISOString().slice(0, 10)}`;
});
afterAll(() => {
  engine.close();
  remove();
});

describe('segments after a column was dropped', () => {
  it('are listed: the one that asks for it says so, the other is counted', async () => {
    const list = await engine.call('segment.list', { lens: LENS });
    const found = new Map(list.map((one) => [one.id, one]));
    expect(found.get('from-germany')).toMatchObject({ needs, people: 0 });
    expect(found.get('often')?.needs).toBeNull();
    // The rule calls the column by its name, and says since when it is not there.
    const gone = `country (was ${needs.slice(needs.indexOf('dropped'))})`;
    expect(found.get('from-germany')?.text).toBe(`${gone.replace('c', 'C')} is “DE”.`);
    for (const asked of [
      engine.call('features.distribution', { lens: LENS, choice: { feature: 'profile.country' } as never }),
      engine.call('clustering.fit', {
        lens: LENS,
        clustering: { features: [{ feature: 'frequency' }, { feature: 'profile.country' }] } as never,
      }),
      engine.call('prediction.fit', {
        lens: LENS,
        prediction: { outcome: { kind: 'no-purchase', days: 30 }, features: ['profile.country'] } as never,
      }),
    ])
      expect((await failure(asked)).message).toContain(needs.slice(needs.indexOf('was dropped')));
    expect(found.get('often')?.people).toBeGreaterThan(10);
    expect((await engine.call('segment.overlap', { lens: LENS })).segments.map(({ id }) => id)).toEqual([
      'often',
    ]);
  });
  it('are refreshed, the one named with the reason', async () => {
    const moved = await engine.call('segment.refresh', { lens: LENS });
    expect(moved.map((one) => [one.id, one.needs])).toEqual([
      ['often', null],
      ['from-germany', needs],
    ]);
  });
  it('leave in a package without it, and the package says why', async () => {
    const target = join(folder, 'package');
    const answer = await engine.call('release.write', {
      lens: LENS,
      export: { name: 'Autumn', targets: ['sqlite'] } as never,
      folder: target,
    });
    expect(answer.segments.map(({ id }) => id)).toEqual(['often']);
    expect(answer.withheld).toContainEqual({ item: 'From Germany', reason: needs });
    expect(readFileSync(join(target, 'README.md'), 'utf8')).toContain(needs);
  });
  it('are left out of a plan that defines them, and a misspelt field still stops it', async () => {
    const plan = (field: string): string => {
      const path = join(folder, 'plan.json');
      writeFileSync(
        path,
        JSON.stringify({
          version: 1,
          name: 'again',
          sources: [{ file: 'people.csv' }],
          lens: LENS,
          segments: [
            { name: 'Gone', rule: { op: 'compare', field, is: '=', value: 'DE' } },
            { name: 'Seldom', rule: { op: 'compare', field: 'frequency', is: '<', value: 3 } },
          ],
        }),
      );
      return path;
    };
    const ran = await engine.call('plan.run', { plan: plan('profile.country'), folder: join(folder, 'out') });
    expect(ran.steps.find(({ made }) => made.includes('from rules'))?.made).toBe(
      `1 segments from rules; “Gone” ${needs}, and is left out`,
    );
    expect(ran.segments.map(({ id }) => id)).toContain('seldom');
    const wrong = engine.call('plan.run', { plan: plan('profile.contry'), folder: join(folder, 'out') });
    expect((await failure(wrong)).code).toBe('RULE_INVALID');
  });
  it('cannot be selected, in words that say why', async () => {
    await engine.call('clustering.fit', {
      lens: LENS,
      clustering: { features: [{ feature: 'frequency' }, { feature: 'monetary' }] } as never,
    });
    const looked = engine.call('selection.look', {
      lens: LENS,
      selected: { kind: 'segment', id: 'from-germany' },
    });
    expect((await failure(looked)).message).toContain(needs);
    const outline = await engine.call('selection.look', {
      lens: LENS,
      selected: { kind: 'segment', id: 'often' },
    });
    expect(outline.segments.map(({ id }) => id)).not.toContain('from-germany');
  });
});
