/**
 * Numbers of people as they are stored: blocks of up to 4,096 that one import made, a byte each. The byte holds the code of
 * the type that the number was made for, and one, above a bit for each type that it houses; 0 is a number nobody has any more.
 */
import { IDENTIFIER_TYPES, type IdentifierType } from '../../../shared/vocabulary.ts';
import type { Connection } from '../../vault/database.ts';

const BLOCK_ROWS = 4096;
const VACANT = 0;
/** Bits of the types that a number houses. */
const HOUSED = 0x0f;

export const typeCode = (type: IdentifierType): number => IDENTIFIER_TYPES.indexOf(type);

/** The byte of a new number that houses nothing. */
export const madeFor = (code: number): number => (code + 1) << 4;
export const codeIn = (byte: number): number => (byte >> 4) - 1;
export const housedIn = (byte: number): number => byte & HOUSED;
export const withHoused = (byte: number, housed: number): number => (byte & ~HOUSED) | housed;

type Block = { first: number; rows: number; source: number; data: Buffer };
const AT = 'SELECT * FROM person_block WHERE first <= ? ORDER BY first DESC LIMIT 1';

/** One above the highest number that an import made. */
export const numbersBound = (db: Connection): number =>
  (db.prepare('SELECT first + rows FROM person_block ORDER BY first DESC LIMIT 1').pluck().get() as
    | number
    | undefined) ?? 0;

/** Bits of the types that a number houses, and the import that made it; null for one that nobody has. */
export const readNumber = (db: Connection, number: number): { housed: number; source: number } | null => {
  const block = db.prepare(AT).get(number) as Block | undefined;
  const byte = block?.data[number - block.first] ?? VACANT;
  return block === undefined || byte === VACANT ? null : { housed: housedIn(byte), source: block.source };
};

/** The bytes of all numbers below a bound. */
export const readNumbers = (db: Connection, bound: number): Uint8Array => {
  const bytes = new Uint8Array(bound);
  for (const { first, data } of db
    .prepare('SELECT first, data FROM person_block')
    .iterate() as Iterable<Block>)
    bytes.set(data, first);
  return bytes;
};

/** Writes the numbers that an import made, from `first` on. The caller holds the transaction. */
export const addNumbers = (db: Connection, source: number, first: number, bytes: Uint8Array): void => {
  const insert = db.prepare('INSERT INTO person_block(first, rows, source, data) VALUES (?, ?, ?, ?)');
  for (let at = 0; at < bytes.length; at += BLOCK_ROWS) {
    const some = bytes.subarray(at, at + BLOCK_ROWS);
    insert.run(first + at, some.length, source, some);
  }
};

/** Gives all numbers below a bound the byte they have here. The caller holds the transaction. */
export const rewriteNumbers = (db: Connection, bytes: Uint8Array): void => {
  const firsts = db.prepare('SELECT first FROM person_block WHERE first < ?').pluck().all(bytes.length);
  const get = db.prepare('SELECT * FROM person_block WHERE first = ?');
  const write = db.prepare('UPDATE person_block SET data = ? WHERE first = ?');
  for (const at of firsts) {
    const { first, rows, data } = get.get(at) as Block;
    const now = bytes.subarray(first, first + rows);
    if (!data.equals(now)) write.run(now, first);
  }
};

/** Gives numbers that are stored another byte. The caller holds the transaction. */
export const changeNumbers = (db: Connection, changes: Iterable<readonly [number, number]>): void => {
  const at = db.prepare(AT);
  const write = db.prepare('UPDATE person_block SET data = ? WHERE first = ?');
  let block: Block | undefined;
  const keep = (): void => {
    if (block !== undefined) write.run(block.data, block.first);
  };
  for (const [number, byte] of [...changes].sort((a, b) => a[0] - b[0])) {
    if (block === undefined || number >= block.first + block.rows) {
      keep();
      block = at.get(number) as Block | undefined;
    }
    if (block !== undefined && number < block.first + block.rows) block.data[number - block.first] = byte;
  }
  keep();
};

/** An identifier of this type does not live with a number any more. The caller holds the transaction. */
export const leaveNumber = (db: Connection, number: number, type: IdentifierType): void => {
  const { first, data } = db.prepare(AT).get(number) as Block;
  const byte = data[number - first];
  changeNumbers(db, [[number, withHoused(byte, housedIn(byte) & ~(1 << typeCode(type)))]]);
};

/** Numbers of people who are erased: nobody has them any more. The caller holds the transaction. */
export const vacateNumbers = (db: Connection, numbers: readonly number[]): void =>
  changeNumbers(
    db,
    numbers.map((number) => [number, VACANT] as const),
  );
