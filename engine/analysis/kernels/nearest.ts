/** The nearest centre of rows: of copies of a few rows that fit the nearest cache, or of a sample that is all there. */
import { LANES, type Numbers, packedLength, packRows } from './distance.ts';
import { kernel, layOut } from './memory.ts';

/** Rows of one call at most. */
export const BATCH = 256;

/** Bytes of one column of a group of rows: what the kernel handles side by side. */
const GROUP = 32;

/** Rows in the kernel's memory, and the answers for up to `BATCH` of them. Good until something else is laid out. */
export type Search = {
  columns: number;
  k: number;
  /** Row-major: `BATCH` places to copy rows to, or a whole sample. */
  rows: Numbers;
  /** The numbers 0, 1, 2 ... up to `BATCH`. */
  list: Uint32Array;
  /** Squared distances to the nearest centre and to the runner-up, and the number of the nearest. */
  best: Numbers;
  second: Numbers;
  index: Numbers;
  /** Sets the centres, row-major. */
  aim(centres: Float64Array): void;
  /**
   * Fills in the answers for the rows whose numbers stand at the byte `list`, by default the first `count`; the
   * numbers that fill up the last group must be those of rows. Ties go to the lowest number.
   */
  search(count: number, list?: number): void;
};

/** What `searchIn` needs room for, in doubles; values have so many bytes. */
export const searchLengths = (rows: number, columns: number, k: number, bytes: 4 | 8): number[] => [
  Math.ceil((rows * columns * bytes) / 8),
  (packedLength(k, columns) * bytes) / 8,
  (GROUP * columns) / 8,
  BATCH / 2,
  BATCH,
  BATCH,
  BATCH,
];

/** A search in space laid out by `searchLengths`. */
export const searchIn = (
  space: readonly Float64Array[],
  rows: number,
  columns: number,
  k: number,
  bytes: 4 | 8,
): Search => {
  const numbers = (place: Float64Array, length: number): Numbers =>
    bytes === 8
      ? new Float64Array(place.buffer, place.byteOffset, length)
      : new Float32Array(place.buffer, place.byteOffset, length);
  const [all, centres, scratch, ones] = space;
  const packed = numbers(centres, packedLength(k, columns));
  const list = new Uint32Array(ones.buffer, ones.byteOffset, BATCH);
  for (let i = 0; i < BATCH; i++) list[i] = Math.min(i, rows - 1);
  const [best, second, index] = space.slice(4).map((place) => numbers(place, BATCH));
  const nearest = bytes === 8 ? kernel().nearest64 : kernel().nearest32;
  const lanes = GROUP / bytes;
  const quads = Math.ceil(k / LANES);
  return {
    columns,
    k,
    rows: numbers(all, rows * columns),
    list,
    best,
    second,
    index,
    aim: (to) => packRows(to, k, columns, packed),
    search: (count, at = list.byteOffset) =>
      nearest(
        all.byteOffset,
        at,
        Math.ceil(count / lanes),
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
  const search = searchIn(layOut(...searchLengths(BATCH, columns, k, 8)), BATCH, columns, k, 8);
  search.aim(centres);
  for (let from = 0; from < labels.length; from += BATCH) {
    const count = Math.min(BATCH, labels.length - from);
    search.rows.set(values.subarray(from * columns, (from + count) * columns));
    search.search(count);
    for (let at = 0; at < count; at++) labels[from + at] = search.index[at];
  }
};
