/** Cells of the batch as places in memory, and masks for reading them 16 bytes at a time. AssemblyScript, compiled with cells.ts. */

/** Bytes of a field in the list of the scanner: start, end, flags. */
const FIELD: usize = 12;
const ESCAPED: u32 = 2;

let base: usize = 0;
let fields: usize = 0;
let width: i32 = 0;
/** Records of the batch, and of each a byte: 1 where somebody else has to read it. */
export let count: i32 = 0;
export let odd: usize = 0;

/** Where the batch lies: the byte 0 of its text, its fields, and the marks of records. */
export function batch(text: usize, fieldsAt: usize, fieldsEach: i32, records: i32, oddAt: usize): void {
  base = text;
  fields = fieldsAt;
  width = fieldsEach;
  count = records;
  odd = oddAt;
}

@inline
export function markOdd(record: i32): void {
  store<u8>(odd + <usize>record, 1);
}

/** No cell lies there. */
export const DOUBLED: u64 = 0xffff_ffff_ffff_ffff;

/** Begin and, in the upper half, end of a trimmed cell; DOUBLED where doubled quotes are to be undone first. */
@inline
export function cell(record: i32, column: i32): u64 {
  const at = fields + <usize>(record * width + column) * FIELD;
  if ((load<u32>(at, 8) & ESCAPED) != 0) return DOUBLED;
  let start = base + <usize>load<u32>(at);
  let end = base + <usize>load<u32>(at, 4);
  while (start < end && load<u8>(start) <= 32) start++;
  while (start < end && load<u8>(end - 1) <= 32) end--;
  return (<u64>start) | ((<u64>end) << 32);
}
@inline
export function startOf(span: u64): usize {
  return <usize>(span & 0xffff_ffff);
}
@inline
export function endOf(span: u64): usize {
  return <usize>(span >> 32);
}

const MASKS: usize = memory.data<u32>([-1, -1, -1, -1, 0, 0, 0, 0], 16);

/** The first `length` bytes (16 at most, none where it is negative) at an address, the others zero. */
@inline
export function head(at: usize, length: i32): v128 {
  const kept = min(16, max(0, length));
  return v128.and(v128.load(at), v128.load(MASKS + 16 - <usize>kept));
}

/** 64 bits of 16 bytes, mixed into what came before. */
@inline
export function mix(before: u64, bytes: v128): u64 {
  let h = (before ^ i64x2.extract_lane(bytes, 0)) * 0x9e37_79b9_7f4a_7c15;
  h = (rotr(h, 29) ^ i64x2.extract_lane(bytes, 1)) * 0xbf58_476d_1ce4_e5b9;
  return h ^ (h >> 32);
}
