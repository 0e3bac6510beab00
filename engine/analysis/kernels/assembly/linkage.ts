/** One row against all others: the nearest group by Ward's criterion, and one step of a minimum spanning tree. */

/** Squared distances of four packed rows to a point, columns of the point one after another. */
@inline
function lanes(rows: usize, point: usize, columns: i32, out: usize): void {
  let s0 = f64x2.splat(0);
  let s1 = f64x2.splat(0);
  const end = point + ((columns as usize) << 3);
  for (; point < end; point += 8, rows += 32) {
    const x = v128.load64_splat(point);
    let e = f64x2.sub(x, v128.load(rows));
    s0 = f64x2.add(s0, f64x2.mul(e, e));
    e = f64x2.sub(x, v128.load(rows, 16));
    s1 = f64x2.add(s1, f64x2.mul(e, e));
  }
  v128.store(out, s0);
  v128.store(out, s1, 16);
}

const FOUR: usize = memory.data(32, 16);

/**
 * The group with the least 2 w s d^2 / (w + s) to a group of weight w at `point`, d^2 the squared distance of the
 * means, s the size, at least `least`: groups packed, `sizes` beside them. Lowest number on a tie. Groups to be left out stand at
 * infinity. Writes the number and the value, as doubles, to `out`.
 */
export function nearestGroup(
  rows: usize,
  groups: i32,
  columns: i32,
  point: usize,
  weight: f64,
  least: f64,
  sizes: usize,
  out: usize,
): void {
  const bytes = (columns as usize) << 5;
  const w = f64x2.splat(weight);
  const twice = f64x2.splat(2 * weight);
  const four = f64x2.splat(4);
  // No group is smaller than `least`, so a square this far above the best is not worth a division.
  const bound = f64x2.splat(((2 * weight * least) / (weight + least)) * (1 - 1e-12));
  let best0 = f64x2.splat(Infinity);
  let best1 = best0;
  let index0 = f64x2.splat(-1);
  let index1 = index0;
  let number0 = f64x2.replace_lane(f64x2.splat(0), 1, 1);
  let number1 = f64x2.add(number0, f64x2.splat(2));
  for (let g = 0; g < groups; g++) {
    let s0 = f64x2.splat(0);
    let s1 = f64x2.splat(0);
    let at = point;
    const end = rows + bytes;
    for (; rows < end; rows += 32, at += 8) {
      const x = v128.load64_splat(at);
      let e = f64x2.sub(x, v128.load(rows));
      s0 = f64x2.add(s0, f64x2.mul(e, e));
      e = f64x2.sub(x, v128.load(rows, 16));
      s1 = f64x2.add(s1, f64x2.mul(e, e));
    }
    const near0 = f64x2.lt(f64x2.mul(s0, bound), best0);
    const near1 = f64x2.lt(f64x2.mul(s1, bound), best1);
    if (!v128.any_true(v128.or(near0, near1))) {
      number0 = f64x2.add(number0, four);
      number1 = f64x2.add(number1, four);
      sizes += 32;
      continue;
    }
    const size0 = v128.load(sizes);
    const size1 = v128.load(sizes, 16);
    s0 = f64x2.div(f64x2.mul(f64x2.mul(twice, size0), s0), f64x2.add(w, size0));
    s1 = f64x2.div(f64x2.mul(f64x2.mul(twice, size1), s1), f64x2.add(w, size1));
    index0 = v128.bitselect(number0, index0, f64x2.lt(s0, best0));
    best0 = f64x2.pmin(best0, s0);
    index1 = v128.bitselect(number1, index1, f64x2.lt(s1, best1));
    best1 = f64x2.pmin(best1, s1);
    number0 = f64x2.add(number0, four);
    number1 = f64x2.add(number1, four);
    sizes += 32;
  }
  v128.store(FOUR, best0);
  v128.store(FOUR, best1, 16);
  v128.store(INDEX, index0);
  v128.store(INDEX, index1, 16);
  let best: f64 = Infinity;
  let index: f64 = -1;
  for (let lane: usize = 0; lane < 32; lane += 8) {
    const value = load<f64>(FOUR + lane);
    const row = load<f64>(INDEX + lane);
    if (value < best || (value === best && row >= 0 && (index < 0 || row < index))) {
      best = value;
      index = row;
    }
  }
  store<f64>(out, index);
  store<f64>(out, best, 8);
}
const INDEX: usize = memory.data(32, 16);

/**
 * One step of Prim's algorithm under the mutual reachability max(core of one, core of the other, distance); all
 * squared. Of `count` packed rows outside the tree, lowers `nearest` where the row at `point` with core distance
 * `core` is nearer, and then writes `newest` to `from`. Returns the row with the least value, the lowest number on
 * a tie.
 */
export function reach(
  rows: usize,
  count: i32,
  columns: i32,
  point: usize,
  core: f64,
  cores: usize,
  nearest: usize,
  from: usize,
  newest: i32,
): i32 {
  const bytes = (columns as usize) << 5;
  let best: f64 = Infinity;
  let index = -1;
  for (let first = 0; first < count; first += 4, rows += bytes) {
    lanes(rows, point, columns, FOUR);
    const last = min(4, count - first);
    for (let lane = 0; lane < last; lane++) {
      const i: usize = first + lane;
      const own = load<f64>(cores + (i << 3));
      let d = load<f64>(FOUR + ((lane as usize) << 3));
      if (d < own) d = own;
      if (d < core) d = core;
      let kept = load<f64>(nearest + (i << 3));
      if (d < kept) {
        kept = d;
        store<f64>(nearest + (i << 3), d);
        store<i32>(from + (i << 2), newest);
      }
      if (kept < best) {
        best = kept;
        index = i as i32;
      }
    }
  }
  return index;
}
