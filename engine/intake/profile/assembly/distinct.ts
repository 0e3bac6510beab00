/**
 * How many different values there are, by 64 bits of hash: the values themselves as long as they are few, and always the
 * registers of HyperLogLog (P. Flajolet, É. Fusy, O. Gandouet, F. Meunier, AofA 2007). AssemblyScript, compiled with profile.ts.
 */

const BITS: i32 = 14;
const REGISTERS: usize = 1 << BITS;
/** More different values than this are estimated. */
export const MOST_EXACT: i32 = 4096;
const PLACES: u32 = 1 << 13;
/** Where the number of values stands, and where they do, behind the registers. */
const COUNT: usize = REGISTERS;
const VALUES: usize = REGISTERS + 8;

/** The memory of one count. */
export function distinct(): usize {
  return heap.alloc(VALUES + ((<usize>PLACES) << 3));
}

/** Keeps a value as long as there are few; of its hash 53 bits decide. */
function keep(base: usize, high: u32, low: u32): void {
  const value = (<u64>high << 21) | (<u64>low >> 11);
  let place = <u32>value & (PLACES - 1);
  while (true) {
    const at = base + ((<usize>place) << 3);
    const held = load<u64>(at, VALUES);
    if (held == value + 1) return;
    if (held == 0) {
      store<u64>(at, value + 1, VALUES);
      store<i32>(base, load<i32>(base, COUNT) + 1, COUNT);
      return;
    }
    place = (place + 1) & (PLACES - 1);
  }
}

@inline
function mark(base: usize, high: u32, low: u32): void {
  if (load<i32>(base, COUNT) <= MOST_EXACT) keep(base, high, low);
  const at = base + <usize>(high >> (32 - BITS));
  // The rank base the first 1 among the bits behind the register's number.
  const rest = (high << BITS) | (low >> (32 - BITS));
  const rank = rest == 0 ? 33 : <i32>clz(rest) + 1;
  const held = <i32>load<u8>(at);
  if (rank > held) store<u8>(at, <u8>rank);
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

/** Values that were counted, where they are at most MOST_EXACT; more otherwise. */
export function few(base: usize): i32 {
  return load<i32>(base, COUNT);
}
/** Registers that no value fell into. */
export function vacant(base: usize): i32 {
  let none = 0;
  for (let i: usize = 0; i < REGISTERS; i++) if (load<u8>(base + i) == 0) none++;
  return none;
}
/** The sum of 2 to the minus rank over the registers. */
export function harmonic(base: usize): f64 {
  let sum: f64 = 0;
  for (let i: usize = 0; i < REGISTERS; i++) sum += reinterpret<f64>(<u64>(1023 - <i32>load<u8>(base + i)) << 52);
  return sum;
}
