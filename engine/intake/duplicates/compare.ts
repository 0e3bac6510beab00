/** How alike two values are: Jaro and Winkler for words, single errors for numbers, as levels of agreement. */
import type { FieldKind } from './fields.ts';

/** Agreement of two values: exact, close, none; MISSING where one of them is not there. */
export const NONE = 0;
export const CLOSE = 1;
export const EXACT = 2;
export const MISSING = 3;
export type Level = typeof NONE | typeof CLOSE | typeof EXACT | typeof MISSING;

// Used again for every pair: there are millions of them, and memory of their own would cost more than they do.
const marks = [new Uint8Array(64), new Uint8Array(64)];
/** Room for marks of so many characters, none of them set. */
const cleared = (which: number, length: number): Uint8Array => {
  if (marks[which].length < length) marks[which] = new Uint8Array(2 * length);
  return marks[which].fill(0, 0, length);
};

/** Jaro similarity with the prefix bonus of Winkler (1990), scaling 0.1 for at most four characters; 0 to 1. */
export const jaroWinkler = (a: string, b: string): number => {
  if (a === b) return 1;
  const reach = Math.max(0, Math.floor(Math.max(a.length, b.length) / 2) - 1);
  const takenA = cleared(0, a.length);
  const takenB = cleared(1, b.length);
  let common = 0;
  for (let i = 0; i < a.length; i++) {
    const last = Math.min(b.length - 1, i + reach);
    for (let j = Math.max(0, i - reach); j <= last; j++) {
      if (takenB[j] === 1 || a[i] !== b[j]) continue;
      takenA[i] = 1;
      takenB[j] = 1;
      common += 1;
      break;
    }
  }
  if (common === 0) return 0;
  let moved = 0;
  for (let i = 0, j = 0; i < a.length; i++) {
    if (takenA[i] === 0) continue;
    while (takenB[j] === 0) j += 1;
    if (a[i] !== b[j]) moved += 1;
    j += 1;
  }
  const jaro = (common / a.length + common / b.length + (common - moved / 2) / common) / 3;
  let prefix = 0;
  while (prefix < 4 && prefix < a.length && a[prefix] === b[prefix]) prefix += 1;
  return jaro + prefix * 0.1 * (1 - jaro);
};

/** Whether one insertion, deletion, substitution or swap of neighbours makes one text of the other (Damerau 1964). */
export const isOneError = (a: string, b: string): boolean => {
  if (Math.abs(a.length - b.length) > 1) return false;
  let i = 0;
  while (i < a.length && i < b.length && a[i] === b[i]) i += 1;
  if (a.length === b.length)
    return (
      a.slice(i + 1) === b.slice(i + 1) ||
      (a[i] === b[i + 1] && a[i + 1] === b[i] && a.slice(i + 2) === b.slice(i + 2))
    );
  return a.length > b.length ? a.slice(i + 1) === b.slice(i) : a.slice(i) === b.slice(i + 1);
};

/** Digits from which on two errors still leave a number alike. */
const LONG_NUMBER = 7;
const MOST_ERRORS = 2;

/** Costs of three rows of the comparison, used again. */
const costs = [new Int32Array(32), new Int32Array(32), new Int32Array(32)];

/**
 * Whether at most two such errors lie between two numbers of at most 30 characters: optimal string alignment within two
 * places of the diagonal, where alone it can cost so little.
 */
