/**
 * The CSV scanner: records and fields in a stretch of UTF-8, 64 bytes at a time. Every block becomes two words of bits,
 * one for bytes that end a plain field (delimiter, LF, CR) and one for quotes (as in G. Langdale, D. Lemire, Parsing
 * gigabytes of JSON per second, VLDB Journal 28, 2019, section 3.1); walking from bit to bit costs the same however
 * short the fields are. AssemblyScript: compiled to WebAssembly by `npm run kernels`, never run as TypeScript.
 */
import { nextFields, take, width, writeField } from './batch';
import { afterGap, afterLine, BLANK, BLOCK, CR, endsOf, isBlank, LF, lineEnds, quotesOf } from './bytes';

export { count, shape } from './batch';

const QUOTED: u32 = 1;
const ESCAPED: u32 = 2;
const RECORD_LIMIT: usize = 16 * 1024 * 1024;

/** Answers of `scan`: it wants more bytes, the batch is full, the first record is seen, or one is at fault. */
const MORE: i32 = 0;
const FULL: i32 = 1;
const FIRST: i32 = 2;
const TOO_FEW: i32 = 3;
const TOO_MANY: i32 = 4;
const TRUNCATED: i32 = 5;
const AFTER_QUOTE: i32 = 6;
const UNCLOSED: i32 = 7;
const FIELD_TOO_LONG: i32 = 8;
const RECORD_TOO_LONG: i32 = 9;

/** What a record comes to: whole, cut off by what is not there yet, at fault, ended by the end of the input. */
const WHOLE: i32 = 0;
const CUT: i32 = 1;
const FAULTY: i32 = 2;
const LAST: i32 = 3;
const ALL: u64 = 0xffff_ffff_ffff_ffff;

/** How the file is written: delimiters (equal but for runs of blanks or tabs), quote (-1 none), longest field. */
let split: i32 = 0;
let splitToo: i32 = 0;
let quote: i32 = 0;
let runs: bool = false;
let longest: usize = 0;
/** Where scanning goes on, number of the last record, line (from 1), records to pass over. */
export let position: usize = 0;
export let record: f64 = 0;
export let line: f64 = 1;
let skip: i32 = 0;
/** The rest of the line is passed over. */
let dropping: bool = false;
/** What the last fault is answered with: its kind, or MORE where the record is one that is passed over. */
let told: i32 = MORE;
/** Of the record at fault: where it begins, its line, its fields (-1: not read to the end). Of the first: its fields. */
export let faultAt: usize = 0;
export let faultLine: f64 = 0;
export let found: i32 = 0;

/** First byte the host may use. */
export function free(): usize {
  return __heap_base;
}

/** Begins an input with the delimiters `a` and `b`. @param passed records at the start that are no data */
export function open(a: i32, b: i32, quoteByte: i32, fieldLimit: usize, passed: i32, first: usize): void {
  split = a;
  splitToo = b;
  runs = a != b;
  quote = quoteByte;
  longest = fieldLimit;
  skip = passed;
  position = first;
  record = 0;
  line = 1;
  dropping = false;
}

/** Notes a fault in `told`. */
function fault(kind: i32, at: usize, where: f64, fieldsFound: i32): void {
  told = skip > 0 ? MORE : kind;
  if (skip > 0) skip--;
  else record++;
  faultAt = at;
  faultLine = where;
  found = fieldsFound;
}

/**
 * Notes a quoted field that no quote ends. Scanning goes on with the line after the one it opened in; where that line is
 * longer than a field may be, with what is left of it.
 * @param start of its text, @param tooFar the limit of a field was reached, @returns where to go on
 */
function unclosed(begin: usize, opened: f64, start: usize, tooFar: bool, stop: usize, final: bool): usize {
  const bound = tooFar ? start + longest : stop;
  const next = afterLine(start, bound, !tooFar && final);
  fault(next != 0 ? UNCLOSED : tooFar ? FIELD_TOO_LONG : TRUNCATED, begin, opened, -1);
  line = next != 0 ? opened + 1 : opened;
  dropping = next == 0 && tooFar;
  // A CR at the bound may be half of CRLF.
  return next != 0 ? next : tooFar ? bound - 1 : stop;
}

/** Notes text behind a closing quote. @param at where it stands, @returns where to go on */
function strayText(begin: usize, opened: f64, start: usize, at: usize, stop: usize, final: bool): usize {
  const next = afterLine(start, stop, final);
  fault(AFTER_QUOTE, begin, opened, -1);
  line = next != 0 ? opened + 1 : opened;
  dropping = next == 0;
  return next != 0 ? next : at;
}

/** Notes a field or record that is too long, from `line` on. The rest of its line is passed over. */
function tooLong(kind: i32, begin: usize, where: f64, lineNow: f64): void {
  fault(kind, begin, where, -1);
  line = lineNow;
  dropping = true;
}

/**
 * Reads records from `position` to `stop`.
 * @param final nothing follows `stop`
 * @param base what makes an address the place of a byte in the input
 * @returns MORE, FULL, FIRST or the kind of a fault; after all but MORE it is to be called again
 */
