/** The traps of named systems, from file to vault: each export of test/data/exports under its suggested mapping. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Engine } from '../../../engine/engine.ts';
import { newVault, scratch } from '../../end-to-end/scratch.ts';

const EXPORTS = fileURLToPath(new URL('../../data/exports/', import.meta.url));
const { folder, remove } = scratch();
let engine: Engine;
let vaults = 0;
beforeEach(async () => {
  engine = await newVault(folder, `systems-${vaults++}`);
});
afterEach(() => engine.close());
afterEach(() => {
  if (vaults === 8) remove();
});

const take = (file: string) => engine.call('intake.import', { file: EXPORTS + file });
/** As somebody who has read the suggested mapping and agrees. */
const takeRead = async (file: string) => {
  const { mapping } = await engine.call('intake.inspect', { file });
  return engine.call('intake.import', { file, mapping });
};

describe('what a system exports comes in as it is meant', () => {
  it('Shopify: the total of an order once, less its refund; its person on every line; none left unpaid', async () => {
    const unread = await engine.call('intake.import', { file: `${EXPORTS}shopify-orders.csv`, dryRun: true });
    expect(unread.consentEvents).toBe(0);
    expect(unread.warnings.join()).toContain('"Accepts Marketing" was left out');
    const answer = await takeRead(`${EXPORTS}shopify-orders.csv`);
    // 12 orders on 24 rows; every fourth is pending, every fourth had 30 refunded.
    expect(answer.records).toBe(24);
    expect(answer.reasons.map(({ reason, records }) => [reason, records])).toEqual([
      ['Financial Status: left out by the mapping, which names its value "pending"', 6],
    ]);
    expect(answer.amountTotal).toBe(9 * 100 - 3 * 30);
    expect(answer.peopleNew).toBe(6);
    expect(answer.consentEvents).toBe(9);
    expect(answer.stored).toEqual(['Name', 'Email', 'Accepts Marketing', 'Total', 'Created at']);
  });

  it('Shopify: an order without an address is that of its telephone number, with all its lines', async () => {
    const head =
      'Name,Email,Phone,Financial Status,Total,Created at,Lineitem name,Lineitem price,Lineitem quantity';
    const order = (name: string, email: string, phone: string, total: string): string[] => [
      `${name},${email},${phone},paid,${total},2026-03-01 10:00:00 +0000,Cup,5.00,1`,
      `${name},,,,,,Pot,15.00,1`,
    ];
    const file = join(folder, 'guests.csv');
    const rows = [
      ...order('#1', 'ada@example.com', '+49 30 901820', '20.00'),
      ...order('#2', '', '+49 30 901820', '30.00'),
      ...order('#3', '', '+44 20 7946 0958', '40.00'),
      ...order('#4', 'grace@example.com', '', '50.00'),
      ...order('#5', '', '', '60.00'),
    ];
    writeFileSync(file, `${[head, ...rows].join('\n')}\n`);
    // Who bought by telephone before an address was known is the same person as with it.
    expect(await takeRead(file)).toMatchObject({
      records: 10,
      accepted: 8,
      rejected: 2,
      peopleNew: 3,
      amountTotal: 140,
      reasons: [{ reason: 'Phone: the identifier is missing', records: 2 }],
    });
  });

  it('Salesforce: a footer is no record, a header twice no fault, ids that differ in capitals are two people', async () => {
    const report = await take('salesforce-report.csv');
    expect(report).toMatchObject({ records: 12, accepted: 12, rejected: 0, peopleNew: 12 });
    const contacts = await take('salesforce-contacts.csv');
    // Twelve ids and, by their e-mail addresses, the twelve people of the report.
    expect(contacts).toMatchObject({ accepted: 12, rejected: 0 });
    const pair = join(folder, 'pair.csv');
    const [head, first, second] = readFileSync(`${EXPORTS}salesforce-contacts.csv`, 'utf8').split('\r\n');
    const apart = [first.replaceAll('ada.byron', 'x'), second.replaceAll('grace.murray', 'y')];
    writeFileSync(pair, `${[head, ...apart].join('\r\n')}\r\n`);
    expect((await engine.call('intake.import', { file: pair, dryRun: true })).duplicates).toBe(0);
  });

  it('WooCommerce: a postal code keeps its zeros, and a date is not taken for a name', async () => {
    const columns = 'Name,Username,Last Active,Sign Up,Email,Orders,Total Spend,AOV,Postal Code';
    const row = (i: number) =>
      `N M,u${i},2024-01-01,2023-01-01,w${i}@mail.example,${i},${i}.5,${i}.2,0010${i % 10}`;
    const path = join(folder, 'woo.csv');
    writeFileSync(path, `${columns}\n${Array.from({ length: 30 }, (_, i) => row(i)).join('\n')}\n`);
    const { mapping, columns: looks } = await engine.call('intake.inspect', { file: path });
    expect(mapping.columns.find(({ column }) => column === 'Postal Code')).toMatchObject({ type: 'text' });
    expect(looks.find(({ column }) => column === 'Last Active')?.why).toBe('A date: profiles keep none.');
  });

  it('Stripe: a refund is taken off, a payment that failed is left out', async () => {
    const answer = await take('stripe-payments.csv');
    expect(answer).toMatchObject({ records: 12, accepted: 8, rejected: 4, amountTotal: 4 * 50 });
  });

  it('Mailchimp: three files make three states, and who left in one is not won back by another', async () => {
    // Ten times the people of each file, since fewer than eleven are not told.
    for (const status of ['subscribed', 'unsubscribed', 'cleaned']) {
      const name = `${status}_members_export_9f2c.csv`;
      const [head, ...rows] = readFileSync(EXPORTS + name, 'utf8')
        .trim()
        .split('\r\n');
      const more = Array.from({ length: 10 }, (_, n) =>
        rows.map((row) =>
          row.replaceAll('@example.com', `@${n}.example.com`).replace('a1b2c3d', `a1b2c3d${n}`),
        ),
      );
      const file = join(folder, name);
      writeFileSync(file, [head, ...more.flat()].join('\r\n'));
      if (status === 'subscribed') {
        const unread = await engine.call('intake.import', { file, dryRun: true });
        expect(unread.consentEvents).toBe(0);
        expect(unread.warnings.join()).toContain('agreed was not taken');
        await takeRead(file);
      } else await engine.call('intake.import', { file });
    }
    const lens = await engine.call('lens.describe', {
      purpose: 'marketing.communications.email',
      asOf: '2026-07-01',
    });
    expect(lens).toMatchObject({ known: 120, admitted: 60 });
  });

  it('GA4: microseconds are times, pages with addresses in them are not kept, a denied event is nobody’s', async () => {
    const answer = await take('ga4-events.ndjson');
    expect(answer).toMatchObject({ records: 12, accepted: 11, rejected: 1 });
    expect(answer.stored.sort()).toEqual(['event_name', 'event_timestamp', 'user_id', 'user_pseudo_id']);
  });

  it('HubSpot and Segment: the first of several ids counts; an alias joins the browser to the person', async () => {
    // Every other deal was lost.
    const deals = await take('hubspot-deals.csv');
    expect(deals).toMatchObject({ accepted: 6, peopleNew: 6 });
    expect(await take('hubspot-contacts.csv')).toMatchObject({ accepted: 12, peopleNew: 6 });
    const alias = await take('segment-alias.ndjson');
    expect(alias).toMatchObject({ accepted: 6, peopleNew: 6 });
    const page = await take('segment-page.ndjson');
    expect(page).toMatchObject({ accepted: 12, peopleNew: 0 });
  });
});
