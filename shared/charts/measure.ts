/**
 * How wide a text is, without a screen: the sum of the advance widths of the report's typeface. Kerning is
 * left out: it makes almost every text a little narrower; the PDF squeezes the rare one that it widens. Other typefaces of the font list are as
 * wide or narrower; the gaps between columns take up a fallback that is a little wider.
 */
import type { Weight } from './scene.ts';
import { WIDTH_BLOCKS, WIDTH_TABLE } from './widths.ts';
import { number } from './words.ts';

const expand = (weight: 400 | 600): Map<number, number> => {
  const digits = WIDTH_TABLE[weight].join('');
  const widths = new Map<number, number>();
  let at = 0;
  for (const [first, last] of WIDTH_BLOCKS)
    for (let code = first; code <= last; code++) {
      widths.set(code, Number.parseInt(digits.slice(at, at + 2), 36));
      at += 2;
    }
  return widths;
};

const TABLES: Record<400 | 600, Map<number, number>> = { 400: expand(400), 600: expand(600) };

/** The few characters of Unicode that are drawn wider than others of their sort, in 1/100 em. */
const GIANTS = new Map([
  [0x0323, 27],
  [0x2167, 156],
  [0x27f7, 175],
  [0x27fa, 175],
  [0x2e3a, 200],
  [0x2e3b, 300],
  [0xfdfd, 1200],
  [0x1f850, 268],
  [0x1f852, 268],
]);

/** Symbols, numbers in rings and as letters: №, ⅷ, ①. */
const BROAD = /[\p{S}\p{No}\p{Nl}\p{Me}\p{Extended_Pictographic}]/u;

/** Advance width of one code point in 1/100 em; an upper bound where the typeface lacks it. */
export const advance = (code: number, weight: Weight): number => {
  // The light cut is narrower than the regular one, which stands in for it.
  const known = TABLES[weight === 600 ? 600 : 400].get(code);
  if (known !== undefined) return known;
  const giant = GIANTS.get(code);
  if (giant !== undefined) return giant;
  const character = String.fromCodePoint(code);
  if (BROAD.test(character)) return 140;
  if (/\p{M}/u.test(character) || code === 0x200c || code === 0x200d) return 0;
  if (code >= 0x12000 && code <= 0x1254f) return 400;
  if (/\p{Co}/u.test(character)) return 270;
  return /[\p{Script=Latin}\p{Script=Greek}]/u.test(character) ? 122 : 105;
};

/** Width of a line of text in pixels at `size` pixels to the em. */
export const textWidth = (words: string, size: number, weight: Weight): number => {
  let sum = 0;
  for (const character of words) sum += advance(character.codePointAt(0)!, weight);
  return (sum * size) / 100;
};

/**
 * `words` broken into lines of at most `room` pixels, at spaces where there are any, inside a word where it
 * alone is too long. Nothing is lost.
 */
export const wrap = (words: string, room: number, size: number, weight: Weight): string[] => {
  const lines: string[] = [];
  let current = '';
  for (const word of words.split(' ').filter((part) => part !== '')) {
    const joined = current === '' ? word : `${current} ${word}`;
    if (textWidth(joined, size, weight) <= room) {
      current = joined;
      continue;
    }
    if (current !== '') lines.push(current);
    current = '';
    for (const character of word) {
      if (current !== '' && textWidth(current + character, size, weight) > room) {
        lines.push(current);
        current = '';
      }
      current += character;
    }
  }
  if (current !== '') lines.push(current);
  return lines;
};

/** A number in at most `room` pixels: in full, or in thousands, millions, thousand millions. */
export const fitNumber = (value: number, room: number): string => {
  const plain = number(value);
  if (textWidth(plain, 11, 400) <= room) return plain;
  for (const [unit, size] of [
    ['k', 1e3],
    ['M', 1e6],
    ['G', 1e9],
  ] as const) {
    const short = `${number(Number((value / size).toPrecision(3)))}${unit}`;
    if (Math.abs(value) >= size && textWidth(short, 11, 400) <= room) return short;
  }
  return number(Number(value.toPrecision(2)));
};
