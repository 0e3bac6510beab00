/** What a Parquet file says of itself at its end, held against its size before anything is believed. */
import { type AsyncBuffer, type FileMetaData, parquetMetadataAsync } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import { CloisterError } from '../../../../shared/errors.ts';
import type { Part } from '../../input/part.ts';
import type { RandomAccess } from '../../input/random.ts';
import { PageFault } from './fault.ts';
import { type Field, fieldsOf } from './schema.ts';

/** Beyond this many rows, or values of one column, a file that claims `MOST_EACH` for each byte is made to harm. */
const UNSUSPECTED = 1_000_000;
const MOST_EACH = 200;

export const unreadable = (name: string, why: string, cause?: unknown): CloisterError =>
  new CloisterError(
    'INPUT_FORMAT',
    `${name} cannot be read as Parquet: ${why}.`,
    'Write it again, as Parquet with the codec snappy, zstd or gzip, or as NDJSON or CSV.',
    { cause },
  );

/** What the reader throws about the file becomes an error to read. */
export const readable = (name: string, thrown: unknown): unknown => {
  if (thrown instanceof CloisterError || typeof (thrown as NodeJS.ErrnoException).syscall === 'string')
    return thrown;
  const why = 'its data is damaged or of a kind that is not known';
  return unreadable(name, thrown instanceof PageFault ? thrown.message : why, thrown);
};

/**
 * What a file says of itself, and its fields.
 * @throws CloisterError INPUT_FORMAT where it is damaged, encrypted, packed in an unknown way, or made to harm
 */
export const openMetadata = async (
  part: Part,
  file: RandomAccess,
): Promise<{ metadata: FileMetaData; fields: Field[]; left: string[] }> => {
  if (Buffer.from(file.read(0, 4)).toString('latin1') === 'PARE')
    throw unreadable(part.name, 'it is encrypted');
  const buffer: AsyncBuffer = {
    byteLength: file.size,
    slice: (start, end = file.size) => file.read(start, end - start).buffer,
  };
  let metadata: FileMetaData;
  let schema: ReturnType<typeof fieldsOf>;
  try {
    metadata = await parquetMetadataAsync(buffer, { geoparquet: false });
    schema = fieldsOf(metadata);
  } catch (thrown) {
    throw readable(part.name, thrown);
  }
  const requireModest = (count: number, what: string): void => {
    if (count > UNSUSPECTED && count > file.size * MOST_EACH)
      throw unreadable(part.name, `it claims ${count} ${what} in ${file.size} bytes; it may be made to harm`);
  };
  let rows = 0;
  const values = new Map<string, number>();
  for (const { columns, num_rows: count } of metadata.row_groups) {
    rows += Number(count);
    for (const { meta_data: column, file_path: path } of columns) {
      if (path !== undefined) throw unreadable(part.name, 'its columns lie in other files');
      if (column === undefined) throw unreadable(part.name, 'it is encrypted');
      if (column.codec !== 'UNCOMPRESSED' && !Object.hasOwn(compressors, column.codec))
        throw unreadable(part.name, `it is packed with ${column.codec}`);
      const name = column.path_in_schema.join('.');
      values.set(name, (values.get(name) ?? 0) + Number(column.num_values));
    }
  }
  requireModest(rows, 'rows');
  if (rows !== Number(metadata.num_rows))
    throw unreadable(part.name, `it claims ${metadata.num_rows} rows, and its groups hold ${rows}`);
  for (const [name, count] of values) requireModest(count, `values of "${name}"`);
  return { metadata, ...schema };
};
