/**
 * Passes of Lloyd's algorithm with bounds after G. Hamerly, "Making k-means even faster" (SIAM SDM 2010): the gap
 * between a row's nearest centre and its runner-up is its slack; as long as its centre and the others have not moved
 * so far together, its label cannot change and it is skipped. So passes with and without bounds give the same labels,
 * sums and centres to the last bit.
 *
 * Here all rows are doubles in shared memory, copied chunk by chunk; `sample.ts` has them for singles.
 */
import { kernel, layOut } from './memory.ts';
import { type Search, searchIn, searchLengths } from './nearest.ts';

/** Rows per chunk. Fixed, so that chunks, and the order in which their sums are added, never depend on cores. */
export const CHUNK = 16_384;

/** How many chunks a number of rows makes. */
export const chunksOf = (rows: number): number => Math.max(1, Math.ceil(rows / CHUNK));

/** What a pass reads and writes, per row, per centre and per chunk. */
export type Lloyd = {
  /** rows x columns, row-major */
  values: Float64Array;
  rows: number;
  columns: number;
  k: number;
  /** k x columns */
  centres: Float64Array;
  /** How far each cluster's centre and the farthest of the others have moved together since the beginning. */
  spent: Float64Array;
  labels: Uint8Array;
  /** What may be spent until the row is in doubt; after a step `weigh` its squared distance. */
  slack: Float32Array;
  /** Per chunk: sums of rows by cluster (k x columns), rows by cluster (k), moved rows, squared distances. */
  sums: Float64Array;
  counts: Float64Array;
  moved: Float64Array;
  inertia: Float64Array;
  /** Per chunk and cluster: what its rows would lose if they had to go to their second nearest centre. */
  cost: Float64Array;
};

/**
 * `first` labels every row; `next` relabels with the bounds, `plain` without; `weigh` measures the inertia and what
 * every centre is worth, and adds the sums afresh (after it only a `first` may follow).
 */
export type Step = 'first' | 'next' | 'plain' | 'weigh';

/** The state of a fit of all rows, in shared memory. */
export const createLloyd = (values: Float64Array, rows: number, columns: number, k: number): Lloyd => {
  const doubles = (length: number): Float64Array => new Float64Array(new SharedArrayBuffer(length * 8));
  const chunks = chunksOf(rows);
  return {
    values,
    rows,
    columns,
    k,
    centres: doubles(k * columns),
    spent: doubles(k),
    labels: new Uint8Array(new SharedArrayBuffer(rows)),
    slack: new Float32Array(new SharedArrayBuffer(rows * 4)),
    sums: doubles(chunks * k * columns),
    counts: doubles(chunks * k),
    moved: doubles(chunks),
    inertia: doubles(chunks),
    cost: doubles(chunks * k),
  };
};

/** No label yet: labels are below it. */
const NONE = 255;

/** Relative error of a distance, at most: of sums of so many squares. */
const ERROR = 2 ** -40;

/** A thread's place to work: a search, and labels, slack and sums of a chunk. */
export type Work = {
  search: Search;
  labels: Uint8Array;
  slack: Float32Array;
  /** Rows of the chunk in doubt, and eight numbers behind them. */
  doubts: Uint32Array;
  spent: Float64Array;
  sums: Float64Array;
  counts: Float64Array;
  cost: Float64Array;
};

/** Room for the chunks of a fit. */
export const openWork = ({ columns, k }: Pick<Lloyd, 'columns' | 'k'>): Work => {
  const needed = searchLengths(CHUNK, columns, k);
  const own = [CHUNK / 8, CHUNK / 2, CHUNK / 2 + 4, k, k * columns, k, k];
  const space = layOut(...needed, ...own);
  const [labels, slack, doubts, spent, sums, counts, cost] = space.slice(needed.length);
  return {
    search: searchIn(space, columns, k),
    labels: new Uint8Array(labels.buffer, labels.byteOffset, CHUNK),
    slack: new Float32Array(slack.buffer, slack.byteOffset, CHUNK),
    doubts: new Uint32Array(doubts.buffer, doubts.byteOffset, CHUNK + 8),
    spent,
    sums,
    counts,
    cost,
  };
};

/** Copies the rows start + numbers[0], start + numbers[1] ... to `to`. */
const gather = (
  to: Float64Array,
  columns: number,
  values: Float64Array,
  start: number,
  numbers: Uint32Array,
  count: number,
): void => {
  for (let i = 0, at = 0; i < count; i++)
    for (let from = (start + numbers[i]) * columns, end = from + columns; from < end; )
      to[at++] = values[from++];
};

/** Searches the rows that were copied and takes over what was found. Returns how many moved. */
const relabel = ({ search, labels, slack, doubts, spent, sums, counts }: Work, count: number): number =>
  kernel().relabel(
    ...search.places(count),
    doubts.byteOffset,
    labels.byteOffset,
    slack.byteOffset,
    spent.byteOffset,
    ERROR,
    sums.byteOffset,
    counts.byteOffset,
  );

/** Measures the rows of a chunk, which were copied, and adds the sums afresh. Returns the inertia. */
const weigh = ({ search, labels, slack, sums, counts, cost }: Work, count: number): number => {
  cost.fill(0);
  return kernel().weigh(
    ...search.places(count),
    cost.byteOffset,
    slack.byteOffset,
    labels.byteOffset,
    sums.byteOffset,
    counts.byteOffset,
  );
};

/** Performs `step` on the rows of one chunk. `next` and `plain` need a `first` before them. */
export const runChunk = (state: Lloyd, step: Step, chunk: number, work: Work): void => {
  const { values, rows, columns, k, centres } = state;
  const { search, labels, slack, doubts, spent, sums, counts, cost } = work;
  const start = chunk * CHUNK;
  const size = Math.min(rows - start, CHUNK);
  const sumsAt = chunk * k * columns;
  search.aim(centres);
  if (step === 'first' || step === 'weigh') {
    sums.fill(0);
    counts.fill(0);
  } else {
    sums.set(state.sums.subarray(sumsAt, sumsAt + k * columns));
    counts.set(state.counts.subarray(chunk * k, (chunk + 1) * k));
  }
  if (step === 'first') labels.fill(NONE, 0, size);
  else labels.set(state.labels.subarray(start, start + size));
  if (step === 'weigh') {
    search.rows.set(values.subarray(start * columns, (start + size) * columns));
    state.inertia[chunk] = weigh(work, size);
    state.cost.set(cost, chunk * k);
    state.slack.set(slack.subarray(0, size), start);
  } else {
    spent.set(state.spent);
    let count = size;
    if (step === 'next') {
      slack.set(state.slack.subarray(start, start + size));
      count = kernel().doubtful(
        labels.byteOffset,
        slack.byteOffset,
        size,
        spent.byteOffset,
        doubts.byteOffset,
      );
      gather(search.rows, columns, values, start, doubts, count);
    } else {
      for (let i = 0; i < size; i++) doubts[i] = i;
      search.rows.set(values.subarray(start * columns, (start + size) * columns));
    }
    state.moved[chunk] = relabel(work, count);
    if (count > 0) {
      state.labels.set(labels.subarray(0, size), start);
      state.slack.set(slack.subarray(0, size), start);
    }
  }
  state.sums.set(sums, sumsAt);
  state.counts.set(counts, chunk * k);
};
