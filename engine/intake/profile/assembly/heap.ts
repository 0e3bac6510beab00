/**
 * Memory for what is counted, all zero. What was outgrown is given out again, by powers of two: thousands of columns grow
 * beside each other. AssemblyScript, compiled with profile.ts.
 */

/** The first free piece of each size, each of which names the next. */
const FREE = memory.data(32 * 4);

/** The piece that so many bytes, at least 5, lie in. */
@inline
export function sizeFor(bytes: usize): usize {
  return <usize>1 << (32 - clz(<u32>bytes - 1));
}

@inline
function listOf(bytes: usize): usize {
  return FREE + (<usize>ctz(<u32>sizeFor(bytes)) << 2);
}

export function take(bytes: usize): usize {
  const list = listOf(bytes);
  const piece = load<usize>(list);
  if (piece == 0) return heap.alloc(sizeFor(bytes));
  store<usize>(list, load<usize>(piece));
  memory.fill(piece, 0, bytes);
  return piece;
}

/** Gives back a piece of so many bytes. */
export function give(piece: usize, bytes: usize): void {
  const list = listOf(bytes);
  store<usize>(piece, load<usize>(list));
  store<usize>(list, piece);
}
