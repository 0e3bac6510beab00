/** Rows against centres: the nearest and the runner-up of each row; what candidates would bring as new centres. */
import { packGroup, tile } from './tile';

/** Squared distances of one group of rows to four others. */
const TILE: usize = memory.data(128, 16);

@inline
function nearest<T>(
  values: usize,
  list: usize,
  groups: i32,
  columns: i32,
  scratch: usize,
  centres: usize,
  quads: i32,
  best: usize,
  second: usize,
  index: usize,
): void {
  const lanes = 32 / sizeof<T>();
  const stride = (columns as usize) * sizeof<T>();
  const one = v128.splat<T>(1 as T);
  for (let g = 0; g < groups; g++, list += lanes << 2) {
    packGroup<T>(values, list, stride, columns, scratch);
    let best0 = v128.splat<T>(Infinity as T);
    let best1 = best0;
    let second0 = best0;
    let second1 = best0;
    let index0 = v128.splat<T>(0 as T);
    let index1 = index0;
    let number = index0;
    let centre = centres;
    for (let q = 0; q < quads; q++, centre += stride << 2) {
      tile<T>(scratch, centre, columns, TILE, 32);
      for (let at = TILE; at < TILE + 128; at += 32) {
        const a0 = v128.load(at);
        const a1 = v128.load(at, 16);
        index0 = v128.bitselect(number, index0, v128.lt<T>(a0, best0));
        second0 = v128.pmin<T>(second0, v128.pmax<T>(a0, best0));
        best0 = v128.pmin<T>(best0, a0);
        index1 = v128.bitselect(number, index1, v128.lt<T>(a1, best1));
        second1 = v128.pmin<T>(second1, v128.pmax<T>(a1, best1));
        best1 = v128.pmin<T>(best1, a1);
        number = v128.add<T>(number, one);
      }
    }
    v128.store(best, best0);
    v128.store(best, best1, 16);
    v128.store(second, second0);
    v128.store(second, second1, 16);
    v128.store(index, index0);
    v128.store(index, index1, 16);
    best += 32;
    second += 32;
    index += 32;
  }
}

/**
 * Squared distances of the rows (row-major at `values`) whose numbers stand in `list`, group by group, to their
 * nearest and second nearest of `quads` groups of four packed centres, and the number of the nearest (lowest on a
 * tie), all as doubles. Centres that only fill up a group are infinite. `scratch` has room for one group.
 */
export function nearest64(
  values: usize,
  list: usize,
  groups: i32,
  columns: i32,
  scratch: usize,
  centres: usize,
  quads: i32,
  best: usize,
  second: usize,
  index: usize,
): void {
  nearest<f64>(values, list, groups, columns, scratch, centres, quads, best, second, index);
}

/** The same in singles. */
export function nearest32(
  values: usize,
  list: usize,
  groups: i32,
  columns: i32,
  scratch: usize,
  centres: usize,
  quads: i32,
  best: usize,
  second: usize,
  index: usize,
): void {
  nearest<f32>(values, list, groups, columns, scratch, centres, quads, best, second, index);
}

/** The numbers of the rows of one group. */
const NUMBERS: usize = memory.data(32, 16);

/**
 * What is left of the squared distances `closest` of `count` rows (row-major, singles) if each of four candidates
 * (packed) became a centre: the distances to `out`, one stretch of `stride` bytes a candidate, and their four totals
 * to `sums`, as doubles. Distances that only fill up the last group must be 0. `scratch` has room for one group.
 */
export function closer(
  values: usize,
  count: i32,
  columns: i32,
  scratch: usize,
  candidates: usize,
  closest: usize,
  out: usize,
  stride: usize,
  sums: usize,
): void {
  v128.store(sums, f64x2.splat(0));
  v128.store(sums, f64x2.splat(0), 16);
  for (let first = 0; first < count; first += 8, closest += 32, out += 32) {
    for (let lane = 0; lane < 8; lane++)
      store<u32>(NUMBERS + ((lane as usize) << 2), min(first + lane, count - 1));
    packGroup<f32>(values, NUMBERS, (columns as usize) << 2, columns, scratch);
    tile<f32>(scratch, candidates, columns, TILE, 32);
    const near0 = v128.load(closest);
    const near1 = v128.load(closest, 16);
    let to = out;
    let sum = sums;
    for (let at = TILE; at < TILE + 128; at += 32, to += stride, sum += 8) {
      const left0 = f32x4.pmin(near0, v128.load(at));
      const left1 = f32x4.pmin(near1, v128.load(at, 16));
      v128.store(to, left0);
      v128.store(to, left1, 16);
      const four = f32x4.add(left0, left1);
      const two = f64x2.add(
        f64x2.promote_low_f32x4(four),
        f64x2.promote_low_f32x4(v128.shuffle<i64>(four, four, 1, 0)),
      );
      store<f64>(sum, load<f64>(sum) + (f64x2.extract_lane(two, 0) + f64x2.extract_lane(two, 1)));
    }
  }
}
