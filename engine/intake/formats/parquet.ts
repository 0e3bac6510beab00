/**
 * Parquet (Apache Parquet format 2), one row group after the other, with the columns that are wanted. Structures are
 * laid flat, their names joined by dots; lists and maps have no place in a table and are left out, and that is told.
 */
import { isUtf8 } from 'node:buffer';
import {
  type AsyncBuffer,
  type FileMetaData,
  type ParquetParsers,
  parquetMetadataAsync,
  parquetRead,
  parquetSchema,
  type SchemaTree,
} from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import { CloisterError } from '../../../shared/errors.ts';
import type { OnBatch } from '../csv/batch.ts';
import type { Part } from '../input/part.ts';
import { openRandom, type RandomAccess } from '../input/random.ts';
import { createCells } from './cells.ts';

export type Leaf = {
  /** Names from the root, joined by dots. */
  name: string;
  path: string[];
  /** Digits behind the point of a decimal; null for other types. */
  scale: number | null;
};

const iso = (milliseconds: number): string => {
  const date = new Date(milliseconds);
  return Number.isNaN(date.getTime()) ? '' : date.toISOString();
};
/** Texts stay bytes; moments become ISO 8601. */
const PARSERS: Partial<ParquetParsers> = {
  stringFromBytes: (bytes) => bytes,
  jsonFromBytes: (bytes) => bytes,
  dateFromDays: (days) => (days === undefined || days === null ? days : iso(days * 86_400_000).slice(0, 10)),
  timestampFromMilliseconds: (value) => (value === undefined || value === null ? value : iso(Number(value))),
  timestampFromMicroseconds: (value) =>
    value === undefined || value === null ? value : iso(Number(value / 1000n)),
  timestampFromNanoseconds: (value) =>
    value === undefined || value === null ? value : iso(Number(value / 1_000_000n)),
};

const unreadable = (name: string, why: string, cause?: unknown): CloisterError =>
  new CloisterError(
    'INPUT_FORMAT',
    `${name} cannot be read as Parquet: ${why}.`,
    'Write it again, as Parquet without lists and with the codec snappy, zstd or gzip, or as CSV.',
    { cause },
  );

const fileOf = (file: RandomAccess): AsyncBuffer => ({
  byteLength: file.size,
  slice: (start, end = file.size) => file.read(start, end - start).buffer,
});

/** Runs the reader; what it throws about the file becomes an error to read. */
const reading = async <T>(name: string, work: () => Promise<T>): Promise<T> => {
  try {
    return await work();
  } catch (thrown) {
    if (thrown instanceof CloisterError || typeof (thrown as NodeJS.ErrnoException).syscall === 'string')
      throw thrown;
    throw unreadable(name, 'its data is damaged or of a kind that is not known', thrown);
  }
};

const openMetadata = (part: Part, file: RandomAccess): Promise<FileMetaData> =>
  reading(part.name, async () => {
    if (Buffer.from(file.read(0, 4)).toString('latin1') === 'PARE')
      throw unreadable(part.name, 'it is encrypted');
    const metadata = await parquetMetadataAsync(fileOf(file), { geoparquet: false });
    for (const { columns } of metadata.row_groups)
      for (const { meta_data: column, file_path: path } of columns) {
        if (path !== undefined) throw unreadable(part.name, 'its columns lie in other files');
        const codec = column?.codec ?? 'UNCOMPRESSED';
        if (codec !== 'UNCOMPRESSED' && !Object.hasOwn(compressors, codec))
          throw unreadable(part.name, `it is packed with ${codec}`);
      }
    return metadata;
  });

const isList = ({ element }: SchemaTree): boolean =>
  element.repetition_type === 'REPEATED' ||
  ['LIST', 'MAP', 'MAP_KEY_VALUE'].includes(element.converted_type ?? '') ||
  ['LIST', 'MAP', 'VARIANT'].includes(element.logical_type?.type ?? '');

const UNREAD = new Set(['INTERVAL', 'BSON']);

const leavesOf = (metadata: FileMetaData): { leaves: Leaf[]; left: string[] } => {
  const leaves: Leaf[] = [];
  const left: string[] = [];
  const walk = (node: SchemaTree, path: string[]): void => {
    const own = [...path, node.element.name];
    if (isList(node) || UNREAD.has(node.element.converted_type ?? '')) left.push(own.join('.'));
    else if (node.children.length > 0) for (const child of node.children) walk(child, own);
    else {
      const scale = node.element.converted_type === 'DECIMAL' ? (node.element.scale ?? 0) : null;
      leaves.push({ name: own.join('.'), path: own, scale });
    }
  };
  for (const child of parquetSchema(metadata).children) walk(child, []);
  return { leaves, left };
};

