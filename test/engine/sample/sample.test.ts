/** The sample is reproducible to the byte, is RFC 4180, and looks like the data of a shop. */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { archetypesOf, type Sample, writeSample } from '../../../engine/sample/sample.ts';
import { PURPOSES } from '../../../shared/vocabulary.ts';
import { firstOf, type Row, readTable } from './read.ts';

const NAMES = ['customers.csv', 'orders.csv', 'events.csv', 'consents.csv'];
const root = mkdtempSync(join(tmpdir(), 'cloister-sample-'));
const dir = join(root, 'main');
let sample: Sample;
let customers: Row[];
let orders: Row[];
let events: Row[];
let consents: Row[];

const digestOf = (folder: string): string[] =>
  NAMES.map((name) =>
    createHash('sha256')
      .update(readFileSync(join(folder, name)))
      .digest('hex'),
  );

const shareOf = <T>(list: readonly T[], test: (item: T) => boolean): number =>
  list.filter(test).length / list.length;

beforeAll(async () => {
  sample = await writeSample(dir, { customers: 4000, seed: 1 });
  [customers, orders, events, consents] = NAMES.map((name) => readTable(dir, name));
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

describe('the same options give the same bytes', () => {
  test('same seed same bytes, another seed other bytes', async () => {
    const digests: string[][] = [];
    for (const [i, seed] of [5, 5, 6].entries()) {
      const folder = join(root, `seed-${i}`);
      await writeSample(folder, { customers: 300, seed });
      digests.push(digestOf(folder));
    }
    expect(digests[0]).toEqual(digests[1]);
    for (let file = 0; file < NAMES.length; file++) expect(digests[0][file]).not.toBe(digests[2][file]);
  });

  test('on every machine: the bytes are the ones that were once published', async () => {
    const folder = join(root, 'published');
    await writeSample(folder, { customers: 500, seed: 7 });
    const hash = createHash('sha256');
    for (const name of NAMES) hash.update(readFileSync(join(folder, name)));
    // Changes only when the sample is meant to change.
    expect(hash.digest('hex')).toBe('61322195bdbddeb780a9e533d6c338982812536f60025055a16c276c2a83880e');
  });

  test('a second sample replaces the first, whole', async () => {
    const folder = join(root, 'again');
    await writeSample(folder, { customers: 200, seed: 1 });
    await writeSample(folder, { customers: 100, seed: 1 });
    expect(firstOf(readTable(folder, 'customers.csv'), 'customer_id')).toHaveLength(100);
    expect(readdirSync(folder).sort()).toEqual([...NAMES, 'plan.yaml'].sort());
  });
});

describe('the files', () => {
  test('are RFC 4180 and hold the rows and bytes that are reported', () => {
    const counts = [customers, orders, events, consents].map((rows) => rows.length);
    expect(sample.files.map(({ rows }) => rows)).toEqual(counts);
    expect(sample.files.map(({ bytes }) => bytes)).toEqual(
      NAMES.map((name) => readFileSync(join(dir, name)).length),
    );
    const notes = customers.map(({ notes }) => notes);
    for (const part of [',', '"', '\n']) expect(notes.some((note) => note.includes(part))).toBe(true);
  });

  test('belong together: every order, event and consent is of a customer', () => {
    const known = new Set(customers.map(({ customer_id }) => customer_id));
    for (const rows of [orders, events, consents])
      expect(rows.every(({ customer_id }) => known.has(customer_id))).toBe(true);
  });

  test('everything happened in the three years before the as-of date', () => {
    expect(sample.asOf).toBe('2026-07-01');
    const times = [
      ...orders.map(({ ordered_at }) => ordered_at),
      ...events.map(({ occurred_at }) => occurred_at),
      ...consents.map(({ recorded_at }) => recorded_at),
    ];
    expect(times.every((time) => /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(time))).toBe(true);
    expect(times.every((time) => time >= '2023-07-01' && time < sample.asOf)).toBe(true);
    const signup = new Map(customers.map(({ customer_id, signup_date }) => [customer_id, signup_date]));
    expect(orders.every(({ customer_id, ordered_at }) => ordered_at >= signup.get(customer_id)!)).toBe(true);
  });

  test('name nobody: reserved mail domains, one address and one number per person', () => {
    const people = firstOf(customers, 'customer_id');
    const addresses = people.map(({ email }) => email).filter((email) => email !== '');
    expect(
      addresses.every((email) => /^[a-z]+\.[a-z]+\d+@(example\.(com|org|net)|\w+\.test)$/.test(email)),
    ).toBe(true);
    expect(new Set(addresses).size).toBe(addresses.length);
    const phones = people.map(({ phone }) => phone.replace(/[ -]/g, '')).filter((phone) => phone !== '');
    expect(new Set(phones).size).toBe(phones.length);
    expect(people.some(({ first_name }) => /[^ -~]/.test(first_name))).toBe(true);
  });
});

describe('the flaws of real exports', () => {
  test('about 1.2 % of the fields are missing where a field may be', () => {
    const check = (rows: Row[], columns: string): void => {
      for (const column of columns.split(' ')) {
        const share = shareOf(rows, (row) => row[column] === '');
        expect(share, column).toBeGreaterThan(0.006);
        expect(share, column).toBeLessThan(0.02);
      }
    };
    check(customers, 'email first_name last_name birth_year gender city acquisition_channel');
    check(customers, 'loyalty_points newsletter');
    check(orders, 'category store');
    check(events, 'page device');
    check(consents, 'notice_version method');
    for (const column of ['customer_id', 'country', 'plan', 'signup_date'])
      expect(shareOf(customers, (row) => row[column] === '')).toBe(0);
  });

  test('some orders and events are repeated exactly, some customers with another spelling', () => {
    for (const [rows, identifier] of [
      [orders, 'order_id'],
      [events, 'event_id'],
    ] as const) {
      const first = new Map(firstOf(rows, identifier).map((row) => [row[identifier], row]));
      const repeated = rows.length - first.size;
      expect(repeated / rows.length).toBeGreaterThan(0.001);
      expect(rows.every((row) => JSON.stringify(row) === JSON.stringify(first.get(row[identifier])))).toBe(
        true,
      );
    }
    const first = new Map(firstOf(customers, 'customer_id').map((row) => [row['customer_id'], row]));
    const again = customers.filter((row) => first.get(row['customer_id']) !== row && row['email'] !== '');
    expect(again.length).toBeGreaterThan(5);
    for (const { customer_id, email } of again) {
      const before = first.get(customer_id)!['email'];
      expect(email).not.toBe(before);
      if (before !== '') expect(email.trim().toLowerCase()).toBe(before);
    }
  });
});

describe('the shop', () => {
  test('a fifth of the buyers make most of the spend', () => {
    const spend = new Map<string, number>();
    for (const { customer_id, amount } of firstOf(orders, 'order_id'))
      spend.set(customer_id, (spend.get(customer_id) ?? 0) + Number(amount));
    const sorted = [...spend.values()].sort((a, b) => b - a);
    const sum = (list: number[]): number => list.reduce((total, value) => total + value, 0);
    const top = sum(sorted.slice(0, Math.floor(sorted.length / 5))) / sum(sorted);
    expect(top).toBeGreaterThan(0.45);
    expect(top).toBeLessThan(0.75);
    const buying = spend.size / 4000;
    expect(buying).toBeGreaterThan(0.955);
    expect(buying).toBeLessThan(0.985);
  });

  test('November and December sell more than their days', () => {
    const share = shareOf(orders, ({ ordered_at }) => /^\d{4}-1[12]/.test(ordered_at));
    expect(share).toBeGreaterThan((1.3 * 61) / 365);
    expect(share).toBeLessThan(0.45);
  });

  test('its archetypes differ in what they do', () => {
    const kinds = archetypesOf({ customers: 4000, seed: 1 });
    const kindOf = (id: string): string => kinds[Number(id.slice(1)) - 1];
    const of = (kind: string): Row[] => orders.filter(({ customer_id }) => kindOf(customer_id) === kind);
    const mean = (rows: Row[]): number =>
      rows.reduce((sum, { amount }) => sum + Number(amount), 0) / rows.length;
    const perHead = (kind: string): number => of(kind).length / kinds.filter((one) => one === kind).length;
    expect(new Set(kinds).size).toBe(7);
    expect(mean(of('seasonal big basket'))).toBeGreaterThan(4 * mean(of('bargain hunter')));
    expect(perHead('loyal enthusiast')).toBeGreaterThan(3 * perHead('seasonal big basket'));
    expect(of('slipping away').every(({ ordered_at }) => ordered_at < '2025-11-04')).toBe(true);
  });

  test('every kind of event, device, plan and country occurs, and all is in euros', () => {
    const levels = (rows: Row[], column: string): string[] =>
      [...new Set(rows.map((row) => row[column]))].filter((level) => level !== '').sort();
    expect(levels(events, 'event')).toEqual(
      'add_to_cart checkout email_open page_view product_view purchase support_ticket'.split(' '),
    );
    expect(levels(events, 'device')).toEqual(['app', 'desktop', 'mobile', 'tablet']);
    expect(levels(customers, 'plan')).toEqual(['free', 'plus', 'pro']);
    expect(levels(orders, 'currency')).toEqual(['EUR']);
    expect(levels(customers, 'country')).toEqual('AT CH DE ES FR GB IE PL SE US'.split(' '));
    expect(events.length / 4000).toBeGreaterThan(9);
    expect(events.length / 4000).toBeLessThan(11);
  });
});

describe('consent', () => {
  /** The last word of every person on a purpose at the as-of date; `none` without a record. */
  const standing = (purpose: string, ttlMonths: number | null): Map<string, string> => {
    const last = new Map<string, Row>();
    for (const row of consents) {
      if (row['purpose'] !== purpose) continue;
      const before = last.get(row['customer_id']);
      if (before === undefined || before['recorded_at'] <= row['recorded_at'])
        last.set(row['customer_id'], row);
    }
    const expiry = ttlMonths === 24 ? '2024-07-01' : '';
    return new Map(
      customers.map(({ customer_id }) => {
        const row = last.get(customer_id);
        if (row === undefined) return [customer_id, 'none'];
        const expired = row['state'] === 'given' && row['recorded_at'] < expiry;
        return [customer_id, expired ? 'expired' : row['state']];
      }),
    );
  };

  test.each(PURPOSES)('of $id is found in every state', ({ id, ttlMonths }) => {
    const states = new Set(standing(id, ttlMonths).values());
    const said = ['given', 'refused', 'withdrawn', 'objected', 'unknown'];
    const wanted = [...said, 'none', ...(ttlMonths === null ? [] : ['expired'])];
    expect([...states].sort()).toEqual(wanted.sort());
  });

  test('differs by country, and some took back what they had given', () => {
    const email = standing('marketing.communications.email', 24);
    const rate = (country: string): number => {
      const people = customers.filter((row) => row['country'] === country);
      return shareOf(people, ({ customer_id }) => email.get(customer_id) === 'given');
    };
    expect(rate('US')).toBeGreaterThan(rate('FR') + 0.1);
    const given = new Set<string>();
    for (const { customer_id, purpose, state } of consents)
      if (state === 'given') given.add(`${customer_id} ${purpose}`);
    const withdrawn = consents.filter(({ state }) => state === 'withdrawn');
    expect(withdrawn.length).toBeGreaterThan(100);
    expect(withdrawn.every(({ customer_id, purpose }) => given.has(`${customer_id} ${purpose}`))).toBe(true);
  });
});

describe('limits', () => {
  test('memory does not grow with the number of customers', () => {
    const module = new URL('../../../engine/sample/sample.ts', import.meta.url).href;
    const script = `const { writeSample } = await import(${JSON.stringify(module)});
      const { files } = await writeSample(${JSON.stringify(join(root, 'large'))}, { customers: 50000, seed: 1 });
      console.log(files.reduce((sum, { bytes }) => sum + bytes, 0));`;
    const run = spawnSync(
      process.execPath,
      ['--max-old-space-size=24', '--max-semi-space-size=4', '--input-type=module', '-e', script],
      { encoding: 'utf8' },
    );
    expect(run.stderr).toBe('');
    expect(run.status).toBe(0);
    expect(Number(run.stdout)).toBeGreaterThan(72_000_000);
  });

  test('a file that is not a sample is left alone', async () => {
    const folder = mkdtempSync(join(root, 'foreign-'));
    writeFileSync(join(folder, 'orders.csv'), 'id,when\n1,2026-01-01\n');
    await expect(writeSample(folder, { customers: 10, seed: 1 })).rejects.toMatchObject({
      code: 'FOLDER_NOT_WRITABLE',
    });
    expect(readdirSync(folder)).toEqual(['orders.csv']);
    expect(readFileSync(join(folder, 'orders.csv'), 'utf8')).toContain('1,2026-01-01');
  });

  test('a failure on the way leaves nothing behind', async () => {
    const folder = join(root, 'stopped');
    await expect(
      writeSample(folder, { customers: 2000, seed: 1 }, (done) => {
        if (done === 1000) throw new Error('stopped');
      }),
    ).rejects.toThrow('stopped');
    expect(existsSync(folder) ? readdirSync(folder) : []).toEqual([]);
  });

  test.each([0, -1, 1.5, Number.NaN, 1e9])('%d customers are refused', async (customers) => {
    await expect(writeSample(join(root, 'none'), { customers, seed: 1 })).rejects.toMatchObject({
      code: 'USAGE',
    });
  });
});
