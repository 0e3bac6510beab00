/**
 * One column of a row group, page by page, and a large page piece by piece: what is in memory of a column does not grow with
 * the rows of its group.
 */
import { crc32 } from 'node:zlib';
import type { ColumnMetaData, PageHeader } from 'hyparquet';
import { parquetHeader } from 'hyparquet/src/column.js';
import { decompressPage } from 'hyparquet/src/datapage.js';
import { compressors } from 'hyparquet-compressors';
import { requireModest } from '../../input/inflate.ts';
import { PageFault } from './fault.ts';
import { createHybrid, type Dictionary, isInTurn, readDictionary, readValues, type Values } from './pages.ts';
import type { Leaf } from './schema.ts';
import { type ByteStream, take, unpackedStream, wholeStream } from './stream.ts';
import { type Unpack, unpackerOf } from './unpack.ts';
import type { Writer, Written } from './values.ts';

/** Most bytes of one page, unpacked. */
const MOST_PAGE = 256 * 1024 * 1024;
/** Statistics in the header of a page may repeat long texts. */
const MOST_HEADER = 16 * 1024 * 1024;
/** Packed bytes of a large page that are unpacked at a time. */
const PIECE = 64 * 1024;

export type ColumnReader = {
  /** The value of the next row, of a column in no list; null where it has none. @throws PageFault */
  next(): Written | null;
  /** After the last row, of a column in no list. @throws PageFault where it holds more */
  end(): void;
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
 * @param ahead most bytes that are read ahead; a page that is larger is unpacked piece by piece
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
  const { type } = meta;
  if (type !== leaf.element.type) throw new PageFault('its type is told in two ways');
  const length = leaf.element.type_length ?? 0;
  const first = Number(meta.dictionary_page_offset ?? 0n) || Number(meta.data_page_offset);
  let at = Math.min(first, Number(meta.data_page_offset));
  const end = at + Number(meta.total_compressed_size);
  let window = new Uint8Array(0);
  let windowAt = 0;
  let dictionary: Dictionary | null = null;
  let left = 0;
  let claimed = 0;
  let level: (() => number) | null = null;
  let repeat: (() => number) | null = null;
  let values: Values | null = null;
  /** The checksum that the page is said to have, and that of its bytes before those that are opened; null without one. */
  let seal: { said: number; before: number } | null = null;

  /** Bytes of the column from a place, as many as there are up to `size`. */
  const bytesAt = (from: number, size: number): Uint8Array<ArrayBuffer> => {
    const wanted = Math.min(size, end - from);
    if (from < windowAt || from + wanted > windowAt + window.length) {
      windowAt = from;
      window = read(from, Math.min(Math.max(wanted, ahead), end - from));
    }
    return window.subarray(from - windowAt, from - windowAt + wanted);
  };
  const allBytesAt = (from: number, size: number): Uint8Array<ArrayBuffer> => {
    const bytes = bytesAt(from, size);
    if (bytes.length < size) throw new PageFault('the file ends too early');
    return bytes;
  };
  const nextHeader = (): PageHeader => {
    for (let size = 64 * 1024; ; size *= 8) {
      const bytes = bytesAt(at, size);
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
  const requireSeal = (sealed: typeof seal, found: number): void => {
    if (sealed !== null && (found | 0) !== sealed.said)
      throw new PageFault('a page does not have the checksum that it is said to have');
  };
  /** `size` packed bytes at a place, which are `unpacked` bytes of values in an encoding. */
  const open = (
    from: number,
    size: number,
    unpacked: number,
    encoding: string,
    codec = meta.codec,
  ): ByteStream => {
    if (unpacked < 0 || unpacked > MOST_PAGE) throw new PageFault('a page of it is larger than 256 MB');
    requireModest(name, size, unpacked);
    const begin = unpacked > ahead ? unpackerOf(codec) : null;
    const sealed = seal;
    if (begin === null) {
      const packed = allBytesAt(from, size);
      if (sealed !== null) requireSeal(sealed, crc32(packed, sealed.before));
      return wholeStream(decompressPage(packed, unpacked, codec, compressors));
    }
    const unpack = (): Unpack => {
      let next = from;
      let found = sealed?.before ?? 0;
      return begin(() => {
        const piece = allBytesAt(next, Math.min(PIECE, from + size - next));
        next += piece.length;
        if (sealed !== null) found = crc32(piece, found);
        if (next === from + size) requireSeal(sealed, found);
        return piece;
      });
    };
    /** All of it, where what is unpacked may refer back as far as it likes. */
    const whole = (): Uint8Array => {
      const bytes = new Uint8Array(unpacked);
      if (unpack()(bytes, 0, unpacked) < unpacked) throw new PageFault('a page ends too early');
      return bytes;
    };
    return isInTurn(encoding) ? unpackedStream(unpack(), unpacked, ahead, whole) : wholeStream(whole());
  };
  const levels = (bytes: Uint8Array, most: number): (() => number) =>
    createHybrid(wholeStream(bytes), 32 - Math.clz32(most));
  /** How many values are there, counted over the levels once more. */
  const present = (bytes: Uint8Array, count: number): number => {
    const next = levels(bytes, leaf.definition);
    let there = 0;
    for (let i = 0; i < count; i++) if (next() === leaf.definition) there++;
    return there;
  };

  const page1 = (header: PageHeader, from: number): void => {
    const about = header.data_page_header;
    if (about === undefined) throw new PageFault('a page has no header');
    const { num_values: slots, encoding } = about;
    const stream = open(from, header.compressed_page_size, header.uncompressed_page_size, encoding);
    /** The levels that come next, which stay when the stream goes on. */
    const stretch = (written: string): Uint8Array => {
      if (written !== 'RLE') throw new PageFault('its levels are written in a way that is not read');
      const head = take(stream, 4);
      const size = stream.view.getUint32(head, true);
      const begin = take(stream, size);
      return stream.bytes.slice(begin, begin + size);
    };
    let count = (): number => slots;
    repeat = level = null;
    if (leaf.repetition > 0) repeat = levels(stretch(about.repetition_level_encoding), leaf.repetition);
    if (leaf.definition > 0) {
      const bytes = stretch(about.definition_level_encoding);
      level = levels(bytes, leaf.definition);
      count = () => present(bytes, slots);
    }
    left = slots;
    values = readValues({ stream, encoding, type, length, count, dictionary, write });
  };
  const page2 = (header: PageHeader, at: number): void => {
    const about = header.data_page_header_v2;
    if (about === undefined) throw new PageFault('a page has no header');
    const { num_values: slots, encoding } = about;
    const skipped = about.repetition_levels_byte_length;
    const from = skipped + about.definition_levels_byte_length;
    const size = header.compressed_page_size - from;
    if (skipped < 0 || from < skipped || size < 0) throw new PageFault('a page ends too early');
    const heads = allBytesAt(at, from).slice();
    if (seal !== null) seal.before = crc32(heads);
    const unpacked = header.uncompressed_page_size - from;
    const isPacked = about.is_compressed !== false;
    const stream = isPacked
      ? open(at + from, size, unpacked, encoding)
      : open(at + from, size, size, encoding, 'UNCOMPRESSED');
    repeat = leaf.repetition > 0 ? levels(heads.subarray(0, skipped), leaf.repetition) : null;
    level = leaf.definition > 0 ? levels(heads.subarray(skipped), leaf.definition) : null;
    left = slots;
    const count = (): number => slots - about.num_nulls;
    values = readValues({ stream, encoding, type, length, count, dictionary, write });
  };
  const nextPage = (): void => {
    values?.end();
    values = null;
    if (at >= end) throw new PageFault('a column ends before its rows do');
    const header = nextHeader();
    const size = header.compressed_page_size;
    if (size < 0 || at + size > end) throw new PageFault('a page ends too early');
    const from = at;
    at += size;
    seal = header.crc === undefined ? null : { said: header.crc, before: 0 };
    if (header.type === 'DATA_PAGE') page1(header, from);
    else if (header.type === 'DATA_PAGE_V2') page2(header, from);
    else if (header.type === 'DICTIONARY_PAGE') {
      const { bytes } = open(from, size, header.uncompressed_page_size, 'all at once');
      const count = header.dictionary_page_header?.num_values ?? 0;
      dictionary = readDictionary(bytes, type, length, count, write);
    } else if (header.type !== 'INDEX_PAGE') throw new PageFault('it has a page of an unknown kind');
    // A large page was read for itself: what it was unpacked from need not stay beside it.
    if (window.length > ahead) window = new Uint8Array(0);
    claimed += left;
    if (left < 0 || (leaf.repetition > 0 && claimed > meta.num_values))
      throw new PageFault('its pages hold more values than it says');
  };
  const value = (): Written => {
    if (values === null) throw new PageFault('a value stands in no page');
    return values.next();
  };
  const column: ColumnReader = {
    repetition: -1,
    definition: -1,
    next: () => {
      while (left === 0) nextPage();
      left -= 1;
      if (level === null) return value();
      const defined = level();
      if (defined > leaf.definition) throw new PageFault('a level is above the highest');
      return defined === leaf.definition ? value() : null;
    },
    end: () => {
      if (left > 0 || claimed !== Number(meta.num_values))
        throw new PageFault('it holds more values than there are rows');
      values?.end();
    },
    advance: () => {
      while (left === 0) {
        if (at >= end) {
          values?.end();
          column.repetition = column.definition = -1;
          return;
        }
        nextPage();
      }
      left -= 1;
      column.repetition = repeat === null ? 0 : repeat();
      column.definition = level === null ? 0 : level();
    },
    value,
  };
  return column;
};
