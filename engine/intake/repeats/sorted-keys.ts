/**
 * Sets of 64-bit keys as one sorted typed array: 8 bytes a key and up to 8 more for the index by the highest bits, so that
 * two million keys take 24 MB and a look touches one place. Keys are hashes, hence evenly spread; the key 0 is none.
 */

/** Keys as pairs of 32-bit words, low word first, ascending; a key may stand more than once. */
export type SortedKeys = {
  readonly words: Uint32Array<ArrayBuffer>;
  readonly size: number;
  /** Place of the first of equal keys, -1 where there is none. */
  find(low: number, high: number): number;
  /** Memory of the index, which whoever takes keys out of these takes over. */
  readonly index: Uint32Array<ArrayBuffer>;
};

/** Makes sorted keys findable. @param room memory for their index, a new one where it is too small */
const indexed = (words: Uint32Array<ArrayBuffer>, room: Uint32Array<ArrayBuffer>): SortedKeys => {
  const size = words.length / 2;
  if (size === 0) return { words, size, find: () => -1, index: room };
  const bits = Math.min(24, Math.max(1, Math.ceil(Math.log2(size + 1))));
  // The keys of a part lie close together: the index begins and ends where they do.
  const first = words[1];
  const last = words[2 * size - 1];
  const shift = Math.max(0, 32 - Math.clz32(last - first) - bits);
  const index = room.length > 2 ** bits ? room : new Uint32Array(2 ** bits + 1);
  /** Where the keys of each beginning start. */
  const starts = index.subarray(0, 2 ** bits + 1).fill(0);
  for (let i = 0; i < size; i++) starts[((words[2 * i + 1] - first) >>> shift) + 1] += 1;
  for (let i = 1; i < starts.length; i++) starts[i] += starts[i - 1];
  return {
    words,
    size,
    find: (low, high) => {
      if (high < first || high > last) return -1;
      const bucket = (high - first) >>> shift;
      for (let at = starts[bucket]; at < starts[bucket + 1]; at++)
        if (words[2 * at] === low && words[2 * at + 1] === high) return at;
      return -1;
    },
    index,
  };
};

/**
 * Sorts keys in place and makes them findable.
 * @param words pairs of words, low word first
 * @param room memory of an index that is no longer used
 */
export const sortKeys = (
  words: Uint32Array<ArrayBuffer>,
  room: Uint32Array<ArrayBuffer> = new Uint32Array(0),
): SortedKeys => {
  // Little-endian machines keep the low word first, so that a pair is the 64-bit number itself.
  new BigUint64Array(words.buffer, words.byteOffset, words.length / 2).sort();
  return indexed(words, room);
};

/**
 * The keys that `wanted` accepts by the place of the first of equal ones and how many they are, each once. They take the
 * place of the others in memory: `keys` are not to be used any more.
 */
export const pickKeys = (
  { words, size, index }: SortedKeys,
  wanted: (place: number, count: number) => boolean,
): SortedKeys => {
  let kept = 0;
  for (let from = 0; from < size; ) {
    const low = words[2 * from];
    const high = words[2 * from + 1];
    let to = from + 1;
    while (to < size && words[2 * to] === low && words[2 * to + 1] === high) to += 1;
    if (wanted(from, to - from)) {
      words[2 * kept] = low;
      words[2 * kept + 1] = high;
      kept += 1;
    }
    from = to;
  }
  return indexed(words.subarray(0, 2 * kept), index);
};

/** Keys that are gathered, in memory that is used again for the next. */
export type KeyList = {
  add(low: number, high: number): void;
  /** The keys that were added since the list was made or cleared, sorted in its memory: valid until it is cleared. */
  keys(): SortedKeys;
  clear(): void;
};

/** @param expected about how many keys there will be */
export const createKeyList = (expected = 512): KeyList => {
  let words = new Uint32Array(2 * Math.max(1, expected));
  let index = new Uint32Array(0);
  let filled = 0;
  return {
    add: (low, high) => {
      if (filled === words.length) {
        const more = new Uint32Array(2 * Math.ceil(words.length * 0.75));
        more.set(words);
        words = more;
      }
      words[filled] = low;
      words[filled + 1] = high;
      filled += 2;
    },
    keys: () => {
      const sorted = sortKeys(words.subarray(0, filled), index);
      index = sorted.index;
      return sorted;
    },
    clear: () => {
      filled = 0;
    },
  };
};
