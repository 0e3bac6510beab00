/**
 * Files that other readers take wrongly without a word, each under the name of its pitfall: short and long rows, quotes,
 * line ends, headers, encodings, figures. Nothing is lost silently: a record is taken whole or told with its place.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Engine } from '../../engine/engine.ts';
import { parseTime } from '../../engine/intake/values/times.ts';
import type { Answer } from '../../shared/contract/contract.ts';
import type { Mapping } from '../../shared/mapping.ts';
import { newVault, scratch } from '../end-to-end/scratch.ts';

const { folder, remove } = scratch();
let engine: Engine;
beforeAll(async () => {
  engine = await newVault(folder, 'pitfalls');
});
afterAll(() => {
  engine.close();
  remove();
});

const COLUMNS: Mapping['columns'] = [
  { column: 'id', role: 'identifier' },
  { column: 'plan', role: 'attribute', type: 'text' },
  { column: 'score', role: 'attribute', type: 'number', format: '1234.56' },
];
const good = (from: number, count: number): string =>
  Array.from({ length: count }, (_, i) => `p${from + i},basic,${i % 9}`).join('\n');
const trial = (
  text: string | Uint8Array,
  format: Mapping['format'] = { type: 'delimited', delimiter: ',', quote: '"', header: true },
  columns = COLUMNS,
): Promise<Answer<'intake.import'>> => {
  const file = join(folder, 'pitfall.csv');
  writeFileSync(file, text);
  return engine.call('intake.import', {
    file,
    dryRun: true,
    mapping: { version: 1, kind: 'profiles', format, columns },
  });
};
const HEAD = 'id,plan,score\n';
const counts = ({ records, accepted, rejected, rejects }: Answer<'intake.import'>): unknown[] => [
  records,
  accepted,
  rejected,
  rejects.map(({ line }) => line),
];

describe('pitfalls of reading', () => {
  it('udsv: a short row does not swallow the next, a long row glues nothing', async () => {
    const text = `${HEAD}${good(0, 20)}\nshort,x\n${good(20, 1)}\nlong,a,1,2\n${good(21, 1)}\n`;
    expect(counts(await trial(text))).toEqual([24, 22, 2, [22, 24]]);
  });

  it('type sniffing: text in row 30,002 is rejected with its line, and leading zeros of identifiers stay', async () => {
    const answer = await trial(`${HEAD}${good(0, 30_000)}\nlate,basic,many\n007,basic,1\n7,basic,1\n`);
    expect(counts(answer)).toEqual([30_003, 30_002, 1, [30_002]]);
    expect(answer.peopleNew).toBe(30_002);
  });

  it('BOM: the first header is the header', async () => {
    expect((await trial(`\ufeff${HEAD}${good(0, 20)}\n`)).accepted).toBe(20);
  });

  it('quotes: text behind a closing quote is told, and the rows after it are read', async () => {
    const answer = await trial(`${HEAD}${good(0, 20)}\n"a"b,basic,1\n${good(30, 20)}\n`);
    expect(answer.accepted).toBeGreaterThanOrEqual(40);
    expect(answer.accepted + answer.rejected).toBe(answer.records);
  });

  it('line ends: LF, CRLF and lone CR in one file', async () => {
    const text = `id,plan,score\r\n${good(0, 10)}\r\n${good(10, 5).replaceAll('\n', '\r')}\r${good(15, 5)}\n`;
    expect(counts(await trial(text))).toEqual([20, 20, 0, []]);
  });

  it('blank lines and a NUL in a cell end nothing', async () => {
    const answer = await trial(`${HEAD}${good(0, 10)}\n\n\nx\0y,basic,1\n${good(20, 10)}\n`);
    expect(answer.accepted + answer.rejected).toBe(answer.records);
    expect(answer.accepted).toBeGreaterThanOrEqual(20);
  });

  it('encodings: UTF-16 in both orders and Latin-1 give the people of UTF-8', async () => {
    const text = `${HEAD}${good(0, 20).replaceAll('basic', 'größer')}\n`;
    const little = Buffer.from(`\ufeff${text}`, 'utf16le');
    for (const bytes of [
      Buffer.from(text),
      little,
      Buffer.from(little).swap16(),
      Buffer.from(text, 'latin1'),
    ]) {
      const { accepted, quality } = await trial(bytes);
      expect(accepted).toBe(20);
      expect(quality.columns.find(({ column }) => column === 'plan')?.levels).toEqual([
        { value: 'größer', rows: 20 },
      ]);
    }
  });

  it('int64: identifiers beyond 2^53 that differ in the last digit are different people', async () => {
    const rows = Array.from({ length: 10 }, (_, i) => `900719925474099${3 + (i % 2)}${i},basic,1`);
    expect((await trial(`${HEAD}${rows.join('\n')}\n`)).peopleNew).toBe(10);
  });

  it('spreadsheets: identifiers that were shortened to 1.23E+11 are warned of', async () => {
    const file = join(folder, 'excel.csv');
    writeFileSync(
      file,
      `id,plan\n${Array.from({ length: 30 }, (_, i) => `1.${20 + i}E+11,basic`).join('\n')}\n`,
    );
    const { columns } = await engine.call('intake.inspect', { file });
    expect(columns[0].warnings.join(' ')).not.toBe('');
  });

  it('spreadsheets: dates that became 45000 are warned of, and read where somebody says so', async () => {
    const file = join(folder, 'days.csv');
    const rows = Array.from(
      { length: 40 },
      (_, i) => `O${i},C${i % 7},${45_000 + i}${i % 2 ? '.75' : ''},${i}.50`,
    );
    writeFileSync(file, `order_id,customer_id,order_date,total\n${rows.join('\n')}\n`);
    const { columns } = await engine.call('intake.inspect', { file });
    expect(columns[2].warnings.join()).toContain('45000 is 2023-03-15');
    const read = await engine.call('intake.import', {
      file,
      dryRun: true,
      mapping: {
        version: 1,
        kind: 'orders',
        columns: [
          { column: 'customer_id', role: 'identifier' },
          { column: 'order_date', role: 'time', format: 'excel-days' },
          { column: 'total', role: 'amount' },
        ],
      },
    });
    expect(read.accepted).toBe(40);
    expect([parseTime('45000', 'excel-days'), parseTime('45000.75', 'excel-days')]).toEqual([
      Date.UTC(2023, 2, 15),
      Date.UTC(2023, 2, 15, 18),
    ]);
    expect(parseTime('59', 'excel-days')).toBeNaN();
  });

  it('duplicate and `__proto__` headers: every column is there, under a name of its own', async () => {
    const file = join(folder, 'twice.csv');
    writeFileSync(file, `id,plan,plan,__proto__\n${good(0, 20).replaceAll(',basic', ',a,b')}\n`);
    const { columns } = await engine.call('intake.inspect', { file });
    expect(columns.map(({ column }) => column)).toEqual(['id', 'plan', 'plan_2', '__proto__']);
    const answer = await trial(readFileSync(file, 'utf8'), undefined, [
      COLUMNS[0],
      { column: 'plan_2', role: 'attribute', type: 'text' },
      { column: '__proto__', role: 'attribute', type: 'number', name: 'proto' },
    ]);
    expect(answer.quality.columns.find(({ column }) => column === 'plan_2')?.levels).toEqual([
      { value: 'b', rows: 20 },
    ]);
    expect(answer.accepted).toBe(20);
  });

  it('unclosed quote: told with the line where it opens, and the rows after it are read', async () => {
    const answer = await trial(`${HEAD}${good(0, 20)}\nx,"basic,1\n${good(30, 20)}\n`);
    expect(counts(answer)).toEqual([41, 40, 1, [22]]);
    expect(answer.rejects[0].reason).toContain('never closed');
  });

  it('figures: NaN is missing, 1e5 a number, and a decimal comma is told, not read as thousands', async () => {
    const semicolons: Mapping['format'] = { type: 'delimited', delimiter: ';', quote: '"', header: true };
    const rows = ['a;basic;NaN', 'b;basic;1e5', 'c;basic;3,5'];
    const answer = await trial(`id;plan;score\n${rows.join('\n')}\n`, semicolons);
    expect(counts(answer)).toEqual([3, 2, 1, [4]]);
    const comma = COLUMNS.map((column) =>
      column.column === 'score' ? { ...column, format: '1.234,56' } : column,
    );
    expect((await trial(`id;plan;score\n${rows.slice(2).join('\n')}\n`, semicolons, comma)).accepted).toBe(1);
  });
});

describe('attacks on import', () => {
  it('I6: three addresses in 50,000 notes block the column', async () => {
    const rows = Array.from({ length: 50_000 }, (_, i) => `p${i},note ${i % 7}`);
    for (let i = 0; i < 3; i++) rows[49_000 + i] = `p${49_000 + i},anna.${i}@mail.example`;
    const columns: Mapping['columns'] = [COLUMNS[0], { column: 'plan', role: 'attribute', type: 'text' }];
    await expect(trial(`id,plan\n${rows.join('\n')}\n`, undefined, columns)).rejects.toMatchObject({
      code: 'PRIVACY_REFUSED',
      message: expect.stringContaining('plan'),
    });
  });

  it.each([
    ['addresses of a company’s own network', (i: number) => `golf;anna.${i}@firma.local`],
    ['addresses with an at sign in full width', (i: number) => `anna.${i}＠mail.example`],
    ['telephone numbers', (i: number) => `+49 30 90182${10 + i}; +49 30 90192${10 + i}`],
    ['a telephone number among words', (i: number) => `call +49 30 90182${10 + i}`],
    ['bank accounts', (i: number) => `DE89370400440532013000|plan ${i}`],
    ['addresses of machines', (i: number) => `10.0.0.${i},192.168.0.${i}`],
    ['addresses of devices', (i: number) => `["00:1b:63:84:45:${10 + i}", "web"]`],
  ])('several to a cell, %s are no attribute', async (_, cell) => {
    const quoted = (i: number): string => `"${cell(i % 20).replaceAll('"', '""')}"`;
    const rows = Array.from({ length: 200 }, (_, i) => `p${i},${quoted(i)}`).join('\n');
    const columns: Mapping['columns'] = [
      COLUMNS[0],
      { column: 'interests', role: 'attribute', type: 'text' },
    ];
    const text = `id,interests\n${rows}\n`;
    await expect(trial(text, undefined, columns)).rejects.toMatchObject({
      code: 'PRIVACY_REFUSED',
      message: expect.stringContaining('"interests"'),
    });
    const { columns: suggested } = await engine.call('intake.inspect', { file: join(folder, 'pitfall.csv') });
    expect(suggested.find(({ column }) => column === 'interests')?.role).toBe('dropped');
  });

  it('I9: an innocent header over addresses is no attribute', async () => {
    const rows = Array.from({ length: 200 }, (_, i) => `p${i},p${i}@mail.example`);
    const columns: Mapping['columns'] = [COLUMNS[0], { column: 'ref', role: 'attribute', type: 'text' }];
    await expect(trial(`id,ref\n${rows.join('\n')}\n`, undefined, columns)).rejects.toMatchObject({
      code: 'PRIVACY_REFUSED',
    });
  });
});
