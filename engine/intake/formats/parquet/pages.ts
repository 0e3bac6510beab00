/**
 * The values of one page (Parquet format, Encodings.md), one after the other as they are asked for: a page of a
 * million values is not a million objects. Values that are bytes are valid until the next one is asked for.
 */
import type { ParquetType } from 'hyparquet';
import { byteStreamSplit } from 'hyparquet/src/encoding.js';
import { deltaInt32, deltaInt64, deltaLengths, deltaTexts, type InTurn, NO_VALUES } from './delta.ts';
import { PageFault } from './fault.ts';
import { type ByteStream, take, wholeStream } from './stream.ts';
import type { Raw, Writer, Written } from './values.ts';

/** Most values of one page that have to be unpacked at once. */
const MOST_AT_ONCE = 16 * 1024 * 1024;
/** Julian day of 1970-01-01, from which INT96 counts. */
const JULIAN_1970 = 2_440_588n;
const DAY_NANOS = 86_400_000_000_000n;

/**
 * Numbers in the hybrid of runs and bit-packed groups (Encodings.md, "RLE = 3"), to the end of a stream.
 * @throws PageFault from the answer, behind the end
 */
export const createHybrid = (stream: ByteStream, width: number): (() => number) => {
  let left = 0;
  let value = 0;
  let isPacked = false;
  let bit = 0;
  const byte = (): number => {
    if (stream.at >= stream.end) {
      stream.more(1);
      if (stream.at >= stream.end) throw new PageFault('a run ends too early');
    }
    return stream.bytes[stream.at++];
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
      bit = 0;
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
      if (stream.at >= stream.end) {
        stream.more(1);
        if (stream.at >= stream.end) throw new PageFault('a group ends too early');
      }
      const taken = Math.min(8 - bit, width - got);
      number |= ((stream.bytes[stream.at] >> bit) & ((1 << taken) - 1)) << got;
      got += taken;
      bit += taken;
      if (bit === 8) {
        bit = 0;
        stream.at += 1;
      }
    }
    return number >>> 0;
  };
};

/** Values as they stand. Bytes are those of the stream: they change with its next value. */
const plain = (stream: ByteStream, type: ParquetType, length: number): (() => Raw) => {
  /** The view is asked for when the bytes are there: it changes with them. */
  const number =
    <T>(size: number, read: (view: DataView, at: number) => T): (() => T) =>
    () => {
      const here = take(stream, size);
      return read(stream.view, here);
    };
  if (type === 'INT32') return number(4, (view, at) => view.getInt32(at, true));
  if (type === 'INT64') return number(8, (view, at) => view.getBigInt64(at, true));
  if (type === 'FLOAT') return number(4, (view, at) => view.getFloat32(at, true));
  if (type === 'DOUBLE') return number(8, (view, at) => view.getFloat64(at, true));
  if (type === 'INT96')
    return number(12, (view, at) => {
      const day = BigInt(view.getInt32(at + 8, true));
      return (day - JULIAN_1970) * DAY_NANOS + view.getBigUint64(at, true);
    });
  if (type === 'BOOLEAN') {
    let bit = 8;
    let byte = 0;
    return () => {
      if (bit === 8) {
        const here = take(stream, 1);
        byte = stream.bytes[here];
        bit = 0;
      }
      return ((byte >> bit++) & 1) === 1;
    };
  }
  const bytes = (size: number): Uint8Array => {
    const here = take(stream, size);
    return stream.bytes.subarray(here, here + size);
  };
  if (type === 'FIXED_LEN_BYTE_ARRAY') return () => bytes(length);
  const size = number(4, (view, at) => view.getUint32(at, true));
  return () => bytes(size());
};

/** Values of which each stands in as many places as it has bytes. */
const unpacked = (
  bytes: Uint8Array,
  encoding: string,
  type: ParquetType,
  length: number,
  count: number,
): ArrayLike<Raw> => {
  if (count > MOST_AT_ONCE) throw new PageFault('a page holds too many values');
  if (encoding !== 'BYTE_STREAM_SPLIT')
    throw new PageFault(`values are written as ${encoding}, which is not read`);
  const reader = { view: new DataView(bytes.buffer, bytes.byteOffset, bytes.length), offset: 0 };
  return byteStreamSplit(reader, count, type, length);
};

