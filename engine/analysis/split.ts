/**
 * Steps out of a local optimum: one centre is exchanged for a row drawn by its squared distance, in place of the
 * centre that is missed least (after S. Lattanzi and C. Sohler, "A better k-means++ algorithm via local search",
 * ICML 2019). On a sample, drawn from all of it, to find the better optima that restarts miss. On all rows, drawn
 * from the farthest: a segment so small that no sample holds enough of it lies far from every centre.
 */
import { createRandom } from '../../shared/random.ts';
import type { Lloyd } from './kernels/lloyd.ts';
import { bestCentre, openSample } from './kernels/sample.ts';
import { framedRows, frameOf, unframed } from './rows.ts';

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

/** The centre that is missed least, and by how much. */
const missedLeast = ({ k, cost }: Lloyd): { centre: number; loss: number } => {
  const losses = new Float64Array(k);
  for (let at = 0; at < cost.length; at++) losses[at % k] += cost[at];
  const loss = losses.reduce((least, one) => Math.min(least, one));
  return { centre: losses.indexOf(loss), loss };
};

/**
 * Centres with one exchanged, where that promises a lower inertia: what the farthest rows alone would gain by the
 * new centre is more than what all rows would lose without the old one. Null where no exchange does.
 * @param state of all rows, after a step `weigh`
 */
export const exchangedCentres = (state: Lloyd, values: Float64Array, seed: number): Float64Array | null => {
  const { columns, k, centres, slack: squares } = state;
  if (k < 2) return null;
  const { centre, loss } = missedLeast(state);
  const far = farthestRows(squares);
  const frame = frameOf(values, columns, far);
  const sample = openSample(framedRows(values, columns, far, frame).values, far.length, columns, 1, TRIALS);
  const unit = frame.unit ** 2;
  let sum = 0;
  let farthest = 0;
  for (let at = 0; at < far.length; at++) {
    sample.closest[at] = squares[far[at]] * unit;
    sum += sample.closest[at];
    if (sample.closest[at] > sample.closest[farthest]) farthest = at;
  }
  const random = createRandom(seed).fork('kmeans').fork('split');
  const best = bestCentre(sample, farthest, TRIALS - 1, sum, random);
  if (sum - best.left <= loss * unit) return null;
  const exchanged = centres.slice();
  const row = sample.values.slice(best.row * columns, (best.row + 1) * columns);
  exchanged.set(unframed(row, frame), centre * columns);
  return exchanged;
};
