/**
 * Pairs of numbers, each kept once: 64-bit words in one typed array that is sorted and rid of repeats whenever its room is
 * full, so that records which say again what others said take no memory.
 */

/** Pairs there is room for at first. */
const ROOM = 1024;

export type Pairs = {
  add(low: number, high: number): void;
  /** Calls `take` for every pair once, ascending by the low number, then by the high one. */
  each(take: (low: number, high: number) => void): void;
};

/** Opens an empty list of pairs of numbers from 0 to 2^32 - 1. */
export const createPairs = (): Pairs => {
  // Little-endian machines keep the low word first, so that two words are the 64-bit number itself.
  let words = new Uint32Array(2 * ROOM);
  let count = 0;
  const tidy = (): void => {
    new BigUint64Array(words.buffer, 0, count).sort();
    let kept = 0;
    for (let i = 0; i < count; i++) {
      const [high, low] = [words[2 * i], words[2 * i + 1]];
      if (kept > 0 && words[2 * kept - 2] === high && words[2 * kept - 1] === low) continue;
      words[2 * kept] = high;
      words[2 * kept + 1] = low;
      kept += 1;
    }
    count = kept;
  };
  return {
    add: (low, high) => {
      if (2 * count === words.length) {
        tidy();
        // Were little room left, all would soon be sorted again.
        if (4 * count > words.length) {
          const larger = new Uint32Array(2 * words.length);
          larger.set(words);
          words = larger;
        }
      }
      words[2 * count] = high;
      words[2 * count + 1] = low;
      count += 1;
    },
    each: (take) => {
      tidy();
      for (let i = 0; i < count; i++) take(words[2 * i + 1], words[2 * i]);
    },
  };
};
