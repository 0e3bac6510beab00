/**
 * Data subjects: which person a pseudonym leads to. During an import the pseudonyms of one type are held in an
 * open-addressing table over typed arrays (the first 128 bits decide; 10^7 people collide with a chance below
 * 10^-24), and the new ones are written in order of their value, which keeps the b-tree's inserts sequential.
 */
import type { IdentifierType } from '../../shared/vocabulary.ts';
import type { Connection } from '../vault/database.ts';
import { PSEUDONYM_BYTES } from './pseudonyms.ts';

type Table = {
  /** The person behind a pseudonym, or -1. */
  find(pseudonyms: Uint8Array, at: number): number;
  /** Remembers a pseudonym that `find` did not know. */
  add(pseudonyms: Uint8Array, at: number, person: number): void;
  /** Writes what was added. */
  flush(): void;
};

const words = (bytes: Uint8Array, at: number, out: Uint32Array): void => {
  for (let word = 0; word < 4; word++) {
    const from = at + word * 4;
    out[word] = bytes[from] | (bytes[from + 1] << 8) | (bytes[from + 2] << 16) | (bytes[from + 3] << 24);
  }
};

const openTable = (db: Connection, type: IdentifierType, epoch: number): Table => {
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
  const rows = db.prepare('SELECT value, person FROM pseudonym WHERE type = ?').raw().iterate(type);
  for (const [value, person] of rows as Iterable<[Buffer, number]>) {
    words(value, 0, key);
    put(key, person);
  }

  let pending = new Uint8Array(PSEUDONYM_BYTES * 1024);
  let people: number[] = [];
  return {
    find: (pseudonyms, at) => {
      words(pseudonyms, at, key);
      return values[slotOf(key)];
    },
    add: (pseudonyms, at, person) => {
      if (size * 2 >= capacity) grow();
      words(pseudonyms, at, key);
      put(key, person);
      const end = (people.length + 1) * PSEUDONYM_BYTES;
      if (end > pending.length) {
        const larger = new Uint8Array(pending.length * 2);
        larger.set(pending);
        pending = larger;
      }
      pending.set(pseudonyms.subarray(at, at + PSEUDONYM_BYTES), end - PSEUDONYM_BYTES);
      people.push(person);
    },
    flush: () => {
      const bytes = Buffer.from(pending.buffer);
      const value = (i: number): Buffer => bytes.subarray(i * PSEUDONYM_BYTES, (i + 1) * PSEUDONYM_BYTES);
      const order = Uint32Array.from(people.keys()).sort((a, b) => value(a).compare(value(b)));
      const insert = db.prepare('INSERT INTO pseudonym(type, value, epoch, person) VALUES (?, ?, ?, ?)');
      for (const i of order) insert.run(type, value(i), epoch, people[i]);
      people = [];
    },
  };
};

/**
 * Pseudonyms of a batch: 32 bytes per row; `present[row]` is 0 where the row had none. `earlier` holds the same
 * identifiers as earlier epochs wrote them.
 */
export type PseudonymColumn = {
  type: IdentifierType;
  bytes: Uint8Array;
  earlier?: readonly Uint8Array[];
  present: Uint8Array;
};

export type People = {
  /**
   * Finds or makes the person of every row; the answer has one dense person number per row, and ERASED for a row that
   * would bring somebody back who was erased.
   */
  resolve(identifier: PseudonymColumn, links: PseudonymColumn[], rows: number, out: Int32Array): void;
  /** Rows whose link already led to somebody else; the link was left as it was. */
  readonly conflicts: number;
  readonly created: number;
  flush(): void;
};

/** In the place of a person: the row belongs to somebody who was erased, and is not taken. */
export const ERASED = -1;

/** Whether a pseudonym (32 bytes at `at`) belongs to somebody who was erased. */
export type Suppressed = (type: IdentifierType, bytes: Uint8Array, at: number) => boolean;

/**
 * Opens the people of a vault for an import from `source`. The caller holds the transaction.
 * @param epoch of the pseudonyms that are added
 * @param suppressed null where nobody was erased
 */
export const openPeople = (
  db: Connection,
  source: number,
  epoch = 1,
  suppressed: Suppressed | null = null,
): People => {
  const tables = new Map<IdentifierType, Table>();
  const tableOf = (type: IdentifierType): Table => {
    const found = tables.get(type);
    if (found !== undefined) return found;
    const table = openTable(db, type, epoch);
    tables.set(type, table);
    return table;
  };
  const first = peopleBound(db);
  /** The person an identifier led to in an earlier epoch, or -1. Its pseudonym of this epoch is to be added. */
  const findEarlier = (column: PseudonymColumn, at: number): number => {
    for (const bytes of column.earlier ?? []) {
      const person = tableOf(column.type).find(bytes, at);
      if (person >= 0) return person;
    }
    return -1;
  };
  const isErased = ({ type, bytes, earlier = [], present }: PseudonymColumn, row: number): boolean => {
    const at = row * PSEUDONYM_BYTES;
    return (
      present[row] === 1 &&
      tableOf(type).find(bytes, at) < 0 &&
      [bytes, ...earlier].some((one) => suppressed?.(type, one, at) === true)
    );
  };
  let next = first;
  let conflicts = 0;
  return {
    resolve: (identifier, links, rows, out) => {
      const main = tableOf(identifier.type);
      for (let row = 0; row < rows; row++) {
        const at = row * PSEUDONYM_BYTES;
        let person = identifier.present[row] === 1 ? main.find(identifier.bytes, at) : -1;
        const known = person >= 0;
        if (person < 0 && identifier.present[row] === 1) person = findEarlier(identifier, at);
        for (const link of links)
          if (person < 0 && link.present[row] === 1) {
            person = tableOf(link.type).find(link.bytes, at);
            if (person < 0) person = findEarlier(link, at);
          }
        if (suppressed !== null && [identifier, ...links].some((column) => isErased(column, row))) {
          out[row] = ERASED;
          continue;
        }
        if (person < 0) person = next++;
        if (!known && identifier.present[row] === 1) main.add(identifier.bytes, at, person);
        for (const link of links) {
          if (link.present[row] !== 1) continue;
          const table = tableOf(link.type);
          const owner = table.find(link.bytes, at);
          const before = owner < 0 ? findEarlier(link, at) : owner;
          if (before >= 0 && before !== person) conflicts += 1;
          else if (owner < 0) table.add(link.bytes, at, person);
        }
        out[row] = person;
      }
    },
    get conflicts() {
      return conflicts;
    },
    get created() {
      return next - first;
    },
    flush: () => {
      const insert = db.prepare('INSERT INTO person(id, source) VALUES (?, ?)');
      for (let person = first; person < next; person++) insert.run(person, source);
      for (const table of tables.values()) table.flush();
    },
  };
};

/** One above the highest person number ever given; arrays and bitmaps over people have this length. */
export const peopleBound = (db: Connection): number =>
  db
    .prepare(
      `SELECT 1 + max((SELECT coalesce(max(id), -1) FROM person), (SELECT coalesce(max(person), -1) FROM vacated))`,
    )
    .pluck()
    .get() as number;

/** Numbers below the bound that nobody has: those of people who were erased. */
export const vacatedNumbers = (db: Connection): number[] =>
  db.prepare('SELECT person FROM vacated ORDER BY person').pluck().all() as number[];

/** How many data subjects the vault knows. */
export const countPeople = (db: Connection): number =>
  peopleBound(db) - (db.prepare('SELECT count(*) FROM vacated').pluck().get() as number);
