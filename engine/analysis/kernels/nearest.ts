/** The nearest centre of rows in doubles, of copies of a few rows that fit the nearest cache. */
import { LANES, packedLength, packRows } from './distance.ts';
import { kernel, layOut } from './memory.ts';

/** Rows of one call at most. */
export const BATCH = 256;

/** Rows in the kernel's memory, and the answers for up to `BATCH` of them. Good until something else is laid out. */
export type Search = {
  columns: number;
  k: number;
  /** Row-major: places to copy rows to. */
  rows: Float64Array;
  /** The numbers 0, 1, 2 ... up to `BATCH`. */
  list: Uint32Array;
  /** Squared distances to the nearest centre and to the runner-up, and the number of the nearest. */
  best: Float64Array;
  second: Float64Array;
  index: Float64Array;
  /** Sets the centres, row-major. */
  aim(centres: Float64Array): void;
  /** What the kernels that search rows are told first, for the first `count` rows. */
  places(count: number): [number, number, number, number, number, number, number, number, number, number];
  /** Fills in the answers for the first `count` rows, `BATCH` at most. Ties go to the lowest number. */
  search(count: number): void;
};

/** What `searchIn` needs room for with so many rows, at least `BATCH`, in doubles. */
export const searchLengths = (rows: number, columns: number, k: number): number[] => [
  rows * columns,
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
  const places: Search['places'] = (count) => [
    rows.byteOffset,
    list.byteOffset,
    count,
    columns,
    scratch.byteOffset,
    packed.byteOffset,
    quads,
    best.byteOffset,
    second.byteOffset,
    index.byteOffset,
  ];
  return {
    columns,
    k,
    rows,
    list,
    best,
    second,
    index,
    aim: (to) => packRows(to, k, columns, packed),
    places,
    search: (count) => {
      const [values, from, , ...others] = places(count);
      nearest64(values, from, Math.ceil(count / LANES), ...others);
    },
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
  const search = searchIn(layOut(...searchLengths(BATCH, columns, k)), columns, k);
  search.aim(centres);
  for (let from = 0; from < labels.length; from += BATCH) {
    const count = Math.min(BATCH, labels.length - from);
    search.rows.set(values.subarray(from * columns, (from + count) * columns));
    search.search(count);
    for (let at = 0; at < count; at++) labels[from + at] = search.index[at];
  }
};
