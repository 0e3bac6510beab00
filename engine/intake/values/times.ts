/**
 * Times: from text to UTC epoch milliseconds. ISO 8601-1:2019 (with Amd 1:2022) dates and date-times in the extended and the basic
 * form, Unix time, day, month or a short year first, and months by name. A time without an offset is taken as UTC. Days are counted in
 * the proleptic Gregorian calendar; a date that is not in it is no time.
 */
import type { TimeFormat } from '../../../shared/time-formats.ts';
import { parseNamed } from './named-times.ts';
import { withBytes } from './text-bytes.ts';
import { blanks, type Cursor, DAY, dayOf, digits, isDateMark, rest, take, timeOfDay } from './time-parts.ts';

export { TIME_FORMATS, type TimeFormat } from '../../../shared/time-formats.ts';

/** Bytes of the longest time: with a weekday, an offset and the name of its zone. */
export const LONGEST_TIME = 100;

const isDigit = (byte: number): boolean => byte >= 48 && byte <= 57;

/** Two digits, or -1. */
const pair = (bytes: Uint8Array, at: number): number => {
  const tens = bytes[at] - 48;
  const ones = bytes[at + 1] - 48;
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : -1;
};

/** The year that two digits stand for (POSIX, strptime: 69-99 are 19xx). */
const inCentury = (year: number): number => year + (year >= 69 ? 1900 : 2000);

/** The time where it is written YYYY-MM-DD, alone or with HH:MM:SS in UTC, as most are; else NaN. */
const plainIso = (bytes: Uint8Array, from: number, to: number): number => {
  const length = to - from;
  if (length !== 10 && length !== 19 && !(length === 20 && bytes[to - 1] === 90)) return Number.NaN;
  const century = pair(bytes, from);
  const year = pair(bytes, from + 2);
  const month = pair(bytes, from + 5);
  const day = pair(bytes, from + 8);
  if (century < 0 || year < 0 || bytes[from + 4] !== 45 || bytes[from + 7] !== 45) return Number.NaN;
  const midnight = dayOf(century * 100 + year, month, day);
  if (length === 10) return midnight;
  const hours = pair(bytes, from + 11);
  const minutes = pair(bytes, from + 14);
  const seconds = pair(bytes, from + 17);
  const mark = bytes[from + 10];
  if ((mark !== 84 && mark !== 32) || bytes[from + 13] !== 58 || bytes[from + 16] !== 58) return Number.NaN;
  if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59 || seconds < 0 || seconds > 59)
    return Number.NaN;
  return midnight + ((hours * 60 + minutes) * 60 + seconds) * 1000;
};

/** Milliseconds of THHMM, THHMMSS (with offset) or HHMMSS behind a basic date, to the end of the field. */
const basicTime = (cursor: Cursor): number => {
  if (cursor.at === cursor.end) return 0;
  const marked = take(cursor, 84);
  const from = cursor.at;
  while (cursor.at < cursor.end && isDigit(cursor.bytes[cursor.at])) cursor.at++;
  const length = cursor.at - from;
  if (length !== 6 && !(marked && length === 4)) return Number.NaN;
  // In the extended form, as the reader of clock times has it.
  const tail = cursor.bytes.subarray(cursor.at, cursor.end);
  if (!marked && tail.length > 0) return Number.NaN;
  const clock: number[] = [];
  for (let i = 0; i < length; i++) {
    if (i === 2 || i === 4) clock.push(58);
    clock.push(cursor.bytes[from + i]);
  }
  const bytes = Uint8Array.from([...clock, ...tail]);
  return timeOfDay({ bytes, at: 0, end: bytes.length }, false);
};

/** Year, month and day as Japanese, Chinese and Korean write them behind their figures, as UTF-8. */
const SIGNS = ['年月日', '년월일'].map((signs) => Array.from(signs, (sign) => Buffer.from(sign)));

/** The time of "2026年11月22日" and "2026년 11월 22일" from behind the year on; NaN where it is none. */
const inSigns = (cursor: Cursor, year: number): number => {
  const { bytes } = cursor;
  const signs = SIGNS.find(([sign]) => sign.every((byte, i) => bytes[cursor.at + i] === byte));
  const figures = [year];
  for (const [place, sign] of (signs ?? []).entries()) {
    if (place > 0) {
      blanks(cursor);
      figures.push(digits(cursor, 1, 2));
    }
    if (!sign.every((byte) => take(cursor, byte))) return Number.NaN;
  }
  return signs === undefined ? Number.NaN : rest(cursor, dayOf(year, figures[1], figures[2]), false);
};

