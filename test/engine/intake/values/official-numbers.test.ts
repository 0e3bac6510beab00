/** Official numbers of people in the written form of their country, on examples that authorities and standards print. */
import { describe, expect, it } from 'vitest';
import { identifiersIn } from '../../../../engine/intake/values/identifying.ts';
import { officialLook } from '../../../../engine/intake/values/official.ts';
import { createPersonalData, digitsOf } from '../../../../engine/intake/values/personal.ts';

describe('written with their marks they are told one by one', () => {
  it.each([
    ['Sweden, Skatteverket', '811228-9874', '811228-9875'],
    ['Sweden, with the century', '19811228-9874', '19811228-9873'],
    ['Denmark', '070761-4285', '071361-4285'],
    ['Czech Republic', '736028/5163', '736028/5164'],
    ['Belgium, IBZ', '85.07.30-033.28', '85.07.30-033.29'],
    ['Ireland, Revenue', '1234567FA', '1234567GA'],
    ['Chile', '12.345.678-5', '12.345.678-6'],
    ['Korea', '971013-9019902', '971013-9019903'],
    ['Mexico', 'HEGG560427MVZRRL04', 'HEGG560427AVZRRL04'],
    ['Finland, DVV', '131052-308T', '131052-308U'],
    ['Brazil', '111.444.777-35', '111.444.777-36'],
  ])('%s: %s, and not %s', (_, right, wrong) => {
    expect(officialLook(right)).toBe('valid');
    expect(officialLook(wrong)).not.toBe('valid');
  });
  it('dates, sums, sizes and telephone numbers are none', () => {
    for (const text of [
      '2024-03-12',
      '12.03.2024',
      '03/12/2023',
      '1.234.567,89',
      '0151 2345678',
      '555-1234567',
    ])
      expect(officialLook(text), text).not.toBe('valid');
  });
});

it('numbers of orders that begin with their day are none', () => {
  const two = (n: number): string => String(n).padStart(2, '0');
  const orders = (make: (day: string, month: string, at: number) => string): string[] => {
    const data = createPersonalData();
    for (let at = 1; at <= 400; at++) {
      const text = make(two(1 + (at % 28)), two(1 + (at % 12)), at);
      data.look(text, digitsOf(text));
    }
    return identifiersIn(data.counts, 400, data.scheme()).map(({ what }) => what);
  };
  expect(orders((day, month, at) => `23${month}${day}-${String(at).padStart(4, '0')}`)).toEqual([]);
  expect(orders((day, month, at) => `${day}${month}23-${String(at).padStart(4, '0')}`)).toEqual([]);
  expect(orders((day, month, at) => `23${month}${day}-${1000000 + at}`)).toEqual([]);
});

it('in plain digits a column of them is told by its share', () => {
  // Romania's form with a right check digit (Law 105/1996), South Africa's by Luhn.
  for (const [name, numbers] of [
    ['Romanian personal numbers (CNP)', ['1800101221144', '2980512016696']],
    ['South African identity numbers', ['8001015009087', '9202204720083']],
  ] as const) {
    const data = createPersonalData();
    for (const text of numbers) data.look(text, digitsOf(text), 6);
    expect(identifiersIn(data.counts, 12, data.scheme()).map(({ what }) => what)).toContain(name);
  }
});
