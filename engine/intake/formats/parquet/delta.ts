/**
 * The delta encodings (Parquet format, Encodings.md: DELTA_BINARY_PACKED, DELTA_LENGTH_BYTE_ARRAY, DELTA_BYTE_ARRAY), value by
 * value as they are asked for. Of numbers a miniblock is in memory, of texts their lengths; bytes are valid until the next
 * ones are asked for.
 */
import { PageFault } from './fault.ts';
import { type ByteStream, take } from './stream.ts';

/** Most values whose lengths are held. */
const MOST_LENGTHS = 16 * 1024 * 1024;
/** Values of a block at most: those who write it take 128. */
const MOST_IN_BLOCK = 65_536;
/** Bytes of a number of 64 bits, written in seven bits a byte. */
const LONGEST_NUMBER = 10;

/** Values of a page, which it says to be `total`. */
export type InTurn<Value> = { readonly total: number; next(): Value };

/** A number of any length, seven bits a byte. */
const varint = (stream: ByteStream): bigint => {
  let value = 0n;
  for (let at = 0; at < LONGEST_NUMBER; at++) {
    const here = take(stream, 1);
    const byte = stream.bytes[here];
    value |= BigInt(byte & 0x7f) << BigInt(7 * at);
    if (byte < 0x80) return value;
  }
  throw new PageFault('a number of it is too long');
};
const zigzag = (stream: ByteStream): bigint => {
  const value = varint(stream);
  return (value >> 1n) ^ -(value & 1n);
};
const count = (stream: ByteStream, most: number): number => {
  const value = varint(stream);
  if (value > BigInt(most)) throw new PageFault('a number of it is too large');
  return Number(value);
};

/** Differences to the number before: of each its low and its high 32 bits. */
type Differences = { low: number; high: number; least: bigint; next(): void };

/** @param total how many there are */
const openDifferences = (
  stream: ByteStream,
  inBlock: number,
  miniblocks: number,
  total: number,
): Differences => {
  const inMiniblock = inBlock / miniblocks;
  let widths: Uint8Array = new Uint8Array(0);
  let miniblock = miniblocks;
  let packed: Uint8Array = new Uint8Array(0);
  let left = 0;
  let missing = total;
  let bit = 0;
  const begin = (): void => {
    if (miniblock === miniblocks) {
      told.least = zigzag(stream);
      const here = take(stream, miniblocks);
      widths = stream.bytes.slice(here, here + miniblocks);
      miniblock = 0;
    }
    const width = widths[miniblock];
    if (width > 64) throw new PageFault('a difference has more than 64 bits');
    const size = Math.ceil((Math.min(inMiniblock, missing) * width) / 8);
    const here = take(stream, size);
    packed = stream.bytes.slice(here, here + size);
    // The last miniblock is as long as the others, whatever is missing of it.
    const behind = (inMiniblock * width) / 8 - size;
    stream.more(behind);
    stream.at += Math.min(behind, stream.end - stream.at);
    left = inMiniblock;
    missing -= inMiniblock;
    bit = 0;
  };
  const bits = (width: number): number => {
    let value = 0;
    for (let got = 0; got < width; ) {
      const taken = Math.min(8 - (bit & 7), width - got);
      value |= ((packed[bit >>> 3] >> (bit & 7)) & ((1 << taken) - 1)) << got;
      got += taken;
      bit += taken;
    }
    return value >>> 0;
  };
  const told: Differences = {
    low: 0,
    high: 0,
    least: 0n,
    next: () => {
      if (left === 0) begin();
      const width = widths[miniblock];
      told.low = bits(Math.min(32, width));
      told.high = width > 32 ? bits(width - 32) : 0;
      left -= 1;
      if (left === 0) miniblock += 1;
    },
  };
  return told;
};

/** What is read of numbers before the first of them. */
const openNumbers = (stream: ByteStream): { total: number; first: bigint; differences: Differences } => {
  const inBlock = count(stream, MOST_IN_BLOCK);
  const miniblocks = count(stream, MOST_IN_BLOCK);
  const total = count(stream, 2 ** 32);
  const first = zigzag(stream);
  if (miniblocks === 0 || inBlock === 0 || inBlock % (8 * miniblocks) !== 0)
    throw new PageFault('its blocks cannot be parted');
  return { total, first, differences: openDifferences(stream, inBlock, miniblocks, total - 1) };
};

const ended = (): never => {
  throw new PageFault('a page ends too early');
};

/** A page without values may have no bytes. */
export const NO_VALUES: InTurn<never> = { total: 0, next: ended };

/** Whole numbers of 32 bits, which wrap around. */
export const deltaInt32 = (stream: ByteStream): InTurn<number> => {
  const { total, first, differences } = openNumbers(stream);
  let given = 0;
  let value = Number(BigInt.asIntN(32, first));
  let from = differences.least;
  let least = 0;
  return {
    total,
    next: () => {
      if (given === total) ended();
      if (given > 0) {
        differences.next();
        if (differences.least !== from) {
          from = differences.least;
          least = Number(BigInt.asIntN(32, from));
        }
        value = (value + least + differences.low) | 0;
      }
      given += 1;
      return value;
    },
  };
};

/** Whole numbers of 64 bits, which wrap around. */
export const deltaInt64 = (stream: ByteStream): InTurn<bigint> => {
  const { total, first, differences } = openNumbers(stream);
  let given = 0;
  let value = first;
  return {
    total,
    next: () => {
      if (given === total) ended();
      if (given > 0) {
        differences.next();
        const { low, high, least } = differences;
        const more = high === 0 ? BigInt(low) : (BigInt(high) << 32n) | BigInt(low);
        value = BigInt.asIntN(64, value + least + more);
      }
      given += 1;
      return value;
    },
  };
};

/** All of some lengths, which stand before what they are the lengths of. */
const lengthsOf = (stream: ByteStream): Int32Array => {
  const { total, next } = deltaInt32(stream);
  if (total > MOST_LENGTHS) throw new PageFault('a page holds too many values');
  const lengths = new Int32Array(total);
  for (let at = 0; at < total; at++) {
    lengths[at] = next();
    if (lengths[at] < 0) throw new PageFault('a length is below zero');
  }
  return lengths;
};

/** Texts behind their lengths. */
export const deltaLengths = (stream: ByteStream): InTurn<Uint8Array> => {
  const lengths = lengthsOf(stream);
  let at = 0;
  return {
    total: lengths.length,
    next: () => {
      if (at === lengths.length) ended();
      const size = lengths[at++];
      const here = take(stream, size);
      return stream.bytes.subarray(here, here + size);
    },
  };
};

/** Texts of which each says how much of the one before it begins with. */
export const deltaTexts = (stream: ByteStream): InTurn<Uint8Array> => {
  const prefixes = lengthsOf(stream);
  const suffixes = deltaLengths(stream);
  if (suffixes.total !== prefixes.length) throw new PageFault('its values are counted in two ways');
  let text = new Uint8Array(64);
  let length = 0;
  let at = 0;
  return {
    total: prefixes.length,
    next: () => {
      if (at === prefixes.length) ended();
      const prefix = prefixes[at++];
      const suffix = suffixes.next();
      if (prefix > length) throw new PageFault('a value begins with more than the one before it has');
      length = prefix + suffix.length;
      if (length > text.length) {
        const larger = new Uint8Array(Math.max(length, 2 * text.length));
        larger.set(text.subarray(0, prefix));
        text = larger;
      }
      text.set(suffix, prefix);
      return text.subarray(0, length);
    },
  };
};
