/**
 * Unpacking a page piece by piece: Snappy (google/snappy, format_description.txt), Zstandard, and what is not packed. What is
 * unpacked is written behind what was unpacked before, to which it may refer back.
 */
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

/** What is unpacked refers to what is no longer there. */
export class TooFar extends Error {}

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

const zstd = (pull: Pull): Unpack => {
  const ready: Uint8Array[] = [];
  let isOver = false;
  const decompress = new Decompress((piece, isLast) => {
    if (piece.length > 0) ready.push(piece);
    if (isLast === true) isOver = true;
  });
  return copying(() => {
    while (ready.length === 0 && !isOver) {
      const packed = pull();
      if (packed.length === 0) return packed;
      decompress.push(packed);
    }
    return ready.shift() ?? new Uint8Array(0);
  });
};

/** Bytes that are copied one by one, since a call for them would take longer. */
const FEW = 32;

const snappy = (pull: Pull): Unpack => {
  let input: Uint8Array = new Uint8Array(0);
  let at = 0;
  let isBegun = false;
  /** Bytes that are left to be copied, from the input (0) or from so far back. */
  let left = 0;
  let back = 0;
  /** Whether there is another byte. */
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
  const number = (bytes: number): number => {
    let value = 0;
    for (let i = 0; i < bytes; i++) value += byte() * 2 ** (8 * i);
    return value;
  };
  /** Reads what is to be copied next. */
  const begin = (): void => {
    const tag = byte();
    const above = tag >> 2;
    const kind = tag & 3;
    if (kind === 0) {
      left = 1 + (above < 60 ? above : number(above - 59));
      back = 0;
      return;
    }
    left = kind === 1 ? 4 + (above & 7) : 1 + above;
    back = kind === 1 ? ((tag >> 5) << 8) | byte() : number(kind === 2 ? 2 : 4);
    if (back === 0) throw new PageFault('its packed data is damaged');
  };
  return (into, from, to) => {
    // The length that all of it has stands in front; the page says it, too.
    if (!isBegun) while (byte() >= 0x80);
    isBegun = true;
    let end = from;
    while (end < to) {
      if (left === 0) {
        if (!isMore()) break;
        begin();
      }
      if (back === 0) {
        if (!isMore()) throw new PageFault('its packed data ends too early');
        const count = Math.min(left, to - end, input.length - at);
        if (count > FEW) into.set(input.subarray(at, at + count), end);
        else for (let i = 0; i < count; i++) into[end + i] = input[at + i];
        at += count;
        end += count;
        left -= count;
        continue;
      }
      if (back > end) throw new TooFar();
      const count = Math.min(left, to - end);
      // What is copied may be what is copied: then it goes byte by byte.
      if (count > FEW && back >= count) into.copyWithin(end, end - back, end - back + count);
      else for (let i = 0; i < count; i++) into[end + i] = into[end - back + i];
      end += count;
      left -= count;
    }
    return end;
  };
};

/** How pages of a codec are unpacked piece by piece; null where they are not. */
export const unpackerOf = (codec: CompressionCodec): ((pull: Pull) => Unpack) | null =>
  codec === 'SNAPPY' ? snappy : codec === 'ZSTD' ? zstd : codec === 'UNCOMPRESSED' ? copying : null;
