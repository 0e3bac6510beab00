/**
 * Values of a chunk to narrow differences and back, two or four at a time in 128-bit SIMD. What the forms are, and how a chunk
 * begins, is told in `../forms.ts`. Arrays begin at multiples of 16 and have 16 bytes to spare behind them.
 * AssemblyScript: compiled to WebAssembly by `npm run kernels`, never run as TypeScript.
 */

/** Forms: as in memory; all the same; each one more than the one before. Others are the bytes of a difference. */
const PLAIN: i32 = 0;
const SAME: i32 = 8;
const RISING: i32 = 9;
/** Units, `times / over` each: a day, an hour, a minute, a second, one and its decimal parts. */
const UNITS: usize = memory.data<f64>([
  86400000, 1, 3600000, 1, 60000, 1, 1000, 1, 1, 1, 1, 10, 1, 100, 1, 1000, 1, 10000, 1, 100000, 1, 1000000,
]);
const COUNT: i32 = 11;
const ONE: i32 = 4;
/**
 * 2^50. Beyond it the rounding of a value, multiplied by its units, may reach the half at which it is counted as another step. A
 * value that fitted a coarser unit is not tried again in a finer one, so there must be no doubt.
 */
const MOST: f64 = 1125899906842624;

/** Of the chunk that was looked at last: the unit of its values, and the smallest of them in units. */
export let unit: i32 = ONE;
export let low: f64 = 0;

export function units(): i32 {
  return COUNT;
}
export function free(): usize {
  return __heap_base;
}
@inline
function timesOf(which: i32): f64 {
  return load<f64>(UNITS + ((<usize>which) << 4));
}
@inline
function overOf(which: i32): f64 {
  return load<f64>(UNITS + ((<usize>which) << 4), 8);
}
function plain(): i32 {
  unit = ONE;
  low = 0;
  return PLAIN;
}

/** The form of whole numbers, a missing one included, which is -1. */
export function shapeOfWhole(values: usize, rows: i32): i32 {
  const first = load<i32>(values);
  const end = values + ((<usize>rows) << 2);
  const fours = values + ((<usize>(rows & ~3)) << 2);
  let least = i32x4.splat(first);
  let most = least;
  let expected = i32x4.add(least, i32x4(0, 1, 2, 3));
  let strays = i32x4.splat(0);
  let at = values;
  for (; at < fours; at += 16) {
    const four = v128.load(at);
    least = i32x4.min_s(least, four);
    most = i32x4.max_s(most, four);
    strays = v128.or(strays, v128.xor(four, expected));
    expected = i32x4.add(expected, i32x4.splat(4));
  }
  let lowest = first;
  let highest = first;
  for (let lane: usize = 0; lane < 4; lane++) {
    v128.store(LANES, least);
    lowest = min(lowest, load<i32>(LANES + (lane << 2)));
    v128.store(LANES, most);
    highest = max(highest, load<i32>(LANES + (lane << 2)));
  }
  let rising = !v128.any_true(strays);
  for (; at < end; at += 4) {
    const value = load<i32>(at);
    lowest = min(lowest, value);
    highest = max(highest, value);
    if (value != first + <i32>((at - values) >> 2)) rising = false;
  }
  const range = <i64>highest - <i64>lowest;
  if (range > 65535 && !rising) return plain();
  unit = ONE;
  low = <f64>lowest;
  return range == 0 ? SAME : rising ? RISING : range < 256 ? 1 : 2;
}
const LANES: usize = memory.data(16, 16);

/**
 * The form of doubles, which a unit is found for: the first from `from` on that all of them are multiples of to the last bit.
 * A missing one has the greatest difference; -0 is no multiple of anything, so that it stays itself.
 */
export function shapeOfDoubles(values: usize, rows: i32, from: i32): i32 {
  const end = values + ((<usize>rows) << 3);
  // The last pair may have a value that is none.
  let missing = -(rows & 1);
  store<f64>(end, NaN);
  let which = from;
  let times = f64x2.splat(timesOf(which));
  let over = f64x2.splat(overOf(which));
  let perUnit = f64x2.div(over, times);
  let least = f64x2.splat(Infinity);
  let most = f64x2.splat(-Infinity);
  const zero = f64x2.splat(0);
  for (let at = values; at < end; at += 16) {
    const pair = v128.load(at);
    const known = f64x2.eq(pair, pair);
    missing += 2 - popcnt(i64x2.bitmask(known));
    let steps = f64x2.add(f64x2.nearest(f64x2.mul(pair, perUnit)), zero);
    while (v128.any_true(v128.andnot(known, i64x2.eq(f64x2.div(f64x2.mul(steps, times), over), pair)))) {
      // Each unit is a whole part of the one before: what fitted one fits the next.
      if (++which == COUNT) return plain();
      const finer = f64x2.splat(
        (timesOf(which - 1) / timesOf(which)) * (overOf(which) / overOf(which - 1)),
      );
      least = f64x2.mul(least, finer);
      most = f64x2.mul(most, finer);
      times = f64x2.splat(timesOf(which));
      over = f64x2.splat(overOf(which));
      perUnit = f64x2.div(over, times);
      steps = f64x2.add(f64x2.nearest(f64x2.mul(pair, perUnit)), zero);
    }
    // The pseudo-minimum passes over what is missing.
    least = f64x2.pmin(least, steps);
    most = f64x2.pmax(most, steps);
  }
  const lowest = min(f64x2.extract_lane(least, 0), f64x2.extract_lane(least, 1));
  const highest = max(f64x2.extract_lane(most, 0), f64x2.extract_lane(most, 1));
  unit = which;
  low = lowest;
  if (missing == rows) {
    low = NaN;
    return SAME;
  }
  if (!(abs(lowest) <= MOST && abs(highest) <= MOST)) return plain();
  const range = highest - lowest;
  if (range == 0 && missing == 0) return SAME;
  return range < 255 ? 1 : range < 65535 ? 2 : range < 4294967295 ? 4 : plain();
}

