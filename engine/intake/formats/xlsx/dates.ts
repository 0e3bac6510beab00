/**
 * Dates of a workbook: numbers that only their number format tells from others (ECMA-376 part 1, 18.8.30 and
 * 18.17.4.1). Day 1 is 1900-01-01 and a day 1900-02-29 is counted that never was; or day 0 is 1904-01-01.
 */

/** How numbers of a style are to be read. */
export type NumberLook = 'number' | 'date' | 'time';

/** Formats that every workbook has without listing them, the East Asian ones among them. */
const BUILT_IN_DATES = new Set([
  14, 15, 16, 17, 22, 27, 28, 29, 30, 31, 34, 35, 36, 50, 51, 52, 53, 54, 55, 56, 57, 58,
]);
const BUILT_IN_TIMES = new Set([18, 19, 20, 21, 32, 33]);

/** What a format makes of a number: quoted words, colours and escapes aside, letters of dates and times tell. */
export const lookOf = (id: number, code: string | undefined): NumberLook => {
  if (code === undefined) return BUILT_IN_DATES.has(id) ? 'date' : BUILT_IN_TIMES.has(id) ? 'time' : 'number';
  // An elapsed time such as [h]:mm is a length of time, not a moment.
  if (/\[(h+|m+|s+)\]/i.test(code)) return 'number';
  const [plain] = code
    .replace(/"[^"]*"|\\.|_.|\*./g, '')
    .replace(/\[[^\]]*\]/g, '')
    .split(';');
  if (/general/i.test(plain)) return 'number';
  if (/[yd]/i.test(plain)) return 'date';
  if (/[hs]/i.test(plain)) return 'time';
  return /^[^0#?]*m+[^0#?]*$/i.test(plain) ? 'date' : 'number';
};

const DAY = 86_400_000;
const EPOCH_1900 = Date.UTC(1899, 11, 31);
const EPOCH_1904 = Date.UTC(1904, 0, 1);
/** 9999-12-31. */
const LAST_DAY = 2_958_466;

/** A serial number as ISO 8601: a day, a moment to the second, or a time of day. A number that is none stays itself. */
export const serialText = (serial: number, look: NumberLook, from1904: boolean): string => {
  if (!(serial >= 0 && serial < LAST_DAY)) return String(serial);
  const seconds = Math.round(serial * 86_400);
  if (look === 'time' && serial < 1) return new Date(seconds * 1000).toISOString().slice(11, 19);
  const days = Math.floor(seconds / 86_400);
  const epoch = from1904 ? EPOCH_1904 : EPOCH_1900 - (days > 59 ? DAY : 0);
  const iso = new Date(epoch + seconds * 1000).toISOString();
  return seconds % 86_400 === 0 ? iso.slice(0, 10) : iso.slice(0, 19);
};
