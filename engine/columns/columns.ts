/**
 * columns: the bulk of the data. Attributes by person, orders and events by person and time are kept as
 * typed column chunks of at most 65,536 rows in the vault, each with a checksum, and loaded whole into shared
 * memory. A run is what one import brought, in the order of its file; loading orders the runs by person and
 * time (`timeline.ts`). A missing number or time is NaN, a missing dictionary code -1.
 */
import { CloisterError } from '../../shared/errors.ts';
import type { AttributeClass, Kind, Role } from '../../shared/vocabulary.ts';
import type { Connection } from '../vault/database.ts';
import { CHUNK_FIELDS, type ChunkRow, packed, readInto } from './chunks.ts';
import { CHUNK_ROWS } from './forms.ts';
import { toPersons } from './merged.ts';

/**
 * `person` dense person number; `number` a measured value; `time` UTC epoch milliseconds; `code` an index into
 * the dictionary; `hash` a keyed 64-bit hash as two 32-bit words.
 */
export const COLUMN_TYPES = ['person', 'number', 'time', 'code', 'hash'] as const;
export type ColumnType = (typeof COLUMN_TYPES)[number];
export type ColumnArray = Float64Array | Int32Array | Uint32Array;

export type ColumnDefinition = {
  id: number;
  kind: Kind;
  name: string;
  label: string;
  type: ColumnType;
  role: Role;
  class: AttributeClass | null;
};

/** An empty array of a column's type, in shared memory so that workers may read it. */
export const allocate = (type: ColumnType, rows: number): ColumnArray => {
  if (type === 'number' || type === 'time') return new Float64Array(new SharedArrayBuffer(rows * 8));
  if (type === 'hash') return new Uint32Array(new SharedArrayBuffer(rows * 8));
  return new Int32Array(new SharedArrayBuffer(rows * 4));
};

/** Array elements per row: a hash takes two words. */
export const stride = (type: ColumnType): number => (type === 'hash' ? 2 : 1);

type DefinitionRow = Omit<ColumnDefinition, never>;
const DEFINITION_FIELDS = 'id, kind, name, label, type, role, class';

/** Columns of a kind, in the order in which they were first imported. */
export const listColumns = (db: Connection, kind: Kind): ColumnDefinition[] =>
  db
    .prepare(`SELECT ${DEFINITION_FIELDS} FROM column_definition WHERE kind = ? ORDER BY id`)
    .all(kind) as DefinitionRow[];

/**
 * The column of this kind and name, made where it does not exist yet.
 * @throws CloisterError MAPPING_INVALID when it exists with another type
 */
export const ensureColumn = (db: Connection, wanted: Omit<ColumnDefinition, 'id'>): ColumnDefinition => {
  const found = db
    .prepare(`SELECT ${DEFINITION_FIELDS} FROM column_definition WHERE kind = ? AND name = ?`)
    .get(wanted.kind, wanted.name) as DefinitionRow | undefined;
  if (found !== undefined) {
    if (found.type !== wanted.type)
      throw new CloisterError(
        'MAPPING_INVALID',
        `The vault already holds ${wanted.kind}.${wanted.name} as a ${found.type} column; this file would make it ${wanted.type}.`,
        'Map it to the same type, or give it another name.',
      );
    return found;
  }
  const id = Number(
    db
      .prepare(
        'INSERT INTO column_definition(kind, name, label, type, role, class) VALUES (?, ?, ?, ?, ?, ?)',
      )
      .run(wanted.kind, wanted.name, wanted.label, wanted.type, wanted.role, wanted.class).lastInsertRowid,
  );
  return { id, ...wanted };
};

/** The dictionary of a column: code -> text. */
export const readDictionary = (db: Connection, column: number): string[] =>
  db
    .prepare('SELECT value FROM dictionary_value WHERE column_id = ? ORDER BY code')
    .pluck()
    .all(column) as string[];

/** Codes for texts of one column, new ones appended to the vault when `flush` is called. */
export type Dictionary = { code(text: string): number; readonly size: number; flush(): void };

/** Opens the dictionary of a column for writing. */
export const openDictionary = (db: Connection, column: number): Dictionary => {
  const known = readDictionary(db, column);
  const codes = new Map(known.map((text, code) => [text, code]));
  let flushed = known.length;
  const code = (text: string): number => {
    const found = codes.get(text);
    if (found !== undefined) return found;
    // The database keeps UTF-8, where half a surrogate pair becomes U+FFFD: two texts would become one.
    if (!text.isWellFormed()) return code(text.toWellFormed());
    codes.set(text, known.length);
    known.push(text);
    return known.length - 1;
  };
  return {
    code,
    get size() {
      return known.length;
    },
    flush: () => {
      const insert = db.prepare('INSERT INTO dictionary_value(column_id, code, value) VALUES (?, ?, ?)');
      for (; flushed < known.length; flushed++) insert.run(column, flushed, known[flushed]);
    },
  };
};

