/** What single cells look like, as far as telling delimiter and header needs it. Coarse on purpose. */
import { parseTime } from '../values/times.ts';

const PATTERNS: readonly RegExp[] = [
  // A number, with thousands marks, a decimal point or comma, a sign, an exponent, a percent sign.
  /^[-+(]?\p{Sc}?\s?\d[\d.,'’\s]{0,30}(e[-+]?\d{1,3})?\)?\s?[%\p{Sc}]?$/iu,
  // A date, with or without a time.
  /^\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}([T ].{0,24})?$/,
  // A UUID.
  /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i,
  /^(true|false|yes|no)$/i,
];

/** A number, date, UUID, truth value or e-mail address: what a header is not. */
export const looksLikeValue = (cell: string): boolean => {
  const text = cell.trim();
  if (text === '' || text.length > 64) return false;
  const at = text.indexOf('@');
  if (at > 0 && at === text.lastIndexOf('@') && text.indexOf('.', at) > at + 1 && !/[\s,;|]/.test(text))
    return true;
  return PATTERNS.some((pattern) => pattern.test(text)) || !Number.isNaN(parseTime(text, 'month-name'));
};

const MISSING = new Set(['', '-', 'na', 'n/a', 'nan', 'null', 'none', '\\n', '?']);

const LONGEST_MISSING = 4;
const isPresent = (cell: string): boolean => {
  const text = cell.trim();
  return text.length > LONGEST_MISSING || !MISSING.has(text.toLowerCase());
};

/** Whether four of five cells of a column that say something are values. It is given up when too many are not. */
const holdsValues = (rest: readonly (readonly string[])[], place: number): boolean => {
  const cells = rest.map((row) => row[place] ?? '').filter(isPresent);
  let others = 0;
  return (
    cells.length > 0 &&
    cells.every((cell) => looksLikeValue(cell) || ++others <= cells.length - Math.ceil(cells.length * 0.8))
  );
};

/** Whether the first record names the columns of the others, whether their values prove it, and why. */
export const looksLikeHeader = (
  first: readonly string[],
  rest: readonly (readonly string[])[],
): { header: boolean; proved: boolean; why: string } => {
  const values = first.filter(looksLikeValue).length;
  const texts = first.map((cell) => cell.trim());
  if (texts.every((text) => text === ''))
    return { header: false, proved: false, why: 'The first record is empty.' };
  const named = texts.flatMap((text, place) => (MISSING.has(text.toLowerCase()) ? [] : [{ text, place }]));
  const differ = named.filter(({ text, place }) => !looksLikeValue(text) && holdsValues(rest, place)).length;
  if (values > 0 && differ <= values)
    return { header: false, proved: false, why: 'No header: the first record holds values like the others.' };
  if (differ > 0)
    return {
      header: true,
      proved: true,
      why: `Header: in ${differ} ${differ === 1 ? 'column' : 'columns'} the first record is a word where the others hold values.`,
    };
  const recurs = named.filter(({ text, place }) => rest.some((row) => row[place]?.trim() === text)).length;
  if (recurs > 0 && recurs * 2 >= texts.length)
    return { header: false, proved: false, why: 'No header: cells of the first record come again below it.' };
  if (new Set(texts).size < texts.length && texts.some((text) => text === ''))
    return { header: false, proved: false, why: 'No header: cells of the first record are empty or equal.' };
  return { header: true, proved: false, why: 'Header: the first record holds only words, each of its own.' };
};
