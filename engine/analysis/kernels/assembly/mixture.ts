/** Gaussian components over packed rows: squared Mahalanobis distances, and weighted moments. */

/** Four packed rows minus the mean, to `off`. */
@inline
function centre(rows: usize, mean: usize, columns: i32, off: usize): void {
  for (let t = 0; t < columns; t++) {
    const m = v128.load64_splat(mean + ((t as usize) << 3));
    const at = (t as usize) << 5;
    v128.store(off + at, f64x2.sub(v128.load(rows + at), m));
    v128.store(off + at, f64x2.sub(v128.load(rows + at, 16), m), 16);
  }
}

/**
 * constant - |L^-1 (x - mean)|^2 / 2 of every packed row: the log of weight times density. `inverse` is the lower
 * triangle of L^-1, packed by rows; with `diagonal` its diagonal alone. `off` has room for four rows.
 */
export function squares(
  rows: usize,
  groups: i32,
  columns: i32,
  off: usize,
  mean: usize,
  inverse: usize,
  diagonal: bool,
  constant: f64,
  out: usize,
): void {
  const bytes = (columns as usize) << 5;
  const offset = f64x2.splat(constant);
  const half = f64x2.splat(0.5);
  for (let g = 0; g < groups; g++, rows += bytes, out += 32) {
    centre(rows, mean, columns, off);
    let s0 = f64x2.splat(0);
    let s1 = f64x2.splat(0);
    let entry = inverse;
    for (let t = 0; t < columns; t++) {
      let z0 = f64x2.splat(0);
      let z1 = f64x2.splat(0);
      const end = off + (((t + 1) as usize) << 5);
      for (let at = diagonal ? end - 32 : off; at < end; at += 32, entry += 8) {
        const l = v128.load64_splat(entry);
        z0 = f64x2.add(z0, f64x2.mul(l, v128.load(at)));
        z1 = f64x2.add(z1, f64x2.mul(l, v128.load(at, 16)));
      }
      s0 = f64x2.add(s0, f64x2.mul(z0, z0));
      s1 = f64x2.add(s1, f64x2.mul(z1, z1));
    }
    v128.store(out, f64x2.sub(offset, f64x2.mul(half, s0)));
    v128.store(out, f64x2.sub(offset, f64x2.mul(half, s1)), 16);
  }
}

const LOG2E: f64 = 1.4426950408889634;
const LN2_HIGH: f64 = 6.93147180369123816490e-1;
const LN2_LOW: f64 = 1.90821492927058770002e-10;

/** e^x for x <= 0, within two units in the last place; 0 below -708. */
@inline
function exponential(x: v128): v128 {
  const n = f64x2.nearest(f64x2.mul(x, f64x2.splat(LOG2E)));
  let r = f64x2.sub(x, f64x2.mul(n, f64x2.splat(LN2_HIGH)));
  r = f64x2.sub(r, f64x2.mul(n, f64x2.splat(LN2_LOW)));
  // Taylor's polynomial of degree 13: on |r| <= ln 2 / 2 its error is below 5e-18.
  let p = f64x2.splat(1.0 / 6227020800.0);
  p = f64x2.add(f64x2.mul(p, r), f64x2.splat(1.0 / 479001600.0));
  p = f64x2.add(f64x2.mul(p, r), f64x2.splat(1.0 / 39916800.0));
  p = f64x2.add(f64x2.mul(p, r), f64x2.splat(1.0 / 3628800.0));
  p = f64x2.add(f64x2.mul(p, r), f64x2.splat(1.0 / 362880.0));
  p = f64x2.add(f64x2.mul(p, r), f64x2.splat(1.0 / 40320.0));
  p = f64x2.add(f64x2.mul(p, r), f64x2.splat(1.0 / 5040.0));
  p = f64x2.add(f64x2.mul(p, r), f64x2.splat(1.0 / 720.0));
  p = f64x2.add(f64x2.mul(p, r), f64x2.splat(1.0 / 120.0));
  p = f64x2.add(f64x2.mul(p, r), f64x2.splat(1.0 / 24.0));
  p = f64x2.add(f64x2.mul(p, r), f64x2.splat(1.0 / 6.0));
  p = f64x2.add(f64x2.mul(p, r), f64x2.splat(0.5));
  p = f64x2.add(f64x2.mul(p, r), f64x2.splat(1));
  p = f64x2.add(f64x2.mul(p, r), f64x2.splat(1));
  // 2^n: n as the low word of n + 1.5 * 2^52, moved into the exponent.
  const whole = i64x2.shl(f64x2.add(n, f64x2.splat(6755399441055744)), 52);
  const value = i64x2.add(p, whole);
  return v128.and(value, f64x2.ge(x, f64x2.splat(-708)));
}

/**
 * Turns the logs of weighted densities (component c at logs + c * stride bytes) into shares that sum to 1, in
 * place; the largest log of each row goes to `high`, the sum of e^(log - high) to `sums`.
 */
export function shares(logs: usize, groups: i32, components: i32, stride: usize, high: usize, sums: usize): void {
  const pairs = groups << 1;
  for (let i = 0; i < pairs; i++, logs += 16, high += 16, sums += 16) {
    let most = v128.load(logs);
    let at = logs + stride;
    for (let c = 1; c < components; c++, at += stride) most = f64x2.pmax(most, v128.load(at));
    let sum = f64x2.splat(0);
    at = logs;
    for (let c = 0; c < components; c++, at += stride) {
      const e = exponential(f64x2.sub(v128.load(at), most));
      v128.store(at, e);
      sum = f64x2.add(sum, e);
    }
    at = logs;
    for (let c = 0; c < components; c++, at += stride) v128.store(at, f64x2.div(v128.load(at), sum));
    v128.store(high, most);
    v128.store(sums, sum);
  }
}

/**
 * Adds to `out`, two lanes each: the shares of the rows, the rows off `mean` weighted by them (`columns`), and the
 * weighted products of those (the lower triangle by rows; with `diagonal` the squares alone).
 */
export function addMoments(
  rows: usize,
  groups: i32,
  columns: i32,
  off: usize,
  mean: usize,
  weights: usize,
  diagonal: bool,
  out: usize,
): void {
  const bytes = (columns as usize) << 5;
  const none = f64x2.splat(1e-300);
  let total = v128.load(out);
  for (let g = 0; g < groups; g++, rows += bytes, weights += 32) {
    const w0 = v128.load(weights);
    const w1 = v128.load(weights, 16);
    if (!v128.any_true(v128.or(f64x2.gt(w0, none), f64x2.gt(w1, none)))) continue;
    total = f64x2.add(total, f64x2.add(w0, w1));
    centre(rows, mean, columns, off);
    let first = out + 16;
    let to = first + ((columns as usize) << 4);
    for (let t = 0; t < columns; t++, first += 16) {
      const end = off + (((t + 1) as usize) << 5);
      const x0 = f64x2.mul(w0, v128.load(end - 32));
      const x1 = f64x2.mul(w1, v128.load(end - 32, 16));
      v128.store(first, f64x2.add(v128.load(first), f64x2.add(x0, x1)));
      for (let at = diagonal ? end - 32 : off; at < end; at += 32, to += 16) {
        const p = f64x2.add(f64x2.mul(x0, v128.load(at)), f64x2.mul(x1, v128.load(at, 16)));
        v128.store(to, f64x2.add(v128.load(to), p));
      }
    }
  }
  v128.store(out, total);
}
