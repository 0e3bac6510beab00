/**
 * Times: from text to UTC epoch milliseconds. ISO 8601-1:2019 dates and date-times in the extended form, the
 * basic date, Unix time, and day or month first. A time without an offset is taken as UTC. Days are counted in
 * the proleptic Gregorian calendar; a date that is not in it is no time.
 */

import { withBytes } from './text-bytes.ts';

export const TIME_FORMATS = [
  'iso',
  'yyyymmdd',
  'epoch-s',
  'epoch-ms',
  'epoch-us',
  'dmy',
  'mdy',
  'excel-days',
] as const;
/**
 * `iso`: 2026-02-28, also 2026/02/28, with T or a blank and HH:MM[:SS[.fraction]], then nothing, Z, UTC or an
 * offset. `dmy`, `mdy`: 28/02/2026, 28.2.26, 2-28-2026, optionally with a time of day and AM or PM; years of
 * two digits follow POSIX (69-99 are 19xx). `excel-days`: a spreadsheet's count of days from 1900, with the day of
 * 1900-02-29 that never was; only where somebody says so, since any whole number might be one.
 */
export type TimeFormat = (typeof TIME_FORMATS)[number];

const DAY = 86_400_000;
const LENGTHS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** Epoch milliseconds of midnight UTC, or NaN when the calendar has no such day. `month` is 1 to 12. */
export const dayOf = (year: number, month: number, day: number): number => {
  if (month < 1 || month > 12 || day < 1 || year < 1 || year > 9999) return Number.NaN;
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  if (day > LENGTHS[month - 1] + (month === 2 && leap ? 1 : 0)) return Number.NaN;
  // Years are counted from March, so that the leap day is the last: days before the year, month, day.
  const y = month > 2 ? year : year - 1;
  const m = (month + 9) % 12;
  const leaps = Math.floor(y / 4) - Math.floor(y / 100) + Math.floor(y / 400);
  return (y * 365 + leaps + Math.floor((m * 153 + 2) / 5) + day - 719_469) * DAY;
};

/** A cursor over the bytes of one field. */
type Cursor = { bytes: Uint8Array; at: number; end: number };

/** Reads `least` to `most` digits; -1 when there are fewer. */
const digits = (cursor: Cursor, least: number, most: number): number => {
  let value = 0;
  let read = 0;
  while (read < most && cursor.at < cursor.end) {
    const c = cursor.bytes[cursor.at] - 48;
    if (c < 0 || c > 9) break;
    value = value * 10 + c;
    cursor.at++;
    read++;
  }
  return read < least ? -1 : value;
};

const blanks = (cursor: Cursor): boolean => {
  const from = cursor.at;
  while (cursor.at < cursor.end && cursor.bytes[cursor.at] === 32) cursor.at++;
  return cursor.at > from;
};

const take = (cursor: Cursor, byte: number): boolean => {
  if (cursor.at >= cursor.end || cursor.bytes[cursor.at] !== byte) return false;
  cursor.at++;
  return true;
};

const isDateMark = (byte: number): boolean => byte === 45 || byte === 47 || byte === 46;

/** Milliseconds of an offset (Z, UTC, GMT, +HH, +HHMM, +HH:MM), NaN when it is none. */
const offset = (cursor: Cursor): number => {
  const { bytes, at, end } = cursor;
  const c = bytes[at];
  if (c === 90 || c === 122) {
    cursor.at++;
    return 0;
  }
  if (end - at === 3 && (c === 85 || c === 71)) {
    const word = String.fromCharCode(c, bytes[at + 1], bytes[at + 2]);
    cursor.at += 3;
    return word === 'UTC' || word === 'GMT' ? 0 : Number.NaN;
  }
  if (c !== 43 && c !== 45) return Number.NaN;
  cursor.at++;
  const hours = digits(cursor, 2, 2);
  let minutes = 0;
  if (cursor.at < end) {
    take(cursor, 58);
    minutes = digits(cursor, 2, 2);
  }
  if (hours < 0 || hours > 15 || minutes < 0 || minutes > 59) return Number.NaN;
  return (c === 45 ? -1 : 1) * (hours * 60 + minutes) * 60_000;
};

