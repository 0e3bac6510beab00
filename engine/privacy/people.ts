/**
 * Data subjects: which person a pseudonym leads to. Every identifier that rows are said under has a number of its own;
 * which numbers are one person follows from the links between them (`identity/settle.ts`).
 */
import { IDENTIFIER_TYPES, type IdentifierType } from '../../shared/vocabulary.ts';
import { mergedNumbers, personIn } from '../columns/merged.ts';
import type { Connection } from '../vault/database.ts';
import { openMovedOut } from './consent/moved-out.ts';
import { findPseudonym, isOwn, numberIn, OWN, PSEUDONYM_WORDS, wordsOf } from './identity/blocks.ts';
import { openHousedBy } from './identity/housed-by.ts';
import { openLinks } from './identity/links.ts';
import { numbersBound, typeCode } from './identity/number-blocks.ts';
import { openNumbers } from './identity/numbers.ts';
import { type Expected, openTable, type Table, type WordColumn } from './identity/table.ts';
import { PSEUDONYM_BYTES } from './pseudonyms.ts';

/**
 * Pseudonyms of a batch, one behind the other; `present[row]` is 0 where the row had none. `earlier` holds the same
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
  /** Links that were not known before; told once they are written. */
  readonly linked: number;
  /** Whether an identifier known from before lives with others now, which counts as a link where shared ones are told. */
  readonly housed: boolean;
  readonly created: number;
  /** How often somebody known by a number of the customer brought an address or telephone number beside the one they had. */
  readonly second: number;
  /** One above the highest number before; later ones were made by this import. */
  readonly first: number;
  flush(): void;
};

/** In the place of a person: the row belongs to somebody who was erased, and is not taken. */
export const ERASED = -1;

/** A column as it is looked up: its pseudonyms as words, those of earlier epochs too, and the code of its type. */
type Known = WordColumn & { column: PseudonymColumn; code: number; earlier: readonly Int32Array[] };

const CUSTOMER = typeCode('customer');

const over = (): never => {
  throw new Error('people are asked for after the end of their import');
};
const CLOSED: Table = {
  find: over,
  add: over,
  move: over,
  resolve: over,
  make: over,
  made: over,
  flush: over,
};

/** Whether a pseudonym (at `at`) belongs to somebody who was erased. */
export type Suppressed = (type: IdentifierType, bytes: Uint8Array, at: number) => boolean;

/**
 * Opens the people of a vault for an import from `source`. The caller holds the transaction.
 * @param epoch of the pseudonyms that are added
 * @param suppressed null where nobody was erased
 * @param size what is known of what comes
 */
export const openPeople = (
  db: Connection,
  source: number,
  epoch = 1,
  suppressed: Suppressed | null = null,
  size?: Expected,
): People => {
  const lookUp = (column: PseudonymColumn): Known => ({
    column,
    code: typeCode(column.type),
    type: column.type,
    words: wordsOf(column.bytes),
    earlier: (column.earlier ?? []).map(wordsOf),
    present: column.present,
  });
  const first = peopleBound(db);
  let table = openTable(db, epoch, first, size);
  let created: number | null = null;
  /** The place of an identifier in an earlier epoch, or -1. */
  const findEarlier = ({ earlier, type }: Known, at: number): number => {
    for (const words of earlier) {
      const place = table.find(type, words, at);
      if (place >= 0) return place;
    }
    return -1;
  };
  const isErased = ({ column, type, words, present }: Known, row: number): boolean =>
    present[row] === 1 &&
    table.find(type, words, row * PSEUDONYM_WORDS) < 0 &&
    [column.bytes, ...(column.earlier ?? [])].some(
      (bytes) => suppressed?.(column.type, bytes, row * PSEUDONYM_BYTES) === true,
    );
  const numbers = openNumbers(db, source, first, () => table.made());
  const { house, leave, codeOf } = numbers;
  const graph = openLinks(db, source);
  let linked = 0;
  let second = 0;
  const movedOut = openMovedOut(db);
  const housedBy = openHousedBy(db, source, first);
  const link = (one: number, oneCode: number, other: number, otherCode: number, by = source): void =>
    graph.add(one, IDENTIFIER_TYPES[oneCode], other, IDENTIFIER_TYPES[otherCode], by);
  /** Where an identifier stands; one that an earlier epoch knew is added under this one. */
  const placeOf = (known: Known, at: number): number => {
    const place = table.find(known.type, known.words, at);
    if (place >= 0 || known.earlier.length === 0) return place;
    const earlier = findEarlier(known, at);
    if (earlier >= 0) table.add(known.type, known.words, at, earlier);
    return earlier;
  };
  /** Gives a housed identifier a number of its own, linked with the one that housed it. */
  const moveOut = ({ code, type, words, earlier }: Known, at: number, host: number): number => {
    const number = table.make(code);
    for (const one of [words, ...earlier])
      if (table.find(type, one, at) >= 0) table.move(type, one, at, number * 2 + OWN);
    leave(host, code);
    movedOut.add({ host, number, type, hostType: IDENTIFIER_TYPES[codeOf(host)] });
    link(host, codeOf(host), number, code, housedBy(host, codeOf(host), code));
    return number;
  };
  const ownNumber = (known: Known, at: number): number => {
    const place = placeOf(known, at);
    if (place >= 0) return isOwn(place) ? numberIn(place) : moveOut(known, at, numberIn(place));
    const number = table.make(known.code);
    table.add(known.type, known.words, at, number * 2 + OWN);
    return number;
  };
  const join = (number: number, code: number, other: Known, at: number): void => {
    const place = placeOf(other, at);
    if (place < 0 && house(number, other.code)) {
      table.add(other.type, other.words, at, number * 2);
      return;
    }
    if (place >= 0 && numberIn(place) === number) return;
    if (place < 0 && number < first && code === CUSTOMER && other.code !== CUSTOMER) second += 1;
    link(number, code, ownNumber(other, at), other.code);
  };
  return {
    resolve: (identifier, links, rows, out) => {
      const own = lookUp(identifier);
      const others = links.map(lookUp);
      const one = (row: number): void => {
        if (suppressed !== null && (isErased(own, row) || others.some((other) => isErased(other, row)))) {
          out[row] = ERASED;
          return;
        }
        const main = own.present[row] === 1 ? own : others.find(({ present }) => present[row] === 1);
        if (main === undefined) {
          out[row] = table.make(own.code);
          return;
        }
        const at = row * PSEUDONYM_WORDS;
        out[row] = ownNumber(main, at);
        for (const other of others)
          if (other !== main && other.present[row] === 1) join(out[row], main.code, other, at);
      };
      // Who was erased, and whom an earlier epoch knew, is told row by row.
      const isPlain = suppressed === null && [own, ...others].every(({ earlier }) => earlier.length === 0);
      if (isPlain) table.resolve([own, ...others], rows, out, one);
      else for (let row = 0; row < rows; row++) one(row);
    },
    get linked() {
      return linked;
    },
    get housed() {
      return numbers.changed;
    },
    get second() {
      return second;
    },
    get created() {
      return created ?? table.made().length;
    },
    first,
    flush: () => {
      created = table.made().length;
      numbers.flush();
      table.flush();
      // What comes after an import needs the memory.
      table = CLOSED;
      linked = graph.flush();
      movedOut.sayAgain();
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
