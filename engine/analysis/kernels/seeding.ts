/**
 * Greedy k-means++ (D. Arthur and S. Vassilvitskii, SODA 2007, section 2; the greedy form of section 7): each
 * new centre is the best of a few rows drawn with probability proportional to their squared distance from the
 * centres chosen so far.
 */
import type { Random } from '../../../shared/random.ts';
import { LANES, packedLength, packRows, squaredDistances } from './distance.ts';

/** The first row at which the running sum of `weights` exceeds `target`. */
const draw = (weights: Float64Array, target: number): number => {
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

/**
 * Chooses `k` starting centres among the rows. Tries 2 + floor(ln k) rows for each; the lowest remaining
 * squared distance wins, the earliest draw on a tie. With fewer than k distinct rows some centres coincide.
 * @returns k x columns, row-major
 */
export const seedCentres = (
  values: Float64Array,
  rows: number,
  columns: number,
  k: number,
  random: Random,
): Float64Array => {
  const trials = 2 + Math.floor(Math.log(k));
  const centres = new Float64Array(k * columns);
  const closest = new Float64Array(rows).fill(Number.POSITIVE_INFINITY);
  const candidates = new Float64Array(trials * columns);
  const packed = new Float64Array(packedLength(trials, columns));
  const distances = new Float64Array(Math.ceil(trials / LANES) * LANES);
  /** Per trial: the distances to the closest centre if it were chosen. */
  const nearest = new Float64Array(trials * rows);
  const remaining = new Float64Array(trials);
  let potential = 0;
  for (let chosen = 0; chosen < k; chosen++) {
    const tries = chosen === 0 ? 1 : trials;
    for (let trial = 0; trial < tries; trial++) {
      const row = chosen === 0 ? random.int(rows) : draw(closest, random.next() * potential);
      candidates.set(values.subarray(row * columns, (row + 1) * columns), trial * columns);
    }
    packRows(candidates, tries, columns, packed);
    remaining.fill(0);
    for (let i = 0; i < rows; i++) {
      squaredDistances(values, i * columns, columns, packed, tries, distances);
      for (let trial = 0; trial < tries; trial++) {
        const nearer = Math.min(distances[trial], closest[i]);
        nearest[trial * rows + i] = nearer;
        remaining[trial] += nearer;
      }
    }
    let best = 0;
    for (let trial = 1; trial < tries; trial++) if (remaining[trial] < remaining[best]) best = trial;
    centres.set(candidates.subarray(best * columns, (best + 1) * columns), chosen * columns);
    closest.set(nearest.subarray(best * rows, (best + 1) * rows));
    potential = remaining[best];
  }
  return centres;
};
