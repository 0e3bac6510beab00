/**
 * Greedy k-means++ (D. Arthur and S. Vassilvitskii, SODA 2007, section 2; the greedy form of section 7): each
 * new centre is the best of a few rows drawn with probability proportional to their squared distance from the
 * centres chosen so far.
 */
import type { Random } from '../../../shared/random.ts';
import { LANES, packedLength, packRows } from './distance.ts';
import { kernel, layOut } from './memory.ts';

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
  const groups = Math.ceil(rows / LANES);
  const quads = Math.ceil(trials / LANES);
  const stride = groups * LANES;
  const centres = new Float64Array(k * columns);
  const candidates = new Float64Array(trials * columns);
  const [packed, tried, closest, nearest, remaining] = layOut(
    packedLength(rows, columns),
    packedLength(trials, columns),
    stride,
    quads * LANES * stride,
    quads * LANES,
  );
  packRows(values, rows, columns, packed);
  closest.fill(Number.POSITIVE_INFINITY, 0, rows);
  closest.fill(0, rows);
  const { closer } = kernel();
  let potential = 0;
  for (let chosen = 0; chosen < k; chosen++) {
    const tries = chosen === 0 ? 1 : trials;
    for (let trial = 0; trial < tries; trial++) {
      const row = chosen === 0 ? random.int(rows) : draw(closest, random.next() * potential);
      candidates.set(values.subarray(row * columns, (row + 1) * columns), trial * columns);
    }
    packRows(candidates, tries, columns, tried);
    for (let quad = 0; quad * LANES < tries; quad++)
      closer(
        packed.byteOffset,
        groups,
        columns,
        tried.byteOffset + quad * LANES * columns * 8,
        closest.byteOffset,
        nearest.byteOffset + quad * LANES * stride * 8,
        stride * 8,
        remaining.byteOffset + quad * LANES * 8,
      );
    let best = 0;
    for (let trial = 1; trial < tries; trial++) if (remaining[trial] < remaining[best]) best = trial;
    centres.set(candidates.subarray(best * columns, (best + 1) * columns), chosen * columns);
    closest.set(nearest.subarray(best * stride, (best + 1) * stride));
    potential = remaining[best];
  }
  return centres;
};
