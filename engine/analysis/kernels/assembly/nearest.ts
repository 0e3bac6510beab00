/** Rows against centres: the nearest and the runner-up of each row; what candidates would bring as new centres. */

/**
 * Squared distances of each of `groups` groups of four packed rows to its nearest and its second nearest of
 * `quads` groups of four packed centres, and the number of the nearest (lowest on a tie), as doubles. Centres
 * that only fill up a group are infinite.
 */
export function nearest(
  rows: usize,
  groups: i32,
  columns: i32,
  centres: usize,
  quads: i32,
  best: usize,
  second: usize,
  index: usize,
): void {
  const bytes = (columns as usize) << 5;
  const infinite = f64x2.splat(Infinity);
  const one = f64x2.splat(1);
  for (let g = 0; g < groups; g++) {
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
      const end = rows + bytes;
      for (let row = rows; row < end; row += 32, centre += 32) {
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
    rows += bytes;
    best += 32;
    second += 32;
    index += 32;
  }
}

/**
 * What is left of the squared distances `closest` if each of four candidates (packed) became a centre: the
 * distances to `out`, one stretch of `stride` bytes a candidate, and their four totals to `sums`. Rows that only
 * fill up the last group must have a closest distance of 0.
 */
export function closer(
  rows: usize,
  groups: i32,
  columns: i32,
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
  for (let g = 0; g < groups; g++) {
    let a0 = f64x2.splat(0);
    let a1 = f64x2.splat(0);
    let b0 = f64x2.splat(0);
    let b1 = f64x2.splat(0);
    let c0 = f64x2.splat(0);
    let c1 = f64x2.splat(0);
    let d0 = f64x2.splat(0);
    let d1 = f64x2.splat(0);
    let centre = candidates;
    const end = rows + bytes;
    for (; rows < end; rows += 32, centre += 32) {
      const x0 = v128.load(rows);
      const x1 = v128.load(rows, 16);
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
