/**
 * How a text of the sample is written, where that is plain: what the host need not read to tell the format of a column. Kinds
 * are those of values.ts. AssemblyScript, compiled with look.ts.
 */
import { isEmail } from './plain';
import { AT, DIGIT, digits, HIGH, HYPHEN, kindOf, kinds, POINT } from './text';

const UNKNOWN: i32 = 0;
const FIGURES: i32 = 1;
/** Digits with a full stop among them; one more where it may part thousands; two more for a comma. */
const POINTED: i32 = 2;
const DAY: i32 = 6;
export const NEITHER: i32 = 7;
const OTHER: i32 = 8;
export const KINDS: i32 = 9;

/** A byte for each first byte of a word for "no value", or of a blank. The host writes them. */
const FIRST = memory.data(256);
export function firstOfMissing(): usize {
  return FIRST;
}

/** Two digits, or 100. */
function pair(at: usize): i32 {
  const tens = <i32>load<u8>(at) - 48;
  const ones = <i32>load<u8>(at, 1) - 48;
  return <u32>tens <= 9 && <u32>ones <= 9 ? tens * 10 + ones : 100;
}

/** YYYY-MM-DD, alone or with HH:MM:SS in UTC, of a day that every month has. */
function isDay(start: usize, length: i32): bool {
  if (length != 10 && length != 19 && !(length == 20 && load<u8>(start, 19) == 90)) return false;
  const year = pair(start);
  const month = pair(start + 5);
  const day = pair(start + 8);
  if (load<u8>(start, 4) != 45 || load<u8>(start, 7) != 45 || year < 10 || year > 99) return false;
  if (pair(start + 2) > 99 || month < 1 || month > 12 || day < 1 || day > 28) return false;
  if (length == 10) return true;
  const mark = <i32>load<u8>(start, 10);
  return (
    (mark == 84 || mark == 32) && load<u8>(start, 13) == 58 && load<u8>(start, 16) == 58 &&
    pair(start + 11) <= 23 && pair(start + 14) <= 59 && pair(start + 17) <= 59
  );
}

/** The kind of a text that was read last. */
export function writtenAs(start: usize, length: i32): i32 {
  if (length == 0 || (kinds & HIGH) != 0) return UNKNOWN;
  const first = <i32>load<u8>(start);
  if (load<u8>(FIRST + <usize>first) != 0) return UNKNOWN;
  if (digits == 0) return NEITHER;
  if (digits == length) return length <= 15 ? FIGURES : OTHER;
  if ((kinds & AT) != 0) return isEmail(start, length) ? NEITHER : OTHER;
  if ((kinds & POINT) != 0) {
    if (digits != length - 1 || digits > 15 || (kindOf(first) & DIGIT) == 0) return OTHER;
    let at = 1;
    while ((kindOf(<i32>load<u8>(start + <usize>at)) & DIGIT) != 0) at++;
    const behind = digits - at;
    if (at > 12 || behind < 1 || behind > 6) return OTHER;
    const isOpen = behind == 3 && at <= 3 && first != 48;
    return POINTED + (isOpen ? 1 : 0) + (load<u8>(start + <usize>at) == 44 ? 2 : 0);
  }
  return (kinds & HYPHEN) != 0 && isDay(start, length) ? DAY : OTHER;
}
