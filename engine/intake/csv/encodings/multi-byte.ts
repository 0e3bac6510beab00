/**
 * Whether a text is in an encoding of Chinese, Japanese or Korean: its characters are valid, stand beside each other, and
 * are those that the language writes most with. The regions are those of the character sets: kana, and the first level
 * of JIS X 0208, GB 2312 and Big5; hangul of KS X 1001.
 */
import { type MultiByte, widthIn } from './list.ts';
import type { Reading } from './one-byte.ts';

const MOST_LETTERS = 6;
const within = (byte: number, from: number, to: number): boolean => byte >= from && byte <= to;

type Shape = {
  language: string;
  /** Whether a second byte may follow. */
  trails: (second: number) => boolean;
  /** Whether the language writes much with characters of this first byte. */
  isCommon: (first: number, second: number) => boolean;
  /** Whether a character is one that neighbouring encodings have next to none of. */
  isOwn: (first: number, second: number) => boolean;
  /** Least parts of its characters that are common, and own. */
  common: number;
  own: number;
};

const high = (second: number): boolean => within(second, 0xa1, 0xfe);
const SHAPES: Record<MultiByte, Shape> = {
  shift_jis: {
    language: 'Japanese',
    trails: (second) => within(second, 0x40, 0x7e) || within(second, 0x80, 0xfc),
    isCommon: (first) => within(first, 0x81, 0x83) || within(first, 0x88, 0x97),
    isOwn: () => true,
    common: 0.7,
    own: 0,
  },
  'euc-jp': {
    language: 'Japanese',
    trails: high,
    isCommon: (first) => within(first, 0xa4, 0xa5) || within(first, 0xb0, 0xcf),
    isOwn: (first) => within(first, 0xa4, 0xa5),
    common: 0.7,
    own: 0.05,
  },
  'euc-kr': {
    language: 'Korean',
    trails: high,
    isCommon: (first) => within(first, 0xb0, 0xc8),
    isOwn: () => true,
    common: 0.9,
    own: 0,
  },
  big5: {
    language: 'Chinese in traditional characters',
    trails: (second) => within(second, 0x40, 0x7e) || high(second),
    isCommon: (first) => within(first, 0xa4, 0xc6),
    isOwn: (_, second) => second < 0x80,
    common: 0.7,
    own: 0.15,
  },
  gb18030: {
    language: 'Chinese',
    trails: (second) => within(second, 0x40, 0x7e) || within(second, 0x80, 0xfe),
    isCommon: (first, second) => within(first, 0xb0, 0xd7) && high(second),
    isOwn: () => true,
    common: 0.7,
    own: 0,
  },
};

/** The first that fits is meant: the one before has what the next has less of. */
const ORDER: readonly MultiByte[] = ['shift_jis', 'euc-jp', 'big5', 'euc-kr', 'gb18030'];
/** Of so many characters one may be broken before the encoding is given up. */
const FAULTY = 100;
const PATIENCE = 10;
/** Least part of the characters that follow one of their kind: letters with marks of a Latin script stand alone. */
const BESIDE = 0.25;

/** Counts the characters of one encoding over chunks that may split one anywhere. */
const createTally = (encoding: MultiByte) => {
  const shape = SHAPES[encoding];
  const width = widthIn(encoding);
  const seen = { all: 0, beside: 0, common: 0, own: 0, faulty: 0 };
  const counts = new Uint32Array(65536);
  let held: number[] = [];
  let afterOne = false;
  let isOut = false;
  const end = (isValid: boolean, first: number, second: number): void => {
    held = [];
    if (!isValid) {
      seen.faulty += 1;
      afterOne = false;
      isOut = seen.faulty > PATIENCE && seen.faulty * FAULTY > seen.all;
      return;
    }
    seen.all += 1;
    if (afterOne) seen.beside += 1;
    afterOne = true;
    if (shape.isCommon(first, second)) seen.common += 1;
    if (shape.isOwn(first, second)) seen.own += 1;
    counts[first * 256 + second] += 1;
  };
  const take = (byte: number): void => {
    if (held.length === 0) {
      if (byte >= 0x80 && width !== null && width(byte, 0) === 1) {
        // Half-width katakana; anything else of one byte is a control character.
        if (encoding === 'shift_jis' && within(byte, 0xa1, 0xdf)) afterOne = true;
        else end(false, byte, 0);
      } else if (byte >= 0x80) held.push(byte);
      else afterOne = false;
      return;
    }
    held.push(byte);
    const [first, second] = held;
    const length = width?.(first, second) ?? 1;
    if (length === 2) end(shape.trails(second), first, second);
    else if (held.length === length)
      end(
        held.slice(1).every((one) => one >= 0x30),
        first,
        second,
      );
  };
  return {
    push: (chunk: Uint8Array): void => {
      for (let i = 0; i < chunk.length && !isOut; i++) {
        const byte = chunk[i];
        if (byte < 0x80 && held.length === 0) afterOne = false;
        else take(byte);
      }
    },
    /** How well it fits, from 0 to 1, and how it reads; null where it does not. */
    reading: (): Reading | null => {
      const { all, beside, common, own, faulty } = seen;
      if (isOut || all === 0 || faulty * FAULTY > all) return null;
      if (beside < all * BESIDE || common < all * shape.common || own < all * shape.own) return null;
      const decoder = new TextDecoder(encoding);
      const order = Array.from(counts.keys()).filter((at) => counts[at] > 0);
      const letters = order
        .sort((a, b) => counts[b] - counts[a] || a - b)
        .slice(0, MOST_LETTERS)
        .map((at) => decoder.decode(Uint8Array.of(at >> 8, at & 255)));
      return {
        encoding,
        score: common / all,
        why: `${all} pairs of bytes are its characters, ${Math.floor((common / all) * 100)} % of them of those that ${shape.language} is mostly written with`,
        letters,
        text: letters.join(''),
      };
    },
  };
};

/** Counts the characters of every encoding of several bytes. */
export const createMultiByteTally = () => {
  const tallies = ORDER.map(createTally);
  return {
    push: (chunk: Uint8Array): void => {
      for (const tally of tallies) tally.push(chunk);
    },
    /** Those that fit, the likeliest first. */
    readings: (): Reading[] => tallies.map((tally) => tally.reading()).filter((one) => one !== null),
  };
};
