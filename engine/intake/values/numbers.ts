/**
 * values: single fields. Numbers, times and identifiers are read from bytes, and what a column holds is told
 * from many of its values. A format is found for the whole column; where the values allow two readings, both
 * are reported and none is chosen.
 *
 * This file: numbers. The decimal mark and the thousands mark follow CLDR's number formats; exactness follows
 * W. D. Clinger, How to Read Floating Point Numbers Accurately (PLDI 1990): up to 15 digits and a power of ten
 * up to 22 one division is correctly rounded, everything else goes through `Number`.
 */
import { currencyAt, currencyBefore } from './currency.ts';
import { withBytes } from './text-bytes.ts';

export type NumberFormat = {
  decimal: '.' | ',';
  /** Thousands mark; a blank stands for every kind of blank. */
  group: '' | ',' | '.' | ' ' | "'";
  /** Every value carries a percent sign and is divided by 100. */
  percent: boolean;
  /** Nothing but whole numbers was seen: a mark before three digits, which may part thousands as well, is not read. */
  whole?: true;
};

export const PLAIN: NumberFormat = { decimal: '.', group: '', percent: false };

export type NumberEvidence =
  | { ambiguous: false; format: NumberFormat; why: string }
  | { ambiguous: true; choices: [NumberFormat, NumberFormat]; why: string };

const POWERS = Array.from({ length: 23 }, (_, exponent) => Number(`1e${exponent}`));
const MARKS: Record<NumberFormat['group'], number> = { '': -1, ',': 44, '.': 46, ' ': 32, "'": 39 };

/** Words that stand for "no value" where a number or a time is expected. */
export const MISSING: ReadonlySet<string> = new Set([
  '',
  '-',
  '--',
  '?',
  '.',
  'na',
  'n/a',
  '#n/a',
  'nan',
  'null',
  'none',
  '\\n',
  '(null)',
  // What spreadsheets write where a formula failed: nobody's identifier and no level of anything.
  '#ref!',
  '#div/0!',
  '#value!',
  '#name?',
  '#num!',
  '#null!',
  'n.a.',
]);

/** Whether a text stands for "no value" where a number or a time is expected. */
export const isMissing = (text: string): boolean =>
  text === '' || (text.length <= 8 && MISSING.has(text.trim().toLowerCase()));

const HASH = 35;
/** First bytes of the words above, in both cases; what begins with a byte above 0x7f may be a blank to be trimmed. */
export const MISSING_FIRST = new Uint8Array(256).fill(1, 0x80);
for (const letter of '-?.nN#\\(') MISSING_FIRST[letter.charCodeAt(0)] = 1;

/** Whether the trimmed `bytes[start, end)` stand for "no value". See `isMissing`. */
export const isMissingBytes = (bytes: Uint8Array, start: number, end: number): boolean => {
  if (start === end) return true;
  const longest = bytes[start] === HASH ? 8 : 6;
  if (end - start > longest || MISSING_FIRST[bytes[start]] === 0) return false;
  return isMissing(Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start).toString('utf8'));
};

/** Length of a blank at `i` (also no-break, narrow, thin and figure spaces), 0 where there is none. */
const blankAt = (bytes: Uint8Array, i: number, end: number): number => {
  const c = bytes[i];
  if (c === 32 || c === 9) return 1;
  if (c === 0xc2 && i + 1 < end && bytes[i + 1] === 0xa0) return 2;
  if (c === 0xe2 && i + 2 < end && bytes[i + 1] === 0x80) {
    const last = bytes[i + 2];
    if (last === 0xaf || last === 0x89 || last === 0x87) return 3;
  }
  return 0;
};

/** Groups of three, or the Indian 2-2-3; the first may be shorter. */
const groupsFit = (lengths: readonly number[]): boolean => {
  if (lengths.length < 2) return true;
  if (lengths[lengths.length - 1] !== 3 || lengths[0] < 1) return false;
  const inner = lengths.slice(1, -1);
  const step = inner.length > 0 && inner[0] === 2 ? 2 : 3;
  return lengths[0] <= step && inner.every((length) => length === step);
};

/** Length of a decimal mark with a dash for no cents at the end ("12.-", "12,--", "12.–"), which is no minus; else 0. */
const noCentsAt = (bytes: Uint8Array, from: number, to: number): number => {
  let at = to;
  if (bytes[at - 1] === 45) at -= bytes[at - 2] === 45 ? 2 : 1;
  else if (bytes[at - 3] === 0xe2 && bytes[at - 2] === 0x80 && (bytes[at - 1] | 1) === 0x95) at -= 3;
  else if (bytes[at - 3] === 0xe2 && bytes[at - 2] === 0x80 && bytes[at - 1] === 0x93) at -= 3;
  const mark = bytes[at - 1];
  return at < to && at - 1 > from && (mark === 46 || mark === 44) ? to - at + 1 : 0;
};

/** Whether so many digits before a mark and three behind it may be thousands. */
const isOpen = (bytes: Uint8Array, from: number, before: number): boolean =>
  before >= 1 && before <= 3 && bytes[from] !== 48;

/** The number where it is digits with at most one decimal mark and at most 15 figures, as most are; else NaN. */
const plainNumber = (bytes: Uint8Array, start: number, end: number, decimal: number): number => {
  let mantissa = 0;
  let point = -1;
  for (let i = start; i < end; i++) {
    const digit = bytes[i] - 48;
    if (digit >= 0 && digit <= 9) mantissa = mantissa * 10 + digit;
    else if (bytes[i] === decimal && point < 0) point = i;
    else return Number.NaN;
  }
  const digits = end - start - (point < 0 ? 0 : 1);
  if (digits < 1 || digits > 15) return Number.NaN;
  return point < 0 ? mantissa : mantissa / POWERS[end - point - 1];
};

