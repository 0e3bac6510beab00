/** Hostile names and values: one statement, one meaning, or a plain refusal. */
import { existsSync, readFileSync } from 'node:fs';
import { PGlite } from '@electric-sql/pglite';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DEFAULT_NAMES, type WarehouseNames } from '../../../../engine/exports/sql/names.ts';
import { commentText, DIALECTS, writeSql } from '../../../../engine/exports/sql/sql.ts';
import { CloisterError } from '../../../../shared/errors.ts';
import type { Rule } from '../../../../shared/rules/rule.ts';
import { releaseOf, segmentOf } from '../fixture.ts';

const OWN = [
  "'",
  "''",
  '"',
  '`',
  '\\',
  "\\'",
  "\\\\'; DROP TABLE people; --",
  ';',
  '--',
  '/*',
  '*/',
  '\n; DROP TABLE people; --',
  '\r\nDELETE FROM people;',
  '\u2028DROP TABLE people',
  '{x:String}',
  '@x',
  ':x',
  '?',
  '$1',
  '$$',
  '$tag$',
  "E'\\''",
  "U&'\\0027'",
  '%s%n',
  '🦊',
  '\u202egnp.exe',
  '\ufeff',
  'x'.repeat(300),
];
const BLNS = '../shared/data/hostile-strings/blns.json';
const published = existsSync(BLNS)
  ? (JSON.parse(readFileSync(BLNS, 'utf8')) as string[]).filter((text) => text !== '')
  : [];

let postgres: PGlite;
beforeAll(async () => {
  postgres = await PGlite.create();
}, 30_000);
afterAll(() => postgres.close());

/** The query of one file, as the engine takes it: both refuse more than one statement. */
const run = async (
  engine: 'sqlite' | 'postgresql',
  lite: Database.Database,
  text: string,
): Promise<unknown[]> => (engine === 'sqlite' ? lite.prepare(text).all() : (await postgres.query(text)).rows);

const levelRule = (value: string): Rule => ({
  op: 'any',
  of: [
    { op: 'compare', field: 'profile.plan', is: '=', value },
    { op: 'in', field: 'profile.plan', values: [value, `${value}'`] },
    { op: 'count', of: 'events', name: value, is: '>', value: 7 },
  ],
});

const valuesHold = async (strings: readonly string[]): Promise<void> => {
  const lite = new Database(':memory:');
  const schema = `CREATE TABLE people (person_key INTEGER, plan TEXT);
    CREATE TABLE events (person_key INTEGER, name TEXT, occurred_at TEXT);`;
  lite.exec(schema);
  await postgres.exec(
    `DROP TABLE IF EXISTS people; DROP TABLE IF EXISTS events; ${schema.replace('occurred_at TEXT', 'occurred_at TIMESTAMPTZ')}`,
  );
  const insert = lite.prepare('INSERT INTO people VALUES (?, ?)');
  for (const [key, text] of strings.entries()) {
    insert.run(key, text);
    await postgres.query('INSERT INTO people VALUES ($1, $2)', [key, text]);
  }
  for (const [key, text] of strings.entries()) {
    const release = releaseOf([segmentOf('hostile', levelRule(text), { name: text, text })]);
    for (const engine of ['sqlite', 'postgresql'] as const) {
      const { files, withheld } = writeSql(release, DIALECTS[engine]).segments[0];
      expect(withheld).toBeNull();
      const same = strings.flatMap((other, at) => (other === text || other === `${text}'` ? [at] : []));
      const [counting, listing] = files.map(({ content }) => String(content));
      expect(listing.split('\n').filter((line) => line.startsWith('--'))).toHaveLength(9);
      const found = (await run(engine, lite, listing)) as { person_key: number }[];
      expect(found.map(({ person_key }) => person_key).sort((a, b) => a - b)).toEqual(same);
      expect(same).toContain(key);
      if (engine === 'sqlite') expect(await run(engine, lite, counting)).toEqual([]);
    }
  }
  lite.close();
};