/** UTC epoch milliseconds of the time in `bytes[start, end)`, or NaN when it is none in this format. */
export const parseTimeBytes = (bytes: Uint8Array, start: number, end: number, format: TimeFormat): number => {
  let from = start;
  let to = end;
  while (from < to && bytes[from] <= 32) from++;
  while (from < to && bytes[to - 1] <= 32) to--;
  if (from === to || to - from > LONGEST_TIME) return Number.NaN;
  if (format === 'iso') {
    const plain = plainIso(bytes, from, to);
    if (!Number.isNaN(plain)) return plain;
  }
  const cursor: Cursor = { bytes, at: from, end: to };
  switch (format) {
    case 'iso': {
      const year = digits(cursor, 4, 4);
      const mark = bytes[cursor.at];
      if (year < 0 || cursor.at >= to) return Number.NaN;
      if (mark >= 0x80) return inSigns(cursor, year);
      if (!isDateMark(mark)) return Number.NaN;
      cursor.at++;
      // Korean writes "2026. 11. 22.".
      const spaced = mark === 46 && blanks(cursor);
      const month = digits(cursor, mark === 45 ? 2 : 1, 2);
      if (!take(cursor, mark) || (spaced && !blanks(cursor))) return Number.NaN;
      const day = digits(cursor, mark === 45 ? 2 : 1, 2);
      if (spaced) take(cursor, mark);
      return rest(cursor, dayOf(year, month, day), false);
    }
    case 'yyyymmdd': {
      const year = digits(cursor, 4, 4);
      const month = digits(cursor, 2, 2);
      const day = digits(cursor, 2, 2);
      return dayOf(year, month, day) + basicTime(cursor);
    }
    case 'month-name':
      return parseNamed(cursor);
    case 'epoch-s':
    case 'epoch-ms':
    case 'epoch-us': {
      const negative = take(cursor, 45);
      const whole = digits(cursor, 1, format === 'epoch-us' ? 16 : 15);
      let fraction = 0;
      if (format === 'epoch-s' && whole >= 0 && take(cursor, 46)) {
        const at = cursor.at;
        const read = digits(cursor, 1, 6);
        if (read < 0) return Number.NaN;
        fraction = Math.floor((read * 1000) / 10 ** (cursor.at - at));
      }
      if (whole < 0 || cursor.at !== to) return Number.NaN;
      const value =
        format === 'epoch-s'
          ? whole * 1000 + fraction
          : format === 'epoch-us'
            ? Math.floor(whole / 1000)
            : whole;
      // The range of ECMAScript's time values.
      return value > 8.64e15 ? Number.NaN : negative && value !== 0 ? -value : value;
    }
    case 'excel-days': {
      const days = digits(cursor, 1, 7);
      let part = 0;
      if (days >= 0 && take(cursor, 46))
        for (let unit = 0.1; cursor.at < to; unit /= 10) {
          const digit = digits(cursor, 1, 1);
          if (digit < 0) return Number.NaN;
          part += digit * unit;
        }
      // Before day 61 the day that never was is counted or not, depending on who counts.
      if (days < 61 || days > 2_958_465 || cursor.at !== to) return Number.NaN;
      return (days - 25_569) * DAY + Math.round(part * 86_400) * 1000;
    }
    case 'dmy':
    case 'mdy':
    case 'ymd': {
      const first = digits(cursor, format === 'ymd' ? 2 : 1, 2);
      const mark = bytes[cursor.at];
      if (first < 0 || cursor.at >= to || !isDateMark(mark)) return Number.NaN;
      cursor.at++;
      // Czech and its neighbours write "22. 11. 2026".
      const spaced = mark === 46 && blanks(cursor);
      const second = digits(cursor, 1, 2);
      if (second < 0 || !take(cursor, mark) || (spaced && !blanks(cursor))) return Number.NaN;
      const at = cursor.at;
      if (format === 'ymd') return rest(cursor, dayOf(inCentury(first), second, digits(cursor, 1, 2)), true);
      let year = digits(cursor, 2, 4);
      const length = cursor.at - at;
      if (length === 3) return Number.NaN;
      if (length === 2) year = inCentury(year);
      const day = format === 'dmy' ? dayOf(year, second, first) : dayOf(year, first, second);
      return rest(cursor, day, true);
    }
  }
};

/** UTC epoch milliseconds of a text, or NaN when it is no time in this format. See `TimeFormat`. */
export const parseTime = (text: string, format: TimeFormat): number =>
  withBytes(text, (bytes, length) => parseTimeBytes(bytes, 0, length, format));