/**
 * The number in `bytes[start, end)`, or NaN when it is none in this format. Blanks around it, one currency
 * sign or code, a sign before or after it, accounting parentheses and an exponent are understood.
 */
export const parseNumberBytes = (
  bytes: Uint8Array,
  start: number,
  end: number,
  format: NumberFormat = PLAIN,
): number => {
  const isPlain = !format.percent && format.whole === undefined;
  const plain = isPlain ? plainNumber(bytes, start, end, MARKS[format.decimal]) : Number.NaN;
  if (!Number.isNaN(plain)) return plain;
  let from = start;
  let to = end;
  let negative = false;
  let signed = false;
  let closed = false;
  let currency = false;
  let percent = false;
  for (let moved = true; moved && from < to; ) {
    moved = false;
    const blank = blankAt(bytes, from, to);
    const sign = bytes[from] === 45 || bytes[from] === 43;
    const minus = bytes[from] === 0xe2 && bytes[from + 1] === 0x88 && bytes[from + 2] === 0x92;
    const money = currency ? 0 : currencyAt(bytes, from, to);
    if (blank > 0) from += blank;
    else if ((sign || minus) && !signed) {
      negative = minus || bytes[from] === 45;
      signed = true;
      from += minus ? 3 : 1;
    } else if (bytes[from] === 40 && !closed) {
      closed = true;
      from++;
    } else if (money > 0) {
      currency = true;
      from += money;
    } else continue;
    moved = true;
  }
  let open = closed;
  for (let moved = true; moved && from < to; ) {
    moved = false;
    const last = bytes[to - 1];
    const dash = noCentsAt(bytes, from, to);
    if (last === 32 || last === 9) to--;
    else if (to - 2 > from && blankAt(bytes, to - 2, to) === 2) to -= 2;
    else if (to - 3 > from && blankAt(bytes, to - 3, to) === 3) to -= 3;
    else if (last === 41 && open) {
      open = false;
      to--;
    } else if (last === 37 && !percent) {
      percent = true;
      to--;
    } else if (dash > 0) to -= dash;
    else if (last === 45 && !signed && !closed) {
      signed = true;
      negative = true;
      to--;
    } else if (!currency && currencyBefore(bytes, from, to) > 0) {
      currency = true;
      to -= currencyBefore(bytes, from, to);
    } else continue;
    moved = true;
  }
  if (open || (closed && negative) || percent !== format.percent || from >= to) return Number.NaN;

  const decimal = MARKS[format.decimal];
  const group = MARKS[format.group];
  let mantissa = 0;
  let digits = 0;
  let fraction = -1;
  let exponent = 0;
  let groups: number[] | null = null;
  let run = 0;
  let i = from;
  for (; i < to; i++) {
    const c = bytes[i];
    if (c >= 48 && c <= 57) {
      if (digits < 16) mantissa = mantissa * 10 + (c - 48);
      if (mantissa > 0 || digits > 0) digits++;
      if (fraction >= 0) fraction++;
      run++;
    } else if (c === decimal && fraction < 0) {
      groups?.push(run);
      fraction = 0;
    } else if (group >= 0 && fraction < 0 && run > 0) {
      const mark = group === 32 ? blankAt(bytes, i, to) : apostropheAt(bytes, i, group);
      if (mark === 0) break;
      groups ??= [];
      groups.push(run);
      run = 0;
      i += mark - 1;
    } else break;
  }
  if (run === 0 && fraction <= 0) return Number.NaN;
  if (format.whole === true && fraction === 3 && isOpen(bytes, from, i - from - 4)) return Number.NaN;
  if (groups !== null && fraction < 0) groups.push(run);
  if (groups !== null && !groupsFit(groups)) return Number.NaN;
  if (i < to) {
    if (bytes[i] !== 101 && bytes[i] !== 69) return Number.NaN;
    let k = i + 1;
    const down = bytes[k] === 45;
    if (down || bytes[k] === 43) k++;
    if (k >= to || to - k > 3) return Number.NaN;
    for (; k < to; k++) {
      if (bytes[k] < 48 || bytes[k] > 57) return Number.NaN;
      exponent = exponent * 10 + (bytes[k] - 48);
    }
    if (down) exponent = -exponent;
  }
  const power = exponent - Math.max(0, fraction) - (percent ? 2 : 0);
  let value: number;
  if (digits <= 15 && power >= -22 && power <= 22)
    value = power < 0 ? mantissa / POWERS[-power] : mantissa * POWERS[power];
  else {
    let text = '';
    for (let k = from; k < i; k++)
      if (bytes[k] >= 48 && bytes[k] <= 57) text += String.fromCharCode(bytes[k]);
    value = Number(`${text}e${power}`);
  }
  if (!Number.isFinite(value)) return Number.NaN;
  return (negative || closed) && value !== 0 ? -value : value;
};

/** Length of the thousands mark at `i`; a typographic apostrophe counts as an apostrophe. */
const apostropheAt = (bytes: Uint8Array, i: number, group: number): number => {
  if (bytes[i] === group) return 1;
  return group === 39 && bytes[i] === 0xe2 && bytes[i + 1] === 0x80 && bytes[i + 2] === 0x99 ? 3 : 0;
};

/** The number in a text, or NaN when it is none in this format. See `parseNumberBytes`. */
export const parseNumber = (text: string, format: NumberFormat = PLAIN): number =>
  withBytes(text, (bytes, length) => parseNumberBytes(bytes, 0, length, format));
