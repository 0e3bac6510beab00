/** Identifiers in one form, however they are written. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normalise, normaliseValue } from '../../../../engine/intake/values/normalise.ts';
import { readPhone } from '../../../../engine/intake/values/phone.ts';
import type { IdentifierType } from '../../../../shared/vocabulary.ts';

const normal = (type: IdentifierType, text: string, region?: string): string | null => {
  const said = region === undefined ? text : (readPhone(text, region) ?? text);
  const form = normaliseValue(type, Buffer.from(said));
  return form === null ? null : Buffer.from(form).toString('utf8');
};

// Version 1 of the table. A changed answer here is a new version, never a correction in place.
const ANSWERS: [IdentifierType, string, string | null, string?][] = [
  ['email', 'jane.doe@example.com', 'jane.doe@example.com'],
  ['email', '  Jane.DOE@Example.COM\t', 'jane.doe@example.com'],
  ['email', 'jane+shop@example.com', 'jane+shop@example.com'],
  ['email', 'ＪＡＮＥ＠ｅｘａｍｐｌｅ．com', 'jane@example.com'],
  ['email', 'ja\u200bne\u202e@example.com\ufeff', 'jane@example.com'],
  ['email', 'jane@BÜCHER.example', 'jane@xn--bcher-kva.example'],
  ['email', 'jane@bu\u0308cher.example', 'jane@xn--bcher-kva.example'],
  ['email', 'jane@XN--BCHER-KVA.example', 'jane@xn--bcher-kva.example'],
  ['email', 'jane@straße.example', 'jane@xn--strae-oqa.example'],
  ['email', 'jürgen@example.de', 'jürgen@example.de'],
  ['email', 'j\u0430ne@example.com', 'jаne@example.com'],
  ['email', 'jane', null],
  ['email', 'jane@', null],
  ['email', '@example.com', null],
  ['email', 'jane@example', null],
  ['email', 'jane@@example.com', null],
  ['email', 'jane@a@example.com', null],
  ['email', 'jane doe@example.com', null],
  ['email', 'jane..doe@example.com', null],
  ['email', '.jane@example.com', null],
  ['email', 'jane.@example.com', null],
  ['email', 'jane@-example.com', null],
  ['email', 'jane@example.com.', null],
  ['email', '"jane"@example.com', null],
  ['email', '<jane@example.com>', null],
  ['email', 'a@x.org, b@x.org', null],
  ['email', `${'x'.repeat(65)}@example.com`, null],
  ['email', '', null],
  ['phone', '+49 30 1234567', '+49301234567'],
  ['phone', '+49 (0)30/1234-567', '+49301234567'],
  ['phone', '+1 (415) 555-2671', '+14155552671'],
  ['phone', '030 1234567', null],
  ['phone', '030 1234567', '+49301234567', 'DE'],
  ['phone', '0049 30 1234567', '+49301234567', 'DE'],
  ['phone', '(415) 555-2671', '+14155552671', 'US'],
  ['phone', '1-415-555-2671', '+14155552671', 'US'],
  ['phone', '415 555 267', null, 'US'],
  ['phone', '06 1234 5678', '+390612345678', 'IT'],
  ['phone', '01 23 45 67 89', '+33123456789', 'FR'],
  ['phone', '020 7946 0958', '+442079460958', 'GB'],
  ['phone', '030 1234567', null, 'XX'],
  ['phone', '+49 30 1234567 ext 5', null],
  ['phone', '+0301234567', null],
  ['phone', '+1234', null],
  ['phone', '++4930123456', null],
  ['phone', '6d92078a-8246-4ba4-ae5b-76104861e7dc', null],
  ['customer', ' 00123 ', '00123'],
  ['customer', '1e5', '1e5'],
  ['customer', 'AbC', 'AbC'],
  ['customer', 'e\u0301', 'é'],
  ['customer', '\u00a0x\u3000', 'x'],
  ['customer', '   ', null],
  ['device', '{6D92078A-8246-4BA4-AE5B-76104861E7DC}', '6d92078a-8246-4ba4-ae5b-76104861e7dc'],
  ['device', '6d92078a-8246-4ba4-ae5b-76104861e7dc', '6d92078a-8246-4ba4-ae5b-76104861e7dc'],
  ['device', '00000000-0000-0000-0000-000000000000', null],
  ['device', 'GA1.2.123.456', 'GA1.2.123.456'],
];

describe('identifiers in one form', () => {
  for (const [type, text, answer, region] of ANSWERS)
    it(`I5: ${type}: ${JSON.stringify(text)} ${region ?? ''} is ${JSON.stringify(answer)}`, () =>
      expect(normal(type, text, region)).toBe(answer));

  it('a form is its own form', () => {
    const texts = fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 20 }),
      fc.string({ unit: 'binary', maxLength: 20 }),
      fc.emailAddress(),
      fc
        .tuple(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 8 }), fc.domain())
        .map(([local, domain]) => `${local}@${domain}`),
      fc
        .tuple(fc.string({ maxLength: 3 }), fc.string({ unit: 'grapheme', maxLength: 6 }))
        .map(([a, b]) => `a@${a}${b}.example`),
    );
    fc.assert(
      fc.property(
        texts,
        fc.constantFrom<IdentifierType>('email', 'phone', 'customer', 'device'),
        (text, type) => {
          const form = normal(type, text, 'DE');
          if (form !== null) expect(normal(type, form, 'DE')).toBe(form);
        },
      ),
      { numRuns: 5000 },
    );
  });

  it('the way through bytes and the way through text agree', () => {
    fc.assert(
      fc.property(fc.emailAddress({ size: 'small' }), (address) => {
        // A zero-width space forces the slow way and is removed there.
        expect(normal('email', address)).toBe(normal('email', `${address}\u200b`));
      }),
      { numRuns: 1000 },
    );
  });

  it('takes every address that fast-check makes (dot-strings of RFC 5322)', () => {
    fc.assert(
      fc.property(fc.emailAddress(), (address) => {
        expect(normal('email', address)).toBe(address.toLowerCase());
      }),
    );
  });

  it('writes only where it was told to, and refuses what does not fit', () => {
    const target = new Uint8Array(16).fill(7);
    const value = Buffer.from('xxA@b.coxx');
    expect(normalise('email', value, 2, 8, target, 4)).toBe(6);
    expect(Buffer.from(target).toString('latin1')).toBe('\x07\x07\x07\x07a@b.co\x07\x07\x07\x07\x07\x07');
    expect(normalise('email', value, 2, 8, target, 12)).toBe(-1);
    expect(normalise('customer', value, 2, 8, target, 12)).toBe(-1);
  });
});
