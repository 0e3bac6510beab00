/**
 * What the first records of a file do not show: payments that fail late, answers that come late, records that were
 * deleted. The table of a system knows their words, so the suggested mapping holds for the whole file and for the next.
 */
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Engine } from '../../../engine/engine.ts';
import { newVault, scratch, write } from '../../end-to-end/scratch.ts';

const { folder, remove } = scratch();
let engine: Engine;
beforeAll(async () => {
  engine = await newVault(folder, 'later');
});
afterAll(() => engine.close());
afterAll(remove);

const lines = (head: string, rows: readonly string[]): string => `${[head, ...rows].join('\n')}\n`;
const payment = (n: number, status: string, captured = 'true', currency = 'eur'): string =>
  `ch_${n},2026-03-01 10:00:00,10.00,0.00,${currency},${captured},${status},cus_${n % 50}`;
const PAYMENTS = 'id,Created date (UTC),Amount,Amount Refunded,Currency,Captured,Status,Customer ID';

it('Stripe: payments that failed, were blocked or not captured are no revenue, first met behind what was looked at', async () => {
  const paid = Array.from({ length: 20_500 }, (_, n) => payment(n, 'Paid'));
  const late = [
    payment(30_001, 'Failed', 'false'),
    payment(30_002, 'Blocked', 'false'),
    payment(30_003, 'Uncaptured', 'false'),
    payment(30_004, 'requires_action', ''),
  ];
  const file = write(folder, 'payments.csv', lines(PAYMENTS, [...paid, ...late]));
  const answer = await engine.call('intake.import', { file, dryRun: true });
  expect(answer).toMatchObject({ accepted: 20_500, rejected: 4, amountTotal: 205_000 });
});

it('Salesforce: contacts in the recycle bin are not brought back', async () => {
  const contact = (n: number): string =>
    `003Ab00000Cc${String(100 + n)},${n % 10 === 3 ? 1 : 0},001Ab00000Qq000,Byron,a${n}@example.com,Web,2026-01-01T00:00:00.000Z`;
  const head = 'Id,IsDeleted,AccountId,LastName,Email,LeadSource,SystemModstamp';
  const rows = Array.from({ length: 60 }, (_, n) => contact(n));
  const file = write(folder, 'contacts.csv', lines(head, rows));
  expect(await engine.call('intake.import', { file, dryRun: true })).toMatchObject({
    accepted: 54,
    rejected: 6,
  });
});

it('an answer that the first records lack is in the dictionary, in the spelling of the file', async () => {
  const head = 'Record ID,Lifecycle Stage,Email,Last Modified Date,Unsubscribed from all email';
  const row = (n: number): string => `${n + 1},Lead,a${n}@example.com,2026-01-01 10:00,false`;
  const file = write(
    folder,
    'hubspot.csv',
    lines(
      head,
      Array.from({ length: 40 }, (_, n) => row(n)),
    ),
  );
  const { mapping } = await engine.call('intake.inspect', { file });
  const { values } = mapping.columns.find(({ part }) => part === 'state') ?? {};
  expect(values).toEqual({ true: 'withdrawn', false: 'nothing', yes: 'withdrawn', no: 'nothing' });
});

it('Shopify: orders in two currencies are not added up as they stand', async () => {
  const head = 'Name,Email,Financial Status,Currency,Total,Created at,Lineitem name,Lineitem price';
  const order = (n: number, currency: string): string[] => [
    `#${n},a${n}@example.com,paid,${currency},10.00,2026-03-01 10:00:00 +0000,Cup,5.00`,
    `#${n},a${n}@example.com,,,,2026-03-01 10:00:00 +0000,Pot,5.00`,
  ];
  const rows = (currency: (n: number) => string): string[] =>
    Array.from({ length: 30 }, (_, n) => order(n, currency(n))).flat();
  const one = write(
    folder,
    'one.csv',
    lines(
      head,
      rows(() => 'EUR'),
    ),
  );
  expect(await engine.call('intake.import', { file: one, dryRun: true })).toMatchObject({
    accepted: 60,
    amountTotal: 300,
  });
  const two = write(
    folder,
    'two.csv',
    lines(
      head,
      rows((n) => (n % 3 === 0 ? 'USD' : 'EUR')),
    ),
  );
  await expect(engine.call('intake.import', { file: two, dryRun: true })).rejects.toMatchObject({
    code: 'MAPPING_INVALID',
    message: expect.stringContaining('nothing says what each is worth'),
  });
});

it('Google Analytics: the number of a device for advertisements is no one’s link, of purchases either', async () => {
  const event = (n: number): string =>
    JSON.stringify({
      event_date: '20260501',
      event_timestamp: String(1_780_000_000_000_000 + n),
      event_name: 'purchase',
      user_pseudo_id: `10${n}.17`,
      device: { advertising_id: `38400000-8cf0-11bd-b23e-10b96e4${String(10_000 + n)}` },
      ecommerce: { purchase_revenue: 5, transaction_id: `T${n}` },
    });
  const file = write(
    folder,
    'ga4.json',
    lines(
      event(0),
      Array.from({ length: 30 }, (_, n) => event(n + 1)),
    ),
  );
  const answer = await engine.call('intake.import', { file, kind: 'orders', dryRun: true });
  expect(answer).toMatchObject({ accepted: 31, amountTotal: 155 });
  expect(answer.stored).not.toContain('device.advertising_id');
});

it('an attribute whose figures can be read in two ways is a number whose format is asked, never a text', async () => {
  const rows = Array.from({ length: 60 }, (_, n) => `${n + 1},${1 + (n % 9)}.${String(100 + n)}`);
  const file = write(folder, 'points.csv', lines('customer_id,points', rows));
  const { mapping, columns } = await engine.call('intake.inspect', { file });
  expect(columns[1].readings.map(({ format }) => format)).toEqual(['1234.56', '1.234,56']);
  const points = { column: 'points', role: 'attribute', type: 'number', name: 'points', class: 'ordinary' };
  expect(mapping.columns[1]).toEqual(points);
  await expect(engine.call('intake.import', { file, mapping, dryRun: true })).rejects.toMatchObject({
    code: 'MAPPING_INVALID',
    next: expect.stringContaining('1.234,56'),
  });
});
