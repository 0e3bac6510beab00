/**
 * The pseudonyms of one type during an import: where each stands. They are kept in 256 tables of open addressing, 16
 * bytes each, side by side, so that a look is one place in memory and growing never copies more than one table. The first
 * 96 bits decide: 10^7 people collide with a chance below 10^-14. New ones wait whole until there are many, and are then
 * written, so that what waits does not grow with the file.
 */
import type { IdentifierType } from '../../../shared/vocabulary.ts';
import type { Connection } from '../../vault/database.ts';
import { PSEUDONYM_BYTES } from '../pseudonyms.ts';
import { blocksOf } from './blocks.ts';
import { addPseudonyms, changePseudonyms } from './write-blocks.ts';

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
const TABLES = 256;
const FIRST = 16;
/** Words of a slot: three of the pseudonym, and its place and one, so that an empty slot ends in 0. */
const SLOT = 4;
/** Pseudonyms that wait before they are written. */
const MOST_WAITING = 1 << 17;

/** Opens the pseudonyms of a type for an import. The caller holds the transaction. */
export const openTable = (db: Connection, type: IdentifierType, epoch: number): Table => {
  const tables = Array.from({ length: TABLES }, () => new Int32Array(FIRST * SLOT));
  const sizes = new Int32Array(TABLES);
  /** The pseudonym that is looked at, as words. */
  const key = new Int32Array(WORDS);
  let waiting = new Int32Array(1024 * WORDS);
  let count = 0;
  let moved = new Map<string, Buffer>();

  /** Where three words stand in a table, or the empty slot where they would. */
  const slotOf = (table: Int32Array, second: number, first: number, third: number): number => {
    const end = table.length;
    // In the order of the second word, so that a table is copied into a larger one from end to end.
    let at = Math.floor(((second >>> 16) * (end >> 2)) / 0x1_0000) * SLOT;
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
      const at = slotOf(table, old[i + 1], old[i], old[i + 2]);
      table[at] = old[i];
      table[at + 1] = old[i + 1];
      table[at + 2] = old[i + 2];
      table[at + 3] = old[i + 3];
    }
    return table;
  };
  /** Puts the key with its place into a slot that is empty, of the table that its first word chooses. */
  const put = (which: number, at: number, place: number): void => {
    const table = tables[which];
    table[at] = key[0];
    table[at + 1] = key[1];
    table[at + 2] = key[2];
    table[at + 3] = place + 1;
    sizes[which] += 1;
    if (sizes[which] * SLOT * 4 >= table.length * 3) tables[which] = larger(table);
  };

  for (const block of blocksOf(db, type)) {
    const words = new Int32Array(block.values.buffer, 0, block.rows * WORDS);
    for (let row = 0; row < block.rows; row++) {
      for (let word = 0; word < 3; word++) key[word] = words[row * WORDS + word];
      const which = key[0] & (TABLES - 1);
      put(which, slotOf(tables[which], key[1], key[0], key[2]), block.places[row]);
    }
  }

  /** The array that was looked at last, as words; null where words may not stand in it. */
  let seen: Uint8Array | null = null;
  let view: Int32Array | null = null;
  const load = (pseudonyms: Uint8Array, at: number): void => {
    if (pseudonyms !== seen) {
      seen = pseudonyms;
      const { buffer, byteOffset, length } = pseudonyms;
      view = byteOffset % 4 === 0 ? new Int32Array(buffer, byteOffset, length >> 2) : null;
    }
    if (view === null || at % 4 !== 0)
      new Uint8Array(key.buffer).set(pseudonyms.subarray(at, at + PSEUDONYM_BYTES));
    else for (let word = 0, from = at >> 2; word < WORDS; word++) key[word] = view[from + word];
  };
  const placeOf = (): number => {
    const table = tables[key[0] & (TABLES - 1)];
    return table[slotOf(table, key[1], key[0], key[2]) + 3] - 1;
  };
  const write = (): void => {
    const places = new Int32Array(count);
    for (let i = 0; i < count; i++) {
      for (let word = 0; word < 3; word++) key[word] = waiting[i * WORDS + word];
      places[i] = placeOf();
    }
    addPseudonyms(db, type, epoch, waiting.subarray(0, count * WORDS), places);
    count = 0;
  };
  return {
    find: (pseudonyms, at) => {
      load(pseudonyms, at);
      return placeOf();
    },
    add: (pseudonyms, at, place) => {
      if (count === MOST_WAITING) write();
      load(pseudonyms, at);
      const which = key[0] & (TABLES - 1);
      if ((count + 1) * WORDS > waiting.length) {
        const more = new Int32Array(waiting.length * 2);
        more.set(waiting);
        waiting = more;
      }
      for (let word = 0, to = count * WORDS; word < WORDS; word++) waiting[to + word] = key[word];
      count += 1;
      put(which, slotOf(tables[which], key[1], key[0], key[2]), place);
    },
    move: (pseudonyms, at, place) => {
      load(pseudonyms, at);
      const table = tables[key[0] & (TABLES - 1)];
      table[slotOf(table, key[1], key[0], key[2]) + 3] = place + 1;
      const value = Buffer.from(pseudonyms.subarray(at, at + PSEUDONYM_BYTES));
      moved.set(value.toString('latin1'), value);
    },
    flush: () => {
      write();
      const values = [...moved.values()];
      moved = new Map();
      if (values.length > 0)
        changePseudonyms(db, type, values, (at) => {
          load(values[at], 0);
          return placeOf();
        });
    },
  };
};
