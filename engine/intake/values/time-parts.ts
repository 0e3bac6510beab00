/**
 * The parts that times are made of, read over the bytes of one field: days of the calendar, clock times, offsets.
 * A time without an offset is taken as UTC; 24:00:00 is the end of its day, midnight of the next (ISO 8601:2004, 4.2.3; taken
 * out in 2019, in again with ISO 8601-1:2019/Amd 1:2022; ECMA-262, Date Time String Format). Between date and clock may stand what people write there: T, a comma,
 * a hyphen, "at", "um", "à", "a las".
 */
import { wordAt } from './month-names.ts';

export const DAY = 86_400_000;
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
export type Cursor = { bytes: Uint8Array; at: number; end: number };

/** Reads `least` to `most` digits; -1 when there are fewer. */
export const digits = (cursor: Cursor, least: number, most: number): number => {
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

/** Passes blanks, also the two that do not break a line (U+00A0, U+202F), as CLDR writes them before AM and PM. */
export const blanks = (cursor: Cursor): boolean => {
  const { bytes, at: from, end } = cursor;
  for (; cursor.at < end; cursor.at++) {
    const c = bytes[cursor.at];
    if (c === 32) continue;
    if (c === 0xc2 && bytes[cursor.at + 1] === 0xa0 && cursor.at + 1 < end) cursor.at++;
    else if (c === 0xe2 && bytes[cursor.at + 1] === 0x80 && bytes[cursor.at + 2] === 0xaf) cursor.at += 2;
    else break;
  }
  return cursor.at > from;
};

export const take = (cursor: Cursor, byte: number): boolean => {
  if (cursor.at >= cursor.end || cursor.bytes[cursor.at] !== byte) return false;
  cursor.at++;
  return true;
};

export const isDateMark = (byte: number): boolean => byte === 45 || byte === 47 || byte === 46;

/** Milliseconds of an offset (Z, UTC, GMT, UT, +HH, +HHMM, +HH:MM, GMT+HHMM), NaN when it is none. */
const offset = (cursor: Cursor): number => {
  const { bytes, end } = cursor;
  if (bytes[cursor.at] === 90 || bytes[cursor.at] === 122) {
    cursor.at++;
    return 0;
  }
  const zone = wordAt(cursor);
  if (zone !== '' && zone !== 'utc' && zone !== 'gmt' && zone !== 'ut') return Number.NaN;
  const c = bytes[cursor.at];
  if (cursor.at >= end || (c !== 43 && c !== 45)) return zone === '' ? Number.NaN : 0;
  cursor.at++;
  const hours = digits(cursor, 2, 2);
  let minutes = 0;
  if (cursor.at < end && bytes[cursor.at] !== 32) {
    take(cursor, 58);
    minutes = digits(cursor, 2, 2);
  }
  if (hours < 0 || hours > 15 || minutes < 0 || minutes > 59) return Number.NaN;
  return (c === 45 ? -1 : 1) * (hours * 60 + minutes) * 60_000;
};

/** Passes a zone's name in brackets, which says again what the offset said (RFC 2822, 3.2.3; ECMA-262, Date). */
const comment = (cursor: Cursor): void => {
  if (blanks(cursor) && cursor.bytes[cursor.at] === 40 && cursor.bytes[cursor.end - 1] === 41)
    cursor.at = cursor.end;
};

/** Milliseconds since midnight minus the offset, from the cursor to the end of the field; NaN when wrong. */
export const timeOfDay = (cursor: Cursor, twelve: boolean): number => {
  let hours = digits(cursor, 1, 2);
  // 10:30, 10.30 and 10h30.
  const mark = cursor.bytes[cursor.at];
  if (hours < 0 || hours > 24 || cursor.at >= cursor.end || (mark !== 58 && mark !== 46 && mark !== 104))
    return Number.NaN;
  cursor.at++;
  const minutes = digits(cursor, 2, 2);
  let seconds = 0;
  let fraction = 0;
  let isWhole = true;
  if (take(cursor, mark)) {
    seconds = digits(cursor, 2, 2);
    // What stands behind the field is not its own: often the comma that divides the columns.
    if (take(cursor, 46) || take(cursor, 44)) {
      const from = cursor.at;
      const three = digits(cursor, 1, 3);
      if (three < 0) return Number.NaN;
      fraction = three * 10 ** (3 - (cursor.at - from));
      for (; cursor.at < cursor.end; cursor.at++) {
        const digit = cursor.bytes[cursor.at] - 48;
        if (digit < 0 || digit > 9) break;
        isWhole &&= digit === 0;
      }
      isWhole &&= three === 0;
    }
  }
  if (minutes < 0 || minutes > 59 || seconds < 0 || seconds > 59) return Number.NaN;
  if (hours === 24 && (minutes > 0 || seconds > 0 || !isWhole)) return Number.NaN;
  blanks(cursor);
  if (twelve) {
    const half = halfOfDay(cursor);
    if (half !== null) {
      if (hours < 1 || hours > 12) return Number.NaN;
      hours = (hours % 12) + half;
      blanks(cursor);
    }
  }
  const before = cursor.at;
  if (wordAt(cursor) !== 'uhr') cursor.at = before;
  const shift = cursor.at < cursor.end ? offset(cursor) : 0;
  if (cursor.at < cursor.end) comment(cursor);
  if (cursor.at !== cursor.end) return Number.NaN;
  return ((hours * 60 + minutes) * 60 + seconds) * 1000 + fraction - shift;
};

/** Hours that AM or PM adds (am, PM, a.m., p. m.), or null where neither stands. */
const halfOfDay = (cursor: Cursor): number | null => {
  const { bytes, at, end } = cursor;
  const half = bytes[at] | 32;
  if (at < end && (half === 97 || half === 112)) {
    cursor.at++;
    if (take(cursor, 46)) blanks(cursor);
    if (cursor.at < end && (bytes[cursor.at] | 32) === 109) {
      cursor.at++;
      take(cursor, 46);
      return half === 112 ? 12 : 0;
    }
  }
  cursor.at = at;
  return null;
};

/** What stands between a date and a clock time, without marks over its letters. */
const JOINERS: ReadonlySet<string> = new Set('at um a as las les alle ore om kl klo o v ob'.split(' '));

/** Passes a hyphen or words like "at" and "a las" before a clock time. */
const joiner = (cursor: Cursor): void => {
  if (cursor.bytes[cursor.at] === 45 && cursor.at < cursor.end) {
    cursor.at++;
    blanks(cursor);
  }
  for (let words = 0; words < 2; words++) {
    const from = cursor.at;
    const word = wordAt(cursor);
    if (word === '') return;
    take(cursor, 46);
    if (!JOINERS.has(word) || !blanks(cursor)) {
      cursor.at = from;
      return;
    }
  }
};

/** "Year" behind a date in Russian, Bulgarian and Ukrainian, short or bent: "22.11.2026 г." */
const YEAR_WORDS: ReadonlySet<string> = new Set(['г', 'года', 'р', 'року']);

/** Passes such a word with its full stop. */
const yearWord = (cursor: Cursor): void => {
  const from = cursor.at;
  blanks(cursor);
  if (cursor.bytes[cursor.at] >= 0xd0 && YEAR_WORDS.has(wordAt(cursor))) take(cursor, 46);
  else cursor.at = from;
};

/** The time whose date has been read: midnight of `day` and what stands behind it, to the end of the field; NaN when wrong. */
export const rest = (cursor: Cursor, day: number, twelve: boolean): number => {
  if (cursor.at === cursor.end) return day;
  yearWord(cursor);
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
  joiner(cursor);
  return day + timeOfDay(cursor, twelve);
};
