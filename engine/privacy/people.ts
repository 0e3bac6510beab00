/**
 * Data subjects: which person a pseudonym leads to. Every identifier that rows are said under has a number of its own;
 * which numbers are one person follows from the links between them (`identity/settle.ts`).
 */
import { IDENTIFIER_TYPES, type IdentifierType } from '../../shared/vocabulary.ts';
import { mergedNumbers, personIn } from '../columns/merged.ts';
import type { Connection } from '../vault/database.ts';
import { findPseudonym, isOwn, numberIn, OWN, PSEUDONYM_WORDS, wordsOf } from './identity/blocks.ts';
import { openHousedBy } from './identity/housed-by.ts';
import { openLinks } from './identity/links.ts';
import { numbersBound, typeCode } from './identity/number-blocks.ts';
import { openNumbers } from './identity/numbers.ts';
import { openTable, type Table } from './identity/table.ts';
import { PSEUDONYM_BYTES } from './pseudonyms.ts';

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
   * Finds or makes the number of every row, that of its identifier (of its first link where it has none), and links it
   * with the numbers of the row's other identifiers. The answer is ERASED for a row that would bring somebody back who
   * was erased.
   */
  resolve(identifier: PseudonymColumn, links: PseudonymColumn[], rows: number, out: Int32Array): void;
  /** Links that were not known before. */
  readonly linked: number;
  readonly created: number;
  /** One above the highest number before; later ones were made by this import. */
  readonly first: number;
  flush(): void;
};

/** In the place of a person: the row belongs to somebody who was erased, and is not taken. */
export const ERASED = -1;

/** A column as it is looked up: its table, its pseudonyms as words, and the code of its type. */
type Known = {
  column: PseudonymColumn;
  code: number;
  table: Table;
  words: Int32Array;
  earlier: readonly Int32Array[];
  present: Uint8Array;
};

/** Whether a pseudonym (32 bytes at `at`) belongs to somebody who was erased. */
export type Suppressed = (type: IdentifierType, bytes: Uint8Array, at: number) => boolean;

/**
 * Opens the people of a vault for an import from `source`. The caller holds the transaction.
 * @param epoch of the pseudonyms that are added
 * @param suppressed null where nobody was erased
 * @param expected how many people may come
 */
