/** Memory that is given out and kept until the kernel begins anew. AssemblyScript, compiled with look.ts. */

/** Loops may look at whole words beyond the end of what they read. */
const SLACK: usize = 64;
/** Memory grows by so many pages of 64 KB at least, and by a quarter: V8's collector looks at its heap with every step. */
const STEP: i32 = 32;

let next: usize = __heap_base;
/** Copies of texts stand close together, in pieces of so many bytes: most are a few bytes long. */
const PIECE: usize = 4096;
let copies: usize = 0;
let copiesEnd: usize = 0;

/** Gives everything back. */
export function clear(): void {
  next = __heap_base;
  copies = 0;
  copiesEnd = 0;
}

/** Bytes that were given out. */
export function used(): usize {
  return next - __heap_base;
}

/** Bytes that are kept; what stands in them is not cleared. */
export function room(bytes: usize): usize {
  const from = next;
  next = (from + bytes + 15) & ~15;
  const missing = <i32>((next + SLACK) >> 16) + 1 - memory.size();
  if (missing > 0) memory.grow(max(missing, max(STEP, memory.size() >> 2)));
  return from;
}

/** The same, all zero. */
export function zeros(bytes: usize): usize {
  const from = room(bytes);
  memory.fill(from, 0, bytes);
  return from;
}

/** A copy of some bytes that is kept. */
export function copyOf(from: usize, length: i32): usize {
  if (copies + <usize>length > copiesEnd) {
    const size = max(PIECE, <usize>length);
    copies = room(size);
    copiesEnd = copies + size;
  }
  const at = copies;
  copies += <usize>length;
  memory.copy(at, from, <usize>length);
  return at;
}
