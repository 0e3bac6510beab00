/**
 * The pseudonyms of one type during an import: where each stands. They are kept in 256 tables of open addressing, 16
 * bytes each, side by side, so that a look is one place in memory and growing never copies more than one table. The first
 * 96 bits decide: 10^7 people collide with a chance below 10^-14. New ones wait whole until there are many, and are then
 * written, so that what waits does not grow with the file.
 */
import type { IdentifierType } from '../../../shared/vocabulary.ts';
import type { Connection } from '../../vault/database.ts';
import { blocksOf, PSEUDONYM_WORDS } from './blocks.ts';
import { addPseudonyms, changePseudonyms } from './write-blocks.ts';

/** Pseudonyms are given by the words they lie in and the place of the first. */
export type Table = {
  /**
   * Looks at the slots of the first `rows` pseudonyms, so that they stand in the processor's cache when they are asked for
   * one by one: memory answers many looks at once in the time of one. How many are taken is no matter; it is told so that the
   * looks are done at all.
   */
  approach(words: Int32Array, rows: number): number;
  /** The place of a pseudonym, or -1. */
  find(words: Int32Array, at: number): number;
  /** Remembers a pseudonym that `find` did not know. */
  add(words: Int32Array, at: number, place: number): void;
  /** Changes the place of a pseudonym that `find` knows. */
  move(words: Int32Array, at: number, place: number): void;
  /** Writes what was added and moved. */
  flush(): void;
};

const TABLES = 256;
const FIRST = 16;
/** Words of a slot: three of the pseudonym, and its place and one, so that an empty slot ends in 0. */
const SLOT = 4;
/** A table is made larger when three of four slots are taken. */
const FULL = 3 / 4;
/** Pseudonyms that wait before they are written. */
const MOST_WAITING = 1 << 17;
/** Most new ones that room is made for before they come, and how much more, since tables fill unevenly. */
const MOST_EXPECTED = 1 << 20;
const SPARE = 1.1;

/** Where a table is looked at first: in the order of the second word, so that it is copied into a larger one from end to end. */
const homeOf = (slots: number, second: number): number =>
  Math.floor(((second >>> 16) * slots) / 0x1_0000) * SLOT;

/** Where three words stand in a table, or the empty slot where they would. */
const slotOf = (table: Int32Array, first: number, second: number, third: number): number => {
  const end = table.length;
  let at = homeOf(end >> 2, second);
  while (
    table[at + 3] !== 0 &&
    (table[at + 1] !== second || table[at] !== first || table[at + 2] !== third)
  ) {
    at += SLOT;
    if (at === end) at = 0;
  }
  return at;
};

const larger = (old: Int32Array): Int32Array<ArrayBuffer> => {
  const slots = old.length / SLOT;
  const table = new Int32Array((slots + (slots >> 1)) * SLOT);
  for (let i = 0; i < old.length; i += SLOT) {
    if (old[i + 3] === 0) continue;
    const at = slotOf(table, old[i], old[i + 1], old[i + 2]);
    table[at] = old[i];
    table[at + 1] = old[i + 1];
    table[at + 2] = old[i + 2];
    table[at + 3] = old[i + 3];
  }
  return table;
};

/**
 * Opens the pseudonyms of a type for an import. The caller holds the transaction.
 * @param expected how many new ones may come: room for them costs less made at once
 */
export const openTable = (db: Connection, type: IdentifierType, epoch: number, expected = 0): Table => {
  const room = Math.max(FIRST, Math.ceil((Math.min(expected, MOST_EXPECTED) * SPARE) / TABLES / FULL));
  const tables = Array.from({ length: TABLES }, () => new Int32Array(room * SLOT));
  const sizes = new Int32Array(TABLES);
  let waiting = new Int32Array(1024 * PSEUDONYM_WORDS);
  let places = new Int32Array(1024);
  let count = 0;
  let moved = new Map<string, Int32Array>();

  /** The pseudonym must not be there. */
  const put = (words: Int32Array, at: number, place: number): void => {
    const which = words[at] & (TABLES - 1);
    const table = tables[which];
    const slot = slotOf(table, words[at], words[at + 1], words[at + 2]);
    table[slot] = words[at];
    table[slot + 1] = words[at + 1];
    table[slot + 2] = words[at + 2];
    table[slot + 3] = place + 1;
    sizes[which] += 1;
    if (sizes[which] * SLOT > table.length * FULL) tables[which] = larger(table);
  };

  for (const block of blocksOf(db, type)) {
    const words = new Int32Array(block.values.buffer, 0, block.rows * PSEUDONYM_WORDS);
    for (let row = 0; row < block.rows; row++) put(words, row * PSEUDONYM_WORDS, block.places[row]);
  }

  const find = (words: Int32Array, at: number): number => {
    const table = tables[words[at] & (TABLES - 1)];
    return table[slotOf(table, words[at], words[at + 1], words[at + 2]) + 3] - 1;
  };
  const write = (): void => {
    addPseudonyms(db, type, epoch, waiting.subarray(0, count * PSEUDONYM_WORDS), places.subarray(0, count));
    count = 0;
  };
  return {
    approach: (words, rows) => {
      let taken = 0;
      for (let at = 0; at < rows * PSEUDONYM_WORDS; at += PSEUDONYM_WORDS) {
        const table = tables[words[at] & (TABLES - 1)];
        if (table[homeOf(table.length >> 2, words[at + 1]) + 3] !== 0) taken += 1;
      }
      return taken;
    },
    find,
    add: (words, at, place) => {
      if (count === MOST_WAITING) write();
      if (count === places.length) {
        const more = new Int32Array(waiting.length * 2);
        more.set(waiting);
        waiting = more;
        const morePlaces = new Int32Array(places.length * 2);
        morePlaces.set(places);
        places = morePlaces;
      }
      const to = count * PSEUDONYM_WORDS;
      for (let word = 0; word < PSEUDONYM_WORDS; word++) waiting[to + word] = words[at + word];
      places[count] = place;
      count += 1;
      put(words, at, place);
    },
    move: (words, at, place) => {
      const table = tables[words[at] & (TABLES - 1)];
      table[slotOf(table, words[at], words[at + 1], words[at + 2]) + 3] = place + 1;
      const value = words.slice(at, at + PSEUDONYM_WORDS);
      moved.set(value.join(), value);
    },
    flush: () => {
      write();
      const values = [...moved.values()];
      moved = new Map();
      if (values.length > 0)
        changePseudonyms(
          db,
          type,
          values.map(({ buffer }) => new Uint8Array(buffer)),
          (at) => find(values[at], 0),
        );
    },
  };
};
