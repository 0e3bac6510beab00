/** The kernel that looks at columns tells what the plain collector tells, of any values in any batches. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ESCAPED, STRIDE } from '../../../../engine/intake/csv/batch.ts';
import { type Fields, fieldText } from '../../../../engine/intake/csv/fields.ts';
import { createColumns, detectColumn } from '../../../../engine/intake/values/column.ts';
import type { ColumnEvidence } from '../../../../engine/intake/values/column-evidence.ts';
import { NASTY } from './nasty.ts';
import { plainEvidence } from './plain-collector.ts';

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
    [
      'whole numbers, then amounts in German',
      (i) => (i < 2100 ? String(i) : `${i % 7}.${100 + (i % 900)},5`),
    ],
    ['whole numbers, then thousands or thousandths', (i) => (i < 2100 ? String(i) : `${1 + (i % 7)}.234`)],
    ['whole numbers, then both marks', (i) => (i < 2100 ? String(i) : i % 2 === 0 ? `${i},5` : `${i}.5`)],
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
  it('a scheme of numbers is judged on as many, whoever looks at them', () => {
    /** Numbers with the check digit of the Dutch BSN. */
    const numbers: string[] = [];
    for (let base = 10_000_000; numbers.length < 1600; base += 3) {
      const sum = [...String(base)].reduce((all, digit, i) => all + Number(digit) * (9 - i), 0);
      if (sum % 11 < 10) numbers.push(`${base}${sum % 11}`);
    }
    const wrong = numbers.map((text, i) =>
      i >= 1310 && i < 1340 ? `${text.slice(0, 8)}${(Number(text[8]) + 1) % 10}` : text,
    );
    expect(detectColumn(wrong).scheme?.share).toBeCloseTo(0.925, 9);
    expect(detectColumn(wrong)).toEqual(plainEvidence(wrong));
  });
  it('of a table of thousands of columns that differ in every value from fewer records, however they are cut', () => {
    const [width, length] = [2000, 8];
    /** Rows of numbers of eight figures, no two of a column the same. */
    const batchFrom = (from: number, to: number): Fields => {
      const cells = (to - from) * width;
      const bytes = Buffer.alloc(cells * length);
      const fields = new Int32Array(cells * STRIDE);
      for (let cell = 0; cell < cells; cell++) {
        let left = 10_000_019 + (((from * width + cell) * 7919) % 79_999_987);
        for (let at = length - 1; at >= 0; at--, left = Math.floor(left / 10))
          bytes[cell * length + at] = 48 + (left % 10);
        fields[cell * STRIDE] = cell * length;
        fields[cell * STRIDE + 1] = (cell + 1) * length;
      }
      return { bytes, fields, width, extents: null };
    };
    const judged = (cuts: readonly number[]): { taken: number; evidence: ColumnEvidence[] } => {
      const columns = createColumns(width);
      let taken = 0;
      for (let i = 1; i < cuts.length; i++)
        taken += columns.add(batchFrom(cuts[i - 1], cuts[i]), cuts[i] - cuts[i - 1], '"');
      return { taken, evidence: columns.evidence() };
    };
    const { taken, evidence } = judged([0, 450, 900]);
    expect(taken).toBeGreaterThan(200);
    expect(taken).toBeLessThan(900);
    const all = batchFrom(0, taken);
    const texts = Array.from({ length: taken }, (_, row) => fieldText(all, row, 7));
    expect(new Set(texts).size).toBe(taken);
    expect(evidence[7]).toEqual(plainEvidence(texts));
    const other = judged([0, 100, 333, 334, 600, 900]);
    expect(other.taken).toBe(taken);
    expect(other.evidence[1999]).toEqual(evidence[1999]);
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
