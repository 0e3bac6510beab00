/** How the numbers and times of a column are written, told from a sample of its values. */
import { numberFormatOf } from './number-format.ts';
import { type NumberEvidence, type NumberFormat, parseNumberBytes } from './numbers.ts';
import { type TimeEvidence, timeFormatOf } from './time-format.ts';
import { LONGEST_TIME, parseTimeBytes, TIME_FORMATS } from './times.ts';
import { countOf, KIND, passing, presentIn, type Test, textsOf, type Values } from './values.ts';

export type WrittenAs = {
  number: NumberEvidence | null;
  time: TimeEvidence | null;
  /** Values that look like a number or time but fit no one format. */
  misfits: number;
  /** Numbers (or times) were seen in more than one format. */
  mixed: boolean;
};

const FORMATS: readonly NumberFormat[] = [
  { decimal: '.', group: ',', percent: false },
  { decimal: ',', group: '.', percent: false },
  { decimal: '.', group: ' ', percent: false },
  { decimal: ',', group: ' ', percent: false },
  { decimal: '.', group: "'", percent: false },
  { decimal: ',', group: "'", percent: false },
];
const PERCENTAGES = FORMATS.map((format) => ({ ...format, percent: true }));
const LONGEST_NUMBER = 64;
/** Bytes of UTF-8 for one unit of a text, at most. */
const WIDEST = 3;
const PERCENT = 37;

const hasDigit = (bytes: Buffer, start: number, end: number): boolean => {
  for (let i = start; i < end; i++) if (bytes[i] >= 48 && bytes[i] <= 57) return true;
  return false;
};

const isLong = (bytes: Buffer, start: number, end: number): boolean =>
  end - start > LONGEST_NUMBER &&
  (end - start > LONGEST_NUMBER * WIDEST || bytes.toString('utf8', start, end).length > LONGEST_NUMBER);

/** Whether a value is a number in any format. */
const isNumber: Test = (bytes, start, end, kind) => {
  if (kind !== KIND.unknown && kind !== KIND.other) return kind < KIND.day;
  if (!hasDigit(bytes, start, end) || isLong(bytes, start, end)) return false;
  const formats = bytes.subarray(start, end).includes(PERCENT) ? PERCENTAGES : FORMATS;
  return formats.some((format) => !Number.isNaN(parseNumberBytes(bytes, start, end, format)));
};

/** A number of days looks like any other number. */
const TIMES = TIME_FORMATS.filter((format) => format !== 'excel-days');

/** Whether a value is a time in any format: figures are one since 1970, whatever they count. */
const isTime: Test = (bytes, start, end, kind) =>
  kind !== KIND.unknown && kind !== KIND.other
    ? kind <= KIND.openPoint || kind === KIND.day
    : end - start <= LONGEST_TIME &&
      hasDigit(bytes, start, end) &&
      TIMES.some((format) => !Number.isNaN(parseTimeBytes(bytes, start, end, format)));

const DATE = /^\d{1,4}[-/.]\d{1,2}[-/.]\d/;

/** The format of numbers that are whole as far as they were seen, as later ones with a mark tell it. */
const markedBy = (number: NumberEvidence | null, late: Values): NumberEvidence | null => {
  if (number === null || number.ambiguous || number.format.whole !== true) return number;
  const marked = passing(late, isNumber);
  const told = marked === null ? null : numberFormatOf(marked);
  if (told === null) return number;
  const { percent } = told.ambiguous ? told.choices[0] : told.format;
  return percent === number.format.percent ? told : number;
};

const NOTHING: WrittenAs = { number: null, time: null, misfits: 0, mixed: false };

/**
 * How the values of a sample are written. A type is told where nine of ten that say something are of it.
 * @param kinds how many of the sample are of each kind; where those tell it already, its values are not gone through
 * @param late values behind the sample that have a mark: what it is, where all of the sample are whole
 */
export const writtenAs = (sample: Values, kinds: Int32Array, late: Values): WrittenAs => {
  const all = countOf(sample);
  const few = all - Math.ceil(all * 0.9);
  const ofKinds = (from: number, to: number): number => {
    let sum = 0;
    for (let kind = from; kind <= to; kind++) sum += kinds[kind];
    return sum;
  };
  const neither = kinds[KIND.neither];
  if (all === 0 || neither > few) return NOTHING;
  const present = kinds[KIND.unknown] === 0 ? sample : presentIn(sample);
  const count = countOf(present);
  if (count === 0) return NOTHING;
  const least = Math.ceil(count * 0.9);
  const figure = ofKinds(KIND.figures, KIND.openPoint);
  const comma = ofKinds(KIND.comma, KIND.openComma);
  /** Those of a type, where they are enough: `certain` are of it, `never` are not, the others are looked at. */
  const enough = (test: Test, certain: number, never: number): Values | null =>
    certain === all ? sample : never > few ? null : passing(present, test, count - least);
  const times = enough(isTime, figure + kinds[KIND.day], comma + neither);
  const time = times === null ? null : timeFormatOf(times);
  const figures = enough(isNumber, figure + comma, kinds[KIND.day] + neither);
  const number = figures === null ? null : markedBy(numberFormatOf(figures), late);
  const hasDates = (): boolean =>
    times !== null && textsOf(times).filter((text) => DATE.test(text)).length >= least;
  return {
    number,
    time,
    misfits:
      time !== null && times !== null
        ? count - countOf(times)
        : number !== null && figures !== null
          ? count - countOf(figures)
          : 0,
    mixed: time === null && (hasDates() || (number === null && figures !== null)),
  };
};
