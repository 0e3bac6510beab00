/** Whose a record is, and what names people, in files as they come: words for nobody, one number on every record, few records. */
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Engine } from '../../../../engine/engine.ts';
import { newVault, PASSPHRASE, scratch, write } from '../../../end-to-end/scratch.ts';

const { folder, remove } = scratch();
let engine: Engine;
let vaults = 0;
beforeEach(async () => {
  engine = await newVault(folder, `whose-${vaults++}`);
});
afterEach(() => engine.close());
afterAll(remove);

const lines = (header: string, rows: number, row: (i: number) => string): string =>
  `${header}\n${Array.from({ length: rows }, (_, i) => row(i)).join('\n')}\n`;
const rolesOf = async (file: string) => {
  const { columns, ...rest } = await engine.call('intake.inspect', { file });
  return { ...rest, role: Object.fromEntries(columns.map(({ column, role }) => [column, role])) };
};

describe('whose a record is', () => {
  it('words for nobody are no number: strangers do not become one person, another identifier tells them', async () => {
    const words = ['undefined', 'Guest', 'ANONYMOUS', '(not set)', '[object Object]', 'nil', 'unknown'];
    const empty = '00000000-0000-0000-0000-000000000000';
    const row = (i: number): string =>
      i < 60
        ? `C${i},d${i},2026-01-0${1 + (i % 9)},view`
        : `${[...words, empty][i % 8]},d${i},2026-01-01,view`;
    const file = write(folder, 'nobody.csv', lines('customer_id,device_id,timestamp,event', 100, row));
    const told = await engine.call('intake.import', { file });
    expect(told).toMatchObject({ accepted: 100, rejected: 0, peopleNew: 100 });
    const bare = lines('customer_id,timestamp,event', 100, (i) => row(i).replace(/,d\d+/, ''));
    const alone = await engine.call('intake.import', { file: write(folder, 'bare.csv', bare), dryRun: true });
    expect(alone).toMatchObject({ duplicates: 60, rejected: 40, peopleNew: 0 });
    expect(alone.reasons).toEqual([{ reason: 'customer_id: the identifier is missing', records: 40 }]);
  });

  it('one number on every record is not the person’s where another column tells people apart', async () => {
    const file = write(
      folder,
      'stream.csv',
      lines(
        'account_id,device_id,timestamp,event',
        40,
        (i) => `77,d${i % 9},2026-01-02 10:00:${i + 10},view`,
      ),
    );
    expect((await rolesOf(file)).role).toMatchObject({ account_id: 'dropped', device_id: 'identifier' });
  });

  it('one number on every record is no number of an order either: the records stay orders of their own', async () => {
    const file = write(
      folder,
      'visits.csv',
      lines(
        'idSite,visitorId,firstActionTimestamp,revenue',
        40,
        (i) => `1,d${i % 9},${1767312000 + i * 86_400},${i}.50`,
      ),
    );
    const { kind, role } = await rolesOf(file);
    expect({ kind, role }).toMatchObject({
      kind: 'orders',
      role: { idSite: 'dropped', visitorId: 'identifier' },
    });
  });

  it('an opportunity is that of its contact where most name one, else that of its account; never of both', async () => {
    const head = 'Id,ContactId,AccountId,StageName,Amount,CloseDate,IsWon';
    const id = (kind: string, n: number): string => `${kind}5g00000${String(n).padStart(5, '0')}AAA`;
    const opportunities = (named: number) =>
      write(
        folder,
        `opportunities-${named}.csv`,
        lines(
          head,
          40,
          (i) =>
            `${id('006', i)},${i < named ? id('003', i % 20) : ''},${id('001', i % 7)},Closed Won,10.5,2026-03-01,true`,
        ),
      );
    expect((await rolesOf(opportunities(30))).role).toMatchObject({
      ContactId: 'identifier',
      AccountId: 'dropped',
    });
    expect((await rolesOf(opportunities(10))).role).toMatchObject({
      ContactId: 'dropped',
      AccountId: 'identifier',
    });
    const { ContactId, AccountId } = (await rolesOf(opportunities(0))).role;
    expect([ContactId, AccountId]).toEqual(['dropped', 'identifier']);
  });

  it('a kind that was said against what the file shows is taken, and told', async () => {
    const file = write(
      folder,
      'our customers.csv',
      lines(
        'customer_id,email,country,newsletter,signup_date',
        40,
        (i) => `C${i},c${i}@a.example,${i % 2 === 0 ? 'DE' : 'FR'},${i % 2 === 0},2026-01-02`,
      ),
    );
    const { warnings } = await engine.call('intake.import', { file, kind: 'orders', dryRun: true });
    expect(warnings.join('\n')).toMatch(/It looks like profiles, not orders\..*No column holds an amount/);
    const plain = await engine.call('intake.import', { file, dryRun: true });
    expect(plain.warnings.join('\n')).not.toContain('It looks like');
    // The command that a warning names can be given as it stands.
    expect(plain.warnings.join('\n')).toContain(`\`cloister inspect "${file}" --mapping-out M.yaml\``);
  });

  it('an export of Google Analytics in Parquet is known, and of its lists no page is kept', async () => {
    const file = join(folder, 'ga4.parquet');
    const db = await (await DuckDBInstance.create()).connect();
    await db.run(`COPY (SELECT '20260102' AS event_date, 1767312000000000 + i * 1000000 AS event_timestamp,
      'page_view' AS event_name, [{'key': 'page_location', 'value': {'string_value': 'https://x.example'}}] AS event_params,
      (i % 20) || '.1700000000' AS user_pseudo_id, NULL::VARCHAR AS user_id, '123' AS stream_id,
      {'category': 'mobile', 'advertising_id': NULL::VARCHAR} AS device,
      {'total_item_quantity': 1, 'transaction_id': NULL::VARCHAR} AS ecommerce FROM range(100) t(i))
      TO '${file}' (FORMAT parquet)`);
    expect(await rolesOf(file)).toMatchObject({
      system: { id: 'ga4-events' },
      kind: 'events',
      role: {
        user_pseudo_id: 'identifier',
        event_timestamp: 'time',
        stream_id: 'dropped',
        event_params: 'dropped',
        'event_params.page_location': 'dropped',
      },
    });
    const answer = await engine.call('intake.import', { file });
    expect(answer).toMatchObject({ kind: 'events', accepted: 100, peopleNew: 20 });
  });
});

