/**
 * Sources that may bring the same record again, and their rows as keys: the keyed number of an order or event, or, where
 * it has none, a hash of its content.
 */
import type { Mapping } from '../../../shared/mapping.ts';
import type { Kind, Role } from '../../../shared/vocabulary.ts';
import { type ChunkColumns, chunksOf } from '../../columns/chunks.ts';
import { listColumns, readDictionary } from '../../columns/columns.ts';
import type { Connection } from '../../vault/database.ts';
import { createRowHash, hashWords } from './content.ts';

/** What tells one stream from another; two sources of one stream have the same. */
export const streamOf = ({ kind, stream, columns }: Mapping): string => {
  if (stream !== undefined) return JSON.stringify([kind, stream]);
  const headerOf = (role: Role): string | null =>
    columns.find((column) => column.role === role)?.column ?? null;
  const headers = (['identifier', 'time', 'reference'] as const).map(headerOf);
  const order = headerOf('order');
  return JSON.stringify([kind, null, ...headers, ...(order === null ? [] : [order])]);
};

/** Runs of earlier sources of the same stream, oldest first. */
export const earlierRuns = (db: Connection, source: number, mapping: Mapping): number[] => {
  const stream = streamOf(mapping);
  const rows = db
    .prepare(
      `SELECT run.id, source.mapping FROM run JOIN source ON source.id = run.source
       WHERE run.kind = ? AND run.source <> ? AND run.rows > 0 ORDER BY run.id`,
    )
    .all(mapping.kind, source) as { id: number; mapping: string }[];
  return rows.filter((row) => streamOf(JSON.parse(row.mapping) as Mapping) === stream).map(({ id }) => id);
};

/** By what rows are known again. */
export type Basis = 'number' | 'content';

/** One chunk with the keys of its rows as pairs of words. */
export type KeyedChunk = ChunkColumns & { keys: Uint32Array };

export type RowReader = {
  /** The chunks of a run with the keys of their rows; (0, 0) where a row has none of this basis. */
  chunks(run: number): Generator<KeyedChunk>;
  /** Content of a row of a chunk that was handed out, into `out`. */
  content(chunk: ChunkColumns, row: number, out: Uint32Array): void;
  /** A column of a chunk by its name; null where the run lacks it. */
  column(chunk: ChunkColumns, name: string): ChunkColumns['columns'][number];
};

/**
 * Reads rows of a kind as keys.
 * @param names the columns to read; all of them where contents are asked for
 */
export const readRows = (db: Connection, kind: Kind, basis: Basis, names?: readonly string[]): RowReader => {
  const definitions = listColumns(db, kind).filter(({ name }) => names?.includes(name) ?? true);
  const at = (name: string): number => definitions.findIndex((one) => one.name === name);
  const reference = at('reference');
  const hashRow = createRowHash(
    definitions,
    definitions.map(({ id, type }) => (type === 'code' ? hashWords(readDictionary(db, id)) : null)),
  );
  const pair = new Uint32Array(2);
  return {
    *chunks(run) {
      for (const chunk of chunksOf(db, run, definitions)) {
        const numbers = reference < 0 ? null : (chunk.columns[reference] as Uint32Array | null);
        if (basis === 'number') {
          yield { ...chunk, keys: numbers ?? new Uint32Array(2 * chunk.rows) };
          continue;
        }
        const keys = new Uint32Array(2 * chunk.rows);
        for (let row = 0; row < chunk.rows; row++) {
          if (numbers !== null && (numbers[2 * row] | numbers[2 * row + 1]) !== 0) continue;
          hashRow(chunk.columns, row, pair);
          keys.set(pair, 2 * row);
        }
        yield { ...chunk, keys };
      }
    },
    content: (chunk, row, out) => hashRow(chunk.columns, row, out),
    column: (chunk, name) => (at(name) < 0 ? null : chunk.columns[at(name)]),
  };
};
