/**
 * The CDNOW sample through every form it may come in: row counts and totals as published. They are not part of
 * the project; without them the tests are skipped and say so.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import { strToU8, zipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Engine } from '../../engine/engine.ts';
import type { ImportAnswer } from '../../shared/contract/answers.ts';
import type { Mapping, SourceFormat } from '../../shared/mapping.ts';
import { newVault, scratch, write } from '../end-to-end/scratch.ts';

const DATA = resolve(import.meta.dirname, '../../../shared/data');
const present = existsSync(join(DATA, 'cdnow'));
if (!present) console.warn('skipped: the real data sets are not beside the project (../shared/data)');
const { folder, remove } = scratch();
let engine: Engine;
beforeAll(async () => {
  engine = await newVault(folder, 'formats');
});
afterAll(() => {
  engine.close();
  remove();
});

const data = (...names: string[]): string => join(DATA, ...names);
const trial = (file: string, mapping?: Mapping, format?: SourceFormat): Promise<ImportAnswer> =>
  engine.call('intake.import', {
    file,
    dryRun: true,
    ...(mapping === undefined ? {} : { mapping }),
    ...(format === undefined ? {} : { format }),
  });

describe.skipIf(!present)('the data sets of others', () => {
  const cdnow: Mapping = {
    version: 1,
    kind: 'orders',
    format: { header: false, columns: ['master', 'customer', 'date', 'units', 'dollars'] },
    columns: [
      { column: 'customer', role: 'identifier' },
      { column: 'date', role: 'time', format: 'yyyymmdd' },
      { column: 'dollars', role: 'amount' },
    ],
  };
  const whole = { records: 6919, accepted: 6919, rejected: 0, peopleNew: 2357, amountTotal: 244_091.94 };

  it('CDNOW, as it comes: fixed width, its columns guessed or given', async () => {
    const file = data('cdnow', 'CDNOW_sample.txt');
    expect(await trial(file, cdnow)).toMatchObject(whole);
    expect(await trial(file, cdnow, { type: 'fixed', cuts: [0, 7, 12, 21, 24] })).toMatchObject(whole);
  });

  it('CDNOW as JSON lines, as a list, gzipped, zipped in two parts', async () => {
    const rows = readFileSync(data('cdnow', 'CDNOW_sample.txt'), 'latin1')
      .trim()
      .split(/\r?\n/)
      .map((line) => line.trim().split(/ +/));
    const objects = rows.map(([, customer, date, , dollars]) => ({
      who: { customer },
      date,
      dollars: Number(dollars),
    }));
    const mapping: Mapping = {
      ...cdnow,
      format: {},
      columns: [{ column: 'who.customer', role: 'identifier' }, ...cdnow.columns.slice(1)],
    };
    const lines = objects.map((one) => `${JSON.stringify(one)}\n`);
    const half = lines.length >> 1;
    const packed = zipSync({
      'a.json': strToU8(lines.slice(0, half).join('')),
      'b.json': strToU8(lines.slice(half).join('')),
    });
    for (const [name, bytes, format] of [
      ['lines.json', lines.join(''), {}],
      ['list.json', JSON.stringify(objects, null, 2), {}],
      ['lines.json.gz', gzipSync(lines.join('')), {}],
      ['parts.zip', packed, { entry: '*' }],
    ] as const)
      expect(await trial(write(folder, name, bytes), mapping, format), name).toMatchObject(whole);
  });
});
