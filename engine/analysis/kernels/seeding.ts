/**
 * Greedy k-means++ (D. Arthur and S. Vassilvitskii, SODA 2007, section 2; the greedy form of section 7): each
 * new centre is the best of a few rows drawn with probability proportional to their squared distance from the
 * centres chosen so far.
 */
import type { Random } from '../../../shared/random.ts';
import { LANES, packRows } from './distance.ts';
import { kernel } from './memory.ts';
import type { Sample } from './nearest.ts';

/** The first row at which the running sum of `weights` exceeds `target`. */
export const drawRow = (weights: Float64Array, target: number): number => {
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

/**
 * Chooses k starting centres among the rows of the sample. Tries 2 + floor(ln k) rows for each; the lowest
 * remaining squared distance wins, the earliest draw on a tie. With fewer than k distinct rows some centres
 * coincide.
 * @returns k x columns, row-major
 */
export const seedCentres = (sample: Sample, random: Random): Float64Array => {
  const { count, columns, k, search, scratch, candidates, closest, left, totals } = sample;
  const trials = trialsOf(k);
  const stride = closest.length;
  const centres = new Float64Array(k * columns);
  const rows = new Float64Array(trials * columns);
  closest.fill(Number.POSITIVE_INFINITY, 0, count);
  closest.fill(0, count);
  const { closer } = kernel();
  let potential = 0;
  for (let chosen = 0; chosen < k; chosen++) {
    const tries = chosen === 0 ? 1 : trials;
    for (let trial = 0; trial < tries; trial++) {
      const row = chosen === 0 ? random.int(count) : drawRow(closest, random.next() * potential);
      rows.set(search.rows.subarray(row * columns, (row + 1) * columns), trial * columns);
    }
    packRows(rows, tries, columns, candidates);
    for (let quad = 0; quad * LANES < tries; quad++)
      closer(
        search.rows.byteOffset,
        count,
        columns,
        scratch.byteOffset,
        candidates.byteOffset + quad * LANES * columns * 8,
        closest.byteOffset,
        left.byteOffset + quad * LANES * stride * 8,
        stride * 8,
        totals.byteOffset + quad * LANES * 8,
      );
    let best = 0;
    for (let trial = 1; trial < tries; trial++) if (totals[trial] < totals[best]) best = trial;
    centres.set(rows.subarray(best * columns, (best + 1) * columns), chosen * columns);
    closest.set(left.subarray(best * stride, (best + 1) * stride));
    potential = totals[best];
  }
  return centres;
};