describe('hostile text in SQL', () => {
  test('as values and names of segments, from a list of our own', () => valuesHold(OWN));

  test.skipIf(published.length === 0)(
    `as values and names of segments, from the Big List of Naughty Strings${published.length === 0 ? ' (skipped: ../shared/data is not here)' : ''}`,
    () => valuesHold([...new Set(published)]),
    30_000,
  );

  test('as names of tables and columns: quoted or refused', async () => {
    let refused = 0;
    let quoted = 0;
    for (const name of [...OWN, ...published.slice(0, 150)]) {
      const names: WarehouseNames = {
        ...DEFAULT_NAMES,
        people: { ...DEFAULT_NAMES.people, table: name, attributes: { 'profile.plan': name } },
      };
      const release = releaseOf([
        segmentOf('one', { op: 'compare', field: 'profile.plan', is: '=', value: 'pro' }),
      ]);
      for (const engine of ['sqlite', 'postgresql'] as const) {
        const dialect = DIALECTS[engine];
        let text: string;
        try {
          text = String(writeSql(release, dialect, names).segments[0].files[1].content);
        } catch (thrown) {
          expect(thrown).toBeInstanceOf(CloisterError);
          expect((thrown as CloisterError).code).toBe('MAPPING_INVALID');
          refused += 1;
          continue;
        }
        const lite = new Database(':memory:');
        const create = `CREATE TABLE ${dialect.name(name)} (person_key INTEGER, ${dialect.name(name)} TEXT)`;
        const fill = `INSERT INTO ${dialect.name(name)} VALUES (5, 'pro'), (6, 'free')`;
        if (engine === 'sqlite') lite.exec(`${create}; ${fill}`);
        else {
          await postgres.exec(`DROP SCHEMA public CASCADE; CREATE SCHEMA public; ${create}; ${fill}`);
        }
        expect(await run(engine, lite, text)).toEqual([{ person_key: 5 }]);
        lite.close();
        quoted += 1;
      }
    }
    expect(refused).toBeGreaterThan(3);
    expect(quoted).toBeGreaterThan(30);
  }, 30_000);

  test('refuses text that no database stores, naming the leaf', () => {
    for (const value of ['a\u0000b', 'a\ud800b']) {
      const release = releaseOf([
        segmentOf('nul', { op: 'compare', field: 'profile.plan', is: '!=', value }, { text: 'x' }),
      ]);
      const [segment] = writeSql(release, DIALECTS.postgresql).segments;
      expect(segment.files).toEqual([]);
      expect(segment.unsupported).toHaveLength(1);
    }
  });

  test('keeps comments to one line', () => {
    expect(commentText('a\n-- b; */ c \u2028 d')).toBe('a -- b,   c   d');
  });

  test('counts only where enough people belong', async () => {
    const lite = new Database(':memory:');
    lite.exec('CREATE TABLE people (person_key INTEGER, plan TEXT)');
    const insert = lite.prepare("INSERT INTO people VALUES (?, 'pro')");
    const release = releaseOf([
      segmentOf('one', { op: 'compare', field: 'profile.plan', is: '=', value: 'pro' }),
    ]);
    const text = String(writeSql(release, DIALECTS.sqlite).segments[0].files[0].content);
    for (let key = 0; key < 99; key++) insert.run(key);
    expect(lite.prepare(text).all()).toEqual([]);
    insert.run(99);
    expect(lite.prepare(text).all()).toEqual([{ people: 100 }]);
    lite.close();
  });

  test('asks for the consent column where one is named', () => {
    const lite = new Database(':memory:');
    lite.exec('CREATE TABLE people (person_key INTEGER, plan TEXT, may INTEGER)');
    lite.exec("INSERT INTO people VALUES (1, 'pro', 1), (2, 'pro', 0), (3, 'pro', NULL)");
    const names = { ...DEFAULT_NAMES, people: { ...DEFAULT_NAMES.people, consent: 'may' } };
    const release = releaseOf([
      segmentOf('one', { op: 'compare', field: 'profile.plan', is: '=', value: 'pro' }),
    ]);
    const text = String(writeSql(release, DIALECTS.sqlite, names).segments[0].files[1].content);
    expect(lite.prepare(text).all()).toEqual([{ person_key: 1 }]);
    lite.close();
  });
});
