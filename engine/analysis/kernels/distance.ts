/**
 * kernels: the hot loops of analysis over plain typed arrays, with no allocation and no calls out, so that a
 * WebAssembly twin can stand in for each. All distances are Euclidean in the direct form sum((x - c)^2),
 * summed in column order, which makes every kernel agree with every other to the last bit.
 */

/** Rows handled side by side; each value of a row is loaded once for this many others. */
export const LANES = 4;

/** Length of a packed copy of `count` rows. */
export const packedLength = (count: number, columns: number): number =>
  Math.ceil(count / LANES) * LANES * columns;

/**
 * Copies rows (row-major, count x columns) into groups of four, column by column: value t of row r is at
 * ((r >> 2) * columns + t) * 4 + (r & 3). Rows that only fill up the last group are infinite, so their
 * distance is infinite and a strict `<` never picks them.
 */
export const packRows = (rows: Float64Array, count: number, columns: number, packed: Float64Array): void => {
  packed.fill(Number.POSITIVE_INFINITY);
  for (let r = 0; r < count; r++)
    for (let t = 0; t < columns; t++)
      packed[((r >> 2) * columns + t) * LANES + (r & 3)] = rows[r * columns + t];
};

/** Squared distance between the row at `at` of `values` and the row at `to` of `others`. */
export const squaredDistance = (
  values: Float64Array,
  at: number,
  others: Float64Array,
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

/** Squared distances of the row at `at` to every packed row, written to `out` (packed order, whole groups). */
export const squaredDistances = (
  values: Float64Array,
  at: number,
  columns: number,
  packed: Float64Array,
  count: number,
  out: Float64Array,
): void => {
  for (let first = 0, base = 0; first < count; first += LANES, base += LANES * columns) {
    let s0 = 0;
    let s1 = 0;
    let s2 = 0;
    let s3 = 0;
    for (let t = 0, p = base; t < columns; t++, p += LANES) {
      const x = values[at + t];
      const d0 = x - packed[p];
      const d1 = x - packed[p + 1];
      const d2 = x - packed[p + 2];
      const d3 = x - packed[p + 3];
      s0 += d0 * d0;
      s1 += d1 * d1;
      s2 += d2 * d2;
      s3 += d3 * d3;
    }
    out[first] = s0;
    out[first + 1] = s1;
    out[first + 2] = s2;
    out[first + 3] = s3;
  }
};

/**
 * The packed row nearest to the row at `at` (lowest index on a tie). Writes the squared distances of the
 * nearest and of the runner-up to `found[0]` and `found[1]`.
 */
export const nearestTwo = (
  values: Float64Array,
  at: number,
  columns: number,
  packed: Float64Array,
  count: number,
  found: Float64Array,
): number => {
  let best = Number.POSITIVE_INFINITY;
  let second = Number.POSITIVE_INFINITY;
  let nearest = 0;
  for (let first = 0, base = 0; first < count; first += LANES, base += LANES * columns) {
    let s0 = 0;
    let s1 = 0;
    let s2 = 0;
    let s3 = 0;
    for (let t = 0, p = base; t < columns; t++, p += LANES) {
      const x = values[at + t];
      const d0 = x - packed[p];
      const d1 = x - packed[p + 1];
      const d2 = x - packed[p + 2];
      const d3 = x - packed[p + 3];
      s0 += d0 * d0;
      s1 += d1 * d1;
      s2 += d2 * d2;
      s3 += d3 * d3;
    }
    if (s0 < best) {
      second = best;
      best = s0;
      nearest = first;
    } else if (s0 < second) second = s0;
    if (s1 < best) {
      second = best;
      best = s1;
      nearest = first + 1;
    } else if (s1 < second) second = s1;
    if (s2 < best) {
      second = best;
      best = s2;
      nearest = first + 2;
    } else if (s2 < second) second = s2;
    if (s3 < best) {
      second = best;
      best = s3;
      nearest = first + 3;
    } else if (s3 < second) second = s3;
  }
  found[0] = best;
  found[1] = second;
  return nearest;
};
