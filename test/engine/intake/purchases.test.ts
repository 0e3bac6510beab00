/** What was bought, out of streams of events and out of payments in several currencies. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Engine } from '../../../engine/engine.ts';
import { parseRates, ratesText } from '../../../renderer/screens/sources/wizard/rates.ts';
import { type Mapping, parseMapping } from '../../../shared/mapping.ts';
import { newVault, scratch, write } from '../../end-to-end/scratch.ts';
import { failure } from '../../faults/vault.ts';

const EXPORTS = fileURLToPath(new URL('../../data/exports/', import.meta.url));
const { folder, remove } = scratch();
let engine: Engine;
beforeAll(async () => {
  engine = await newVault(folder, 'purchases');
});
afterAll(() => {
  engine.close();
  remove();
});

const take = (file: string, more: object = {}) => engine.call('intake.import', { file, ...more });
const lines = (rows: readonly object[]): string => rows.map((row) => `${JSON.stringify(row)}\n`).join('');
/** A mapping with more said of one column. */
const saying = (mapping: Mapping, column: string, more: object): Mapping => ({
  ...mapping,
  columns: mapping.columns.map((one) => (one.column === column ? { ...one, ...more } : one)),
});

describe('purchases among events', () => {
  it('GA4: the revenue of purchases, by their transaction, from the file that brought the events', async () => {
    const file = `${EXPORTS}ga4-events.ndjson`;
    type Event = {
      event_name: string;
      user_pseudo_id: string | null;
      ecommerce: { purchase_revenue: number | null };
    };
    const events = readFileSync(file, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Event);
    const bought = events.filter((one) => one.event_name === 'purchase' && one.user_pseudo_id !== null);
    const revenue = bought.reduce(
      (sum, one) => sum + Math.round((one.ecommerce.purchase_revenue ?? 0) * 100),
      0,
    );
    expect(revenue).toBeGreaterThan(0);
    expect((await take(file)).kind).toBe('events');
    expect((await engine.call('intake.inspect', { file })).warnings.join()).toContain(
      'a second time as orders',
    );
    const taken = await take(file, { kind: 'orders' });
    expect(taken).toMatchObject({ kind: 'orders', accepted: bought.length, amountTotal: revenue / 100 });
    expect(taken.stored).toContain('ecommerce.transaction_id');
    expect(taken.reasons[0].reason).toContain('takes only "purchase"');
    expect(taken.peopleNew).toBe(0);
  });

  it('Segment: revenue, else total, else value; a currency that comes later is told, not added', async () => {
    const event = (n: number, name: string, properties: object) => ({
      anonymousId: `00000000-aaaa-4aaa-8aaa-${String(n).padStart(12, '0')}`,
      messageId: `m-${n}`,
      timestamp: `2026-03-${String(10 + n).padStart(2, '0')}T10:00:00.000Z`,
      type: 'track',
      event: name,
      properties,
    });
    const paid = (n: number, amount: object, currency = 'EUR') =>
      event(n, 'Order Completed', { order_id: `o-${n}`, currency, products: [{ price: 3 }], ...amount });
    const rows = [
      paid(1, { revenue: 10.5, total: 12.5 }),
      paid(2, { total: 20 }),
      paid(3, { value: 30 }),
      event(4, 'Product Viewed', { value: 99 }),
      paid(5, { revenue: 1 }),
    ];
    const first = write(folder, 'segment.ndjson', lines(rows));
    const { mapping } = await engine.call('intake.inspect', { file: first, kind: 'orders' });
    expect(mapping.columns.find(({ role }) => role === 'amount')).toMatchObject({
      column: 'properties.revenue',
      otherwise: ['properties.total', 'properties.value'],
      currency: 'properties.currency',
      rates: { EUR: 1 },
    });
    expect(await take(first, { kind: 'orders' })).toMatchObject({
      accepted: 4,
      rejected: 1,
      amountTotal: 61.5,
    });
    const more = write(
      folder,
      'segment-2.ndjson',
      lines([...rows, paid(6, { revenue: 5 }), paid(7, { revenue: 100 }, 'JPY')]),
    );
    const later = await take(more, { mapping });
    expect(later).toMatchObject({ accepted: 1, amountTotal: 5, repeats: { same: 4, fresh: 1 } });
    expect(later.rejects.at(-1)).toMatchObject({
      column: 'properties.currency',
      reason: 'the mapping gives no rate for this currency',
    });
  });
});

describe('payments in several currencies', () => {
  const head = 'id,Created date (UTC),Amount,Amount Refunded,Currency,Status,Customer ID';
  const row = (n: number, amount: string, refunded: string, currency: string): string =>
    `ch_${n},2026-03-0${n} 10:00,${amount},${refunded},${currency},Paid,cus_${n}`;
  const rows = [
    row(1, '50.00', '10.00', 'eur'),
    row(2, '100.00', '0.00', 'usd'),
    row(3, '8.00', '0.00', 'eur'),
  ];

  it('Stripe: are not added up until somebody says what each is worth, or takes one alone', async () => {
    const file = write(folder, 'stripe.csv', `${[head, ...rows].join('\n')}\n`);
    const refused = await failure(take(file));
    expect(refused.message).toContain('nothing says what each is worth');
    expect(refused.next).toContain('rates: {EUR: 1, USD: 0.92}');
    const { mapping, columns } = await engine.call('intake.inspect', { file });
    expect(columns.find(({ column }) => column === 'Amount')?.warnings.join()).toContain('(EUR, USD)');
    const rated = saying(mapping, 'Amount', { rates: { EUR: 1, USD: 0.92 } });
    expect(await take(file, { mapping: rated, dryRun: true })).toMatchObject({
      accepted: 3,
      amountTotal: 40 + 92 + 8,
    });
    const alone = saying(saying(mapping, 'Amount', { rates: { EUR: 1 } }), 'Currency', { only: ['eur'] });
    expect(await take(file, { mapping: alone, dryRun: true })).toMatchObject({
      accepted: 2,
      rejected: 1,
      amountTotal: 48,
    });
    const usd = saying(mapping, 'Amount', { rates: { EUR: 1 } });
    const told = await take(file, { mapping: usd, dryRun: true });
    expect(told.reasons).toEqual([
      { reason: 'Currency: the mapping gives no rate for this currency', records: 1 },
    ]);
    expect(() => parseMapping(saying(mapping, 'Amount', { rates: { EUR: 1.1, USD: 0.9 } }))).toThrow(
      'None of the rates of "Amount" is 1',
    );
  });

  it('are known by the words of the header in any file, and one currency is kept as it is', async () => {
    const file = write(
      folder,
      'shop.csv',
      `order_id,customer_id,order_date,total,currency\n${[1, 2, 3].map((n) => `o${n},c${n},2026-01-0${n},${n}0.50,CHF\n`).join('')}`,
    );
    const { mapping } = await engine.call('intake.inspect', { file });
    expect(mapping.columns.find(({ role }) => role === 'amount')).toMatchObject({ rates: { CHF: 1 } });
    expect(await take(file)).toMatchObject({ accepted: 3, amountTotal: 61.5 });
  });

  it('are written in the window as a person writes them', () => {
    expect(parseRates('EUR 1, usd 0.92')).toEqual({ EUR: 1, USD: 0.92 });
    expect(parseRates(ratesText({ CHF: 1, EUR: 0.95 }))).toEqual({ CHF: 1, EUR: 0.95 });
    for (const wrong of ['', 'EUR 2', 'EUR one', 'EURO 1', 'EUR 1, USD 0'])
      expect(parseRates(wrong)).toBeNull();
  });
});