/** Values as differences; null where an encoding is none of these. */
const differences = (stream: ByteStream, encoding: string, type: ParquetType): InTurn<Raw> | null => {
  if (!encoding.startsWith('DELTA_')) return null;
  stream.more(1);
  if (stream.at >= stream.end) return NO_VALUES;
  if (encoding === 'DELTA_BINARY_PACKED') return type === 'INT32' ? deltaInt32(stream) : deltaInt64(stream);
  if (encoding === 'DELTA_LENGTH_BYTE_ARRAY') return deltaLengths(stream);
  return encoding === 'DELTA_BYTE_ARRAY' ? deltaTexts(stream) : null;
};

/** The values of a dictionary by their places. Bytes are valid until the next one is asked for. */
export type Dictionary = { readonly length: number; at(place: number): Written };

export type PageValues = {
  /** Its bytes from where the values begin, behind the levels. */
  stream: ByteStream;
  encoding: string;
  type: ParquetType;
  /** Bytes of each value of fixed length. */
  length: number;
  /** How many are there, nulls left out. */
  count: () => number;
  dictionary: Dictionary | null;
  write: Writer;
};

/** Encodings whose values are read one after the other; of the others all have to be there at once. */
export const isInTurn = (encoding: string): boolean =>
  ['PLAIN', 'PLAIN_DICTIONARY', 'RLE_DICTIONARY', 'RLE'].includes(encoding) || encoding.startsWith('DELTA_');

/** Values one after the other. */
export type Values = {
  next(): Written;
  /** After the last of them. @throws PageFault where something is left: what was read then began at the wrong place */
  end(): void;
};

const requireEnd = (isAtEnd: boolean): void => {
  if (!isAtEnd) throw new PageFault('a page holds more than its values');
};
const requireEndOf = (stream: ByteStream): void => {
  stream.more(1);
  requireEnd(stream.at >= stream.end);
};
/** Of what is packed in groups nobody can say where the last of them had to end. */
const openEnded = (next: () => Written): Values => ({ next, end: () => {} });

/** The values of a page, as the texts people write. */
export const readValues = (page: PageValues): Values => {
  const { stream, encoding, type, length, count, dictionary, write } = page;
  if (encoding === 'PLAIN') {
    const next = plain(stream, type, length);
    return { next: () => write(next()), end: () => requireEndOf(stream) };
  }
  if (encoding === 'PLAIN_DICTIONARY' || encoding === 'RLE_DICTIONARY') {
    if (dictionary === null) throw new PageFault('its dictionary is missing');
    stream.more(1);
    const next = stream.at < stream.end ? createHybrid(stream, stream.bytes[stream.at++]) : () => 0;
    return openEnded(() => {
      const at = next();
      if (at >= dictionary.length) throw new PageFault('a value is not in its dictionary');
      return dictionary.at(at);
    });
  }
  if (encoding === 'RLE' && type === 'BOOLEAN') {
    take(stream, 4);
    const next = createHybrid(stream, 1);
    return openEnded(() => write(next() === 1));
  }
  const inTurn = differences(stream, encoding, type);
  if (inTurn !== null) {
    let given = 0;
    return {
      next: () => {
        given += 1;
        return write(inTurn.next());
      },
      end: () => requireEnd(given === inTurn.total),
    };
  }
  const all = unpacked(stream.bytes.subarray(stream.at, stream.end), encoding, type, length, count());
  let at = 0;
  return {
    next: () => {
      if (at >= all.length) throw new PageFault('a page ends too early');
      return write(all[at++]);
    },
    end: () => requireEnd(at === all.length),
  };
};

/** Values of a dictionary that are made once; of a larger one they would be as many objects. */
const FEW_WORDS = 16_384;

/** A dictionary, whose bytes have to be in memory. */
export const readDictionary = (
  bytes: Uint8Array,
  type: ParquetType,
  length: number,
  count: number,
  write: Writer,
): Dictionary => {
  if (count < 0 || count > MOST_AT_ONCE) throw new PageFault('its dictionary is too large');
  const stream = wholeStream(bytes);
  const next = plain(stream, type, length);
  if (count <= FEW_WORDS || type === 'BOOLEAN') {
    const words = Array.from({ length: count }, () => write(next()));
    requireEndOf(stream);
    return { length: count, at: (place) => words[place] };
  }
  const places = new Uint32Array(count);
  for (let i = 0; i < count; i++) {
    places[i] = stream.at;
    next();
  }
  requireEndOf(stream);
  return {
    length: count,
    at: (place) => {
      stream.at = places[place];
      return write(next());
    },
  };
};
