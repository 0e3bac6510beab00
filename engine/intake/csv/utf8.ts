/** Whether chunks of bytes are UTF-8 (RFC 3629), and where they stop being it. */
import { isUtf8 } from 'node:buffer';

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
