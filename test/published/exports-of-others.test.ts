/**
 * Whole data sets of others as they come: counts and totals as published, or as papaparse and csv-parse count them. They
 * are not part of the project; without them the tests are skipped and say so.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Engine } from '../../engine/engine.ts';
import type { ImportAnswer } from '../../shared/contract/answers.ts';
import type { Mapping } from '../../shared/mapping.ts';
import { newVault, PASSPHRASE, scratch, write } from '../end-to-end/scratch.ts';
import { cloister, everyone, failure, LENS } from '../faults/vault.ts';

const DATA = resolve(import.meta.dirname, '../../../shared/data');
const present = existsSync(join(DATA, 'cdp-imports'));
if (!present) console.warn('skipped: the real data sets are not beside the project (../shared/data)');
const { folder, remove } = scratch();
let engine: Engine;
beforeAll(async () => {
  engine = await newVault(folder, 'others');
});
afterAll(() => {
  engine.close();
  remove();
});

const data = (...names: string[]): string => join(DATA, ...names);
type Row = Record<string, string>;
/** The records of a file as csv-parse reads them. */
const records = (path: string, delimiter = ','): Row[] =>
  parse(readFileSync(path, 'utf8'), { bom: true, columns: true, delimiter, relax_column_count: true });
const cents = (values: readonly string[]): number =>
  values.reduce((sum, value) => sum + Math.round(Number(value) * 100), 0) / 100;
const trial = (file: string, mapping?: Mapping): Promise<ImportAnswer> =>
  engine.call('intake.import', { file, dryRun: true, ...(mapping === undefined ? {} : { mapping }) });
const profiles = (identifier: string, columns: Mapping['columns'] = []): Mapping => ({
  version: 1,
  kind: 'profiles',
  columns: [{ column: identifier, role: 'identifier' }, ...columns],
});
/** How many people a rule finds, exactly, as the officer is told. */
const exactly = async (vault: Engine, field: string, value: string): Promise<number> => {
  const rule = { op: 'compare' as const, field, is: '=' as const, value };
  return (await vault.call('segment.count', { lens: LENS, rule })).people;
};

