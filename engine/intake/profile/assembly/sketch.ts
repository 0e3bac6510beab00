/** Rows and people per value or per step of a scale. AssemblyScript, compiled with profile.ts. */
import { markNumber } from './distinct';
import { give, take } from './heap';
import { addTo, drop, keyAt, openSlot, pour, setKey, sizeOf, slotAt, tally } from './tally';

/** Different whole numbers that are kept apart. */
let mostExact: i32 = 1024;
const DAY: f64 = 86_400_000;
/** Bits of the upper half of a double that a step leaves out: steps are 1/64 of a power of two. */
export let shift: u32 = 14;
const FIRST_PLACES: u32 = 256;

/**
 * Values that came lately with their slots, by their hash: most come again soon. There are as many places for them as the
 * misses ask for, since a table may have thousands of columns.
 */
const FIRST_MET: u32 = 64;
let mostMet: u32 = 1 << 12;
const ENTRY: usize = 16;
const MISSES: usize = 20;
const MET: usize = 24;
const LATELY: usize = 28;

/** For so many columns that what is counted of each has to be little: 128 whole numbers, then steps of 1/16. */
export function sketchLess(): void {
  mostExact = 128;
  shift = 16;
  mostMet = 128;
}

/**
 * A sketch: its tally, where the places of its keys lie and how many, whether keys are values, whether steps are days; then
 * the misses since there was last room made for values that came lately, how many places these have, and where they lie,
 * each with its slot and one.
 */
export function sketch(days: bool): usize {
  const base = take(32);
  store<usize>(base, tally());
  places(base, FIRST_PLACES);
  store<i32>(base, days ? 0 : 1, 12);
  store<i32>(base, days ? 1 : 0, 16);
  remember(base, FIRST_MET);
  return base;
}

/** Room for so many values that came lately; those that did are forgotten. */
function remember(base: usize, many: u32): void {
  store<u32>(base, 0, MISSES);
  store<u32>(base, many, MET);
  store<usize>(base, take(<usize>many * ENTRY), LATELY);
}

function places(base: usize, many: u32): void {
  store<usize>(base, take((<usize>many) << 2), 4);
  store<u32>(base, many, 8);
}

@inline
function placeOf(key: f64): u32 {
  const bits = reinterpret<u64>(key);
  // Whole numbers differ in their first bits alone, which no product brings to the last.
  return <u32>(((bits ^ (bits >> 32)) * 0x9e37_79b9_7f4a_7c15) >> 40);
}

/** The slot of a key, a new one where it is new. */
function slotOf(base: usize, key: f64): i32 {
  const counted = load<usize>(base);
  const mask = load<u32>(base, 8) - 1;
  const table = load<usize>(base, 4);
  let place = placeOf(key) & mask;
  while (true) {
    const held = load<i32>(table + ((<usize>place) << 2));
    if (held == 0) break;
    const at = slotAt(counted, held - 1);
    if (keyAt(at) == key) return held - 1;
    place = (place + 1) & mask;
  }
  const slot = sizeOf(counted);
  openSlot(counted, slot);
  store<i32>(table + ((<usize>place) << 2), slot + 1);
  setKey(slotAt(counted, slot), key);
  if (<u32>(slot + 1) * 2 > mask) widen(base);
  return slot;
}

/** Twice as many places for the same keys. */
function widen(base: usize): void {
  const many = load<u32>(base, 8) * 2;
  give(load<usize>(base, 4), (<usize>many) << 1);
  places(base, many);
  const counted = load<usize>(base);
  const table = load<usize>(base, 4);
  for (let slot = 0; slot < sizeOf(counted); slot++) {
    let place = placeOf(keyAt(slotAt(counted, slot))) & (many - 1);
    while (load<i32>(table + ((<usize>place) << 2)) != 0) place = (place + 1) & (many - 1);
    store<i32>(table + ((<usize>place) << 2), slot + 1);
  }
}

/** The step of a value: 1/64 of a power of two, away from zero, or a day. */
@inline
function stepOf(base: usize, value: f64): f64 {
  if (load<i32>(base, 16) != 0) return floor(value / DAY);
  const step = <f64>(<u32>(reinterpret<u64>(abs(value)) >> 32) >> shift);
  return value < 0 ? -step - 1 : step;
}

/** Values become steps: what was counted is poured together. */
function coarsen(base: usize): void {
  const values = load<usize>(base);
  store<usize>(base, tally());
  give(load<usize>(base, 4), (<usize>load<u32>(base, 8)) << 2);
  places(base, FIRST_PLACES);
  store<i32>(base, 0, 12);
  memory.fill(load<usize>(base, LATELY), 0, <usize>load<u32>(base, MET) * ENTRY);
  for (let slot = 0; slot < sizeOf(values); slot++) {
    const from = slotAt(values, slot);
    const slot = slotOf(base, stepOf(base, keyAt(from)));
    pour(from, slotAt(load<usize>(base), slot));
  }
  drop(values);
}

/** Whether keys are values. */
export function isExact(base: usize): bool {
  return load<i32>(base, 12) != 0;
}
/** The tally of a sketch. */
export function tallyOf(base: usize): usize {
  return load<usize>(base);
}

/**
 * Adds numbers or times, and counts them as values; NaN is none.
 * @param now against which times are told: four counts at `fresh`, of 30, 90 and 365 days and of later; NaN for numbers
 * @returns how many are none
 */
export function figures(
  base: usize,
  differ: usize,
  values: usize,
  people: usize,
  rows: i32,
  now: f64,
  fresh: usize,
): i32 {
  let none = 0;
  for (let row: usize = 0; row < <usize>rows; row++) {
    // Zero has no sign here.
    const value = load<f64>(values + (row << 3)) + 0.0;
    if (value != value) {
      none++;
      continue;
    }
    if (isExact(base) && (floor(value) != value || sizeOf(load<usize>(base)) > mostExact)) coarsen(base);
    const before = load<usize>(base, LATELY);
    const met = before + <usize>(placeOf(value) & (load<u32>(base, MET) - 1)) * ENTRY;
    let held = load<i32>(met, 8);
    if (load<f64>(met) != value || held == 0) {
      markNumber(differ, value);
      held = slotOf(base, isExact(base) ? value : stepOf(base, value)) + 1;
      store<f64>(met, value);
      store<i32>(met, held, 8);
      const misses = load<u32>(base, MISSES) + 1;
      store<u32>(base, misses, MISSES);
      const many = load<u32>(base, MET);
      if (misses > many * 2 && many < mostMet) {
        remember(base, many * 2);
        give(before, <usize>many * ENTRY);
      }
    }
    addTo(slotAt(load<usize>(base), held - 1), load<i32>(people + (row << 2)));
    const age = now - value;
    if (age < 0) more(fresh + 24);
    else if (age < 365 * DAY) {
      more(fresh + 16);
      if (age < 90 * DAY) more(fresh + 8);
      if (age < 30 * DAY) more(fresh);
    }
  }
  return none;
}

@inline
function more(at: usize): void {
  store<f64>(at, load<f64>(at) + 1);
}
