/** The least that attributes must become coarser: told by the audit, and true of the vault once it is done. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { diversityBy, type Key, leastForms } from '../../../engine/procedures/minimization-forms.ts';
import { attributeRiskLines } from '../../../shared/attribute-risk.ts';
import { LENS, openShop, PEOPLE, type Shop } from '../../attacks/shop.ts';

let shop: Shop;
beforeAll(async () => {
  shop = await openShop();
});
afterAll(() => {
  shop.close();
});

const level = (name: string, codes: number[], levels: string[], sensitive = false): Key => ({
  attribute: {
    type: 'level',
    name,
    label: name,
    class: sensitive ? 'sensitive' : 'quasi-identifier',
    levels,
    codes: Int32Array.from(codes),
  },
  values: codes,
});
const of = (people: number, value: (i: number) => number): number[] =>
  Array.from({ length: people }, (_, i) => value(i));

it('the audit tells the least that reaches eleven, and its risk is that of what it tells', async () => {
  const { risk } = await shop.engine.call('minimization.audit', { lens: LENS });
  expect(risk?.highest).toBe(1);
  expect(risk?.population).toEqual([]);
  const least = risk?.least;
  expect(least?.k).toBe(11);
  expect(least?.highest).toBeLessThanOrEqual(1 / 11);
  expect(least?.forms).toEqual([
    { label: 'Age', form: 'steps of 5, everything from 65 in one' },
    { label: 'Plan', form: '2 common values kept, the others in one group' },
    { label: 'City', form: null },
  ]);
  // The same by hand: the one person with a plan of their own joins the least common of the other plans.
  const sizes = new Map<string, number>();
  for (let i = 0; i < PEOPLE; i++) {
    const age = Math.floor(Math.min(i < 3 ? 80 : 20 + (i % 50), 65) / 5);
    const key = `${age} ${['free', 'rest', 'pro'][i % 3]} ${i % 2}`;
    sizes.set(key, (sizes.get(key) ?? 0) + 1);
  }
  expect(least?.highest).toBe(1 / Math.min(...sizes.values()));
  expect(least?.average).toBe(sizes.size / PEOPLE);
  expect(risk === null ? '' : attributeRiskLines(risk).at(-1)).toContain(
    'share their values with at least 10 others',
  );
});

it('attributes that tell nobody apart stay as they are; one that tells everyone apart goes', () => {
  const plan = level(
    'plan',
    of(400, (i) => i % 2),
    ['a', 'b'],
  );
  expect(leastForms([plan], 400)?.forms).toEqual([{ label: 'plan', form: null }]);
  const words = of(400, (i) => i).map((i) => `word ${'x'.repeat(i % 7)} ${i}`);
  const own = level(
    'own',
    of(400, (i) => i),
    words,
  );
  const found = leastForms([plan, own], 400);
  expect(found?.forms).toEqual([
    { label: 'plan', form: null },
    { label: 'own', form: 'left out' },
  ]);
  expect(found?.highest).toBe(1 / 200);
});

it('a special category that follows from the others is told', () => {
  const city = level(
    'city',
    of(400, (i) => i % 4),
    ['a', 'b', 'c', 'd'],
  );
  const faith = level(
    'faith',
    of(400, (i) => (i % 4 === 0 ? 0 : i % 3)),
    ['x', 'y', 'z'],
    true,
  );
  expect(diversityBy([city], [faith], 400)).toEqual([{ label: 'faith', least: 1, sure: 0.25 }]);
});
