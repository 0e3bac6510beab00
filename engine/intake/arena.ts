/**
 * Memory of batches on their way to the owner: a ring of shared blocks that are filled again and again. Memory of its own
 * for every batch would be new pages for the system to clear, and would send V8's collector round again and again for
 * what lies outside its heap.
 */

/** Hands out typed arrays. Bytes are zero; words and doubles are whatever stood there before. */
export type Arena = {
  /** Goes on to the next block of the ring: whatever was handed out from it before is over. */
  next(): void;
  bytes(length: number): Uint8Array;
  words(length: number): Int32Array;
  doubles(length: number): Float64Array;
};

const FIRST = 1 << 20;
const ALIGNED = 8;

/** @param blocks in the ring: one more than are in use elsewhere at a time */
export const createArena = (blocks: number): Arena => {
  const ring = Array.from({ length: blocks }, () => new SharedArrayBuffer(0));
  let at = 0;
  let used = 0;
  /** Where `size` bytes stand free in the block. What was handed out of one that was too small keeps it alive. */
  const take = (size: number): number => {
    if (used + size > ring[at].byteLength) {
      ring[at] = new SharedArrayBuffer(Math.max(FIRST, size, 2 * ring[at].byteLength));
      used = 0;
    }
    const from = used;
    used += Math.ceil(size / ALIGNED) * ALIGNED;
    return from;
  };
  return {
    next: () => {
      at = (at + 1) % blocks;
      used = 0;
    },
    // A block is looked up after it was made sure that it is large enough.
    bytes: (length) => {
      const from = take(length);
      return new Uint8Array(ring[at], from, length).fill(0);
    },
    words: (length) => {
      const from = take(length * 4);
      return new Int32Array(ring[at], from, length);
    },
    doubles: (length) => {
      const from = take(length * 8);
      return new Float64Array(ring[at], from, length);
    },
  };
};
