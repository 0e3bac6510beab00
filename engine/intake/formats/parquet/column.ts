/** One column of a row group, page by page: of each column one page is in memory, however many rows the group has. */
import type { ColumnMetaData, PageHeader } from 'hyparquet';
import { parquetHeader } from 'hyparquet/src/column.js';
import { decompressPage } from 'hyparquet/src/datapage.js';
import { compressors } from 'hyparquet-compressors';
import { requireModest } from '../../input/inflate.ts';
import { PageFault } from './fault.ts';
import { createHybrid, readDictionary, readValues } from './pages.ts';
import type { Leaf } from './schema.ts';
import type { Writer, Written } from './values.ts';

/** Most bytes of one page, unpacked. */
const MOST_PAGE = 256 * 1024 * 1024;
/** Statistics in the header of a page may repeat long texts. */
const MOST_HEADER = 16 * 1024 * 1024;

export type ColumnReader = {
  /** The value of the next row, of a column in no list; null where it has none. @throws PageFault */
  next(): Written | null;
  /** Goes on to the next value or gap of a column in lists. @throws PageFault */
  advance(): void;
  /** Levels of the value or gap that it stands at; -1 both before the first and behind the last. */
  repetition: number;
  definition: number;
  /** The value that it stands at, where its definition level says that there is one. */
  value(): Written;
};

/**
 * Opens a column.
 * @param write how its values are written
 * @param read bytes of the file, fewer only at its end
 * @param ahead most bytes that are read ahead
 * @param name of the file, for messages
 */
export const openColumn = (
  leaf: Leaf,
  meta: ColumnMetaData,
  write: Writer,
  read: (at: number, length: number) => Uint8Array<ArrayBuffer>,
  ahead: number,
  name: string,
): ColumnReader => {
  const { type, codec } = meta;
  const length = leaf.element.type_length ?? 0;
  const first = Number(meta.dictionary_page_offset ?? 0n) || Number(meta.data_page_offset);
  let at = Math.min(first, Number(meta.data_page_offset));
  const end = at + Number(meta.total_compressed_size);
  let window = new Uint8Array(0);
  let windowAt = 0;
  let dictionary: Written[] | null = null;
  let left = 0;
  let claimed = 0;
  let level: (() => number) | null = null;
  let repeat: (() => number) | null = null;
  let value: () => Written = () => '';

  /** Bytes of the column from `at`, as many as there are up to `size`. */
  const bytesAt = (size: number): Uint8Array<ArrayBuffer> => {
    const wanted = Math.min(size, end - at);
    if (at < windowAt || at + wanted > windowAt + window.length) {
      windowAt = at;
      window = read(at, Math.min(Math.max(wanted, ahead), end - at));
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
  const levels = (bytes: Uint8Array, from: number, to: number, most: number): (() => number) =>
    createHybrid(bytes, from, to, 32 - Math.clz32(most));
  /** How many values are there, counted over the levels once more. */
  const present = (bytes: Uint8Array, from: number, to: number, count: number): number => {
    const next = levels(bytes, from, to, leaf.definition);
    let there = 0;
    for (let i = 0; i < count; i++) if (next() === leaf.definition) there++;
    return there;
  };

  const page1 = (header: PageHeader, packed: Uint8Array): void => {
    const about = header.data_page_header;
    if (about === undefined) throw new PageFault('a page has no header');
    const { num_values: values, encoding } = about;
    const bytes = unpack(packed, header.uncompressed_page_size);
    let from = 0;
    /** Where the levels lie that begin at `from`. */
    const stretch = (written: string): [number, number] => {
      if (written !== 'RLE') throw new PageFault('its levels are written in a way that is not read');
      if (bytes.length < from + 4) throw new PageFault('a page ends too early');
      const begin = from + 4;
      from = begin + new DataView(bytes.buffer, bytes.byteOffset).getUint32(from, true);
      if (from > bytes.length) throw new PageFault('a page ends too early');
      return [begin, from];
    };
    let count = (): number => values;
    repeat = level = null;
    if (leaf.repetition > 0)
      repeat = levels(bytes, ...stretch(about.repetition_level_encoding), leaf.repetition);
    if (leaf.definition > 0) {
      const [begin, end] = stretch(about.definition_level_encoding);
      level = levels(bytes, begin, end, leaf.definition);
      count = () => present(bytes, begin, end, values);
    }
    left = values;
    value = readValues({ bytes, from, encoding, type, length, count, dictionary, write });
  };
  const page2 = (header: PageHeader, packed: Uint8Array): void => {
    const about = header.data_page_header_v2;
    if (about === undefined) throw new PageFault('a page has no header');
    const { num_values: values, encoding } = about;
    const skipped = about.repetition_levels_byte_length;
    const from = skipped + about.definition_levels_byte_length;
    if (skipped < 0 || from < skipped || from > packed.length) throw new PageFault('a page ends too early');
    const body = packed.subarray(from);
    const bytes = about.is_compressed === false ? body : unpack(body, header.uncompressed_page_size - from);
    repeat = leaf.repetition > 0 ? levels(packed, 0, skipped, leaf.repetition) : null;
    level = leaf.definition > 0 ? levels(packed, skipped, from, leaf.definition) : null;
    left = values;
    const count = (): number => values - about.num_nulls;
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
    // A large page was read for itself: what it was unpacked from need not stay beside it.
    if (window.length > ahead) window = new Uint8Array(0);
    claimed += left;
    if (left < 0 || (leaf.repetition > 0 && claimed > meta.num_values))
      throw new PageFault('its pages hold more values than it says');
  };
  const column: ColumnReader = {
    repetition: -1,
    definition: -1,
    next: () => {
      while (left === 0) nextPage();
      left -= 1;
      return level === null || level() === leaf.definition ? value() : null;
    },
    advance: () => {
      while (left === 0) {
        if (at >= end) {
          column.repetition = column.definition = -1;
          return;
        }
        nextPage();
      }
      left -= 1;
      column.repetition = repeat === null ? 0 : repeat();
      column.definition = level === null ? 0 : level();
    },
    value: () => value(),
  };
  return column;
};
