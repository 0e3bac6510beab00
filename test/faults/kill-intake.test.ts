/**
 * kill -9 at named points of an import, in every form that a file may have: the vault opens, is sound, holds the state
 * before or the state after and nothing between, and the same import run again gives the state after.
 */
import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { DuckDBInstance } from '@duckdb/node-api';
import { strToU8, zipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createEngine } from '../../engine/engine.ts';
import { newVault, PASSPHRASE, scratch, write } from '../end-to-end/scratch.ts';
import { inline, workbook } from '../engine/intake/formats/workbook.ts';
import { type Holdings, openLook, profiles, ROOT, tree } from './vault.ts';

const { folder, remove } = scratch();
const original = join(folder, 'original.cloister');
let before: Holdings;
let copies = 0;
const COUNTRIES = ['DE', 'FR', 'NL'];
const people = Array.from({ length: 900 }, (_, i): [string, string] => [`P${1000 + i}`, COUNTRIES[i % 3]]);
/** One record without a person, so that there is a report of rejects. */
const rows: [string, string][] = [...people, ['', 'DE']];
const csv = (some: readonly [string, string][]): string =>
  `customer_id,country\n${some.map((row) => `${row.join(',')}\n`).join('')}`;
const objects = rows.map(([id, country]) => JSON.stringify({ customer_id: id, country }));

/** What is imported, what is read of it, what is said beside it, and what comes through standard input. */
type Form = { name: string; path: string; reads: string; more?: string[]; input?: string | Buffer };
const parts = (i: number): [string, string][] =>
  i < 2 ? people.slice(300 * i, 300 * i + 300) : rows.slice(600);
const file = (name: string, bytes: string | Uint8Array): Form => ({
  name,
  path: write(folder, name, bytes),
  reads: name,
});
const FORMS: Form[] = [
  file('plain.csv', csv(rows)),
  file(
    'fixed.txt',
    ['customer_id country', ...rows.map(([id, at]) => `${id.padEnd(11)} ${at.padEnd(7)}`)].join('\n'),
  ),
  file('lines.json', objects.map((one) => `${one}\n`).join('')),
  file('list.json', `[${objects.join(',\n')}]`),
  file('packed.csv.gz', gzipSync(csv(rows))),
  {
    ...file(
      'several.zip',
      zipSync({ 'a.csv': strToU8(csv(parts(0))), 'b.csv': strToU8(csv(rows.slice(300))) }),
    ),
    more: ['--entry', '*'],
  },
  file('book.xlsx', workbook({ sheets: [[['customer_id', 'country'], ...rows].map(inline).join('')] })),
  { name: 'table.parquet', path: join(folder, 'table.parquet'), reads: 'table.parquet' },
  { name: 'a folder of three', path: join(folder, 'days'), reads: '2.csv' },
  { name: 'standard input', path: '-', reads: 'stdin', input: csv(rows) },
];

beforeAll(async () => {
  mkdirSync(join(folder, 'days'));
  for (const i of [0, 1, 2]) writeFileSync(join(folder, 'days', `${i}.csv`), csv(parts(i)));
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  await connection.run(
    `COPY (SELECT * FROM read_csv('${join(folder, 'plain.csv')}')) TO '${join(folder, 'table.parquet')}' (FORMAT parquet)`,
  );
  connection.closeSync();
  instance.closeSync();
  const engine = await newVault(folder, 'original');
  await engine.call('intake.import', { file: write(folder, 'first.csv', profiles(50)) });
  engine.close();
  before = await holdings(original);
});
afterAll(remove);

const holdings = async (vault: string): Promise<Holdings> => {
  const look = await openLook(vault);
  const found = look();
  look.close();
  return found;
};
/** The holdings but for what no two runs have alike: the hash of the newest entry, which holds the time. */
const lasting = ({ head, ...rest }: Holdings): Holdings => rest;

