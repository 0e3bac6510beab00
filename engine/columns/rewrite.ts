/**
 * Taking rows or a whole column out of the vault: the chunks that hold them are written anew without them, the
 * others are not touched. A row leaves every column of its run at once, and words that no row uses any more
 * leave the dictionaries. The caller holds the transaction.
 */
import { crc32 } from 'node:zlib';
import { CloisterError } from '../../shared/errors.ts';
import type { Kind } from '../../shared/vocabulary.ts';
import type { Connection } from '../vault/database.ts';
import { type ColumnArray, type ColumnDefinition, listColumns, stride } from './columns.ts';

/** The rows that leave: those of `kind` whose value in `column` the test accepts. */
export type RowsToRemove = {
  kind: Kind;
  /** Name of a `person`, `number` or `time` column, which decides. */
  column: string;
  leaves: (value: number) => boolean;
  /** Only rows of this source. */
  source?: number;
};

export type Removed = { rows: number; chunks: number; words: number };

const VERSION = 'columnsVersion';

/** Counts how often stored rows were changed or removed; what was computed from an earlier state is out of date. */
export const columnsVersion = (db: Connection): number =>
  (db.prepare('SELECT value FROM meta WHERE key = ?').pluck().get(VERSION) as number | undefined) ?? 0;

const changed = (db: Connection): void => {
  db.prepare(
    'INSERT INTO meta(key, value) VALUES (?, 1) ON CONFLICT(key) DO UPDATE SET value = value + 1',
  ).run(VERSION);
};

type ChunkRow = { id: number; number: number; rows: number; checksum: number; data: Buffer };

const viewOf = ({ type }: Pick<ColumnDefinition, 'type'>, data: Buffer): ColumnArray => {
  // A BLOB may stand anywhere in memory; typed arrays want their own alignment.
  const bytes = new Uint8Array(data).buffer;
  if (type === 'number' || type === 'time') return new Float64Array(bytes);
  return type === 'hash' ? new Uint32Array(bytes) : new Int32Array(bytes);
};

/** The values of a chunk. @throws CloisterError VAULT_DAMAGED when they do not match their checksum */
const read = (definition: ColumnDefinition, chunk: ChunkRow): ColumnArray => {
  if (crc32(chunk.data) !== chunk.checksum)
    throw new CloisterError(
      'VAULT_DAMAGED',
      `A chunk of ${definition.kind}.${definition.name} does not match its checksum.`,
      'Restore the vault from your backup.',
    );
  return viewOf(definition, chunk.data);
};

const keepRows = (values: ColumnArray, step: number, stays: Uint8Array, kept: number): ColumnArray => {
  const out = values.slice(0, kept * step);
  let at = 0;
  for (let row = 0; row < stays.length; row++)
    if (stays[row] === 1) for (let i = 0; i < step; i++) out[at++] = values[row * step + i];
  return out;
};

const CHUNKS =
  'SELECT id, number, rows, checksum, data FROM chunk WHERE run = ? AND column_id = ? ORDER BY number';

/** Blanks the words of a dictionary that no row of its column uses any more; the answer is how many. */
export const forgetUnusedWords = (db: Connection, definition: ColumnDefinition): number => {
  const words = db
    .prepare('SELECT code FROM dictionary_value WHERE column_id = ? AND value <> ? ORDER BY code')
    .pluck()
    .all(definition.id, '') as number[];
  if (words.length === 0) return 0;
  const used = new Set<number>();
  const chunks = db.prepare(
    'SELECT id, number, rows, checksum, data FROM chunk WHERE column_id = ? ORDER BY run, number',
  );
  for (const chunk of chunks.iterate(definition.id) as Iterable<ChunkRow>)
    for (const code of read(definition, chunk)) used.add(code);
  // Codes are places in the dictionary, so a word is blanked where it stands and the others keep theirs.
  const blank = db.prepare("UPDATE dictionary_value SET value = '' WHERE column_id = ? AND code = ?");
  let blanked = 0;
  for (const code of words) if (!used.has(code)) blanked += blank.run(definition.id, code).changes;
  return blanked;
};

/** How many rows would leave, without changing anything. */
export const countRows = (db: Connection, wanted: RowsToRemove): number => {
  const deciding = listColumns(db, wanted.kind).find(({ name }) => name === wanted.column);
  if (deciding === undefined) return 0;
  let rows = 0;
  for (const run of runsOf(db, wanted))
    for (const chunk of db.prepare(CHUNKS).iterate(run, deciding.id) as Iterable<ChunkRow>)
      for (const value of read(deciding, chunk)) if (wanted.leaves(value)) rows += 1;
  return rows;
};

