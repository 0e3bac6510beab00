/** What is wrong is told with its file, line, column and byte, whatever the form, and what to do about it. */
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { strToU8, zipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Engine } from '../../engine/engine.ts';
import type { Reject } from '../../shared/contract/answers.ts';
import type { Mapping, SourceFormat } from '../../shared/mapping.ts';
import { newVault, scratch, write } from '../end-to-end/scratch.ts';
import { inline, workbook } from '../engine/intake/formats/workbook.ts';
import { failure, RAW } from './vault.ts';

const { folder, remove } = scratch();
let engine: Engine;
beforeAll(async () => {
  engine = await newVault(folder, 'places');
});
afterAll(() => {
  engine.close();
  remove();
});

const COLUMNS: Mapping['columns'] = [
  { column: 'id', role: 'identifier' },
  { column: 'score', role: 'attribute', type: 'number', format: '1234.56' },
];
const ROWS = [
  ['a', '1'],
  ['b', 'x'],
  ['', '3'],
  ['d', '4'],
];
const HEAD = ['id', 'score'];
const csv = `${[HEAD, ...ROWS].map((row) => row.join(',')).join('\n')}\n`;
const objects = ROWS.map(([id, score]) => JSON.stringify({ id, score }));

describe('a rejected record', () => {
  /** What is rejected: `x` is no number, one has no identifier. `bytes` where the second and third record begin. */
  const cases: [string, string, string | Uint8Array, [number, number], [number, number], SourceFormat?][] = [
    ['CSV', 'a.csv', csv, [3, 4], [csv.indexOf('b,'), csv.indexOf(',3')]],
    ['CSV in gzip', 'a.gz', gzipSync(csv), [3, 4], [csv.indexOf('b,'), csv.indexOf(',3')]],
    [
      'CSV in UTF-16',
      'a.csv',
      Buffer.from(`\ufeff${csv}`, 'utf16le'),
      [3, 4],
      // Two bytes a character, and two of the mark before them.
      [2 + 2 * csv.indexOf('b,'), 2 + 2 * csv.indexOf(',3')],
    ],
    [
      'NDJSON',
      'a.json',
      `${objects.join('\n')}\n`,
      [2, 3],
      [objects[0].length + 1, objects[0].length + objects[1].length + 2],
    ],
    [
      'a JSON list',
      'a.json',
      `[${objects.join(',\n')}]`,
      [2, 3],
      [objects[0].length + 3, objects[0].length + objects[1].length + 5],
    ],
    ['XLSX', 'a.xlsx', workbook({ sheets: [[HEAD, ...ROWS].map(inline).join('')] }), [3, 4], [0, 0]],
    ['zip', 'a.zip', zipSync({ 'x.csv': strToU8(csv) }), [3, 4], [csv.indexOf('b,'), csv.indexOf(',3')]],
  ];
  it.each(cases)('of %s', async (_, name, content, at, bytes, format = {}) => {
    const { rejects, reasons } = await engine.call('intake.import', {
      file: write(folder, name, content),
      dryRun: true,
      mapping: { version: 1, kind: 'profiles', format, columns: COLUMNS },
    });
    const found = rejects.map(({ line, offset, column, reason }: Reject) => [line, offset, column, reason]);
    expect(found).toEqual([
      [at[0], bytes[0], 'score', 'the value is no number'],
      [at[1], bytes[1], 'id', 'the identifier is missing'],
    ]);
    expect(reasons.length).toBe(2);
  });

  it('of several files names its own', async () => {
    for (const day of ['1', '2']) write(folder, `days/${day}.csv`, csv.replace('a,', `a${day},`));
    const { rejects } = await engine.call('intake.import', {
      file: join(folder, 'days'),
      dryRun: true,
      mapping: { version: 1, kind: 'profiles', columns: COLUMNS },
    });
    expect(rejects.map(({ file, line }) => [file, line])).toEqual([
      ['1.csv', 3],
      ['1.csv', 4],
      ['2.csv', 3],
      ['2.csv', 4],
    ]);
  });
});

describe('a file that is refused', () => {
  const latin = Buffer.from('id,score\na,1\nb,Köln\n', 'latin1');
  it.each<[string, string | Uint8Array, SourceFormat, RegExp]>([
    ['latin.csv', latin, { encoding: 'utf-8' }, /latin\.csv.*line 3, byte 16/],
    ['list.json', '[{"id":"a","score":1},\n{"id":"b" "score":2}]', {}, /list\.json.*Line 2 \(byte 33\)/],
    ['quotes.csv', '"id"x,"s"y\n"a"b,"c"d\n', {}, /quotes\.csv.*Line 1 \(record 1, byte 0\)/],
    ['header.csv', `id,score\n${'a,1,2\n'.repeat(20)}`, {}, /header\.csv.*2 names.*3 fields/],
    [
      'book.xlsx',
      workbook({ sheets: [`${inline(HEAD)}<row r="2"><c r="A2" t="s"><v>5</v></c></row>`] }),
      {},
      /book\.xlsx.*cell A2/,
    ],
    [
      'two.zip',
      zipSync({ 'a.csv': strToU8(csv), 'b.csv': new Uint8Array(0) }),
      { entry: '*' },
      /two\.zip.*b\.csv/,
    ],
  ])('%s', async (name, content, format, words) => {
    const error = await failure(
      engine.call('intake.import', {
        file: write(folder, name, content),
        dryRun: true,
        mapping: { version: 1, kind: 'profiles', format, columns: COLUMNS },
      }),
    );
    expect(error.code).toMatch(/^INPUT_/);
    expect(error.message).toMatch(words);
    expect(error.message).not.toMatch(RAW);
    expect(error.next).not.toBe('');
  });
});
