/** The parts of the sample: fields, phone numbers, the calendar and the distributions, by property. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { DATES, DAYS, dayAt, demandCurve } from '../../../engine/sample/calendar.ts';
import { csvField } from '../../../engine/sample/csv.ts';
import { cumulate, gamma, pick, poisson } from '../../../engine/sample/draw.ts';
import { createPhoneBook, type PhonePlan, planSize } from '../../../engine/sample/phones.ts';
import { createRandom } from '../../../shared/random.ts';
import { papa } from './read.ts';

test('any record survives being written and read by papaparse', () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'é', ',', '"', '\n', '\r', ' ', ';') });
  fc.assert(
    fc.property(fc.array(text, { minLength: 2, maxLength: 5 }), (fields) => {
      // The first field keeps the record from being an empty line, which no CSV can tell from none.
      const record = ['x', ...fields];
      const { data } = papa.parse<string[]>(`${record.map(csvField).join(',')}\r\n`, {
        skipEmptyLines: true,
        delimiter: ',',
        newline: '\r\n',
      });
      expect(data).toEqual([record]);
    }),
  );
});

test('a phone book never gives a number twice and ends with none', () => {
  for (const plan of ['DE', 'FR', 'GB', 'IE', 'SE', 'US'] as const satisfies PhonePlan[]) {
    const phone = createPhoneBook();
    const size = Math.min(planSize(plan), 12_000);
    const numbers = new Set<string>();
    for (let i = 0; i < size; i++) numbers.add(phone(plan).replace(/[ -]/g, ''));
    expect(numbers.size).toBe(size);
    expect(numbers.has('')).toBe(false);
    if (size === planSize(plan)) expect(phone(plan)).toBe('');
  }
});

test('numbers of the plans stay in the ranges reserved for fiction', () => {
  const reserved: Record<PhonePlan, RegExp> = {
    DE: /^\+49(3023125|6990009|4066969|2214710|8999998)\d{3}$|^\+49(17139200|176040690)\d\d$/,
    FR: /^\+33(19900|26191|35301|46571|53649|63998)\d{4}$/,
    GB: /^\+44(7700900|1632960|2079460|2920180|1914980|1(1[345678]|[23456]1)4960)\d{3}$/,
    IE: /^\+3532091\d{5}$/,
    SE: /^\+46(701740(60[5-9]|6[1-9]\d)|3139006\d\d|4062804\d\d|8465004\d\d|9803192\d\d)$/,
    US: /^\+1[2-9]\d\d55501\d\d$/,
  };
  const phone = createPhoneBook();
  for (const [plan, pattern] of Object.entries(reserved) as [PhonePlan, RegExp][])
    for (let i = 0; i < 400; i++) expect(phone(plan).replace(/[ -]/g, '')).toMatch(pattern);
});

test('the calendar covers the three years and stays inside the days it is asked for', () => {
  expect([DATES[0], DATES[DAYS - 1]]).toEqual(['2023-07-01', '2026-06-30']);
  const curve = demandCurve([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
  fc.assert(
    fc.property(
      fc.nat(DAYS - 1),
      fc.nat(DAYS - 1),
      fc.double({ min: 0, max: 0.999999, noNaN: true }),
      fc.double({ min: 0, max: 0.999999, noNaN: true }),
      (a, b, x, y) => {
        const [from, until] = [Math.min(a, b), Math.max(a, b) + 1];
        const [first, second] = [Math.min(x, y), Math.max(x, y)].map((at) => dayAt(curve, from, until, at));
        expect(first).toBeGreaterThanOrEqual(from);
        expect(second).toBeLessThan(until);
        expect(first).toBeLessThanOrEqual(second);
      },
    ),
  );
});

test('the draws have the mean and the variance of their distributions', () => {
  const random = createRandom('draws');
  const moments = (draw: () => number): [number, number] => {
    const values = Array.from({ length: 40_000 }, draw);
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    return [mean, values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length];
  };
  for (const shape of [0.5, 1, 3]) {
    const [mean, variance] = moments(() => gamma(random, shape));
    expect(Math.abs(mean - 1)).toBeLessThan(0.04);
    expect(Math.abs(variance * shape - 1)).toBeLessThan(0.1);
  }
  for (const rate of [0.7, 6, 50]) {
    const [mean, variance] = moments(() => poisson(random, rate));
    expect(Math.abs(mean / rate - 1)).toBeLessThan(0.03);
    expect(Math.abs(variance / rate - 1)).toBeLessThan(0.05);
  }
  const sums = cumulate([1, 0, 3]);
  const counts = [0, 0, 0];
  for (let i = 0; i < 40_000; i++) counts[pick(random, sums)] += 1;
  expect(counts[1]).toBe(0);
  expect(counts[2] / counts[0]).toBeCloseTo(3, 0);
});
