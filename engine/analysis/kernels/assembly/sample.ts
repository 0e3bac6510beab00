/** A sample of singles: where everything of it stands, and its rows against its centres. */
import { nearest32 } from './nearest';

/** Rows searched at once. */
export const BATCH: i32 = 256;

/** Where everything of a sample stands, in the order in which the host writes it. */
@unmanaged
export class Sample {
  count: i32;
  columns: i32;
  k: i32;
  /** Bytes of one candidate's distances in `left`. */
  stride: i32;
  /** count x columns, row-major, singles. */
  values: usize;
  /** Room for one group of rows. */
  scratch: usize;
  /** The centres in groups of four, singles. */
  packed: usize;
  /** Answers of a search of one batch, singles. */
  best: usize;
  second: usize;
  index: usize;
  labels: usize;
  slack: usize;
  /** Numbers of rows, and eight that only fill up a group. */
  doubts: usize;
  /** Per centre: what may have been spent, and how far it moved or what is lost without it. */
  spent: usize;
  moves: usize;
  sums: usize;
  counts: usize;
  /** k x columns, row-major, doubles: the centres, and the means of their rows. */
  centres: usize;
  next: usize;
  /** Per row, singles: squared distance to the nearest centre, and how much farther the second nearest is. */
  closest: usize;
  losses: usize;
  /** What `closest` would be with each row that is tried, and the totals of that. */
  left: usize;
  totals: usize;
  /** The rows tried: their numbers, and themselves in groups of four. */
  numbers: usize;
  candidates: usize;
  /** Draws from 0 to 1. */
  draws: usize;
}

/** Packs the centres in groups of four, the last one filled up with infinity. */
export function packCentres(s: Sample): void {
  const columns = s.columns;
  const filled = ((s.k + 3) >> 2) << 2;
  for (let j = 0; j < filled; j++) {
    let to = s.packed + (((((j >> 2) * columns) << 2) + (j & 3)) << 2);
    let from = s.centres + ((j * columns) << 3);
    for (let t = 0; t < columns; t++, to += 16, from += 8)
      store<f32>(to, j < s.k ? (load<f64>(from) as f32) : Infinity);
  }
}

/** Looks for the nearest and the second nearest centre of the rows whose numbers stand at `numbers`. */
export function search(s: Sample, numbers: usize, count: i32): void {
  nearest32(
    s.values,
    numbers,
    (count + 7) >> 3,
    s.columns,
    s.scratch,
    s.packed,
    (s.k + 3) >> 2,
    s.best,
    s.second,
    s.index,
  );
}

/** Lists every row in `doubts`. */
export function everyone(s: Sample): void {
  for (let i = 0; i < s.count + 8; i++)
    store<u32>(s.doubts + ((i as usize) << 2), i < s.count ? (i as u32) : 0);
}

