/**
 * Parquet, row group by row group and page by page, only the columns that are wanted. Structures are laid flat, their
 * names joined by dots; lists, maps and what has no text are left out and told.
 */
import { isUtf8 } from 'node:buffer';
import {
  type AsyncBuffer,
  type FileMetaData,
  parquetMetadataAsync,
  parquetSchema,
  type SchemaTree,
} from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import { CloisterError } from '../../../../shared/errors.ts';
import type { OnBatch } from '../../csv/batch.ts';
import type { Part } from '../../input/part.ts';
import { openRandom, type RandomAccess } from '../../input/random.ts';
import { createCells } from '../cells.ts';
import { type Leaf, openColumn } from './column.ts';
import { PageFault } from './pages.ts';

/** Beyond this many rows a file that claims more than `MOST_ROWS` for each of its bytes is made to harm. */
const UNSUSPECTED_ROWS = 1_000_000;
const MOST_ROWS = 200;

const unreadable = (name: string, why: string, cause?: unknown): CloisterError =>
  new CloisterError(
    'INPUT_FORMAT',
    `${name} cannot be read as Parquet: ${why}.`,
    'Write it again, as Parquet without lists and with the codec snappy, zstd or gzip, or as CSV.',
    { cause },
  );

/** What the reader throws about the file becomes an error to read. */
const readable = (name: string, thrown: unknown): unknown => {
  if (thrown instanceof CloisterError || typeof (thrown as NodeJS.ErrnoException).syscall === 'string')
    return thrown;
  const why = 'its data is damaged or of a kind that is not known';
  return unreadable(name, thrown instanceof PageFault ? thrown.message : why, thrown);
};

const openMetadata = async (part: Part, file: RandomAccess): Promise<FileMetaData> => {
  if (Buffer.from(file.read(0, 4)).toString('latin1') === 'PARE')
    throw unreadable(part.name, 'it is encrypted');
  const buffer: AsyncBuffer = {
    byteLength: file.size,
    slice: (start, end = file.size) => file.read(start, end - start).buffer,
  };
  let metadata: FileMetaData;
  try {
    metadata = await parquetMetadataAsync(buffer, { geoparquet: false });
  } catch (thrown) {
    throw readable(part.name, thrown);
  }
  let rows = 0;
  for (const { columns, num_rows: count } of metadata.row_groups) {
    rows += Number(count);
    for (const { meta_data: column, file_path: path } of columns) {
      if (path !== undefined) throw unreadable(part.name, 'its columns lie in other files');
      if (column === undefined) throw unreadable(part.name, 'it is encrypted');
      if (column.codec !== 'UNCOMPRESSED' && !Object.hasOwn(compressors, column.codec))
        throw unreadable(part.name, `it is packed with ${column.codec}`);
    }
  }
  if (rows > UNSUSPECTED_ROWS && rows > file.size * MOST_ROWS)
    throw unreadable(part.name, `it claims ${rows} rows in ${file.size} bytes; it may be made to harm`);
  return metadata;
};

/** What is no single text: lists, maps, and types that no text stands for. */
const isLeftOut = ({ element }: SchemaTree): boolean =>
  element.repetition_type === 'REPEATED' ||
  ['LIST', 'MAP', 'MAP_KEY_VALUE', 'INTERVAL', 'BSON'].includes(element.converted_type ?? '') ||
  ['LIST', 'MAP', 'VARIANT', 'INTERVAL', 'BSON', 'GEOMETRY', 'GEOGRAPHY'].includes(
    element.logical_type?.type ?? '',
  );

const leavesOf = (metadata: FileMetaData): { leaves: Leaf[]; left: string[] } => {
  const leaves: Leaf[] = [];
  const left: string[] = [];
  const walk = (node: SchemaTree, above: string[], before: number): void => {
    const path = [...above, node.element.name];
    const optional = before + (node.element.repetition_type === 'OPTIONAL' ? 1 : 0);
    if (isLeftOut(node)) left.push(path.join('.'));
    else if (node.children.length > 0) for (const child of node.children) walk(child, path, optional);
    else leaves.push({ name: path.join('.'), path, element: node.element, optional });
  };
  for (const child of parquetSchema(metadata).children) walk(child, [], 0);
  return { leaves, left };
};

