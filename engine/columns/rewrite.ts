/**
 * Taking rows or a whole column out of the vault: the chunks that hold them are written anew without them, the
 * others are not touched. A row leaves every column of its run at once, and words that no row uses any more
 * leave the dictionaries. An erasure, a purge and a coarsening share this. The caller holds the transaction.
 */
import type { Kind } from '../../shared/vocabulary.ts';
import type { Connection } from '../vault/database.ts';
import { CHUNK_AT, CHUNK_FIELDS, type ChunkRow, packed, readChunk } from './chunks.ts';
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

/** Rows removed, chunks written anew or dropped, and the words that no row uses any more. */
export type Removed = { rows: number; chunks: number; words: string[] };

const VERSION = 'columnsVersion';

/** Counts how often stored rows were changed or removed; what was computed from an earlier state is out of date. */
export const columnsVersion = (db: Connection): number =>
  (db.prepare('SELECT value FROM meta WHERE key = ?').pluck().get(VERSION) as number | undefined) ?? 0;

/** Notes that stored rows were changed. */
export const markChanged = (db: Connection): void => {
  db.prepare(
    'INSERT INTO meta(key, value) VALUES (?, 1) ON CONFLICT(key) DO UPDATE SET value = value + 1',
  ).run(VERSION);
};

const keepRows = (values: ColumnArray, step: number, stays: Uint8Array, kept: number): ColumnArray => {
  const out = values.slice(0, kept * step);
  let at = 0;
  for (let row = 0; row < stays.length; row++)
    if (stays[row] === 1) for (let i = 0; i < step; i++) out[at++] = values[row * step + i];
  return out;
};

/**
 * Blanks words of a dictionary that no row of its column uses any more; the answer is the words.
 * @param candidates codes to look at; all of the dictionary where none are given
 */
export const forgetUnusedWords = (
  db: Connection,
  definition: ColumnDefinition,
  candidates?: Iterable<number>,
): string[] => {
  const unused = new Set(
    candidates ??
      (db
        .prepare("SELECT code FROM dictionary_value WHERE column_id = ? AND value <> ''")
        .pluck()
        .all(definition.id) as number[]),
  );
  unused.delete(-1);
  if (unused.size === 0) return [];
  const ids = db
    .prepare('SELECT id FROM chunk WHERE column_id = ? ORDER BY id')
    .pluck()
    .all(definition.id) as number[];
  const chunk = db.prepare(`SELECT ${CHUNK_FIELDS} FROM chunk WHERE id = ?`);
  for (const id of ids) {
    for (const code of readChunk(definition, chunk.get(id) as ChunkRow)) unused.delete(code);
    if (unused.size === 0) return [];
  }
  // Codes are places in the dictionary, so a word is blanked where it stands and the others keep theirs.
  const wordOf = db.prepare('SELECT value FROM dictionary_value WHERE column_id = ? AND code = ?').pluck();
  const blank = db.prepare("UPDATE dictionary_value SET value = '' WHERE column_id = ? AND code = ?");
  const words: string[] = [];
  for (const code of [...unused].sort((a, b) => a - b)) {
    const word = wordOf.get(definition.id, code) as string | undefined;
    if (word === undefined || word === '') continue;
    words.push(word);
    blank.run(definition.id, code);
  }
  return words;
};

const runsOf = (db: Connection, { kind, source }: RowsToRemove): number[] =>
  db
    .prepare('SELECT id FROM run WHERE kind = ? AND (? IS NULL OR source = ?) ORDER BY id')
    .pluck()
    .all(kind, source ?? null, source ?? null) as number[];

/**
 * Removes rows of runs. `choose` says of each chunk which rows stay (1) and which leave (0), or null where all stay.
 * @throws CloisterError VAULT_DAMAGED on a wrong checksum
 */