/** Appends rows of one run, column by column, cutting them into chunks. */
export type RunWriter = {
  /** Arrays hold `rows` rows each, in the order of the definitions. */
  append(arrays: ColumnArray[], rows: number): void;
  /** Writes the last chunk and returns the number of rows of the run. */
  finish(): number;
};

/**
 * Rows that wait for their chunk lie in so many bytes at most, whatever the number of columns: a run of thousands of
 * columns has chunks of fewer rows.
 */
const MOST_WAITING = 16 * 1024 * 1024;
const LEAST_ROWS = 1024;

/** Rows of each chunk of a run but its last. */
const rowsOfChunk = (definitions: readonly Pick<ColumnDefinition, 'type'>[]): number => {
  const bytes = definitions.reduce((sum, { type }) => sum + allocate(type, 1).byteLength, 0);
  return Math.max(LEAST_ROWS, Math.min(CHUNK_ROWS, Math.floor(MOST_WAITING / Math.max(1, bytes))));
};

/** Starts a run. The caller holds the transaction. */
export const writeRun = (
  db: Connection,
  source: number,
  kind: Kind,
  definitions: ColumnDefinition[],
): RunWriter => {
  const run = Number(
    db.prepare('INSERT INTO run(source, kind, rows) VALUES (?, ?, 0)').run(source, kind).lastInsertRowid,
  );
  const insert = db.prepare(
    'INSERT INTO chunk(run, column_id, number, rows, checksum, data) VALUES (?, ?, ?, ?, ?, ?)',
  );
  const most = rowsOfChunk(definitions);
  const held = definitions.map(({ type }) => allocate(type, most));
  let filled = 0;
  let number = 0;
  let total = 0;
  const write = (): void => {
    if (filled === 0) return;
    definitions.forEach((definition, at) => {
      const { id, type } = definition;
      const { checksum, data } = packed(type, held[at].subarray(0, filled * stride(type)));
      insert.run(run, id, number, filled, checksum, data);
    });
    number += 1;
    total += filled;
    filled = 0;
  };
  return {
    append: (arrays, rows) => {
      for (let from = 0; from < rows; ) {
        const take = Math.min(rows - from, most - filled);
        definitions.forEach(({ type }, at) => {
          const step = stride(type);
          const array = arrays[at];
          const isWhole = take === rows && array.length === rows * step;
          held[at].set(isWhole ? array : array.subarray(from * step, (from + take) * step), filled * step);
        });
        filled += take;
        from += take;
        if (filled === most) write();
      }
    },
    finish: () => {
      write();
      db.prepare('UPDATE run SET rows = ? WHERE id = ?').run(total, run);
      return total;
    },
  };
};

/** The rows of every run of a kind, columns by name, in the order of import; missing columns are filled. */
export type Loaded = { rows: number; columns: Map<string, ColumnArray>; definitions: ColumnDefinition[] };

/**
 * Loads all runs of a kind into shared memory; numbers of one person become that person.
 * @throws CloisterError VAULT_DAMAGED on a wrong checksum or a number of rows that is not that of the run
 */
export const loadColumns = (db: Connection, kind: Kind): Loaded => {
  const definitions = listColumns(db, kind);
  const runs = db.prepare('SELECT id, rows FROM run WHERE kind = ? ORDER BY id').all(kind) as {
    id: number;
    rows: number;
  }[];
  const rows = runs.reduce((sum, run) => sum + run.rows, 0);
  const chunks = db.prepare(
    `SELECT ${CHUNK_FIELDS} FROM chunk WHERE run = ? AND column_id = ? ORDER BY number`,
  );
  const columns = new Map<string, ColumnArray>();
  for (const definition of definitions) {
    const array = allocate(definition.type, rows);
    const step = stride(definition.type);
    let at = 0;
    for (const run of runs) {
      let filled = 0;
      for (const chunk of chunks.iterate(run.id, definition.id) as Iterable<ChunkRow>) {
        // More rows than the run has are refused below, once they are counted.
        if (filled + chunk.rows <= run.rows) readInto(definition, chunk, array, (at + filled) * step);
        filled += chunk.rows;
      }
      if (filled !== 0 && filled !== run.rows)
        throw new CloisterError(
          'VAULT_DAMAGED',
          `${kind}.${definition.name} holds ${filled} of the ${run.rows} rows of an import.`,
          'Restore the vault from your backup.',
        );
      if (filled === 0 && definition.type !== 'hash')
        array.fill(
          definition.type === 'number' || definition.type === 'time' ? Number.NaN : -1,
          at,
          at + run.rows,
        );
      at += run.rows;
    }
    if (definition.type === 'person') toPersons(db, array as Int32Array);
    columns.set(definition.name, array);
  }
  return { rows, columns, definitions };
};
