/** Writing blocks of pseudonyms: adding many at once, moving some to another place, taking some out. */
import { crc32 } from 'node:zlib';
import type { IdentifierType } from '../../../shared/vocabulary.ts';
import type { Connection } from '../../vault/database.ts';
import { PSEUDONYM_BYTES } from '../pseudonyms.ts';
import { type BlockRow, ENTRY, FIELDS, PSEUDONYM_WORDS, readBlock, rowOf, valueAt } from './blocks.ts';

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

/** The bytes of a word in the order in which they are compared. */
const swap = (word: number): number =>
  (word << 24) | ((word & 0xff00) << 8) | ((word >>> 8) & 0xff00) | (word >>> 24);

/** Where the first two bytes divide fewer, counting them costs more than it saves. */
const WORTH_COUNTING = 16_384;

/** The order of values given as words: a counting sort by their first two bytes, then insertion within each. */
const orderOf = (words: Int32Array, count: number): Int32Array => {
  const first = new Int32Array(count);
  for (let i = 0; i < count; i++) first[i] = swap(words[i * PSEUDONYM_WORDS]);
  const compare = (a: number, b: number): number => {
    if (first[a] !== first[b]) return (first[a] >>> 0) - (first[b] >>> 0);
    let word = 1;
    while (
      word < PSEUDONYM_WORDS - 1 &&
      words[a * PSEUDONYM_WORDS + word] === words[b * PSEUDONYM_WORDS + word]
    )
      word++;
    return (swap(words[a * PSEUDONYM_WORDS + word]) >>> 0) - (swap(words[b * PSEUDONYM_WORDS + word]) >>> 0);
  };
  if (count < WORTH_COUNTING) return Int32Array.from({ length: count }, (_, i) => i).sort(compare);
  const starts = new Int32Array(65_537);
  for (let i = 0; i < count; i++) starts[(first[i] >>> 16) + 1] += 1;
  for (let i = 0; i < 65_536; i++) starts[i + 1] += starts[i];
  const order = new Int32Array(count);
  const next = starts.slice();
  for (let i = 0; i < count; i++) order[next[first[i] >>> 16]++] = i;
  for (let bucket = 0; bucket < 65_536; bucket++)
    for (let i = starts[bucket] + 1; i < starts[bucket + 1]; i++) {
      const one = order[i];
      let at = i;
      for (; at > starts[bucket] && compare(one, order[at - 1]) < 0; at--) order[at] = order[at - 1];
      order[at] = one;
    }
  return order;
};

/**
 * Adds pseudonyms that are not there, in any order, with what stood in blocks that are less than half full. The caller
 * holds the transaction.
 * @param added words, eight per pseudonym, as its bytes lie in memory
 */
export const addPseudonyms = (
  db: Connection,
  type: IdentifierType,
  epoch: number,
  added: Int32Array,
  places: Int32Array,
): void => {
  if (places.length === 0) return;
  const small = db
    .prepare(`SELECT ${FIELDS} FROM pseudonym_block WHERE type = ? AND epoch = ? AND rows < ?`)
    .all(type, epoch, BLOCK_ROWS / 2) as BlockRow[];
  const count = small.reduce((sum, { rows }) => sum + rows, places.length);
  const all = small.length === 0 ? added : new Int32Array(count * PSEUDONYM_WORDS);
  const allPlaces = small.length === 0 ? places : new Int32Array(count);
  const drop = db.prepare('DELETE FROM pseudonym_block WHERE id = ?');
  if (small.length > 0) {
    all.set(added);
    allPlaces.set(places);
  }
  let filled = places.length;
  for (const row of small) {
    const block = readBlock(row);
    all.set(new Int32Array(block.values.buffer, 0, block.rows * PSEUDONYM_WORDS), filled * PSEUDONYM_WORDS);
    allPlaces.set(block.places, filled);
    filled += block.rows;
    drop.run(block.id);
  }
  const order = orderOf(all, count);
  const insert = insertInto(db);
  const words = new Int32Array((BLOCK_ROWS * ENTRY) / 4);
  for (let from = 0; from < count; from += BLOCK_ROWS) {
    const rows = Math.min(BLOCK_ROWS, count - from);
    for (let row = 0; row < rows; row++) {
      const at = order[from + row] * PSEUDONYM_WORDS;
      const to = row * PSEUDONYM_WORDS;
      for (let word = 0; word < PSEUDONYM_WORDS; word++) words[to + word] = all[at + word];
      words[rows * PSEUDONYM_WORDS + row] = allPlaces[order[from + row]];
    }
    writeBlock(insert, null, type, epoch, new Uint8Array(words.buffer, 0, rows * ENTRY));
  }
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
