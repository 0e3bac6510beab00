/** The time format of a column, told from its values. A reading is reported as open where two fit. */
import { monthsCertain } from './month-names.ts';
import { parseTimeBytes, type TimeFormat } from './times.ts';
import { countOf, every, KIND, presentIn, textsOf, type Values } from './values.ts';

export type TimeEvidence =
  | { ambiguous: false; format: TimeFormat; why: string }
  | { ambiguous: true; choices: [TimeFormat, TimeFormat]; why: string };

/** Plausible times for bare figures, so that a price or a number of an order is not taken for a date. */
const EARLIEST = Date.UTC(1990, 0, 1);
const LATEST = Date.UTC(2060, 0, 1);

const WHY: Record<TimeFormat, string> = {
  iso: 'Year, month, day (ISO 8601).',
  yyyymmdd: 'Digits alone: year, month, day (ISO 8601, basic form).',
  'epoch-s': 'Seconds since 1970 (Unix time).',
  'epoch-ms': 'Milliseconds since 1970.',
  'epoch-us': 'Microseconds since 1970.',
  dmy: 'Day before month: some first figures are above 12.',
  mdy: 'Month before day: some second figures are above 12.',
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

/** 28.2.26: no locale of CLDR that divides by full stops writes the month first. */
const STOPPED = /^\s*\d{1,2}\./;

const SHORT_YEAR = /^\s*(\d{1,2})([-/.])\d{1,2}\2(\d{2})(?!\d)/;
/** Fewest different last figures of which it says something that they differ. */
const ENOUGH_DAYS = 5;

/**
 * Whether the year may stand first and the day last (26/02/28, as Korean and Basque have it): three pairs of figures, of
 * which the last differ more than the first. Read as another order they would be days of other years.
 */
const mayBeYearFirst = (values: Values): boolean => {
  const [first, last] = [new Set<string>(), new Set<string>()];
  return (
    every(values, (bytes, start, end) => {
      const match = SHORT_YEAR.exec(bytes.toString('latin1', start, end));
      const day = Number(match?.[3]);
      if (match === null || day < 1 || day > 31) return false;
      first.add(match[1]);
      last.add(match[3]);
      return true;
    }) &&
    last.size >= ENOUGH_DAYS &&
    last.size > 2 * first.size
  );
};

/**
 * The format of the times in `samples`, or null when a value is no time. Empty values and words for "no
 * value" are passed over; where nothing else is left the answer is null.
 */
export const detectTimeFormat = (samples: Values): TimeEvidence | null => timeFormatOf(presentIn(samples));

/** The same for values that all say something. */
export const timeFormatOf = (values: Values): TimeEvidence | null => {
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
  const dmy = fits('dmy');
  const mdy = fits('mdy');
  if ((!dmy && !mdy) || mayBeYearFirst(values)) return null;
  if (dmy !== mdy) {
    const format = dmy ? 'dmy' : 'mdy';
    return { ambiguous: false, format, why: WHY[format] };
  }
  if (textsOf(values).every((text) => STOPPED.test(text)))
    return {
      ambiguous: false,
      format: 'dmy',
      why: 'Figures divided by full stops: day before month (no locale of CLDR writes the month first so).',
    };
  return {
    ambiguous: true,
    choices: ['dmy', 'mdy'],
    why: 'No figure is above 12: day before month and month before day both fit.',
  };
};
