/**
 * Errors in the values of a person, of the kinds and with about the shares that the manual of Febrl describes for its
 * generator of data sets (Christen 2005; Christen and Pudjijono 2009): slips of the keyboard, sounds and look-alikes,
 * words parted, joined and swapped, values lost, replaced and under the wrong heading.
 */
import type { Random } from '../../../../shared/random.ts';

const ROWS = ['qwertyuiop', 'asdfghjkl', 'zxcvbnm', '1234567890'];
/** Spellings of one sound, and characters that a scanner takes for another. */
const ALIKE: readonly (readonly [string, string])[] = [
  ['ph', 'f'],
  ['ck', 'k'],
  ['ie', 'y'],
  ['ee', 'ea'],
  ['th', 't'],
  ['sh', 's'],
  ['ss', 's'],
  ['ll', 'l'],
  ['tt', 't'],
  ['ai', 'ay'],
  ['ou', 'u'],
  ['c', 'k'],
  ['m', 'rn'],
  ['l', '1'],
  ['o', '0'],
  ['s', '5'],
  ['g', 'q'],
  ['i', 'l'],
  ['1', '7'],
  ['5', '6'],
  ['8', '3'],
  ['u', 'v'],
]; // prettier-ignore

const near = (random: Random, character: string): string => {
  const row = ROWS.find((one) => one.includes(character)) ?? ROWS[0];
  if (random.next() < 0.3) return row[random.int(row.length)];
  const at = row.indexOf(character) + (random.next() < 0.5 ? -1 : 1);
  return row[Math.min(row.length - 1, Math.max(0, at))];
};

/** One slip in a text: a character put in, left out, taken for another, or two swapped. */
const slip = (random: Random, text: string): string => {
  const at = random.int(text.length);
  switch (random.int(4)) {
    case 0:
      return text.slice(0, at) + near(random, text[at]) + text.slice(at);
    case 1:
      return text.slice(0, at) + text.slice(at + 1);
    case 2:
      return text.slice(0, at) + near(random, text[at]) + text.slice(at + 1);
    default:
      return at + 1 < text.length ? text.slice(0, at) + text[at + 1] + text[at] + text.slice(at + 2) : text;
  }
};

const alike = (random: Random, text: string): string => {
  const fitting = ALIKE.flatMap((pair) => [pair, [pair[1], pair[0]] as const]).filter(([from]) =>
    text.includes(from),
  );
  if (fitting.length === 0) return slip(random, text);
  const [from, to] = fitting[random.int(fitting.length)];
  return text.replace(from, to);
};

/** Words parted, joined or in another order. */
const rearranged = (random: Random, text: string): string => {
  const words = text.split(' ');
  if (words.length === 1) {
    const at = 1 + random.int(Math.max(1, text.length - 1));
    return `${text.slice(0, at)} ${text.slice(at)}`.trim();
  }
  const at = random.int(words.length - 1);
  const [one, other] = [words[at], words[at + 1]];
  const put = random.next() < 0.5 ? [one + other] : [other, one];
  return [...words.slice(0, at), ...put, ...words.slice(at + 2)].join(' ');
};

/** One error in one value. @param fresh another value of the same field */
export const corrupted = (random: Random, text: string, digits: boolean, fresh: () => string): string => {
  const drawn = random.next();
  if (text === '') return drawn < 0.3 ? fresh() : '';
  if (drawn < 0.07) return '';
  if (drawn < 0.14) return fresh();
  if (digits) return slip(random, text);
  if (drawn < 0.3) return alike(random, text);
  if (drawn < 0.45) return rearranged(random, text);
  return slip(random, text);
};
