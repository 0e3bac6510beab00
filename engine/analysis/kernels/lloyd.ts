/**
 * One chunk of one pass of Lloyd's algorithm, plain or with Hamerly's bounds (G. Hamerly, "Making k-means even
 * faster", SIAM SDM 2010): an upper bound on the distance to the own centre and a lower bound on the distance
 * to any other let most rows be skipped. The bounds only skip rows whose label cannot change, so both ways
 * give the same labels, sums and centres to the last bit.
 */
import { sumByLabel } from './by-label.ts';
import { squaredDistance } from './distance.ts';
import { kernel } from './memory.ts';
import { BATCH, CHUNK, createSearch, type Search, searchRows } from './nearest.ts';

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

// As in the kernel: bounds are kept in 32 bits, and each store widens them by more than its rounding.
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

/** Looks at every centre for rows whose bounds leave doubt (`bounded`), or for all. Returns how many moved. */
const relabel = (state: Lloyd, search: Search, chunk: number, bounded: boolean): number => {
  const { values, rows, columns, k, widest } = state;
  const { labels, upper, lower, doubts, moved, from, best, second, index, whole, list } = search;
  const start = chunk * CHUNK;
  const size = Math.min(rows - start, CHUNK);
  labels.set(state.labels.subarray(start, start + size));
  upper.set(state.upper.subarray(start, start + size));
  lower.set(state.lower.subarray(start, start + size));
  search.shift.set(state.shift);
  search.half.set(state.half);
  const { doubtful, settle } = kernel();
  let count = size;
  if (bounded)
    count = doubtful(
      labels.byteOffset,
      upper.byteOffset,
      lower.byteOffset,
      size,
      search.shift.byteOffset,
      search.half.byteOffset,
      widest[0],
      widest[1],
      widest[2],
      doubts.byteOffset,
    );
  else for (let i = 0; i < size; i++) doubts[i] = i;
  let changed = 0;
  for (let first = 0; first < count; first += BATCH) {
    const batch = Math.min(BATCH, count - first);
    for (let at = 0, to = 0; at < batch; at++) {
      const row = start + doubts[first + at];
      if (whole) list[at] = row;
      else
        for (let place = row * columns, last = place + columns; place < last; place++, to++)
          search.rows[to] = values[place];
    }
    search.search(batch);
    const moves = settle(
      doubts.byteOffset + first * 4,
      batch,
      best.byteOffset,
      second.byteOffset,
      index.byteOffset,
      labels.byteOffset,
      upper.byteOffset,
      lower.byteOffset,
      moved.byteOffset,
      from.byteOffset,
    );
    for (let at = 0; at < moves; at++)
      move(state, (start + moved[at]) * columns, from[at], labels[moved[at]], chunk * k * columns, chunk * k);
    changed += moves;
  }
  state.labels.set(labels.subarray(0, size), start);
  state.upper.set(upper.subarray(0, size), start);
  state.lower.set(lower.subarray(0, size), start);
  return changed;
};

/**
 * Performs `step` on the rows of one chunk. `next` uses the bounds, `plain` looks at every centre for every
 * row; both need a `first` before them.
 * @param among where the rows of the state already are in the kernel's memory
 */
export const runChunk = (state: Lloyd, step: Step, chunk: number, among?: Search): void => {
  const { values, rows, columns, k, centres, labels, upper, lower } = state;
  const start = chunk * CHUNK;
  const end = Math.min(rows, start + CHUNK);
  const countsAt = chunk * k;
  if (step === 'sums') {
    addUp(state, chunk, start, end);
    return;
  }
  if (step === 'inertia') {
    let sum = 0;
    for (let i = start; i < end; i++)
      sum += squaredDistance(values, i * columns, centres, labels[i] * columns, columns);
    state.inertia[chunk] = sum;
    return;
  }
  const search = among ?? createSearch(columns, k);
  const { best, second, index } = search;
  search.aim(centres);
  if (step === 'first') {
    searchRows(search, values, columns, start, end, (from, count) => {
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
    searchRows(search, values, columns, start, end, (from, count) => {
      for (let at = 0; at < count; at++) {
        upper[from + at] = best[at];
        cost[countsAt + index[at]] += second[at] - best[at];
      }
    });
  } else state.moved[chunk] = relabel(state, search, chunk, step === 'next');
};
