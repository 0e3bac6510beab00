/**
 * What a text shows where it shows nothing of people but an address, a UUID or a hash: all that `look` of column.ts would
 * count of it. Any other text is left to that. Each test here lets more texts pass on than the one it stands before. AssemblyScript,
 * compiled with look.ts.
 */
import {
  AT, BLANK, blanks, COLON, COMMA, DIGIT, digits, DOMAIN, HIGH, HYPHEN, kindOf, kinds, LETTER, LISTED, LOCAL, MARKUP,
  marks, NOT_HEX, NOT_IP, NOT_OFFICIAL, NOT_PHONE, PHONE, PLUS, POINT, run, SLASH, WORD,
} from './text';

/** The text is left to whoever looks at any. */
export const LEFT: i32 = -1;
/** What is counted, a bit each, in the order of the counts of a column. */
export const WORDY: i32 = 1;
export const INTEGER: i32 = 2;
export const FRACTION: i32 = 4;
export const LEADING_ZERO: i32 = 8;
export const POINT_ZERO: i32 = 16;
export const EMAIL: i32 = 32;
export const UUID: i32 = 64;
export const HASH: i32 = 128;
export const COUNTS: i32 = 8;
/** It may be an official number in plain digits. */
export const SCHEME: i32 = 256;

/** Of longer texts only the beginning is counted. */
const LONGEST: i32 = 32_768;

@inline
function signAt(start: usize, i: i32): i32 {
  return <i32>load<u8>(start + <usize>i);
}
@inline
function kindAt(start: usize, i: i32): i32 {
  return kindOf(signAt(start, i));
}
@inline
function isGap(sign: i32): bool {
  return sign == 32 || (sign >= 9 && sign <= 13);
}

/** Whether digits that stand as in a social security number, AAA-GG-SSSS, stand in the text. */
function hasSsn(start: usize, length: i32): bool {
  for (let dash = 3; dash + 7 < length; dash++) {
    if (signAt(start, dash) != 45 || signAt(start, dash + 3) != 45) continue;
    let all = DIGIT;
    for (let i = dash - 3; i <= dash + 7; i++) if (i != dash && i != dash + 3) all &= kindAt(start, i);
    if (all != 0) return true;
  }
  return false;
}

/** Whether two letters and two digits come first, blanks passed over. */
function beginsAsIban(start: usize, length: i32): bool {
  for (let i = 0, seen = 0; i < length; i++) {
    const kind = kindAt(start, i);
    if ((kind & BLANK) != 0) continue;
    if ((kind & (seen < 2 ? LETTER : DIGIT)) == 0) return false;
    if (++seen == 4) return true;
  }
  return false;
}

/** Whether so many signs, so many of them digits, may be an official number of a person (the forms of official.ts). */
function mayBeOfficial(signs: i32, figures: i32): bool {
  if (signs == 9) return figures >= 6;
  if (signs == 10) return figures >= 9;
  if (signs == 11 || signs == 13 || signs == 15) return figures == signs;
  if (signs == 16) return figures <= 7;
  return signs == 18 && figures >= 17;
}

/** A currency of one sign is the dollar, in ASCII; others have up to four. */
@inline
function mayBeMoney(start: usize, from: i32, to: i32): bool {
  return to - from == 1 ? signAt(start, from) == 36 : to - from > 1 && to - from <= 4;
}

/** Whether a short word stands beside the figures, which `currencyIn` has to look at. */
function hasMoney(start: usize, length: i32): bool {
  let from = 0;
  for (; from < length; from++) {
    const sign = signAt(start, from);
    if (!isGap(sign) && sign != 45 && sign != 43 && sign != 40) break;
  }
  let to = from;
  for (; to < length; to++) {
    const sign = signAt(start, to);
    if ((kindOf(sign) & (DIGIT | POINT | HYPHEN | PLUS)) != 0 || isGap(sign) || sign == 40) break;
  }
  if (mayBeMoney(start, from, to)) return true;
  to = length;
  if (signAt(start, to - 1) == 41) to--;
  for (from = to; from > 0; from--) {
    const sign = signAt(start, from - 1);
    if ((kindOf(sign) & (DIGIT | HYPHEN | PLUS)) != 0 || isGap(sign)) break;
    if (sign == 44 || sign == 41 || sign == 37) break;
  }
  if (from < to && signAt(start, from) == 46) from++;
  return mayBeMoney(start, from, to);
}

