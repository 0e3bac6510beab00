/** What every fit asks of its rows first: that they are finite, that they are shared, how many differ. */
import { CloisterError } from '../../shared/errors.ts';
import type { Random } from '../../shared/random.ts';
import type { Matrix } from '../features/table.ts';

/** Beyond this size squared distances no longer fit the 32-bit bounds; scaled data never comes near it. */
const LARGEST = 1e18;

/**
 * Refuses a matrix without rows or columns, or with a value that is missing, infinite or beyond 1e18.
 * @throws CloisterError NO_DATA, INPUT_VALUE
 */
export const requireFinite = (matrix: Matrix): void => {
  const columns = matrix.columns.length;
  const { people, values } = matrix;
  if (people === 0 || columns === 0)
    throw new CloisterError(
      'NO_DATA',
      people === 0 ? 'There is no one to analyse.' : 'There is no feature to analyse.',
      'Choose a purpose and a date that admit people, and at least one feature.',
    );
  for (let at = 0; at < people * columns; at++) {
    if (Math.abs(values[at]) <= LARGEST) continue;
    const column = matrix.columns[at % columns];
    throw new CloisterError(
      'INPUT_VALUE',
      `The feature ${column.label} holds ${values[at]} in row ${Math.floor(at / columns) + 1}, which cannot be analysed.`,
      'Fill in missing values and scale the feature, or leave it out.',
    );
  }
};

/** Where people differ by less than this, squares of the differences vanish in 32 bits. */
const SMALLEST = 1e-15;

/**
 * Refuses a matrix whose people differ, but so little that their distances would be rounded to nothing.
 * @throws CloisterError INPUT_VALUE
 */
export const requireSpread = ({ columns, people, values }: Matrix): void => {
  const width = columns.length;
  let most = 0;
  for (let at = width; at < people * width; at++)
    most = Math.max(most, Math.abs(values[at] - values[at % width]));
  if (most === 0 || most >= SMALLEST) return;
  throw new CloisterError(
    'INPUT_VALUE',
    `People differ by at most ${most.toPrecision(2)} in every feature, which is too little to measure distances by.`,
    'Scale the features: zscore, robust or rank.',
  );
};

/** The values in shared memory; copied only if they are not there yet. */
export const sharedValues = (values: Float64Array): Float64Array => {
  if (values.buffer instanceof SharedArrayBuffer) return values;
  const copy = new Float64Array(new SharedArrayBuffer(values.byteLength));
  copy.set(values);
  return copy;
};

const sameRow = (values: Float64Array, columns: number, a: number, b: number): boolean => {
  for (let t = 0; t < columns; t++) if (values[a * columns + t] !== values[b * columns + t]) return false;
  return true;
};

/** How many different rows there are, counted up to `limit`. Stops as soon as the limit is reached. */
export const distinctRows = (matrix: Matrix, limit: number): number => {
  const columns = matrix.columns.length;
  const { people, values } = matrix;
  const seen = new Map<number, number[]>();
  const cell = new Float64Array(1);
  const words = new Uint32Array(cell.buffer);
  let distinct = 0;
  for (let i = 0; i < people && distinct < limit; i++) {
    let hash = 0x811c9dc5;
    for (let t = 0; t < columns; t++) {
      cell[0] = values[i * columns + t] + 0; // -0 and 0 are one value
      hash = Math.imul(hash ^ words[0], 0x01000193);
      hash = Math.imul(hash ^ words[1] ^ (hash >>> 15), 0x85ebca6b);
    }
    const bucket = seen.get(hash);
    if (bucket === undefined) seen.set(hash, [i]);
    else if (bucket.some((row) => sameRow(values, columns, row, i))) continue;
    else bucket.push(i);
    distinct += 1;
  }
  return distinct;
};

/** One row drawn from each of `size` equal stretches of 0 .. rows - 1, ascending. All rows if there are no more. */
export const stratifiedStride = (rows: number, size: number, random: Random): Uint32Array => {
  if (size >= rows) return Uint32Array.from({ length: rows }, (_, i) => i);
  const chosen = new Uint32Array(size);
  const least = Math.floor(rows / size);
  const rest = rows % size;
  // Stretch i ends at floor((i + 1) * rows / size), without products that leave 32 bits.
  for (let i = 0, from = 0, over = 0; i < size; i++) {
    over += rest;
    const more = over >= size ? 1 : 0;
    over -= more * size;
    chosen[i] = from + random.int(least + more);
    from += least + more;
  }
  return chosen;
};

/** A shared, row-major copy of the chosen rows. */
export const gatherRows = (values: Float64Array, columns: number, chosen: Uint32Array): Float64Array => {
  const out = new Float64Array(new SharedArrayBuffer(chosen.length * columns * 8));
  for (let i = 0; i < chosen.length; i++) {
    const at = chosen[i] * columns;
    for (let t = 0; t < columns; t++) out[i * columns + t] = values[at + t];
  }
  return out;
};

/**
 * A frame in which rows may be singles: about their mean and in a unit near their spread, so that neither far offsets
 * nor large or small scales cost digits. A value x of column t is (x - mean[t]) * unit.
 */
export type Frame = { mean: Float64Array; unit: number };

/** The frame of the chosen rows. */
export const frameOf = (values: Float64Array, columns: number, chosen: Uint32Array): Frame => {
  const mean = new Float64Array(columns);
  for (let i = 0; i < chosen.length; i++)
    for (let t = 0, at = chosen[i] * columns; t < columns; t++) mean[t] += values[at++] / chosen.length;
  let squares = 0;
  for (let i = 0; i < chosen.length; i++)
    for (let t = 0, at = chosen[i] * columns; t < columns; t++) squares += (values[at++] - mean[t]) ** 2;
  // A power of two, so that nothing is rounded by it.
  const spread = Math.sqrt(squares / chosen.length / columns);
  return { mean, unit: spread > 0 ? 2 ** -Math.round(Math.log2(spread)) : 1 };
};

/** A shared, row-major copy of the chosen rows in a frame, and the sum of the squares of its values. */
export const framedRows = (
  values: Float64Array,
  columns: number,
  chosen: Uint32Array,
  { mean, unit }: Frame,
): { values: Float32Array; squares: number } => {
  const out = new Float32Array(new SharedArrayBuffer(chosen.length * columns * 4));
  let squares = 0;
  for (let i = 0, to = 0; i < chosen.length; i++)
    for (let t = 0, at = chosen[i] * columns; t < columns; t++, to++) {
      out[to] = (values[at++] - mean[t]) * unit;
      squares += out[to] * out[to];
    }
  return { values: out, squares };
};

/** Points of a frame as rows as they came. */
export const unframed = (points: Float64Array | Float32Array, { mean, unit }: Frame): Float64Array =>
  Float64Array.from(points, (value, at) => value / unit + mean[at % mean.length]);
