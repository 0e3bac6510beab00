/**
 * One definition, three engines: the plain evaluator, SQLite and PostgreSQL choose the same people, for random
 * rules over random people, orders and events with missing values, hostile text and times on window edges.
 */

import { PGlite } from '@electric-sql/pglite';
import Database from 'better-sqlite3';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fieldTypes } from '../../../../engine/exports/simplify.ts';
import { definitionQuery } from '../../../../engine/exports/sql/compile.ts';
import { DEFAULT_NAMES } from '../../../../engine/exports/sql/names.ts';
import { postgresql } from '../../../../engine/exports/sql/postgresql.ts';
import { printQuery } from '../../../../engine/exports/sql/print.ts';
import { sqlite } from '../../../../engine/exports/sql/sqlite.ts';
import { matches, type Person } from '../../../../shared/rules/evaluate.ts';
import { COMPARISONS, type Leaf, type Rule } from '../../../../shared/rules/rule.ts';
import { DAY } from '../../../../shared/vocabulary.ts';
import { rawRelease } from '../fixture.ts';

const AS_OF = '2026-09-01';
const AT = Date.parse(`${AS_OF}T00:00:00.000Z`);
const TYPES = fieldTypes(rawRelease([]));

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

type Order = { at: number; amount: number | null; reference: string | null };
type Event = { at: number; name: string | null };
type Row = { plan: string | null; age: number | null; orders: Order[]; events: Event[] };

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
const row: fc.Arbitrary<Row> = fc.record({
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
const rule: fc.Arbitrary<Rule> = fc.letrec<{ rule: Rule; group: Rule }>((tie) => ({
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
const personOf = (person: Row): Person => {
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

let postgres: PGlite;
const lite = new Database(':memory:');
const SCHEMA = (time: string, real: string, text: string): string => `
  CREATE TABLE people (person_key INTEGER PRIMARY KEY, plan ${text}, age ${real});
  CREATE TABLE orders (person_key INTEGER, ordered_at ${time}, amount ${real}, order_reference TEXT);
  CREATE TABLE events (person_key INTEGER, name ${text}, occurred_at ${time});`;

beforeAll(async () => {
  // Collations that take upper for lower case: the definitions must not care.
  lite.exec(SCHEMA('TEXT', 'REAL', 'TEXT COLLATE NOCASE'));
  postgres = await PGlite.create();
  await postgres.exec(
    `CREATE COLLATION loose (provider = icu, locale = 'und-u-ks-level1', deterministic = false)`,
  );
  await postgres.exec(SCHEMA('TIMESTAMPTZ', 'DOUBLE PRECISION', 'TEXT COLLATE loose'));
  // A zone that changes its clocks inside the windows: the definitions must not care.
  await postgres.exec(`SET TIME ZONE 'America/New_York'`);
}, 30_000);
afterAll(async () => {
  lite.close();
  await postgres.close();
});

const load = async (people: Row[]): Promise<void> => {
  const rows = {
    people: people.map(({ plan, age }, key) => [key, plan, age]),
    orders: people.flatMap(({ orders }, key) =>
      orders.map(({ at, amount, reference }) => [key, new Date(at).toISOString(), amount, reference]),
    ),
    events: people.flatMap(({ events }, key) =>
      events.map(({ at, name }) => [key, name, new Date(at).toISOString()]),
    ),
  };
  for (const [table, values] of Object.entries(rows)) {
    lite.exec(`DELETE FROM ${table}`);
    await postgres.query(`DELETE FROM ${table}`);
    if (values.length === 0) continue;
    const width = values[0].length;
    const insert = lite.prepare(`INSERT INTO ${table} VALUES (${values[0].map(() => '?').join(', ')})`);
    for (const value of values) insert.run(...value);
    const holes = values.map((_, i) => `(${values[0].map((_, j) => `$${i * width + j + 1}`).join(', ')})`);
    await postgres.query(`INSERT INTO ${table} VALUES ${holes.join(', ')}`, values.flat());
  }
};

const keys = (rows: unknown[]): number[] =>
  rows.map((found) => (found as { person_key: number }).person_key).sort((a, b) => a - b);

describe('a definition in three engines', () => {
  test('chooses the same people', async () => {
    let chosen = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(row, { minLength: 1, maxLength: 12 }),
        fc.array(rule, { minLength: 6, maxLength: 6 }),
        async (people, rules) => {
          await load(people);
          const persons = people.map(personOf);
          for (const one of rules) {
            const expected = persons.flatMap((person, key) => (matches(one, person) ? [key] : []));
            chosen += expected.length;
            const definition = definitionQuery(one, TYPES, DEFAULT_NAMES, AS_OF);
            expect(keys(lite.prepare(printQuery(definition, sqlite)).all())).toEqual(expected);
            expect(keys((await postgres.query(printQuery(definition, postgresql))).rows)).toEqual(expected);
          }
        },
      ),
      { numRuns: 120, endOnFailure: false },
    );
    expect(chosen).toBeGreaterThan(500);
  }, 60_000);
});
