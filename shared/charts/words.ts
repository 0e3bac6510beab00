/**
 * Figures and names as the reports print them: thousands with a comma, a no-break space before a unit, a true
 * minus, no locale. Names come from customers' files, so they are made harmless here before they are drawn.
 */
import { isNear, isTold, type ToldCount, untold } from '../counts.ts';
import type { Share } from '../release.ts';

const SPACE = '\u00a0';

// Controls, bidirectional overrides, invisible fillers, lone surrogates and non-characters: they would vanish,
// turn the text around them, or be forbidden in XML.
const UNSHOWABLE =
  /[\p{Cc}\p{Cs}\u200b\u200e\u200f\u061c\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\uffff\u{e0000}-\u{e007f}]/gu;

/** Stands for a character that cannot be shown; every typeface we print with has it. */
export const REPLACEMENT = '□';

/** `words` on one line, with every character that would not show replaced by one that does. */
export const visible = (words: string): string =>
  words.replace(/[\t\n\r\v\f\u0085\u2028\u2029]+/g, ' ').replace(UNSHOWABLE, REPLACEMENT);

/** `words` for an XML or HTML text or a double-quoted attribute. */
export const escapeXml = (words: string): string =>
  words.replace(
    /[&<>"']/g,
    (character) =>
      ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' })[character] as string,
  );

/** A number with thousands separated by commas; at most six significant digits after rounding noise. */
export const number = (value: number): string => {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? '–' : value > 0 ? '∞' : '−∞';
  const clean = Number.isInteger(value) ? value : Number(value.toPrecision(6));
  const plain = String(Math.abs(clean));
  const sign = clean < 0 ? '−' : '';
  if (plain.includes('e')) return sign + plain.replace('e-', 'e−').replace('e+', 'e');
  const [whole, fraction] = plain.split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  return sign + (fraction === undefined ? grouped : `${grouped}.${fraction}`);
};

/** A number with exactly `digits` decimals. */
export const fixed = (value: number, digits: number): string =>
  Number.isFinite(value) ? value.toFixed(digits).replace(/^-/, '−') : number(value);

/** A number and its unit; a currency or a word, always after the number. */
export const withUnit = (value: number, unit: string): string =>
  unit === '' ? number(value) : `${number(value)}${SPACE}${unit}`;

/** A share as the gate cleared it: "20 %", "< 1 %", "> 99 %". */
export const shareText = (share: Share): string =>
  `${share.bound === 'below' ? `<${SPACE}` : share.bound === 'above' ? `>${SPACE}` : ''}${share.percent}${SPACE}%`;

/** A fraction as a percentage with at most one decimal below ten per cent. */
export const percent = (fraction: number): string => {
  const value = fraction * 100;
  const digits = Math.abs(value) < 10 && Math.abs(value - Math.round(value)) > 0.05 ? 1 : 0;
  return `${fixed(value, digits)}${SPACE}%`;
};

/** What share of people a group is; nothing where nobody is there, or where a count is a mark in place of one. */
export const shareOf = (people: number, of: number): string =>
  of > 0 && isTold(people) && isTold(of) ? percent(people / of) : '';

/** A sum of money: every digit of the whole, and hundredths where there are any. */
export const money = (sum: number): string => {
  const [whole, cents] = Math.abs(sum).toFixed(2).split('.');
  return `${sum < 0 ? '−' : ''}${number(Number(whole))}${cents === '00' ? '' : `.${cents}`}`;
};

/** A ratio to two or three significant digits: "20.9×", "0.43×". */
export const ratio = (value: number): string =>
  `${value >= 100 ? fixed(value, 0) : value >= 10 ? fixed(value, 1) : fixed(value, 2)}×`;

/** A count of people; a mark in place of one in words: "<11". */
export const told = (count: number): string => (isTold(count) ? number(count) : untold(count));

/** A count that may be what was told before: "≈ 62". */
export const toldNear = (count: ToldCount): string =>
  isNear(count) ? `≈${SPACE}${told(count.people)}` : told(count.people);

/** "1 person", "2 people". */
export const counted = (count: number, one: string, many: string): string =>
  `${told(count)} ${count === 1 ? one : many}`;
