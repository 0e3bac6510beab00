/** Random people, orders, events and rules for the tests that hold targets to the plain evaluator. */
import fc from 'fast-check';
import { fieldTypes } from '../../../engine/exports/simplify.ts';
import type { Person } from '../../../shared/rules/evaluate.ts';
import { COMPARISONS, type Leaf, type Rule } from '../../../shared/rules/rule.ts';
import { DAY } from '../../../shared/vocabulary.ts';
import { rawRelease } from './fixture.ts';

export const AS_OF = '2026-09-01';
export const AT = Date.parse(`${AS_OF}T00:00:00.000Z`);
export const TYPES = fieldTypes(rawRelease([]));

const TEXTS = [
  'pro',
  'Pro',
  'PRO',
  '',
  "O'Neil",
  'a\\b',
  '5',
  'É',
  'é',
  'e\u0301',
  '日本',
  '; --',
  '"x"',
  '%',
  '\u202e',
  '$1',
  ':x',
  '?',
];
const NUMBERS = [-3, 0, 1, 2, 2.5, 4, 5, 7, 30, 200, 1e21];
const DAYS = [1, 2, 7, 30, 90, 200];

export type Order = { at: number; amount: number | null; reference: string | null };
export type Event = { at: number; name: string | null };
export type Row = { plan: string | null; age: number | null; orders: Order[]; events: Event[] };

/** Times on and beside the edges of whole days before the as-of date, and after it. */
const instant = fc
  .tuple(
    fc.oneof(
      { weight: 3, arbitrary: fc.constantFrom(0, ...DAYS, 3, 31, 91) },
      { weight: 1, arbitrary: fc.nat(100) },
    ),
    fc.constantFrom(0, 0, -1, 1, 43_200_000, -43_199_999),
  )
  .map(([days, shift]) => AT - days * DAY + shift);
const text = fc.option(fc.constantFrom(...TEXTS), { freq: 4 });
export const row: fc.Arbitrary<Row> = fc.record({
  plan: text,
  age: fc.option(fc.constantFrom(...NUMBERS), { freq: 4 }),
  orders: fc.array(
    fc.record({
      at: instant,
      amount: fc.option(
        fc.integer({ min: -8, max: 40 }).map((quarter) => quarter / 4),
        { freq: 6 },
      ),
      reference: fc.option(fc.constantFrom('A', 'a', 'B', "C'"), { freq: 3 }),
    }),
    { maxLength: 5 },
  ),
  events: fc.array(fc.record({ at: instant, name: text }), { maxLength: 5 }),
});

const field = fc.constantFrom(...TYPES.keys());
const comparison = fc.constantFrom(...COMPARISONS);
const missing = fc.option(fc.boolean(), { nil: undefined });
const scalar = fc.oneof(fc.constantFrom(...NUMBERS), fc.constantFrom(...TEXTS));
const leaf: fc.Arbitrary<Leaf> = fc.oneof(
  fc.record({ op: fc.constant('compare' as const), field, is: comparison, value: scalar, missing }),
  fc.record({
    op: fc.constant('between' as const),
    field,
    from: fc.constantFrom(...NUMBERS),
    to: fc.constantFrom(...NUMBERS),
    missing,
  }),
  fc.record({
    op: fc.constant('in' as const),
    field,
    values: fc.array(scalar, { minLength: 1, maxLength: 4 }),
    missing,
  }),
  fc.record({ op: fc.constant('known' as const), field }),
  fc.record({
    op: fc.constant('count' as const),
    of: fc.constant('orders' as const),
    days: fc.option(fc.constantFrom(...DAYS), { nil: undefined }),
    is: comparison,
    value: fc.nat(3),
  }),
  fc.record({
    op: fc.constant('count' as const),
    of: fc.constant('events' as const),
    name: fc.option(fc.constantFrom(...TEXTS.filter((name) => name !== '')), { nil: undefined }),
    days: fc.option(fc.constantFrom(...DAYS), { nil: undefined }),
    is: comparison,
    value: fc.nat(3),
  }),
);
export const rule: fc.Arbitrary<Rule> = fc.letrec<{ rule: Rule; group: Rule }>((tie) => ({
  rule: fc.oneof({ depthSize: 'small', withCrossShrink: true, maxDepth: 4 }, leaf, tie('group')),
  group: fc.oneof(
    fc.record({
      op: fc.constantFrom('all' as const, 'any' as const),
      of: fc.array(tie('rule'), { minLength: 1, maxLength: 3 }),
    }),
    fc.record({ op: fc.constant('not' as const), of: tie('rule') }),
  ) as fc.Arbitrary<Rule>,
})).rule;

/** The meaning of the fields, said a second time and plainly. */
export const personOf = (person: Row): Person => {
  const orders = person.orders.filter(({ at }) => at < AT);
  const events = person.events.filter(({ at }) => at < AT);
  const distinct = (rows: Order[]): number =>
    new Set(rows.map(({ reference }, at) => (reference === null ? at : reference))).size;
  const times = orders.map(({ at }) => at);
  const days = (at: number): number => Math.floor((AT - at) / DAY);
  const spend = orders.reduce((sum, { amount }) => sum + (amount ?? 0), 0);
  const values: Record<string, string | number | null> = {
    recency: times.length === 0 ? null : days(Math.max(...times)),
    tenure: times.length === 0 ? null : days(Math.min(...times)),
    frequency: distinct(orders),
    monetary: spend,
    average_order: orders.length === 0 ? null : spend / distinct(orders),
    event_count: events.length,
    last_event: events.length === 0 ? null : days(Math.max(...events.map(({ at }) => at))),
    'profile.plan': person.plan,
    'profile.age': person.age,
  };
  return {
    value: (id) => values[id] ?? undefined,
    count: (of, name, window) => {
      const since = window === undefined ? Number.NEGATIVE_INFINITY : AT - window * DAY;
      if (of === 'orders') return distinct(orders.filter(({ at }) => at >= since));
      return events.filter((event) => event.at >= since && (name === undefined || event.name === name))
        .length;
    },
  };
};
