/** Rows of chosen people out of the columns: what is held on somebody, without loading everybody. */
import type { Kind } from '../../shared/vocabulary.ts';
import type { Connection } from '../vault/database.ts';
import { CHUNK_AT, CHUNK_FIELDS, type ChunkRow, readChunk } from './chunks.ts';
import { allocate, type ColumnArray, type Loaded, listColumns, stride } from './columns.ts';
import { toPersons } from './merged.ts';

/** Rows of chosen people with the source each one came from. */
export type Selected = Loaded & { sources: Int32Array };

const missing = (type: string): number => (type === 'number' || type === 'time' ? Number.NaN : -1);

/**
 * Loads the rows of a kind whose person is wanted, in the order of import, as `loadColumns` does for everybody.
 * Only chunks that hold such a row are read beyond their person column.
 * @throws CloisterError VAULT_DAMAGED on a wrong checksum
 */
export const selectRows = (db: Connection, kind: Kind, wanted: (person: number) => boolean): Selected => {
  const definitions = listColumns(db, kind);
  const deciding = definitions.find(({ type }) => type === 'person');
  const groups: { run: number; number: number; source: number; rows: number[] }[] = [];
  let total = 0;
  if (deciding !== undefined) {
    const chunks = db.prepare(
      `SELECT run.id AS run, run.source AS source, ${CHUNK_FIELDS}
       FROM run JOIN chunk ON chunk.run = run.id WHERE run.kind = ? AND chunk.column_id = ?
       ORDER BY run.id, number`,
    );
    type Row = ChunkRow & { run: number; source: number };
    for (const chunk of chunks.iterate(kind, deciding.id) as Iterable<Row>) {
      const rows: number[] = [];
      const people = readChunk(deciding, chunk) as Int32Array;
      toPersons(db, people);
      for (let row = 0; row < people.length; row++) if (wanted(people[row])) rows.push(row);
      if (rows.length === 0) continue;
      groups.push({ run: chunk.run, number: chunk.number, source: chunk.source, rows });
      total += rows.length;
    }
  }
  const chunkAt = db.prepare(CHUNK_AT);
  const columns = new Map<string, ColumnArray>();
  for (const definition of definitions) {
    const out = allocate(definition.type, total);
    const step = stride(definition.type);
    let at = 0;
    for (const { run, number, rows } of groups) {
      const chunk = chunkAt.get(run, definition.id, number) as ChunkRow | undefined;
      const values = chunk === undefined ? null : readChunk(definition, chunk);
      for (const row of rows)
        for (let i = 0; i < step; i++)
          out[at++] = values === null ? (step === 2 ? 0 : missing(definition.type)) : values[row * step + i];
    }
    if (definition.type === 'person') toPersons(db, out as Int32Array);
    columns.set(definition.name, out);
  }
  const sources = Int32Array.from(groups.flatMap(({ source, rows }) => rows.map(() => source)));
  return { rows: total, columns, definitions, sources };
};
