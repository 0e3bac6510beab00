/** Dates as people of many countries write them: read where they say one day, asked about where their years are of another calendar. */
import { expect, it } from 'vitest';
import { detectColumn } from '../../../../engine/intake/values/column.ts';
import { parseTime, type TimeFormat } from '../../../../engine/intake/values/times.ts';

const WANTED = Date.UTC(2026, 10, 22);

it.each<[string, TimeFormat]>([
  ['2026年11月22日', 'iso'],
  ['2026년 11월 22일', 'iso'],
  ['2026. 11. 22.', 'iso'],
  ['22. 11. 2026', 'dmy'],
  ['22.11.2026 г.', 'dmy'],
  ['22.11.2026 р.', 'dmy'],
  ['22 ноября 2026 г.', 'month-name'],
  ['22 листопада 2026', 'month-name'],
  ['22 ноември 2026 г.', 'month-name'],
  ['22. новембар 2026', 'month-name'],
  ['22 Νοεμβρίου 2026', 'month-name'],
  ['22 Kasım 2026', 'month-name'],
])('%s is read as %s', (text, format) => {
  expect(parseTime(text, format)).toBe(WANTED);
  expect(parseTime(`${text} 10:30`, format)).toBe(WANTED + 10.5 * 3_600_000);
});

it.each<[string, TimeFormat]>([
  ['2026年22月11日', 'iso'],
  ['2026年11月22', 'iso'],
  ['2026年11日22月', 'iso'],
  ['2026년 11月 22일', 'iso'],
  ['2026. 11.22', 'iso'],
  ['22. 11.2026', 'dmy'],
  ['22.11.2026 к.', 'dmy'],
  ['22 поября 2026', 'month-name'],
])('%s is no date', (text, format) => {
  expect(parseTime(text, format)).toBeNaN();
});

const days = (write: (day: string, month: string, year: number) => string): string[] =>
  Array.from({ length: 200 }, (_, i) =>
    write(String(1 + (i % 28)).padStart(2, '0'), String(1 + (i % 12)).padStart(2, '0'), 2023 + (i % 3)),
  );

it.each<[string, string[]]>([
  ['Thai, day first', days((day, month, year) => `${day}/${month}/${year + 543}`)],
  ['Thai, year first', days((day, month, year) => `${year + 543}-${month}-${day}`)],
  ['Thai, two figures', days((day, month, year) => `${day}/${month}/${(year + 543) % 100}`)],
  ['Thai, in words', days((day, _, year) => `${day} Nov ${year + 543}`)],
  ['Iranian', days((day, month, year) => `${year - 621}/${month}/${day}`)],
  ['Hijri', days((day, month, year) => `${year - 579}-${month}-${day}`)],
  ['Hebrew', days((day, month, year) => `${year + 3760}-${month}-${day}`)],
  ['of Taiwan', days((day, month, year) => `${year - 1911}/${month}/${day}`)],
  ['of an era', days((day, month, year) => `令和${year - 2018}年${month}月${day}日`)],
])('years of another calendar are not taken for those of ours: %s', (_, values) => {
  expect(detectColumn(values).time).toBeNull();
});

it('a few days far away, which stand for "never", leave a column of dates one', () => {
  const values = days((day, month, year) => `${year}-${month}-${day}`);
  for (let i = 0; i < 200; i += 4) values[i] = '9999-12-31';
  expect(detectColumn(values).time).toMatchObject({ format: 'iso' });
});
