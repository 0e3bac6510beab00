/**
 * Data subjects: which person a pseudonym leads to. Every identifier that rows are said under has a number of its own;
 * which numbers are one person follows from the links between them (`identity/settle.ts`).
 */
import type { IdentifierType } from '../../shared/vocabulary.ts';
import { mergedNumbers, personIn } from '../columns/merged.ts';
import type { Connection } from '../vault/database.ts';
import { findPseudonym, isOwn, numberIn, OWN } from './identity/blocks.ts';
import { openLinks } from './identity/links.ts';
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

/** A column whose table was looked up. */
type Known = PseudonymColumn & { table: Table };

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
  /** The place of an identifier in an earlier epoch, or -1. */
  const findEarlier = ({ earlier, table }: Known, at: number): number => {
    if (earlier === undefined) return -1;
    for (const bytes of earlier) {
      const place = table.find(bytes, at);
      if (place >= 0) return place;
    }
    return -1;
  };
  const isErased = ({ type, bytes, earlier = [], present, table }: Known, row: number): boolean => {
    const at = row * PSEUDONYM_BYTES;
    return (
      present[row] === 1 &&
      table.find(bytes, at) < 0 &&
      [bytes, ...earlier].some((one) => suppressed?.(type, one, at) === true)
    );
  };
  let next = first;
  const { create, house, leave, typeOf, flush: flushNumbers } = openNumbers(db, source, first);
  const graph = openLinks(db, source);
  const make = (type: IdentifierType): number => {
    create(next, type);
    return next++;
  };
  /** Where an identifier stands; one that an earlier epoch knew is added under this one. */
  const placeOf = (column: Known, at: number): number => {
    const place = column.table.find(column.bytes, at);
    if (place >= 0) return place;
    const earlier = findEarlier(column, at);
    if (earlier >= 0) column.table.add(column.bytes, at, earlier);
    return earlier;
  };
  /** Gives a housed identifier a number of its own, linked with the one that housed it. */
  const moveOut = (column: Known, at: number, host: number): number => {
    const { type, table } = column;
    const number = make(type);
    for (const bytes of [column.bytes, ...(column.earlier ?? [])])
      if (table.find(bytes, at) >= 0) table.move(bytes, at, number * 2 + OWN);
    leave(host, type);
    graph.add(host, typeOf(host), number, type);
    return number;
  };
  const ownNumber = (column: Known, at: number): number => {
    const place = placeOf(column, at);
    if (place >= 0) return isOwn(place) ? numberIn(place) : moveOut(column, at, numberIn(place));
    const number = make(column.type);
    column.table.add(column.bytes, at, number * 2 + OWN);
    return number;
  };
  const join = (number: number, type: IdentifierType, link: Known, at: number): void => {
    const place = placeOf(link, at);
    if (place < 0 && house(number, link.type)) {
      link.table.add(link.bytes, at, number * 2);
      return;
    }
    if (place >= 0 && numberIn(place) === number) return;
    graph.add(number, type, ownNumber(link, at), link.type);
  };
  return {
    resolve: (identifier, links, rows, out) => {
      const columns = [identifier, ...links].map(
        (column): Known => ({ ...column, table: tableOf(column.type) }),
      );
      const [own, ...others] = columns;
      for (let row = 0; row < rows; row++) {
        const at = row * PSEUDONYM_BYTES;
        if (suppressed !== null && columns.some((column) => isErased(column, row))) {
          out[row] = ERASED;
          continue;
        }
        const main = own.present[row] === 1 ? own : others.find(({ present }) => present[row] === 1);
        if (main === undefined) {
          out[row] = make(identifier.type);
          continue;
        }
        out[row] = ownNumber(main, at);
        for (let i = 0; i < others.length; i++)
          if (others[i] !== main && others[i].present[row] === 1) join(out[row], main.type, others[i], at);
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
  db
    .prepare(
      `SELECT 1 + max((SELECT coalesce(max(id), -1) FROM person), (SELECT coalesce(max(person), -1) FROM vacated))`,
    )
    .pluck()
    .get() as number;

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
