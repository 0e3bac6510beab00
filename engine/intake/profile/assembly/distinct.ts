/**
 * How many different values there are, by 64 bits of hash: the values themselves as long as they are few, then the
 * registers of HyperLogLog (P. Flajolet, É. Fusy, O. Gandouet, F. Meunier, AofA 2007), which are made of them: a table of
 * thousands of columns with few values each takes no memory for more. AssemblyScript, compiled with profile.ts.
 */
import { give, take } from './heap';

/** As many bits of a hash choose one of the registers. */
let bits: i32 = 14;
/** More different values than this are estimated. */
export let mostExact: i32 = 4096;
const FIRST_PLACES: u32 = 64;

/** For so many columns that what is counted of each has to be little: 256 values, then 4096 registers. */
export function countLess(): void {
  bits = 12;
  mostExact = 256;
}
export function registers(): i32 {
  return 1 << bits;
}
/** How many values there are, the places for them, where those lie, and where the registers do. */
const PLACES: usize = 4;
const VALUES: usize = 8;
const RANKS: usize = 12;

@inline
function roomFor(places: u32): usize {
  return take((<usize>places) << 3);
}

/** The memory of one count. */
export function distinct(): usize {
  const base = take(16);
  store<u32>(base, FIRST_PLACES, PLACES);
  store<usize>(base, roomFor(FIRST_PLACES), VALUES);
  return base;
}

/** Where a value stands, or the place that is free for it; values are kept one higher, so that none is 0. */
@inline
function placeOf(values: usize, places: u32, value: u64): usize {
  let place = <u32>value & (places - 1);
  while (true) {
    const at = values + ((<usize>place) << 3);
    const held = load<u64>(at);
    if (held == value + 1 || held == 0) return at;
    place = (place + 1) & (places - 1);
  }
}

function grow(base: usize, places: u32): void {
  const before = load<usize>(base, VALUES);
  const values = roomFor(places * 2);
  for (let i: u32 = 0; i < places; i++) {
    const held = load<u64>(before + ((<usize>i) << 3));
    if (held != 0) store<u64>(placeOf(values, places * 2, held - 1), held);
  }
  store<u32>(base, places * 2, PLACES);
  store<usize>(base, values, VALUES);
  give(before, (<usize>places) << 3);
}

@inline
function rank(ranks: usize, high: u32, low: u32): void {
  const at = ranks + <usize>(high >> (32 - bits));
  // The rank is the place of the first 1 among the bits behind the register's number.
  const rest = (high << bits) | (low >> (32 - bits));
  const found = rest == 0 ? 33 : <i32>clz(rest) + 1;
  if (found > <i32>load<u8>(at)) store<u8>(at, <u8>found);
}

/** Makes the registers of the values that were kept: their bits are those the ranks are told by. */
function openRanks(base: usize, places: u32): void {
  const values = load<usize>(base, VALUES);
  const ranks = take(<usize>registers());
  for (let i: u32 = 0; i < places; i++) {
    const held = load<u64>(values + ((<usize>i) << 3));
    if (held != 0) rank(ranks, <u32>((held - 1) >> 21), <u32>((held - 1) << 11));
  }
  store<usize>(base, ranks, RANKS);
  give(values, (<usize>places) << 3);
}

/** Keeps a value as long as there are few; of its hash 53 bits decide. */
function keep(base: usize, high: u32, low: u32): void {
  const value = (<u64>high << 21) | (<u64>low >> 11);
  const places = load<u32>(base, PLACES);
  const at = placeOf(load<usize>(base, VALUES), places, value);
  if (load<u64>(at) != 0) return;
  store<u64>(at, value + 1);
  const count = load<i32>(base) + 1;
  store<i32>(base, count);
  if (count > mostExact) openRanks(base, places);
  else if (<u32>count * 2 > places) grow(base, places);
}

@inline
function mark(base: usize, high: u32, low: u32): void {
  if (load<i32>(base) <= mostExact) keep(base, high, low);
  else rank(load<usize>(base, RANKS), high, low);
}

/** The finalizer of MurmurHash3 (A. Appleby, public domain). */
@inline
function mix(value: u32): u32 {
  let h = value;
  h = (h ^ (h >> 16)) * 0x85eb_ca6b;
  h = (h ^ (h >> 13)) * 0xc2b2_ae35;
  return h ^ (h >> 16);
}

/** Counts a number as a value. */
@inline
export function markNumber(base: usize, value: f64): void {
  const bits = reinterpret<u64>(value);
  const low = <u32>bits;
  const high = <u32>(bits >> 32);
  const first = mix(low ^ (high * 0x9e37_79b1));
  mark(base, first, mix(high ^ (first * 0x85eb_ca77)));
}

/**
 * Counts pseudonyms as values, by their first words.
 * @param marks where there is such, a byte a row: it counts where that is 0, or where it is not, as `where` says
 * @returns how many do not count
 */
export function pseudonyms(base: usize, from: usize, bytes: i32, rows: i32, marks: usize, where: bool): i32 {
  let none = 0;
  for (let row: usize = 0; row < <usize>rows; row++) {
    if (marks != 0 && (load<u8>(marks + row) != 0) != where) none++;
    else {
      const at = from + row * <usize>bytes;
      mark(base, load<u32>(at), load<u32>(at, 4));
    }
  }
  return none;
}

/** Values that were counted, where they are at most `mostExact`; more otherwise. */
export function few(base: usize): i32 {
  return load<i32>(base);
}
/** Of more: registers that no value fell into. */
export function vacant(base: usize): i32 {
  const ranks = load<usize>(base, RANKS);
  let none = 0;
  for (let i: usize = 0; i < <usize>registers(); i++) if (load<u8>(ranks + i) == 0) none++;
  return none;
}
/** Of more: the sum of 2 to the minus rank over the registers. */
export function harmonic(base: usize): f64 {
  const ranks = load<usize>(base, RANKS);
  let sum: f64 = 0;
  for (let i: usize = 0; i < <usize>registers(); i++) sum += reinterpret<f64>(<u64>(1023 - <i32>load<u8>(ranks + i)) << 52);
  return sum;
}