describe.skipIf(!present)('the data sets of others', () => {
  it('Online Retail: the daily files are one source; its net value is pieces times price', async () => {
    const days = ['01', '02', '03', '05'].map((day) => data('online-retail', `2010-12-${day}.csv`));
    const rows = days.flatMap((day) => records(day));
    // The same line twice is two pieces more, as in the published totals; without a customer it is nobody's.
    const named = rows.filter((row) => row.CustomerID !== '');
    const net = named.map((row) => String(Number(row.Quantity) * Number(row.UnitPrice)));
    const different = new Set(named.map((row) => JSON.stringify(row))).size;
    const vault = join(folder, 'retail');
    cloister(['create', vault, '--json']);
    const ran = cloister(['import', vault, data('online-retail', '2010-12-*.csv'), '--json']);
    const answer = JSON.parse(ran.out) as ImportAnswer;
    expect(answer).toMatchObject({
      kind: 'orders',
      records: 10_144,
      accepted: named.length,
      duplicates: 0,
      rejected: rows.length - named.length,
      peopleNew: new Set(named.map((row) => row.CustomerID)).size,
      amountTotal: Number(cents(net).toFixed(2)),
    });
    expect(named.length - different).toBe(207);
    expect(answer.repeats.repeated).toBe(207);
    expect(answer.warnings.join()).toContain('207 of 10,144 records repeat another one word for word');
    // A file that overlaps two of them brings nothing new; taken once, each line counts once.
    const [head, ...lines] = readFileSync(days[0], 'utf8').trim().split('\n');
    const also = readFileSync(days[1], 'utf8').trim().split('\n').slice(1);
    const both = write(folder, 'both.csv', [head, ...lines, ...also, ''].join('\n'));
    const again = JSON.parse(cloister(['import', vault, both, '--dry-run', '--json']).out) as ImportAnswer;
    expect(again).toMatchObject({ accepted: 0, repeats: { fresh: 0, joined: 0, corrected: 0, replaced: 0 } });
    const { mapping } = await engine.call('intake.inspect', { file: days[0], also: days.slice(1) });
    const once = await engine.call('intake.import', {
      file: days[0],
      also: days.slice(1),
      mapping: { ...mapping, repeats: 'once' },
      dryRun: true,
    });
    expect(once).toMatchObject({ accepted: different, duplicates: 207 });
    // What is rejected is told with its file and line.
    const [first] = answer.rejects;
    const rejected = readFileSync(data('online-retail', first.file ?? ''), 'utf8').split('\n')[
      first.line - 1
    ];
    expect(rejected.split(',').at(-2)).toBe('');
  });

  it('Telco: people, churn, blanks and charges as published', async () => {
    const file = data('telco-churn', 'Telco-Customer-Churn.csv');
    const vault = await newVault(folder, 'telco');
    const answer = await vault.call('intake.import', { file });
    expect(answer).toMatchObject({ records: 7043, accepted: 7043, rejected: 0, peopleNew: 7043 });
    expect(answer.quality.columns.find(({ column }) => column === 'TotalCharges')?.empty).toBe(11);
    await everyone(vault);
    await vault.call('officer.enter', { passphrase: PASSPHRASE });
    expect([
      await exactly(vault, 'profile.churn', 'No'),
      await exactly(vault, 'profile.churn', 'Yes'),
    ]).toEqual([5174, 1869]);
    vault.close();
    // It names no day; with one, its monthly charges are the amounts of orders.
    const dated = readFileSync(file, 'utf8').trim().split(/\r?\n/);
    const path = write(
      folder,
      'charges.csv',
      dated.map((line, i) => `${i === 0 ? 'day' : '2024-01-01'},${line}\n`).join(''),
    );
    const charges = await trial(path, {
      version: 1,
      kind: 'orders',
      columns: [
        { column: 'customerID', role: 'identifier' },
        { column: 'day', role: 'time' },
        { column: 'MonthlyCharges', role: 'amount' },
      ],
    });
    expect(charges).toMatchObject({ accepted: 7043, amountTotal: 456_116.6 });
  });

  it('Adult, with and without question marks', async () => {
    const lines = readFileSync(data('adult', 'adult.csv'), 'utf8').trim().split('\n');
    // It names nobody; a number is given to each row, as an export would have. A "?" is no level of anything.
    const text = (mark: boolean): string =>
      lines
        .map((line, i) => `${i === 0 ? 'id' : i};${mark ? line.replace(';Private;', ';?;') : line}\n`)
        .join('');
    const attribute = (column: string): Mapping['columns'][number] => ({ column, role: 'attribute' });
    const mapping = profiles('id', [attribute('workclass'), attribute('salary-class')]);
    for (const mark of [false, true]) {
      const vault = await newVault(folder, `adult-${mark}`);
      const file = write(folder, `adult-${mark}.csv`, text(mark));
      const answer = await vault.call('intake.import', { file, mapping });
      expect(answer).toMatchObject({ records: 30_162, accepted: 30_162, rejected: 0, peopleNew: 30_162 });
      await everyone(vault);
      await vault.call('officer.enter', { passphrase: PASSPHRASE });
      expect([
        await exactly(vault, 'profile.salary_class', '<=50K'),
        await exactly(vault, 'profile.salary_class', '>50K'),
      ]).toEqual([22_654, 7508]);
      const privately = lines.filter((line) => line.includes(';Private;')).length;
      const empty = answer.quality.columns.find(({ column }) => column === 'workclass')?.empty ?? 0;
      expect(Math.abs(empty - (mark ? privately : 0))).toBeLessThan(5);
      vault.close();
    }
  });

  it('Adult as it comes: it names nobody, so each record is a person, proposed and never taken unsaid', async () => {
    const file = data('adult', 'adult.csv');
    const looked = await engine.call('intake.inspect', { file });
    expect(looked.people).toContain('"sex", "age", "marital-status" describe people');
    expect(looked.mapping).toMatchObject({ kind: 'profiles', people: 'records' });
    const refused = await failure(trial(file));
    expect(refused.message).toContain('No column says whose record it is');
    expect(refused.next).toContain('--people records');
    const vault = join(folder, 'adult-as-it-is');
    cloister(['create', vault, '--json']);
    const importAdult = (...more: string[]): ImportAnswer =>
      JSON.parse(
        cloister(['import', vault, file, '--people', 'records', ...more, '--json']).out,
      ) as ImportAnswer;
    expect(importAdult()).toMatchObject({
      records: 30_162,
      accepted: 30_162,
      peopleNew: 30_162,
      rejected: 0,
    });
    expect(importAdult()).toMatchObject({ accepted: 0, peopleNew: 0, peopleKnown: 30_162 });
  });

  it('Complete Journey: the tables about households, and of the others that they name nobody', async () => {
    const path = (name: string): string => data('complete-journey', `completejourney_${name}.csv`);
    const households = (name: string): number =>
      new Set(records(path(name)).map((row) => row.household_id)).size;
    expect(await trial(path('coupon_redemptions'))).toMatchObject({
      kind: 'events',
      records: 2102,
      accepted: 2102,
      peopleNew: households('coupon_redemptions'),
    });
    expect(await trial(path('demographics'))).toMatchObject({ records: 801, accepted: 801, peopleNew: 801 });
    expect(await trial(path('campaigns'), profiles('household_id'))).toMatchObject({
      records: 6589,
      // A profile is said once; the household's other lines say the same.
      accepted: households('campaigns'),
      duplicates: 6589 - households('campaigns'),
      peopleNew: households('campaigns'),
    });
    for (const name of ['campaign_descriptions', 'coupons', 'products'])
      expect((await failure(trial(path(name)))).message).toContain('No column says whose record it is');
  });
});

