/** Numbers and times where they are written as most are. AssemblyScript, compiled with cells.ts. */
import { cell, count, DOUBLED, endOf, markOdd, startOf } from './span';

/** Longer figures may be the number of a person, which is looked into elsewhere. */
const LONGEST_FIGURE: usize = 8;
const POWERS: usize = memory.data<f64>([1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8]);

/**
 * Reads a column of numbers: digits with at most one decimal mark, a hyphen before them or none. An empty cell is NaN.
 * Any other cell makes its record odd.
 * @returns how many are numbers
 */
export function numbers(column: i32, decimal: i32, out: usize): i32 {
  let filled = 0;
  for (let r = 0; r < count; r++) {
    const span = cell(r, column);
    const end = endOf(span);
    let i = startOf(span);
    let value = NaN;
    if (span == DOUBLED || end - i > LONGEST_FIGURE) markOdd(r);
    else if (i < end) {
      const minus = load<u8>(i) == 45;
      if (minus) i++;
      let mantissa: i32 = 0;
      let digits: i32 = 0;
      let point: usize = 0;
      let isPlain = true;
      for (let at = i; at < end; at++) {
        const c = <i32>load<u8>(at);
        if (<u32>(c - 48) <= 9) {
          mantissa = mantissa * 10 + c - 48;
          digits++;
        } else if (c == decimal && point == 0) point = at;
        else {
          isPlain = false;
          break;
        }
      }
      if (!isPlain || digits == 0) markOdd(r);
      else {
        value = <f64>mantissa;
        if (point != 0) value /= load<f64>(POWERS + ((end - point - 1) << 3));
        if (minus && mantissa != 0) value = -value;
        filled++;
      }
    }
    store<f64>(out + ((<usize>r) << 3), value);
  }
  return filled;
}

/** Two digits, or -1. */
@inline
function pair(at: usize): i32 {
  const tens = <i32>load<u8>(at) - 48;
  const ones = <i32>load<u8>(at, 1) - 48;
  return <u32>tens <= 9 && <u32>ones <= 9 ? tens * 10 + ones : -1;
}

const DAY: f64 = 86_400_000;
const LENGTHS: usize = memory.data<u8>([31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]);

/** Days from 1970 to a day of the proleptic Gregorian calendar, or NaN where it has none such. */
@inline
function dayOf(year: i32, month: i32, day: i32): f64 {
  if (month < 1 || month > 12 || day < 1 || year < 1) return NaN;
  const leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
  const last = <i32>load<u8>(LENGTHS + <usize>(month - 1)) + (month == 2 && leap ? 1 : 0);
  if (day > last) return NaN;
  // Years are counted from March, so that the leap day is the last.
  const y = month > 2 ? year : year - 1;
  const m = (month + 9) % 12;
  return <f64>(y * 365 + y / 4 - y / 100 + y / 400 + (m * 153 + 2) / 5 + day - 719_469);
}

/**
 * Reads a column of times written YYYY-MM-DD, alone or with HH:MM:SS in UTC. An empty cell is NaN, and makes its record odd
 * where the time is required, as every other cell does.
 */
export function times(column: i32, required: bool, out: usize): void {
  for (let r = 0; r < count; r++) {
    const span = cell(r, column);
    const at = startOf(span);
    const length = <i32>(endOf(span) - at);
    let time = NaN;
    if (span == DOUBLED) markOdd(r);
    else if (length == 10 || length == 19 || (length == 20 && load<u8>(at, 19) == 90)) {
      const century = pair(at);
      const year = pair(at + 2);
      if (century >= 0 && year >= 0 && load<u8>(at, 4) == 45 && load<u8>(at, 7) == 45) {
        time = dayOf(century * 100 + year, pair(at + 5), pair(at + 8)) * DAY;
        if (length > 10) {
          const hours = pair(at + 11);
          const minutes = pair(at + 14);
          const seconds = pair(at + 17);
          const mark = <i32>load<u8>(at, 10);
          const isClock =
            (mark == 84 || mark == 32) && load<u8>(at, 13) == 58 && load<u8>(at, 16) == 58 &&
            <u32>hours <= 23 && <u32>minutes <= 59 && <u32>seconds <= 59;
          time = isClock ? time + <f64>((hours * 60 + minutes) * 60 + seconds) * 1000 : NaN;
        }
      }
      if (isNaN(time)) markOdd(r);
    } else if (length != 0 || required) markOdd(r);
    store<f64>(out + ((<usize>r) << 3), time);
  }
}
