/**
 * Greedy k-means++ (D. Arthur and S. Vassilvitskii, SODA 2007, section 2; the greedy form of section 7): each
 * new centre is the best of a few rows drawn with probability proportional to their squared distance from the
 * centres chosen so far.
 */
import type { Random } from '../../../shared/random.ts';
import { LANES, packRows } from './distance.ts';
import { kernel } from './memory.ts';
import type { Sample } from './sample.ts';

/** The first row at which the running sum of `weights` exceeds `target`. */
const drawRow = (weights: Float32Array, target: number): number => {
  let sum = 0;
  let last = 0;
  for (let i = 0; i < weights.length; i++) {
    if (weights[i] === 0) continue;
    sum += weights[i];
    last = i;
    if (sum > target) return i;
  }
  return last;
};

/** Rows tried for each of k centres. */
export const trialsOf = (k: number): number => 2 + Math.floor(Math.log(k));

/** The row that would make the best new centre of those tried, its place among them, and what would be left. */
export type Candidate = { row: number; trial: number; left: number };

/**
 * Tries `rows` as a new centre beside those that `sample.closest` is measured to.
 * @returns the row that leaves the lowest sum of squared distances, the earliest on a tie; the distances that each
 * leaves are in `sample.left`
 */
export const bestOf = (sample: Sample, rows: readonly number[]): Candidate => {
  const { count, columns, scratch, candidates, closest, left, totals } = sample;
  const values = new Float64Array(rows.length * columns);
  rows.forEach((row, trial) => {
    values.set(sample.rows.subarray(row * columns, (row + 1) * columns), trial * columns);
  });
  packRows(values, rows.length, columns, candidates);
  for (let first = 0; first < rows.length; first += LANES)
    kernel().closer(
      sample.rows.byteOffset,
      count,
      columns,
      scratch.byteOffset,
      candidates.byteOffset + first * columns * 4,
      closest.byteOffset,
      left.byteOffset + first * closest.length * 4,
      closest.length * 4,
      totals.byteOffset + first * 8,
    );
  let trial = 0;
  for (let other = 1; other < rows.length; other++) if (totals[other] < totals[trial]) trial = other;
  return { row: rows[trial], trial, left: totals[trial] };
};

/** Rows drawn by their distance in `sample.closest`, which sums to `potential`. */
export const drawRows = (sample: Sample, trials: number, potential: number, random: Random): number[] =>
  Array.from({ length: trials }, () => drawRow(sample.closest, random.next() * potential));

/** One row of the sample. */
export const rowOf = ({ rows, columns }: Sample, row: number): Float32Array =>
  rows.slice(row * columns, (row + 1) * columns);

/**
 * Chooses k starting centres among the rows of the sample. Tries 2 + floor(ln k) rows for each; the lowest
 * remaining squared distance wins, the earliest draw on a tie. With fewer than k distinct rows some centres
 * coincide.
 * @returns k x columns, row-major
 */
export const seedCentres = (sample: Sample, random: Random): Float64Array => {
  const { count, columns, k, closest, left } = sample;
  const stride = closest.length;
  const centres = new Float64Array(k * columns);
  closest.fill(Number.POSITIVE_INFINITY, 0, count);
  closest.fill(0, count);
  let potential = 0;
  for (let chosen = 0; chosen < k; chosen++) {
    const rows = chosen === 0 ? [random.int(count)] : drawRows(sample, trialsOf(k), potential, random);
    const best = bestOf(sample, rows);
    centres.set(rowOf(sample, best.row), chosen * columns);
    closest.set(left.subarray(best.trial * stride, (best.trial + 1) * stride));
    potential = best.left;
  }
  return centres;
};
