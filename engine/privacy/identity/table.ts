/**
 * The pseudonyms of one type during an import, in an open-addressing table over typed arrays (the first 128 bits decide;
 * 10^7 people collide with a chance below 10^-24). New ones are written in order of their value, which keeps the
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

const words = (bytes: Uint8Array, at: number, out: Uint32Array): void => {
  for (let word = 0; word < 4; word++) {
    const from = at + word * 4;
    out[word] = bytes[from] | (bytes[from + 1] << 8) | (bytes[from + 2] << 16) | (bytes[from + 3] << 24);
  }
};

/** Opens the pseudonyms of a type for an import. The caller holds the transaction. */
export const openTable = (db: Connection, type: IdentifierType, epoch: number): Table => {
  const stored = db.prepare('SELECT count(*) FROM pseudonym WHERE type = ?').pluck().get(type) as number;
  let capacity = 1 << 12;
  while (capacity < stored * 2) capacity *= 2;
  let keys = new Uint32Array(capacity * 4);
  let values = new Int32Array(capacity).fill(-1);
  let size = 0;
  const key = new Uint32Array(4);

  const slotOf = (k: Uint32Array): number => {
    for (let slot = k[0] & (capacity - 1); ; slot = (slot + 1) & (capacity - 1)) {
      if (values[slot] < 0) return slot;
      const at = slot * 4;
      if (keys[at] === k[0] && keys[at + 1] === k[1] && keys[at + 2] === k[2] && keys[at + 3] === k[3])
        return slot;
    }
  };
  const put = (k: Uint32Array, person: number): void => {
    const slot = slotOf(k);
    keys.set(k, slot * 4);
    values[slot] = person;
    size += 1;
  };
  const grow = (): void => {
    const oldKeys = keys;
    const oldValues = values;
    capacity *= 2;
    keys = new Uint32Array(capacity * 4);
    values = new Int32Array(capacity).fill(-1);
    size = 0;
    for (let slot = 0; slot < oldValues.length; slot++)
      if (oldValues[slot] >= 0) put(oldKeys.subarray(slot * 4, slot * 4 + 4), oldValues[slot]);
  };
  const rows = db.prepare('SELECT value, person, own FROM pseudonym WHERE type = ?').raw().iterate(type);
  for (const [value, person, own] of rows as Iterable<[Buffer, number, number]>) {
    words(value, 0, key);
    put(key, person * 2 + own);
  }

  let pending = new Uint8Array(PSEUDONYM_BYTES * 1024);
  let count = 0;
  let moved: Buffer[] = [];
  const find = (pseudonyms: Uint8Array, at: number): number => {
    words(pseudonyms, at, key);
    return values[slotOf(key)];
  };
  return {
    find,
    add: (pseudonyms, at, place) => {
      if (size * 2 >= capacity) grow();
      words(pseudonyms, at, key);
      put(key, place);
      const end = (count + 1) * PSEUDONYM_BYTES;
      if (end > pending.length) {
        const larger = new Uint8Array(pending.length * 2);
        larger.set(pending);
        pending = larger;
      }
      pending.set(pseudonyms.subarray(at, at + PSEUDONYM_BYTES), end - PSEUDONYM_BYTES);
      count += 1;
    },
    move: (pseudonyms, at, place) => {
      words(pseudonyms, at, key);
      values[slotOf(key)] = place;
      moved.push(Buffer.from(pseudonyms.subarray(at, at + PSEUDONYM_BYTES)));
    },
    flush: () => {
      const bytes = Buffer.from(pending.buffer);
      const value = (i: number): Buffer => bytes.subarray(i * PSEUDONYM_BYTES, (i + 1) * PSEUDONYM_BYTES);
      const order = Uint32Array.from({ length: count }, (_, i) => i).sort((a, b) =>
        value(a).compare(value(b)),
      );
      const insert = db.prepare(
        'INSERT INTO pseudonym(type, value, epoch, person, own) VALUES (?, ?, ?, ?, ?)',
      );
      for (const i of order) {
        const place = find(bytes, i * PSEUDONYM_BYTES);
        insert.run(type, value(i), epoch, numberIn(place), place & OWN);
      }
      const update = db.prepare('UPDATE pseudonym SET person = ?, own = ? WHERE type = ? AND value = ?');
      for (const one of moved.sort(Buffer.compare)) {
        const place = find(one, 0);
        update.run(numberIn(place), place & OWN, type, one);
      }
      count = 0;
      moved = [];
    },
  };
};
