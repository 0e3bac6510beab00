/**
 * One pass of Lloyd's algorithm over rows whose nearest centres were searched: labels, sums by cluster and the bounds
 * that let most rows be skipped in the next pass.
 */
import { nearest64 } from './nearest';

/** The label of a row that has none yet. */
const NONE: u32 = 255;

/** Outwards by more than the rounding of a single (2^-24 relative), and of one below the smallest normal one. */
const DOWN: f64 = 1.0 - 1.0 / 4194304.0;
const TINY: f64 = 1e-37;

/**
 * Writes the numbers of the rows that have spent their slack to `list`, and eight zeros behind them. A row's slack is
 * what its own centre and the others may move, `spent` what its cluster's may have since the beginning. Returns how many.
 */
export function doubtful(labels: usize, slack: usize, count: i32, spent: usize, list: usize): i32 {
  let found: usize = 0;
  for (let i: usize = 0; i < (count as usize); i++) {
    store<u32>(list + (found << 2), i as u32);
    // Without a branch, which could not be foreseen.
    const gone = load<f64>(spent + ((load<u8>(labels + i) as usize) << 3));
    found += ((load<f32>(slack + (i << 2)) as f64) <= gone) as usize;
  }
  const end = list + (found << 2);
  v128.store(end, i32x4.splat(0));
  v128.store(end, i32x4.splat(0), 16);
  return found as i32;
}

@inline
function addRow<T>(row: usize, columns: i32, sum: usize, count: usize): void {
  for (const end = sum + ((columns as usize) << 3); sum < end; sum += 8, row += sizeof<T>())
    store<f64>(sum, load<f64>(sum) + (load<T>(row) as f64));
  store<f64>(count, load<f64>(count) + 1);
}

@inline
function takeRow<T>(row: usize, columns: i32, sum: usize, count: usize): void {
  for (const end = sum + ((columns as usize) << 3); sum < end; sum += 8, row += sizeof<T>())
    store<f64>(sum, load<f64>(sum) - (load<T>(row) as f64));
  store<f64>(count, load<f64>(count) - 1);
}

@inline
export function settle<T>(
  numbers: usize,
  list: usize,
  count: i32,
  best: usize,
  second: usize,
  index: usize,
  labels: usize,
  slack: usize,
  spent: usize,
  error: f64,
  values: usize,
  columns: i32,
  sums: usize,
  counts: usize,
): i32 {
  let moved = 0;
  const wide = (columns as usize) << 3;
  const size = sizeof<T>();
  for (let at: usize = 0; at < (count as usize); at++) {
    const i = load<u32>(numbers + (at << 2)) as usize;
    const near = sqrt<f64>(load<T>(best + at * size) as f64);
    const next = sqrt<f64>(load<T>(second + at * size) as f64);
    const label = load<T>(index + at * size) as u32;
    const gone = load<f64>(spent + ((label as usize) << 3));
    const most = next * (1.0 - error) - near * (1.0 + error) + gone;
    store<f32>(slack + (i << 2), (most * DOWN - TINY) as f32);
    const own = load<u8>(labels + i) as u32;
    if (label === own) continue;
    store<u8>(labels + i, label as u8);
    const row = values + (load<u32>(list + (at << 2)) as usize) * (columns as usize) * size;
    if (own !== NONE)
      takeRow<T>(row, columns, sums + (own as usize) * wide, counts + ((own as usize) << 3));
    addRow<T>(row, columns, sums + (label as usize) * wide, counts + ((label as usize) << 3));
    moved++;
  }
  return moved;
}

/** Rows searched at once: their answers stay near. */
const BATCH: i32 = 256;

/**
 * Searches `count` rows in doubles that stand one after the other at `values`, and takes over what is found: labels, slack,
 * and for those that changed their label the sums and counts of both clusters. `numbers` are the rows' places among labels
 * and slack; `list` holds 0, 1, 2 ... up to 256; `best`, `second` and `index` have room for as many; `error` bounds the
 * relative error of a distance. Returns how many changed their label.
 */
export function relabel(
  values: usize,
  list: usize,
  count: i32,
  columns: i32,
  scratch: usize,
  centres: usize,
  quads: i32,
  best: usize,
  second: usize,
  index: usize,
  numbers: usize,
  labels: usize,
  slack: usize,
  spent: usize,
  error: f64,
  sums: usize,
  counts: usize,
): i32 {
  let moved = 0;
  for (let at = 0; at < count; at += BATCH) {
    const batch = min(BATCH, count - at);
    nearest64(values, list, (batch + 3) >> 2, columns, scratch, centres, quads, best, second, index);
    moved += settle<f64>(
      numbers,
      list,
      batch,
      best,
      second,
      index,
      labels,
      slack,
      spent,
      error,
      values,
      columns,
      sums,
      counts,
    );
    values += (BATCH * columns) << 3;
    numbers += BATCH << 2;
  }
  return moved;
}

/** Adds `count` rows (row-major, doubles) to the sums and counts of their labels. */
function addRows(
  values: usize,
  count: i32,
  columns: i32,
  labels: usize,
  sums: usize,
  counts: usize,
): void {
  const wide = (columns as usize) << 3;
  for (let i: usize = 0; i < (count as usize); i++, values += wide) {
    const label = load<u8>(labels + i) as usize;
    addRow<f64>(values, columns, sums + label * wide, counts + (label << 3));
  }
}

/** Of `count` rows that were searched: squared distances, what each would lose without its nearest centre; returns the sum of the former. */
function weighBatch(
  count: i32,
  best: usize,
  second: usize,
  index: usize,
  cost: usize,
  squares: usize,
): f64 {
  let sum: f64 = 0;
  for (let at: usize = 0; at < (count as usize); at++) {
    const near = load<f64>(best + (at << 3));
    const to = cost + ((load<f64>(index + (at << 3)) as usize) << 3);
    store<f64>(to, load<f64>(to) + (load<f64>(second + (at << 3)) - near));
    store<f32>(squares + (at << 2), near as f32);
    sum += near;
  }
  return sum;
}

/**
 * Searches rows as `relabel` does, and measures them: the squared distances to `squares` (singles), what each would lose
 * without its nearest centre to the `cost` of that centre; and adds the rows to the sums and counts of their labels.
 * Returns the sum of the squared distances.
 */
export function weigh(
  values: usize,
  list: usize,
  count: i32,
  columns: i32,
  scratch: usize,
  centres: usize,
  quads: i32,
  best: usize,
  second: usize,
  index: usize,
  cost: usize,
  squares: usize,
  labels: usize,
  sums: usize,
  counts: usize,
): f64 {
  let sum: f64 = 0;
  for (let at = 0; at < count; at += BATCH) {
    const batch = min(BATCH, count - at);
    nearest64(values, list, (batch + 3) >> 2, columns, scratch, centres, quads, best, second, index);
    sum += weighBatch(batch, best, second, index, cost, squares);
    addRows(values, batch, columns, labels, sums, counts);
    values += (BATCH * columns) << 3;
    squares += BATCH << 2;
    labels += BATCH;
  }
  return sum;
}
