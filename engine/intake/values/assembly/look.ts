/**
 * The cells of columns, looked at as bytes: how many there are, how many differ, how long they are, and what those show that
 * are written as most. What needs a closer look is raised for the host; a text that came before is only counted, up
 * to a number of different ones. AssemblyScript: compiled to WebAssembly by `npm run kernels`, never run as TypeScript.
 */
import { clear, copyOf, room, used, zeros } from './heap';
import { COUNTS, LEFT, plainBits, SCHEME } from './plain';
import { add, addHash, Entry, entryOf, find, Hashes, Texts } from './tables';
import { begin, digits, finish, hash, HIGH, kinds, POINT, read, units } from './text';
import { firstOfMissing, KINDS, NEITHER, writtenAs } from './written';

export { clear, firstOfMissing, room, used };

/** First texts that are kept for their formats, different ones that are counted, and the longest of those. */
const SAMPLE: i32 = 2000;
const SAMPLED: usize = 12;
const LONGEST_KEPT: i32 = 256;
const REMEMBERED: i32 = 1000;
const SHORT: i32 = 64;
/** Later texts with figures and a mark that are kept too: of whole numbers they tell what the mark is. */
const LATE: i32 = 200;
/** Numbers of one length that are looked at: see official.ts. */
const ENOUGH: i32 = 400;
const SHAPE_LENGTH: i32 = 24;

/** Why a text is raised: it is to be looked at, to be parted, to be held as a level of the column, to be masked. */
const LOOK: i32 = 1;
const PART: i32 = 2;
const LEVEL: i32 = 4;
const SHAPE: i32 = 8;
/** What is raised: start, end, why, how often it came, whether it is ASCII. A cell raises two at most. */
const RAISED: i32 = 5;
const ROOM: i32 = 512;
const raised = memory.data(512 * 5 * 4 + 40);
let raisedCount: i32 = 0;

/** The sign that stands for each of ASCII in a shape, and for all that follow. The host writes them. */
const SIGNS = memory.data(129);
const scratch = memory.data(64);
export function signs(): usize {
  return SIGNS;
}

/** What is known of a column. The host reads it by its words. */
@unmanaged
class Column {
  values: i32;
  empty: i32;
  marked: i32;
  longest: i32;
  different: i32;
  /** Why texts are not raised any more: PART, LEVEL. Set by the host. */
  closed: i32;
  /** Start, end and kind of the first texts, how many, and room for how many. */
  sample: usize;
  samples: i32;
  sampleRoom: i32;
  /** How many of them are of each kind. */
  kinds: usize;
  counts: usize;
  /** How many numbers of each length were raised. */
  schemes: usize;
  seen: Hashes;
  often: Texts;
  shapes: Texts;
  /** The same of later texts with a mark. */
  late: usize;
  lates: i32;
}

/** A new column. */
export function open(): usize {
  const column = changetype<Column>(zeros(offsetof<Column>()));
  column.kinds = zeros(<usize>KINDS << 2);
  column.counts = zeros(<usize>COUNTS << 2);
  column.schemes = zeros(16 << 2);
  column.seen = changetype<Hashes>(zeros(offsetof<Hashes>()));
  column.often = changetype<Texts>(zeros(offsetof<Texts>()));
  column.shapes = changetype<Texts>(zeros(offsetof<Texts>()));
  return changetype<usize>(column);
}

function raise(start: usize, end: usize, why: i32, times: i32, isAscii: bool): void {
  const at = raised + <usize>(raisedCount++ * RAISED * 4);
  store<usize>(at, start);
  store<usize>(at, end, 4);
  store<i32>(at, why, 8);
  store<i32>(at, times, 12);
  store<i32>(at, isAscii ? 1 : 0, 16);
}
export function raisedAt(): usize {
  return raised;
}
/** Texts raised by the last call. */
export function told(): i32 {
  return raisedCount;
}

/** Counts what bits say; false where somebody has to look. */
function counted(column: Column, bits: i32, length: i32, times: i32): bool {
  if (bits == LEFT) return false;
  if ((bits & SCHEME) != 0) {
    const at = column.schemes + ((<usize>length) << 2);
    const before = load<i32>(at);
    if (before < ENOUGH) {
      store<i32>(at, before + times);
      return false;
    }
  }
  for (let i = 0; i < COUNTS; i++) {
    const at = column.counts + ((<usize>i) << 2);
    if (((bits >> i) & 1) != 0) store<i32>(at, load<i32>(at) + times);
  }
  return true;
}

/** Counts the shape of ASCII. */
function shape(column: Column, start: usize, end: usize): void {
  const length = min(<i32>(end - start), SHAPE_LENGTH + 1);
  let h: i32 = length;
  for (let i = 0; i < length; i++) {
    const sign = i == SHAPE_LENGTH ? 128 : <i32>load<u8>(start + <usize>i);
    const mask = load<u8>(SIGNS + <usize>sign);
    store<u8>(scratch + <usize>i, mask);
    h = (h ^ <i32>mask) * 0x0100_0193;
  }
  h ^= h >>> 15;
  const entry = find(column.shapes, h, scratch, length);
  if (entry != null) entry.times++;
  else add(column.shapes, h, scratch, length, 0);
}

function keep(column: Column, start: usize, end: usize): void {
  if (column.samples == column.sampleRoom) {
    // What was outgrown stays: a few large steps leave less behind than many small ones.
    const larger = column.sampleRoom == 0 ? 64 : min(SAMPLE, column.sampleRoom * 8);
    const before = column.sample;
    column.sample = room(<usize>larger * SAMPLED);
    column.sampleRoom = larger;
    memory.copy(column.sample, before, <usize>column.samples * SAMPLED);
  }
  const kind = copyInto(column.sample + <usize>column.samples * SAMPLED, start, end);
  column.samples++;
  const number = column.kinds + ((<usize>kind) << 2);
  store<i32>(number, load<i32>(number) + 1);
}

