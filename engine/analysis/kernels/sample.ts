/** A sample of rows as singles in the memory of one thread: where k-means looks for a place to begin. */
import { LANES, packedLength } from './distance.ts';
import { type Lloyd, type Work, workIn, workLengths } from './lloyd.ts';
import { layOut } from './memory.ts';
import { searchIn, searchLengths } from './nearest.ts';

/** Good until something else is laid out in the kernel's memory. */
export type Sample = {
  count: number;
  columns: number;
  k: number;
  work: Work;
  /** The rows, row-major. */
  rows: Float32Array;
  /** Room for one group of rows. */
  scratch: Float64Array;
  /** Packed. */
  candidates: Float32Array;
  /** Squared distance of each row to the nearest centre so far; filled up to whole groups. */
  closest: Float32Array;
  /** Per candidate, the distances that would be left; `closest.length` each. */
  left: Float32Array;
  totals: Float64Array;
};

/** Copies a sample (row-major, count x columns) to the kernel's memory, for up to k centres and so many trials. */
export const openSample = (
  values: Float32Array,
  count: number,
  columns: number,
  k: number,
  trials: number,
): Sample => {
  const stride = Math.ceil(count / 8) * 8;
  const tried = Math.ceil(trials / LANES) * LANES;
  const searching = searchLengths(count, columns, k, 4);
  const working = workLengths(count, columns, k);
  const packed = packedLength(trials, columns);
  const space = layOut(...searching, ...working, packed / 2, stride / 2, (tried * stride) / 2, tried);
  const search = searchIn(space, count, columns, k, 4);
  const singles = (place: Float64Array, length: number): Float32Array =>
    new Float32Array(place.buffer, place.byteOffset, length);
  const [candidates, closest, left, totals] = space.slice(searching.length + working.length);
  const rows = singles(space[0], count * columns);
  rows.set(values.subarray(0, count * columns));
  return {
    count,
    columns,
    k,
    work: workIn(space.slice(searching.length), search, count, true, 4),
    rows,
    scratch: space[2],
    candidates: singles(candidates, packed),
    closest: singles(closest, stride),
    left: singles(left, tried * stride),
    totals,
  };
};

/** The state of a run on a sample: one chunk, whose labels and slack are where the kernel works. */
export const sampleLloyd = ({ count, columns, k, rows, work }: Sample): Lloyd => ({
  values: rows,
  rows: count,
  columns,
  k,
  centres: new Float64Array(k * columns),
  spent: new Float64Array(k),
  labels: work.labels,
  slack: work.slack,
  sums: new Float64Array(k * columns),
  counts: new Float64Array(k),
  moved: new Float64Array(1),
  inertia: new Float64Array(1),
  cost: new Float64Array(k),
});
