/** Every row against every other: sums of distances for the silhouette. */
import { tile } from './tile';

/** Distances of four rows to `TILE` others. */
const TILE: i32 = 256;
const DISTANCES: usize = memory.data(8192, 16);

/** Distances of the four rows packed at `four` to four rows packed at `rows`: a row of them each, at `out`. */
@inline
function distances(four: usize, rows: usize, columns: i32, out: usize): void {
  tile<f64>(rows, four, columns, out, 2048);
  for (let lane = 0; lane < 4; lane++, out += 2048) {
    v128.store(out, f64x2.sqrt(v128.load(out)));
    v128.store(out, f64x2.sqrt(v128.load(out, 16)), 16);
  }
}

/** Adds the distances first..end of one row to its sum for one cell. */
@inline
function addAlong(from: usize, first: i32, end: i32, to: usize): void {
  let s0 = f64x2.splat(0);
  let s1 = f64x2.splat(0);
  let s2 = f64x2.splat(0);
  let s3 = f64x2.splat(0);
  let at = first;
  for (; at + 8 <= end; at += 8) {
    const p = from + ((at as usize) << 3);
    s0 = f64x2.add(s0, v128.load(p));
    s1 = f64x2.add(s1, v128.load(p, 16));
    s2 = f64x2.add(s2, v128.load(p, 32));
    s3 = f64x2.add(s3, v128.load(p, 48));
  }
  s0 = f64x2.add(f64x2.add(s0, s1), f64x2.add(s2, s3));
  let sum = f64x2.extract_lane(s0, 0) + f64x2.extract_lane(s0, 1);
  for (; at < end; at++) sum += load<f64>(from + ((at as usize) << 3));
  store<f64>(to, load<f64>(to) + sum);
}

@inline
function cellOf(row: i32, cell: i32, offsets: usize): i32 {
  let at = cell;
  while (load<u32>(offsets + (((at + 1) as usize) << 2)) <= (row as u32)) at++;
  return at;
}

/** Adds the distances of the rows i to i + lanes to the sums of the later rows, under the cells of those four. */
function addAcross(
  lines: usize,
  i: i32,
  lanes: i32,
  tile: i32,
  end: i32,
  last: i32,
  later: i32,
  offsets: usize,
  cell: i32,
  across: usize,
): void {
  const start = max(tile, last);
  if (start >= end) return;
  const mine = cellOf(i, cell, offsets);
  const skip = ((start - tile) as usize) << 3;
  const pairs = (end - start + 1) >> 1;
  if (lanes === 4 && cellOf(i + 3, mine, offsets) === mine) {
    let to = across + ((((mine - cell) * later + start - last) as usize) << 3);
    let from = lines + skip;
    for (let p = 0; p < pairs; p++, to += 16, from += 16) {
      const two = f64x2.add(v128.load(from), v128.load(from, 2048));
      const more = f64x2.add(v128.load(from, 4096), v128.load(from, 6144));
      v128.store(to, f64x2.add(v128.load(to), f64x2.add(two, more)));
    }
    return;
  }
  let at = mine;
  for (let lane = 0; lane < lanes; lane++) {
    at = cellOf(i + lane, at, offsets);
    let to = across + ((((at - cell) * later + start - last) as usize) << 3);
    let from = lines + ((lane as usize) << 11) + skip;
    for (let p = 0; p < pairs; p++, to += 16, from += 16) {
      v128.store(to, f64x2.add(v128.load(to), v128.load(from)));
    }
  }
}

/**
 * Sums of distances between the rows first..last of one block and up to 256 others, from `tile` on, all in the order of
 * their cells (cell c: offsets[c] to offsets[c + 1]); block and others are packed at `own` and `others`. `along`: per row
 * of the block, a sum for every cell. `across`: per cell that the block touches, from `cell` on, a sum for every row from
 * `last` on, filled up to whole groups of four; each pair of a row of the block and a later row is looked at once and
 * counts for both. `first` and `last` are multiples of four, except a last block; `tile` lies a multiple of 256 behind
 * `first`, and `count` rows are there in all.
 */
export function silhouetteTile(
  own: usize,
  others: usize,
  count: i32,
  columns: i32,
  first: i32,
  last: i32,
  tile: i32,
  cells: i32,
  offsets: usize,
  cell: i32,
  along: usize,
  across: usize,
): void {
  const bytes = (columns as usize) << 5;
  // Whole groups of four, so that a vector may run over the last row.
  const later = ((count - last + 3) >> 2) << 2;
  const end = min(count, tile + TILE);
  // The first cell with rows in this tile, and the cell of the rows of the block.
  let begin = cell;
  while (load<u32>(offsets + (((begin + 1) as usize) << 2)) <= (tile as u32)) begin++;
  for (let i = first, four = own; i < last; i += 4, four += bytes) {
    for (let j = tile, rows = others; j < end; j += 4, rows += bytes)
      distances(four, rows, columns, DISTANCES + (((j - tile) as usize) << 3));
    const lanes = min(4, last - i);
    for (let lane = 0; lane < lanes; lane++) {
      const line = DISTANCES + ((lane as usize) << 11);
      const sums = along + ((((i - first + lane) * cells) as usize) << 3);
      let from = tile;
      for (let c = begin; from < end; c++) {
        const to = min(end, load<u32>(offsets + (((c + 1) as usize) << 2)) as i32);
        if (to > from) addAlong(line, from - tile, to - tile, sums + ((c as usize) << 3));
        from = max(from, to);
      }
    }
    addAcross(DISTANCES, i, lanes, tile, end, last, later, offsets, cell, across);
  }
}