@inline
function tellWholeIn<T>(values: usize, rows: i32, smallest: i32, out: usize): void {
  for (let i: usize = 0; i < <usize>rows; i++)
    store<T>(out + i * sizeof<T>(), <T>(load<i32>(values + (i << 2)) - smallest));
}
/** Writes the differences of whole numbers from the smallest. */
export function tellWhole(values: usize, rows: i32, form: i32, smallest: f64, out: usize): void {
  if (form == 1) tellWholeIn<u8>(values, rows, <i32>smallest, out);
  else tellWholeIn<u16>(values, rows, <i32>smallest, out);
}

/** The difference that says that a value is missing. */
@inline
function none<T>(): v128 {
  return f64x2.splat(<f64>(<u32>(<T>-1)));
}
@inline
function tellDoublesIn<T>(values: usize, rows: i32, perUnit: v128, smallest: v128, out: usize): void {
  for (let i: usize = 0; i < <usize>rows; i += 2) {
    const pair = v128.load(values + (i << 3));
    const difference = f64x2.sub(f64x2.nearest(f64x2.mul(pair, perUnit)), smallest);
    const told = i32x4.trunc_sat_f64x2_u_zero(v128.bitselect(difference, none<T>(), f64x2.eq(pair, pair)));
    store<T>(out + i * sizeof<T>(), <T>i32x4.extract_lane(told, 0));
    store<T>(out + (i + 1) * sizeof<T>(), <T>i32x4.extract_lane(told, 1));
  }
}
/** Writes the differences of doubles from the smallest, in units. */
export function tellDoubles(values: usize, rows: i32, form: i32, which: i32, smallest: f64, out: usize): void {
  const perUnit = f64x2.splat(overOf(which) / timesOf(which));
  const from = f64x2.splat(smallest);
  if (form == 1) tellDoublesIn<u8>(values, rows, perUnit, from, out);
  else if (form == 2) tellDoublesIn<u16>(values, rows, perUnit, from, out);
  else tellDoublesIn<u32>(values, rows, perUnit, from, out);
}

@inline
function readWholeIn<T>(from: usize, rows: i32, smallest: i32, out: usize): void {
  for (let i: usize = 0; i < <usize>rows; i++)
    store<i32>(out + (i << 2), smallest + <i32>load<T>(from + i * sizeof<T>()));
}
/** Reads whole numbers of any form but the plain one. */
export function readWhole(from: usize, rows: i32, form: i32, smallest: f64, out: usize): void {
  const first = <i32>smallest;
  if (form == 1) readWholeIn<u8>(from, rows, first, out);
  else if (form == 2) readWholeIn<u16>(from, rows, first, out);
  else for (let i = 0; i < rows; i++) store<i32>(out + ((<usize>i) << 2), form == RISING ? first + i : first);
}

@inline
function readDoublesIn<T>(from: usize, rows: i32, which: i32, smallest: f64, out: usize): void {
  const times = f64x2.splat(timesOf(which));
  const over = f64x2.splat(overOf(which));
  const first = f64x2.splat(smallest);
  const nothing = f64x2.splat(NaN);
  for (let i: usize = 0; i < <usize>rows; i += 2) {
    const at = from + i * sizeof<T>();
    const told = i32x4.replace_lane(
      i32x4.splat(<i32>load<T>(at)),
      1,
      <i32>load<T>(at + sizeof<T>()),
    );
    const difference = f64x2.convert_low_i32x4_u(told);
    const value = f64x2.div(f64x2.mul(f64x2.add(first, difference), times), over);
    v128.store(out + (i << 3), v128.bitselect(nothing, value, f64x2.eq(difference, none<T>())));
  }
}
/** Reads doubles of any form but the plain one. */
export function readDoubles(from: usize, rows: i32, form: i32, which: i32, smallest: f64, out: usize): void {
  if (form == 1) readDoublesIn<u8>(from, rows, which, smallest, out);
  else if (form == 2) readDoublesIn<u16>(from, rows, which, smallest, out);
  else if (form == 4) readDoublesIn<u32>(from, rows, which, smallest, out);
  else {
    const value = (smallest * timesOf(which)) / overOf(which);
    for (let i = 0; i < rows; i++) store<f64>(out + ((<usize>i) << 3), value);
  }
}
