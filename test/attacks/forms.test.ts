/**
 * People hidden among words in files of every form, in events and in mappings: nothing of them is kept, as it stands or by its
 * figures, nor answered. And what only looks like them is kept whole under a header that says what it is.
 */
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Engine } from '../../engine/engine.ts';
import { openDatabase } from '../../engine/vault/database.ts';
import { openKeystore } from '../../engine/vault/keystore.ts';
import type { Mapping } from '../../shared/mapping.ts';
import { newVault, PASSPHRASE, scratch, write } from '../end-to-end/scratch.ts';
import { inline, workbook } from '../engine/intake/formats/workbook.ts';
import { entry, zipOf } from '../engine/intake/formats/zip.ts';
import { failure, lines } from '../faults/vault.ts';

const { folder, remove } = scratch();
let engine: Engine;
beforeAll(async () => {
  engine = await newVault(folder, 'forms');
});
afterAll(() => {
  engine.close();
  remove();
});

const HIDDEN = {
  iban: 'to GB82 WEST 1234 5698 7654 32 soon',
  phone: 'call (212) 555-0113',
  spoken: 'zq.anna (at) example.com',
  escaped: 'zqben%2540example.com',
  json: '{"first_name":"Zqclara"}',
  address: 'login from 93.184.216.35',
  card: '4111 1111 1111 1111',
  handle: '@zqdora',
  key: 'e2e5f0fd-9054-4323-a487-62af20580a94',
};
/** What may be found nowhere: as it stands, and long figures without what parts them. */
const TRACES = Object.values(HIDDEN).flatMap((one) => {
  const figures = one.replace(/\D/g, '');
  const name = /zq[a-z.]+/i.exec(one)?.[0];
  return [one, ...(figures.length >= 10 ? [figures] : []), ...(name === undefined ? [] : [name])];
});
const tracesIn = (text: string): string[] => {
  const bare = text.replace(/[ .()/-]/g, '');
  return TRACES.filter((one) => text.includes(one) || (/^\d+$/.test(one) && bare.includes(one)));
};
const inVault = async (): Promise<string[]> => {
  const keys = await openKeystore(join(folder, 'forms.cloister', 'keys.json'), PASSPHRASE);
  const db = openDatabase(join(folder, 'forms.cloister', 'data.db'), keys, { readonly: true });
  try {
    const text = db.serialize().toString('latin1');
    expect(text).toContain('bronze');
    return tracesIn(text);
  } finally {
    db.close();
  }
};

const WORDS = ['gold', 'silver', 'bronze', 'basic'];
const ROWS = 1200;
const HEADERS = ['customer_id', ...Object.keys(HIDDEN).map((_, at) => `merkmal_${at}`)];
const ROW = (i: number): string[] => [
  `C${i}`,
  ...Object.values(HIDDEN).map((one) => (i === 1100 ? one : WORDS[i % 4])),
];
const all = Array.from({ length: ROWS }, (_, i) => ROW(i));
const quoted = (cell: string): string => `"${cell.replaceAll('"', '""')}"`;
const CSV = [HEADERS, ...all].map((row) => `${row.map(quoted).join(',')}\n`).join('');
const markup = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
const objects = all.map((row) => Object.fromEntries(row.map((cell, at) => [HEADERS[at], cell])));
const FORMS: Readonly<Record<string, () => string | Uint8Array>> = {
  'people.csv.gz': () => gzipSync(CSV),
  'people.zip': () => zipOf([entry('people.csv', CSV)]),
  'people.ndjson': () => objects.map((one) => `${JSON.stringify(one)}\n`).join(''),
  'nested.json': () => JSON.stringify(objects.map(({ customer_id, ...about }) => ({ customer_id, about }))),
  'people.xlsx': () =>
    workbook({ sheets: [[HEADERS, ...all].map((row) => inline(row.map(markup))).join('')] }),
};

describe('in another form', () => {
  const taken = async (file: string): Promise<void> => {
    const seen = await engine.call('intake.inspect', { file });
    expect(tracesIn(JSON.stringify(seen))).toEqual([]);
    const answer = await engine.call('intake.import', { file });
    expect([answer.accepted, answer.stored.length]).toEqual([ROWS, HEADERS.length]);
    expect(answer.warnings.filter((told) => told.endsWith(': 1 of 1200.'))).toHaveLength(HEADERS.length - 1);
    expect(tracesIn(JSON.stringify(answer))).toEqual([]);
    expect(await inVault()).toEqual([]);
  };
  it.each(Object.keys(FORMS))('%s', async (name) => {
    await taken(write(folder, name, FORMS[name]()));
  });
  it('people.parquet', async () => {
    const [from, to] = [write(folder, 'plain.csv', CSV), join(folder, 'people.parquet')];
    const instance = await DuckDBInstance.create(':memory:');
    const connection = await instance.connect();
    await connection.run(
      `COPY (SELECT * FROM read_csv('${from}', all_varchar = true)) TO '${to}' (FORMAT parquet)`,
    );
    connection.closeSync();
    instance.closeSync();
    await taken(to);
  });
  it('in the names of events', async () => {
    const names = Object.values(HIDDEN);
    const rows = [
      ...Array.from({ length: 20_000 }, (_, i) => `C${i % 900},${WORDS[i % 4]},2026-01-0${1 + (i % 9)}`),
      ...names.map((one) => `C1,${quoted(one)},2026-01-01`),
    ];
    const file = write(folder, 'events.csv', `customer_id,event,timestamp\n${rows.join('\n')}\n`);
    const answer = await engine.call('intake.import', { file });
    expect(answer.warnings.some((told) => /^Values of "event" that hold .*: 9 of 20009\.$/.test(told))).toBe(
      true,
    );
    expect(tracesIn(JSON.stringify([answer, await engine.call('quality.history', {})]))).toEqual([]);
    expect(await inVault()).toEqual([]);
  });
});

