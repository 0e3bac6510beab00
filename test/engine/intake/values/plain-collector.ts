/**
 * A second, plain telling of what a column holds: texts one by one, every one looked at by the code that looks at any. What
 * the kernel collects (`engine/intake/values/column.ts`) is held to it.
 */
import { withoutTextMark } from '../../../../engine/intake/steps/identifiers.ts';
import type { ColumnEvidence } from '../../../../engine/intake/values/column-evidence.ts';
import { currencyIn, differentCurrencies } from '../../../../engine/intake/values/currency.ts';
import { detectNumberFormat } from '../../../../engine/intake/values/number-format.ts';
import { isMissing, type NumberFormat, parseNumberBytes } from '../../../../engine/intake/values/numbers.ts';
import { createPersonalData, digitsOf } from '../../../../engine/intake/values/personal.ts';
import { createSeveral } from '../../../../engine/intake/values/several.ts';
import { shapeOf } from '../../../../engine/intake/values/shape.ts';
import { withBytes } from '../../../../engine/intake/values/text-bytes.ts';
import { detectTimeFormat } from '../../../../engine/intake/values/time-format.ts';
import { LONGEST_TIME, parseTimeBytes, TIME_FORMATS } from '../../../../engine/intake/values/times.ts';
import { asBytes } from '../../../../engine/intake/values/values.ts';

/** Words of truth values in seven languages, and their meaning. */
const TRUTH: ReadonlyMap<string, boolean> = new Map([
  ...['true', 't', 'yes', 'y', '1', 'on', 'ja', 'oui', 'si', 'sí', 'sì', 'sim', 'wahr', 'vrai', 'vero'].map(
    (word): [string, boolean] => [word, true],
  ),
  ...['false', 'f', 'no', 'n', '0', 'off', 'nein', 'nee', 'non', 'não', 'nao', 'falsch', 'faux', 'falso'].map(
    (word): [string, boolean] => [word, false],
  ),
]);

