/**
 * The pseudonyms of one type during an import: where each stands. Every pseudonym is an entry, kept in blocks that never
 * move, and a table of open addressing leads to it by its first word, which is as good as random. The first 128 bits
 * decide: 10^7 people collide with a chance below 10^-24. New ones are written in order of their value, which keeps the
 * b-tree's inserts sequential.
 */
import type { IdentifierType } from '../../../shared/vocabulary.ts';
import type { Connection } from '../../vault/database.ts';
import { PSEUDONYM_BYTES } from '../pseudonyms.ts';

/** A number and whether it is the identifier's own, in one integer; -1 for an identifier that is not known. */
export const OWN = 1;
export const numberIn = (place: number): number => place >> 1;
export const isOwn = (place: number): boolean => (place & OWN) !== 0;

export type Table = {
  /** The place of a pseudonym, or -1. */
  find(pseudonyms: Uint8Array, at: number): number;
  /** Remembers a pseudonym that `find` did not know. */
  add(pseudonyms: Uint8Array, at: number, place: number): void;
  /** Changes the place of a pseudonym that `find` knows. */
  move(pseudonyms: Uint8Array, at: number, place: number): void;
  /** Writes what was added and moved. */
  flush(): void;
};

const WORDS = PSEUDONYM_BYTES / 4;
const toWords = (bytes: Uint8Array, at: number, out: Uint32Array): void => {
  for (let word = 0; word < WORDS; word++) {
    const from = at + word * 4;
    out[word] = bytes[from] | (bytes[from + 1] << 8) | (bytes[from + 2] << 16) | (bytes[from + 3] << 24);
  }
};

const BLOCK_BITS = 14;
const BLOCK = 1 << BLOCK_BITS;
/** Rows written by one statement. */
const ROWS = 4096;

/** The order of `count` values by their first two bytes, then the next two: a counting sort, twice. */
const orderByPrefix = (count: number, prefixOf: (i: number) => number): Uint32Array => {
  const prefixes = Uint32Array.from({ length: count }, (_, i) => prefixOf(i));
  let order = Uint32Array.from({ length: count }, (_, i) => i);
  for (const shift of [0, 16]) {
    const starts = new Uint32Array(65_537);
    for (let i = 0; i < count; i++) starts[((prefixes[i] >>> shift) & 0xffff) + 1] += 1;
    for (let i = 0; i < 65_536; i++) starts[i + 1] += starts[i];
    const sorted = new Uint32Array(count);
    for (const i of order) sorted[starts[(prefixes[i] >>> shift) & 0xffff]++] = i;
    order = sorted;
  }
  return order;
};

const swap = (word: number): number =>
  ((word << 24) | ((word & 0xff00) << 8) | ((word >>> 8) & 0xff00) | (word >>> 24)) >>> 0;

