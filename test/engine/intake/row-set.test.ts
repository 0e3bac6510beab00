/** The set of record hashes against a Set, and texts and pseudonyms of one column against what they stand for. */
import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createArena } from '../../../engine/intake/arena.ts';
import { createPseudonymColumn } from '../../../engine/intake/pseudonym-column.ts';
import { createRowSet } from '../../../engine/intake/row-set.ts';
import { createTexts } from '../../../engine/intake/texts.ts';
import { NOTHING_SAID } from '../../../engine/intake/values/identifying.ts';
import { createPseudonymiser, type PseudonymKeys } from '../../../engine/privacy/pseudonyms.ts';
import { IDENTIFIER_TYPES } from '../../../shared/vocabulary.ts';

const spanOf = (text: string) => {
  const bytes = new TextEncoder().encode(`<${text}>`);
  return { bytes, start: 1, end: bytes.length - 1 };
};

describe('the set of record hashes', () => {
  it('equals a Set, with hashes that crowd one table and its end', () => {
    const word = fc.oneof(
      fc.constantFrom(0, 1, 0xffff, 0x10000, 0xffffffff, 0xfffffffe, 0x80000000),
      fc.integer({ min: 0, max: 0xffffffff }),
    );
    // Bits 8 to 15 of the second word are not kept.
    const high = word.map((value) => (value & 0xffff0003) >>> 0);
    fc.assert(
      fc.property(fc.array(fc.tuple(word, high), { maxLength: 600 }), (pairs) => {
        const set = createRowSet();
        const known = new Set<string>();
        for (const [a, b] of pairs) {
          // (0, 0) of the kept bits shares its place with (1, 0).
          const key = `${a === 0 && b >>> 16 === 0 ? 1 : a} ${b}`;
          expect(set.add(a, b)).toBe(!known.has(key));
          known.add(key);
        }
        for (const [a, b] of pairs) expect(set.add(a, b)).toBe(false);
      }),
    );
  });

  it('keeps a hundred thousand apart and knows them again', () => {
    const set = createRowSet();
    const mix = (i: number): number => Math.imul(i ^ (i >>> 7), 0x9e3779b1) >>> 0;
    for (let i = 1; i <= 100_000; i++) expect(set.add(mix(i), mix(i + 7))).toBe(true);
    for (let i = 1; i <= 100_000; i++) expect(set.add(mix(i), mix(i + 7))).toBe(false);
  });
});

describe('texts of a column', () => {
  it('have one code each, in the order in which they come', () => {
    const texts = createTexts({
      at: 0,
      header: 'x',
      name: null,
      stored: false,
      long: false,
      holds: null,
      about: NOTHING_SAID,
    });
    const values = Array.from({ length: 3000 }, (_, i) => `ä${(i * 7919) % 1500}`);
    const first = [...new Set(values)];
    expect(values.map((value) => texts.code(spanOf(value)))).toEqual(
      values.map((value) => first.indexOf(value)),
    );
    expect(texts.take()).toEqual(first);
    expect(texts.take()).toEqual([]);
  });
});

describe('identifiers of a column', () => {
  const key = (byte: number): Uint8Array => new Uint8Array(32).fill(byte);
  const typeKeys = (byte: number) =>
    Object.fromEntries(IDENTIFIER_TYPES.map((type) => [type, key(byte)])) as PseudonymKeys['identifiers'];
  const keys: PseudonymKeys = { identifiers: typeKeys(1), reference: key(2), earlier: [typeKeys(3)] };
  const expected = (byte: number, value: string): string =>
    createHmac('sha256', key(byte))
      .update(`pid/v1\0customer\0norm/1\0${value.trim()}`)
      .digest('hex')
      .slice(0, 32);

  it('have the prefix of their numbers before them, short or too long to be hashed in place', () => {
    const pseudonymiser = createPseudonymiser(keys);
    const column = createPseudonymColumn({ type: 'customer', prefix: 'hubspot:' }, pseudonymiser, null);
    const values = ['501', ' 501 ', 'Zo\u00eb', 'x'.repeat(3000)];
    column.begin(values.length, createArena(1));
    values.forEach((value, row) => {
      const bytes = Buffer.from(value);
      expect(column.take({ bytes, start: 0, end: bytes.length }, row)).toBe(true);
    });
    pseudonymiser.flush();
    const { bytes, earlier } = column.pseudonyms();
    values.forEach((value, row) => {
      const made = Buffer.from(bytes.subarray(row * 16, row * 16 + 16)).toString('hex');
      expect(made).toBe(expected(1, `hubspot:${value.trim()}`));
      const old = Buffer.from(earlier[0].subarray(row * 16, row * 16 + 16)).toString('hex');
      expect(old).toBe(expected(3, `hubspot:${value.trim()}`));
    });
  });
});