/** Milliseconds since midnight minus the offset, from the cursor to the end of the field; NaN when wrong. */
const timeOfDay = (cursor: Cursor, twelve: boolean): number => {
  let hours = digits(cursor, 1, 2);
  if (hours < 0 || hours > 23 || !take(cursor, 58)) return Number.NaN;
  const minutes = digits(cursor, 2, 2);
  let seconds = 0;
  let fraction = 0;
  if (take(cursor, 58)) {
    seconds = digits(cursor, 2, 2);
    // What stands behind the field is not its own: often the comma that divides the columns.
    if (take(cursor, 46) || take(cursor, 44)) {
      const from = cursor.at;
      const three = digits(cursor, 1, 3);
      if (three < 0) return Number.NaN;
      fraction = three * 10 ** (3 - (cursor.at - from));
      while (cursor.at < cursor.end && cursor.bytes[cursor.at] >= 48 && cursor.bytes[cursor.at] <= 57)
        cursor.at++;
    }
  }
  if (minutes < 0 || minutes > 59 || seconds < 0 || seconds > 59) return Number.NaN;
  blanks(cursor);
  if (twelve && cursor.end - cursor.at === 2 && (cursor.bytes[cursor.at + 1] | 32) === 109) {
    const half = cursor.bytes[cursor.at] | 32;
    if ((half !== 97 && half !== 112) || hours < 1 || hours > 12) return Number.NaN;
    hours = (hours % 12) + (half === 112 ? 12 : 0);
    cursor.at += 2;
  }
  const shift = cursor.at < cursor.end ? offset(cursor) : 0;
  if (cursor.at !== cursor.end) return Number.NaN;
  return ((hours * 60 + minutes) * 60 + seconds) * 1000 + fraction - shift;
};

const rest = (cursor: Cursor, day: number, twelve: boolean): number => {
  if (cursor.at === cursor.end) return day;
  const c = cursor.bytes[cursor.at];
  if (c === 84 || c === 116) cursor.at++;
  else if (c === 44) {
    cursor.at++;
    blanks(cursor);
  } else if (!blanks(cursor)) {
    // A date may carry an offset of zero without a time: 2026-02-28Z (XML Schema).
    return c === 90 && cursor.at + 1 === cursor.end ? day : Number.NaN;
  }
  return day + timeOfDay(cursor, twelve);
};

/** Two digits, or -1. */
const pair = (bytes: Uint8Array, at: number): number => {
  const tens = bytes[at] - 48;
  const ones = bytes[at + 1] - 48;
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : -1;
};

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

/** UTC epoch milliseconds of the time in `bytes[start, end)`, or NaN when it is none in this format. */
export const parseTimeBytes = (bytes: Uint8Array, start: number, end: number, format: TimeFormat): number => {
  let from = start;
  let to = end;
  while (from < to && bytes[from] <= 32) from++;
  while (from < to && bytes[to - 1] <= 32) to--;
  if (from === to || to - from > 40) return Number.NaN;
  if (format === 'iso') {
    const plain = plainIso(bytes, from, to);
    if (!Number.isNaN(plain)) return plain;
  }
  const cursor: Cursor = { bytes, at: from, end: to };
  switch (format) {
    case 'iso': {
      const year = digits(cursor, 4, 4);
      const mark = bytes[cursor.at];
      if (year < 0 || !isDateMark(mark) || cursor.at >= to) return Number.NaN;
      cursor.at++;
      const month = digits(cursor, mark === 45 ? 2 : 1, 2);
      if (!take(cursor, mark)) return Number.NaN;
      const day = digits(cursor, mark === 45 ? 2 : 1, 2);
      return rest(cursor, dayOf(year, month, day), false);
    }
    case 'yyyymmdd': {
      const year = digits(cursor, 4, 4);
      const month = digits(cursor, 2, 2);
      const day = digits(cursor, 2, 2);
      return cursor.at === to ? dayOf(year, month, day) : Number.NaN;
    }
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
    case 'mdy': {
      const first = digits(cursor, 1, 2);
      const mark = bytes[cursor.at];
      if (first < 0 || cursor.at >= to || !isDateMark(mark)) return Number.NaN;
      cursor.at++;
      const second = digits(cursor, 1, 2);
      if (second < 0 || !take(cursor, mark)) return Number.NaN;
      const at = cursor.at;
      let year = digits(cursor, 2, 4);
      const length = cursor.at - at;
      if (length === 3) return Number.NaN;
      if (length === 2) year += year >= 69 ? 1900 : 2000;
      const day = format === 'dmy' ? dayOf(year, second, first) : dayOf(year, first, second);
      return rest(cursor, day, true);
    }
  }
};

/** UTC epoch milliseconds of a text, or NaN when it is no time in this format. See `TimeFormat`. */
export const parseTime = (text: string, format: TimeFormat): number =>
  withBytes(text, (bytes, length) => parseTimeBytes(bytes, 0, length, format));
