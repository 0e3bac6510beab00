/**
 * One chunk of one pass of Lloyd's algorithm, plain or with Hamerly's bounds (G. Hamerly, "Making k-means even
 * faster", SIAM SDM 2010): an upper bound on the distance to the own centre and a lower bound on the distance
 * to any other let most rows be skipped. The bounds only skip rows whose label cannot change, so both ways
 * give the same labels, sums and centres to the last bit.
 */
import { sumByLabel } from './by-label.ts';
import { nearestTwo, packedLength, squaredDistance } from './distance.ts';

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
  /** The centres in groups of four (distance.ts). */
  packed: Float64Array;
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
};

/**
 * `first` labels every row; `next` relabels with the bounds, `plain` without; `sums` adds the sums afresh;
 * `inertia` measures against the centres.
 */
export type Step = 'first' | 'next' | 'plain' | 'sums' | 'inertia';

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
    packed: doubles(packedLength(k, columns)),
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

/**
 * Performs `step` on the rows of one chunk. `next` uses the bounds, `plain` looks at every centre for every
 * row; both need a `first` before them.
 */
export const runChunk = (state: Lloyd, step: Step, chunk: number): void => {
  const { values, rows, columns, k, centres, packed, half, shift, widest, labels, upper, lower } = state;
  const start = chunk * CHUNK;
  const end = Math.min(rows, start + CHUNK);
  const sumsAt = chunk * k * columns;
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
  const found = new Float64Array(2);
  if (step === 'first') {
    for (let i = start; i < end; i++) {
      labels[i] = nearestTwo(values, i * columns, columns, packed, k, found);
      upper[i] = Math.sqrt(found[0]) * UP + TINY;
      lower[i] = Math.sqrt(found[1]) * DOWN - TINY;
    }
    addUp(state, chunk, start, end);
    state.moved[chunk] = end - start;
    return;
  }
  let moved = 0;
  const bounded = step === 'next';
  const largest = widest[0];
  const runnerUp = widest[1];
  const mover = widest[2];
  for (let i = start, at = start * columns; i < end; i++, at += columns) {
    const own = labels[i];
    if (bounded) {
      let high = (upper[i] + shift[own]) * UP + TINY;
      const low = (lower[i] - (own === mover ? runnerUp : largest)) * DOWN - TINY;
      const clear = Math.max(low, half[own]);
      if (high < clear) {
        upper[i] = high;
        lower[i] = low;
        continue;
      }
      high = Math.sqrt(squaredDistance(values, at, centres, own * columns, columns)) * UP + TINY;
      if (high < clear) {
        upper[i] = high;
        lower[i] = low;
        continue;
      }
    }
    const nearest = nearestTwo(values, at, columns, packed, k, found);
    upper[i] = Math.sqrt(found[0]) * UP + TINY;
    lower[i] = Math.sqrt(found[1]) * DOWN - TINY;
    if (nearest !== own) {
      labels[i] = nearest;
      move(state, at, own, nearest, sumsAt, countsAt);
      moved += 1;
    }
  }
  state.moved[chunk] = moved;
};
