/** Where runs on a sample of singles begin: seeds, and centres of which one is exchanged. */
import { closer } from './nearest';
import { BATCH, everyone, packCentres, Sample, search } from './sample';

/** Fills in `labels`, `closest` and `losses` for `centres`. Returns the inertia. */
export function standSample(s: Sample): f64 {
  packCentres(s);
  everyone(s);
  let sum: f64 = 0;
  for (let at = 0; at < s.count; at += BATCH) {
    search(s, s.doubts + ((at as usize) << 2), min(BATCH, s.count - at));
    for (let i = at, from: usize = 0; i < min(at + BATCH, s.count); i++, from += 4) {
      const near = load<f32>(s.best + from);
      store<u8>(s.labels + i, load<f32>(s.index + from) as u8);
      store<f32>(s.closest + (i << 2), near);
      store<f32>(s.losses + (i << 2), load<f32>(s.second + from) - near);
      sum += near as f64;
    }
  }
  return sum;
}

/** Draws `count` rows by their distance in `closest`, which sums to `total`, to `numbers`, by the draws from `first` on. */
export function drawRows(s: Sample, first: i32, count: i32, total: f64): void {
  for (let trial = 0; trial < count; trial++) {
    const target = load<f64>(s.draws + ((first + trial) << 3)) * total;
    let sum: f64 = 0;
    let drawn = 0;
    for (let i = 0; i < s.count; i++) {
      const weight = load<f32>(s.closest + (i << 2)) as f64;
      if (weight === 0) continue;
      sum += weight;
      drawn = i;
      if (sum > target) break;
    }
    store<u32>(s.numbers + (trial << 2), drawn);
  }
}

/** Measures what is left of `closest` with each of the rows in `numbers`. Returns the place of the one that leaves least, the earliest on a tie. */
export function tryRows(s: Sample, count: i32): i32 {
  const columns = s.columns;
  const filled = ((count + 3) >> 2) << 2;
  for (let trial = 0; trial < filled; trial++) {
    let to = s.candidates + (((((trial >> 2) * columns) << 2) + (trial & 3)) << 2);
    let from = s.values + ((load<u32>(s.numbers + (trial << 2)) * columns) << 2);
    for (let t = 0; t < columns; t++, to += 16, from += 4)
      store<f32>(to, trial < count ? load<f32>(from) : Infinity);
  }
  for (let trial = 0; trial < filled; trial += 4)
    closer(
      s.values,
      s.count,
      columns,
      s.scratch,
      s.candidates + ((trial * columns) << 2),
      s.closest,
      s.left + trial * s.stride,
      s.stride,
      s.totals + (trial << 3),
    );
  let best = 0;
  for (let trial = 1; trial < count; trial++)
    if (load<f64>(s.totals + (trial << 3)) < load<f64>(s.totals + (best << 3))) best = trial;
  return best;
}

function takeRow(s: Sample, row: i32, centre: i32): void {
  let from = s.values + ((row * s.columns) << 2);
  let to = s.centres + ((centre * s.columns) << 3);
  for (let t = 0; t < s.columns; t++, from += 4, to += 8) store<f64>(to, load<f32>(from) as f64);
}

/** Chooses `centres` among the rows, the first one given: each the best of `trials` rows drawn by their distance. */
export function seedSample(s: Sample, first: i32, trials: i32): void {
  for (let i = 0; i < s.stride >> 2; i++) store<f32>(s.closest + (i << 2), i < s.count ? Infinity : 0);
  let total: f64 = 0;
  store<u32>(s.numbers, first);
  for (let chosen = 0; chosen < s.k; chosen++) {
    if (chosen > 0) drawRows(s, (chosen - 1) * trials, trials, total);
    const best = tryRows(s, chosen > 0 ? trials : 1);
    takeRow(s, load<u32>(s.numbers + (best << 2)), chosen);
    memory.copy(s.closest, s.left + best * s.stride, s.stride);
    total = load<f64>(s.totals + (best << 3));
  }
}

/**
 * Exchanges one of `centres`, to which `labels`, `closest` and `losses` stand, for one of `trials` rows drawn: the pair
 * that leaves the least, where rows of the old centre that the new one does not take go to their second nearest.
 */
export function exchangeSample(s: Sample, trials: i32, total: f64): void {
  drawRows(s, 0, trials, total);
  tryRows(s, trials);
  let least: f64 = Infinity;
  let row = 0;
  let centre = 0;
  for (let trial = 0; trial < trials; trial++) {
    memory.fill(s.moves, 0, s.k << 3);
    const left = s.left + trial * s.stride;
    for (let i = 0; i < s.count; i++) {
      if (load<f32>(left + (i << 2)) !== load<f32>(s.closest + (i << 2))) continue;
      const lost = s.moves + ((load<u8>(s.labels + i) as usize) << 3);
      store<f64>(lost, load<f64>(lost) + (load<f32>(s.losses + (i << 2)) as f64));
    }
    for (let old = 0; old < s.k; old++) {
      const leaves = load<f64>(s.totals + (trial << 3)) + load<f64>(s.moves + (old << 3));
      if (leaves >= least) continue;
      least = leaves;
      row = load<u32>(s.numbers + (trial << 2));
      centre = old;
    }
  }
  takeRow(s, row, centre);
}