const PEOPLE = `customer_id,plan\n${lines(60, (i) => `C${i},${i === 50 ? 'zq.anna@example.com' : WORDS[i % 4]}`)}`;
const mapping = (plan: Partial<Mapping['columns'][number]>): Mapping => ({
  version: 1,
  kind: 'profiles',
  columns: [
    { column: 'customer_id', role: 'identifier' },
    { column: 'plan', role: 'attribute', ...plan },
  ],
});

describe('a mapping, which is kept', () => {
  it.each<[string, Partial<Mapping['columns'][number]>]>([
    ['leaves out', { leaveOut: ['zq.anna@example.com'] }],
    ['takes alone', { only: ['gold', 'zq.anna@example.com'] }],
    ['leaves out by a column that is dropped', { role: 'dropped', leaveOut: ['zq.anna@example.com'] }],
    ['replaces', { steps: [{ step: 'map', values: { 'zq.anna@example.com': 'gold' } }] }],
    ['replaces by', { steps: [{ step: 'map', values: { gold: 'zq.anna@example.com' } }] }],
  ])('%s nobody by an identifier', async (_, plan) => {
    const file = write(folder, 'mapped.csv', PEOPLE);
    const error = await failure(engine.call('intake.import', { file, mapping: mapping(plan) }));
    expect(error).toMatchObject({ code: 'PRIVACY_REFUSED', message: expect.stringContaining('"plan"') });
    expect(tracesIn(JSON.stringify(error))).toEqual([]);
    expect(await inVault()).toEqual([]);
  });
  it('forgets a dropped column whose name holds one', async () => {
    const file = write(
      folder,
      'named.csv',
      PEOPLE.replace('plan', 'seen by zq.anna@example.com').replaceAll('C', 'D'),
    );
    const { columns, ...rest } = mapping({});
    const kept = {
      ...rest,
      columns: [columns[0], { column: 'seen by zq.anna@example.com', role: 'dropped' as const }],
    };
    expect((await engine.call('intake.import', { file, mapping: kept })).accepted).toBe(60);
    expect(await inVault()).toEqual([]);
  });
});

/** Values under headers that say what they are. */
const INNOCENT: Readonly<Record<string, readonly string[]>> = {
  product_code: ['0123-456-789', '0123-456-790', '0171-22-3344'],
  'Part number': ['0123-456-789', '020 7946 0103', 'WVWZZZ1JZXW000111'],
  isbn: ['0306406152', '978-3-16-148410-0', '0198526636'],
  pack_ean: ['4006381333931, 4011200296908', '4006381333931', '5901234123457'],
  opening_hours: ['09:00-17:00', '08.00-12.30.00', '0900-170000'],
  size: ['32-34-36', '032-034-036', '034-036-038'],
  prices: ['12.5000, 13.4000', '12.5025, 13.4075', '1.2525;3.4075'],
  gtin: ['30123456789012', '04006381333931', '4006381333931'],
  lot: ['LOT 0171-22-3344', '0171-22-3345', '212-555-0113'],
  'Invoice no': ['2026-0001-0001', '2026-0001-0002', '2026-0001-0003'],
  campaign: ['@home', '#1', 'summer'],
  season: ['mobile 2024-2025', 'Handy 2025/2026', 'cell 2023 / 2024'],
  preferences: ['{"email":true}', '{"email":"weekly","phone":"never"}', '{"first_name":"required"}'],
  landing: ['x?sid=123', 'x?signature=none', 'x?token=off'],
  browser: ['Chrome/120.0.0.0', 'Safari/17.1.2.1', 'Edge 120.0.0.0'],
  app_version: ['10.0.19.1', '93.184.216.34', '9.4.1.0'],
  shade: ['#ff00aa', '#00ff11', '#abcdef'],
  state: ['eyJ', 'eyJoy.club', 'v1.2.3-beta.4'],
};

it.each(Object.entries(INNOCENT))('%s is kept whole', async (header, values) => {
  const rows = lines(1500, (i) => `K${i},${quoted(values[i % 3])}`);
  const file = write(folder, 'innocent.csv', `customer_id,${quoted(header)}\n${rows}`);
  const given: Mapping = {
    version: 1,
    kind: 'profiles',
    columns: [
      { column: 'customer_id', role: 'identifier' },
      { column: header, role: 'attribute', name: 'kept', type: 'text' },
    ],
  };
  const answer = await engine.call('intake.import', { file, mapping: given, dryRun: true });
  expect([answer.accepted, answer.warnings.filter((told) => told.includes('count as empty'))]).toEqual([
    1500,
    [],
  ]);
});
