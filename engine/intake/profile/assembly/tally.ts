/**
 * Rows counted in slots, with as many different people remembered per slot as decide whether it may be told.
 * AssemblyScript, compiled with profile.ts.
 */
import { give, sizeFor, take } from './heap';

/** People that are remembered of a slot: LEAST_CELL of shared/counts.ts, which a test holds it to. */
export const LEAST: i32 = 11;
/** A slot: its rows, its key, how many people are remembered, and where these lie, as long as they are fewer than LEAST. */
export const SLOT: usize = 24;
const KEY: usize = 8;
const SEEN: usize = 16;
const PEOPLE: usize = 20;
const FIRST_SLOTS: i32 = 85;
/** Room for the people of a slot, of which there is one fewer than LEAST, and pieces that it is cut from. */
const BLOCK: usize = 40;
const PIECE: usize = 4096;
let freeBlocks: usize = 0;

/** A tally: where its slots lie, for how many there is room, how many there are. */
export function tally(): usize {
  const base = take(16);
  store<usize>(base, take(<usize>FIRST_SLOTS * SLOT));
  store<i32>(base, FIRST_SLOTS, 4);
  return base;
}

@inline
export function sizeOf(base: usize): i32 {
  return load<i32>(base, 8);
}
@inline
export function slotAt(base: usize, slot: i32): usize {
  return load<usize>(base) + <usize>slot * SLOT;
}
@inline
export function keyAt(at: usize): f64 {
  return load<f64>(at, KEY);
}
@inline
export function setKey(at: usize, key: f64): void {
  store<f64>(at, key, KEY);
}

/** Makes room for a slot, and those before it. */
export function openSlot(base: usize, slot: i32): void {
  const room = load<i32>(base, 4);
  if (slot >= room) {
    // Pieces are powers of two: what is left of one holds slots, too.
    const larger = <i32>(sizeFor(<usize>max(slot + 1, room * 2) * SLOT) / SLOT);
    const slots = take(<usize>larger * SLOT);
    memory.copy(slots, load<usize>(base), <usize>sizeOf(base) * SLOT);
    give(load<usize>(base), <usize>room * SLOT);
    store<usize>(base, slots);
    store<i32>(base, larger, 4);
  }
  if (slot >= sizeOf(base)) store<i32>(base, slot + 1, 8);
}

function takeBlock(): usize {
  if (freeBlocks == 0) {
    const piece = take(PIECE);
    for (let at = piece; at + BLOCK <= piece + PIECE; at += BLOCK) giveBlock(at);
  }
  const block = freeBlocks;
  freeBlocks = load<usize>(block);
  return block;
}

@inline
function giveBlock(block: usize): void {
  store<usize>(block, freeBlocks);
  freeBlocks = block;
}

/** So many people are behind a slot that who they are no longer matters. */
function enough(at: usize): void {
  if (load<usize>(at, PEOPLE) != 0) giveBlock(load<usize>(at, PEOPLE));
  store<usize>(at, 0, PEOPLE);
  store<i32>(at, LEAST, SEEN);
}

function remember(at: usize, person: i32): void {
  const known = load<i32>(at, SEEN);
  let people = load<usize>(at, PEOPLE);
  if (people == 0) {
    people = takeBlock();
    store<usize>(at, people, PEOPLE);
  }
  const end = people + ((<usize>known) << 2);
  for (let one = people; one < end; one += 4) if (load<i32>(one) == person) return;
  if (known + 1 == LEAST) {
    enough(at);
    return;
  }
  store<i32>(end, person);
  store<i32>(at, known + 1, SEEN);
}

/** Adds a row of a person to a slot, by its address. */
@inline
export function addTo(at: usize, person: i32): void {
  store<f64>(at, load<f64>(at) + 1);
  if (load<i32>(at, SEEN) != LEAST) remember(at, person);
}

/** Adds all of a slot to one of another tally; it holds nothing then. */
export function pour(from: usize, to: usize): void {
  store<f64>(to, load<f64>(to) + load<f64>(from));
  const known = load<i32>(from, SEEN);
  const people = load<usize>(from, PEOPLE);
  if (known == LEAST) enough(to);
  for (let i = 0; i < known && load<i32>(to, SEEN) != LEAST; i++)
    remember(to, load<i32>(people + ((<usize>i) << 2)));
  if (people != 0) giveBlock(people);
}

/** Gives back a tally whose slots were poured into another. */
export function drop(base: usize): void {
  give(load<usize>(base), <usize>load<i32>(base, 4) * SLOT);
  give(base, 16);
}

/** Adds a row to the slot of each code, negative ones apart; the answer is how many are negative. */
export function codes(base: usize, from: usize, people: usize, rows: i32): i32 {
  let most = -1;
  for (let row: usize = 0; row < <usize>rows; row++) most = max(most, load<i32>(from + (row << 2)));
  if (most >= 0) openSlot(base, most);
  const slots = load<usize>(base);
  let none = 0;
  for (let row: usize = 0; row < <usize>rows; row++) {
    const code = load<i32>(from + (row << 2));
    if (code < 0) none++;
    else addTo(slots + <usize>code * SLOT, load<i32>(people + (row << 2)));
  }
  return none;
}

/** The first words of pseudonyms: enough to tell a dozen people apart. */
export function peopleOf(pseudonyms: usize, bytes: i32, rows: i32, out: usize): void {
  for (let row: usize = 0; row < <usize>rows; row++)
    store<i32>(out + (row << 2), load<i32>(pseudonyms + row * <usize>bytes));
}
