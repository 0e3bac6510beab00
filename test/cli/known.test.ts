/**
 * From anonymous to known on the command line, with exports as the systems write them: what a browser did before its login
 * is the person's after identify or alias (Segment), $identify (PostHog) and by the ids of Braze, and a browser that
 * everybody logs in with links nobody.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeVault } from '../../engine/procedures/vault.ts';
import { KDF_FLOOR } from '../../engine/vault/wrapping.ts';
import { cloister, jsonOf, PASSPHRASE } from './process.ts';

const PEOPLE = 30;
const cwd = mkdtempSync(join(tmpdir(), 'cloister-known-'));
const run = (...args: string[]) => cloister([...args, '--json'], { cwd });
const officer = ['--officer-passphrase-file', 'officer.txt'];
const at = (day: number): string => `2026-03-${String(day).padStart(2, '0')}T10:15:00.123Z`;
const anonymous = (i: number, more = 0): string =>
  `${String(i).padStart(8, '0')}-aaaa-4aaa-8aaa-${String(more).padStart(12, '0')}`;
let messages = 0;
/** A message of the Segment specification, with what every one has. */
const segment = (type: string, day: number, own: object): object => ({
  messageId: `ajs-${messages++}`,
  timestamp: at(day),
  originalTimestamp: at(day),
  sentAt: at(day),
  receivedAt: at(day),
  version: 2,
  channel: 'browser',
  integrations: {},
  context: { ip: '192.0.2.9', library: { name: 'analytics.js', version: '4.1' }, locale: 'de-DE' },
  type,
  ...own,
});
const posthog = (event: string, day: number, distinct_id: string, properties: object): object => ({
  uuid: `0190aaaa-0000-7000-8000-${String(messages++).padStart(12, '0')}`,
  event,
  distinct_id,
  timestamp: at(day),
  properties: { $lib: 'web', $ip: '192.0.2.9', ...properties },
  person_id: 'a-number-of-the-system',
});
const each = <T>(make: (i: number) => T): T[] => Array.from({ length: PEOPLE }, (_, i) => make(i));
const lines = (name: string, all: readonly object[]): string => {
  writeFileSync(join(cwd, name), `${all.map((one) => JSON.stringify(one)).join('\n')}\n`);
  return name;
};
const take = async (name: string, all: readonly object[]) =>
  jsonOf(await run('import', 'known', lines(name, all)));
const known = async (): Promise<unknown> => {
  const { known: people } = jsonOf(
    await run('lens', 'known', '--purpose', 'analytics', '--as-of', '2026-06-01'),
  );
  return people;
};
const identifiersOf = async (identifier: string, type: string): Promise<string[]> => {
  const answer = jsonOf(
    await run('identity', 'known', 'explain', '--identifier', identifier, '--type', type, ...officer),
  );
  return (answer.identifiers as { type: string }[]).map((one) => one.type).sort();
};

beforeAll(async () => {
  writeFileSync(join(cwd, 'officer.txt'), `${PASSPHRASE}\n`, { mode: 0o600 });
  (await makeVault(join(cwd, 'known'), PASSPHRASE, { kdf: KDF_FLOOR })).close();
}, 60_000);
afterAll(() => rmSync(cwd, { recursive: true, force: true }));

describe('from anonymous to known', () => {
  it('Segment: identify joins the browser, the number and the address; an alias one more browser', async () => {
    await take(
      'visits.ndjson',
      [0, 1].flatMap((browser) =>
        each((i) =>
          segment('track', 2, {
            event: 'Product Viewed',
            anonymousId: anonymous(i, browser),
            properties: { sku: 'A' },
          }),
        ),
      ),
    );
    expect(await known()).toBe(2 * PEOPLE);
    await take(
      'identify.ndjson',
      each((i) =>
        segment('identify', 3, {
          anonymousId: anonymous(i),
          userId: `u-${1000 + i}`,
          traits: { email: `p${i}@mail.example`, plan: 'pro' },
        }),
      ),
    );
    expect(await known()).toBe(2 * PEOPLE);
    await take(
      'alias.ndjson',
      each((i) => segment('alias', 4, { userId: `u-${1000 + i}`, previousId: anonymous(i, 1) })),
    );
    expect(await known()).toBe(PEOPLE);
    expect(await identifiersOf('u-1007', 'customer')).toEqual(['customer', 'device', 'device', 'email']);
  }, 60_000);

  it('Braze: its own number and the address are the same people’s', async () => {
    const rows = each(
      (i) => `u-${1000 + i},5f${String(i).padStart(22, '0')},p${i}@mail.example,DE,opted_in,0`,
    );
    writeFileSync(
      join(cwd, 'braze.csv'),
      `external_id,Appboy ID,email,country,email_subscribe,session_count\n${rows.join('\n')}\n`,
    );
    expect((await run('import', 'known', 'braze.csv')).status).toBe(0);
    expect(await known()).toBe(PEOPLE);
    expect(await identifiersOf('p7@mail.example', 'email')).toEqual([
      'customer',
      'device',
      'device',
      'device',
      'email',
    ]); // prettier-ignore
  }, 60_000);

  it('PostHog: what was seen before $identify is the person’s after it', async () => {
    const anon = (i: number): string => `0190cccc-0000-7000-8000-${String(i).padStart(12, '0')}`;
    await take(
      'before.ndjson',
      each((i) => posthog('$pageview', 5, anon(i), { $current_url: 'https://shop.example/' })),
    );
    expect(await known()).toBe(2 * PEOPLE);
    await take(
      'identified.ndjson',
      each((i) => posthog('$identify', 6, `ph-${i}`, { $anon_distinct_id: anon(i) })),
    );
    expect(await known()).toBe(2 * PEOPLE);
    await take(
      'after.ndjson',
      each((i) => posthog('signed_up', 7, `ph-${i}`, {})),
    );
    expect(await known()).toBe(2 * PEOPLE);
    expect(await identifiersOf('ph-7', 'device')).toEqual(['device', 'device']);
  }, 60_000);

  it('a browser in a shop, with which everybody logs in, links nobody and is told', async () => {
    const kiosk = anonymous(999);
    await take(
      'kiosk.ndjson',
      each((i) =>
        segment('identify', 8, { anonymousId: kiosk, userId: `u-${1000 + i}`, traits: { plan: 'pro' } }),
      ),
    );
    expect(await known()).toBe(2 * PEOPLE + 1);
    const { shared } = jsonOf(await run('identity', 'known', 'summary'));
    expect(shared).toEqual([{ type: 'device', others: 'customer', identifiers: 0.5 }]);
    expect(await identifiersOf(kiosk, 'device')).toEqual(['device']);
  }, 60_000);
});
