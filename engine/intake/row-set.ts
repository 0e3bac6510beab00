/**
 * A growing set of 64-bit hashes, for recognising a repeated record. It lives for one import, in memory only. Of a
 * hash 8 bits choose one of 256 tables and 48 are kept in it, side by side, so that a look is one place in memory,
 * 10^7 records take about 80 MB, growing never copies more than one table, and two records among 10^7 are taken for
 * one with a chance below 10^-3.
 */

export type RowSet = {
  /** Adds a hash; false when it was there. */
  add(low: number, high: number): boolean;
  has(low: number, high: number): boolean;
};

const TABLES = 256;
const FIRST = 64;
/** 16-bit pieces of a slot; all zero is an empty one, and such a hash is mapped to (1, 0, 0). */
const PIECES = 3;

/** Open addressing in the order of the lower word, so that a table is copied into a larger one from end to end. */
export const createRowSet = (): RowSet => {
  const tables = Array.from({ length: TABLES }, () => new Uint16Array(FIRST * PIECES));
  const sizes = new Int32Array(TABLES);
  /** Where the hash begins in its table, or the empty slot where it would. */
  const placeOf = (table: Uint16Array, low: number, a: number, b: number, c: number): number => {
    const end = table.length;
    let at = Math.floor((low / 0x1_0000_0000) * (end / PIECES)) * PIECES;
    while (
      (table[at] !== a || table[at + 1] !== b || table[at + 2] !== c) &&
      (table[at] | table[at + 1] | table[at + 2]) !== 0
    ) {
      at += PIECES;
      if (at === end) at = 0;
    }
    return at;
  };
  const set = (table: Uint16Array, at: number, a: number, b: number, c: number): void => {
    table[at] = a;
    table[at + 1] = b;
    table[at + 2] = c;
  };
  /** A table with a quarter more slots. */
  const larger = (old: Uint16Array): Uint16Array<ArrayBuffer> => {
    const slots = old.length / PIECES;
    const table = new Uint16Array((slots + (slots >> 2)) * PIECES);
    for (let i = 0; i < old.length; i += PIECES) {
      const [a, b, c] = [old[i], old[i + 1], old[i + 2]];
      if ((a | b | c) !== 0) set(table, placeOf(table, a + b * 0x1_0000, a, b, c), a, b, c);
    }
    return table;
  };
  const isFree = (table: Uint16Array, at: number): boolean =>
    (table[at] | table[at + 1] | table[at + 2]) === 0;
  return {
    has: (lowWord, high) => {
      const c = high >>> 16;
      const low = lowWord === 0 && c === 0 ? 1 : lowWord >>> 0;
      const table = tables[high & (TABLES - 1)];
      return !isFree(table, placeOf(table, low, low & 0xffff, low >>> 16, c));
    },
    add: (lowWord, high) => {
      const c = high >>> 16;
      const low = lowWord === 0 && c === 0 ? 1 : lowWord >>> 0;
      const a = low & 0xffff;
      const b = low >>> 16;
      const which = high & (TABLES - 1);
      const table = tables[which];
      const at = placeOf(table, low, a, b, c);
      if (!isFree(table, at)) return false;
      set(table, at, a, b, c);
      sizes[which] += 1;
      if (sizes[which] * PIECES * 8 >= table.length * 7) tables[which] = larger(table);
      return true;
    },
  };
};

/** The bytes that were hashed last, as words: most ranges lie in one buffer. */
let seen: Uint8Array = new Uint8Array(0);
let words = new DataView(seen.buffer);

/**
 * Two independent 32-bit hashes of a byte range (multiply-xor mixing over 32-bit words), into `out`; signed words, which
 * no tier of the compiler has to box.
 */
export const hashBytes = (bytes: Uint8Array, start: number, end: number, out: Int32Array): void => {
  if (bytes !== seen) {
    seen = bytes;
    words = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  }
  let a = 0x1747b28c ^ (end - start);
  let b = 0x3c6ef372 ^ (end - start);
  let i = start;
  for (; i + 4 <= end; i += 4) {
    const word = words.getInt32(i, true);
    a = Math.imul(a ^ word, 0x85ebca6b);
    a ^= a >>> 13;
    b = Math.imul(b ^ word, 0xc2b2ae35);
    b ^= b >>> 15;
  }
  for (; i < end; i++) {
    a = Math.imul(a ^ bytes[i], 0x85ebca6b);
    b = Math.imul(b ^ bytes[i], 0xc2b2ae35);
  }
  a = Math.imul(a ^ (a >>> 16), 0x7feb352d);
  b = Math.imul(b ^ (b >>> 16), 0x846ca68b);
  out[0] = a ^ (a >>> 15);
  out[1] = b ^ (b >>> 16);
};