/** Columns and rows of a file. @throws CloisterError INPUT_EMPTY, INPUT_FORMAT when it is damaged or encrypted */
export const inspectParquet = async (
  part: Part,
): Promise<{ columns: string[]; rows: number; warnings: string[] }> => {
  const file = openRandom(part);
  try {
    const metadata = await openMetadata(part, file);
    const { leaves, left } = leavesOf(metadata);
    if (leaves.length === 0) throw unreadable(part.name, 'it has no column that is not a list');
    if (metadata.num_rows === 0n)
      throw new CloisterError(
        'INPUT_EMPTY',
        `${part.name} holds columns and no rows.`,
        'Export it again and check that it has rows.',
      );
    return {
      columns: leaves.map(({ name }) => name),
      rows: Number(metadata.num_rows),
      warnings:
        left.length === 0
          ? []
          : [`Lists, maps and what no text stands for are left out: ${left.slice(0, 10).join(', ')}.`],
    };
  } finally {
    file.close();
  }
};

export type ParquetOptions = {
  columns: readonly string[];
  /** Places of the columns that are wanted; the others stay empty and are not unpacked. */
  wanted?: ReadonlySet<number> | undefined;
  onBatch: OnBatch;
  onStored?: ((chunk: Uint8Array) => void) | undefined;
  enough?: (() => boolean) | undefined;
};

/**
 * Reads a file into batches. The number of a row stands for its line.
 * @throws CloisterError INPUT_FORMAT for what is damaged, naming row and column where it is known
 */
export const readParquet = async (part: Part, options: ParquetOptions): Promise<void> => {
  const { columns, wanted, onBatch } = options;
  const file = openRandom(part);
  try {
    const metadata = await openMetadata(part, file);
    // The leaves are the columns, in their order; two may have one name.
    const leaves = leavesOf(metadata)
      .leaves.slice(0, columns.length)
      .map((leaf, column) => ({ leaf, column }))
      .filter(({ column }) => wanted?.has(column) !== false);
    const cells = createCells(columns.length);
    const read = (at: number, length: number): Uint8Array<ArrayBuffer> => {
      const bytes = file.read(at, length);
      options.onStored?.(bytes);
      return bytes;
    };
    let row = 0;
    for (const group of metadata.row_groups) {
      let reading = '';
      try {
        const open = leaves.map(({ leaf, column }) => {
          const meta = group.columns.find(
            ({ meta_data: data }) =>
              data?.path_in_schema.length === leaf.path.length &&
              data.path_in_schema.every((name, i) => name === leaf.path[i]),
          )?.meta_data;
          if (meta === undefined) throw new PageFault(`the column "${leaf.name}" is missing`);
          return { name: leaf.name, column, reader: openColumn(leaf, meta, read, part.name) };
        });
        for (let left = Number(group.num_rows); left > 0; left--) {
          row += 1;
          for (const { name, column, reader } of open) {
            reading = name;
            const value = reader.next();
            if (value === null) continue;
            if (typeof value === 'string') cells.text(column, value);
            else if (isUtf8(value)) cells.put(column, value, 0, value.length);
            else throw new PageFault('there are bytes that are no text');
          }
          cells.end(row, 0, onBatch);
          if (options.enough?.() === true) return;
        }
      } catch (thrown) {
        if (!(thrown instanceof PageFault) && !(thrown instanceof RangeError))
          throw readable(part.name, thrown);
        const why = thrown instanceof PageFault ? thrown.message : 'its data is damaged';
        throw unreadable(part.name, `in row ${row}, column "${reading}", ${why}`, thrown);
      }
      cells.flush(onBatch);
    }
    file.check();
  } finally {
    file.close();
  }
};