export function scan(stop: usize, final: bool, base: f64): i32 {
  const delimiter = i8x16.splat(<i8>split);
  const delimiterToo = i8x16.splat(<i8>splitToo);
  const lf = i8x16.splat(<i8>LF);
  const cr = i8x16.splat(<i8>CR);
  const mark = i8x16.splat(<i8>quote);
  let block: usize = stop;
  let ends: u64 = 0;
  let quotes: u64 = 0;
  let i = position;
  while (i < stop) {
    if (dropping) {
      const next = afterLine(i, stop, final);
      // A CR at the border may be half of CRLF: it is kept until the next byte is seen.
      i = next != 0 ? next : !final && load<u8>(stop - 1) == CR ? stop - 1 : stop;
      if (next == 0) break;
      line++;
      dropping = false;
      continue;
    }
    const first: i32 = load<u8>(i);
    if (first == LF || first == CR) {
      if (first == CR && i + 1 == stop && !final) break;
      i += first == CR && i + 1 < stop && load<u8>(i, 1) == LF ? 2 : 1;
      line++;
      continue;
    }
    const begin = i;
    if (runs) {
      i = afterGap(i, stop);
      if (i == stop && !final) {
        i = begin;
        break;
      }
      if (i == stop || load<u8>(i) == LF || load<u8>(i) == CR) continue;
    }
    const keep = skip == 0;
    const fitting = keep ? width : 0;
    let at = nextFields();
    let seen = 0;
    let inner = 0;
    let fate = WHOLE;
    while (true) {
      let start = i;
      let flags: u32 = 0;
      let close = i;
      if (i - block >= BLOCK) {
        block = i;
        ends = endsOf(i, delimiter, delimiterToo, lf, cr);
        quotes = quotesOf(i, mark);
      }
      if (i < stop && load<u8>(i) == quote) {
        start = ++i;
        flags = QUOTED;
        const bound = min(stop, start + longest + 1);
        let closed = false;
        while (i < bound) {
          let bits = i - block < BLOCK ? quotes & (ALL << (<u64>(i - block))) : 0;
          while (bits == 0 && block + BLOCK < bound) {
            block += BLOCK;
            ends = endsOf(block, delimiter, delimiterToo, lf, cr);
            quotes = quotesOf(block, mark);
            bits = i < block ? quotes : quotes & (ALL << (<u64>(i - block)));
          }
          i = bits == 0 ? bound : min(bound, block + <usize>ctz(bits));
          if (i == bound) break;
          if (i + 1 < stop && load<u8>(i, 1) == quote) {
            flags = QUOTED | ESCAPED;
            i += 2;
            continue;
          }
          closed = i + 1 < stop || final;
          break;
        }
        if (!closed && !final && i - start <= longest) {
          fate = CUT;
          break;
        }
        const opened = line + <f64>inner;
        if (!closed) {
          i = unclosed(begin, opened, start, i - start > longest, stop, final);
          fate = FAULTY;
          break;
        }
        // Most quoted fields lie in one block and hold nothing that would end a plain one.
        if (start < block || (ends & ((ALL << (<u64>(start - block))) ^ (ALL << (<u64>(i - block))))) != 0)
          inner += lineEnds(start, i);
        close = i++;
        const c: i32 = i < stop ? <i32>load<u8>(i) : LF;
        if (c != split && c != splitToo && c != LF && c != CR) {
          i = strayText(begin, opened, start, i, stop, final);
          fate = FAULTY;
          break;
        }
      } else {
        const bound = min(stop, start + longest + 1);
        let bits = ends & (ALL << (<u64>(i - block)));
        while (bits == 0 && block + BLOCK < bound) {
          block += BLOCK;
          ends = bits = endsOf(block, delimiter, delimiterToo, lf, cr);
          quotes = quotesOf(block, mark);
        }
        i = bits == 0 ? bound : min(bound, block + <usize>ctz(bits));
        close = i;
        if (close - start > longest) {
          tooLong(FIELD_TOO_LONG, begin, line + <f64>inner, line + <f64>inner);
          fate = FAULTY;
          break;
        }
      }

      if (seen < fitting) at = writeField(at, start, close, flags);
      seen++;
      if (i - begin > RECORD_LIMIT) {
        tooLong(RECORD_TOO_LONG, begin, line, line + <f64>lineEnds(begin, i));
        fate = FAULTY;
        break;
      }
      if (i == stop) {
        fate = final ? LAST : CUT;
        break;
      }
      let c: i32 = load<u8>(i);
      if (runs && c != LF && c != CR) {
        i = afterGap(i, stop);
        c = i < stop ? <i32>load<u8>(i) : BLANK;
        if (c != LF && c != CR) {
          if (i < stop) continue;
          fate = final ? LAST : CUT;
          break;
        }
      } else if (c == split) {
        i++;
        continue;
      }
      if (c == CR && i + 1 == stop && !final) fate = CUT;
      else i += c == CR && i + 1 < stop && load<u8>(i, 1) == LF ? 2 : 1;
      break;
    }

    if (fate == CUT) {
      i = begin;
      break;
    }
    if (fate == FAULTY) {
      if (told == MORE) continue;
      position = i;
      return told;
    }
    const isLast = fate == LAST;
    if (keep && width == 0) {
      // The first record decides the width; it is read again with room for its fields.
      if (seen > 1 || !isBlank(begin, i)) {
        found = seen;
        position = begin;
        return FIRST;
      }
      if (!isLast) line++;
      continue;
    }
    const began = line;
    line += <f64>(isLast ? inner : inner + 1);
    if (!keep) {
      skip--;
      continue;
    }
    position = i;
    if (seen == width) {
      record++;
      if (take(record, began, base + <f64>begin)) return FULL;
      continue;
    }
    if (seen < width && seen == 1 && isBlank(begin, i)) continue;
    fault(seen > width ? TOO_MANY : isLast ? TRUNCATED : TOO_FEW, begin, began, seen);
    return told;
  }
  position = i;
  return MORE;
}
