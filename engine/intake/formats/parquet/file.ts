/**
 * Parquet, row group by row group and page by page, only the columns that are wanted. Structures are laid flat, their
 * names joined by dots, and so are maps and lists of keys and values; other lists are the JSON text that they are.
 */
import { isUtf8 } from 'node:buffer';
import type { RowGroup } from 'hyparquet';
import { CloisterError } from '../../../../shared/errors.ts';
import { NUMBER, type OnBatch } from '../../csv/batch.ts';
import type { Part } from '../../input/part.ts';
import { openRandom } from '../../input/random.ts';
import { createCells } from '../cells.ts';
import type { ParquetField } from '../format.ts';
import { readObject } from '../json/object.ts';
import { type ColumnReader, openColumn } from './column.ts';
import { PageFault } from './fault.ts';
import { openMetadata, readable, unreadable } from './metadata.ts';
import { createText, openNested } from './nested.ts';
import { type Field, type Leaf, leafCount, nameOf } from './schema.ts';
import { isText, type Writer, writerOf } from './values.ts';

/** Bytes that all open columns together read ahead of what is asked for, and each of them at most and at least. */
const ALL_AHEAD = 64 * 1024 * 1024;
const MOST_AHEAD = 1024 * 1024;
const LEAST_AHEAD = 64 * 1024;

/**
 * Fields and rows of a file; of a list or map the columns are not known yet.
 * @throws CloisterError INPUT_EMPTY, INPUT_FORMAT when it is damaged or encrypted
 */
export const inspectParquet = async (
  part: Part,
): Promise<{ fields: ParquetField[]; rows: number; left: string[] }> => {
  const file = openRandom(part);
  try {
    const { metadata, fields, left } = await openMetadata(part, file);
    if (fields.length === 0) throw unreadable(part.name, 'no text stands for any of its columns');
    if (metadata.num_rows === 0n)
      throw new CloisterError(
        'INPUT_EMPTY',
        `${part.name} holds columns and no rows.`,
        'Export it again and check that it has rows.',
      );
    return {
      fields: fields.map((field) => ({
        name: nameOf(field),
        isNested: field.shape.kind !== 'value',
        // The names in a map are columns, and nothing is left that would be the map itself.
        columns: field.shape.kind === 'map' ? [] : [nameOf(field)],
      })),
      rows: Number(metadata.num_rows),
      left,
    };
  } finally {
    file.close();
  }
};

export type ParquetOptions = {
  /** Fields of the schema, in its order; two may have one name. */
  fields: readonly ParquetField[];
  /** Places of the columns that are wanted; the others stay empty and are not unpacked. */
  wanted?: ReadonlySet<number> | undefined;
  onBatch: OnBatch;
  /** Sees every name in the list or map at a place of `fields`, for finding out what columns there are. */
  onName?: ((field: number, name: string) => void) | undefined;
  onStored?: ((chunk: Uint8Array) => void) | undefined;
  enough?: (() => boolean) | undefined;
};

/** A field that is read: its place among the fields, its columns by their names, and the first of them (-1: none). */
type Wanted = { field: Field; at: number; places: Map<string, number>; first: number };

const wantedOf = (fields: readonly Field[], { fields: known, wanted, onName }: ParquetOptions): Wanted[] => {
  let before = 0;
  return known.flatMap(({ columns, isNested }, at) => {
    const from = before;
    before += columns.length;
    const places = new Map(
      columns.map((name, i) => [name, from + i] as const).filter(([, place]) => wanted?.has(place) !== false),
    );
    const [first = -1] = places.values();
    return first < 0 && !(isNested && onName) ? [] : [{ field: fields[at], at, places, first }];
  });
};

/**
 * Reads a file into batches. The number of a row stands for its line.
 * @throws CloisterError INPUT_FORMAT for what is damaged, naming row and column where it is known
 */
export const readParquet = async (part: Part, options: ParquetOptions): Promise<void> => {
  const { onBatch, onName } = options;
  const file = openRandom(part);
  try {
    const { metadata, fields } = await openMetadata(part, file);
    const cells = createCells(options.fields.reduce((sum, { columns }) => sum + columns.length, 0));
    const wanted = wantedOf(fields, options);
    const columns = wanted.reduce((sum, { field }) => sum + leafCount(field.shape), 0);
    const ahead = Math.max(LEAST_AHEAD, Math.min(MOST_AHEAD, Math.floor(ALL_AHEAD / columns)));
    const text = createText();
    const read = (at: number, length: number): Uint8Array<ArrayBuffer> => {
      const bytes = file.read(at, length);
      options.onStored?.(bytes);
      return bytes;
    };
    let row = 0;
    let reading = '';
    const openGroup = ({ columns: chunks }: RowGroup): { takers: (() => void)[]; ends: (() => void)[] } => {
      const open = (leaf: Leaf, write: Writer): ColumnReader => {
        const meta = chunks.find(
          ({ meta_data: data }) =>
            data?.path_in_schema.length === leaf.path.length &&
            data.path_in_schema.every((name, i) => name === leaf.path[i]),
        )?.meta_data;
        if (meta === undefined) throw new PageFault('it is missing');
        return openColumn(leaf, meta, write, read, ahead, part.name);
      };
      const ends: (() => void)[] = [];
      const takers = wanted.map(({ field, at, places, first }) => {
        const { above, own, shape } = field;
        const name = nameOf(field);
        reading = name;
        if (shape.kind === 'value') {
          const { element } = shape.leaf;
          const reader = open(shape.leaf, writerOf(element));
          const flags = isText(element) ? 0 : NUMBER;
          ends.push(() => {
            reading = name;
            reader.end();
          });
          return () => {
            reading = name;
            const value = reader.next();
            if (value === null) return;
            if (typeof value === 'string') cells.text(first, value, flags);
            else if (isUtf8(value)) cells.put(first, value, 0, value.length);
            else throw new PageFault('there are bytes that are no text');
          };
        }
        const nested = openNested(shape, open, text);
        ends.push(() => {
          reading = name;
          nested.end();
        });
        if (onName === undefined && shape.kind === 'list' && places.size === 1 && places.has(name))
          // The text itself, and nothing that is in it.
          return () => {
            reading = name;
            text.clear();
            if (!nested.next()) return;
            const json = text.bytes();
            if (json === null) cells.spoil(first);
            else cells.put(first, json, 0, json.length);
          };
        const prefix = above.map((one) => `${one}.`).join('');
        const head = Buffer.from(`{${JSON.stringify(own)}:`);
        const columnOf = (path: string): number => {
          onName?.(at, path);
          return places.get(path) ?? -1;
        };
        return () => {
          reading = name;
          text.clear();
          text.put(head);
          if (!nested.next()) return;
          text.put('}');
          const json = text.bytes();
          if (json === null) cells.spoil(first);
          else readObject(json, 0, json.length, columnOf, cells.put, prefix, above.length + 1);
        };
      });
      return { takers, ends };
    };
    for (const group of metadata.row_groups) {
      try {
        const { takers, ends } = openGroup(group);
        for (let left = Number(group.num_rows); left > 0; left--) {
          row += 1;
          for (const take of takers) take();
          cells.end(row, 0, onBatch);
          if (options.enough?.() === true) return;
        }
        for (const end of ends) end();
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
