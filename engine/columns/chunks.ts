/** One chunk of a column as it is stored, and its values once its checksum was proved. */
import { crc32 } from 'node:zlib';
import { CloisterError } from '../../shared/errors.ts';
import type { Connection } from '../vault/database.ts';
import type { ColumnArray, ColumnDefinition, ColumnType } from './columns.ts';
import { CHUNK_ROWS, pack, unpack } from './forms.ts';

/** A row of the table `chunk`. */
export type ChunkRow = { id: number; number: number; rows: number; checksum: number; data: Buffer };
export const CHUNK_FIELDS = 'chunk.id, chunk.number, chunk.rows, chunk.checksum, chunk.data';
/** One chunk, by its run, column and number. */
export const CHUNK_AT = `SELECT ${CHUNK_FIELDS} FROM chunk WHERE run = ? AND column_id = ? AND number = ?`;

/** Values as they are stored, in the narrowest form that keeps them; to be written before the next are packed. */
export const packed = (type: ColumnType, values: ColumnArray): { checksum: number; data: Uint8Array } => {
  const data = pack(type, values);
  return { checksum: crc32(data), data };
};

type Named = Pick<ColumnDefinition, 'kind' | 'name' | 'type'>;

const damaged = (kind: string, name: string): CloisterError =>
  new CloisterError(
    'VAULT_DAMAGED',
    `A chunk of ${kind}.${name} does not match its checksum.`,
    'Restore the vault from your backup.',
  );

/**
 * Puts the values of a chunk into `out`, from its element `at` on.
 * @throws CloisterError VAULT_DAMAGED on a wrong checksum or a form that the chunk cannot have
 */
export const readInto = (
  { kind, name, type }: Named,
  { checksum, rows, data }: Pick<ChunkRow, 'checksum' | 'rows' | 'data'>,
  out: ColumnArray,
  at: number,
): void => {
  if (crc32(data) !== checksum || !unpack(type, data, rows, out, at)) throw damaged(kind, name);
};

/** The values of a chunk, in memory of their own. @throws CloisterError VAULT_DAMAGED as `readInto` does */
export const readChunk = (definition: Named, chunk: ChunkRow): ColumnArray => {
  const { kind, name, type } = definition;
  if (chunk.rows > CHUNK_ROWS) throw damaged(kind, name);
  const out =
    type === 'number' || type === 'time'
      ? new Float64Array(chunk.rows)
      : type === 'hash'
        ? new Uint32Array(2 * chunk.rows)
        : new Int32Array(chunk.rows);
  readInto(definition, chunk, out, 0);
  return out;
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
