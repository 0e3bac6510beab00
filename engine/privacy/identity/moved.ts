/**
 * Pseudonyms that an import moved to another place, one type's behind the other: a file in which everybody tells themselves
 * by an address that an earlier one only linked moves every one of them.
 */
import { PSEUDONYM_BYTES } from '../pseudonyms.ts';
import { PSEUDONYM_WORDS } from './blocks.ts';

export type Moved = {
  /** Remembers a pseudonym, the words from `at` on; it may come more than once. */
  add(words: Int32Array, at: number): void;
  /**
   * All of them, each once, in the order of their bytes, at most so many at a time: stored blocks are sorted, so each is
   * changed by one list or two. The lists are views, good until the next `add`.
   */
  inOrder(most: number): Generator<Uint8Array[]>;
};

/** Opens an empty list of moved pseudonyms. */
export const createMoved = (): Moved => {
  let words = new Int32Array(1024 * PSEUDONYM_WORDS);
  let count = 0;
  return {
    add: (from, at) => {
      if ((count + 1) * PSEUDONYM_WORDS > words.length) {
        const larger = new Int32Array(words.length * 2);
        larger.set(words);
        words = larger;
      }
      words.set(from.subarray(at, at + PSEUDONYM_WORDS), count * PSEUDONYM_WORDS);
      count += 1;
    },
    *inOrder(most) {
      const bytes = new DataView(words.buffer);
      const compare = (a: number, b: number): number => {
        for (let at = 0; at < PSEUDONYM_BYTES; at += 4) {
          const one = bytes.getUint32(a * PSEUDONYM_BYTES + at);
          const other = bytes.getUint32(b * PSEUDONYM_BYTES + at);
          if (one !== other) return one < other ? -1 : 1;
        }
        return 0;
      };
      const order = Uint32Array.from({ length: count }, (_, i) => i).sort(compare);
      let list: Uint8Array[] = [];
      for (const [i, at] of order.entries()) {
        if (i > 0 && compare(order[i - 1], at) === 0) continue;
        list.push(new Uint8Array(words.buffer, at * PSEUDONYM_BYTES, PSEUDONYM_BYTES));
        if (list.length < most) continue;
        yield list;
        list = [];
      }
      if (list.length > 0) yield list;
    },
  };
};
