/**
 * Identifiers where they are plain ASCII, in the form that is hashed, one behind the other. A value that came a short while
 * ago need not be hashed again: its bytes and its digest are remembered in a table of fixed size, in which a later value
 * takes the place of an earlier one. AssemblyScript, compiled with cells.ts.
 */
import { cell, count, DOUBLED, endOf, head, markOdd, mix, startOf } from './span';

/** What is read: e-mail addresses; anything but the words in the table of `words`; the same of other lengths than a UUID's. */
const EMAIL: i32 = 0;
const DEVICE: i32 = 2;

/** Nobody's words and words for nothing: a byte for each length and first byte of one. */
const WORDS: usize = memory.data(64 * 256);
export function words(): usize {
  return WORDS;
}

/** A place: 48 bytes of a value, 16 of its digest, its length and one, the message that will tell its digest and one. */
const PLACE: usize = 80;
const PLACES: usize = 1 << 16;
const LONGEST: i32 = 48;
export function memoryOfValues(): usize {
  return PLACES * PLACE;
}

/** Values of the last column that were remembered. */
export let met: i32 = 0;

@inline
function is(v: v128, sign: i32): v128 {
  return i8x16.eq(v, i8x16.splat(<i8>sign));
}
/** Bytes from `low` to `high`, unsigned. */
@inline
function within(v: v128, low: i32, high: i32): v128 {
  return i8x16.le_u(i8x16.sub(v, i8x16.splat(<i8>low)), i8x16.splat(<i8>(high - low)));
}
@inline
function either(a: v128, b: v128, c: v128): v128 {
  return v128.or(a, v128.or(b, c));
}
/** A bit for each byte that is marked, of the 16 that begin at byte `from`. */
@inline
function bits(marked: v128, from: i32): u64 {
  return (<u64>i8x16.bitmask(marked)) << <u64>from;
}

/**
 * Writes at most 64 bytes with the letters A to Z as small ones; whether they are an address by RFC 5321 that needs no second
 * look (A-labels do). As many pieces are looked at as there are bytes: most addresses are short.
 */
@inline
function writeEmail(from: usize, to: usize, length: i32): bool {
  let signs: u64 = 0;
  let dots: u64 = 0;
  let hyphens: u64 = 0;
  let label: u64 = 0;
  let refused: u64 = 0;
  for (let i = 0; i < length; i += 16) {
    const raw = v128.load(from + <usize>i);
    const v = v128.or(raw, v128.and(within(raw, 65, 90), i8x16.splat(32)));
    v128.store(to + <usize>i, v);
    signs |= bits(is(v, 64), i);
    dots |= bits(is(v, 46), i);
    hyphens |= bits(is(v, 45), i);
    label |= bits(v128.or(within(v, 48, 57), within(v, 97, 122)), i);
    // Blanks, marks and everything above ASCII: quoted parts, comments and lists are no plain addresses.
    const sign = either(is(v, 34), within(v, 40, 41), is(v, 44));
    const bracket = either(within(v, 58, 60), is(v, 62), within(v, 91, 93));
    refused |= bits(either(sign, bracket, v128.not(within(v, 33, 126))), i);
  }
  const whole: u64 = length == 64 ? 0xffff_ffff_ffff_ffff : (1 << <u64>length) - 1;
  signs &= whole;
  dots &= whole;
  hyphens &= whole;
  if (popcnt(signs) != 1 || signs == 1) return false;
  const last: u64 = 1 << (<u64>length - 1);
  // A dot neither begins nor ends a part, nor follows another.
  if ((dots & 1) != 0 || (dots & ((dots | signs) << 1)) != 0 || (dots & (signs >> 1)) != 0) return false;
  if (((dots | hyphens | signs) & last) != 0 || (hyphens & (signs << 1)) != 0) return false;
  if ((hyphens & (hyphens >> 1)) != 0) return false;
  const domain = whole & ~((signs << 1) - 1);
  if ((dots & domain) == 0 || (domain & ~(label | dots | hyphens)) != 0) return false;
  return (refused & whole) == 0;
}

@inline
function copyDigest(to: usize, from: usize): void {
  v128.store(to, v128.load(from));
}

