/** One chunk of a column as it is stored, and its values once its checksum was proved. */
import { crc32 } from 'node:zlib';
import { CloisterError } from '../../shared/errors.ts';
import type { Connection } from '../vault/database.ts';
import type { ColumnArray, ColumnDefinition } from './columns.ts';

/** A row of the table `chunk`. */
export type ChunkRow = { id: number; number: number; rows: number; checksum: number; data: Buffer };
export const CHUNK_FIELDS = 'chunk.id, chunk.number, chunk.rows, chunk.checksum, chunk.data';
/** One chunk, by its run, column and number. */
export const CHUNK_AT = `SELECT ${CHUNK_FIELDS} FROM chunk WHERE run = ? AND column_id = ? AND number = ?`;

/** The values of a chunk, in memory of their own. @throws CloisterError VAULT_DAMAGED on a wrong checksum */
export const readChunk = (
  { kind, name, type }: Pick<ColumnDefinition, 'kind' | 'name' | 'type'>,
  { checksum, data }: ChunkRow,
): ColumnArray => {
  if (crc32(data) !== checksum)
    throw new CloisterError(
      'VAULT_DAMAGED',
      `A chunk of ${kind}.${name} does not match its checksum.`,
      'Restore the vault from your backup.',
    );
  // A BLOB may stand anywhere in memory; typed arrays want their own alignment.
  const bytes = new Uint8Array(data).buffer;
  if (type === 'number' || type === 'time') return new Float64Array(bytes);
  return type === 'hash' ? new Uint32Array(bytes) : new Int32Array(bytes);
};

/** Chosen columns of one chunk of a run; null for a column that the run lacks. */
export type ChunkColumns = { number: number; rows: number; columns: (ColumnArray | null)[] };

/**
 * Reads chosen columns of a run, chunk by chunk in its order.
 * @throws CloisterError VAULT_DAMAGED on a wrong checksum
 */
export function* chunksOf(
  db: Connection,
  run: number,
  definitions: readonly ColumnDefinition[],
): Generator<ChunkColumns> {
  const numbers = db
    .prepare('SELECT DISTINCT number, rows FROM chunk WHERE run = ? ORDER BY number')
    .all(run) as { number: number; rows: number }[];
  const chunkAt = db.prepare(CHUNK_AT);
  for (const { number, rows } of numbers)
    yield {
      number,
      rows,
      columns: definitions.map((definition) => {
        const chunk = chunkAt.get(run, definition.id, number) as ChunkRow | undefined;
        return chunk === undefined ? null : readChunk(definition, chunk);
      }),
    };
}
