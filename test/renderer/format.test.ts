/** Numbers, sizes and saved tables as the window writes them. */
import { expect, test } from 'vitest';
import {
  amount,
  bytes,
  count,
  counted,
  dayBefore,
  duration,
  fixed,
  isDay,
  share,
  short,
  signed,
} from '../../renderer/messages/format.ts';
import { tableCsv } from '../../renderer/ui/table-csv.ts';

test('numbers have commas, a true minus and a thin space before %', () => {
  expect(count(61904)).toBe('61,904');
  expect(count(-4522)).toBe('−4,522');
  expect(signed(8214)).toBe('+8,214');
  expect(signed(0)).toBe('0');
  expect(fixed(-0.25, 1)).toMatch(/^−0\.[23]$/);
  expect(share(61904, 84210)).toBe('73.5\u2009%');
  expect(share(0, 0)).toBe('–');
  expect(counted(1, 'file', 'files')).toBe('1 file');
  expect(counted(4, 'file', 'files')).toBe('4 files');
});

test.each([
  [0, '0'],
  [5000, '5,000'],
  [20_000, '20k'],
  [1_500_000, '1.5M'],
])('the tick %i is called %s', (value, name) => {
  expect(short(value)).toBe(name);
});

test.each([
  [0.2, 'under 1 s'],
  [4, '4 s'],
  [130, '2 min 10 s'],
  [120, '2 min'],
  [3900, '1 h 5 min'],
])('%d seconds are %s', (seconds, words) => {
  expect(duration(seconds)).toBe(words);
});

test('sizes are in powers of a thousand', () => {
  expect(bytes(999)).toBe('999 B');
  expect(bytes(1500)).toBe('1.5 kB');
  expect(bytes(2.1e9)).toBe('2.1 GB');
});

test.each([
  ['2026-10-31', true],
  ['2026-02-30', false],
  ['2026-2-3', false],
  ['31.10.2026', false],
])('%s is a day: %s', (text, is) => {
  expect(isDay(text)).toBe(is);
});

test('a saved table quotes what needs it and disarms formulas', () => {
  const table = {
    columns: ['a', 'b'],
    rows: [
      ['x, "y"', -1],
      ['=1+1', null],
      ['-3', 2],
    ],
  };
  expect(tableCsv(table)).toBe('a,b\r\n"x, ""y""",-1\r\n\'=1+1,\r\n-3,2\r\n');
});

test('the day before knows months and leap years', () => {
  expect(dayBefore('2026-03-01')).toBe('2026-02-28');
  expect(dayBefore('2024-03-01')).toBe('2024-02-29');
  expect(dayBefore('2026-01-01')).toBe('2025-12-31');
});

test('an amount is told in the unit it is counted in, bytes in thousands of them', () => {
  expect(amount(5000, 'rows')).toBe('5,000 rows');
  expect(amount(49_533_748, 'bytes')).toBe('49.5 MB');
  expect(amount(980, 'bytes')).toBe('980 B');
});
