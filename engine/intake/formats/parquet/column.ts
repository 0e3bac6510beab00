/** One column of a row group, page by page: of each column one page is in memory, however many rows the group has. */
import type { ColumnMetaData, PageHeader, SchemaElement } from 'hyparquet';
import { parquetHeader } from 'hyparquet/src/column.js';
import { decompressPage } from 'hyparquet/src/datapage.js';
import { compressors } from 'hyparquet-compressors';
import { requireModest } from '../../input/inflate.ts';
import { createHybrid, PageFault, readDictionary, readValues } from './pages.ts';
import { writerOf } from './values.ts';

/** Most bytes of one page, unpacked. */
const MOST_PAGE = 256 * 1024 * 1024;
const WINDOW = 1024 * 1024;
/** Statistics in the header of a page may repeat long texts. */
const MOST_HEADER = 16 * 1024 * 1024;

/** A leaf of the schema that is read. */
export type Leaf = {
  /** Names from the root, joined by dots. */
  name: string;
  path: string[];
  element: SchemaElement;
  /** How many of the elements on its path may be missing. */
  optional: number;
};

export type ColumnReader = {
  /** The value of the next row; null where it has none. @throws PageFault */
  next(): string | Uint8Array | null;
};

/**
 * Opens a column.
 * @param read bytes of the file, fewer only at its end
 * @param name of the file, for messages
 */
export const openColumn = (
  leaf: Leaf,
  meta: ColumnMetaData,
  read: (at: number, length: number) => Uint8Array<ArrayBuffer>,
  name: string,
): ColumnReader => {
  const { type, codec } = meta;
  const length = leaf.element.type_length ?? 0;
  const write = writerOf(leaf.element);
  const first = Number(meta.dictionary_page_offset ?? 0n) || Number(meta.data_page_offset);
  let at = Math.min(first, Number(meta.data_page_offset));
  const end = at + Number(meta.total_compressed_size);
  let window = new Uint8Array(0);
  let windowAt = 0;
  let dictionary: (string | Uint8Array)[] | null = null;
  let left = 0;
  let level: (() => number) | null = null;
  let value: () => string | Uint8Array = () => '';

  /** Bytes of the column from `at`, as many as there are up to `size`. */
  const bytesAt = (size: number): Uint8Array<ArrayBuffer> => {
    const wanted = Math.min(size, end - at);
    if (at < windowAt || at + wanted > windowAt + window.length) {
      windowAt = at;
      window = read(at, Math.min(Math.max(wanted, WINDOW), end - at));
    }
    return window.subarray(at - windowAt, at - windowAt + wanted);
  };
  const nextHeader = (): PageHeader => {
    for (let size = 64 * 1024; ; size *= 8) {
      const bytes = bytesAt(size);
      const reader = { view: new DataView(bytes.buffer, bytes.byteOffset, bytes.length), offset: 0 };
      try {
        const header = parquetHeader(reader);
        at += reader.offset;
        return header;
      } catch (thrown) {
        if (!(thrown instanceof RangeError) || bytes.length < size || size > MOST_HEADER) throw thrown;
      }
    }
  };
  const unpack = (bytes: Uint8Array, size: number): Uint8Array => {
    if (size < 0 || size > MOST_PAGE) throw new PageFault('a page of it is larger than 256 MB');
    requireModest(name, bytes.length, size);
    return decompressPage(bytes, size, codec, compressors);
  };
  const levels = (bytes: Uint8Array, from: number, to: number): (() => number) =>
    createHybrid(bytes, from, to, 32 - Math.clz32(leaf.optional));
  /** How many values are there, counted over the levels once more. */
  const present = (bytes: Uint8Array, from: number, to: number, rows: number): number => {
    const next = levels(bytes, from, to);
    let count = 0;
    for (let i = 0; i < rows; i++) if (next() === leaf.optional) count++;
    return count;
  };

  const page1 = (header: PageHeader, packed: Uint8Array): void => {
    const { num_values: rows = 0, encoding = 'PLAIN' } = header.data_page_header ?? {};
    const bytes = unpack(packed, header.uncompressed_page_size);
    let from = 0;
    let count = (): number => rows;
    level = null;
    if (leaf.optional > 0) {
      if (header.data_page_header?.definition_level_encoding !== 'RLE')
        throw new PageFault('its levels are written in a way that is not read');
      if (bytes.length < 4) throw new PageFault('a page ends too early');
      const size = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true);
      from = 4 + size;
      if (from > bytes.length) throw new PageFault('a page ends too early');
      level = levels(bytes, 4, from);
      count = () => present(bytes, 4, from, rows);
    }
    left = rows;
    value = readValues({ bytes, from, encoding, type, length, count, dictionary, write });
  };
  const page2 = (header: PageHeader, packed: Uint8Array): void => {
    const about = header.data_page_header_v2;
    if (about === undefined) throw new PageFault('a page has no header');
    const { num_values: rows, encoding } = about;
    const skipped = about.repetition_levels_byte_length;
    const from = skipped + about.definition_levels_byte_length;
    if (skipped < 0 || from < skipped || from > packed.length) throw new PageFault('a page ends too early');
    const body = packed.subarray(from);
    const bytes = about.is_compressed === false ? body : unpack(body, header.uncompressed_page_size - from);
    level = leaf.optional > 0 ? levels(packed, skipped, from) : null;
    left = rows;
    const count = (): number => rows - about.num_nulls;
    value = readValues({ bytes, from: 0, encoding, type, length, count, dictionary, write });
  };
  const nextPage = (): void => {
    if (at >= end) throw new PageFault('a column ends before its rows do');
    const header = nextHeader();
    const size = header.compressed_page_size;
    if (size < 0 || at + size > end) throw new PageFault('a page ends too early');
    const packed = bytesAt(size);
    if (packed.length < size) throw new PageFault('the file ends too early');
    at += size;
    if (header.type === 'DATA_PAGE') page1(header, packed);
    else if (header.type === 'DATA_PAGE_V2') page2(header, packed);
    else if (header.type === 'DICTIONARY_PAGE') {
      const bytes = unpack(packed, header.uncompressed_page_size);
      const count = header.dictionary_page_header?.num_values ?? 0;
      dictionary = readDictionary(bytes, type, length, count, write);
    } else if (header.type !== 'INDEX_PAGE') throw new PageFault('it has a page of an unknown kind');
  };
  return {
    next: () => {
      while (left === 0) nextPage();
      left -= 1;
      return level === null || level() === leaf.optional ? value() : null;
    },
  };
};
