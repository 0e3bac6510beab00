/**
 * Which encoding of one byte a character fits a text: a letter is likely after what stands before it, or is not. Every
 * pair of neighbouring bytes with one beyond ASCII is counted; each encoding then reads the pairs, and its best language
 * tells how likely they are (naive Bayes over letters, with case and script of the neighbour).
 */
import type { Encoding } from '../../../../shared/encodings.ts';
import { LANGUAGES, TYPOGRAPHIC } from './alphabets.ts';
import { ONE_BYTE } from './list.ts';

/** A reading of a text: how well it fits, and the commonest of its characters beyond ASCII. */
export type Reading = {
  encoding: Encoding;
  /** Logarithm of how likely it is; for comparing readings of one text. */
  score: number;
  why: string;
  letters: string[];
  /** What the bytes become; two that read alike need no choice. */
  text: string;
};

const MOST_LETTERS = 6;
/** Windows-1252 is the usual one: another has to be likelier by so much, and by so much a character. */
const USUAL = 2;
const USUAL_EACH = 0.25;

/** Counts of pairs of neighbouring bytes, at 256 × the first + the second, where one of them is beyond ASCII. */
export const createPairTally = () => {
  const pairs = new Uint32Array(65536);
  let before = 10;
  return {
    pairs,
    push: (chunk: Uint8Array): void => {
      let last = before;
      for (let i = 0; i < chunk.length; i++) {
        const byte = chunk[i];
        if (((byte | last) & 0x80) !== 0) pairs[last * 256 + byte] += 1;
        last = byte;
      }
      before = last;
    },
  };
};

type Class = 'lower' | 'upper' | 'typographic' | 'sign' | 'plain';
type Character = { text: string; class: Class; isLatin: boolean };

const classOf = (text: string, byte: number): Class => {
  if (/^\p{L}$/u.test(text) && !'ªº'.includes(text)) return text === text.toLowerCase() ? 'lower' : 'upper';
  if (byte < 0x80) return 'plain';
  return TYPOGRAPHIC.has(text) ? 'typographic' : 'sign';
};

/** The 256 characters of an encoding; null where a byte is none or a control character. */
const charactersOf = (encoding: Encoding): (Character | null)[] => {
  const decoder = new TextDecoder(encoding, { fatal: true });
  return Array.from({ length: 256 }, (_, byte) => {
    try {
      const text = decoder.decode(Uint8Array.of(byte));
      if (byte >= 0x80 && /\p{Cc}/u.test(text)) return null;
      return { text, class: classOf(text, byte), isLatin: /\p{Script=Latin}/u.test(text) };
    } catch (cause) {
      if (!(cause instanceof TypeError)) throw cause;
      return null;
    }
  });
};

const isLetter = (one: Character): boolean => one.class === 'lower' || one.class === 'upper';
const OTHER_SCRIPT = -6;
const UNREADABLE = -16;

/** What the neighbour before says of a character, apart from which letter it is. */
const afterPenalty = (before: Character, one: Character): number => {
  if (!isLetter(one)) return isLetter(before) && one.class === 'sign' ? -3 : 0;
  if (!isLetter(before)) return one.class === 'upper' ? -1 : -0.5;
  if (before.isLatin !== one.isLatin) return OTHER_SCRIPT;
  if (before.class === 'lower' && one.class === 'upper') return -4;
  // Letters with marks seldom stand beside each other.
  return one.isLatin && before.text > '\u007f' ? -2 : one.class === 'upper' ? -1.5 : -0.5;
};

/** How often letters stand in a language, by their place in its list (Zipf's law). */
const shares = (letters: string): Map<string, number> => {
  const all = [...letters];
  const sum = all.reduce((total, _, rank) => total + 1 / (rank + 1), 0);
  return new Map(all.map((letter, rank) => [letter, 1 / (rank + 1) / sum]));
};

type Pair = { first: number; second: number; count: number };

const read = (encoding: Encoding, pairs: readonly Pair[]): Reading | null => {
  const characters = charactersOf(encoding);
  const languages = (LANGUAGES[encoding] ?? []).map(({ name, letters }) => ({ name, of: shares(letters) }));
  const anywhere = (letter: string): number =>
    languages.reduce((sum, { of }) => sum + (of.get(letter) ?? 0), 0) / languages.length;
  const counts = new Map<string, number>();
  const scores = languages.map(() => 0);
  const own = languages.map(() => 0);
  let all = 0;
  let score = 0;
  for (const { first, second, count } of pairs) {
    const before = characters[first];
    const one = characters[second];
    if (second < 0x80) {
      if (before !== null && one !== null && isLetter(before) && isLetter(one))
        score +=
          count *
          (before.isLatin ? (before.class === 'lower' && one.class === 'upper' ? -4 : 0) : OTHER_SCRIPT);
      continue;
    }
    all += count;
    if (one === null) {
      score += count * UNREADABLE;
      continue;
    }
    counts.set(one.text, (counts.get(one.text) ?? 0) + count);
    score += count * (before === null ? 0 : afterPenalty(before, one));
    if (!isLetter(one)) {
      score += count * (one.class === 'typographic' ? -6 : -10);
      continue;
    }
    const letter = one.text.toLowerCase();
    const mean = anywhere(letter);
    for (const [i, { of }] of languages.entries()) {
      const share = of.get(letter) ?? 0;
      scores[i] += count * Math.log(0.9 * share + 0.1 * mean + 1e-4);
      if (share > 0) own[i] += count;
    }
  }
  const best = scores.indexOf(Math.max(...scores));
  const used = new Set(pairs.filter(({ second }) => second >= 0x80).map(({ second }) => second));
  const bytes = [...used].sort((a, b) => a - b);
  // A byte that the encoding does not have would stop the import.
  const decoder = new TextDecoder(encoding, { fatal: true });
  let text = '';
  try {
    text = decoder.decode(Uint8Array.from(bytes));
  } catch (cause) {
    if (!(cause instanceof TypeError)) throw cause;
    return null;
  }
  return {
    encoding,
    score: score + scores[best] + (encoding === 'windows-1252' ? USUAL + USUAL_EACH * all : 0),
    why: `of ${all} characters beyond ASCII ${own[best]} are letters of ${languages[best].name}`,
    letters: [...counts]
      .sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))
      .slice(0, MOST_LETTERS)
      .map(([letter]) => letter),
    text,
  };
};

/** How every encoding of one byte that has all the bytes reads them, the likeliest first. */
export const oneByteReadings = (tally: Uint32Array): Reading[] => {
  const pairs: Pair[] = [];
  for (let at = 0; at < tally.length; at++)
    if (tally[at] > 0) pairs.push({ first: at >> 8, second: at & 255, count: tally[at] });
  return ONE_BYTE.map((encoding) => read(encoding, pairs))
    .filter((reading) => reading !== null)
    .sort((a, b) => b.score - a.score);
};
