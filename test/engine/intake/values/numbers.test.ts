/** Numbers as files write them, and the format of a column of them. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { detectColumn } from '../../../../engine/intake/values/column.ts';
import { detectNumberFormat } from '../../../../engine/intake/values/number-format.ts';
import { type NumberFormat, parseNumber } from '../../../../engine/intake/values/numbers.ts';
import { asBytes } from '../../../../engine/intake/values/values.ts';

const form = (decimal: '.' | ',', group: NumberFormat['group'] = '', percent = false): NumberFormat => ({
  decimal,
  group,
  percent,
});

describe('numbers', () => {
  const cases: [string, NumberFormat, number][] = [
    ['12', form('.'), 12],
    [' 12.50 ', form('.'), 12.5],
    ['-0', form('.'), 0],
    ['+3', form('.'), 3],
    ['.5', form('.'), 0.5],
    ['5.', form('.'), 5],
    ['1,234.50', form('.', ','), 1234.5],
    ['1.234,50 €', form(',', '.'), 1234.5],
    ['12,34,567.8', form('.', ','), 1234567.8],
    ["CHF 1'234.50", form('.', "'"), 1234.5],
    ['1’234', form('.', "'"), 1234],
    ['1\u202f234,5', form(',', ' '), 1234.5],
    ['(5.00)', form('.'), -5],
    ['$(5.00)', form('.'), -5],
    ['-$5.00', form('.'), -5],
    ['5.00-', form('.'), -5],
    ['CHF 1200.-', form('.'), 1200],
    ['12,-', form(','), 12],
    ['12,-- €', form(','), 12],
    ['-12.–', form('.'), -12],
    ['5-', form('.'), -5],
    ['US$ 1,234.50', form('.', ','), 1234.5],
    ['-R$ 1.234,50', form(',', '.'), -1234.5],
    ['3 101,75 kr', form(',', ' '), 3101.75],
    ['kr. 3 101,75', form(',', ' '), 3101.75],
    ['19461,41 zł', form(','), 19461.41],
    ['12 500 Ft', form('.', ' '), 12500],
    ['Rs.500', form('.'), 500],
    ['−3.5', form('.'), -3.5],
    ['£1,234', form('.', ','), 1234],
    ['12 %', form('.', '', true), 0.12],
    ['7%', form('.', '', true), 0.07],
    ['1.23E+11', form('.'), 1.23e11],
    ['1e-3', form('.'), 0.001],
    ['9007199254740993', form('.'), 9007199254740992],
    ['0.30000000000000004', form('.'), 0.30000000000000004],
  ];
  for (const [text, format, value] of cases)
    it(`reads ${text} as ${value}`, () => expect(parseNumber(text, format)).toBe(value));

  const wrong: [string, NumberFormat][] = [
    ['', form('.')],
    ['-', form('.')],
    ['.', form('.')],
    ['abc', form('.')],
    ['1,5', form('.')],
    ['1.5', form(',')],
    ['1,23,4', form('.', ',')],
    ['1,2345', form('.', ',')],
    ['1.234,5', form('.', ',')],
    ['12%', form('.')],
    ['12', form('.', '', true)],
    ['--1', form('.')],
    ['(1', form('.')],
    ['1)', form('.')],
    ['(-1)', form('.')],
    ['1e', form('.')],
    ['1e999', form('.')],
    ['0x10', form('.')],
    ['Infinity', form('.')],
    ['1 2', form('.')],
    ['12 apples', form('.')],
  ];
  for (const [text, format] of wrong)
    it(`refuses "${text}"`, () => expect(parseNumber(text, format)).toBeNaN());

  it('reads every double as JavaScript writes it, to the last bit', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        expect(parseNumber(String(value))).toBe(value === 0 ? 0 : value);
      }),
      { numRuns: 2000 },
    );
    fc.assert(
      fc.property(fc.integer({ min: -1e15, max: 1e15 }), fc.integer({ min: 0, max: 8 }), (cents, places) => {
        const text = (cents / 100).toFixed(places);
        expect(parseNumber(text)).toBe(Number(text) + 0);
      }),
      { numRuns: 2000 },
    );
  });

  // Intl stands for a writer we did not write: it knows how each country writes numbers.
  const locales: [string, NumberFormat][] = [
    ['en-US', form('.', ',')],
    ['de-DE', form(',', '.')],
    ['fr-FR', form(',', ' ')],
    ['de-CH', form('.', "'")],
    ['en-IN', form('.', ',')],
    ['pt-BR', form(',', '.')],
    ['sv-SE', form(',', ' ')],
  ];
  for (const [locale, format] of locales)
    it(`reads and recognises the numbers of ${locale}`, () => {
      const writer = new Intl.NumberFormat(locale, { minimumFractionDigits: 2, maximumFractionDigits: 2 });
      fc.assert(
        fc.property(
          fc.array(fc.integer({ min: -1e11, max: 1e11 }), { minLength: 1, maxLength: 20 }),
          (cents) => {
            const values = [...cents.map((cent) => cent / 100), 1234567.89];
            const texts = values.map((value) => writer.format(value));
            const evidence = detectNumberFormat(asBytes(texts));
            expect(evidence).toMatchObject({ ambiguous: false, format });
            expect(texts.map((text) => parseNumber(text, format))).toEqual(values.map((value) => value + 0));
          },
        ),
        { numRuns: 100 },
      );
    });

  const money: [string, string][] = [
    ['en-US', 'USD'],
    ['en-CA', 'USD'],
    ['de-DE', 'EUR'],
    ['de-CH', 'CHF'],
    ['pt-BR', 'BRL'],
    ['sv-SE', 'SEK'],
    ['nb-NO', 'NOK'],
    ['da-DK', 'DKK'],
    ['pl-PL', 'PLN'],
    ['cs-CZ', 'CZK'],
    ['hu-HU', 'HUF'],
    ['tr-TR', 'TRY'],
    ['en-IN', 'INR'],
    ['fr-FR', 'JPY'],
  ];
  it.each(money)(
    'reads amounts as they are written in %s with %s, and tells the currency',
    (locale, currency) => {
      const writer = new Intl.NumberFormat(locale, { style: 'currency', currency, minimumFractionDigits: 2 });
      const values = [1.5, -3.25, 1234567.89, 12_000, 0.05, 45_678.9];
      const texts = values.map((value) => writer.format(value));
      const evidence = detectNumberFormat(asBytes(texts));
      if (evidence === null || evidence.ambiguous) throw new Error(`no format in ${texts.join(' ')}`);
      expect(texts.map((text) => parseNumber(text, evidence.format))).toEqual(values);
      expect(detectColumn(texts).currencies).toHaveLength(1);
    },
  );
});

describe('the number format of a column', () => {
  it('is open where every mark stands before three digits', () => {
    expect(detectNumberFormat(asBytes(['1.234', '5.678', '12']))).toMatchObject({
      ambiguous: true,
      choices: [form('.'), form(',', '.')],
    });
    expect(detectNumberFormat(asBytes(['1,234']))).toMatchObject({
      ambiguous: true,
      choices: [form(','), form('.', ',')],
    });
  });
  it('is settled by one value that has only one reading', () => {
    for (const [texts, format] of [
      [['1.234', '0.5'], form('.')],
      [['1.234', '12,5'], form(',', '.')],
      [['1,234', '1,234,567'], form('.', ',')],
      [['1.234', '0.123'], form('.')],
      [['1.234', '1234.567'], form('.')],
    ] as const)
      expect(detectNumberFormat(asBytes([...texts]))).toMatchObject({ ambiguous: false, format });
  });
  it('passes over words for no value, and is nothing where words are left', () => {
    expect(detectNumberFormat(asBytes(['', 'n/a', 'NULL', '7']))).toMatchObject({ ambiguous: false });
    expect(detectNumberFormat(asBytes(['7', 'seven']))).toBeNull();
    expect(detectNumberFormat(asBytes(['', '-']))).toBeNull();
  });
  it('is nothing where values contradict each other', () => {
    expect(detectNumberFormat(asBytes(['1.5', '1,5']))).toBeNull();
    expect(detectNumberFormat(asBytes(['5 %', '5']))).toBeNull();
  });
});
