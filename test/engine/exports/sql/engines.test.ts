/**
 * One definition, three engines: the plain evaluator, SQLite and PostgreSQL choose the same people, for random
 * rules over random people, orders and events with missing values, hostile text and times on window edges.
 */
import { PGlite } from '@electric-sql/pglite';
import Database from 'better-sqlite3';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { definitionQuery } from '../../../../engine/exports/sql/compile.ts';
import { DEFAULT_NAMES } from '../../../../engine/exports/sql/names.ts';
import { postgresql } from '../../../../engine/exports/sql/postgresql.ts';
import { printQuery } from '../../../../engine/exports/sql/print.ts';
import { sqlite } from '../../../../engine/exports/sql/sqlite.ts';
import { matches } from '../../../../shared/rules/evaluate.ts';
import { AS_OF, personOf, type Row, row, rule, TYPES } from '../population.ts';

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