@inline
function isAscii(at: usize, length: i32): bool {
  for (let i = 0; i < length; i += 16)
    if (i8x16.bitmask(head(at + <usize>i, length - i)) != 0) return false;
  return true;
}

/**
 * Reads a column. Of each record `source` gets the number of its message, or NONE; `present` whether it has a value.
 * @param kind EMAIL, DEVICE or anything else
 * @param required whether a record without a value is odd
 * @param table of remembered values, or 0; `digests` gets those of values that were met, 16 bytes a record
 * @param messages gets the forms, `offsets` where each begins and the last ends, `places` where each is remembered
 * @returns how many messages there are
 */
export function identifiers(
  column: i32,
  kind: i32,
  required: bool,
  table: usize,
  messages: usize,
  offsets: usize,
  places: usize,
  source: usize,
  present: usize,
  digests: usize,
): i32 {
  const nothing = i64x2.splat(0);
  let made = 0;
  let to = messages;
  met = 0;
  store<u32>(offsets, 0);
  for (let r = 0; r < count; r++) {
    const span = cell(r, column);
    const start = startOf(span);
    const length = <i32>(endOf(span) - start);
    let isPresent = false;
    store<i32>(source + ((<usize>r) << 2), NONE);
    v128.store(digests + ((<usize>r) << 4), nothing);
    if (span == DOUBLED || length > 64) markOdd(r);
    else if (length == 0) {
      if (required) markOdd(r);
    } else {
      let place: usize = 0;
      if (table != 0 && length <= LONGEST) {
        const a = head(start, length);
        const b = head(start + 16, length - 16);
        const c = head(start + 32, length - 32);
        const h = mix(mix(mix(<u64>length, a), b), c);
        place = table + (<usize>h & (PLACES - 1)) * PLACE;
        const difference = v128.or(
          v128.or(v128.xor(v128.load(place), a), v128.xor(v128.load(place, 16), b)),
          v128.xor(v128.load(place, 32), c),
        );
        if (load<i32>(place, 64) == length + 1 && !v128.any_true(difference)) {
          const waits = load<i32>(place, 68);
          if (waits != 0) store<i32>(source + ((<usize>r) << 2), waits - 1);
          else copyDigest(digests + ((<usize>r) << 4), place + 48);
          store<u8>(present + <usize>r, 1);
          met++;
          continue;
        }
      }
      if (kind == EMAIL) {
        isPresent = writeEmail(start, to, length);
      } else {
        const word = WORDS + ((<usize>length) << 8) + <usize>load<u8>(start);
        isPresent =
          isAscii(start, length) &&
          (length >= 64 || load<u8>(word) == 0) &&
          (kind != DEVICE || (length != 36 && length != 38));
        for (let i: usize = 0; i < <usize>length; i += 16) v128.store(to + i, v128.load(start + i));
      }
      if (!isPresent) markOdd(r);
      else {
        if (place != 0) {
          v128.store(place, head(start, length));
          v128.store(place, head(start + 16, length - 16), 16);
          v128.store(place, head(start + 32, length - 32), 32);
          store<i32>(place, length + 1, 64);
          store<i32>(place, made + 1, 68);
        }
        store<u32>(places + ((<usize>made) << 2), <u32>place);
        store<i32>(source + ((<usize>r) << 2), made++);
        to += <usize>length;
        store<u32>(offsets + ((<usize>made) << 2), <u32>(to - messages));
      }
    }
    store<u8>(present + <usize>r, isPresent ? 1 : 0);
  }
  return made;
}
export const NONE: i32 = -1;

/** Puts the digests of messages, 16 bytes each at `fresh`, where they are remembered and beside their records. */
export function settle(made: i32, fresh: usize, places: usize, source: usize, digests: usize): void {
  for (let i = 0; i < made; i++) {
    const place = <usize>load<u32>(places + ((<usize>i) << 2));
    // A later value may have taken the place.
    if (place == 0 || load<i32>(place, 68) != i + 1) continue;
    copyDigest(place + 48, fresh + ((<usize>i) << 4));
    store<i32>(place, 0, 68);
  }
  for (let r = 0; r < count; r++) {
    const message = load<i32>(source + ((<usize>r) << 2));
    if (message < 0) continue;
    copyDigest(digests + ((<usize>r) << 4), fresh + ((<usize>message) << 4));
  }
}