const runsOf = (db: Connection, { kind, source }: RowsToRemove): number[] =>
  db
    .prepare('SELECT id FROM run WHERE kind = ? AND (? IS NULL OR source = ?) ORDER BY id')
    .pluck()
    .all(kind, source ?? null, source ?? null) as number[];

/**
 * Removes rows.
 * @throws CloisterError VAULT_DAMAGED on a wrong checksum
 */
export const removeRows = (db: Connection, wanted: RowsToRemove): Removed => {
  const definitions = listColumns(db, wanted.kind);
  const deciding = definitions.find(({ name }) => name === wanted.column);
  const removed: Removed = { rows: 0, chunks: 0, words: 0 };
  if (deciding === undefined) return removed;
  const chunksOf = db.prepare(CHUNKS);
  const chunkAt = db.prepare(
    'SELECT id, number, rows, checksum, data FROM chunk WHERE run = ? AND column_id = ? AND number = ?',
  );
  const write = db.prepare('UPDATE chunk SET rows = ?, checksum = ?, data = ? WHERE id = ?');
  const drop = db.prepare('DELETE FROM chunk WHERE id = ?');
  for (const run of runsOf(db, wanted)) {
    let left = 0;
    for (const chunk of chunksOf.all(run, deciding.id) as ChunkRow[]) {
      const stays = Uint8Array.from(read(deciding, chunk), (value) => (wanted.leaves(value) ? 0 : 1));
      const kept = stays.reduce((sum, stay) => sum + stay, 0);
      if (kept === chunk.rows) continue;
      left += chunk.rows - kept;
      for (const definition of definitions) {
        const other = chunkAt.get(run, definition.id, chunk.number) as ChunkRow | undefined;
        if (other === undefined) continue;
        removed.chunks += 1;
        if (kept === 0) {
          drop.run(other.id);
          continue;
        }
        const values = keepRows(read(definition, other), stride(definition.type), stays, kept);
        const data = Buffer.from(values.buffer, values.byteOffset, values.byteLength);
        write.run(kept, crc32(data), data, other.id);
      }
    }
    if (left === 0) continue;
    removed.rows += left;
    db.prepare('UPDATE run SET rows = rows - ? WHERE id = ?').run(left, run);
  }
  if (removed.rows === 0) return removed;
  for (const definition of definitions)
    if (definition.type === 'code') removed.words += forgetUnusedWords(db, definition);
  changed(db);
  return removed;
};

/** Removes a whole column: its chunks, its dictionary and its definition. The answer is how many chunks. */
export const removeColumn = (db: Connection, { id }: Pick<ColumnDefinition, 'id'>): number => {
  const { changes } = db.prepare('DELETE FROM chunk WHERE column_id = ?').run(id);
  db.prepare('DELETE FROM dictionary_value WHERE column_id = ?').run(id);
  db.prepare('DELETE FROM column_definition WHERE id = ?').run(id);
  changed(db);
  return changes;
};

/** Writes every value of a number column anew as `change` makes it; a missing value stays missing. */
export const mapNumbers = (
  db: Connection,
  definition: ColumnDefinition,
  change: (value: number) => number,
): void => {
  const write = db.prepare('UPDATE chunk SET checksum = ?, data = ? WHERE id = ?');
  const chunks = db
    .prepare('SELECT id, number, rows, checksum, data FROM chunk WHERE column_id = ? ORDER BY run, number')
    .all(definition.id) as ChunkRow[];
  for (const chunk of chunks) {
    const values = read(definition, chunk);
    for (let at = 0; at < values.length; at++) if (!Number.isNaN(values[at])) values[at] = change(values[at]);
    const data = Buffer.from(values.buffer, values.byteOffset, values.byteLength);
    write.run(crc32(data), data, chunk.id);
  }
  changed(db);
};

/**
 * Writes a column of words anew: `change` gives the word that stands for each word, null for none. Words that
 * become the same share one code, so that the finer ones are gone.
 */
export const mapWords = (
  db: Connection,
  definition: ColumnDefinition,
  change: (word: string) => string | null,
): void => {
  const before = db
    .prepare('SELECT code, value FROM dictionary_value WHERE column_id = ? ORDER BY code')
    .all(definition.id) as { code: number; value: string }[];
  const words = new Map<string, number>();
  const codes = before.map(({ value }) => {
    const word = value === '' ? null : change(value);
    if (word === null) return -1;
    if (!words.has(word)) words.set(word, words.size);
    return words.get(word) ?? -1;
  });
  mapNumbers(db, definition, (code) => (code < 0 ? -1 : codes[code]));
  db.prepare('DELETE FROM dictionary_value WHERE column_id = ?').run(definition.id);
  const insert = db.prepare('INSERT INTO dictionary_value(column_id, code, value) VALUES (?, ?, ?)');
  for (const [word, code] of words) insert.run(definition.id, code, word);
};
