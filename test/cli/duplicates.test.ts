/** Probable duplicates on the command line: more pairs than are printed at a time, as JSON and as the list to decide by. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { makeVault } from '../../engine/procedures/vault.ts';
import { KDF_FLOOR } from '../../engine/vault/wrapping.ts';
import { cloister, jsonOf, PASSPHRASE } from './process.ts';

const cwd = mkdtempSync(join(tmpdir(), 'cloister-duplicates-'));
afterAll(() => rmSync(cwd, { recursive: true, force: true }));
const PEOPLE = [
  'anna,bergsen,kiel,24103,1961-04-02',
  'bernd,holm,mainz,55116,1984-11-23',
  'clara,idasen,essen,45127,1973-08-14',
  'david,jonasen,halle,6108,1990-01-30',
  'emma,gretasen,trier,54290,1956-12-07',
];
const TIMES = 22;
const PAIRS = (PEOPLE.length * TIMES * (TIMES - 1)) / 2;

it('all pairs are in one JSON object and in the list, each with its number', async () => {
  const rows = Array.from({ length: PEOPLE.length * TIMES }, (_, i) => `C${i},${PEOPLE[i % PEOPLE.length]}`);
  writeFileSync(
    join(cwd, 'people.csv'),
    `customer_id,first_name,last_name,city,zip,dob\n${rows.join('\n')}\n`,
  );
  (await makeVault(join(cwd, 'v'), PASSPHRASE, { kdf: KDF_FLOOR })).close();
  const search = ['identity', 'v', 'duplicates', 'people.csv', '--out', 'pairs.txt', '--json'];
  const answer = jsonOf(await cloister(search, { cwd }));
  expect(answer).toMatchObject({ method: 'fields', records: rows.length, more: 0 });
  const pairs = answer.pairs as { pair: number; records: number[]; fields: { agreement: string }[] }[];
  const numbers = Array.from({ length: PAIRS }, (_, i) => i + 1);
  expect(pairs.map(({ pair }) => pair)).toEqual(numbers);
  for (const { records, fields } of pairs) {
    expect((records[1] - records[0]) % PEOPLE.length).toBe(0);
    expect(fields.map(({ agreement }) => agreement)).toEqual(PEOPLE.map(() => 'equal'));
  }
  const list = readFileSync(join(cwd, 'pairs.txt'), 'utf8').trimEnd().split('\n');
  expect(list[1]).toBe(`# sha256 ${answer.sha256}`);
  expect(list.slice(2).map((line) => Number.parseInt(line, 10))).toEqual(numbers);
}, 60_000);

it('no pair is an empty list', async () => {
  const rows = PEOPLE.map((person, i) => `C${i},${person}`);
  writeFileSync(join(cwd, 'few.csv'), `customer_id,first_name,last_name,city,zip,dob\n${rows.join('\n')}\n`);
  const search = ['identity', 'v', 'duplicates', 'few.csv', '--json'];
  expect(jsonOf(await cloister(search, { cwd }))).toMatchObject({ records: rows.length, pairs: [], more: 0 });
}, 60_000);
