/** Attacks through what is told on a screen, by one question or by several at once. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FEW, HIDDEN, isTold } from '../../shared/counts.ts';
import type { Rule } from '../../shared/rules/rule.ts';
import { write } from '../end-to-end/scratch.ts';

import { age, LENS, openShop, PEOPLE, type Shop } from './shop.ts';

let shop: Shop;
beforeAll(async () => {
  shop = await openShop();
});
afterAll(() => {
  shop.close();
});
const count = async (rule: Rule): Promise<number> =>
  (await shop.engine.call('segment.count', { lens: LENS, rule })).people;
/** Everyone from 40 on but for the three aged 80. */
const from40to80: Rule = { op: 'all', of: [age('>=', 40), age('<', 80)] };

describe('one question after another', () => {
  it('D1: two filters that differ by a few people are told with one count', async () => {
    const from40 = await count(age('>=', 40));
    expect(from40).toBeGreaterThan(500);
    expect(await count(from40to80)).toBe(from40);
    expect(await count(age('<', 80))).toBe(PEOPLE);
    expect(await count(age('>=', 41))).toBeLessThan(from40);
  });

  it('D5: a count from 1 to 10 is not told, nor the one that gives it away', async () => {
    expect(await count(age('>=', 75))).toBe(FEW);
    const { features } = await shop.engine.call('features.compute', { lens: LENS });
    const levels = features.find(({ id }) => id === 'profile.plan')?.levels ?? [];
    expect(levels.find(({ level }) => level === 'unique')?.people).toBe(FEW);
    expect(levels.filter(({ people }) => people === HIDDEN)).toHaveLength(1);
    for (const { people } of levels) expect(isTold(people) && people > 0 && people < 11).toBe(false);
  });

  it('a feature that fewer than eleven people have is told without mean and centiles', async () => {
    const rows = Array.from({ length: 20 }, (_, i) => `C${String(i).padStart(5, '0')},${i < 3 ? 500 : ''}`);
    await shop.engine.call('intake.import', {
      file: write(shop.folder, 'scores.csv', `customer_id,score\n${rows.join('\n')}\n`),
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
    const { features } = await shop.engine.call('features.compute', { lens: LENS });
    expect(features.find(({ id }) => id === 'profile.score')).toMatchObject({ mean: null, centiles: null });
    expect(features.find(({ id }) => id === 'profile.age')?.mean).toBeGreaterThan(20);
  });
});

describe('segments side by side', () => {
  it('that differ by a few people are told with one count by list, overlap and refresh alike', async () => {
    const { engine } = shop;
    await shop.define('From 40', age('>=', 40));
    await shop.define('From 40 to 80', from40to80);
    const [{ people }, other] = await engine.call('segment.list', { lens: LENS });
    expect(other.people).toBe(people);
    const { segments, overlaps } = await engine.call('segment.overlap', { lens: LENS });
    expect([...segments, ...overlaps].map((one) => one.people)).toEqual([people, people, people]);
    const moved = await engine.call('segment.refresh', { lens: LENS });
    expect(moved.map((one) => one.people)).toEqual([people, people]);
  });
});