describe('what names people', () => {
  it('is suggested for nothing where the import would refuse it: every postal code of a small shop another', async () => {
    const header = 'Name,Username,Last Active,Sign Up,Email,Orders,Total Spend,AOV,City,Postal Code';
    const row = (i: number): string =>
      `N M,u${i},2026-01-01,2025-01-01,p${i}@mail.example,${i % 5},${i}.5,${i}.5,Wien,${10_000 + i * 7}`;
    const file = write(folder, 'woo.csv', lines(header, 120, row));
    const { system, role } = await rolesOf(file);
    expect(system?.id).toBe('woocommerce-customers');
    expect(role['Postal Code']).toBe('dropped');
    expect(await engine.call('intake.import', { file })).toMatchObject({ accepted: 120 });
    const plain = lines('customer_id,plz,tier', 120, (i) => `C${i},${10_000 + i * 7},${'ab'[i % 2]}`);
    const own = write(folder, 'own.csv', plain);
    expect((await rolesOf(own)).role).toMatchObject({ plz: 'dropped', tier: 'attribute' });
  });

  it('is not guessed from a word of the header that the table of its system knows better', async () => {
    const header = 'Customer ID,Email,Accepts Email Marketing,Total Spent,Total Orders,Default Address City';
    const row = (i: number): string =>
      `${7_000 + i},p${i}@mail.example,no,${i}.50,${i % 4},${['Wien', 'Graz'][i % 2]}`;
    const file = write(folder, 'shopify.csv', lines(header, 40, row));
    expect((await rolesOf(file)).role['Default Address City']).toBe('attribute');
  });
});

it('a file of which no record can be read says why, not that its kind cannot be told', async () => {
  const file = write(
    folder,
    'odd.csv',
    lines('customer_id,tier', 30, (i) => `C${i},"a"b`),
  );
  await expect(engine.call('intake.import', { file })).rejects.toMatchObject({
    message: expect.stringContaining('No record of odd.csv could be taken'),
  });
});

describe('numbers that two systems count alike', () => {
  const contacts = lines(
    'Record ID,Email,Lifecycle Stage,Contact owner',
    30,
    (i) => `${i + 1},h${i}@a.example,Lead,x`,
  );
  const leads = lines(
    'id,email,leadScore,unsubscribed',
    30,
    (i) => `${i + 1},m${i}@b.example,${i % 7},false`,
  );
  const companies = lines('Record ID,Company name,Company owner', 30, (i) => `${i + 1},Firm ${i},x`);

  it('are different people, and their deals find them again', async () => {
    const take = async (name: string, text: string) =>
      engine.call('intake.import', { file: write(folder, name, text) });
    expect(await take('contacts.csv', contacts)).toMatchObject({ accepted: 30, peopleNew: 30 });
    expect(await take('leads.csv', leads)).toMatchObject({ accepted: 30, peopleNew: 30 });
    expect(await take('companies.csv', companies)).toMatchObject({ accepted: 30, peopleNew: 30 });
    const deal = (i: number): string => `9${i},Won,${i}.50,2026-01-02 10:00,;${i + 1};${i + 2}`;
    const deals = lines('Record ID,Deal Stage,Amount,Close Date,Associated Contact IDs', 30, deal);
    expect(await take('deals.csv', deals)).toMatchObject({ accepted: 30, peopleNew: 0 });
    await engine.call('officer.enter', { passphrase: PASSPHRASE });
    const { identifiers } = await engine.call('identity.explain', {
      identifier: 'hubspot:7',
      type: 'customer',
    });
    expect(identifiers.map(({ type }) => type).sort()).toEqual(['customer', 'email']);
    await expect(
      engine.call('identity.explain', { identifier: '7', type: 'customer' }),
    ).rejects.toMatchObject({ code: 'NOT_FOUND', next: expect.stringContaining('prefix') });
  });

  it('have a prefix for customer numbers alone', async () => {
    const file = write(folder, 'prefixed.csv', contacts);
    const { mapping } = await engine.call('intake.inspect', { file });
    for (const column of mapping.columns) if (column.identifier === 'email') column.prefix = 'hubspot:';
    await expect(engine.call('intake.import', { file, mapping })).rejects.toMatchObject({
      code: 'MAPPING_INVALID',
    });
  });
});

it('a file of a kind that was said, which names nobody, asks for an identifier and not for its kind again', async () => {
  const file = write(
    folder,
    'nobody.csv',
    lines('order,who,day,paid', 30, (i) => `${i},b${i},2026-01-1${i % 9},5`),
  );
  await expect(engine.call('intake.import', { file, kind: 'orders' })).rejects.toMatchObject({
    code: 'MAPPING_INVALID',
    message: expect.stringContaining('Whose the records of nobody.csv are cannot be told'),
    next: expect.stringContaining('the role identifier'),
  });
  // Without a kind it is the same that is missing, and to say a kind would not help.
  await expect(engine.call('intake.import', { file })).rejects.toMatchObject({
    next: expect.stringContaining('the role identifier'),
  });
});
