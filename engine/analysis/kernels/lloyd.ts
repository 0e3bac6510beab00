/**
 * One chunk of one pass of Lloyd's algorithm, plain or with Hamerly's bounds (G. Hamerly, "Making k-means even
 * faster", SIAM SDM 2010): an upper bound on the distance to the own centre and a lower bound on the distance
 * to any other let most rows be skipped. The bounds only skip rows whose label cannot change, so both ways
 * give the same labels, sums and centres to the last bit.
 */
import { sumByLabel } from './by-label.ts';
import { packRows, squaredDistance } from './distance.ts';
import { BATCH, type Batch, createBatch } from './nearest.ts';

/** Rows per chunk. Fixed, so that chunks, and the order in which their sums are added, never depend on cores. */
export const CHUNK = 16_384;

/** How many chunks a number of rows makes. */
export const chunksOf = (rows: number): number => Math.max(1, Math.ceil(rows / CHUNK));

/** Everything a pass reads and writes. All arrays may be shared between threads. */
export type Lloyd = {
  /** rows x columns, row-major */
  values: Float64Array;
  rows: number;
  columns: number;
  k: number;
  /** k x columns */
  centres: Float64Array;
  /** Half the distance from each centre to its nearest other centre. */
  half: Float64Array;
  /** How far each centre moved in the last update. */
  shift: Float64Array;
  /** The largest move, the largest move of all but that centre, and which centre it was. */
  widest: Float64Array;
  labels: Uint8Array;
  upper: Float32Array;
  lower: Float32Array;
  /** Per chunk: sums of rows by cluster (k x columns), rows by cluster (k), moved rows, squared distances. */
  sums: Float64Array;
  counts: Float64Array;
  moved: Float64Array;
  inertia: Float64Array;
  /** Per chunk and cluster: what its rows would lose if they had to go to their second nearest centre. */
  cost: Float64Array;
};

/**
 * `first` labels every row; `next` relabels with the bounds, `plain` without; `sums` adds the sums afresh;
 * `inertia` measures against the centres; `apart` measures what every centre is worth, and leaves the squared
 * distance of each row to its centre in `upper` (so that a `first` must follow).
 */
export type Step = 'first' | 'next' | 'plain' | 'sums' | 'inertia' | 'apart';

/** Allocates the state of a fit; shared memory where threads take part. */
export const createLloyd = (
  values: Float64Array,
  rows: number,
  columns: number,
  k: number,
  shared: boolean,
): Lloyd => {
  const bytes = (length: number): ArrayBuffer | SharedArrayBuffer =>
    shared ? new SharedArrayBuffer(length) : new ArrayBuffer(length);
  const doubles = (length: number): Float64Array => new Float64Array(bytes(length * 8));
  const chunks = chunksOf(rows);
  return {
    values,
    rows,
    columns,
    k,
    centres: doubles(k * columns),
    half: doubles(k),
    shift: doubles(k),
    widest: doubles(3),
    labels: new Uint8Array(bytes(rows)),
    upper: new Float32Array(bytes(rows * 4)),
    lower: new Float32Array(bytes(rows * 4)),
    sums: doubles(chunks * k * columns),
    counts: doubles(chunks * k),
    moved: doubles(chunks),
    inertia: doubles(chunks),
    cost: doubles(chunks * k),
  };
};

// Bounds are kept in 32 bits. Each store widens them by more than its rounding (2^-24 relative), so that a
// bound stays a bound; the absolute part covers numbers below the smallest normal one.
const UP = 1 + 2 ** -22;
const DOWN = 1 - 2 ** -22;
const TINY = 1e-37;

const move = (state: Lloyd, at: number, from: number, to: number, sumsAt: number, countsAt: number): void => {
  const { values, columns, sums, counts } = state;
  const out = sumsAt + from * columns;
  const into = sumsAt + to * columns;
  for (let t = 0; t < columns; t++) {
    const x = values[at + t];
    sums[out + t] -= x;
    sums[into + t] += x;
  }
  counts[countsAt + from] -= 1;
  counts[countsAt + to] += 1;
};

const addUp = (state: Lloyd, chunk: number, start: number, end: number): void => {
  const { values, columns, k, labels, sums, counts } = state;
  const sumsAt = chunk * k * columns;
  const countsAt = chunk * k;
  sums.fill(0, sumsAt, sumsAt + k * columns);
  counts.fill(0, countsAt, countsAt + k);
  sumByLabel(values, columns, labels, start, end, sums, sumsAt, counts, countsAt);
};

