/**
 * Sets of 64-bit keys as one sorted typed array: 8 bytes a key and 4 more for the index by the highest bits, so that five
 * million keys take 60 MB and a look touches one place. Keys are hashes, hence evenly spread; the key 0 is none.
 */

/** Keys as pairs of 32-bit words, low word first, ascending; a key may stand more than once. */
export type SortedKeys = {
  readonly words: Uint32Array;
  readonly size: number;
  /** Place of the first of equal keys, -1 where there is none. */
  find(low: number, high: number): number;
};

/**
 * Sorts keys in place and makes them findable.
 * @param words pairs of words, low word first, in memory of their own that begins at its start
 */
export const sortKeys = (words: Uint32Array<ArrayBuffer>): SortedKeys => {
  // Little-endian machines keep the low word first, so that a pair is the 64-bit number itself.
  new BigUint64Array(words.buffer, 0, words.length / 2).sort();
  const size = words.length / 2;
  const bits = Math.min(24, Math.max(1, Math.ceil(Math.log2(size + 1))));
  const shift = 32 - bits;
  /** Where the keys of each beginning start. */
  const starts = new Uint32Array(2 ** bits + 1);
  for (let i = 0; i < size; i++) starts[(words[2 * i + 1] >>> shift) + 1] += 1;
  for (let i = 1; i < starts.length; i++) starts[i] += starts[i - 1];
  return {
    words,
    size,
    find: (low, high) => {
      const bucket = high >>> shift;
      for (let at = starts[bucket]; at < starts[bucket + 1]; at++)
        if (words[2 * at] === low && words[2 * at + 1] === high) return at;
      return -1;
    },
  };
};

/** The keys that `wanted` accepts by the place of the first of equal ones and how many they are, each once. */
export const pickKeys = (keys: SortedKeys, wanted: (place: number, count: number) => boolean): SortedKeys => {
  const { words, size } = keys;
  const picked = new Uint32Array(words.length);
  let kept = 0;
  for (let from = 0; from < size; ) {
    let to = from + 1;
    while (to < size && words[2 * to] === words[2 * from] && words[2 * to + 1] === words[2 * from + 1])
      to += 1;
    if (wanted(from, to - from)) {
      picked[2 * kept] = words[2 * from];
      picked[2 * kept + 1] = words[2 * from + 1];
      kept += 1;
    }
    from = to;
  }
  return sortKeys(picked.slice(0, 2 * kept));
};
