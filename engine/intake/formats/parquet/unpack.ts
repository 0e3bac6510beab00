/**
 * Unpacking a page piece by piece: Snappy (google/snappy, format_description.txt), LZ4 (lz4_Block_format.md), Zstandard, gzip,
 * and what is not packed. What is unpacked is written behind what was unpacked before, to which it may refer back.
 */
import { Gunzip, Inflate } from 'fflate';
import { Decompress } from 'fzstd';
import type { CompressionCodec } from 'hyparquet';
import { PageFault } from './fault.ts';

/**
 * Goes on unpacking into `into`, from `from` up to `to` at most; `into[0, from)` was unpacked before.
 * @returns where it ends; `from` at the end of all
 * @throws TooFar, PageFault
 */
export type Unpack = (into: Uint8Array, from: number, to: number) => number;

/** Packed bytes, the next of them with every call; none at their end. */
export type Pull = () => Uint8Array;

const DAMAGED = 'its packed data is damaged';

/** What is unpacked refers to what is no longer there: a fault where all of it is there. */
export class TooFar extends PageFault {}

/** Copies what comes in pieces. */
const copying = (pull: Pull): Unpack => {
  let piece: Uint8Array = new Uint8Array(0);
  return (into, from, to) => {
    let end = from;
    while (end < to) {
      if (piece.length === 0) piece = pull();
      if (piece.length === 0) break;
      const taken = piece.subarray(0, to - end);
      into.set(taken, end);
      end += taken.length;
      piece = piece.subarray(taken.length);
    }
    return end;
  };
};

/** What a library unpacks: whatever it throws is a fault of the page. */
type Unpacker = { push(packed: Uint8Array, isLast?: boolean): void };
/** @param open calls `made` with what it unpacked, the last of it so named */
const byLibrary =
  (open: (made: (piece: Uint8Array, isLast: boolean) => void, first: Uint8Array) => Unpacker, most: number) =>
  (pull: Pull): Unpack => {
    const ready: Uint8Array[] = [];
    let isOver = false;
    let unpacker: Unpacker | null = null;
    let packed: Uint8Array = new Uint8Array(0);
    const made = (piece: Uint8Array, isLast: boolean): void => {
      if (piece.length > 0) ready.push(piece);
      isOver ||= isLast;
    };
    return copying(() => {
      while (ready.length === 0 && !isOver) {
        if (packed.length === 0) packed = pull();
        if (packed.length === 0) return packed;
        const next = packed.subarray(0, most);
        packed = packed.subarray(most);
        try {
          unpacker ??= open(made, next);
          unpacker.push(next);
        } catch (cause) {
          throw new PageFault(DAMAGED, { cause });
        }
      }
      return ready.shift() ?? new Uint8Array(0);
    });
  };

const zstd = byLibrary(
  (made) => new Decompress((piece, isLast) => made(piece, isLast === true)),
  Number.POSITIVE_INFINITY,
);

/** Packed bytes in gzip that are unpacked at a time, to at most a thousand times as many. */
const GZIP_PIECE = 32 * 1024;

/** Some write what gzip packs without its head. */
const gzip = byLibrary((made, first) => {
  const take = (piece: Uint8Array): void => made(piece, false);
  return first[0] === 0x1f && first[1] === 0x8b ? new Gunzip(take) : new Inflate(take);
}, GZIP_PIECE);

/** Bytes that are copied one by one, since a call for them would take longer. */
const FEW = 32;

/** Packed bytes one after the other. */
type Input = {
  /** Whether there is another byte. */
  isMore(): boolean;
  /** The next byte, or a number of so many of them, the lowest first. */
  byte(): number;
  number(bytes: number): number;
  /** Copies the next bytes, at most so many of them. @returns how many */
  copy(into: Uint8Array, at: number, most: number): number;
};

