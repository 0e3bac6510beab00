/**
 * kernels: the hot loops of analysis over plain typed arrays; those that matter most are in WebAssembly SIMD
 * (`assembly/`, called through `memory.ts`). All distances are Euclidean in the direct form sum((x - c)^2), summed
 * in column order, which makes every kernel agree with every other to the last bit.
 */

/** Values in the kernel's memory: doubles, or singles for samples. */
export type Numbers = Float64Array | Float32Array;

/** Rows packed together. */
export const LANES = 4;

/** Length of a packed copy of `count` rows. */
export const packedLength = (count: number, columns: number): number =>
  Math.ceil(count / LANES) * LANES * columns;

/**
 * Copies rows (row-major, count x columns, or those whose numbers are `chosen`) into groups of four, column by column:
 * value t of row r is at ((r >> 2) * columns + t) * 4 + (r & 3). Rows that only fill up the last group are infinite, so their
 * distance is infinite and a strict `<` never picks them.
 */
export const packRows = (
  rows: Float64Array,
  count: number,
  columns: number,
  packed: Numbers,
  chosen?: Uint32Array,
): void => {
  const groups = Math.ceil(count / LANES);
  packed.fill(Number.POSITIVE_INFINITY, Math.max(0, groups - 1) * LANES * columns, groups * LANES * columns);
  for (let r = 0; r < count; r++) {
    let at = (chosen === undefined ? r : chosen[r]) * columns;
    for (let t = 0, to = (r >> 2) * columns * LANES + (r & 3); t < columns; t++, to += LANES)
      packed[to] = rows[at++];
  }
};

/** Squared distance between the row at `at` of `values` and the row at `to` of `others`. */
export const squaredDistance = (
  values: Numbers,
  at: number,
  others: Numbers,
  to: number,
  columns: number,
): number => {
  let sum = 0;
  for (let t = 0; t < columns; t++) {
    const difference = values[at + t] - others[to + t];
    sum += difference * difference;
  }
  return sum;
};
