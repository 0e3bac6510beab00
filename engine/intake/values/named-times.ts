/**
 * Dates whose month has a name: day first (1 Jan 2026, 01-JAN-26, 1. März 2026, 1 de enero de 2026), month first
 * (Jan 1, 2026), year first (2026. január 1.), with a weekday before and a clock time behind; so also RFC 2822,
 * 3.3, ECMA-262's Date.prototype.toString and C's asctime.
 */
import { isWeekday, monthOf, wordAt } from './month-names.ts';
import { blanks, type Cursor, dayOf, digits, rest, take, timeOfDay } from './time-parts.ts';

/** Passes blanks, full stops, commas, hyphens and slashes between the parts of a date. */
const between = (cursor: Cursor): void => {
  const { bytes, end } = cursor;
  let at: number;
  do {
    at = cursor.at;
    blanks(cursor);
    const c = bytes[cursor.at];
    if (cursor.at < end && (c === 44 || c === 45 || c === 46 || c === 47)) cursor.at++;
  } while (cursor.at > at);
};

const BEHIND_DAY: ReadonlySet<string> = new Set(['st', 'nd', 'rd', 'th', 'er', 're']);
const OF: ReadonlySet<string> = new Set(['de', 'del', 'of', 'di']);

/** Passes one of these words where it stands here. */
const pass = (cursor: Cursor, words: ReadonlySet<string>): void => {
  const from = cursor.at;
  if (!words.has(wordAt(cursor))) cursor.at = from;
};

/** A day of the month with what makes it an ordinal (1st, 1er, 1º); -1 where it is none. */
const dayNumber = (cursor: Cursor): number => {
  const day = digits(cursor, 1, 2);
  const { bytes } = cursor;
  if (bytes[cursor.at] === 0xc2 && (bytes[cursor.at + 1] === 0xba || bytes[cursor.at + 1] === 0xb0))
    cursor.at += 2;
  else pass(cursor, BEHIND_DAY);
  return day;
};

/** The month whose name stands here, from 1; 0 where none does. */
const month = (cursor: Cursor): number => {
  pass(cursor, OF);
  blanks(cursor);
  return monthOf(wordAt(cursor));
};

/** A year of four digits, or two where they may stand for it (69-99 are 19xx, POSIX); -1 where it is none. */
const year = (cursor: Cursor, short: boolean): number => {
  const from = cursor.at;
  const found = digits(cursor, 2, 4);
  const length = cursor.at - from;
  if (length === 4) return found;
  return length === 2 && short ? found + (found >= 69 ? 1900 : 2000) : -1;
};

/** Day first, or year first: the time from the first figure on. */
const figureFirst = (cursor: Cursor): number => {
  const from = cursor.at;
  if (digits(cursor, 4, 4) >= 0) {
    cursor.at = from;
    const y = year(cursor, false);
    between(cursor);
    const m = month(cursor);
    between(cursor);
    const day = dayNumber(cursor);
    take(cursor, 46);
    const behind = cursor.at;
    between(cursor);
    // Hungarian has the weekday last.
    if (!isWeekday(wordAt(cursor))) cursor.at = behind;
    return y < 0 || m === 0 || day < 0 ? Number.NaN : rest(cursor, dayOf(y, m, day), true);
  }
  cursor.at = from;
  const day = dayNumber(cursor);
  between(cursor);
  const m = month(cursor);
  between(cursor);
  pass(cursor, OF);
  blanks(cursor);
  const y = year(cursor, true);
  return day < 0 || m === 0 || y < 0 ? Number.NaN : rest(cursor, dayOf(y, m, day), true);
};

/** Month first: the time from the figure of the day on. The year stands behind the day, or at the very end. */
const monthFirst = (cursor: Cursor, m: number): number => {
  const day = dayNumber(cursor);
  if (day < 0 || m === 0) return Number.NaN;
  between(cursor);
  const from = cursor.at;
  const y = year(cursor, false);
  if (y >= 0) return rest(cursor, dayOf(y, m, day), true);
  // asctime: Thu Jan  1 10:30:00 2026, with an offset before the year or without.
  const last: Cursor = { ...cursor, at: cursor.end - 4 };
  const lastYear = cursor.bytes[cursor.end - 5] === 32 && last.at > from + 4 ? year(last, false) : -1;
  if (lastYear < 0) return Number.NaN;
  const clock: Cursor = { ...cursor, at: from, end: cursor.end - 5 };
  return dayOf(lastYear, m, day) + timeOfDay(clock, false);
};

/** Portuguese weekdays have two words (segunda-feira); in Danish a word leads to the day (mandag den 1. januar). */
const BEHIND_WEEKDAY: ReadonlySet<string> = new Set(['feira', 'den']);

/** UTC epoch milliseconds of the time from the cursor to the end of the field; NaN when it has no named month or is wrong. */
export const parseNamed = (cursor: Cursor): number => {
  const word = wordAt(cursor);
  if (word === '') return figureFirst(cursor);
  const m = monthOf(word);
  if (m === 0 && !isWeekday(word)) return Number.NaN;
  between(cursor);
  const from = cursor.at;
  const next = wordAt(cursor);
  if (next !== '') {
    if (!isWeekday(word)) return Number.NaN;
    if (!BEHIND_WEEKDAY.has(next)) {
      between(cursor);
      return monthFirst(cursor, monthOf(next));
    }
    between(cursor);
    return figureFirst(cursor);
  }
  // "mar" and "sam" may be a day or a month: what follows tells.
  const found = isWeekday(word) ? figureFirst(cursor) : Number.NaN;
  if (!Number.isNaN(found)) return found;
  cursor.at = from;
  return monthFirst(cursor, m);
};