const openInput = (pull: Pull): Input => {
  let input: Uint8Array = new Uint8Array(0);
  let at = 0;
  const isMore = (): boolean => {
    if (at === input.length) {
      input = pull();
      at = 0;
    }
    return at < input.length;
  };
  const byte = (): number => {
    if (at === input.length && !isMore()) throw new PageFault('its packed data ends too early');
    return input[at++];
  };
  return {
    isMore,
    byte,
    number: (bytes) => {
      let value = 0;
      for (let i = 0; i < bytes; i++) value += byte() * 2 ** (8 * i);
      return value;
    },
    copy: (into, to, most) => {
      if (!isMore()) throw new PageFault('its packed data ends too early');
      const count = Math.min(most, input.length - at);
      if (count > FEW) into.set(input.subarray(at, at + count), to);
      else for (let i = 0; i < count; i++) into[to + i] = input[at + i];
      at += count;
      return count;
    },
  };
};

/** What is to be copied next: so many bytes, from the input or, where it is not 0, from so far back. */
type Copy = { left: number; back: number };

/**
 * Copies as it is told, which is all that Snappy and LZ4 do.
 * @param next tells what is copied next; null at the end
 */
const copyingBack = (input: Input, next: () => Copy | null): Unpack => {
  let copy: Copy = { left: 0, back: 0 };
  return (into, from, to) => {
    let end = from;
    while (end < to) {
      if (copy.left === 0) {
        const begun = next();
        if (begun === null) break;
        copy = begun;
        continue;
      }
      const { left, back } = copy;
      if (back > end) throw new TooFar(DAMAGED);
      let count = Math.min(left, to - end);
      if (back === 0) count = input.copy(into, end, count);
      // What is copied may be what is copied: then it goes byte by byte.
      else if (count > FEW && back >= count) into.copyWithin(end, end - back, end - back + count);
      else for (let i = 0; i < count; i++) into[end + i] = into[end - back + i];
      end += count;
      copy.left -= count;
    }
    return end;
  };
};

const snappy = (pull: Pull): Unpack => {
  const input = openInput(pull);
  const { byte, number } = input;
  const copy: Copy = { left: 0, back: 0 };
  let isBegun = false;
  return copyingBack(input, () => {
    // The length that all of it has stands in front; the page says it, too.
    if (!isBegun) while (byte() >= 0x80);
    isBegun = true;
    if (!input.isMore()) return null;
    const tag = byte();
    const above = tag >> 2;
    const kind = tag & 3;
    if (kind === 0) {
      copy.left = 1 + (above < 60 ? above : number(above - 59));
      copy.back = 0;
      return copy;
    }
    copy.left = kind === 1 ? 4 + (above & 7) : 1 + above;
    copy.back = kind === 1 ? ((tag >> 5) << 8) | byte() : number(kind === 2 ? 2 : 4);
    if (copy.back === 0) throw new PageFault(DAMAGED);
    return copy;
  });
};

/** Bytes that each copy from before has at least, and the half of a token that says that a length goes on behind it. */
const LEAST_MATCH = 4;
const GOES_ON = 15;

/** Sequences of a token, bytes as they are, and a copy from before; the last has no copy. */
const lz4 = (pull: Pull): Unpack => {
  const input = openInput(pull);
  const { byte, number } = input;
  const copy: Copy = { left: 0, back: 0 };
  /** The lower half of the token whose copy is still to come; -1 before a token. */
  let half = -1;
  const lengthOf = (said: number): number => {
    let length = said;
    if (said === GOES_ON)
      for (let more = 255; more === 255; ) {
        more = byte();
        length += more;
      }
    return length;
  };
  return copyingBack(input, () => {
    if (!input.isMore()) return null;
    if (half < 0) {
      const token = byte();
      half = token & GOES_ON;
      copy.left = lengthOf(token >> 4);
      copy.back = 0;
      return copy;
    }
    copy.back = number(2);
    if (copy.back === 0) throw new PageFault(DAMAGED);
    copy.left = LEAST_MATCH + lengthOf(half);
    half = -1;
    return copy;
  });
};

const UNPACKERS: Partial<Record<CompressionCodec, (pull: Pull) => Unpack>> = {
  SNAPPY: snappy,
  LZ4_RAW: lz4,
  ZSTD: zstd,
  GZIP: gzip,
  UNCOMPRESSED: copying,
};

/** How pages of a codec are unpacked piece by piece; null where they are not. */
export const unpackerOf = (codec: CompressionCodec): ((pull: Pull) => Unpack) | null =>
  UNPACKERS[codec] ?? null;
