/** Exports of named systems: each is recognised as itself and as no other, and its columns as what they are. */
import { existsSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { inspectFiles } from '../../../../engine/intake/inspect.ts';
import { plainHeader, SYSTEMS } from '../../../../engine/intake/recognise/systems/match.ts';
import { suggestedMapping } from '../../../../engine/intake/suggested.ts';
import { parseMapping } from '../../../../shared/mapping.ts';

const EXPORTS = fileURLToPath(new URL('../../../data/exports/', import.meta.url));
const SEEDS = fileURLToPath(new URL('../../../../../shared/data/cdp-imports/', import.meta.url));
const look = (path: string) => inspectFiles([{ source: path, name: path.split('/').pop() ?? '' }]);
const MAILCHIMP = /^(un)?subscribed_|^cleaned_/;
const idOf = (file: string): string =>
  MAILCHIMP.test(file) ? 'mailchimp-audience' : file.replace(/\..*$/, '');

describe('a named system', () => {
  const files = readdirSync(EXPORTS);
  it.each(files)('is told by its headers: %s', async (file) => {
    const { system, recognised, columns, kind, kindWhy, ...rest } = await look(EXPORTS + file);
    expect(system?.system.id).toBe(idOf(file));
    expect(system?.rival).toBeNull();
    expect(recognised).toBe(true);
    expect(kind).toBe(system?.system.kind);
    expect(kindWhy).toMatch(/^Recognised as .+ because it has ".+"/);
    expect(columns.filter(({ role }) => role === 'identifier')).toHaveLength(1);
    // What identifies or locates somebody is never kept as it is.
    for (const { header, role } of columns)
      if (
        /e-?mail$|email address|phone|last ?name|^name$|street|(^|[ _.])ip$|url|location$|latitude/i.test(
          header,
        )
      )
        expect([header, role === 'attribute']).toEqual([header, false]);
    parseMapping(suggestedMapping({ system, recognised, columns, kind, kindWhy, ...rest }));
  });

  it('has a file here for every table but those of a warehouse and renamed labels', () => {
    const seen = new Set(files.map(idOf));
    expect(SYSTEMS.filter(({ id, beside }) => beside !== true && !seen.has(id)).map(({ id }) => id)).toEqual([
      'hubspot-contacts-api',
      'shopify-customers-table',
      'shopify-orders-table',
      'shopify-order-lines-table',
      'shopify-refunds-table',
    ]);
  });

  it('writes its tables in plain headers', () => {
    for (const { id, columns, required, oneOf = [], forbidden = [] } of SYSTEMS)
      for (const header of [...Object.keys(columns), ...required, ...oneOf.flat(), ...forbidden])
        expect([id, plainHeader(header)]).toEqual([id, header]);
  });

  it('takes the fullest column for the identifier and the others for links', async () => {
    const { columns } = await look(`${EXPORTS}woocommerce-customers.csv`);
    const roles = Object.fromEntries(columns.map(({ header, role }) => [header, role]));
    expect(roles).toMatchObject({ Email: 'identifier', Username: 'link', Name: 'dropped' });
  });

  it('of mailing says by its file name what holds for everybody in it', async () => {
    const state = async (file: string) => suggestedMapping(await look(EXPORTS + file)).consent?.everyone;
    const purpose = 'marketing.communications.email';
    expect(await state('subscribed_members_export_9f2c.csv')).toEqual({
      state: 'given',
      purpose,
      dated: 'CONFIRM_TIME',
      asked: 'OPTIN_TIME',
    });
    expect(await state('unsubscribed_members_export_9f2c.csv')).toEqual({
      state: 'withdrawn',
      purpose,
      dated: 'UNSUB_TIME',
      asked: 'OPTIN_TIME',
    });
    expect(await state('cleaned_members_export_9f2c.csv')).toEqual({
      state: 'unknown',
      purpose,
      dated: 'CLEAN_TIME',
      asked: 'OPTIN_TIME',
    });
  });

  it.skipIf(!existsSync(SEEDS)).each([
    ['shopify/shopify_customer_data.csv', 'shopify-customers-table'],
    ['shopify/shopify_gql_customer_data.csv', 'shopify-customers-table'],
    ['shopify/shopify_order_data.csv', 'shopify-orders-table'],
    ['shopify/shopify_gql_order_data.csv', 'shopify-orders-table'],
    ['shopify/shopify_order_line_data.csv', 'shopify-order-lines-table'],
    ['shopify/shopify_refund_data.csv', 'shopify-refunds-table'],
    ['unomi/2-surfers-test.csv', undefined],
    ['unomi/5-ranking-test.csv', undefined],
    ['dittofeed/users.csv', undefined],
    ['dittofeed/subscription-group-actions.csv', undefined],
  ])('%s is %s', async (path, id) => {
    const { system } = await look(SEEDS + path);
    expect(system?.system.id).toBe(id);
  });
});
