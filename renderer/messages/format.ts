/** Numbers and dates on the screen, by Intl in one fixed language, so that screen and report agree. */
import { isTold, untold } from '../../shared/counts.ts';

const LANGUAGE = 'en-GB';
/** The space before % and units. */
export const THIN = '\u2009';
const whole = new Intl.NumberFormat(LANGUAGE, { maximumFractionDigits: 0 });
const decimals = [0, 1, 2, 3].map(
  (digits) =>
    new Intl.NumberFormat(LANGUAGE, { minimumFractionDigits: digits, maximumFractionDigits: digits }),
);
const plurals = new Intl.PluralRules(LANGUAGE);
const clock = new Intl.DateTimeFormat(LANGUAGE, { hour: '2-digit', minute: '2-digit', hour12: false });

/** A true minus in place of the hyphen. */
const minus = (text: string): string => text.replace('-', '−');

/** A count: 61,904; a mark in place of one in words: <11. */
export const count = (value: number): string => (isTold(value) ? minus(whole.format(value)) : untold(value));

/** A number with a fixed number of decimals. */
export const fixed = (value: number, digits: 0 | 1 | 2 | 3): string => minus(decimals[digits].format(value));

/** A difference with its sign: +8,214 or −4,522. */
export const signed = (value: number): string => (value > 0 ? `+${count(value)}` : count(value));

/** A share of a whole in per cent: 73.5 %. A whole of nothing has no share, nor has a count that is not told. */
export const share = (part: number, of: number): string =>
  of > 0 && isTold(part) && isTold(of) ? `${fixed((100 * part) / of, 1)}${THIN}%` : '–';

/** Short name of a tick on an axis of people: 20k, 1.5M. */
export const short = (value: number): string => {
  const unit = value >= 1e6 ? 1e6 : value >= 1e4 ? 1e3 : 1;
  if (unit === 1) return count(value);
  const rounded = Math.round((10 * value) / unit) / 10;
  return `${String(rounded)}${unit === 1e6 ? 'M' : 'k'}`;
};

/** A count with its noun in the right number: 1 file, 4 files. */
export const counted = (value: number, one: string, other: string): string =>
  `${count(value)} ${plurals.select(value) === 'one' ? one : other}`;

/** Size of a file. */
export const bytes = (value: number): string => {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  let size = value;
  let unit = 0;
  while (size >= 1000 && unit < units.length - 1) {
    size /= 1000;
    unit += 1;
  }
  return `${unit === 0 || size >= 100 ? count(size) : fixed(size, 1)} ${units[unit]}`;
};

/** So many of a unit; bytes are told in thousands of them. */
export const amount = (value: number, unit: string): string =>
  unit === 'bytes' ? bytes(value) : `${count(value)} ${unit}`;

/** Length of time in words: 4 s, 2 min 10 s, 1 h 5 min. */
export const duration = (seconds: number): string => {
  if (seconds < 1) return 'under 1 s';
  const s = Math.round(seconds);
  if (s < 60) return `${s} s`;
  if (s < 3600) return `${Math.floor(s / 60)} min${s % 60 === 0 ? '' : ` ${s % 60} s`}`;
  return `${Math.floor(s / 3600)} h ${Math.floor((s % 3600) / 60)} min`;
};

/** The day of a moment, 2026-10-31, where the person sits. */
export const day = (time: number | Date): string => {
  const at = new Date(time);
  return [at.getFullYear(), at.getMonth() + 1, at.getDate()]
    .map((part) => String(part).padStart(2, '0'))
    .join('-');
};

/** The day before a day of the calendar. */
export const dayBefore = (text: string): string =>
  new Date(new Date(`${text}T00:00:00Z`).getTime() - 86_400_000).toISOString().slice(0, 10);

/** The time of day, 14:32, where the person sits. */
export const time = (at: number | Date): string => clock.format(at);

/** Day and time of an entry. */
export const moment = (at: number | Date | string): string => `${day(new Date(at))} ${time(new Date(at))}`;

/** Whether a text is a day of the calendar written as YYYY-MM-DD. */
export const isDay = (text: string): boolean => {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const at = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().slice(0, 10) === text;
};
