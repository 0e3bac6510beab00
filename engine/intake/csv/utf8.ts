/** Whether chunks of bytes are UTF-8 (RFC 3629), and where they stop being it. */
import { isAscii, isUtf8 } from 'node:buffer';

/** Bytes at the end of `bytes` that begin a UTF-8 sequence and do not finish it (0 to 3). */
const unfinishedTail = (bytes: Uint8Array): number => {
  for (let back = 1; back <= 3 && back <= bytes.length; back++) {
    const byte = bytes[bytes.length - back];
    if (byte < 0x80) return 0;
    if (byte >= 0xc0) {
      const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
      return length > back ? back : 0;
    }
  }
  return 0;
};

/** What stands in the place of a byte that is not UTF-8: a byte that no UTF-8 holds. */
export const NOT_UTF8 = 0xff;

/** Bytes of the UTF-8 character that begins at `at`; 0 where none does (RFC 3629 §4), or where it is cut off. */
const characterAt = (bytes: Uint8Array, at: number): number => {
  const first = bytes[at];
  if (first < 0x80) return 1;
  if (first < 0xc2 || first > 0xf4) return 0;
  const length = first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
  if (at + length > bytes.length) return 0;
  const second = bytes[at + 1];
  const least = first === 0xe0 ? 0xa0 : first === 0xf0 ? 0x90 : 0x80;
  const most = first === 0xed ? 0x9f : first === 0xf4 ? 0x8f : 0xbf;
  if (second < least || second > most) return 0;
  for (let i = 2; i < length; i++) if ((bytes[at + i] & 0xc0) !== 0x80) return 0;
  return length;
};

/**
 * Counts characters of more than one byte, and bytes that are no part of a character, in a text that is not all UTF-8. Of
 * what comes before the first such byte it only tells whether there was any such character, which is quick.
 */
export const createUtf8Tally = () => {
  const seen = { valid: 0, invalid: 0 };
  let held: Uint8Array = new Uint8Array(0);
  return {
    get valid() {
      return seen.valid;
    },
    get invalid() {
      return seen.invalid;
    },
    push: (chunk: Uint8Array, isFaulty: boolean): void => {
      const bytes = held.length === 0 ? chunk : Buffer.concat([held, chunk]);
      const end = bytes.length - unfinishedTail(bytes);
      if (!isFaulty) {
        if (seen.valid === 0 && !isAscii(bytes.subarray(0, end))) seen.valid = 1;
      } else
        for (let i = 0; i < end; ) {
          const length = characterAt(bytes, i);
          if (length > 1) seen.valid += 1;
          else if (length === 0) seen.invalid += 1;
          i += Math.max(1, length);
        }
      held = Uint8Array.from(bytes.subarray(end));
    },
  };
};

/** UTF-8 text in chunks with NOT_UTF8 for every byte that is none, so that places stay what they are. */
export const createUtf8Marker = () => {
  let held: Uint8Array = new Uint8Array(0);
  let marked = 0;
  return {
    /** Bytes marked so far. */
    get marked() {
      return marked;
    },
    /** The chunk without a character that its end cuts off, which comes with the next. */
    push: (chunk: Uint8Array): Uint8Array => {
      const bytes = held.length === 0 ? chunk : Buffer.concat([held, chunk]);
      const end = bytes.length - unfinishedTail(bytes);
      held = Uint8Array.from(bytes.subarray(end));
      const text = bytes.subarray(0, end);
      if (isUtf8(text)) return text;
      const out = Uint8Array.from(text);
      for (let i = 0; i < end; ) {
        const length = characterAt(text, i);
        if (length === 0) {
          out[i] = NOT_UTF8;
          marked += 1;
        }
        i += Math.max(1, length);
      }
      return out;
    },
    end: (): Uint8Array => {
      marked += held.length;
      return new Uint8Array(held.length).fill(NOT_UTF8);
    },
  };
};

/** UTF-8 validity over chunks that may split a character anywhere. */
export const createUtf8Check = () => {
  let held: Uint8Array = new Uint8Array(0);
  let seen = 0;
  /** Position of the first byte that is not UTF-8, by bisection over valid prefixes. */
  const firstInvalid = (bytes: Uint8Array): number => {
    const good = (length: number): boolean => {
      const prefix = bytes.subarray(0, length);
      return isUtf8(prefix.subarray(0, length - unfinishedTail(prefix)));
    };
    let low = 0;
    let high = bytes.length;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (good(middle)) low = middle;
      else high = middle - 1;
    }
    // A sequence that is begun and then broken off is wrong from its first byte.
    return low - unfinishedTail(bytes.subarray(0, low));
  };
  return {
    /** Null, or the position of the first byte that is not UTF-8. */
    push: (chunk: Uint8Array): number | null => {
      const bytes = held.length === 0 ? chunk : Buffer.concat([held, chunk]);
      const tail = unfinishedTail(bytes);
      const start = seen - held.length;
      seen += chunk.length;
      if (!isUtf8(bytes.subarray(0, bytes.length - tail))) return start + firstInvalid(bytes);
      held = Uint8Array.from(bytes.subarray(bytes.length - tail));
      return null;
    },
    /** Null, or the position of a character that the end cut off. */
    end: (): number | null => (held.length === 0 ? null : seen - held.length),
  };
};
