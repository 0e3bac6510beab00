/** Writing blocks of pseudonyms: adding many at once, moving some to another place, taking some out. */
import { crc32 } from 'node:zlib';
import type { IdentifierType } from '../../../shared/vocabulary.ts';
import type { Connection } from '../../vault/database.ts';
import { PSEUDONYM_BYTES } from '../pseudonyms.ts';
import { type Block, type BlockRow, ENTRY, FIELDS, readBlock, rowOf, valueAt, wordsOf } from './blocks.ts';

const BLOCK_ROWS = 4096;

const insertInto = (db: Connection) =>
  db.prepare(
    `INSERT INTO pseudonym_block(id, type, epoch, rows, lowest, highest, checksum, data) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
  );

/** Writes a block, its values and then their places, in the place of `id`, or as a new one where that is null. */
const writeBlock = (
  insert: ReturnType<typeof insertInto>,
  id: number | null,
  type: IdentifierType,
  epoch: number,
  data: Uint8Array,
): void => {
  const rows = data.length / ENTRY;
  const lowest = data.subarray(0, PSEUDONYM_BYTES);
  const highest = data.subarray((rows - 1) * PSEUDONYM_BYTES, rows * PSEUDONYM_BYTES);
  insert.run(id, type, epoch, rows, lowest, highest, crc32(data), data);
};

/**
 * Takes blocks that are less than half full out, as far as there is room for what they hold, to be written with others. The
 * caller holds the transaction.
 * @param room most pseudonyms that are taken
 * @param take gets words, PSEUDONYM_WORDS per pseudonym, as its bytes lie in memory
 */
export const takeSmallBlocks = (
  db: Connection,
  type: IdentifierType,
  epoch: number,
  room: number,
  take: (words: Int32Array, places: Int32Array) => void,
): void => {
  const small = db
    .prepare(`SELECT ${FIELDS} FROM pseudonym_block WHERE type = ? AND epoch = ? AND rows < ?`)
    .all(type, epoch, BLOCK_ROWS / 2) as BlockRow[];
  const drop = db.prepare('DELETE FROM pseudonym_block WHERE id = ?');
  let left = room;
  for (const row of small) {
    if (row.rows > left) break;
    left -= row.rows;
    const { values, places } = readBlock(row);
    take(wordsOf(values), places);
    drop.run(row.id);
  }
};

/**
 * Adds pseudonyms that are not there, as blocks one behind the other: sorted, all but the last of 4,096. The caller holds the
 * transaction.
 */
export const addBlocks = (db: Connection, type: IdentifierType, epoch: number, blocks: Uint8Array): void => {
  const insert = insertInto(db);
  for (let at = 0; at < blocks.length; at += BLOCK_ROWS * ENTRY)
    writeBlock(insert, null, type, epoch, blocks.subarray(at, at + BLOCK_ROWS * ENTRY));
};

/** Writes a block again whose places are others now; its pseudonyms stay. The caller holds the transaction. */
export const writePlaces = (db: Connection, { id, rows, values }: Block): void => {
  // Both lie in one piece of memory, as they are stored.
  const data = new Uint8Array(values.buffer, values.byteOffset, rows * ENTRY);
  db.prepare('UPDATE pseudonym_block SET checksum = ?, data = ? WHERE id = ?').run(crc32(data), data, id);
};

/**
 * Changes stored pseudonyms: `place` answers where each of `values` stands from now on, -1 takes it out. A block without
 * any is removed. The caller holds the transaction.
 */
export const changePseudonyms = (
  db: Connection,
  type: IdentifierType,
  values: readonly Uint8Array[],
  place: (at: number) => number,
): void => {
  const insert = insertInto(db);
  const drop = db.prepare('DELETE FROM pseudonym_block WHERE id = ?');
  const get = db.prepare(`SELECT ${FIELDS} FROM pseudonym_block WHERE id = ?`);
  const ranges = db.prepare('SELECT id, lowest, highest FROM pseudonym_block WHERE type = ? ORDER BY id');
  const order = values.map((_, at) => at).sort((a, b) => Buffer.compare(values[a], values[b]));
  /** How many of the values come before one. */
  const before = (value: Uint8Array): number => {
    let low = 0;
    let high = order.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (Buffer.compare(values[order[middle]], value) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  for (const range of ranges.all(type) as { id: number; lowest: Buffer; highest: Buffer }[]) {
    const from = before(range.lowest);
    if (from === order.length || Buffer.compare(values[order[from]], range.highest) > 0) continue;
    const block = readBlock(get.get(range.id) as BlockRow);
    let changed = false;
    for (let i = from; i < order.length && Buffer.compare(values[order[i]], range.highest) <= 0; i++) {
      const row = rowOf(block, values[order[i]]);
      if (row < 0) continue;
      block.places[row] = place(order[i]);
      changed = true;
    }
    if (!changed) continue;
    drop.run(range.id);
    const kept = [...block.places.keys()].filter((row) => block.places[row] >= 0);
    if (kept.length === 0) continue;
    const left = kept.map((row) => valueAt(block, row));
    const places = new Uint8Array(Int32Array.from(kept, (row) => block.places[row]).buffer);
    writeBlock(insert, range.id, type, block.epoch, Buffer.concat([...left, places]));
  }
};
