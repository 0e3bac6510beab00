/**
 * Whole runs of Lloyd's algorithm with bounds on a sample of singles, one call each: a fit makes about a thousand passes
 * on samples, and what stands between them costs as much as they do.
 */
import { doubtful, settle } from './bounds';
import { BATCH, everyone, packCentres, Sample, search } from './sample';

/** Relative error of a distance, at most. */
const ERROR: f64 = 1.0 / 65536.0;
/** Passes like the last one that a run may be away from the least inertia; later ones bring less and less. */
const PATIENCE: f64 = 8;

/** One pass: labels, sums, counts and slack. Returns how many rows changed their label. */
function pass(s: Sample, first: bool): i32 {
  packCentres(s);
  let count = s.count;
  if (first) {
    memory.fill(s.labels, 255, s.count);
    memory.fill(s.sums, 0, (s.k * s.columns) << 3);
    memory.fill(s.counts, 0, s.k << 3);
    memory.fill(s.spent, 0, s.k << 3);
    everyone(s);
  } else count = doubtful(s.labels, s.slack, s.count, s.spent, s.doubts);
  let moved = 0;
  for (let at = 0; at < count; at += BATCH) {
    const numbers = s.doubts + ((at as usize) << 2);
    const batch = min(BATCH, count - at);
    search(s, numbers, batch);
    moved += settle<f32>(
      numbers,
      numbers,
      batch,
      s.best,
      s.second,
      s.index,
      s.labels,
      s.slack,
      s.spent,
      ERROR,
      s.values,
      s.columns,
      s.sums,
      s.counts,
    );
  }
  return moved;
}

/** The mean of each cluster's rows to `next`, its centre where it has none. Returns how many have none. */
function means(s: Sample): i32 {
  let empty = 0;
  for (let j = 0; j < s.k; j++) {
    const count = load<f64>(s.counts + (j << 3));
    empty += (count === 0) as i32;
    for (let at = (j * s.columns) << 3, end = at + (s.columns << 3); at < end; at += 8)
      store<f64>(s.next + at, count === 0 ? load<f64>(s.centres + at) : load<f64>(s.sums + at) / count);
  }
  return empty;
}

/** Sum of squared distances of the rows to `next`, their means, given the sum of the squares of all values. */
export function inertia(s: Sample, squares: f64): f64 {
  for (let j = 0; j < s.k; j++) {
    const count = load<f64>(s.counts + (j << 3));
    for (let at = (j * s.columns) << 3, end = at + (s.columns << 3); at < end; at += 8) {
      const mean = load<f64>(s.next + at);
      squares -= count * (mean * mean);
    }
  }
  return max(0, squares);
}

/** Takes `next` as centres, and adds to what each has spent how far it and the farthest of the others moved. Returns the sum of squared moves. */
function move(s: Sample): f64 {
  let total: f64 = 0;
  let most: f64 = 0;
  let rest: f64 = 0;
  let farthest = 0;
  for (let j = 0; j < s.k; j++) {
    let squared: f64 = 0;
    for (let at = (j * s.columns) << 3, end = at + (s.columns << 3); at < end; at += 8) {
      const by = load<f64>(s.next + at) - load<f64>(s.centres + at);
      squared += by * by;
    }
    total += squared;
    const moved = sqrt<f64>(squared);
    store<f64>(s.moves + (j << 3), moved);
    if (moved > most) {
      rest = most;
      most = moved;
      farthest = j;
    } else if (moved > rest) rest = moved;
  }
  for (let j = 0; j < s.k; j++) {
    const at = s.spent + (j << 3);
    store<f64>(at, load<f64>(at) + load<f64>(s.moves + (j << 3)) + (j === farthest ? rest : most));
  }
  memory.copy(s.centres, s.next, (s.k * s.columns) << 3);
  return total;
}

let before: f64 = Infinity;

/**
 * Lloyd's algorithm from `centres`, until the squared moves of the centres sum to at most `tolerance`, no label changes,
 * `most` passes are made, or the run will not come near the inertia `least`. Where a cluster has no row left it stops, so
 * that the host can give it one in `next` and call again with the passes `made` and how many it gave.
 * @returns the passes made, negative where it stopped for that; `next` then holds the means
 */
export function runSample(
  s: Sample,
  made: i32,
  given: i32,
  most: i32,
  tolerance: f64,
  squares: f64,
  least: f64,
): i32 {
  let asked = made > 0;
  if (!asked) {
    before = Infinity;
    pass(s, true);
    made = 1;
  }
  while (made < most) {
    if (!asked && means(s) > 0) return -made;
    const moves = move(s);
    const moved = pass(s, false);
    made++;
    if ((!asked || given === 0) && (moved === 0 || moves <= tolerance)) break;
    asked = false;
    if (least < Infinity) {
      means(s);
      const now = inertia(s, squares);
      if (now - least > PATIENCE * (before - now)) break;
      before = now;
    }
  }
  means(s);
  return made;
}
