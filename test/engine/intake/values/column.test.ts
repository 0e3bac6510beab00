/** The kernel that looks at columns tells what the plain collector tells, of any values in any batches. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ESCAPED, STRIDE } from '../../../../engine/intake/csv/batch.ts';
import { type Fields, fieldText } from '../../../../engine/intake/csv/fields.ts';
import { createColumns, detectColumn } from '../../../../engine/intake/values/column.ts';
import { plainEvidence } from './plain-collector.ts';

/** Texts that something looks for, and texts that are nearly such. */
const NASTY = [
  [
    '',
    ' ',
    '\u00a0',
    'a@b.de',
    'person.1@example.org',
    'x@y',
    'a+b@c.org',
    'a@b.c1',
    'a@b.xn--p1ai',
    '@',
    'a@@b.de',
  ],
  [
    '.a@b.de',
    'a..b@c.de',
    'a@b..de',
    'a@b.de.',
    'a@-b.de',
    `${'l'.repeat(65)}@b.de`,
    'note to a@b.de now',
    'é@b.de',
  ],
  [
    '4111111111111111',
    '4111-1111-1111-1111',
    '4111 1111 1111 1112',
    'order 4111111111111111',
    '378282246310005',
  ],
  ['123-45-6789', 'x123-45-6789', '1123-45-6789', 'ssn 123-45-6789.', '000-45-6789', '12-31-2020 4111 1111'],
  [
    'DE89370400440532013000',
    'de89 3704 0044 0532 0130 00',
    'DE89370400440532013001',
    'GB82 WEST 1234 5698 7654 32',
  ],
  [
    '192.168.0.1',
    '1.2.3.4',
    '1.2.3.456',
    '::1',
    'fe80::1',
    '10:11:12',
    '00:1a:2b:3c:4d:5e',
    '00-1A-2B-3C-4D-5E',
  ],
  [
    '12345678Z',
    'X1234567L',
    'AB123456C',
    '756.9217.0769.85',
    '123.456.789-09',
    '131052-308T',
    '110101199003078515',
  ],
  [
    'RSSMRA85T10A562S',
    '1 85 05 78 006 084 91',
    '9434765919',
    '123456782',
    '12345678901234567890',
    '44051401359',
  ],
  [
    '+49 30 123456',
    '030/1234567',
    '(030) 123456',
    '(0301234',
    '00491234567',
    '0301234567',
    '+1',
    '12+34567890',
  ],
  [
    '1.23E+11',
    '1.2e+05',
    '1.23E+111',
    '7.0',
    '7.00',
    '.0',
    '007',
    '0',
    '00',
    '12.',
    '.5',
    '1.234',
    '1,234',
    '0.123',
  ],
  [
    '1.234,56',
    '1,234.56',
    "1'000",
    '1 000',
    '5 %',
    '-5',
    '(5)',
    '1e5',
    '123456789012.123456',
    '1234567890123.1',
  ],
  [
    '12 €',
    '€12',
    'kr. 5',
    '5kr',
    '5 kr.',
    'US$ 7',
    '7 $)',
    '$(7)',
    'Rs.500',
    'A1',
    '1A',
    'AB1',
    'CHF12',
    '12.-',
    '5.kr',
  ],
  ['—5 kr', '5—kr', '5 –kr.', 'R$ 5', '5SFr.', 'K5', '5K', 'SKU-5', 'O5'],
  [
    'a;b;c',
    'x, y',
    'a|b',
    'yes',
    'no',
    'Ja',
    'n/a',
    '#REF!',
    'NULL',
    'none',
    '(null)',
    '-',
    '?',
    'Nora',
    '\\N',
  ],
  ["'7012", "'+49123456", "'=7", "'x", "'", '="7012"', '="', '=7', '="a', '=""', '=" 7"', '="n/a "', "'@7"],
  [
    '2023-03-12',
    '2023-02-29',
    '2024-02-29',
    '0999-01-01',
    '2023-13-01',
    '2023-03-12T10:11:12Z',
    '2023-03-12 25:00:00',
  ],
  [
    '2023-03-12 10:11',
    '12.03.2023',
    '03/12/2023',
    '1 Jan 2024',
    'March 5, 2021',
    '20240101',
    '1700000000',
    '1700000000000',
  ],
  [
    'José',
    'Zoë 1',
    'Zoë one two three',
    '\u00a0x\u00a0',
    '\ufeff7',
    '\u3000a',
    'x\u2028',
    '\u1680y',
    '日本',
    '😀',
    '5\u202f€',
  ],
  [
    '550e8400-e29b-41d4-a716-446655440000',
    '{550e8400-e29b-41d4-a716-446655440000}',
    '550e8400-e29b-41d4-a716-44665544000g',
  ],
  ['d41d8cd98f00b204e9800998ecf8427e', '0'.repeat(32), 'g'.repeat(40), '12345678901234'.padEnd(40, 'a')],
  [
    'one two three',
    'one two three four',
    'a  b  c',
    'x'.repeat(70),
    'y'.repeat(300),
    'é'.repeat(30),
    'é'.repeat(65),
  ],
].flat();
const nasty = fc.constantFrom(...NASTY);
const signs = fc.constantFrom(...'0123456789 -.+()/,$€%@:ABCkrXabcdef\'"=');
const value = fc.oneof(
  { weight: 4, arbitrary: nasty },
  { weight: 2, arbitrary: fc.string({ unit: signs, maxLength: 26 }) },
  fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: 1, maxLength: 20 }),
  fc.string({ unit: 'binary', maxLength: 20 }),
  fc.emailAddress(),
  fc.ipV6(),
  fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
);
/** Half a pair of UTF-16 cannot stand in a file. */
const whole = (texts: readonly string[]): string[] => texts.map((text) => text.toWellFormed());

