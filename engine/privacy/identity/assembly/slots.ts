/**
 * The table of pseudonyms: open addressing in the order of their second word, 16 bytes a slot (three words and its place and
 * one; 0 is an empty slot), so that a look is one place in memory and the table is made larger where it stands, from its end to
 * its beginning. Behind it lie the bytes of new numbers, which move when it grows. AssemblyScript, compiled with people.ts.
 */

const SLOT: usize = 16;
/** Slots behind those that a word may point to: a cluster may reach into them. */
const SPARE: u32 = 256;
/** Room for the longest cluster, in slots; hashes make none of a hundredth of it. */
const LONGEST: usize = 1 << 14;
const CLUSTER: usize = memory.data(16 * (1 << 14), 16);
const PAGE: usize = 65_536;
const LEAST_GROWTH: i32 = 16;

let table: usize = 0;
let slots: u32 = 0;
let taken: u32 = 0;
/** New numbers: where their bytes lie, and how many there are. */
export let numbersAt: usize = 0;
export let numbers: i32 = 0;

/** Makes the memory reach an address. It grows by many pages at once: to V8 all of it is new each time, and to be collected. */
@inline
function reach(end: usize): void {
  const missing = <i32>((end + PAGE - 1) / PAGE) - memory.size();
  if (missing > 0 && memory.grow(max(missing, LEAST_GROWTH)) < 0) unreachable();
}

/**
 * Opens an empty table at `at`, behind which the memory is free and zero. Zeros are written all the same: a page that is first
 * read is mapped twice, the second time with a word to every processor that runs another thread.
 */
export function openSlots(at: usize, wanted: u32): void {
  table = at;
  slots = wanted;
  numbersAt = table + <usize>(slots + SPARE) * SLOT;
  reach(numbersAt + <usize>slots);
  memory.fill(table, 0, numbersAt - table);
}

@inline
function homeOf(second: u32): usize {
  return table + <usize>((<u64>second * <u64>slots) >> 32) * SLOT;
}

/** Where a pseudonym of a type would first be looked for. */
@inline
export function homeAt(words: usize): usize {
  return homeOf(load<u32>(words, 4));
}

/** The third word of a pseudonym, unlike that of the same bytes under another type. */
@inline
function third(words: usize, type: i32): u32 {
  return load<u32>(words, 8) ^ (<u32>type * 0x9e37_79b9);
}

/** Where a pseudonym stands, or the empty slot where it would. */
@inline
export function slotOf(words: usize, type: i32): usize {
  const first = load<u64>(words);
  const last = third(words, type);
  let slot = homeOf(load<u32>(words, 4));
  while (load<i32>(slot, 12) != 0 && (load<u64>(slot) != first || load<u32>(slot, 8) != last)) slot += SLOT;
  return slot;
}

/** The place in a slot, or -1. */
@inline
export function placeIn(slot: usize): i32 {
  return load<i32>(slot, 12) - 1;
}
@inline
export function setPlace(slot: usize, place: i32): void {
  store<i32>(slot, place + 1, 12);
}

/** Takes a pseudonym into the empty slot that `slotOf` told. The slots of others are another after that. */
@inline
export function take(slot: usize, words: usize, type: i32, place: i32): void {
  store<u64>(slot, load<u64>(words));
  store<u32>(slot, third(words, type), 8);
  store<i32>(slot, place + 1, 12);
  taken++;
  if (<u64>taken * 4 > <u64>slots * 3 || slot + 2 * SLOT > numbersAt) larger();
}

/**
 * Half as many slots more. Clusters are moved one after the other from the last on: nothing of one lies before its first
 * slot, in the larger table neither, so that none meets another that is still to be moved.
 */
function larger(): void {
  const before = <usize>(slots + SPARE);
  slots += slots >> 1;
  const end = table + <usize>(slots + SPARE) * SLOT;
  reach(end + <usize>numbers + PAGE);
  memory.copy(end, numbersAt, <usize>numbers);
  memory.fill(table + before * SLOT, 0, end - table - before * SLOT);
  numbersAt = end;
  let last = before;
  while (last > 0) {
    if (load<i32>(table + (last - 1) * SLOT, 12) == 0) {
      last--;
      continue;
    }
    let first = last - 1;
    while (first > 0 && load<i32>(table + (first - 1) * SLOT, 12) != 0) first--;
    const count = last - first;
    if (count > LONGEST) unreachable();
    memory.copy(CLUSTER, table + first * SLOT, count * SLOT);
    memory.fill(table + first * SLOT, 0, count * SLOT);
    for (let i: usize = 0; i < count; i++) {
      const from = CLUSTER + i * SLOT;
      let slot = homeOf(load<u32>(from, 4));
      while (load<i32>(slot, 12) != 0) slot += SLOT;
      v128.store(slot, v128.load(from));
    }
    last = first;
  }
}

/** Makes a number, its byte beside those of the others. @returns how many there were */
@inline
export function makeNumber(byte: u8): i32 {
  reach(numbersAt + <usize>numbers + 1);
  store<u8>(numbersAt + <usize>numbers, byte);
  return numbers++;
}