/** Takes over the answers of a batch: bounds, and for `rows` that changed their label, sums. Returns how many did. */
const settleBatch = (
  state: Lloyd,
  batch: Batch,
  rows: Int32Array,
  count: number,
  sumsAt: number,
  countsAt: number,
): number => {
  const { columns, labels, upper, lower } = state;
  const { best, second, index } = batch;
  let moved = 0;
  for (let at = 0; at < count; at++) {
    const i = rows[at];
    upper[i] = Math.sqrt(best[at]) * UP + TINY;
    lower[i] = Math.sqrt(second[at]) * DOWN - TINY;
    const nearest = index[at];
    if (nearest === labels[i]) continue;
    move(state, i * columns, labels[i], nearest, sumsAt, countsAt);
    labels[i] = nearest;
    moved += 1;
  }
  return moved;
};

/** Looks at every centre for rows whose bounds leave doubt (`bounded`), or for all. Returns how many moved. */
const relabel = (
  state: Lloyd,
  start: number,
  end: number,
  bounded: boolean,
  sumsAt: number,
  countsAt: number,
): number => {
  const { values, columns, k, centres, half, shift, widest, labels, upper, lower } = state;
  const batch = createBatch(centres, k, columns);
  const target = batch.rows;
  const waiting = new Int32Array(BATCH);
  const largest = widest[0];
  const runnerUp = widest[1];
  const mover = widest[2];
  let count = 0;
  let moved = 0;
  for (let i = start; i < end; i++) {
    if (bounded) {
      const own = labels[i];
      const high = (upper[i] + shift[own]) * UP + TINY;
      const low = (lower[i] - (own === mover ? runnerUp : largest)) * DOWN - TINY;
      if (high < low || high < half[own]) {
        upper[i] = high;
        lower[i] = low;
        continue;
      }
    }
    waiting[count] = i;
    for (
      let t = 0, from = i * columns, to = (count >> 2) * columns * 4 + (count & 3);
      t < columns;
      t++, to += 4
    )
      target[to] = values[from + t];
    count += 1;
    if (count < BATCH) continue;
    batch.search(count);
    moved += settleBatch(state, batch, waiting, count, sumsAt, countsAt);
    count = 0;
  }
  batch.search(count);
  return moved + settleBatch(state, batch, waiting, count, sumsAt, countsAt);
};

/** Hands every batch of the rows start..end, searched, to `use` with its first row and its length. */
const searchAll = (
  { values, columns, k, centres }: Lloyd,
  start: number,
  end: number,
  use: (batch: Batch, from: number, count: number) => void,
): void => {
  const batch = createBatch(centres, k, columns);
  for (let from = start; from < end; from += BATCH) {
    const count = Math.min(BATCH, end - from);
    packRows(values.subarray(from * columns, (from + count) * columns), count, columns, batch.rows);
    batch.search(count);
    use(batch, from, count);
  }
};

/**
 * Performs `step` on the rows of one chunk. `next` uses the bounds, `plain` looks at every centre for every
 * row; both need a `first` before them.
 */
export const runChunk = (state: Lloyd, step: Step, chunk: number): void => {
  const { values, rows, columns, k, centres, labels, upper, lower } = state;
  const start = chunk * CHUNK;
  const end = Math.min(rows, start + CHUNK);
  const countsAt = chunk * k;
  if (step === 'sums') addUp(state, chunk, start, end);
  else if (step === 'inertia') {
    let sum = 0;
    for (let i = start; i < end; i++)
      sum += squaredDistance(values, i * columns, centres, labels[i] * columns, columns);
    state.inertia[chunk] = sum;
  } else if (step === 'first') {
    searchAll(state, start, end, ({ best, second, index }, from, count) => {
      for (let at = 0; at < count; at++) {
        labels[from + at] = index[at];
        upper[from + at] = Math.sqrt(best[at]) * UP + TINY;
        lower[from + at] = Math.sqrt(second[at]) * DOWN - TINY;
      }
    });
    addUp(state, chunk, start, end);
    state.moved[chunk] = end - start;
  } else if (step === 'apart') {
    const { cost } = state;
    cost.fill(0, countsAt, countsAt + k);
    searchAll(state, start, end, ({ best, second, index }, from, count) => {
      for (let at = 0; at < count; at++) {
        upper[from + at] = best[at];
        cost[countsAt + index[at]] += second[at] - best[at];
      }
    });
  } else state.moved[chunk] = relabel(state, start, end, step === 'next', chunk * k * columns, countsAt);
};
