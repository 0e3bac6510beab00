/**
 * A segment so small that no sample holds enough of it lies far from every centre, and k-means stays where it is:
 * each step is local. So after the last pass one split is tried: one more k-means++ centre among the farthest rows,
 * in exchange for the centre that is missed least (after S. Lattanzi and C. Sohler, ICML 2019, who draw such swaps
 * from all rows).
 */
import { createRandom } from '../../shared/random.ts';
import { LANES, packRows } from './kernels/distance.ts';
import type { Lloyd } from './kernels/lloyd.ts';
import { kernel } from './kernels/memory.ts';
import { openSample } from './kernels/nearest.ts';
import { drawRow } from './kernels/seeding.ts';
import { gatherRows } from './rows.ts';

/** The farthest hundredth of the rows is looked at, within these limits. */
const SHARE = 100;
const LEAST = 1000;
const MOST = 20_000;

/** Rows tried as a new centre: the farthest one, and others drawn by their squared distance. */
const TRIALS = 32;

/** Rows in order of their number whose squared distance is among the largest; about a hundredth of all. */
const farthestRows = (squares: Float32Array): Uint32Array => {
  const wanted = Math.min(squares.length, MOST, Math.max(LEAST, Math.ceil(squares.length / SHARE)));
  // Floats that are not negative are in the order of their bits: the upper half of them makes the steps.
  const bits = new Uint32Array(squares.buffer, squares.byteOffset, squares.length);
  const steps = new Uint32Array(65_536);
  for (let i = 0; i < bits.length; i++) steps[bits[i] >>> 16] += 1;
  let step = steps.length;
  let count = 0;
  while (step > 0 && count < wanted) count += steps[--step];
  const rows = new Uint32Array(Math.min(count, MOST));
  for (let i = 0, at = 0; i < bits.length && at < rows.length; i++)
    if (bits[i] >>> 16 >= step) rows[at++] = i;
  return rows;
};

/**
 * Centres with one exchanged, where that promises a lower inertia: what the farthest rows alone would gain by the
 * new centre is more than what all rows would lose without the old one. Null where no exchange does.
 * @param state after a step `apart`: squared distances in `upper`, losses in `cost`
 */
export const exchangedCentres = (state: Lloyd, seed: number): Float64Array | null => {
  const { values, columns, k, centres, cost, upper } = state;
  if (k < 2) return null;
  const losses = new Float64Array(k);
  for (let at = 0; at < cost.length; at++) losses[at % k] += cost[at];
  const missed = losses.indexOf(losses.reduce((least, loss) => Math.min(least, loss)));

  const far = farthestRows(upper);
  const sample = openSample(gatherRows(values, columns, far), far.length, columns, 1, TRIALS);
  const { search, scratch, candidates, closest, left, totals } = sample;
  let sum = 0;
  let farthest = 0;
  closest.fill(0);
  for (let at = 0; at < far.length; at++) {
    closest[at] = upper[far[at]];
    sum += closest[at];
    if (closest[at] > closest[farthest]) farthest = at;
  }
  const random = createRandom(seed).fork('kmeans').fork('split');
  const tried = Array.from({ length: TRIALS }, (_, trial) =>
    trial === 0 ? farthest : drawRow(closest, random.next() * sum),
  );
  const rowAt = (at: number): Float64Array => search.rows.slice(at * columns, (at + 1) * columns);
  const rows = new Float64Array(TRIALS * columns);
  tried.forEach((at, trial) => {
    rows.set(rowAt(at), trial * columns);
  });
  packRows(rows, TRIALS, columns, candidates);
  for (let first = 0; first < TRIALS; first += LANES)
    kernel().closer(
      search.rows.byteOffset,
      far.length,
      columns,
      scratch.byteOffset,
      candidates.byteOffset + first * columns * 8,
      closest.byteOffset,
      left.byteOffset + first * closest.length * 8,
      closest.length * 8,
      totals.byteOffset + first * 8,
    );
  let best = 0;
  for (let trial = 1; trial < TRIALS; trial++) if (totals[trial] < totals[best]) best = trial;
  if (sum - totals[best] <= losses[missed]) return null;
  const exchanged = centres.slice();
  exchanged.set(rowAt(tried[best]), missed * columns);
  return exchanged;
};
