/** Personal data told by its form, and the evidence that a column of it gives. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { detectColumn } from '../../../../engine/intake/values/column.ts';
import {
  cardIn,
  emailIn,
  isEmail,
  isHexHash,
  isIban,
  isIpAddress,
  isUuid,
  luhn,
  phoneLook,
  ssnIn,
} from '../../../../engine/intake/values/detectors.ts';

describe('personal data by its form', () => {
  it('e-mail addresses', () => {
    for (const text of ['a@b.co', 'jane.doe+x@mail.example.org', "o'hara@example.ie", 'jürgen@bücher.de'])
      expect(isEmail(text), text).toBe(true);
    for (const text of ['a@b', '@b.co', 'a b@c.de', 'a@b..de', 'a@b.c', 'user@10.0.0.1', 'a@b.co ', 'at@'])
      expect(isEmail(text), text).toBe(false);
    expect(emailIn('call me (jane@example.org) please')).toBe(true);
    expect(emailIn('5 @ 3.50 each, @home')).toBe(false);
    fc.assert(
      fc.property(fc.emailAddress({ size: 'small' }), (address) => {
        expect(emailIn(`x, ${address}; y`)).toBe(true);
      }),
    );
  });

  it('card numbers (numbers that the schemes publish for tests)', () => {
    for (const text of [
      '4111111111111111',
      '4111 1111 1111 1111',
      '5555-5555-5555-4444',
      '378282246310005',
      '6011111111111117',
      '3530111333300000',
      '30569309025904',
      'paid with 4012888888881881, thanks',
    ])
      expect(cardIn(text), text).toBe('valid');
    expect(cardIn('4111111111111112')).toBe('shape');
    for (const text of [
      '1234567890123456',
      '1700000000000',
      '41111111111111111111',
      'x4111111111111111',
      '31625220889',
    ])
      expect(cardIn(text), text).not.toBe('valid');
    expect(luhn('79927398713')).toBe(true);
    expect(luhn('79927398710')).toBe(false);
  });

  it('social security numbers', () => {
    expect(ssnIn('078-05-1120')).toBe(true);
    expect(ssnIn('his number is 219-09-9999.')).toBe(true);
    for (const text of [
      '000-12-3456',
      '666-12-3456',
      '900-12-3456',
      '123-00-4567',
      '123-45-0000',
      '1123-45-6789',
      '123-45-67890',
      '123-45-6789-1',
      '2026-05-1120',
    ])
      expect(ssnIn(text), text).toBe(false);
  });

  it('IBANs (examples of the registry)', () => {
    for (const text of [
      'DE89 3704 0044 0532 0130 00',
      'GB29NWBK60161331926819',
      'FR1420041010050500013M02606',
      'NL91ABNA0417164300',
      'NO9386011117947',
    ])
      expect(isIban(text), text).toBe(true);
    for (const text of ['DE88 3704 0044 0532 0130 00', 'DE89', 'ABCDEFGHIJKLMNOP'])
      expect(isIban(text), text).toBe(false);
  });

  it('addresses of machines, telephones, keys', () => {
    expect(isIpAddress('192.168.1.1') && isIpAddress('2001:db8::1')).toBe(true);
    expect(isIpAddress('1.2.3') || isIpAddress('300.1.1.1')).toBe(false);
    expect(phoneLook('+49 30 1234567')).toBe('sure');
    expect(phoneLook('(415) 555-2671')).toBe('maybe');
    // Presidio once took parts of a GUID for telephone numbers.
    for (const text of ['6d92078a-8246-4ba4-ae5b-76104861e7dc', '12345', '2026-02-28T10:00', '1234567'])
      expect(phoneLook(text), text).toBe('no');
    expect(isUuid('6d92078a-8246-4ba4-ae5b-76104861e7dc')).toBe(true);
    expect(isHexHash('d41d8cd98f00b204e9800998ecf8427e')).toBe(true);
    expect(isHexHash('12345678901234567890123456789012')).toBe(false);
  });

  it('I8: no detector runs away on long hostile text (2 s for all)', () => {
    const n = 80_000;
    const hostile = [
      'a',
      '@',
      'a@',
      'a@a.',
      '.',
      '1',
      '1 ',
      '1-',
      '123-45-',
      '4111 ',
      ' ',
      '(',
      '0',
      'a.',
      '\u200b',
      'ä',
      '%',
      ',',
      "'",
      '1,',
      '1.',
      '+',
      '-',
      ':',
      'xn--',
    ].flatMap((unit) => [
      unit.repeat(n / unit.length),
      `${unit.repeat(n / unit.length)}!`,
      `1${unit.repeat(n / unit.length)}@`,
    ]);
    const began = performance.now();
    for (const text of hostile) {
      isEmail(text);
      emailIn(text);
      cardIn(text);
      ssnIn(text);
      isIban(text);
      isIpAddress(text);
      phoneLook(text);
      isUuid(text);
      isHexHash(text);
    }
    for (const text of hostile) detectColumn([text]);
    expect(performance.now() - began).toBeLessThan(2000);
  });
});

describe('the evidence of a column', () => {
  it('counts what is empty, different and long', () => {
    expect(detectColumn(['a', 'b', '', 'a', ' '])).toMatchObject({
      values: 5,
      empty: 2,
      distinct: 2,
      distinctRatio: 2 / 3,
      maxLength: 1,
    });
  });
  it('tells type and format, a few dirty values apart', () => {
    const dates = [
      ...Array.from({ length: 40 }, (_, i) => `2026-01-${String((i % 28) + 1).padStart(2, '0')}`),
      '2026-02-30',
    ];
    expect(detectColumn(dates)).toMatchObject({ time: { format: 'iso' }, misfits: 1 });
    expect(detectColumn(['yes', 'no', '', 'yes']).boolean).toEqual({ yes: ['yes'], no: ['no'] });
    expect(detectColumn(['Ja', 'Nein']).boolean).toEqual({ yes: ['Ja'], no: ['Nein'] });
    expect(detectColumn(['yes', 'maybe']).boolean).toBeNull();
    expect(detectColumn(['00123', '00456'])).toMatchObject({ integers: true, leadingZeros: 2 });
    expect(detectColumn(['1.23E+11'])).toMatchObject({ shortened: 1 });
    expect(detectColumn(['13/02/2026', '02/13/2026'])).toMatchObject({ time: null, mixed: true });
    expect(detectColumn(['1.5', '1,5'])).toMatchObject({ number: null, mixed: true });
  });
  it('masks every letter and digit in its shapes', () => {
    expect(detectColumn(['Jürgen 42']).shapes).toEqual(['aaaaaa 99']);
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'grapheme', maxLength: 40 }), { maxLength: 5 }), (texts) => {
        for (const shape of detectColumn(texts).shapes) expect(shape).toMatch(/^[a9 -/:-@[-`{-~·…]*$/u);
      }),
    );
  });
  it('finds three addresses in fifty thousand notes', () => {
    const notes = Array.from({ length: 50_000 }, (_, i) => `note number ${i}`);
    for (const at of [10, 30_000, 49_999]) notes[at] = 'ask jane@example.org';
    expect(detectColumn(notes).personal.emailIn).toBe(3);
  });
});
