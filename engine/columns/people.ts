/** Who has rows of a kind, or of one source: marks by the number of the person. */
import type { Kind } from '../../shared/vocabulary.ts';
import type { Connection } from '../vault/database.ts';
import { CHUNK_FIELDS, type ChunkRow, readChunk } from './chunks.ts';
import { listColumns } from './columns.ts';

/**
 * A mark of 1 for everybody who has a row of this kind; of one source where it is given.
 * @param known how many numbers of people there are
 * @throws CloisterError VAULT_DAMAGED on a wrong checksum
 */
export const markPeople = (db: Connection, kind: Kind, source: number | null, known: number): Uint8Array => {
  const marks = new Uint8Array(known);
  const column = listColumns(db, kind).find(({ type }) => type === 'person');
  if (column === undefined) return marks;
  const chunks = db.prepare(
    `SELECT ${CHUNK_FIELDS} FROM run JOIN chunk ON chunk.run = run.id
     WHERE run.kind = ? AND chunk.column_id = ? AND (? IS NULL OR run.source = ?)`,
  );
  for (const chunk of chunks.iterate(kind, column.id, source, source) as Iterable<ChunkRow>)
    for (const person of readChunk(column, chunk)) if (person >= 0 && person < known) marks[person] = 1;
  return marks;
};