/** Figures behind an apostrophe, or anything in a formula of its own. */
const MARKED = /^(?:'[+\-=@]?\d|=")/;

const SAMPLE = 2000;
/** Different short values that are looked at once, however often they come. */
const REMEMBERED = 1000;
const SHORT = 64;
/** Later values with a mark that are kept for what it is. */
const LATE = 200;
const LEVELS = 50;

const ANY_NUMBER: readonly NumberFormat[] = [
  { decimal: '.', group: ',', percent: false },
  { decimal: ',', group: '.', percent: false },
  { decimal: '.', group: ' ', percent: false },
  { decimal: ',', group: ' ', percent: false },
  { decimal: '.', group: "'", percent: false },
  { decimal: ',', group: "'", percent: false },
];
const ANY_PERCENTAGE = ANY_NUMBER.map((format) => ({ ...format, percent: true }));
const anyNumber = (text: string): boolean => {
  if (text.length > 64) return false;
  const formats = text.includes('%') ? ANY_PERCENTAGE : ANY_NUMBER;
  return withBytes(text, (bytes, length) =>
    formats.some((format) => !Number.isNaN(parseNumberBytes(bytes, 0, length, format))),
  );
};
/** A number of days looks like any other number. */
const DATE_FORMATS = TIME_FORMATS.filter((format) => format !== 'excel-days');
const anyTime = (text: string): boolean =>
  text.length <= LONGEST_TIME &&
  withBytes(text, (bytes, length) =>
    DATE_FORMATS.some((format) => !Number.isNaN(parseTimeBytes(bytes, 0, length, format))),
  );

/** A test of texts that is done once for each. */
const onceEach = (test: (text: string) => boolean): ((text: string) => boolean) => {
  const known = new Map<string, boolean>();
  return (text) => {
    const found = known.get(text) ?? test(text);
    known.set(text, found);
    return found;
  };
};

/** Whether a place holds no figure, nor a mark that stands among figures but the full stop of "kr.". */
const isSign = (text: string, at: number): boolean => {
  const unit = text.charCodeAt(at);
  return unit === 0x24 || unit === 0x2e || unit > 0x40;
};

const hash = (text: string): number => {
  let h = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  h = Math.imul(h ^ (h >>> 15), 0x85ebca6b);
  return h ^ (h >>> 13);
};

/** A growing set of 32-bit hashes, by open addressing. */
const createHashes = () => {
  let slots = new Int32Array(1024);
  let size = 0;
  let hasZero = false;
  const place = (of: number): number => {
    const mask = slots.length - 1;
    let at = of & mask;
    while (slots[at] !== 0 && slots[at] !== of) at = (at + 1) & mask;
    return at;
  };
  return {
    add: (of: number): void => {
      if (of === 0) {
        hasZero = true;
        return;
      }
      const at = place(of);
      if (slots[at] === of) return;
      slots[at] = of;
      size += 1;
      if (size * 2 < slots.length) return;
      const before = slots;
      slots = new Int32Array(before.length * 4);
      for (const one of before) if (one !== 0) slots[place(one)] = one;
    },
    size: (): number => size + (hasZero ? 1 : 0),
  };
};

/** The evidence of a column from its values. */
export const plainEvidence = (texts: readonly string[]): ColumnEvidence => {
  const collector = createCollector();
  for (const text of texts) collector.add(text);
  return collector.evidence();
};

const createCollector = () => {
  const sample: string[] = [];
  const late: string[] = [];
  const seen = createHashes();
  const levels = new Set<string>();
  const shapes = new Map<string, number>();
  const counts = {
    values: 0,
    empty: 0,
    maxLength: 0,
    leadingZeros: 0,
    shortened: 0,
    pointZero: 0,
    fractions: 0,
    wordy: 0,
    marked: 0,
  };
  const currencies = new Set<string>();
  let integers = 0;
  const personal = createPersonalData();
  const several = createSeveral();
  /** How often values came that are still to be looked at. */
  const often = new Map<string, number>();

  const look = (text: string, times: number): void => {
    const digits = digitsOf(text);
    let blanks = 0;
    for (let i = text.indexOf(' '); i >= 0 && blanks < 3; i = text.indexOf(' ', i + 1)) blanks++;
    if (blanks >= 3) counts.wordy += times;
    if (digits === text.length) integers += times;
    else if (digits > 0 && (text.includes('.') || text.includes(','))) counts.fractions += times;
    personal.look(text, digits, times);
    const beside = isSign(text, 0) || isSign(text, text.length - 1);
    const currency = beside && digits > 0 && text.length <= 24 ? currencyIn(text) : null;
    if (currency !== null) currencies.add(currency);
    if (digits > 1 && digits === text.length && text[0] === '0') counts.leadingZeros += times;
    if (digits === 0 || text.length > 24) return;
    if (text.includes('+') && /^\d\.\d+E\+\d\d$/i.test(text)) counts.shortened += times;
    if (text.length > 2 && digits === text.length - 1 && text.endsWith('.0')) counts.pointZero += times;
  };

  return {
    add: (raw: string): void => {
      counts.values++;
      const written = raw.trim();
      if (written === '') {
        counts.empty++;
        return;
      }
      // What a spreadsheet was told to take for text is judged as what it is.
      const text = MARKED.test(written) ? withoutTextMark(written) : written;
      if (text !== written) counts.marked++;
      const isLate = sample.length === SAMPLE;
      if (!isLate) {
        sample.push(text);
        const shape = shapeOf(written);
        shapes.set(shape, (shapes.get(shape) ?? 0) + 1);
      }
      const times = often.get(text);
      if (times !== undefined) {
        often.set(text, times + 1);
        return;
      }
      const isMarked = text.length <= SHORT && /\d/.test(text) && /[.,]/.test(text);
      if (isLate && isMarked && late.length < LATE) late.push(text);
      if (text.length > counts.maxLength) counts.maxLength = text.length;
      seen.add(hash(text));
      if (levels.size <= LEVELS) levels.add(text.slice(0, 200));
      if (often.size < REMEMBERED && text.length <= SHORT) often.set(text, 1);
      else {
        look(text, 1);
        several.add(text, 1);
      }
    },
    evidence: (): ColumnEvidence => {
      for (const [text, times] of often) {
        look(text, times);
        several.add(text, times);
      }
      often.clear();
      const filled = counts.values - counts.empty;
      const present = sample.filter((text) => !isMissing(text));
      const most = (fitting: number): boolean => fitting > 0 && fitting >= present.length * 0.9;
      const times = present.filter(onceEach(anyTime));
      const time = most(times.length) ? detectTimeFormat(asBytes(times)) : null;
      const figures = present.filter(onceEach(anyNumber));
      const first = most(figures.length) ? detectNumberFormat(asBytes(figures)) : null;
      const isWhole = first !== null && !first.ambiguous && first.format.whole === true;
      const later = isWhole ? detectNumberFormat(asBytes(late.filter(anyNumber))) : null;
      const percent = later !== null && (later.ambiguous ? later.choices[0] : later.format).percent;
      const number = later !== null && isWhole && first.format.percent === percent ? later : first;
      const few = levels.size > 0 && levels.size <= LEVELS;
      const words = few ? [...levels].filter((level) => !isMissing(level)) : [];
      const truths = words.map((word) => TRUTH.get(word.toLowerCase()));
      const bool =
        words.length >= 1 && words.length <= 4 && truths.every((truth) => truth !== undefined)
          ? {
              yes: words.filter((_, i) => truths[i] === true).sort(),
              no: words.filter((_, i) => truths[i] === false).sort(),
            }
          : null;
      const dateLike = times.filter((text) => /^\d{1,4}[-/.]\d{1,2}[-/.]\d/.test(text)).length;
      return {
        ...counts,
        distinct: seen.size(),
        distinctRatio: filled === 0 ? 0 : seen.size() / filled,
        number,
        time,
        boolean: bool,
        currencies: differentCurrencies(currencies),
        integers: filled > 0 && integers * 50 >= filled * 49,
        misfits:
          time !== null
            ? present.length - times.length
            : number !== null
              ? present.length - figures.length
              : 0,
        mixed:
          (time === null && most(dateLike)) || (number === null && most(figures.length) && time === null),
        personal: { ...personal.counts },
        scheme: personal.scheme(),
        levels: few ? [...levels].sort() : [],
        several: several.found(),
        shapes: [...shapes]
          .sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
          .slice(0, 3)
          .map(([shape]) => shape),
      };
    },
  };
};
