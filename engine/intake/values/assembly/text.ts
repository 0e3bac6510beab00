/**
 * What a text is made of, in one pass: its hash, its length, its digits and the kinds of signs in it. AssemblyScript,
 * compiled with look.ts.
 */

/** Kinds of signs; those that begin with NOT_ say that a sign stands in the text that may not stand in such a value. */
export const NOT_HEX: i32 = 1;
export const NOT_PHONE: i32 = 2;
export const NOT_OFFICIAL: i32 = 4;
export const NOT_IP: i32 = 8;
export const AT: i32 = 16;
export const HYPHEN: i32 = 32;
/** A full stop or a comma. */
export const POINT: i32 = 64;
export const PLUS: i32 = 128;
export const COLON: i32 = 256;
export const BLANK: i32 = 512;
export const DIGIT: i32 = 1 << 10;
export const LETTER: i32 = 1 << 11;
/** What people write between the parts of an official number. */
const MARK: i32 = 1 << 12;
/** What stands in an e-mail address before and behind its @ (`isEmail` of detectors.ts). */
export const LOCAL: i32 = 1 << 13;
export const DOMAIN: i32 = 1 << 14;
/** More than ASCII. */
export const HIGH: i32 = 1 << 15;
/** What parts the values in a cell of several; the comma also stands in numbers. */
export const LISTED: i32 = 1 << 16;
export const COMMA: i32 = 1 << 17;
/** What stands in addresses of pages, in markup, in JSON, or around "at"; also signs that are not seen, and wide ones. */
export const MARKUP: i32 = 1 << 18;
export const SLASH: i32 = 1 << 19;
/** What stands in a word that may be a key, the number of a thing, or hide another text. */
export const WORD: i32 = 1 << 20;
/** What stands in a telephone number. */
export const PHONE: i32 = 1 << 21;

const KINDS = memory.data(256 * 4);

@inline
export function kindOf(sign: i32): i32 {
  return load<i32>(KINDS + ((<usize>sign) << 2));
}

function isIn(sign: i32, signs: string): bool {
  for (let i = 0; i < signs.length; i++) if (signs.charCodeAt(i) == sign) return true;
  return false;
}

for (let c = 0; c < 256; c++) {
  const isDigit = c >= 48 && c <= 57;
  const isLetter = (c >= 65 && c <= 90) || (c >= 97 && c <= 122);
  const isHex = isDigit || (isLetter && (c | 32) <= 102);
  let kind = 0;
  if (!isHex) kind |= NOT_HEX;
  if (!isDigit && !isIn(c, '+ -()/.')) kind |= NOT_PHONE;
  if (!isDigit && !isLetter && !isIn(c, ' .-/')) kind |= NOT_OFFICIAL;
  if (!isHex && !isIn(c, ':.')) kind |= NOT_IP;
  if (c == 64) kind |= AT;
  if (c == 45) kind |= HYPHEN;
  if (isIn(c, '.,')) kind |= POINT;
  if (c == 43) kind |= PLUS;
  if (c == 58) kind |= COLON;
  if (c == 32) kind |= BLANK;
  if (isDigit) kind |= DIGIT;
  if (isLetter) kind |= LETTER;
  if (isIn(c, ' .-/')) kind |= MARK;
  if (isDigit || isLetter || isIn(c, "_.!#$%&'*+/=?^`{|}~-")) kind |= LOCAL;
  if (isDigit || isLetter || isIn(c, '-.')) kind |= DOMAIN;
  if (isIn(c, ';|"[]{}<>\t\r\n')) kind |= LISTED;
  if (c == 44) kind |= COMMA;
  if (isIn(c, '%&=\\"<{[(')) kind |= MARKUP;
  if (c == 47) kind |= SLASH;
  if (isDigit || isLetter || isIn(c, '_-.+')) kind |= WORD;
  if (isDigit || isIn(c, ' -()/.')) kind |= PHONE;
  if (c >= 128) kind |= HIGH;
  store<i32>(KINDS + ((<usize>c) << 2), kind);
}

/** Of the text that was read last: kinds of its signs, its hash and its length in UTF-16. */
export let kinds: i32 = 0;
export let hash: i32 = 0;
export let units: i32 = 0;
export let digits: i32 = 0;
export let blanks: i32 = 0;
export let marks: i32 = 0;
/** Most digits one behind the other but for blanks and hyphens. */
export let run: i32 = 0;

