/**
 * Whole data sets of others through every form they come in: row counts and totals as published. They are not part of
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
import { newVault, scratch } from '../end-to-end/scratch.ts';
import { write } from '../faults/vault.ts';

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
const profiles = (identifier: string, columns: Mapping['columns'] = []): Mapping => ({
  version: 1,
  kind: 'profiles',
  columns: [{ column: identifier, role: 'identifier' }, ...columns],
});
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

  it('Online Retail: the files of four days are one source', async () => {
    const answer = await trial(data('online-retail', '2010-12-*.csv'), {
      version: 1,
      kind: 'orders',
      columns: [
        { column: 'CustomerID', role: 'identifier' },
        { column: 'InvoiceNo', role: 'reference' },
        { column: 'InvoiceDate', role: 'time' },
      ],
    });
    const lines = ['01', '02', '03', '05'].map(
      (day) =>
        readFileSync(data('online-retail', `2010-12-${day}.csv`), 'utf8')
          .trim()
          .split('\n').length - 1,
    );
    expect(answer.records).toBe(lines.reduce((sum, count) => sum + count, 0));
    expect(answer.accepted + answer.rejected + answer.duplicates).toBe(answer.records);
    // What is rejected are the lines without a customer, and each is told with its file and line.
    expect(answer.reasons).toEqual([
      { reason: 'CustomerID: the identifier is missing', records: answer.rejected },
    ]);
    const [first] = answer.rejects;
    const line = readFileSync(data('online-retail', first.file ?? ''), 'utf8').split('\n')[first.line - 1];
    expect(line.split(',').at(-2)).toBe('');
  });

  it('Telco and Adult, with their blanks and question marks', async () => {
    const telco = await trial(data('telco-churn', 'Telco-Customer-Churn.csv'));
    expect(telco).toMatchObject({ records: 7043, accepted: 7043, rejected: 0, peopleNew: 7043 });
    const adult = readFileSync(data('adult', 'adult.csv'), 'utf8').trim().split('\n');
    expect(adult).toHaveLength(30_163);
    // It names nobody; a number is given to each row, as an export would have.
    for (const mark of ['', '?']) {
      const rows = adult.slice(1).map((row, i) => `${i};${mark === '' ? row : row.replace('Private', mark)}`);
      const answer = await trial(
        write(folder, `adult${mark === '' ? '' : '-marks'}.csv`, `id;${adult[0]}\n${rows.join('\n')}\n`),
        profiles('id', [
          { column: 'age', role: 'attribute', type: 'number' },
          { column: 'workclass', role: 'attribute' },
          { column: 'salary-class', role: 'attribute' },
        ]),
      );
      expect(answer).toMatchObject({ records: 30_162, accepted: 30_162, rejected: 0 });
    }
  });

  it('Shopify, Unomi and Dittofeed, with their faulty rows', async () => {
    const records = async (file: string, mapping: Mapping): Promise<[number, number, number]> => {
      const { records: all, accepted, rejected } = await trial(file, mapping);
      return [all, accepted, rejected];
    };
    const shop = await trial(data('cdp-imports', 'shopify', 'shopify_customer_data.csv'), profiles('id'));
    expect(shop.rejected).toBe(0);
    expect(shop.accepted).toBe(shop.records);
    const unomi = (name: string): string => data('cdp-imports', 'unomi', name);
    expect(await records(unomi('2-surfers-test.csv'), profiles('Email'))).toEqual([36, 17, 19]);
    expect(await records(unomi('6-actors-test.csv'), profiles('email'))).toEqual([6, 6, 0]);
    const feed = (name: string): string => data('cdp-imports', 'dittofeed', name);
    expect(await records(feed('users.csv'), profiles('id'))).toEqual([5, 5, 0]);
    expect(await records(feed('missing-some-identifiers.csv'), profiles('id'))).toEqual([5, 3, 2]);
    await expect(trial(feed('missing-identifiers.csv'), profiles('id'))).rejects.toMatchObject({
      code: 'MAPPING_INVALID',
    });
  });
});