describe.skipIf(!present)('imports and seeds of other customer data platforms', () => {
  const shopify = (name: string): string => data('cdp-imports', 'shopify', `shopify_${name}_data.csv`);

  it('Shopify: customers and orders in both spellings, with their totals', async () => {
    for (const name of ['customer', 'gql_customer']) {
      const rows = records(shopify(name));
      expect(await trial(shopify(name))).toMatchObject({
        kind: 'profiles',
        records: rows.length,
        accepted: rows.length,
        rejected: 0,
      });
    }
    for (const [name, total] of [
      ['order', 'total_price'],
      ['gql_order', 'total_price_set_shop_amount'],
    ]) {
      const rows = records(shopify(name));
      expect(await trial(shopify(name))).toMatchObject({
        kind: 'orders',
        records: rows.length,
        accepted: rows.length,
        rejected: 0,
        amountTotal: cents(rows.map((row) => row[total])),
      });
    }
  });

  it('Shopify: order lines and refunds name nobody, and are those of the people of their orders', async () => {
    for (const name of ['order_line', 'refund'])
      expect((await failure(trial(shopify(name)))).message).toContain('import the orders first');
    const vault = await newVault(folder, 'shopify-lines');
    await vault.call('intake.import', { file: shopify('order') });
    const orders = new Set(records(shopify('order')).map((row) => row.id));
    const lines = records(shopify('order_line'));
    const known = lines.filter((row) => orders.has(row.order_id)).length;
    expect(known).toBeGreaterThan(0);
    expect(await vault.call('intake.import', { file: shopify('order_line') })).toMatchObject({
      kind: 'events',
      records: lines.length,
      accepted: known,
      rejected: lines.length - known,
      peopleNew: 0,
    });
    vault.close();
  });

  it('Unomi and Dittofeed, with their faulty rows', async () => {
    const taken = async (file: string, mapping?: Mapping): Promise<number[]> => {
      const { records: all, accepted, rejected, peopleNew } = await trial(file, mapping);
      return [all, accepted, rejected, peopleNew];
    };
    const unomi = (name: string): string => data('cdp-imports', 'unomi', `${name}.csv`);
    const mails = records(unomi('2-surfers-test'), ';').filter((row) => row.Email !== '').length;
    expect(await taken(unomi('1-basic-test'))).toEqual([3, 3, 0, 3]);
    expect(await taken(unomi('2-surfers-test'), profiles('Email'))).toEqual([36, mails, 36 - mails, mails]);
    expect(await taken(unomi('3-surfers-overwrite-test'))).toEqual([36, 36, 0, 36]);
    expect(await taken(unomi('4-surfers-delete-test'), profiles('Linkedin ID'))).toEqual([36, 36, 0, 36]);
    expect(await taken(unomi('5-ranking-test'))).toEqual([25, 25, 0, 25]);
    expect(await taken(unomi('6-actors-test'), profiles('email'))).toEqual([6, 6, 0, 6]);
    const feed = (name: string): string => data('cdp-imports', 'dittofeed', `${name}.csv`);
    expect(await taken(feed('users'))).toEqual([5, 5, 0, 5]);
    expect(await taken(feed('missing-email-users'))).toEqual([5, 5, 0, 5]);
    expect(await taken(feed('missing-headers-users'))).toEqual([5, 5, 0, 5]);
    // One row has neither number nor address; one has its address alone, which tells whose it is.
    expect(await taken(feed('missing-some-identifiers'))).toEqual([5, 4, 1, 4]);
    expect((await failure(trial(feed('missing-identifiers')))).message).toContain('whose record it is');
    // What "subscribe" is about nobody says, so nobody guesses.
    expect((await failure(trial(feed('subscription-group-actions')))).message).toContain('for which purpose');
  });
});
