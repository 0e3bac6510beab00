/**
 * Pseudonyms as they are stored: blocks of at most 4,096 of one type and epoch, sorted by value, each with a checksum.
 * A block holds its values, 16 bytes each, then their places, four bytes each. Every flush of an import writes blocks
 * that do not overlap one another, so a value is looked for in one block of each.
 */
import { crc32 } from 'node:zlib';
import { CloisterError } from '../../../shared/errors.ts';
import { IDENTIFIER_TYPES, type IdentifierType } from '../../../shared/vocabulary.ts';
import type { Connection } from '../../vault/database.ts';
import { PSEUDONYM_BYTES } from '../pseudonyms.ts';

/** A number and whether it is the identifier's own, in one integer; -1 for an identifier that is not known. */
export const OWN = 1;
export const numberIn = (place: number): number => place >> 1;
export const isOwn = (place: number): boolean => (place & OWN) !== 0;

/** A pseudonym is 32-bit words as its bytes lie in memory, where many are compared. */
export const PSEUDONYM_WORDS = PSEUDONYM_BYTES / 4;
/** Pseudonyms as words: the same memory where it is aligned, else a copy. */
export const wordsOf = (bytes: Uint8Array): Int32Array =>
  bytes.byteOffset % 4 === 0
    ? new Int32Array(bytes.buffer, bytes.byteOffset, bytes.length >> 2)
    : new Int32Array(Uint8Array.from(bytes).buffer);

/** Bytes of a value and its place. */
export const ENTRY = PSEUDONYM_BYTES + 4;

/** A row of the table. */
export type BlockRow = { id: number; epoch: number; rows: number; checksum: number; data: Buffer };
export const FIELDS = 'id, epoch, rows, checksum, data';

export type Block = { id: number; epoch: number; rows: number; values: Buffer; places: Int32Array };

/** A block in memory of its own, once its checksum was proved. @throws CloisterError VAULT_DAMAGED */
export const readBlock = ({ id, epoch, rows, checksum, data }: BlockRow): Block => {
  if (data.length !== rows * ENTRY || crc32(data) !== checksum)
    throw new CloisterError(
      'VAULT_DAMAGED',
      'A block of pseudonyms does not match its checksum.',
      'Restore the vault from your backup.',
    );
  // SQLite hands out a copy of its own, as a rule one that words can lie in.
  const { buffer, byteOffset } = data.byteOffset % 4 === 0 ? data : Uint8Array.from(data);
  const split = rows * PSEUDONYM_BYTES;
  return {
    id,
    epoch,
    rows,
    values: Buffer.from(buffer, byteOffset, split),
    places: new Int32Array(buffer, byteOffset + split, rows),
  };
};

export const valueAt = ({ values }: Block, row: number): Buffer =>
  values.subarray(row * PSEUDONYM_BYTES, (row + 1) * PSEUDONYM_BYTES);

/** The row of a value in a block, or, as -1 - row, the row before which it would stand. */
export const rowOf = (block: Block, value: Uint8Array): number => {
  let low = 0;
  let high = block.rows;
  while (low < high) {
    const middle = (low + high) >> 1;
    const order = block.values.compare(
      value,
      0,
      value.length,
      middle * PSEUDONYM_BYTES,
      middle * PSEUDONYM_BYTES + value.length,
    );
    if (order === 0 && value.length === PSEUDONYM_BYTES) return middle;
    if (order < 0) low = middle + 1;
    else high = middle;
  }
  return -1 - low;
};

/** The blocks of a type, one after the other; what is written meanwhile does not come up. */
export function* blocksOf(db: Connection, type: IdentifierType): Generator<Block> {
  const ids = db.prepare('SELECT id FROM pseudonym_block WHERE type = ? ORDER BY id').pluck().all(type);
  const get = db.prepare(`SELECT ${FIELDS} FROM pseudonym_block WHERE id = ?`);
  for (const id of ids) yield readBlock(get.get(id) as BlockRow);
}

/** The blocks whose range meets that of two values. */
const blocksAround = (db: Connection, type: IdentifierType, low: Uint8Array, high = low): Block[] =>
  (
    db
      .prepare(
        `SELECT ${FIELDS} FROM pseudonym_block WHERE type = ? AND highest >= ? AND lowest <= ? ORDER BY id`,
      )
      .all(type, low, high) as BlockRow[]
  ).map(readBlock);

/** Every pseudonym of a type with the number it stands under. */
export function* pseudonymsOfType(
  db: Connection,
  type: IdentifierType,
): Generator<[value: Buffer, number: number]> {
  for (const block of blocksOf(db, type))
    for (let row = 0; row < block.rows; row++) yield [valueAt(block, row), numberIn(block.places[row])];
}

/** The place of a pseudonym, or -1. */
export const findPseudonym = (db: Connection, type: IdentifierType, value: Uint8Array): number => {
  for (const block of blocksAround(db, type, value)) {
    const row = rowOf(block, value);
    if (row >= 0) return block.places[row];
  }
  return -1;
};

/** A pseudonym of one person as the vault keeps it. */
export type Pseudonym = { type: IdentifierType; epoch: number; value: Uint8Array };

/** The same with the number it stands under, and whether that is its own. */
export type Numbered = Pseudonym & { person: number; own: boolean };

const numbered = (type: IdentifierType, block: Block, row: number): Numbered => ({
  type,
  epoch: block.epoch,
  value: Buffer.from(valueAt(block, row)),
  person: numberIn(block.places[row]),
  own: isOwn(block.places[row]),
});

const byTypeAndValue = (a: Numbered, b: Numbered): number =>
  a.type === b.type ? Buffer.compare(a.value, b.value) : a.type < b.type ? -1 : 1;

/** The pseudonyms that stand under some numbers, by one pass over all; sorted by type and value. */
export const pseudonymsUnder = (db: Connection, numbers: ReadonlySet<number>): Numbered[] => {
  const found: Numbered[] = [];
  for (const type of IDENTIFIER_TYPES)
    for (const block of blocksOf(db, type))
      for (let row = 0; row < block.rows; row++)
        if (numbers.has(numberIn(block.places[row]))) found.push(numbered(type, block, row));
  return found.sort(byTypeAndValue);
};

/** The pseudonyms of a type whose first bytes are these; sorted by value. */
export const pseudonymsFrom = (db: Connection, type: IdentifierType, prefix: Uint8Array): Numbered[] => {
  const low = Buffer.alloc(PSEUDONYM_BYTES);
  const high = Buffer.alloc(PSEUDONYM_BYTES, 0xff);
  low.set(prefix);
  high.set(prefix);
  const found: Numbered[] = [];
  for (const block of blocksAround(db, type, low, high))
    for (let row = -1 - rowOf(block, prefix); row < block.rows; row++) {
      if (valueAt(block, row).compare(high) > 0) break;
      found.push(numbered(type, block, row));
    }
  return found.sort(byTypeAndValue);
};

/** How many pseudonyms each epoch wrote, oldest first. */
export const countPseudonyms = (db: Connection): [epoch: number, pseudonyms: number][] =>
  db.prepare('SELECT epoch, sum(rows) FROM pseudonym_block GROUP BY epoch ORDER BY epoch').raw().all() as [
    number,
    number,
  ][];
