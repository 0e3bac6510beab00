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

const valuesOf = (type: ColumnType, rows: number): ColumnArray => {
  if (type === 'number' || type === 'time') return new Float64Array(rows);
  return type === 'hash' ? new Uint32Array(2 * rows) : new Int32Array(rows);
};

/** The values of a chunk, in memory of their own. @throws CloisterError VAULT_DAMAGED as `readInto` does */
export const readChunk = (definition: Named, chunk: ChunkRow): ColumnArray => {
  const { kind, name, type } = definition;
  if (chunk.rows > CHUNK_ROWS) throw damaged(kind, name);
  const out = valuesOf(type, chunk.rows);
  readInto(definition, chunk, out, 0);
  return out;
};

/** Chosen columns of one chunk of a run; null for a column that the run lacks. */
export type ChunkColumns = { number: number; rows: number; columns: (ColumnArray | null)[] };

/** The same in memory that is used again, larger where a chunk needs that. */
const createReading = (definition: ColumnDefinition): ((chunk: ChunkRow) => ColumnArray) => {
  let held: ColumnArray | null = null;
  return (chunk) => {
    const { rows } = chunk;
    const length = definition.type === 'hash' ? 2 * rows : rows;
    if (held === null || held.length < length) {
      held = readChunk(definition, chunk);
      return held;
    }
    const out = held.subarray(0, length);
    readInto(definition, chunk, out, 0);
    return out;
  };
};

/**
 * Reads chosen columns of a run, chunk by chunk in its order. What a chunk holds is valid until the next one is asked for.
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
  const readings = definitions.map(createReading);
  for (const { number, rows } of numbers)
    yield {
      number,
      rows,
      columns: definitions.map(({ id }, at) => {
        const chunk = chunkAt.get(run, id, number) as ChunkRow | undefined;
        return chunk === undefined ? null : readings[at](chunk);
      }),
    };
}
