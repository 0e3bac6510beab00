/** The time format of a column, told from its values. A reading is reported as open where two fit. */
import { monthsCertain } from './month-names.ts';
import { parseTimeBytes, type TimeFormat } from './times.ts';
import { countOf, every, KIND, presentIn, textsOf, type Values } from './values.ts';

export type TimeEvidence =
  | { ambiguous: false; format: TimeFormat; why: string }
  | { ambiguous: true; choices: TimeFormat[]; why: string };

/** Plausible times for bare figures, so that a price or a number of an order is not taken for a date. */
const EARLIEST = Date.UTC(1990, 0, 1);
const LATEST = Date.UTC(2060, 0, 1);

const WHY: Record<TimeFormat, string> = {
  iso: 'Year, month, day (ISO 8601).',
  yyyymmdd: 'Digits alone: year, month, day (ISO 8601, basic form).',
  'epoch-s': 'Seconds since 1970 (Unix time).',
  'epoch-ms': 'Milliseconds since 1970.',
  'epoch-us': 'Microseconds since 1970.',
  dmy: 'Day, month, year: no other order fits all values.',
  mdy: 'Month, day, year: no other order fits all values.',
  ymd: 'Year in two figures, month, day: no other order fits all values.',
  'month-name': 'The month has a name.',
  'excel-days': 'Days as a spreadsheet counts them, from 1900.',
};

const plausible = (value: number, format: TimeFormat): boolean => {
  if (Number.isNaN(value)) return false;
  if (format.startsWith('epoch-')) return value >= EARLIEST && value < LATEST;
  // Dates of birth reach back further than dates of business.
  if (format === 'yyyymmdd') return value >= Date.UTC(1900, 0, 1) && value < LATEST;
  return true;
};

/** 28.2.26: no locale of CLDR that divides by full stops alone writes the month or a short year first. */
const STOPPED = /^\s*\d{1,2}\.\d{1,2}\.\d/;

/** Three pairs of figures, as in 28/02/26. */
const PAIRS = /^\s*(\d{2})[-/.](\d{1,2})[-/.](\d{2})(?!\d)/;
/** Fewest different first figures of which it says something that they differ. */
const ENOUGH_DAYS = 5;

/**
 * Whether the day may stand first and the year last or the other way round, as Korean and Basque have it: no figure is too
 * large. That the calendar lacks a day says little, since one wrong date would turn all others into days of other years.
 * Null where it is so, but the first figures differ as days do and the last ones as years.
 */
const dayFirstOrLast = (values: Values): boolean | null => {
  const [first, last] = [new Set<number>(), new Set<number>()];
  const isDay = (figure: number): boolean => figure >= 1 && figure <= 31;
  for (const text of textsOf(values)) {
    const [one, month, three] = (PAIRS.exec(text) ?? []).slice(1).map(Number);
    if (month === undefined || month < 1 || month > 12 || !isDay(one) || !isDay(three)) return false;
    first.add(one);
    last.add(three);
  }
  return first.size >= ENOUGH_DAYS && first.size > 2 * last.size ? null : true;
};

const ORDERS = ['dmy', 'mdy', 'ymd'] as const;
const IN_WORDS: Record<(typeof ORDERS)[number], string> = {
  dmy: 'day, month, year',
  mdy: 'month, day, year',
  ymd: 'year, month, day',
};

/**
 * The format of the times in `samples`, or null when a value is no time. Empty values and words for "no
 * value" are passed over; where nothing else is left the answer is null.
 */
export const detectTimeFormat = (samples: Values): TimeEvidence | null => timeFormatOf(presentIn(samples));

/** Years of business and of birth; what lies outside is a slip, or stands for "never", or is of another calendar. */
const FIRST = Date.UTC(1850, 0, 1);
const LAST = Date.UTC(2100, 0, 1);

/** The same for values that all say something: null where most of their years are of no calendar that is read here. */
export const timeFormatOf = (values: Values): TimeEvidence | null => {
  const found = formatOf(values);
  if (found === null) return null;
  const format = found.ambiguous ? found.choices[0] : found.format;
  // 2569 is 2026 as Thailand counts years, 1405 as Iran does, 5787 in the Hebrew calendar; and 68 is 2568.
  const last = format === 'dmy' || format === 'mdy' ? LATEST : LAST;
  let strange = 0;
  every(values, (bytes, start, end, kind) => {
    // Days of ISO 8601 tell their year by their first two figures.
    const isNear =
      kind === KIND.day && (bytes[start] === 50 ? bytes[start + 1] === 48 : bytes[start + 1] === 57);
    const time = isNear ? 0 : parseTimeBytes(bytes, start, end, format);
    if (time < FIRST || time >= last) strange++;
    return true;
  });
  return strange * 2 > countOf(values) ? null : found;
};

const formatOf = (values: Values): TimeEvidence | null => {
  if (countOf(values) === 0) return null;
  const fits = (format: TimeFormat): boolean =>
    every(
      values,
      (bytes, start, end, kind) =>
        (kind === KIND.day && format === 'iso') ||
        plausible(parseTimeBytes(bytes, start, end, format), format),
    );
  for (const format of ['iso', 'yyyymmdd', 'epoch-s', 'epoch-ms', 'epoch-us'] as const)
    if (fits(format)) return { ambiguous: false, format, why: WHY[format] };
  if (fits('month-name'))
    return monthsCertain(textsOf(values))
      ? { ambiguous: false, format: 'month-name', why: WHY['month-name'] }
      : null;
  const fitting = ORDERS.filter(fits);
  if (fitting.length === 0) return null;
  if (fitting.includes('dmy') && textsOf(values).every((text) => STOPPED.test(text)))
    return {
      ambiguous: false,
      format: 'dmy',
      why: 'Figures divided by full stops: day before month (no locale of CLDR writes the month or a short year first so).',
    };
  const isEither = dayFirstOrLast(values);
  const open = ORDERS.filter((order) => {
    if (order === 'mdy' || isEither === false) return fitting.includes(order);
    return isEither === null
      ? order === 'dmy' && fitting.includes('dmy')
      : fitting.includes('dmy') || fitting.includes('ymd');
  });
  if (open.length === 0) return null;
  if (open.length === 1) return { ambiguous: false, format: open[0], why: WHY[open[0]] };
  return {
    ambiguous: true,
    choices: open,
    why: `More than one order of its figures fits: ${open.map((format) => IN_WORDS[format]).join('; or ')}.`,
  };
};