export const openPeople = (
  db: Connection,
  source: number,
  epoch = 1,
  suppressed: Suppressed | null = null,
  expected = 0,
): People => {
  const tables = new Map<IdentifierType, Table>();
  const tableOf = (type: IdentifierType): Table => {
    const found = tables.get(type);
    if (found !== undefined) return found;
    const table = openTable(db, type, epoch, expected);
    tables.set(type, table);
    return table;
  };
  const lookUp = (column: PseudonymColumn): Known => ({
    column,
    code: typeCode(column.type),
    table: tableOf(column.type),
    words: wordsOf(column.bytes),
    earlier: (column.earlier ?? []).map(wordsOf),
    present: column.present,
  });
  const first = peopleBound(db);
  /** The place of an identifier in an earlier epoch, or -1. */
  const findEarlier = ({ earlier, table }: Known, at: number): number => {
    for (const words of earlier) {
      const place = table.find(words, at);
      if (place >= 0) return place;
    }
    return -1;
  };
  const isErased = ({ column, table, words, present }: Known, row: number): boolean =>
    present[row] === 1 &&
    table.find(words, row * PSEUDONYM_WORDS) < 0 &&
    [column.bytes, ...(column.earlier ?? [])].some(
      (bytes) => suppressed?.(column.type, bytes, row * PSEUDONYM_BYTES) === true,
    );
  let next = first;
  const { create, house, leave, codeOf, flush: flushNumbers } = openNumbers(db, source, first);
  const graph = openLinks(db, source);
  const housedBy = openHousedBy(db, source, first);
  const make = (code: number): number => {
    create(next, code);
    return next++;
  };
  const link = (one: number, oneCode: number, other: number, otherCode: number, by = source): void =>
    graph.add(one, IDENTIFIER_TYPES[oneCode], other, IDENTIFIER_TYPES[otherCode], by);
  /** Where an identifier stands; one that an earlier epoch knew is added under this one. */
  const placeOf = (known: Known, at: number): number => {
    const place = known.table.find(known.words, at);
    if (place >= 0 || known.earlier.length === 0) return place;
    const earlier = findEarlier(known, at);
    if (earlier >= 0) known.table.add(known.words, at, earlier);
    return earlier;
  };
  /** Gives a housed identifier a number of its own, linked with the one that housed it. */
  const moveOut = ({ code, table, words, earlier }: Known, at: number, host: number): number => {
    const number = make(code);
    for (const one of [words, ...earlier])
      if (table.find(one, at) >= 0) table.move(one, at, number * 2 + OWN);
    leave(host, code);
    link(host, codeOf(host), number, code, housedBy(host, codeOf(host), code));
    return number;
  };
  const ownNumber = (known: Known, at: number): number => {
    const place = placeOf(known, at);
    if (place >= 0) return isOwn(place) ? numberIn(place) : moveOut(known, at, numberIn(place));
    const number = make(known.code);
    known.table.add(known.words, at, number * 2 + OWN);
    return number;
  };
  const join = (number: number, code: number, other: Known, at: number): void => {
    const place = placeOf(other, at);
    if (place < 0 && house(number, other.code)) {
      other.table.add(other.words, at, number * 2);
      return;
    }
    if (place >= 0 && numberIn(place) === number) return;
    link(number, code, ownNumber(other, at), other.code);
  };
  return {
    resolve: (identifier, links, rows, out) => {
      const own = lookUp(identifier);
      const others = links.map(lookUp);
      for (const { table, words } of [own, ...others]) table.approach(words, rows);
      for (let row = 0; row < rows; row++) {
        if (suppressed !== null && (isErased(own, row) || others.some((other) => isErased(other, row)))) {
          out[row] = ERASED;
          continue;
        }
        const main = own.present[row] === 1 ? own : others.find(({ present }) => present[row] === 1);
        if (main === undefined) {
          out[row] = make(own.code);
          continue;
        }
        const at = row * PSEUDONYM_WORDS;
        out[row] = ownNumber(main, at);
        for (let i = 0; i < others.length; i++)
          if (others[i] !== main && others[i].present[row] === 1) join(out[row], main.code, others[i], at);
      }
    },
    get linked() {
      return graph.added;
    },
    get created() {
      return next - first;
    },
    first,
    flush: () => {
      flushNumbers();
      for (const table of tables.values()) table.flush();
      // What comes after an import needs the memory; a further row would read them again.
      tables.clear();
      graph.flush();
    },
  };
};

/** One above the highest person number ever given; arrays and bitmaps over people have this length. */
export const peopleBound = (db: Connection): number =>
  Math.max(
    numbersBound(db),
    1 + (db.prepare('SELECT coalesce(max(person), -1) FROM vacated').pluck().get() as number),
  );

/** Numbers below the bound that nobody has: those of people who were erased. */
export const vacatedNumbers = (db: Connection): number[] =>
  db.prepare('SELECT person FROM vacated ORDER BY person').pluck().all() as number[];

/**
 * The person that a pseudonym leads to and the number it stands under, or null. An identifier that only a shared one
 * brought along leads to nobody.
 */
export const personBehind = (
  db: Connection,
  type: IdentifierType,
  pseudonym: Uint8Array,
): { person: number; number: number } | null => {
  const place = findPseudonym(db, type, pseudonym);
  if (place < 0) return null;
  const number = numberIn(place);
  const isShared = db.prepare('SELECT 1 FROM identity_shared WHERE number = ?').get(number) !== undefined;
  if (isShared && !isOwn(place)) return null;
  return { person: personIn(mergedNumbers(db), number), number };
};

/** How many data subjects the vault knows. */
export const countPeople = (db: Connection): number =>
  peopleBound(db) -
  (db
    .prepare('SELECT (SELECT count(*) FROM vacated) + (SELECT count(*) FROM merged)')
    .pluck()
    .get() as number);
