/** Searching bytes: the inner loops of the scanner. */

export const CR = 13;
export const LF = 10;
export const TAB = 9;
export const BLANK = 32;

/**
 * Position of the first delimiter or line end in `bytes[from, bound)`, or `bound`. `view` looks at the same
 * bytes; `splitToo` is a second delimiter below 14, or equal to `split`. Four bytes are tested at once for
 * being the delimiter or below 14; the lowest flag of such a test is exact (H. S. Warren, Hacker's Delight, 6-1).
 */
export const endOfPlainField = (
  bytes: Uint8Array,
  view: DataView,
  from: number,
  bound: number,
  split: number,
  splitToo: number,
): number => {
  const splits = Math.imul(split, 0x01010101);
  let i = from;
  for (;;) {
    if (i + 4 <= bound) {
      const four = view.getInt32(i, true);
      const apart = four ^ splits;
      const hits = (((apart - 0x01010101) & ~apart) | ((four - 0x0e0e0e0e) & ~four)) & 0x80808080;
      if (hits === 0) {
        i += 4;
        continue;
      }
      i += (31 - Math.clz32(hits & -hits)) >> 3;
    } else if (i >= bound) return bound;
    const c = bytes[i];
    if (c === split || (c <= CR && (c === LF || c === CR || c === splitToo))) return i;
    i++;
  }
};

/** Line ends in `bytes[from, to)`; CRLF is one. */
export const countLineEnds = (bytes: Uint8Array, from: number, to: number): number => {
  let lines = 0;
  for (let i = from; i < to; i++) {
    if (bytes[i] === LF) lines++;
    else if (bytes[i] === CR && bytes[i + 1] !== LF) lines++;
  }
  return lines;
};

/** Whether `bytes[from, to)` holds nothing but blanks and line ends. */
export const blankField = (bytes: Uint8Array, from: number, to: number): boolean => {
  for (let i = from; i < to; i++) {
    const c = bytes[i];
    if (c !== BLANK && c !== LF && c !== CR) return false;
  }
  return true;
};

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