/** Letters of full width, and signs that are not seen. */
@inline
function isHiding(point: i32): bool {
  if (point >= 0xfeff) return point == 0xfeff || (point >= 0xff01 && point <= 0xff5e);
  return point == 0xad || point == 0x2060 || (point >= 0x200b && point <= 0x200f);
}

const PRIME: i32 = 0x0100_0193;

/** Reads one sign of ASCII into the figures above but for hash and length. @returns the run of digits behind it */
@inline
function count(sign: i32, before: i32): i32 {
  const kind = kindOf(sign);
  kinds |= kind;
  if ((kind & DIGIT) != 0) {
    digits++;
    return before + 1;
  }
  if ((kind & MARK) == 0) {
    run = max(run, before);
    return 0;
  }
  marks++;
  if (sign == 32) blanks++;
  else if (sign != 45) {
    run = max(run, before);
    return 0;
  }
  return before;
}

/**
 * Reads a text. The hash is FNV-1a of its UTF-16, mixed once more.
 * @returns false where it is not UTF-8 (RFC 3629)
 */
export function read(start: usize, end: usize): bool {
  let h: i32 = 0x811c_9dc5;
  let length = 0;
  let inRow = 0;
  kinds = digits = blanks = marks = run = 0;
  for (let at = start; at < end; ) {
    const c = <i32>load<u8>(at);
    if (c < 0x80) {
      inRow = count(c, inRow);
      h = (h ^ c) * PRIME;
      length++;
      at++;
      continue;
    }
    const size: usize = c < 0xe0 ? 2 : c < 0xf0 ? 3 : 4;
    if (c < 0xc2 || c > 0xf4 || at + size > end) return false;
    const second = <i32>load<u8>(at, 1);
    const least = c == 0xe0 ? 0xa0 : c == 0xf0 ? 0x90 : 0x80;
    const most = c == 0xed ? 0x9f : c == 0xf4 ? 0x8f : 0xbf;
    if (second < least || second > most) return false;
    let point = size == 2 ? c & 31 : size == 3 ? c & 15 : c & 7;
    for (let i: usize = 1; i < size; i++) {
      const next = <i32>load<u8>(at + i);
      if ((next & 0xc0) != 0x80) return false;
      point = (point << 6) | (next & 63);
    }
    // The at sign in full width, and the small one.
    if (point == 0xff20 || point == 0xfe6b) kinds |= AT;
    if (isHiding(point)) kinds |= MARKUP;
    if (size == 4) {
      h = (h ^ (0xd7c0 + (point >> 10))) * PRIME;
      point = 0xdc00 | (point & 0x3ff);
      length++;
    }
    h = (h ^ point) * PRIME;
    length++;
    at += size;
    run = max(run, inRow);
    inRow = 0;
    kinds |= HIGH;
  }
  run = max(run, inRow);
  h = (h ^ (h >>> 15)) * 0x85eb_ca6b;
  hash = h ^ (h >>> 13);
  units = length;
  return true;
}

/** Length of the blank that begins at `at`: white space and line ends as ECMAScript's `trim` knows them; else 0. */
@inline
function blankAt(at: usize, end: usize): usize {
  const c = <i32>load<u8>(at);
  if (c < 0x80) return c == 32 || (c >= 9 && c <= 13) ? 1 : 0;
  if (at + 2 > end) return 0;
  const second = <i32>load<u8>(at, 1);
  if (c == 0xc2) return second == 0xa0 ? 2 : 0;
  if (c < 0xe1 || at + 3 > end) return 0;
  const both = (second << 8) | <i32>load<u8>(at, 2);
  if (c == 0xe1) return both == 0x9a80 ? 3 : 0;
  if (c == 0xe3) return both == 0x8080 ? 3 : 0;
  if (c == 0xef) return both == 0xbbbf ? 3 : 0;
  const isBlank =
    (both >= 0x8080 && both <= 0x808a) || both == 0x80a8 || both == 0x80a9 || both == 0x80af || both == 0x819f;
  return c == 0xe2 && isBlank ? 3 : 0;
}

/** Where a text begins, behind its blanks. */
export function begin(start: usize, end: usize): usize {
  let at = start;
  while (at < end) {
    const blank = blankAt(at, end);
    if (blank == 0) break;
    at += blank;
  }
  return at;
}

/** Where a text that begins with no blank ends. */
export function finish(start: usize, end: usize): usize {
  let at = end;
  while (at > start) {
    if (blankAt(at - 1, at) == 1) at--;
    else if (at - start >= 2 && blankAt(at - 2, at) == 2) at -= 2;
    else if (at - start >= 3 && blankAt(at - 3, at) == 3) at -= 3;
    else break;
  }
  return at;
}