/** Keeps a later text that was read last, as long as there is room. */
function keepLate(column: Column, start: usize, end: usize): void {
  if (column.lates == LATE) return;
  if (column.lates == 0) column.late = room(<usize>LATE * SAMPLED);
  copyInto(column.late + <usize>column.lates * SAMPLED, start, end);
  column.lates++;
}

/** Writes where a copy of a text stands, and its kind. @returns the kind */
function copyInto(at: usize, start: usize, end: usize): i32 {
  const length = <i32>(end - start);
  // Nobody reads a long one: it is no number, no time and no word for "no value".
  const kept = length > LONGEST_KEPT ? 0 : length;
  const copy = copyOf(start, kept);
  store<usize>(at, copy);
  store<usize>(at, copy + <usize>kept, 4);
  const kind = length > LONGEST_KEPT ? NEITHER : writtenAs(start, length);
  store<i32>(at, kind, 8);
  return kind;
}

@inline
function isFigure(at: usize, end: usize): bool {
  return at < end && <u32>(<i32>load<u8>(at) - 48) <= 9;
}

/** 1 where the last call stopped before a cell that is not UTF-8. */
export let faulty: i32 = 0;

/** Takes a cell in. @returns false where it is not UTF-8 */
function take(column: Column, from: usize, to: usize): bool {
  let start = begin(from, to);
  let end = finish(start, to);
  if (start == end) {
    column.values++;
    column.empty++;
    return true;
  }
  const writtenStart = start;
  const writtenEnd = end;
  // Marked as text for a spreadsheet: an apostrophe before figures or before a sign and figures; a formula around it.
  const first = <i32>load<u8>(start);
  if (first == 39) {
    const second = start + 1 < end ? <i32>load<u8>(start, 1) : 0;
    const isBefore = second == 43 || second == 45 || second == 61 || second == 64;
    if (isFigure(isBefore ? start + 2 : start + 1, end)) start++;
  } else if (first == 61 && end - start >= 3 && load<u8>(start, 1) == 34 && load<u8>(end - 1) == 34) {
    start += 2;
    end--;
  }
  if (!read(start, end)) return false;
  column.values++;
  if (start != writtenStart) column.marked++;
  const isAscii = (kinds & HIGH) == 0;
  const isFirst = column.samples < SAMPLE;
  if (isFirst) {
    keep(column, start, end);
    if (isAscii) shape(column, writtenStart, writtenEnd);
    else raise(writtenStart, writtenEnd, SHAPE, 1, false);
  }
  const length = <i32>(end - start);
  const isShort = units <= SHORT;
  if (isShort) {
    const entry = find(column.often, hash, start, length);
    if (entry != null) {
      entry.times++;
      return true;
    }
  }
  if (!isFirst && isShort && digits > 0 && (kinds & POINT) != 0) keepLate(column, start, end);
  column.longest = max(column.longest, units);
  addHash(column.seen, hash);
  let why = !isShort && (column.closed & LEVEL) == 0 ? LEVEL : 0;
  const bits = plainBits(start, length);
  if (isShort && column.often.count < REMEMBERED) add(column.often, hash, start, length, bits);
  else {
    if (!counted(column, bits, length, 1)) why |= LOOK;
    if ((column.closed & PART) == 0) why |= PART;
  }
  if (why != 0) raise(start, end, why, 1, isAscii);
  return true;
}

/** One cell, which is UTF-8. */
export function one(column: usize, start: usize, end: usize): void {
  raisedCount = 0;
  take(changetype<Column>(column), start, end);
}

/**
 * Takes in a column of a batch, until it is at its end, no more may be raised or a cell is not UTF-8.
 * @param at the cell of the first record: start, end, flags, of which 2 says that quotes are doubled
 * @param stride bytes from a cell to that of the next record
 * @param base what makes an address of a start or an end
 * @param plain room for cells without their doubled quotes
 * @returns how many records were taken in
 */
export function look(column: usize, at: usize, stride: usize, count: i32, base: usize, quote: i32, plain: usize): i32 {
  raisedCount = 0;
  faulty = 0;
  let to = plain;
  for (let r = 0; r < count; r++) {
    if (raisedCount > ROOM - 2) return r;
    const cell = at + <usize>r * stride;
    let start = base + load<usize>(cell);
    let end = base + load<usize>(cell, 4);
    if ((load<i32>(cell, 8) & 2) != 0) {
      const from = to;
      for (let i = start; i < end; i++) {
        const sign = load<u8>(i);
        store<u8>(to++, sign);
        if (<i32>sign == quote) i++;
      }
      start = from;
      end = to;
    }
    if (!take(changetype<Column>(column), start, end)) {
      faulty = 1;
      return r;
    }
  }
  return count;
}

/**
 * Counts what came often, from the text `from` on, until no more may be raised.
 * @returns the text to go on with, or how many there are
 */
export function settle(place: usize, from: i32): i32 {
  const column = changetype<Column>(place);
  column.different = column.seen.size + column.seen.hasZero;
  raisedCount = 0;
  const count = column.often.count;
  for (let number = from; number < count; number++) {
    if (raisedCount == ROOM) return number;
    const entry = entryOf(column.often, number);
    let why = counted(column, entry.bits, entry.length, entry.times) ? 0 : LOOK;
    if ((column.closed & PART) == 0) why |= PART;
    if (why != 0) raise(entry.start, entry.start + <usize>entry.length, why, entry.times, false);
  }
  return count;
}
