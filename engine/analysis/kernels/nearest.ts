/** The nearest centre of rows: of copies of a few rows that fit the nearest cache, or of a sample that is all there. */
import { LANES, packedLength, packRows } from './distance.ts';
import { kernel, layOut } from './memory.ts';

/** Rows of one call at most. */
export const BATCH = 256;

/** Rows per chunk. Fixed, so that chunks, and the order in which their sums are added, never depend on cores. */
export const CHUNK = 16_384;

/** Rows in the kernel's memory, and the answers for up to `BATCH` of them. Good until something else is laid out. */
export type Search = {
  /** Row-major: `BATCH` places to copy rows to, or the whole sample. */
  rows: Float64Array;
  /** Whether `rows` holds all rows, each at its own number. */
  whole: boolean;
  /** Numbers of the rows to search; 0, 1, 2 ... where rows are copied. */
  list: Uint32Array;
  /** Squared distances to the nearest centre and to the runner-up, and the number of the nearest. */
  best: Float64Array;
  second: Float64Array;
  index: Float64Array;
  /** Of the rows of one chunk: labels and bounds (lloyd.ts), and how far each centre moved, and half its gap. */
  labels: Uint8Array;
  upper: Float32Array;
  lower: Float32Array;
  shift: Float64Array;
  half: Float64Array;
  /** Rows of the chunk in doubt; of a batch, those that changed their label, and which they had. */
  doubts: Uint32Array;
  moved: Uint32Array;
  from: Uint32Array;
  /** Sets the centres, row-major. */
  aim(centres: Float64Array): void;
  /** Fills in the answers for the first `count` rows of the list. Ties go to the lowest number. */
  search(count: number): void;
};

/** What `searchIn` needs room for, in doubles. */
const lengths = (rows: number, columns: number, k: number): number[] => [
  rows * columns,
  packedLength(k, columns),
  LANES * columns,
  BATCH / 2,
  BATCH,
  BATCH,
  BATCH,
  CHUNK / 8,
  CHUNK / 2,
  CHUNK / 2,
  k,
  k,
  CHUNK / 2,
  BATCH / 2,
  BATCH / 2,
];

const searchIn = (space: Float64Array[], columns: number, k: number, whole: boolean): Search => {
  const [rows, packed, scratch, numbers, best, second, index, labels, upper, lower, shift, half] = space;
  const [doubts, moved, from] = space.slice(12);
  const words = (place: Float64Array): Uint32Array =>
    new Uint32Array(place.buffer, place.byteOffset, place.length * 2);
  const singles = (place: Float64Array): Float32Array =>
    new Float32Array(place.buffer, place.byteOffset, place.length * 2);
  const list = words(numbers);
  for (let i = 0; i < BATCH; i++) list[i] = whole ? 0 : i;
  const { nearest } = kernel();
  return {
    rows,
    whole,
    list,
    best,
    second,
    index,
    labels: new Uint8Array(labels.buffer, labels.byteOffset, CHUNK),
    upper: singles(upper),
    lower: singles(lower),
    shift,
    half,
    doubts: words(doubts),
    moved: words(moved),
    from: words(from),
    aim: (centres) => packRows(centres, k, columns, packed),
    search: (count) =>
      nearest(
        rows.byteOffset,
        list.byteOffset,
        Math.ceil(count / LANES),
        columns,
        scratch.byteOffset,
        packed.byteOffset,
        Math.ceil(k / LANES),
        best.byteOffset,
        second.byteOffset,
        index.byteOffset,
      ),
  };
};

/** A search among copies of rows. */
export const createSearch = (columns: number, k: number): Search =>
  searchIn(layOut(...lengths(BATCH, columns, k)), columns, k, false);

/** A sample in the kernel's memory: a search among its rows, and room for `seedCentres` to try candidates. */
export type Sample = {
  count: number;
  columns: number;
  k: number;
  search: Search;
  /** Room for four rows. */
  scratch: Float64Array;
  candidates: Float64Array;
  closest: Float64Array;
  /** Per candidate, the distances that would be left; `closest.length` each. */
  left: Float64Array;
  totals: Float64Array;
};

/** Copies a sample (row-major, count x columns) to the kernel's memory, for up to k centres and so many trials. */
export const openSample = (
  values: Float64Array,
  count: number,
  columns: number,
  k: number,
  trials: number,
): Sample => {
  const stride = Math.ceil(count / LANES) * LANES;
  const tried = Math.ceil(trials / LANES) * LANES;
  const needed = lengths(count, columns, k);
  const space = layOut(...needed, packedLength(trials, columns), stride, tried * stride, tried);
  const search = searchIn(space, columns, k, true);
  search.rows.set(values.subarray(0, count * columns));
  const [candidates, closest, left, totals] = space.slice(needed.length);
  return { count, columns, k, search, scratch: space[2], candidates, closest, left, totals };
};

/** Hands the rows start..end, searched batch by batch, to `use` with the first row of the batch and its length. */
export const searchRows = (
  search: Search,
  values: Float64Array,
  columns: number,
  start: number,
  end: number,
  use: (from: number, count: number) => void,
): void => {
  for (let from = start; from < end; from += BATCH) {
    const count = Math.min(BATCH, end - from);
    if (search.whole) for (let at = 0; at < count; at++) search.list[at] = from + at;
    else search.rows.set(values.subarray(from * columns, (from + count) * columns));
    search.search(count);
    use(from, count);
  }
};

/** Writes the number of the nearest centre of every row to `labels`. At most 256 centres (k x columns). */
export const labelRows = (
  values: Float64Array,
  columns: number,
  centres: Float64Array,
  k: number,
  labels: Uint8Array,
): void => {
  const search = createSearch(columns, k);
  search.aim(centres);
  searchRows(search, values, columns, 0, labels.length, (from, count) => {
    for (let at = 0; at < count; at++) labels[from + at] = search.index[at];
  });
};
