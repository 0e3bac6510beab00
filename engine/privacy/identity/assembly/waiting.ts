/**
 * New pseudonyms on their way to the vault: each type's wait whole until there are many, then they are sorted and laid out as
 * blocks are stored. AssemblyScript, compiled with people.ts.
 */

/** Types of identifiers. */
const TYPES: usize = 4;
/** Bytes of a value and of its place. */
const VALUE: usize = 16;
const PLACE: usize = 4;
const BLOCK_ROWS: i32 = 4096;
/** Buckets that values are counted into, by their first two bytes, or, where they are few, by the first. */
const BUCKETS: usize = 65_536;
const FEW: i32 = 4096;

/** Most that wait of a type. */
let room: usize = 0;
let values: usize = 0;
let places: usize = 0;
let out: usize = 0;
/** Where values go as they are sorted: their first eight bytes as a number, and which of those that wait it is. */
let order: usize = 0;
const ENTRY: usize = 16;
const COUNTS: usize = memory.data(4 * 4, 16);
const STARTS: usize = memory.data(4 * 65_537, 16);

/** Lays the room for `most` of each type out. @returns its end */
export function openWaiting(at: usize, most: i32): usize {
  room = <usize>most;
  values = at;
  places = values + TYPES * room * VALUE;
  out = places + TYPES * room * PLACE;
  order = (out + room * (VALUE + PLACE) + 15) & ~15;
  return order + room * ENTRY;
}

export function waiting(type: i32): i32 {
  return load<i32>(COUNTS + ((<usize>type) << 2));
}

/** Lets a pseudonym wait; there must be room. */
@inline
export function wait(type: i32, words: usize, place: i32): void {
  const counted = COUNTS + ((<usize>type) << 2);
  const at = <usize>type * room + <usize>load<i32>(counted);
  v128.store(values + at * VALUE, v128.load(words));
  store<i32>(places + at * PLACE, place);
  store<i32>(counted, load<i32>(counted) + 1);
}

/** Whether one value comes before another of the same first eight bytes. */
function isBefore(a: usize, b: usize): bool {
  return bswap(load<u64>(a, 8)) < bswap(load<u64>(b, 8));
}
@inline
function keyOf(value: usize): u64 {
  return bswap(load<u64>(value));
}

/** Puts the entry at `at` where it belongs among those before it, from `begin` on. */
@inline
function insert(begin: usize, at: usize, from: usize): void {
  const entry = v128.load(at);
  const key = i64x2.extract_lane(entry, 0);
  const value = from + <usize>i32x4.extract_lane(entry, 2) * VALUE;
  let to = at;
  for (; to > begin; to -= ENTRY) {
    const other = load<u64>(to - ENTRY);
    if (other < <u64>key) break;
    if (other == <u64>key && !isBefore(value, from + <usize>load<i32>(to - ENTRY, 8) * VALUE)) break;
    v128.store(to, v128.load(to - ENTRY));
  }
  v128.store(to, entry);
}

/**
 * Sorts what waits of a type (a counting sort by the first bytes, insertion within each bucket) and lays it out in blocks of
 * 4,096, of each its values and then their places; nothing waits after that.
 * @returns where the first block begins
 */
export function sorted(type: i32): usize {
  const counted = COUNTS + ((<usize>type) << 2);
  const count = load<i32>(counted);
  const from = values + <usize>type * room * VALUE;
  const fromPlaces = places + <usize>type * room * PLACE;
  const shift: u64 = count < FEW ? 56 : 48;
  const buckets: usize = count < FEW ? 256 : BUCKETS;
  memory.fill(STARTS, 0, 4 * (buckets + 1));
  for (let i = 0; i < count; i++) {
    const at = STARTS + ((<usize>(keyOf(from + <usize>i * VALUE) >> shift) + 1) << 2);
    store<i32>(at, load<i32>(at) + 1);
  }
  for (let bucket: usize = 0; bucket < buckets; bucket++) {
    const at = STARTS + (bucket << 2);
    store<i32>(at, load<i32>(at) + load<i32>(at, 4), 4);
  }
  for (let i = 0; i < count; i++) {
    const key = keyOf(from + <usize>i * VALUE);
    const start = STARTS + (<usize>(key >> shift) << 2);
    const to = order + <usize>load<i32>(start) * ENTRY;
    store<i32>(start, load<i32>(start) + 1);
    store<u64>(to, key);
    store<i32>(to, i, 8);
  }
  // The start of each bucket has become its end.
  let begin = order;
  for (let bucket: usize = 0; bucket < buckets; bucket++) {
    const end = order + <usize>load<i32>(STARTS + (bucket << 2)) * ENTRY;
    for (let next = begin + ENTRY; next < end; next += ENTRY) insert(begin, next, from);
    begin = end;
  }
  for (let first = 0; first < count; first += BLOCK_ROWS) {
    const rows = min(BLOCK_ROWS, count - first);
    const block = out + <usize>first * (VALUE + PLACE);
    const blockPlaces = block + <usize>rows * VALUE;
    for (let row: usize = 0; row < <usize>rows; row++) {
      const which = <usize>load<i32>(order + (<usize>first + row) * ENTRY, 8);
      v128.store(block + row * VALUE, v128.load(from + which * VALUE));
      store<i32>(blockPlaces + row * PLACE, load<i32>(fromPlaces + which * PLACE));
    }
  }
  store<i32>(counted, 0);
  return out;
}
