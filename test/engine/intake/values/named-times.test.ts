/** Dates with named months, mail and script dates, the basic form: held to what Intl and Date write. */
import { describe, expect, it } from 'vitest';
import { detectTimeFormat } from '../../../../engine/intake/values/time-format.ts';
import { parseTime, type TimeFormat } from '../../../../engine/intake/values/times.ts';
import { asBytes } from '../../../../engine/intake/values/values.ts';

const read = (text: string, format: TimeFormat): string => {
  const time = parseTime(text, format);
  return Number.isNaN(time) ? 'none' : new Date(time).toISOString();
};

describe('dates that the usual programs write', () => {
  const cases: [string, TimeFormat, string][] = [
    ['01-JAN-2024', 'month-name', '2024-01-01T00:00:00.000Z'],
    ['01-JAN-24', 'month-name', '2024-01-01T00:00:00.000Z'],
    ['01-JAN-24 10.30.00.250000 PM', 'month-name', '2024-01-01T22:30:00.250Z'],
    ['Jan 1, 2024', 'month-name', '2024-01-01T00:00:00.000Z'],
    ['1 Jan 2024', 'month-name', '2024-01-01T00:00:00.000Z'],
    ['January 1st, 2024 at 3:45 p.m.', 'month-name', '2024-01-01T15:45:00.000Z'],
    ['1. März 2024', 'month-name', '2024-03-01T00:00:00.000Z'],
    ['Freitag, 1. März 2024 um 10:30 Uhr', 'month-name', '2024-03-01T10:30:00.000Z'],
    ['1er août 2024 à 10h30', 'month-name', '2024-08-01T10:30:00.000Z'],
    ['mar. 5 mars 2024', 'month-name', '2024-03-05T00:00:00.000Z'],
    ['Mar 5, 2024', 'month-name', '2024-03-05T00:00:00.000Z'],
    ['1 de enero de 2024 a las 10:30', 'month-name', '2024-01-01T10:30:00.000Z'],
    ['2024. január 1.', 'month-name', '2024-01-01T00:00:00.000Z'],
    ['2024-Jan-05', 'month-name', '2024-01-05T00:00:00.000Z'],
    ['Mon, 01 Jan 2024 10:30:00 +0000', 'month-name', '2024-01-01T10:30:00.000Z'],
    ['Mon, 1 Jan 2024 10:30:00 GMT', 'month-name', '2024-01-01T10:30:00.000Z'],
    ['Mon, 1 Jan 2024 10:30:00 +0100 (CET)', 'month-name', '2024-01-01T09:30:00.000Z'],
    [
      'Mon Jan 01 2024 10:30:00 GMT+0100 (Central European Standard Time)',
      'month-name',
      '2024-01-01T09:30:00.000Z',
    ],
    ['Mon Jan  1 10:30:00 2024', 'month-name', '2024-01-01T10:30:00.000Z'],
    ['Mon Jan 01 10:30:00 +0200 2024', 'month-name', '2024-01-01T08:30:00.000Z'],
    ['20240101', 'yyyymmdd', '2024-01-01T00:00:00.000Z'],
    ['20240101T103000Z', 'yyyymmdd', '2024-01-01T10:30:00.000Z'],
    ['20240101T1030+0100', 'yyyymmdd', '2024-01-01T09:30:00.000Z'],
    ['20240101T103000.5Z', 'yyyymmdd', '2024-01-01T10:30:00.500Z'],
    ['20240101103000', 'yyyymmdd', '2024-01-01T10:30:00.000Z'],
    ['2024-01-01 à 10:30', 'iso', '2024-01-01T10:30:00.000Z'],
    ['2024-01-01 at 10:30:15', 'iso', '2024-01-01T10:30:15.000Z'],
    ['31/01/2024 - 10:30', 'dmy', '2024-01-31T10:30:00.000Z'],
    ['1/31/2024, 10:30:00\u202fPM', 'mdy', '2024-01-31T22:30:00.000Z'],
  ];
  for (const [text, format, expected] of cases)
    it(`reads and recognises ${text}`, () => {
      expect(read(text, format)).toBe(expected);
      expect(detectTimeFormat(asBytes([text]))).toMatchObject({ ambiguous: false, format });
    });

  it('reads what Intl writes in every language, each day of the year, long and short', () => {
    const languages = 'en-US en-GB de de-AT fr es it pt pt-BR nl pl sv da nb fi cs sk hu ro'.split(' ');
    const wrong: string[] = [];
    for (const language of languages)
      for (const style of ['full', 'long', 'medium'] as const) {
        const writer = new Intl.DateTimeFormat(language, { dateStyle: style, timeZone: 'UTC' });
        for (let day = 0; day < 366; day++) {
          const time = Date.UTC(2024, 0, 1 + day);
          const text = writer.format(time);
          // Some languages write the month as a figure at this length.
          if (!/\p{L}{3}/u.test(text)) continue;
          if (parseTime(text, 'month-name') !== time) wrong.push(`${language} ${style}: ${text}`);
        }
      }
    expect(wrong.slice(0, 20)).toEqual([]);
  });

  it('reads what Date writes', () => {
    for (let i = 0; i < 400; i++) {
      const date = new Date(Date.UTC(1970, 0, 1) + i * 4_567_891_000);
      expect(parseTime(date.toString(), 'month-name'), date.toString()).toBe(date.getTime());
      expect(parseTime(date.toUTCString(), 'month-name'), date.toUTCString()).toBe(date.getTime());
    }
  });
});

describe('what is no such date', () => {
  for (const text of [
    'Jan 24',
    'Jan 2024',
    '30 Feb 2024',
    '1 Foo 2024',
    'Foo 1, 2024',
    'Jan 1, 2024 25:00',
    '1 Jan 2024 10:30 CST',
    '1 Jan 024',
    'Mon, 01 2024',
    'Jan Jan 1 2024',
    'May I help 10 2024',
    '1 Jan 2024 or so',
    '2024010',
    '202401011030',
    '20240101103000Z',
    '20241301T103000Z',
    '20240101T106000Z',
    '2024-01-01 about 10:30',
  ])
    it(text, () => expect(detectTimeFormat(asBytes([text]))).toBeNull());

  it('a month that another language calls so, unless the other names tell the language', () => {
    expect(detectTimeFormat(asBytes(['5 listopada 2024', '7 maj 2024']))).toBeNull();
    expect(detectTimeFormat(asBytes(['5 listopada 2024', '7 stycznia 2024']))).toMatchObject({
      format: 'month-name',
    });
  });

  it('a column of numbers that are not all dates', () => {
    expect(detectTimeFormat(asBytes(['20240101', '20241399']))).toBeNull();
    expect(detectTimeFormat(asBytes(['20240101103000', '20240101990000']))).toBeNull();
  });
});