export const removeChosen = (
  db: Connection,
  kind: Kind,
  runs: readonly number[],
  choose: (run: number, number: number, rows: number) => Uint8Array | null,
): Removed => {
  const definitions = listColumns(db, kind);
  const removed: Removed = { rows: 0, chunks: 0, words: [] };
  const numbers = db.prepare('SELECT DISTINCT number, rows FROM chunk WHERE run = ? ORDER BY number');
  const chunkAt = db.prepare(CHUNK_AT);
  const write = db.prepare('UPDATE chunk SET rows = ?, checksum = ?, data = ? WHERE id = ?');
  const drop = db.prepare('DELETE FROM chunk WHERE id = ?');
  const gone = new Map<number, Set<number>>(
    definitions.filter(({ type }) => type === 'code').map(({ id }) => [id, new Set<number>()]),
  );

  const rewrite = (run: number, number: number, stays: Uint8Array, kept: number): void => {
    for (const definition of definitions) {
      const chunk = chunkAt.get(run, definition.id, number) as ChunkRow | undefined;
      if (chunk === undefined) continue;
      const values = readChunk(definition, chunk);
      const codes = gone.get(definition.id);
      if (codes !== undefined)
        for (let row = 0; row < stays.length; row++) if (stays[row] === 0) codes.add(values[row]);
      removed.chunks += 1;
      if (kept === 0) {
        drop.run(chunk.id);
        continue;
      }
      const left = keepRows(values, stride(definition.type), stays, kept);
      const { checksum, data } = packed(definition.type, left);
      write.run(kept, checksum, data, chunk.id);
    }
  };

  for (const run of runs) {
    let left = 0;
    for (const { number, rows } of numbers.all(run) as { number: number; rows: number }[]) {
      const stays = choose(run, number, rows);
      const kept = stays === null ? rows : stays.reduce((sum, stay) => sum + stay, 0);
      if (stays === null || kept === rows) continue;
      left += rows - kept;
      rewrite(run, number, stays, kept);
    }
    if (left === 0) continue;
    removed.rows += left;
    db.prepare('UPDATE run SET rows = rows - ? WHERE id = ?').run(left, run);
  }
  if (removed.rows === 0) return removed;
  for (const definition of definitions)
    removed.words.push(...forgetUnusedWords(db, definition, gone.get(definition.id) ?? []));
  markChanged(db);
  return removed;
};

/**
 * Removes rows by the value of one column.
 * @throws CloisterError VAULT_DAMAGED on a wrong checksum
 */
export const removeRows = (db: Connection, wanted: RowsToRemove): Removed => {
  const deciding = listColumns(db, wanted.kind).find(({ name }) => name === wanted.column);
  if (deciding === undefined) return { rows: 0, chunks: 0, words: [] };
  const chunkAt = db.prepare(CHUNK_AT);
  return removeChosen(db, wanted.kind, runsOf(db, wanted), (run, number) => {
    const chunk = chunkAt.get(run, deciding.id, number) as ChunkRow | undefined;
    if (chunk === undefined) return null;
    const values = readChunk(deciding, chunk);
    let stays: Uint8Array | null = null;
    for (let row = 0; row < values.length; row++) {
      if (!wanted.leaves(values[row])) continue;
      stays ??= new Uint8Array(values.length).fill(1);
      stays[row] = 0;
    }
    return stays;
  });
};

/** Removes a whole column: its chunks, its dictionary and its definition. The answer is how many chunks. */
export const removeColumn = (db: Connection, { id }: Pick<ColumnDefinition, 'id'>): number => {
  const { changes } = db.prepare('DELETE FROM chunk WHERE column_id = ?').run(id);
  db.prepare('DELETE FROM dictionary_value WHERE column_id = ?').run(id);
  db.prepare('DELETE FROM column_definition WHERE id = ?').run(id);
  markChanged(db);
  return changes;
};

/** Writes every value of a number or code column anew as `change` makes it; a missing number stays missing. */
export const mapNumbers = (
  db: Connection,
  definition: ColumnDefinition,
  change: (value: number) => number,
): void => {
  const write = db.prepare('UPDATE chunk SET checksum = ?, data = ? WHERE id = ?');
  const ids = db
    .prepare('SELECT id FROM chunk WHERE column_id = ? ORDER BY id')
    .pluck()
    .all(definition.id) as number[];
  const chunk = db.prepare(`SELECT ${CHUNK_FIELDS} FROM chunk WHERE id = ?`);
  for (const id of ids) {
    const values = readChunk(definition, chunk.get(id) as ChunkRow);
    for (let at = 0; at < values.length; at++) if (!Number.isNaN(values[at])) values[at] = change(values[at]);
    const { checksum, data } = packed(definition.type, values);
    write.run(checksum, data, id);
  }
  markChanged(db);
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
  const codes = new Map<number, number>();
  for (const { code, value } of before) {
    const word = value === '' ? null : change(value);
    if (word !== null && !words.has(word)) words.set(word, words.size);
    codes.set(code, word === null ? -1 : (words.get(word) ?? -1));
  }
  mapNumbers(db, definition, (code) => codes.get(code) ?? -1);
  db.prepare('DELETE FROM dictionary_value WHERE column_id = ?').run(definition.id);
  const insert = db.prepare('INSERT INTO dictionary_value(column_id, code, value) VALUES (?, ?, ?)');
  for (const [word, code] of words) insert.run(definition.id, code, word);
};
