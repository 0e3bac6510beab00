/**
 * The values of one page (Parquet format, Encodings.md), one after the other as they are asked for: a page of a
 * million values is not a million objects.
 */
import type { ParquetType } from 'hyparquet';
import { deltaBinaryUnpack, deltaByteArray, deltaLengthByteArray } from 'hyparquet/src/delta.js';
import { byteStreamSplit } from 'hyparquet/src/encoding.js';
import { PageFault } from './fault.ts';
import type { Raw, Writer, Written } from './values.ts';

/** Most values of one page that have to be unpacked at once. */
const MOST_AT_ONCE = 16 * 1024 * 1024;
/** Julian day of 1970-01-01, from which INT96 counts. */
const JULIAN_1970 = 2_440_588n;
const DAY_NANOS = 86_400_000_000_000n;

/**
 * Numbers in the hybrid of runs and bit-packed groups (Encodings.md, "RLE = 3"), in `bytes[start, end)`.
 * @throws PageFault from the answer, behind the end
 */
export const createHybrid = (
  bytes: Uint8Array,
  start: number,
  end: number,
  width: number,
): (() => number) => {
  let at = start;
  let left = 0;
  let value = 0;
  let isPacked = false;
  let packedAt = 0;
  let bit = 0;
  const byte = (): number => {
    if (at >= end) throw new PageFault('a run ends too early');
    return bytes[at++];
  };
  const begin = (): void => {
    let header = 0;
    for (let shift = 0; ; shift += 7) {
      const next = byte();
      header += (next & 0x7f) * 2 ** shift;
      if (next < 0x80) break;
      if (shift > 28) throw new PageFault('a run is too long');
    }
    isPacked = header % 2 === 1;
    left = Math.floor(header / 2);
    if (isPacked) {
      packedAt = at;
      bit = 0;
      at += left * width;
      left *= 8;
      return;
    }
    value = 0;
    for (let shift = 0; shift < width; shift += 8) value |= byte() << shift;
    value >>>= 0;
  };
  return () => {
    while (left === 0) begin();
    left -= 1;
    if (!isPacked) return value;
    let number = 0;
    for (let got = 0; got < width; ) {
      if (packedAt >= end) throw new PageFault('a group ends too early');
      const taken = Math.min(8 - bit, width - got);
      number |= ((bytes[packedAt] >> bit) & ((1 << taken) - 1)) << got;
      got += taken;
      bit += taken;
      if (bit === 8) {
        bit = 0;
        packedAt += 1;
      }
    }
    return number >>> 0;
  };
};

/** Values as they stand, from `at`. */
const plain = (bytes: Uint8Array, from: number, type: ParquetType, length: number): (() => Raw) => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  let at = from;
  const step = (size: number): number => {
    const here = at;
    at += size;
    if (at > bytes.length) throw new PageFault('a page ends too early');
    return here;
  };
  if (type === 'INT32') return () => view.getInt32(step(4), true);
  if (type === 'INT64') return () => view.getBigInt64(step(8), true);
  if (type === 'FLOAT') return () => view.getFloat32(step(4), true);
  if (type === 'DOUBLE') return () => view.getFloat64(step(8), true);
  if (type === 'INT96')
    return () => {
      const here = step(12);
      const day = BigInt(view.getInt32(here + 8, true));
      return (day - JULIAN_1970) * DAY_NANOS + view.getBigUint64(here, true);
    };
  if (type === 'BOOLEAN') {
    let bit = 0;
    return () => {
      const here = from + (bit >> 3);
      if (here >= bytes.length) throw new PageFault('a page ends too early');
      return ((bytes[here] >> (bit++ & 7)) & 1) === 1;
    };
  }
  if (type === 'FIXED_LEN_BYTE_ARRAY')
    return () => {
      const here = step(length);
      return bytes.subarray(here, at);
    };
  return () => {
    const size = view.getUint32(step(4), true);
    const here = step(size);
    return bytes.subarray(here, at);
  };
};

const unpacked = (
  bytes: Uint8Array,
  from: number,
  encoding: string,
  type: ParquetType,
  length: number,
  count: number,
): ArrayLike<Raw> => {
  if (count > MOST_AT_ONCE) throw new PageFault('a page holds too many values');
  const reader = { view: new DataView(bytes.buffer, bytes.byteOffset, bytes.length), offset: from };
  if (encoding === 'BYTE_STREAM_SPLIT') return byteStreamSplit(reader, count, type, length);
  if (encoding === 'DELTA_BINARY_PACKED') {
    const numbers = type === 'INT32' ? new Int32Array(count) : new BigInt64Array(count);
    deltaBinaryUnpack(reader, count, numbers);
    return numbers;
  }
  const texts: Uint8Array[] = new Array(count);
  if (encoding === 'DELTA_LENGTH_BYTE_ARRAY') deltaLengthByteArray(reader, count, texts);
  else if (encoding === 'DELTA_BYTE_ARRAY') deltaByteArray(reader, count, texts);
  else throw new PageFault(`values are written as ${encoding}, which is not read`);
  return texts;
};

export type PageValues = {
  bytes: Uint8Array;
  /** Where the values begin, behind the levels. */
  from: number;
  encoding: string;
  type: ParquetType;
  /** Bytes of each value of fixed length. */
  length: number;
  /** How many are there, nulls left out. */
  count: () => number;
  dictionary: readonly Written[] | null;
  write: Writer;
};

/** The values of a page, as the texts people write. */
export const readValues = (page: PageValues): (() => Written) => {
  const { bytes, from, encoding, type, length, count, dictionary, write } = page;
  if (encoding === 'PLAIN') {
    const next = plain(bytes, from, type, length);
    return () => write(next());
  }
  if (encoding === 'PLAIN_DICTIONARY' || encoding === 'RLE_DICTIONARY') {
    if (dictionary === null) throw new PageFault('its dictionary is missing');
    const next = from < bytes.length ? createHybrid(bytes, from + 1, bytes.length, bytes[from]) : () => 0;
    return () => {
      const at = next();
      if (at >= dictionary.length) throw new PageFault('a value is not in its dictionary');
      return dictionary[at];
    };
  }
  if (encoding === 'RLE' && type === 'BOOLEAN') {
    const next = createHybrid(bytes, from + 4, bytes.length, 1);
    return () => write(next() === 1);
  }
  const all = unpacked(bytes, from, encoding, type, length, count());
  let at = 0;
  return () => {
    if (at >= all.length) throw new PageFault('a page ends too early');
    return write(all[at++]);
  };
};

/** The values of a dictionary, which has to be in memory. */
export const readDictionary = (
  bytes: Uint8Array,
  type: ParquetType,
  length: number,
  count: number,
  write: Writer,
): Written[] => {
  if (count < 0 || count > MOST_AT_ONCE) throw new PageFault('its dictionary is too large');
  const next = plain(bytes, 0, type, length);
  return Array.from({ length: count }, () => write(next()));
};
