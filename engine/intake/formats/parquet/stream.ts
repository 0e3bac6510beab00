/**
 * The bytes of a page in the order they are read: all of them at once, or a window into what is unpacked piece by piece, so
 * that a page of a hundred megabytes takes less than one.
 */
import { PageFault } from './fault.ts';
import { TooFar, type Unpack } from './unpack.ts';

export type ByteStream = {
  /** What is there now stands from `at` to `end`; all of these change with `more`. */
  bytes: Uint8Array;
  view: DataView;
  at: number;
  end: number;
  /** Brings as many bytes as are asked for, or as there are. */
  more(size: number): void;
};

/** What was unpacked already must stay in reach of what refers back to it: as far as Snappy goes in a block. */
const REACH = 64 * 1024;
const LEAST_WINDOW = 2 * REACH;
const MOST_WINDOW = 8 * REACH;

const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.length);

/** A stream of bytes that are all there. */
export const wholeStream = (bytes: Uint8Array, at = 0): ByteStream => ({
  bytes,
  view: viewOf(bytes),
  at,
  end: bytes.length,
  more: () => {},
});

/**
 * A stream of what is unpacked as it is asked for. Bytes that were taken stay what they are until `more` is called.
 * @param size of all of it, unpacked
 * @param about how many bytes of it are in memory, for values that are smaller
 * @param whole unpacks all of it at once, for what refers further back than the window holds
 */
export const unpackedStream = (
  unpack: Unpack,
  size: number,
  about: number,
  whole: () => Uint8Array,
): ByteStream => {
  const bytes = new Uint8Array(Math.min(size, Math.max(LEAST_WINDOW, Math.min(MOST_WINDOW, about))));
  let made = 0;
  const stream: ByteStream = { bytes, view: viewOf(bytes), at: 0, end: 0, more: () => {} };
  const show = (shown: Uint8Array): void => {
    stream.bytes = shown;
    stream.view = viewOf(shown);
  };
  /** Makes room behind the end for what is missing of `asked` bytes at least. */
  const makeRoom = (asked: number): void => {
    const kept = Math.max(0, Math.min(stream.at, stream.end - REACH));
    const needed = stream.at - kept + asked;
    const old = stream.bytes;
    if (needed > old.length) {
      show(new Uint8Array(Math.max(needed, 2 * old.length)));
      stream.bytes.set(old.subarray(kept, stream.end));
    } else old.copyWithin(0, kept, stream.end);
    stream.at -= kept;
    stream.end -= kept;
  };
  stream.more = (asked) => {
    // A length that is none: nothing is taken for it, and whoever asked finds too little.
    if (asked > stream.end - stream.at + size - made) return;
    makeRoom(asked);
    try {
      while (stream.end - stream.at < asked) {
        const to = Math.min(stream.bytes.length, stream.end + size - made);
        const end = unpack(stream.bytes, stream.end, to);
        if (end === stream.end) return;
        made += end - stream.end;
        stream.end = end;
      }
    } catch (thrown) {
      if (!(thrown instanceof TooFar)) throw thrown;
      const taken = made - (stream.end - stream.at);
      show(whole());
      stream.at = taken;
      stream.end = made = stream.bytes.length;
      stream.more = () => {};
    }
  };
  return stream;
};

/** Where the next `size` bytes stand, which are taken. @throws PageFault where there are fewer */
export const take = (stream: ByteStream, size: number): number => {
  if (stream.end - stream.at < size) {
    stream.more(size);
    if (stream.end - stream.at < size) throw new PageFault('a page ends too early');
  }
  const here = stream.at;
  stream.at += size;
  return here;
};
