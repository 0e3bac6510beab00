/** The nearest centre of rows in doubles, of copies of a few rows that fit the nearest cache. */
import { LANES, packedLength, packRows } from './distance.ts';
import { kernel, layOut } from './memory.ts';

/** Rows of one call at most. */
export const BATCH = 256;

/** Rows in the kernel's memory, and the answers for up to `BATCH` of them. Good until something else is laid out. */
export type Search = {
  columns: number;
  k: number;
  /** Row-major: `BATCH` places to copy rows to. */
  rows: Float64Array;
  /** The numbers 0, 1, 2 ... up to `BATCH`. */
  list: Uint32Array;
  /** Squared distances to the nearest centre and to the runner-up, and the number of the nearest. */
  best: Float64Array;
  second: Float64Array;
  index: Float64Array;
  /** Sets the centres, row-major. */
  aim(centres: Float64Array): void;
  /** Fills in the answers for the first `count` rows. Ties go to the lowest number. */
  search(count: number): void;
};

/** What `searchIn` needs room for, in doubles. */
export const searchLengths = (columns: number, k: number): number[] => [
  BATCH * columns,
  packedLength(k, columns),
  LANES * columns,
  BATCH / 2,
  BATCH,
  BATCH,
  BATCH,
];

/** A search in space laid out by `searchLengths`. */
export const searchIn = (space: readonly Float64Array[], columns: number, k: number): Search => {
  const [rows, packed, scratch, ones, best, second, index] = space;
  const list = new Uint32Array(ones.buffer, ones.byteOffset, BATCH);
  for (let i = 0; i < BATCH; i++) list[i] = i;
  const { nearest64 } = kernel();
  const quads = Math.ceil(k / LANES);
  return {
    columns,
    k,
    rows,
    list,
    best,
    second,
    index,
    aim: (to) => packRows(to, k, columns, packed),
    search: (count) =>
      nearest64(
        rows.byteOffset,
        list.byteOffset,
        Math.ceil(count / LANES),
        columns,
        scratch.byteOffset,
        packed.byteOffset,
        quads,
        best.byteOffset,
        second.byteOffset,
        index.byteOffset,
      ),
  };
};

/** Writes the number of the nearest centre of every row to `labels`. At most 256 centres (k x columns). */
export const labelRows = (
  values: Float64Array,
  columns: number,
  centres: Float64Array,
  k: number,
  labels: Uint8Array,
): void => {
  const search = searchIn(layOut(...searchLengths(columns, k)), columns, k);
  search.aim(centres);
  for (let from = 0; from < labels.length; from += BATCH) {
    const count = Math.min(BATCH, labels.length - from);
    search.rows.set(values.subarray(from * columns, (from + count) * columns));
    search.search(count);
    for (let at = 0; at < count; at++) labels[from + at] = search.index[at];
  }
};
