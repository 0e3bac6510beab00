/** Bytes that readers of text look for, and the buffer in which they keep what is not read to its end. */

export const CR = 13;
export const LF = 10;
export const TAB = 9;
export const BLANK = 32;

/**
 * A buffer with `bytes[from, to)` at its beginning and room for `more` bytes behind: the same one where it is
 * large enough, else one of twice the size, but not more than `slack` beyond what is needed.
 */
export const makeRoom = (
  bytes: Buffer<ArrayBuffer>,
  from: number,
  to: number,
  more: number,
  slack: number,
): Buffer<ArrayBuffer> => {
  const needed = to - from + more;
  if (needed <= bytes.length) {
    bytes.copyWithin(0, from, to);
    return bytes;
  }
  const larger = Buffer.allocUnsafeSlow(Math.max(needed, Math.min(2 * bytes.length, needed + slack)));
  larger.set(bytes.subarray(from, to), 0);
  return larger;
};
