/**
 * People planted where a file hides them: in the names of columns, in addresses of pages, as telephone numbers without a
 * country, as official numbers under a name that says nothing, among words of consent. They are looked for in what is
 * answered and in every value of the vault.
 */
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Engine } from '../../engine/engine.ts';
import { openDatabase } from '../../engine/vault/database.ts';
import { openKeystore } from '../../engine/vault/keystore.ts';
import type { Mapping } from '../../shared/mapping.ts';
import { newVault, PASSPHRASE, scratch, write } from '../end-to-end/scratch.ts';
import { failure, lines } from '../faults/vault.ts';

const { folder, remove } = scratch();
let engine: Engine;
beforeAll(async () => {
  engine = await newVault(folder, 'planted');
});
afterAll(() => {
  engine.close();
  remove();
});

const PLANTED = ['zqheader', 'zqpage', '0151 9987', '811228-9874', 'zqword', 'Zqvorname'];
const found = (value: unknown): string[] => {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return PLANTED.filter((one) => text.includes(one));
};
const HEADER = 'seen by zqheader@example.com';
const COLUMNS: Record<string, (i: number) => string> = {
  customer_id: (i) => `C${1000 + i}`,
  plan: (i) => ['free', 'paid'][i % 2],
  [HEADER]: (i) => ['a', 'b'][i % 2],
  x1: (i) => `https://shop.example/?u=zqpage${i % 3}%40example.com&token=9`,
  x2: (i) => `/basket?u=zqpage${i % 3}%40example.com`,
  x3: (i) => `0151 9987000${i % 4}`,
  x4: () => '811228-9874',
  Vorname: (i) => `Zqvorname${'abc'[i % 3]}`,
};
const file = (name: string, headers: readonly string[]): string =>
  write(
    folder,
    name,
    `${headers.join(',')}\n${lines(60, (i) => headers.map((header) => COLUMNS[header](i)).join(','))}`,
  );

/** Every text of every table of the vault that names somebody who was planted. */
const inVault = async (): Promise<string[]> => {
  const keys = await openKeystore(join(folder, 'planted.cloister', 'keys.json'), PASSPHRASE);
  const db = openDatabase(join(folder, 'planted.cloister', 'data.db'), keys, { readonly: true });
  try {
    const tables = db
      .prepare("SELECT name FROM sqlite_master WHERE type = 'table'")
      .pluck()
      .all() as string[];
    return tables.flatMap((table) =>
      (db.prepare(`SELECT * FROM "${table}"`).raw().all() as unknown[][]).flatMap((row) =>
        row.flatMap((value) =>
          found(Buffer.isBuffer(value) ? value.toString('latin1') : String(value)).map(
            (one) => `${table}: ${one}`,
          ),
        ),
      ),
    );
  } finally {
    db.close();
  }
};

it('nothing of them is kept where nobody has said what the columns are for', async () => {
  const path = file('people.csv', Object.keys(COLUMNS));
  const { mapping, columns } = await engine.call('intake.inspect', { file: path });
  expect(mapping.columns.filter(({ role }) => role !== 'dropped').map(({ column }) => column)).toEqual([
    'customer_id',
    'plan',
  ]);
  // A column that is not mentioned is dropped, and the mapping is kept with the source.
  expect(found(mapping)).toEqual([]);
  expect(columns.find(({ column }) => column === HEADER)?.classification.class).toBe('direct_id');
  const taken = await engine.call('intake.import', { file: path });
  expect([taken.accepted, taken.stored]).toEqual([60, ['customer_id', 'plan']]);
  expect(await inVault()).toEqual([]);
});

it.each([
  [HEADER, /The name of a column .* holds e-mail addresses/],
  ['x1', /"x1" .* is direct identifier data/],
  ['x2', /"x2" .* is direct identifier data/],
  ['x4', /"x4" .* is direct identifier data/],
])('a mapping that keeps %j is refused, without repeating who is in it', async (column, message) => {
  const mapping: Mapping = {
    version: 1,
    kind: 'profiles',
    columns: [
      { column: 'customer_id', role: 'identifier' },
      { column, role: 'attribute', name: 'kept' },
    ],
  };
  const path = file(`kept-${Object.keys(COLUMNS).indexOf(column)}.csv`, ['customer_id', column]);
  const error = await failure(engine.call('intake.import', { file: path, mapping }));
  expect(error).toMatchObject({ code: 'PRIVACY_REFUSED' });
  expect(error.message).toMatch(message);
  expect(found(error)).toEqual([]);
  expect(await inVault()).toEqual([]);
});

it('a word of consent that names somebody is told by its shape', async () => {
  const states = ['yes', 'no', 'zqword@example.com'];
  const path = write(
    folder,
    'consents.csv',
    `customer_id,newsletter,said_on\n${lines(60, (i) => `C${1000 + i},${states[i % 3]},2026-01-02`)}`,
  );
  const mapping: Mapping = {
    version: 1,
    kind: 'consents',
    columns: [
      { column: 'customer_id', role: 'identifier' },
      { column: 'said_on', role: 'time', format: 'iso' },
      {
        column: 'newsletter',
        role: 'consent',
        part: 'state',
        purpose: 'marketing.communications.email',
        values: { yes: 'given', no: 'refused' },
      },
    ],
  };
  const answer = await engine.call('intake.import', { file: path, mapping });
  expect(answer.consent.columns[0].values).toContainEqual({
    value: 'aaaaaa@aaaaaaa.aaa',
    words: 1,
    meaning: 'unknown',
    records: 20,
  });
  expect(found(answer)).toEqual([]);
  expect(await inVault()).toEqual([]);
});