/** Whether an end of the text is no digit, nor a mark that stands among figures but the full stop. */
@inline
function isSign(sign: i32): bool {
  return sign == 36 || sign == 46 || sign > 64;
}

/** Whether the text is an e-mail address whose top level is letters and hyphens; see `isEmail` of detectors.ts. */
export function isEmail(start: usize, length: i32): bool {
  let at = 0;
  while (at < length && (kindAt(start, at) & LOCAL) != 0) at++;
  if (at == 0 || at > 64 || at == length || signAt(start, at) != 64 || length - at > 255) return false;
  let label = at + 1;
  let labels = 0;
  for (let i = label; i < length; i++) {
    if ((kindAt(start, i) & DOMAIN) == 0) return false;
    if (signAt(start, i) != 46) continue;
    if (i == label) return false;
    label = i + 1;
    labels++;
  }
  if (labels == 0 || length - label < 2) return false;
  for (let i = label; i < length; i++) if ((kindAt(start, i) & DIGIT) != 0) return false;
  return true;
}

/** Whether 36 signs are a UUID. */
function isUuid(start: usize): bool {
  for (let i = 0; i < 36; i++) {
    const isDash = i == 8 || i == 13 || i == 18 || i == 23;
    if (isDash ? signAt(start, i) != 45 : (kindAt(start, i) & NOT_HEX) != 0) return false;
  }
  return true;
}

/** Words so long may be a key, the number of a vehicle or a device, or hide another text (within.ts). */
const LONG_WORD: i32 = 14;

/** Whether a word of the text may be something by itself: see `wordsIn` and `nationalPhoneIn` of within.ts. */
function hasWords(start: usize, length: i32): bool {
  let word = 0;
  let figuresIn = 0;
  let dialled = 0;
  let sinceLetter = 9;
  let isCalled = false;
  const areSeveral = (kinds & (BLANK | SLASH)) != 0;
  for (let i = 0; i < length; i++) {
    const kind = kindAt(start, i);
    const isDigit = (kind & DIGIT) != 0;
    if ((kind & WORD) == 0) word = figuresIn = 0;
    else {
      word++;
      if (isDigit) figuresIn++;
      if (word >= LONG_WORD || (areSeveral && word >= 9 && figuresIn >= 5)) return true;
    }
    if ((kind & PHONE) == 0) dialled = 0;
    else if (isDigit) {
      if (dialled == 0) isCalled = sinceLetter <= 4;
      dialled++;
      if (dialled >= 10 || (isCalled && dialled >= 6)) return true;
    }
    if ((kind & LETTER) != 0) sinceLetter = 0;
    else sinceLetter++;
  }
  return false;
}

/** Whether colons stand as in an address of a device or one of version 6, or behind a word with figures. */
function hasColons(start: usize, length: i32): bool {
  let colons = 0;
  for (let i = 0; i < length; i++) {
    if (signAt(start, i) != 58) continue;
    if (++colons >= 4 || (i > 0 && signAt(start, i - 1) == 58)) return true;
    if (digits >= 5 && i > 0 && (kindAt(start, i - 1) & LETTER) != 0) return true;
  }
  return false;
}

/** Whether figures and full stops stand as in an address of version 4, or as in two of four decimals. */
function hasStops(start: usize, length: i32): bool {
  let stops = 0;
  let decimals = 0;
  let places = 0;
  let isBehind = false;
  for (let i = 0; i < length; i++) {
    const isDigit = (kindAt(start, i) & DIGIT) != 0;
    if (isDigit) {
      if (isBehind && ++places == 4) decimals++;
      continue;
    }
    const isStop = signAt(start, i) == 46 && i > 0 && (kindAt(start, i - 1) & DIGIT) != 0;
    stops = isStop ? stops + 1 : 0;
    if (stops == 3 || decimals == 2) return true;
    isBehind = isStop;
    places = 0;
  }
  return decimals == 2;
}

/** Whether two capitals and two figures begin a word. */
function hasIban(start: usize, length: i32): bool {
  for (let i = 0; i + 3 < length; i++) {
    if (i > 0 && (kindAt(start, i - 1) & (LETTER | DIGIT)) != 0) continue;
    const isCode = (kindAt(start, i) & kindAt(start, i + 1) & LETTER) != 0;
    if (isCode && (kindAt(start, i + 2) & kindAt(start, i + 3) & DIGIT) != 0) return true;
  }
  return false;
}