/** Imports a form into a copy of the vault, killed at a point. */
const run = ({ path, more = [], input }: Form, killAt: string) => {
  const vault = join(folder, `copy-${++copies}.cloister`);
  cpSync(original, vault, { recursive: true });
  chmodSync(vault, 0o700);
  const rejects = `${vault}.rejects.csv`;
  const args = ['import', vault, path, '--kind', 'profiles', ...more, '--rejects', rejects, '--json'];
  const { signal, status, stderr } = spawnSync(
    process.execPath,
    ['--import', join(ROOT, 'test/faults/kill-at.mjs'), join(ROOT, 'cli/main.ts'), ...args],
    {
      encoding: 'utf8',
      cwd: ROOT,
      input: input ?? '',
      env: { ...process.env, KILL_AT: killAt, CLOISTER_PASSPHRASE: PASSPHRASE },
    },
  );
  return { vault, rejects, args, signal, status, stderr };
};

/** Kills the form at each point, which leaves the state before or the one after; then imports it again. */
const expectWhole = async (form: Form, points: [string, 'before' | 'after'][]): Promise<void> => {
  const whole = run(form, `count ${form.reads}`);
  expect([whole.status, whole.stderr.slice(-300)]).toEqual([0, expect.any(String)]);
  const after = lasting(await holdings(whole.vault));
  expect(after).toMatchObject({ sources: 2, people: 950 });
  const reads = Math.max(...[...whole.stderr.matchAll(/^read (\d+)$/gm)].map(([, count]) => Number(count)));
  for (const [point, state] of points) {
    const killed = run(form, point.replace('LAST', String(reads)));
    // A point that is never reached would prove nothing.
    expect([point, killed.signal, killed.stderr.slice(0, 200)]).toEqual([
      point,
      'SIGKILL',
      expect.any(String),
    ]);
    // What is told of an import that did not happen is not in its place.
    const isTold = point.startsWith('rename') && point.includes('after');
    expect([point, existsSync(killed.rejects)]).toEqual([point, isTold]);
    const engine = createEngine();
    await engine.call('vault.open', { path: killed.vault, passphrase: PASSPHRASE });
    expect((await engine.call('vault.doctor', {})).filter(({ passed }) => !passed)).toEqual([]);
    expect((await engine.call('audit.verify', {})).ok).toBe(true);
    const look = await openLook(killed.vault);
    if (state === 'before') expect([point, look()]).toEqual([point, before]);
    else expect([point, lasting(look())]).toEqual([point, after]);
    // What came through a pipe is gone; a file is there for a second time.
    if (form.input === undefined) {
      const again = await engine.call('intake.import', {
        file: form.path,
        kind: 'profiles',
        rejects: killed.rejects,
        ...(form.more === undefined ? {} : { format: { entry: '*' } }),
      });
      expect([point, again.accepted]).toEqual([point, state === 'before' ? 900 : 0]);
      if (state === 'before') expect(readFileSync(killed.rejects, 'utf8')).toContain('identifier is missing');
      expect([point, lasting(look())]).toEqual([point, after]);
    }
    look.close();
    engine.close();
    expect(tree(killed.vault)).toEqual(['data.db', 'keys.json', 'lock']);
  }
};

describe('kill -9 in the middle of an import', () => {
  it.each(FORMS)(
    'of $name: while it is read, and after it is committed',
    async (form) => {
      await expectWhole(form, [
        [`read ${form.reads} after LAST`, 'before'],
        ['commit x after 1', 'after'],
      ]);
    },
    120_000,
  );

  it('at every other stage: looked at, begun, rows and record written, not yet committed, the report put into place', async () => {
    await expectWhole(FORMS[0], [
      ['read plain.csv before 1', 'before'],
      ['insert source after 1', 'before'],
      ['insert chunk before 1', 'before'],
      ['insert audit_entry after 1', 'before'],
      ['commit x before 1', 'before'],
      ['rename .rejects.csv before 1', 'after'],
      ['rename .rejects.csv after 1', 'after'],
    ]);
  }, 120_000);
});
