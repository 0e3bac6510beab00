/** Texts of one column as the intake worker takes them: told apart by their bytes, decoded once each, and watched. */
import { CloisterError } from '../../shared/errors.ts';
import type { LoadInput } from './layout.ts';
import { hashBytes } from './row-set.ts';
import { type ColumnScan, WITHHELD, watchColumn } from './scan.ts';

/** More different texts than this are no attribute but an identifier or free text. */
const MOST_TEXTS = 100_000;
const LONGEST_TEXT = 200;
/** Of consent strings: most different ones, and longest in bytes. */
const MOST_SIGNALS = 5_000_000;
const LONGEST_SIGNAL = 8192;
/** A trimmed value in the bytes of a record. */
export type Span = { bytes: Uint8Array; start: number; end: number };

/** The value as text. */
export const textOf = (span: Span): string =>
  Buffer.from(span.bytes.buffer, span.bytes.byteOffset + span.start, span.end - span.start).toString('utf8');

/** Numbers for different byte strings, in the order in which they first come. */
const createByteCodes = () => {
  const hash = new Int32Array(2);
  let slots = new Int32Array(256);
  let hashes = new Int32Array(128);
  let ends = new Float64Array(129);
  let arena = new Uint8Array(4096);
  let size = 0;
  const larger = <A extends Uint8Array | Int32Array | Float64Array>(to: A, from: A): A => {
    to.set(from as never);
    return to;
  };
  const isAt = (code: number, { bytes, start, end }: Span): boolean => {
    const from = ends[code];
    if (ends[code + 1] - from !== end - start) return false;
    for (let i = start; i < end; i++) if (arena[from + i - start] !== bytes[i]) return false;
    return true;
  };
  const freeSlot = (of: number): number => {
    let slot = of & (slots.length - 1);
    while (slots[slot] !== 0) slot = (slot + 1) & (slots.length - 1);
    return slot;
  };
  return {
    get size() {
      return size;
    },
    /** The number of a value, or -1 where it is new. */
    find: (span: Span): number => {
      hashBytes(span.bytes, span.start, span.end, hash);
      const mask = slots.length - 1;
      for (let slot = hash[0] & mask; slots[slot] !== 0; slot = (slot + 1) & mask) {
        const code = slots[slot] - 1;
        if (hashes[code] === hash[0] && isAt(code, span)) return code;
      }
      return -1;
    },
    /** Gives the value that `find` just missed the next number. */
    add: ({ bytes, start, end }: Span): number => {
      if (size === hashes.length) {
        hashes = larger(new Int32Array(size * 2), hashes);
        ends = larger(new Float64Array(size * 2 + 1), ends);
        slots = new Int32Array(size * 4);
        for (let code = 0; code < size; code++) slots[freeSlot(hashes[code])] = code + 1;
      }
      const from = ends[size];
      const to = from + end - start;
      if (to > arena.length) arena = larger(new Uint8Array(Math.max(to, arena.length * 2)), arena);
      arena.set(bytes.subarray(start, end), from);
      ends[size + 1] = to;
      hashes[size] = hash[0];
      slots[freeSlot(hash[0])] = size + 1;
      return size++;
    },
  };
};

const spanOfText = (text: string): Span => {
  const bytes = Buffer.from(text, 'utf8');
  return { bytes, start: 0, end: bytes.length };
};

/** Whether a value stands among those of a cell: a function to the text that says so, as bytes. */
const holding = ({ value, separator }: { value: string; separator: string }): ((cell: Span) => Span) => {
  const wanted = Buffer.from(value, 'utf8');
  const sign = separator.charCodeAt(0);
  const [yes, no] = ['yes', 'no'].map(spanOfText);
  const isWanted = (bytes: Uint8Array, from: number, to: number): boolean => {
    let [start, end] = [from, to];
    while (start < end && bytes[start] <= 32) start++;
    while (end > start && bytes[end - 1] <= 32) end--;
    if (end - start !== wanted.length) return false;
    for (let i = 0; i < wanted.length; i++) if (bytes[start + i] !== wanted[i]) return false;
    return true;
  };
  return ({ bytes, start, end }) => {
    for (let from = start, at = start; at <= end; at++)
      if (at === end || bytes[at] === sign) {
        if (isWanted(bytes, from, at)) return yes;
        from = at + 1;
      }
    return no;
  };
};

/** The code of a text that is missing, and of one that is not kept: the next one like it has to be counted as well. */
export const ABSENT = -1;
export const NOT_KEPT = -2;

/** Texts of one column by their bytes, decoded once each. */
export const createTexts = ({
  header,
  name,
  stored,
  long,
  holds,
  about,
}: LoadInput['layout']['texts'][number]) => {
  const most = long ? MOST_SIGNALS : MOST_TEXTS;
  const longest = long ? LONGEST_SIGNAL : LONGEST_TEXT;
  const codes = createByteCodes();
  const watch = stored ? watchColumn(name, header, about) : null;
  const kept = holds === null ? (cell: Span) => cell : holding(holds);
  /** What each text showed when it was looked at, and the code under which it is kept. */
  const sights: number[] = [];
  const places: number[] = [];
  /** Rows of each that is not kept. */
  const notKept = new Map<number, number>();
  let size = 0;
  let added: string[] = [];
  return {
    /** The code of what is kept of a cell, a new one where it is new; NOT_KEPT where it identifies somebody. */
    code: (cell: Span): number => {
      const span = kept(cell);
      const known = codes.find(span);
      if (known >= 0 && watch === null) return known;
      if (known >= 0) {
        const place = places[known];
        if (place === NOT_KEPT) notKept.set(known, (notKept.get(known) ?? 0) + 1);
        return place;
      }
      if (codes.size >= most || span.end - span.start > longest)
        throw new CloisterError(
          'MAPPING_INVALID',
          codes.size >= most
            ? `The column "${header}" has more than ${most} different values; it is an identifier or free text, not an attribute.`
            : `The column "${header}" holds values longer than ${longest} bytes; it is free text, not an attribute.`,
          'Drop the column, or map it as a number, an identifier or a reference.',
        );
      const text = textOf(span);
      if (watch === null) {
        added.push(text);
        return codes.add(span);
      }
      const sight = watch.first(text);
      const isKept = (sight & WITHHELD) === 0;
      const place = isKept ? size++ : NOT_KEPT;
      if (isKept) added.push(text);
      else notKept.set(codes.size, 1);
      sights.push(sight);
      places.push(place);
      codes.add(span);
      return place;
    },
    /** What was seen in all rows; null where nobody watched. @param rows that hold the text of each code */
    scan: (rows: Float64Array): ColumnScan | null => {
      if (watch === null) return null;
      sights.forEach((sight, text) => {
        const place = places[text];
        const times = place === NOT_KEPT ? notKept.get(text) : rows[place];
        watch.again(sight, (times ?? 0) - 1);
      });
      return watch.finish();
    },
    take: (): string[] => {
      const taken = added;
      added = [];
      return taken;
    },
  };
};