/** Whether "dot" is a word of the text. */
function hasDot(start: usize, length: i32): bool {
  for (let i = 1; i + 3 < length; i++)
    if (
      (signAt(start, i) | 32) == 100 && (signAt(start, i + 1) | 32) == 111 && (signAt(start, i + 2) | 32) == 116 &&
      isGap(signAt(start, i - 1)) && isGap(signAt(start, i + 3))
    )
      return true;
  return false;
}

/** Whether something of people may stand among other words: what within.ts looks for. */
function mayHide(start: usize, length: i32): bool {
  if ((kinds & LETTER) != 0) {
    if ((kinds & SLASH) != 0 && (kinds & POINT) != 0) return true;
    if (blanks >= 4 && hasDot(start, length)) return true;
    if (length >= 9 && hasWords(start, length)) return true;
    if (digits >= 10 && hasIban(start, length)) return true;
  }
  if ((kinds & COLON) != 0 && hasColons(start, length)) return true;
  return digits >= 4 && (kinds & POINT) != 0 && hasStops(start, length);
}

/** What a text shows that was read last, as bits, or LEFT. */
export function plainBits(start: usize, length: i32): i32 {
  if (length > LONGEST) return LEFT;
  let bits = blanks >= 3 ? WORDY : 0;
  const figures = digits;
  if ((kinds & MARKUP) != 0) return LEFT;
  if ((kinds & HIGH) != 0) return figures == 0 && (kinds & AT) == 0 ? bits : LEFT;
  const isWhole = figures == length;
  if (isWhole) bits |= INTEGER;
  else if (figures > 0 && (kinds & POINT) != 0) bits |= FRACTION;
  if ((kinds & AT) != 0) {
    if (!isEmail(start, length)) return LEFT;
    bits |= EMAIL;
  }
  if (length == 36) {
    if (isUuid(start)) bits |= UUID;
  } else if ((length == 32 || length == 40 || length == 64) && (kinds & NOT_HEX) == 0 && !isWhole) bits |= HASH;
  if (length == 17 && (signAt(start, 2) == 58 || signAt(start, 2) == 45)) return LEFT;
  if (length == 38 && signAt(start, 0) == 123) return LEFT;
  if ((bits & (EMAIL | UUID | HASH)) == 0 && !isWhole && mayHide(start, length)) return LEFT;
  if (figures == 0) return bits;

  const first = signAt(start, 0);
  if (length <= 24) {
    if ((kinds & PLUS) != 0) return LEFT;
    if (length > 2 && figures == length - 1 && signAt(start, length - 2) == 46 && signAt(start, length - 1) == 48)
      bits |= POINT_ZERO;
    if ((isSign(first) || isSign(signAt(start, length - 1))) && hasMoney(start, length)) return LEFT;
  }
  if (figures == 1) return bits;
  if (isWhole && first == 48) bits |= LEADING_ZERO;
  // Of an address in version 4 all but three signs are digits; one in version 6 has colons.
  if (figures >= 4 && length <= 45 && (kinds & NOT_IP) == 0 && ((kinds & COLON) != 0 || figures == length - 3))
    return LEFT;
  if (run >= 13) return LEFT;
  // Values within the cell: a number in thousands has fewer marks than an address and what parts it from the next.
  if (figures >= 4 && length >= 9 && ((kinds & LISTED) != 0 || ((kinds & COMMA) != 0 && length - figures >= 4)))
    return LEFT;
  if (figures >= 8 && (kinds & PLUS) != 0) return LEFT;
  if (length >= 15 && length <= 42 && (kinds & NOT_OFFICIAL) == 0 && beginsAsIban(start, length)) return LEFT;
  if (figures >= 9 && !isWhole && (kinds & HYPHEN) != 0 && hasSsn(start, length)) return LEFT;
  if (figures >= 7 && figures <= 15 && length <= 24 && (kinds & NOT_PHONE) == 0) {
    if (first == 40 || (figures >= 9 && (!isWhole || first == 48))) return LEFT;
  }
  if (figures >= 5 && length >= 9 && length <= 24 && !isWhole && (kinds & NOT_OFFICIAL) == 0)
    if (mayBeOfficial(length - marks, figures)) return LEFT;
  return isWhole && figures >= 9 ? bits | SCHEME : bits;
}
