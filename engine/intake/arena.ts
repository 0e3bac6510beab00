/**
 * Memory of batches on their way to the owner: a ring of shared blocks that are filled again and again. Memory of its own
 * for every batch would be new pages for the system to clear, and would send V8's collector round again and again for
 * what lies outside its heap.
 */

type Shared = Uint8Array | Int32Array | Uint32Array | Float64Array;
const KINDS = [Uint8Array, Int32Array, Uint32Array, Float64Array] as const;

/** An array as it travels: its place in a block of the ring; or a list of `many` of one length, behind each other there. */
type Place = { block: number; kind: number; from: number; length: number; many: number | null };
const PLACE = 'place in shared memory';

/**
 * A value with its arrays as places, and the blocks that whoever receives it does not hold yet. A block is sent once: V8 counts
 * its size for every message that brings it, and would go through the whole heap every few batches for that.
 */
export type Parcel<T> = { blocks: [place: number, block: SharedArrayBuffer][]; value: T };

const FIRST = 1 << 20;
const ALIGNED = 8;
/** Bytes that an array of so many takes in its block. */
const sizeOf = (bytes: number): number => Math.ceil(bytes / ALIGNED) * ALIGNED;

/** A value with `change` in the place of its objects that are no plain ones or lists, and of lists as far as it knows them. */
const changed = (value: unknown, change: (one: object) => unknown): unknown => {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) {
    if (typeof value[0] !== 'object') return value;
    const known = change(value);
    return known === value ? value.map((one) => changed(one, change)) : known;
  }
  if (Object.getPrototypeOf(value) !== Object.prototype || PLACE in value) return change(value);
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, changed(one, change)]));
};

/** Opens what an arena sends. Arrays are valid until their block comes round again. */
export const createReceiver = <T>(): ((parcel: Parcel<T>) => T) => {
  const ring: SharedArrayBuffer[] = [];
  return ({ blocks, value }) => {
    for (const [place, block] of blocks) ring[place] = block;
    return changed(value, (one) => {
      if (!(PLACE in one)) return one;
      const { block, kind, from, length, many } = one[PLACE] as Place;
      const View: new (block: ArrayBufferLike, from: number, length: number) => Shared = KINDS[kind];
      if (many === null) return new View(ring[block], from, length);
      const step = sizeOf(length * KINDS[kind].BYTES_PER_ELEMENT);
      return Array.from({ length: many }, (_, i) => new View(ring[block], from + i * step, length));
    }) as T;
  };
};

/** Hands out typed arrays. Bytes are zero; words and doubles are whatever stood there before. */
export type Arena = {
  /** Goes on to the next block of the ring: whatever was handed out from it before is over. */
  next(): void;
  bytes(length: number): Uint8Array;
  words(length: number): Int32Array;
  doubles(length: number): Float64Array;
  /** A value that holds arrays of the current block, as it is sent. */
  parcel<T>(value: T): Parcel<T>;
};

/** @param blocks in the ring: one more than are in use elsewhere at a time */
export const createArena = (blocks: number): Arena => {
  const ring = Array.from({ length: blocks }, () => new SharedArrayBuffer(0));
  const sent: (SharedArrayBuffer | undefined)[] = [];
  let at = 0;
  let used = 0;
  /** Where `size` bytes stand free in the block. What was handed out of one that was too small keeps it alive. */
  const take = (size: number): number => {
    if (used + size > ring[at].byteLength) {
      ring[at] = new SharedArrayBuffer(Math.max(FIRST, size, 2 * ring[at].byteLength));
      used = 0;
    }
    const from = used;
    used += sizeOf(size);
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
    parcel: (value) => {
      const blocks: [number, SharedArrayBuffer][] = [];
      const places = changed(value, (one) => {
        const list: readonly unknown[] | null = Array.isArray(one) ? one : null;
        const first = list === null ? one : list[0];
        const kind = KINDS.findIndex((array) => first instanceof array);
        // What lies elsewhere, or in a block that became too small, travels as it is.
        if (kind < 0 || (first as Shared).buffer !== ring[at]) return one;
        const { byteOffset: from, byteLength: bytes, length } = first as Shared;
        const step = sizeOf(bytes);
        const inRow = (other: unknown, i: number): boolean =>
          other instanceof KINDS[kind] &&
          other.buffer === ring[at] &&
          other.length === length &&
          other.byteOffset === from + i * step;
        if (list?.every(inRow) === false) return one;
        if (sent[at] !== ring[at]) {
          blocks.push([at, ring[at]]);
          sent[at] = ring[at];
        }
        const many = list === null ? null : list.length;
        return { [PLACE]: { block: at, kind, from, length, many } satisfies Place };
      });
      return { blocks, value: places as typeof value };
    },
  };
};
