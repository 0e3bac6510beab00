/** Times as files write them, and the format of a column of them. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { detectTimeFormat } from '../../../../engine/intake/values/time-format.ts';
import { dayOf } from '../../../../engine/intake/values/time-parts.ts';
import { parseTime, parseTimeBytes, type TimeFormat } from '../../../../engine/intake/values/times.ts';
import { asBytes } from '../../../../engine/intake/values/values.ts';

describe('times', () => {
  const cases: [string, TimeFormat, string][] = [
    ['2026-02-28', 'iso', '2026-02-28T00:00:00.000Z'],
    ['2024-02-29', 'iso', '2024-02-29T00:00:00.000Z'],
    ['2026-02-28T10:11', 'iso', '2026-02-28T10:11:00.000Z'],
    ['2026-02-28 10:11:12', 'iso', '2026-02-28T10:11:12.000Z'],
    ['2026-02-28T10:11:12.5Z', 'iso', '2026-02-28T10:11:12.500Z'],
    ['2026-02-28T10:11:12.123456+02:00', 'iso', '2026-02-28T08:11:12.123Z'],
    ['2026-09-03 10:15:00 -0400', 'iso', '2026-09-03T14:15:00.000Z'],
    ['2026-01-01 00:30:00+01', 'iso', '2025-12-31T23:30:00.000Z'],
    ['2020-01-01 00:00:00 UTC', 'iso', '2020-01-01T00:00:00.000Z'],
    ['2026/2/3', 'iso', '2026-02-03T00:00:00.000Z'],
    [' 2020-09-11 13:26:15.000 ', 'iso', '2020-09-11T13:26:15.000Z'],
    ['19970101', 'yyyymmdd', '1997-01-01T00:00:00.000Z'],
    ['1700000000', 'epoch-s', '2023-11-14T22:13:20.000Z'],
    ['1700000000.25', 'epoch-s', '2023-11-14T22:13:20.250Z'],
    ['-1', 'epoch-s', '1969-12-31T23:59:59.000Z'],
    ['1700000000123', 'epoch-ms', '2023-11-14T22:13:20.123Z'],
    ['28/02/2026', 'dmy', '2026-02-28T00:00:00.000Z'],
    ['1.2.2026 9:05', 'dmy', '2026-02-01T09:05:00.000Z'],
    ['31-12-99', 'dmy', '1999-12-31T00:00:00.000Z'],
    ['26/02/28', 'ymd', '2026-02-28T00:00:00.000Z'],
    ['97-3-5 18:30', 'ymd', '1997-03-05T18:30:00.000Z'],
    ['20260228T240000', 'yyyymmdd', '2026-03-01T00:00:00.000Z'],
    ['31.12.2025 24:00', 'dmy', '2026-01-01T00:00:00.000Z'],
    ['2026-02-28T24:00:00+02:00', 'iso', '2026-02-28T22:00:00.000Z'],
    ['2/28/2026 3:45 PM', 'mdy', '2026-02-28T15:45:00.000Z'],
    ['2/28/2026 12:00:01 am', 'mdy', '2026-02-28T00:00:01.000Z'],
    ['2/28/2026, 12:30 PM', 'mdy', '2026-02-28T12:30:00.000Z'],
  ];
  for (const [text, format, expected] of cases)
    it(`reads ${text} (${format})`, () =>
      expect(new Date(parseTime(text, format)).toISOString()).toBe(expected));

  const wrong: [string, TimeFormat][] = [
    ['2026-02-30', 'iso'],
    ['2026-02-29', 'iso'],
    ['1900-02-29', 'iso'],
    ['2026-13-01', 'iso'],
    ['2026-00-10', 'iso'],
    ['2026-1-1', 'iso'],
    ['2026-01-01T24:01', 'iso'],
    ['2026-01-01T24:00:01', 'iso'],
    ['2026-01-01T24:00:00.0001', 'iso'],
    ['2026-01-01T25:00', 'iso'],
    ['2026-02-30T24:00:00', 'iso'],
    ['1/2/2026 24:00 PM', 'mdy'],
    ['6/02/28', 'ymd'],
    ['26/13/01', 'ymd'],
    ['26/02/30', 'ymd'],
    ['26/02-28', 'ymd'],
    ['2026/02/28', 'ymd'],
    ['26/02/2028', 'ymd'],
    ['2026-01-01T10:60', 'iso'],
    ['2026-01-01T10', 'iso'],
    ['2026-01-01T10:00:00.', 'iso'],
    ['2026-01-01T10:00 CET', 'iso'],
    ['2026-01-01x', 'iso'],
    ['2026-01/01', 'iso'],
    ['20260230', 'yyyymmdd'],
    ['2026023', 'yyyymmdd'],
    ['31/04/2026', 'dmy'],
    ['13/13/2026', 'mdy'],
    ['1/2/026', 'dmy'],
    ['1/2-2026', 'dmy'],
    ['13:00 PM', 'dmy'],
    ['1/2/2026 13:00 PM', 'mdy'],
    ['', 'iso'],
    ['abc', 'epoch-s'],
    ['99999999999999', 'epoch-s'],
  ];
  for (const [text, format] of wrong)
    it(`refuses "${text}" (${format})`, () => expect(parseTime(text, format)).toBeNaN());

  it('agrees with Date on every day of four centuries and beyond', () => {
    const wrongDays: number[] = [];
    for (let day = -5000; day < 146_097 + 1000; day++) {
      const date = new Date(day * 86_400_000);
      const found = dayOf(date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate());
      if (found !== day * 86_400_000) wrongDays.push(day);
    }
    expect(wrongDays).toEqual([]);
  });

  it('reads the end of a day as ECMAScript does', () => {
    const texts = ['2026-02-28T24:00:00Z', '2024-02-28T24:00Z', '2026-12-31T24:00:00.000Z'];
    expect(texts.map((text) => parseTime(text, 'iso'))).toEqual(texts.map((text) => Date.parse(text)));
  });

  it('reads every instant that Date writes', () => {
    const instants = fc.date({
      min: new Date('0001-01-01'),
      max: new Date('9999-12-31T23:59:59.999Z'),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(instants, (date) => {
        expect(parseTime(date.toISOString(), 'iso')).toBe(date.getTime());
        const [year, month, day] = date.toISOString().slice(0, 10).split('-');
        const midnight = Date.parse(`${year}-${month}-${day}T00:00:00Z`);
        expect(parseTime(`${day}/${month}/${year}`, 'dmy')).toBe(midnight);
        expect(parseTime(`${month}-${day}-${year}`, 'mdy')).toBe(midnight);
        if (Number(year) >= 1969 && Number(year) < 2069)
          expect(parseTime(`${year.slice(2)}.${month}.${day}`, 'ymd')).toBe(midnight);
        expect(parseTime(year + month + day, 'yyyymmdd')).toBe(midnight);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('a time in the middle of a line', () => {
  it('ends where its field ends, whatever stands behind it', () => {
    for (const [text, format] of [
      ['2010-12-01 08:26:00', 'iso'],
      ['2010-12-01 08:26', 'iso'],
      ['01.12.2010 08:26:00', 'dmy'],
      ['1291191960', 'epoch-s'],
    ] as const)
      for (const behind of [',', '.', ';', ' ', '5', 'Z', '+']) {
        const bytes = Buffer.from(`7${text}${behind}2.55`);
        expect(parseTimeBytes(bytes, 1, 1 + text.length, format), text + behind).toBe(
          Date.UTC(2010, 11, 1, 8, 26),
        );
      }
  });
});

describe('the time format of a column', () => {
  const found: [string[], TimeFormat][] = [
    [['2026-02-28', '', '2026-03-01T10:00Z'], 'iso'],
    [['19970101', '19970118'], 'yyyymmdd'],
    [['1700000000', '1600000000'], 'epoch-s'],
    [['1700000000000'], 'epoch-ms'],
    [['01/02/2026', '13/02/2026'], 'dmy'],
    [['01/02/2026', '02/13/2026'], 'mdy'],
    [['01.02.2026', '03.04.2026'], 'dmy'],
    [['31.12.22', '31.12.23'], 'dmy'],
    [['97/03/15', '24/03/15'], 'ymd'],
    [['02/28/26', '02/13/26'], 'mdy'],
  ];
  for (const [texts, format] of found)
    it(`is ${format} for ${texts.join(', ')}`, () =>
      expect(detectTimeFormat(asBytes(texts))).toMatchObject({ ambiguous: false, format }));

  it('is open where no figure is above 12', () => {
    expect(detectTimeFormat(asBytes(['01/02/2026', '11-12-2025']))).toMatchObject({
      ambiguous: true,
      choices: ['dmy', 'mdy'],
    });
  });
  it('is open where a year of two figures may stand first or last, unless it is the days that differ', () => {
    const days = (order: (y: number, m: number, d: number) => number[]): string[] =>
      Array.from({ length: 40 }, (_, i) =>
        order(24 + (i % 2), 1 + (i % 12), 1 + ((i * 5) % 28))
          .map((figure) => String(figure).padStart(2, '0'))
          .join('/'),
      );
    const told = (texts: string[]) => detectTimeFormat(asBytes(texts));
    const lastOrFirst = { ambiguous: true, choices: ['dmy', 'ymd'] };
    expect(told(days((y, m, d) => [y, m, d]))).toMatchObject(lastOrFirst);
    expect(told(days((y, m, d) => [d, m, y]))).toMatchObject({ format: 'dmy' });
    expect(told(days((y, m, d) => [m, d, y]))).toMatchObject({ format: 'mdy' });
    // The last day of three years, or three days of 2031.
    expect(told(['31/12/22', '31/12/23', '31/12/24'])).toMatchObject(lastOrFirst);
    expect(told(['24/03/15'])).toMatchObject(lastOrFirst);
    // 2026 has no 29 February: somebody's slip, or one in 2029.
    expect(told(['28/02/26', '29/02/26'])).toMatchObject(lastOrFirst);
    expect(told(['26/02/28', '26/02/29'])).toMatchObject(lastOrFirst);
    expect(told(['03/04/05'])).toMatchObject({ ambiguous: true, choices: ['dmy', 'mdy', 'ymd'] });
  });
  it('is nothing where values contradict each other or are no times', () => {
    expect(detectTimeFormat(asBytes(['13/02/2026', '02/13/2026']))).toBeNull();
    expect(detectTimeFormat(asBytes(['2026-02-30']))).toBeNull();
    expect(detectTimeFormat(asBytes(['12345', '67890']))).toBeNull();
    expect(detectTimeFormat(asBytes(['', 'n/a']))).toBeNull();
  });
});
