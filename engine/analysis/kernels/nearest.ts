/** The nearest centre of rows, in batches that fit the nearest cache. */
import { LANES, packedLength, packRows } from './distance.ts';
import { kernel, layOut } from './memory.ts';

/** Rows of one call. */
export const BATCH = 256;

/** A place to put up to `BATCH` rows, and the answer for each. */
export type Batch = {
  /** Packed rows (distance.ts). */
  rows: Float64Array;
  /** Squared distances to the nearest centre and to the runner-up, and the number of the nearest. */
  best: Float64Array;
  second: Float64Array;
  index: Float64Array;
  /** Fills in the answers for the first `count` rows. Ties go to the lowest number. */
  search(count: number): void;
};

/** A batch against `k` centres (row-major). It is good until the next kernel lays its arrays out. */
export const createBatch = (centres: Float64Array, k: number, columns: number): Batch => {
  const [rows, packed, best, second, index] = layOut(
    BATCH * columns,
    packedLength(k, columns),
    BATCH,
    BATCH,
    BATCH,
  );
  packRows(centres, k, columns, packed);
  const { nearest } = kernel();
  const quads = Math.ceil(k / LANES);
  const search = (count: number): void =>
    nearest(
      rows.byteOffset,
      Math.ceil(count / LANES),
      columns,
      packed.byteOffset,
      quads,
      best.byteOffset,
      second.byteOffset,
      index.byteOffset,
    );
  return { rows, best, second, index, search };
};

/** Writes the number of the nearest centre of the rows start..end to `labels`. At most 256 centres. */
export const labelRows = (
  values: Float64Array,
  start: number,
  end: number,
  columns: number,
  centres: Float64Array,
  k: number,
  labels: Uint8Array,
): void => {
  const batch = createBatch(centres, k, columns);
  for (let from = start; from < end; from += BATCH) {
    const count = Math.min(BATCH, end - from);
    packRows(values.subarray(from * columns, (from + count) * columns), count, columns, batch.rows);
    batch.search(count);
    for (let i = 0; i < count; i++) labels[from + i] = batch.index[i];
  }
};
