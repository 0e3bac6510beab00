/** Searching bytes: what the scanner asks of a block, a line or a gap. AssemblyScript, compiled with scan.ts. */

export const LF: i32 = 10;
export const CR: i32 = 13;
const TAB: i32 = 9;
export const BLANK: i32 = 32;
/** Bytes that are looked at in one step: a bit of a 64-bit word for each. */
export const BLOCK: usize = 64;

/** A bit for each of 16 bytes that equals one of four. */
@inline
function endsIn(at: usize, a: v128, b: v128, c: v128, d: v128): u64 {
  const v = v128.load(at);
  const ab = v128.or(i8x16.eq(v, a), i8x16.eq(v, b));
  return <u64>i8x16.bitmask(v128.or(ab, v128.or(i8x16.eq(v, c), i8x16.eq(v, d))));
}

/** A bit for each byte of a block that equals one of four. */
@inline
export function endsOf(at: usize, a: v128, b: v128, c: v128, d: v128): u64 {
  const low = endsIn(at, a, b, c, d) | (endsIn(at + 16, a, b, c, d) << 16);
  return low | (endsIn(at + 32, a, b, c, d) << 32) | (endsIn(at + 48, a, b, c, d) << 48);
}

/** A bit for each byte of a block that equals `mark`. */
@inline
export function quotesOf(at: usize, mark: v128): u64 {
  const low = <u64>i8x16.bitmask(i8x16.eq(v128.load(at), mark));
  const next = <u64>i8x16.bitmask(i8x16.eq(v128.load(at, 16), mark));
  const third = <u64>i8x16.bitmask(i8x16.eq(v128.load(at, 32), mark));
  const last = <u64>i8x16.bitmask(i8x16.eq(v128.load(at, 48), mark));
  return low | (next << 16) | (third << 32) | (last << 48);
}

/** Address after the line end at or after `from`, or 0 when it is not there yet. */
export function afterLine(from: usize, stop: usize, final: bool): usize {
  for (let i = from; i < stop; i++) {
    const c: i32 = load<u8>(i);
    if (c == LF) return i + 1;
    if (c == CR) {
      if (i + 1 < stop) return load<u8>(i + 1) == LF ? i + 2 : i + 1;
      return final ? i + 1 : 0;
    }
  }
  return 0;
}

/** Line ends from `from` to `to`, behind which a byte follows; CRLF is one. */
export function lineEnds(from: usize, to: usize): i32 {
  const lf = i8x16.splat(<i8>LF);
  const cr = i8x16.splat(<i8>CR);
  let ends = 0;
  for (let i = from; i < to; i += 16) {
    const v = v128.load(i);
    let bits = i8x16.bitmask(v128.or(i8x16.eq(v, lf), i8x16.eq(v, cr)));
    if (i + 16 > to) bits &= (1 << <i32>(to - i)) - 1;
    for (; bits != 0; bits &= bits - 1) {
      const at = i + <usize>ctz(bits);
      if (load<u8>(at) == LF || load<u8>(at, 1) != LF) ends++;
    }
  }
  return ends;
}

/** Whether there is nothing but blanks and line ends. */
export function isBlank(from: usize, to: usize): bool {
  for (let i = from; i < to; i++) {
    const c: i32 = load<u8>(i);
    if (c != BLANK && c != LF && c != CR) return false;
  }
  return true;
}

/** Address after blanks and tabs. */
export function afterGap(from: usize, stop: usize): usize {
  let i = from;
  while (i < stop && (load<u8>(i) == BLANK || load<u8>(i) == TAB)) i++;
  return i;
}