/** Columns and rows of a file. @throws CloisterError INPUT_FORMAT when it is damaged, encrypted or packed unknown */
export const inspectParquet = async (
  part: Part,
): Promise<{ columns: string[]; rows: number; warnings: string[] }> => {
  const file = openRandom(part);
  try {
    const metadata = await openMetadata(part, file);
    const { leaves, left } = leavesOf(metadata);
    if (leaves.length === 0) throw unreadable(part.name, 'it has no column that is not a list');
    return {
      columns: leaves.map(({ name }) => name),
      rows: Number(metadata.num_rows),
      warnings: left.length === 0 ? [] : [`Lists and maps are left out: ${left.slice(0, 10).join(', ')}.`],
    };
  } finally {
    file.close();
  }
};

const valueAt = (value: unknown, path: readonly string[]): unknown => {
  let inner = value;
  for (let i = 1; i < path.length; i++) {
    if (typeof inner !== 'object' || inner === null) return null;
    inner = (inner as Record<string, unknown>)[path[i]];
  }
  return inner;
};

export type ParquetOptions = {
  columns: readonly string[];
  /** Places of the columns that are wanted; the others stay empty and are not unpacked. */
  wanted?: ReadonlySet<number> | undefined;
  onBatch: OnBatch;
  onStored?: ((chunk: Uint8Array) => void) | undefined;
  enough?: (() => boolean) | undefined;
};

/** Reads a file into batches. The number of a row stands for its line. */
export const readParquet = async (part: Part, options: ParquetOptions): Promise<void> => {
  const { columns, wanted, onBatch } = options;
  const file = openRandom(part);
  try {
    const metadata = await openMetadata(part, file);
    const { leaves } = leavesOf(metadata);
    const read = leaves
      .map((leaf) => ({ ...leaf, column: columns.indexOf(leaf.name) }))
      .filter(({ column }) => column >= 0 && wanted?.has(column) !== false);
    const cells = createCells(columns.length);
    const put = (column: number, scale: number | null, value: unknown, row: number): void => {
      if (value === null || value === undefined) return;
      if (value instanceof Uint8Array) {
        if (!isUtf8(value)) throw unreadable(part.name, `row ${row} holds bytes that are no text`);
        cells.put(column, value, 0, value.length);
      } else if (scale !== null && typeof value === 'number')
        cells.text(column, value.toFixed(Math.min(100, scale)));
      else cells.text(column, String(value));
    };
    const counted: AsyncBuffer = {
      byteLength: file.size,
      slice: (start, end = file.size) => {
        const bytes = file.read(start, end - start);
        options.onStored?.(bytes);
        return bytes.buffer;
      },
    };
    const tops = [...new Set(read.map(({ path }) => path[0]))];
    let rowStart = 0;
    for (const group of metadata.row_groups) {
      if (options.enough?.() === true) break;
      const rowEnd = rowStart + Number(group.num_rows);
      const chunks = new Map<string, { from: number; data: ArrayLike<unknown> }[]>(
        tops.map((top) => [top, []]),
      );
      await reading(part.name, () =>
        parquetRead({
          file: counted,
          metadata,
          columns: tops,
          rowStart,
          rowEnd,
          compressors,
          parsers: PARSERS,
          geoparquet: false,
          onChunk: ({ columnName, columnData, rowStart: from }) => {
            chunks.get(columnName)?.push({ from, data: columnData });
          },
        }),
      );
      const cursors = read.map((leaf) => ({ leaf, pieces: chunks.get(leaf.path[0]) ?? [], piece: 0 }));
      for (let row = rowStart; row < rowEnd; row++) {
        for (const cursor of cursors) {
          const { leaf, pieces } = cursor;
          while (
            cursor.piece + 1 < pieces.length &&
            row >= pieces[cursor.piece].from + pieces[cursor.piece].data.length
          )
            cursor.piece++;
          const piece = pieces[cursor.piece];
          if (piece !== undefined)
            put(leaf.column, leaf.scale, valueAt(piece.data[row - piece.from], leaf.path), row + 1);
        }
        cells.end(row + 1, 0, onBatch);
      }
      cells.flush(onBatch);
      rowStart = rowEnd;
    }
    file.check();
  } finally {
    file.close();
  }
};
