/** A held segment whose own rule cannot be made wider leaves together with a sibling. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Release } from '../../shared/release.ts';
import type { Rule } from '../../shared/rules/rule.ts';
import { openShop, PEOPLE, plan, type Shop } from './shop.ts';

const oslo: Rule = { op: 'in', field: 'profile.city', values: ['Oslo'] };
/** Eight people on no plan that is paid; neither an age that is asked for exactly nor a level has a wider form. */
const eight: Rule = {
  op: 'all',
  of: [{ op: 'compare', field: 'profile.age', is: '=', value: 60 }, plan('free')],
};
let shop: Shop;
beforeAll(async () => {
  shop = await openShop();
  await shop.define('Plus', plan('plus'));
  await shop.define('Oslo', oslo);
  await shop.release('first');
  await shop.forget();
  await shop.define('Plus and eight', { op: 'any', of: [plan('plus'), eight] });
  await shop.define('Oslo', oslo);
});
afterAll(() => {
  shop.close();
});

it('both leave as one, by a rule that finds either, and nothing can be subtracted', async () => {
  const { coarser, held, segments } = await shop.release('merged', { held: 'coarsen' });
  expect(held).toEqual([]);
  // Everyone in Oslo and those on the plan elsewhere; the eight are all in Oslo.
  let either = 0;
  let own = 0;
  for (let i = 0; i < PEOPLE; i++) {
    const plus = i % 3 === 1 && i !== 7;
    if (plus || i % 2 === 0) either += 1;
    if (plus || (i % 50 === 40 && i % 3 === 0)) own += 1;
  }
  expect(coarser).toEqual([
    {
      name: 'Plus and eight or Oslo',
      segment: 'Plus and eight',
      mergedWith: 'Oslo',
      before: expect.stringContaining('60'),
      after: expect.stringContaining('Oslo'),
      people: 5 * Math.round(either / 5),
      precision: Number((own / either).toFixed(2)),
    },
  ]);
  expect(segments.map(({ name, people }) => [name, people])).toEqual([
    ['Plus and eight or Oslo', 5 * Math.round(either / 5)],
  ]);
  const definition = JSON.parse(
    readFileSync(join(shop.folder, 'merged', 'segments.json'), 'utf8'),
  ) as Release;
  expect(definition.segments.map(({ rule }) => rule.op)).toEqual(['any']);
  const folders = ['first', 'merged'].map((name) => join(shop.folder, name));
  const { attacks } = await shop.engine.call('package.attack', { folders });
  expect(attacks.flatMap(({ found }) => found)).toEqual([]);
});

it('is held where it may not be made coarser', async () => {
  const { held, segments } = await shop.release('waits');
  expect(held.map(({ name, with: near }) => [name, near])).toEqual([['Plus and eight', '“plus” of “first”']]);
  expect(segments.map(({ name }) => name)).toEqual(['Oslo']);
});
