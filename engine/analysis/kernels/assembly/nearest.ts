/** Rows against centres: the nearest and the runner-up of each row; what candidates would bring as new centres. */

/** Packs four rows that begin at the given places. */
@inline
function pack(r0: usize, r1: usize, r2: usize, r3: usize, columns: i32, to: usize): void {
  const end = to + ((columns as usize) << 5);
  for (; to < end; to += 32) {
    v128.store(to, v128.load64_lane(r1, v128.load64_zero(r0), 1));
    v128.store(to, v128.load64_lane(r3, v128.load64_zero(r2), 1), 16);
    r0 += 8;
    r1 += 8;
    r2 += 8;
    r3 += 8;
  }
}

/**
 * Squared distances of the rows (row-major at `values`) whose numbers stand in `list`, four at a time in `groups`
 * groups, to their nearest and second nearest of `quads` groups of four packed centres, and the number of the
 * nearest (lowest on a tie), as doubles. Centres that only fill up a group are infinite. `scratch` has room for
 * four rows.
 */
export function nearest(
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
  const bytes = (columns as usize) << 5;
  const stride = (columns as usize) << 3;
  const infinite = f64x2.splat(Infinity);
  const one = f64x2.splat(1);
  for (let g = 0; g < groups; g++, list += 16) {
    pack(
      values + (load<u32>(list) as usize) * stride,
      values + (load<u32>(list, 4) as usize) * stride,
      values + (load<u32>(list, 8) as usize) * stride,
      values + (load<u32>(list, 12) as usize) * stride,
      columns,
      scratch,
    );
    let best0 = infinite;
    let best1 = infinite;
    let second0 = infinite;
    let second1 = infinite;
    let index0 = f64x2.splat(0);
    let index1 = f64x2.splat(0);
    let number = f64x2.splat(0);
    let centre = centres;
    for (let q = 0; q < quads; q++) {
      let a0 = f64x2.splat(0);
      let a1 = f64x2.splat(0);
      let b0 = f64x2.splat(0);
      let b1 = f64x2.splat(0);
      let c0 = f64x2.splat(0);
      let c1 = f64x2.splat(0);
      let d0 = f64x2.splat(0);
      let d1 = f64x2.splat(0);
      const end = scratch + bytes;
      for (let row = scratch; row < end; row += 32, centre += 32) {
        const x0 = v128.load(row);
        const x1 = v128.load(row, 16);
        let c = v128.load64_splat(centre);
        let e = f64x2.sub(x0, c);
        a0 = f64x2.add(a0, f64x2.mul(e, e));
        e = f64x2.sub(x1, c);
        a1 = f64x2.add(a1, f64x2.mul(e, e));
        c = v128.load64_splat(centre, 8);
        e = f64x2.sub(x0, c);
        b0 = f64x2.add(b0, f64x2.mul(e, e));
        e = f64x2.sub(x1, c);
        b1 = f64x2.add(b1, f64x2.mul(e, e));
        c = v128.load64_splat(centre, 16);
        e = f64x2.sub(x0, c);
        c0 = f64x2.add(c0, f64x2.mul(e, e));
        e = f64x2.sub(x1, c);
        c1 = f64x2.add(c1, f64x2.mul(e, e));
        c = v128.load64_splat(centre, 24);
        e = f64x2.sub(x0, c);
        d0 = f64x2.add(d0, f64x2.mul(e, e));
        e = f64x2.sub(x1, c);
        d1 = f64x2.add(d1, f64x2.mul(e, e));
      }
      index0 = v128.bitselect(number, index0, f64x2.lt(a0, best0));
      second0 = f64x2.pmin(second0, f64x2.pmax(a0, best0));
      best0 = f64x2.pmin(best0, a0);
      index1 = v128.bitselect(number, index1, f64x2.lt(a1, best1));
      second1 = f64x2.pmin(second1, f64x2.pmax(a1, best1));
      best1 = f64x2.pmin(best1, a1);
      number = f64x2.add(number, one);
      index0 = v128.bitselect(number, index0, f64x2.lt(b0, best0));
      second0 = f64x2.pmin(second0, f64x2.pmax(b0, best0));
      best0 = f64x2.pmin(best0, b0);
      index1 = v128.bitselect(number, index1, f64x2.lt(b1, best1));
      second1 = f64x2.pmin(second1, f64x2.pmax(b1, best1));
      best1 = f64x2.pmin(best1, b1);
      number = f64x2.add(number, one);
      index0 = v128.bitselect(number, index0, f64x2.lt(c0, best0));
      second0 = f64x2.pmin(second0, f64x2.pmax(c0, best0));
      best0 = f64x2.pmin(best0, c0);
      index1 = v128.bitselect(number, index1, f64x2.lt(c1, best1));
      second1 = f64x2.pmin(second1, f64x2.pmax(c1, best1));
      best1 = f64x2.pmin(best1, c1);
      number = f64x2.add(number, one);
      index0 = v128.bitselect(number, index0, f64x2.lt(d0, best0));
      second0 = f64x2.pmin(second0, f64x2.pmax(d0, best0));
      best0 = f64x2.pmin(best0, d0);
      index1 = v128.bitselect(number, index1, f64x2.lt(d1, best1));
      second1 = f64x2.pmin(second1, f64x2.pmax(d1, best1));
      best1 = f64x2.pmin(best1, d1);
      number = f64x2.add(number, one);
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
 * What is left of the squared distances `closest` of `count` rows (row-major) if each of four candidates (packed)
 * became a centre: the distances to `out`, one stretch of `stride` bytes a candidate, and their four totals to
 * `sums`. Distances that only fill up the last group of four must be 0. `scratch` has room for four rows.
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
  const bytes = (columns as usize) << 5;
  let sumA = f64x2.splat(0);
  let sumB = f64x2.splat(0);
  let sumC = f64x2.splat(0);
  let sumD = f64x2.splat(0);
  const size = (columns as usize) << 3;
  const last = values + ((count - 1) as usize) * size;
  for (let first = 0; first < count; first += 4, values += size << 2) {
    pack(
      values,
      min(values + size, last),
      min(values + 2 * size, last),
      min(values + 3 * size, last),
      columns,
      scratch,
    );
    let a0 = f64x2.splat(0);
    let a1 = f64x2.splat(0);
    let b0 = f64x2.splat(0);
    let b1 = f64x2.splat(0);
    let c0 = f64x2.splat(0);
    let c1 = f64x2.splat(0);
    let d0 = f64x2.splat(0);
    let d1 = f64x2.splat(0);
    let centre = candidates;
    const end = scratch + bytes;
    for (let row = scratch; row < end; row += 32, centre += 32) {
      const x0 = v128.load(row);
      const x1 = v128.load(row, 16);
      let c = v128.load64_splat(centre);
      let e = f64x2.sub(x0, c);
      a0 = f64x2.add(a0, f64x2.mul(e, e));
      e = f64x2.sub(x1, c);
      a1 = f64x2.add(a1, f64x2.mul(e, e));
      c = v128.load64_splat(centre, 8);
      e = f64x2.sub(x0, c);
      b0 = f64x2.add(b0, f64x2.mul(e, e));
      e = f64x2.sub(x1, c);
      b1 = f64x2.add(b1, f64x2.mul(e, e));
      c = v128.load64_splat(centre, 16);
      e = f64x2.sub(x0, c);
      c0 = f64x2.add(c0, f64x2.mul(e, e));
      e = f64x2.sub(x1, c);
      c1 = f64x2.add(c1, f64x2.mul(e, e));
      c = v128.load64_splat(centre, 24);
      e = f64x2.sub(x0, c);
      d0 = f64x2.add(d0, f64x2.mul(e, e));
      e = f64x2.sub(x1, c);
      d1 = f64x2.add(d1, f64x2.mul(e, e));
    }
    const near0 = v128.load(closest);
    const near1 = v128.load(closest, 16);
    a0 = f64x2.pmin(near0, a0);
    a1 = f64x2.pmin(near1, a1);
    b0 = f64x2.pmin(near0, b0);
    b1 = f64x2.pmin(near1, b1);
    c0 = f64x2.pmin(near0, c0);
    c1 = f64x2.pmin(near1, c1);
    d0 = f64x2.pmin(near0, d0);
    d1 = f64x2.pmin(near1, d1);
    sumA = f64x2.add(f64x2.add(sumA, a0), a1);
    sumB = f64x2.add(f64x2.add(sumB, b0), b1);
    sumC = f64x2.add(f64x2.add(sumC, c0), c1);
    sumD = f64x2.add(f64x2.add(sumD, d0), d1);
    let to = out;
    v128.store(to, a0);
    v128.store(to, a1, 16);
    to += stride;
    v128.store(to, b0);
    v128.store(to, b1, 16);
    to += stride;
    v128.store(to, c0);
    v128.store(to, c1, 16);
    to += stride;
    v128.store(to, d0);
    v128.store(to, d1, 16);
    closest += 32;
    out += 32;
  }
  store<f64>(sums, f64x2.extract_lane(sumA, 0) + f64x2.extract_lane(sumA, 1));
  store<f64>(sums, f64x2.extract_lane(sumB, 0) + f64x2.extract_lane(sumB, 1), 8);
  store<f64>(sums, f64x2.extract_lane(sumC, 0) + f64x2.extract_lane(sumC, 1), 16);
  store<f64>(sums, f64x2.extract_lane(sumD, 0) + f64x2.extract_lane(sumD, 1), 24);
}

const UP: f64 = 1.0 + 1.0 / 4194304.0;
const DOWN: f64 = 1.0 - 1.0 / 4194304.0;
const TINY: f64 = 1e-37;

/**
 * Moves the bounds of `count` rows on by how far the centres moved, and writes the numbers of the rows whose
 * nearest centre may have changed to `list`. Bounds are kept in 32 bits; each store widens them by more than its
 * rounding (2^-24 relative), so that a bound stays a bound; the absolute part covers numbers below the smallest
 * normal one. `most` is the largest move, `rest` the largest of all but the centre `mover`. Returns how many.
 */
export function doubtful(
  labels: usize,
  upper: usize,
  lower: usize,
  count: i32,
  shift: usize,
  half: usize,
  most: f64,
  rest: f64,
  mover: i32,
  list: usize,
): i32 {
  let found: usize = 0;
  for (let i = 0; i < count; i++, upper += 4, lower += 4) {
    const own = load<u8>(labels + i) as i32;
    const at = (own as usize) << 3;
    const high = ((load<f32>(upper) as f64) + load<f64>(shift + at)) * UP + TINY;
    const low = ((load<f32>(lower) as f64) - (own === mover ? rest : most)) * DOWN - TINY;
    store<f32>(upper, high as f32);
    store<f32>(lower, low as f32);
    store<u32>(list + (found << 2), i);
    // Without a branch, which could not be foreseen.
    found += (((high >= low) as i32) & ((high >= load<f64>(half + at)) as i32)) as usize;
  }
  return found as i32;
}

/**
 * Takes over the answers of a search for the `count` rows in `list`: bounds and labels. The numbers of those that
 * changed their label go to `moved`, their old labels to `from`. Returns how many did.
 */
export function settle(
  list: usize,
  count: i32,
  best: usize,
  second: usize,
  index: usize,
  labels: usize,
  upper: usize,
  lower: usize,
  moved: usize,
  from: usize,
): i32 {
  let found: usize = 0;
  for (let at: usize = 0; at < (count as usize); at++) {
    const i = load<u32>(list + (at << 2)) as usize;
    store<f32>(upper + (i << 2), (Math.sqrt(load<f64>(best + (at << 3))) * UP + TINY) as f32);
    store<f32>(lower + (i << 2), (Math.sqrt(load<f64>(second + (at << 3))) * DOWN - TINY) as f32);
    const nearest = load<f64>(index + (at << 3)) as u32;
    const own = load<u8>(labels + i) as u32;
    store<u8>(labels + i, nearest as u8);
    store<u32>(moved + (found << 2), i as u32);
    store<u32>(from + (found << 2), own);
    found += (nearest !== own) as usize;
  }
  return found as i32;
}