/** Cells as a batch, some with doubled quotes. */
const batchOf = (rows: readonly (readonly Uint8Array[])[], width: number): Fields => {
  const pieces: Buffer[] = [];
  const fields = new Int32Array(rows.length * width * STRIDE);
  let end = 0;
  rows.flat().forEach((cell, i) => {
    const text = Buffer.from(cell).toString('latin1');
    const bytes = Buffer.from(text.replaceAll('"', '""'), 'latin1');
    pieces.push(bytes, Buffer.from(','));
    fields.set([end, end + bytes.length, text.includes('"') ? ESCAPED : 0], i * STRIDE);
    end += bytes.length + 1;
  });
  return { bytes: Buffer.concat(pieces), fields, width, extents: null };
};

describe('what a column holds', () => {
  it.each(NASTY.map((text) => [text]))('%j, alone and among others', (text) => {
    for (const texts of [[text], [text, 'a', text], Array.from({ length: 12 }, () => text)])
      expect(detectColumn(texts)).toEqual(plainEvidence(texts));
  });
  it('is what the plain collector tells, of any values', () => {
    fc.assert(
      fc.property(fc.array(value, { maxLength: 12 }), (texts) => {
        expect(detectColumn(whole(texts))).toEqual(plainEvidence(whole(texts)));
      }),
      { numRuns: 600, seed: 7 },
    );
  });
  const makers: [string, (i: number) => string][] = [
    ['keys', (i) => `K${i}`],
    ['numbers of nine figures', (i) => String(100_000_000 + i * 7)],
    ['numbers of thirteen figures', (i) => String(1_000_000_000_000 + i)],
    ['addresses', (i) => `u${i}@x.org`],
    ['seven hundred levels', (i) => String(i % 700)],
    ['lists', (i) => `a${i % 90};b${i % 7}`],
    ['long texts', (i) => `${'z'.repeat(60 + (i % 9))}${i}`],
    ['amounts', (i) => `${i}.${i % 100}`],
  ];
  it.each(makers)('also where there are more than are remembered: %s', (_, make) => {
    fc.assert(
      fc.property(
        fc.array(value, { minLength: 1, maxLength: 30 }),
        fc.integer({ min: 1, max: 50 }),
        (some, step) => {
          const texts = whole(
            Array.from({ length: 3300 }, (_, i) => (i % (step + 1) === 0 ? some[i % some.length] : make(i))),
          );
          expect(detectColumn(texts)).toEqual(plainEvidence(texts));
        },
      ),
      { numRuns: 3, seed: 7 },
    );
  });
  it('whatever the bytes, in several batches, with doubled quotes', () => {
    const cell = fc.oneof(
      fc.uint8Array({ maxLength: 8 }),
      value.map((text) => Uint8Array.from(Buffer.from(text))),
    );
    const batch = fc.array(fc.tuple(cell, cell, cell), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(fc.array(batch, { minLength: 1, maxLength: 3 }), (batches) => {
        const columns = createColumns(3);
        const texts: string[][] = [[], [], []];
        for (const rows of batches) {
          const fields = batchOf(rows, 3);
          rows.forEach((_, r) => {
            texts.forEach((column, c) => {
              column.push(fieldText(fields, r, c));
            });
          });
          columns.add(fields, rows.length, '"');
        }
        expect(columns.evidence()).toEqual(texts.map(plainEvidence));
      }),
      { numRuns: 200, seed: 7 },
    );
  });
});