export const isTwoErrors = (a: string, b: string): boolean => {
  if (Math.abs(a.length - b.length) > MOST_ERRORS || b.length > 30 || a.length > 30) return false;
  let [before, last, row] = costs;
  for (let j = 0; j <= b.length; j++) last[j] = j;
  for (let i = 1; i <= a.length; i++) {
    const from = Math.max(1, i - MOST_ERRORS);
    const to = Math.min(b.length, i + MOST_ERRORS);
    row[from - 1] = from === 1 ? i : MOST_ERRORS + 1;
    let least = MOST_ERRORS + 1;
    for (let j = from; j <= to; j++) {
      let cost = last[j - 1] + (a.charCodeAt(i - 1) === b.charCodeAt(j - 1) ? 0 : 1);
      if (j < i + MOST_ERRORS && last[j] + 1 < cost) cost = last[j] + 1;
      if (row[j - 1] + 1 < cost) cost = row[j - 1] + 1;
      if (
        i > 1 &&
        j > 1 &&
        a.charCodeAt(i - 1) === b.charCodeAt(j - 2) &&
        a.charCodeAt(i - 2) === b.charCodeAt(j - 1)
      )
        cost = Math.min(cost, before[j - 2] + 1);
      row[j] = cost;
      if (cost < least) least = cost;
    }
    if (least > MOST_ERRORS) return false;
    [before, last, row] = [last, row, before];
  }
  return last[b.length] <= MOST_ERRORS;
};

/** From here on two words are alike: the usual threshold for names (Winkler 1990, Christen 2012 §5). */
const ALIKE = 0.88;

/** Which of 32 classes the characters of a text fall into. */
export const lettersOf = (text: string): number => {
  let letters = 0;
  for (let i = 0; i < text.length; i++) letters |= 1 << (text.charCodeAt(i) & 31);
  return letters;
};

/** Bits that are set in a word of 32. */
export const countBits = (word: number): number => {
  let rest = word - ((word >>> 1) & 0x55555555);
  rest = (rest & 0x33333333) + ((rest >>> 2) & 0x33333333);
  return Math.imul((rest + (rest >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
};

/**
 * Whether two words could be alike at all: a bound from above on Jaro and Winkler, since characters that one of them lacks
 * cannot be common. Most pairs of strangers end here.
 */
const mayBeWords = (lengthA: number, lettersA: number, lengthB: number, lettersB: number): boolean => {
  const common = Math.min(
    lengthA - countBits(lettersA & ~lettersB),
    lengthB - countBits(lettersB & ~lettersA),
  );
  const jaro = (common / lengthA + common / lengthB + 1) / 3;
  return jaro + 0.4 * (1 - jaro) >= ALIKE;
};

/**
 * Whether two values could be alike at all, by how long they are and which characters they have (`lettersOf`): an error changes
 * one character at most. Of numbers, too, most pairs of strangers end here.
 */
export const mayBeAlike = (
  areWords: boolean,
  lengthA: number,
  lettersA: number,
  lengthB: number,
  lettersB: number,
): boolean =>
  areWords
    ? mayBeWords(lengthA, lettersA, lengthB, lettersB)
    : Math.abs(lengthA - lengthB) <= MOST_ERRORS &&
      countBits(lettersA & ~lettersB) <= MOST_ERRORS &&
      countBits(lettersB & ~lettersA) <= MOST_ERRORS;

/** Two dates whose day and month are swapped, as digits: YYYYMMDD or DDMMYYYY. */
const isSwapped = (a: string, b: string): boolean =>
  a.length === 8 &&
  b.length === 8 &&
  (a.slice(0, 4) + a.slice(6) + a.slice(4, 6) === b || a.slice(2, 4) + a.slice(0, 2) + a.slice(4) === b);

/** The level of two comparable values. */
export const levelOf = (kind: FieldKind, a: string, b: string): Level => {
  if (a === '' || b === '') return MISSING;
  if (a === b) return EXACT;
  switch (kind) {
    // Within two errors of a day lie the birthdays of brothers and sisters.
    case 'birth':
      return isOneError(a, b) || isSwapped(a, b) ? CLOSE : NONE;
    case 'official number':
    case 'phone':
      if (isOneError(a, b)) return CLOSE;
      return Math.min(a.length, b.length) >= LONG_NUMBER && isTwoErrors(a, b) ? CLOSE : NONE;
    // Addresses are made of names, so those of namesakes resemble each other; another number is another address.
    case 'email':
      return isOneError(a, b) && a.replace(/\D/g, '') === b.replace(/\D/g, '') ? CLOSE : NONE;
    case 'postcode':
    case 'house number':
    case 'region':
      return isOneError(a, b) ? CLOSE : NONE;
    default:
      return jaroWinkler(a, b) >= ALIKE ? CLOSE : NONE;
  }
};
