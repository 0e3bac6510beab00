/**
 * Identifiers that stand among other words, in lists, in markup, escaped, in other widths, or that come once behind all rows
 * that inspection reads: no column of them is suggested, no single one of them is kept. What only looks like them is.
 */
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Engine } from '../../engine/engine.ts';
import { suggest } from '../../engine/intake/recognise/suggest.ts';
import { detectColumn } from '../../engine/intake/values/column.ts';
import { openDatabase } from '../../engine/vault/database.ts';
import { openKeystore } from '../../engine/vault/keystore.ts';
import { newVault, PASSPHRASE, scratch, write } from '../end-to-end/scratch.ts';
import { plainEvidence } from '../engine/intake/values/plain-collector.ts';
import { lines } from '../faults/vault.ts';

/** Three of each, of which the first is told by its name in the output of the tests. */
const HIDDEN: readonly (readonly [string, string, string])[] = [
  [
    'refund to DE89 3704 0044 0532 0130 00 soon',
    'to GB82 WEST 1234 5698 7654 32',
    'FR14 2004 1010 0505 0001 3M02 606, x',
  ],
  ['0171 2345678; 030/123456', '030/1234567, 0171 2345679', '{"p":"0171 2345670"}'],
  ['(212) 555-0113', '212-555-0114', 'call 212-555-0115'],
  ['tel:01712345678', 'Tel. 0171 2345679', 'phone: 0171 2345670'],
  ['0049 171 2345678', '06 12 34 56 78', '020 7946 0103'],
  ['zq.anna (at) example.com', 'zq.ben [at] example dot com', 'zq.eva[at]example[dot]com'],
  ['zqanna&#64;example.com', 'zqanna%2540example.com', '{"e":"zqanna\\u0040example.com"}'],
  ['zqanna1 @ example.com', '"zq anna"@example.com', '邮件@例え。テスト'],
  [
    'enEuYW5uYUBleGFtcGxlLmNvbQ==',
    'id enEuYW5uYUBleGFtcGxlLmNvbQ==',
    '7a712e616e6e61406578616d706c652e636f6d',
  ],
  ['93.184.216.34:8080', 'login from 93.184.216.35', 'client=93.184.216.36'],
  ['from 2001:db8::ff00:42:8313 ok', '[2001:db8::ff00:42:8314]:443', 'ip 2001:db8::1'],
  ['device 00:1b:44:11:3a:10', '001b.4411.3a11', '00-1b-44-11-3a-12 x'],
  ['WVWZZZ1JZXW000111', 'VIN WVWZZZ1JZXW000112', '1HGCM82633A004352'],
  ['52.5200, 13.4050', '52.5201,13.4051', 'POINT(13.4052 52.5202)'],
  ['{"lat":52.52,"lng":13.405,"lat":52.520}', 'geo:52.520,13.405', `52°31'12"N 13°24'18"E`],
  [
    '?reset=1&token=Zk3x0b8854ad38f0Q',
    '/x?first_name=Zqanna&x=1',
    'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOjF9.c2lnbmF0dXJl',
  ],
  ['{"first_name":"Zqanna"}', '<p><lastName>Zqschmidt</lastName></p>', '{"last_name" : "Zqschmidt"}'],
  ['x; 12345678Z', 'NI AB 12 34 56 C', 'DNI 12345678Z'],
  ['@zqanna', '@zqben, @zqeva', 'linkedin.com/in/zqanna'],
  [
    'e2e5f0fd-9054-4323-a487-62af20580a94;c9ad3c00-82da-4bb2-a8ca-d872a50040b8',
    'hash=493af9c11689b39845593fa7525ef07e6909e7e83d866f64b257f6651c239187',
    'a,d0cd9e2108f3392e43addae3d1cfbcc4e6ca581b',
  ],
];

/** What looks like them and is none: columns of it are kept. */
const INNOCENT: Readonly<Record<string, readonly string[]>> = {
  app_build: ['10.0.19.1', '10.0.19.2', '9.4.1.0'],
  os: ['Windows 10.0.19045.3803', 'version 10.0.19.1', 'build: 10.0.19.2'],
  pack: ['4006381333931', '4011200296908', '5901234123457'],
  prices: ['12.50, 13.99', '12.5000, 13.9900', '0.1234, 0.5678'],
  dates: ['02.01.2024; 03.02.2024', '04.03.2024; 05.06.2024', '07.03.2024; 08.06.2024'],
  tariff: ['Other (specify)', 'Sales (at store)', 'shop @ station'],
  promotion: ['spring_sale_2024_newsletter_de', 'PREMIUM_SUBSCRIPTION_ANNUAL', '2024-Q1/EU'],
  shade: ['#ff00aa', '#00ff11', '#abcdef'],
};

const WORDS = ['gold', 'silver', 'bronze', 'basic'];
const CUSTOMERS = detectColumn(Array.from({ length: 600 }, (_, i) => `C${i}`));
const suggested = (header: string, values: readonly string[]) =>
  suggest(['customer_id', header], [CUSTOMERS, detectColumn(values)], 'profiles').columns[1];

describe('among other words', () => {
  it.each(HIDDEN)('%s', (...values) => {
    for (const share of [100, 30, 2]) {
      const cells = Array.from({ length: 600 }, (_, i) =>
        (i * 7) % 100 < share ? values[i % 3] : WORDS[i % 4],
      );
      // The kernel and the code that looks at any text see the same.
      expect(detectColumn(cells).personal).toEqual(plainEvidence(cells).personal);
      expect(suggested('merkmal', cells).role, `${share} %`).toBe('dropped');
    }
  });
  it.each(Object.entries(INNOCENT))('%s is kept', (header, values) => {
    const cells = Array.from({ length: 600 }, (_, i) => values[i % 3]);
    expect(suggested(header, cells)).toMatchObject({ role: 'attribute' });
  });
});

describe('once, behind all rows that are inspected', () => {
  const { folder, remove } = scratch();
  let engine: Engine;
  beforeAll(async () => {
    engine = await newVault(folder, 'hidden');
  });
  afterAll(() => {
    engine.close();
    remove();
  });

  it('they are not kept, and what they stand beside is', async () => {
    const cell = (text: string): string => `"${text.replaceAll('"', '""')}"`;
    const headers = ['customer_id', ...HIDDEN.map((_, at) => `merkmal_${at}`), 'app_version'];
    const rows = lines(21_000, (i) =>
      [`C${i}`, ...HIDDEN.map(([one]) => (i === 20_500 ? cell(one) : WORDS[i % 4])), `10.0.19.${i % 4}`].join(
        ',',
      ),
    );
    const path = write(folder, 'late.csv', `${headers.join(',')}\n${rows}`);
    const taken = await engine.call('intake.import', { file: path });
    expect(taken.stored).toEqual(headers);
    expect(
      taken.warnings.filter((told) =>
        /^Values of "merkmal_\d+" that hold an identifier,.*: 1 of 21000\.$/.test(told),
      ),
    ).toHaveLength(HIDDEN.length);
    const keys = await openKeystore(join(folder, 'hidden.cloister', 'keys.json'), PASSPHRASE);
    const db = openDatabase(join(folder, 'hidden.cloister', 'data.db'), keys, { readonly: true });
    const image = db.serialize();
    db.close();
    expect(image.includes('bronze')).toBe(true);
    expect(HIDDEN.filter(([one]) => image.includes(one) || image.includes(JSON.stringify(one)))).toEqual([]);
  });
});
