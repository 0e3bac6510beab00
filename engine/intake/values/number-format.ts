/** The number format of a column, told from its values. A reading is reported as open where two fit. */
import { type NumberEvidence, type NumberFormat, parseNumberBytes } from './numbers.ts';
import { countOf, every, KIND, kindAt, presentIn, textOf, textsOf, type Values } from './values.ts';

const form = (decimal: '.' | ',', group: NumberFormat['group'], percent: boolean): NumberFormat => ({
  decimal,
  group,
  percent,
});

type Reading = {
  /** Values that prove a mark to be the decimal one. */
  decimal: Record<'.' | ',', number>;
  /** Values that prove a mark to be the thousands one. */
  group: Record<',' | '.' | ' ' | "'", number>;
  /** Values like 1.234 that fit both readings of the mark. */
  open: Record<'.' | ',', number>;
};

/** What the marks of one bare number (digits and marks only) say. False when no reading fits. */
const readMarks = (bare: string, reading: Reading): boolean => {
  const marks = bare.replace(/\d/g, '');
  if (marks === '') return true;
  const last = marks[marks.length - 1];
  const kinds = new Set(marks);
  if (kinds.size > 2) return false;
  const at = bare.lastIndexOf(last);
  const after = bare.length - at - 1;
  if (kinds.size === 2) {
    const other = [...kinds].find((kind) => kind !== last);
    if ((last !== '.' && last !== ',') || bare.indexOf(last) !== at || other === undefined) return false;
    reading.decimal[last]++;
    reading.group[other as keyof Reading['group']]++;
    return true;
  }
  if (last === ' ' || last === "'") {
    reading.group[last]++;
    return after === 3;
  }
  if (last !== '.' && last !== ',') return false;
  if (marks.length > 1) {
    reading.group[last]++;
    return after === 3;
  }
  if (after !== 3 || at === 0 || at > 3 || bare[0] === '0') reading.decimal[last]++;
  else reading.open[last]++;
  return true;
};

const LONGEST = 64;

/** Signs and codes of currencies that have no smaller unit (ISO 4217: yen, won, dong), or none of a thousandth (yuan). */
const WHOLE_MONEY = /[¥￥円₩￦원₫đ元]|JPY|KRW|VND/;

/**
 * The format of the numbers in `samples`, or null when a value is no number. Empty values and words for "no
 * value" are passed over; where nothing else is left the answer is null.
 */
export const detectNumberFormat = (samples: Values): NumberEvidence | null =>
  numberFormatOf(presentIn(samples));

/** Whether a value of a known kind is a number in a format without a percent sign. */
const isPlainIn = (kind: number, { decimal }: NumberFormat): boolean =>
  kind === KIND.figures ||
  (decimal === '.'
    ? kind === KIND.point || kind === KIND.openPoint
    : kind === KIND.comma || kind === KIND.openComma);

/** The same for values that all say something. */
export const numberFormatOf = (values: Values): NumberEvidence | null => {
  const reading: Reading = {
    decimal: { '.': 0, ',': 0 },
    group: { ',': 0, '.': 0, ' ': 0, "'": 0 },
    open: { '.': 0, ',': 0 },
  };
  const count = countOf(values);
  if (count === 0) return null;
  let percents = 0;
  for (let at = 0; at < count; at++) {
    const kind = kindAt(values, at);
    if (kind === KIND.figures) continue;
    if (kind >= KIND.point && kind <= KIND.openComma) {
      const mark = kind <= KIND.openPoint ? '.' : ',';
      reading[kind === KIND.openPoint || kind === KIND.openComma ? 'open' : 'decimal'][mark]++;
      continue;
    }
    const text = textOf(values, at);
    if (text.length > LONGEST) return null;
    // Signs, currency, parentheses and exponent are for the parser to judge; here only the marks matter.
    const bare = /\d[\d.,'’ \u00a0\u202f\u2009\u2007]*/
      .exec(text)?.[0]
      .replace(/[\u00a0\u202f\u2009\u2007]/g, ' ')
      .replaceAll('’', "'")
      .trimEnd();
    if (bare === undefined) return null;
    // A full stop behind a letter ends a word ("Rs.500").
    const lead = /(?<!\p{L})[.,](?=\d)/u.exec(text.slice(0, text.search(/\d/) + 1))?.[0] ?? '';
    if (!readMarks(`${lead}${bare}`, reading)) return null;
    if (text.includes('%')) percents++;
  }
  if (percents > 0 && percents < count) return null;
  const percent = percents > 0;
  const { decimal, group, open } = reading;
  const fits = (format: NumberFormat): boolean =>
    every(
      values,
      (bytes, start, end, kind) =>
        isPlainIn(kind, format) || !Number.isNaN(parseNumberBytes(bytes, start, end, format)),
    );

  const points = decimal['.'] + group[','];
  const commas = decimal[','] + group['.'];
  if (points > 0 && commas > 0) return null;
  if (points === 0 && commas === 0 && open['.'] + open[','] > 0) {
    if (open['.'] > 0 && open[','] > 0) return null;
    const mark = open['.'] > 0 ? '.' : ',';
    const rest = group[' '] > 0 ? ' ' : group["'"] > 0 ? "'" : '';
    if (rest !== '') {
      // Another thousands mark is in use, so this one is the decimal mark.
      const format = form(mark, rest, percent);
      return fits(format) ? { ambiguous: false, format, why: `The thousands mark is "${rest}".` } : null;
    }
    const asDecimal = form(mark, '', percent);
    const asGroup = form(mark === '.' ? ',' : '.', mark, percent);
    if (!fits(asDecimal)) return null;
    if (textsOf(values).every((text) => WHOLE_MONEY.test(text)))
      return {
        ambiguous: false,
        format: asGroup,
        why: 'A currency without a smaller unit: the mark parts thousands.',
      };
    return {
      ambiguous: true,
      choices: [asDecimal, asGroup],
      why: `In every value that has one, "${mark}" stands before exactly three digits: it may be the decimal or the thousands mark.`,
    };
  }
  const point: '.' | ',' = commas > 0 ? ',' : '.';
  const other = point === '.' ? ',' : '.';
  const mark: NumberFormat['group'] =
    group[other] + open[other] > 0 ? other : group[' '] > 0 ? ' ' : group["'"] > 0 ? "'" : '';
  const isWhole = points + commas === 0;
  const format = {
    ...form(point, mark, percent),
    ...(isWhole && mark === '' ? { whole: true as const } : {}),
  };
  if (!fits(format)) return null;
  const why = isWhole
    ? 'Whole numbers.'
    : `The decimal mark is "${point}"${mark === '' ? '' : `, the thousands mark "${mark}"`}.`;
  return { ambiguous: false, format, why };
};
