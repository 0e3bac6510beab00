/** Tables that grow: hashes, and texts with how often they came. AssemblyScript, compiled with look.ts. */
import { copyOf, room, zeros } from './heap';

const FEWEST: i32 = 64;

/** A set of 32-bit hashes, by open addressing. */
@unmanaged
export class Hashes {
  slots: usize;
  mask: i32;
  size: i32;
  /** Zero stands for a free slot, so it is held here. */
  hasZero: i32;
}

function placeOf(slots: usize, mask: i32, hash: i32): usize {
  let i = hash & mask;
  let at = slots + ((<usize>i) << 2);
  for (let held = load<i32>(at); held != 0 && held != hash; held = load<i32>(at)) {
    i = (i + 1) & mask;
    at = slots + ((<usize>i) << 2);
  }
  return at;
}

export function addHash(set: Hashes, hash: i32): void {
  if (hash == 0) {
    set.hasZero = 1;
    return;
  }
  if (set.size * 2 >= set.mask) {
    const before = set.slots;
    const slots = set.mask == 0 ? 0 : set.mask + 1;
    const mask = slots == 0 ? FEWEST - 1 : slots * 4 - 1;
    set.slots = zeros((<usize>mask + 1) << 2);
    set.mask = mask;
    for (let i = 0; i < slots; i++) {
      const held = load<i32>(before + ((<usize>i) << 2));
      if (held != 0) store<i32>(placeOf(set.slots, mask, held), held);
    }
  }
  const at = placeOf(set.slots, set.mask, hash);
  if (load<i32>(at) == hash) return;
  store<i32>(at, hash);
  set.size++;
}

/** Texts by their bytes, in the order in which they first came. */
@unmanaged
export class Texts {
  entries: usize;
  count: i32;
  /** Slots hold the number of an entry and one. */
  slots: usize;
  mask: i32;
}

@unmanaged
export class Entry {
  start: usize;
  length: i32;
  times: i32;
  bits: i32;
  hash: i32;
}
const ENTRY: usize = offsetof<Entry>();

@inline
export function entryOf(texts: Texts, number: i32): Entry {
  return changetype<Entry>(texts.entries + <usize>number * ENTRY);
}

@inline
function slotOf(texts: Texts, slot: i32): i32 {
  return load<i32>(texts.slots + ((<usize>slot) << 2));
}

/** The entry of a text, or null. */
export function find(texts: Texts, hash: i32, start: usize, length: i32): Entry | null {
  if (texts.count == 0) return null;
  let i = hash & texts.mask;
  for (let number = slotOf(texts, i); number != 0; number = slotOf(texts, i)) {
    const entry = entryOf(texts, number - 1);
    if (entry.hash == hash && entry.length == length && memory.compare(entry.start, start, <usize>length) == 0)
      return entry;
    i = (i + 1) & texts.mask;
  }
  return null;
}

function enter(texts: Texts, number: i32): void {
  let i = entryOf(texts, number).hash & texts.mask;
  while (slotOf(texts, i) != 0) i = (i + 1) & texts.mask;
  store<i32>(texts.slots + ((<usize>i) << 2), number + 1);
}

/** Takes in a text that is not there yet, as having come once. */
export function add(texts: Texts, hash: i32, start: usize, length: i32, bits: i32): void {
  if (texts.count * 2 >= texts.mask) {
    const slots = texts.mask == 0 ? FEWEST : (texts.mask + 1) * 2;
    const before = texts.entries;
    texts.mask = slots - 1;
    texts.slots = zeros((<usize>slots) << 2);
    texts.entries = room(<usize>(slots / 2 + 1) * ENTRY);
    memory.copy(texts.entries, before, <usize>texts.count * ENTRY);
    for (let number = 0; number < texts.count; number++) enter(texts, number);
  }
  const entry = entryOf(texts, texts.count);
  entry.start = copyOf(start, length);
  entry.length = length;
  entry.times = 1;
  entry.bits = bits;
  entry.hash = hash;
  enter(texts, texts.count);
  texts.count++;
}