/** Opens the pseudonyms of a type for an import. The caller holds the transaction. */
export const openTable = (db: Connection, type: IdentifierType, epoch: number): Table => {
  const stored = db.prepare('SELECT count(*) FROM pseudonym WHERE type = ?').pluck().get(type) as number;
  let capacity = 1 << 12;
  while (capacity * 3 < stored * 4) capacity *= 2;
  // Of every entry its number and one, so that an empty slot is 0.
  let slots = new Int32Array(capacity);
  let size = 0;
  // The first four words of an entry and its place; of those that are to be written the other four words too.
  const heads: Uint32Array[] = [];
  const placeBlocks: Int32Array[] = [];
  const tails: Uint32Array[] = [];

  const key = new Uint32Array(WORDS);

  const slotOf = (words: Uint32Array): number => {
    for (let slot = words[0] & (capacity - 1); ; slot = (slot + 1) & (capacity - 1)) {
      const entry = slots[slot] - 1;
      if (entry < 0) return slot;
      const head = heads[entry >>> BLOCK_BITS];
      const at = (entry & (BLOCK - 1)) * 4;
      if (
        head[at] === words[0] &&
        head[at + 1] === words[1] &&
        head[at + 2] === words[2] &&
        head[at + 3] === words[3]
      )
        return slot;
    }
  };
  const grow = (): void => {
    capacity *= 2;
    slots = new Int32Array(capacity);
    for (let entry = 0; entry < size; entry++) {
      const first = heads[entry >>> BLOCK_BITS][(entry & (BLOCK - 1)) * 4];
      let slot = first & (capacity - 1);
      while (slots[slot] !== 0) slot = (slot + 1) & (capacity - 1);
      slots[slot] = entry + 1;
    }
  };
  const put = (place: number): void => {
    if (size * 4 >= capacity * 3) grow();
    if (size % BLOCK === 0) {
      heads.push(new Uint32Array(BLOCK * 4));
      placeBlocks.push(new Int32Array(BLOCK));
    }
    const at = size & (BLOCK - 1);
    const head = heads[size >>> BLOCK_BITS];
    for (let word = 0; word < 4; word++) head[at * 4 + word] = key[word];
    placeBlocks[size >>> BLOCK_BITS][at] = place;
    slots[slotOf(key)] = ++size;
  };
  const rows = db.prepare('SELECT value, person, own FROM pseudonym WHERE type = ?').raw().iterate(type);
  for (const [value, person, own] of rows as Iterable<[Buffer, number, number]>) {
    toWords(value, 0, key);
    put(person * 2 + own);
  }
  let written = size;
  let moved: Buffer[] = [];

  const entryOf = (pseudonyms: Uint8Array, at: number): number => {
    toWords(pseudonyms, at, key);
    return slots[slotOf(key)] - 1;
  };
  const placeAt = (entry: number): number =>
    entry < 0 ? -1 : placeBlocks[entry >>> BLOCK_BITS][entry & (BLOCK - 1)];
  return {
    find: (pseudonyms, at) => placeAt(entryOf(pseudonyms, at)),
    add: (pseudonyms, at, place) => {
      toWords(pseudonyms, at, key);
      put(place);
      const added = size - 1 - written;
      if (added % BLOCK === 0) tails.push(new Uint32Array(BLOCK * 4));
      const tail = tails[added >>> BLOCK_BITS];
      for (let word = 0; word < 4; word++) tail[(added & (BLOCK - 1)) * 4 + word] = key[word + 4];
    },
    move: (pseudonyms, at, place) => {
      const entry = entryOf(pseudonyms, at);
      placeBlocks[entry >>> BLOCK_BITS][entry & (BLOCK - 1)] = place;
      // One that is not written yet is written as it stands at the end.
      if (entry < written) moved.push(Buffer.from(pseudonyms.subarray(at, at + PSEUDONYM_BYTES)));
    },
    flush: () => {
      const count = size - written;
      const headAt = (i: number): Uint32Array => heads[(written + i) >>> BLOCK_BITS];
      const order = orderByPrefix(count, (i) => swap(headAt(i)[((written + i) & (BLOCK - 1)) * 4]));
      // One statement takes many rows: the values as one BLOB, the places as a list.
      const insert = db.prepare(
        `INSERT INTO pseudonym(type, value, epoch, person, own)
         SELECT ?, substr(?, key * ${PSEUDONYM_BYTES} + 1, ${PSEUDONYM_BYTES}), ?, value >> 1, value & ${OWN}
         FROM json_each(?)`,
      );
      const values = new Uint32Array(Math.min(ROWS, count) * WORDS);
      for (let from = 0; from < count; from += ROWS) {
        const some = order.subarray(from, from + ROWS);
        const places: number[] = [];
        for (let row = 0; row < some.length; row++) {
          const entry = written + some[row];
          const head = headAt(some[row]);
          const tail = tails[some[row] >>> BLOCK_BITS];
          for (let word = 0; word < 4; word++) {
            values[row * WORDS + word] = head[(entry & (BLOCK - 1)) * 4 + word];
            values[row * WORDS + 4 + word] = tail[(some[row] & (BLOCK - 1)) * 4 + word];
          }
          places.push(placeAt(entry));
        }
        insert.run(
          type,
          Buffer.from(values.buffer, 0, some.length * PSEUDONYM_BYTES),
          epoch,
          JSON.stringify(places),
        );
      }
      written = size;
      tails.length = 0;
      const update = db.prepare('UPDATE pseudonym SET person = ?, own = ? WHERE type = ? AND value = ?');
      for (const one of moved.sort(Buffer.compare)) {
        const place = placeAt(entryOf(one, 0));
        update.run(numberIn(place), place & OWN, type, one);
      }
      moved = [];
    },
  };
};
