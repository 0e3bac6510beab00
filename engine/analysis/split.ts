/**
 * Steps out of a local optimum: one centre is exchanged for a row drawn by its squared distance, in place of the
 * centre that is missed least (after S. Lattanzi and C. Sohler, "A better k-means++ algorithm via local search",
 * ICML 2019). On a sample, drawn from all of it, to find the better optima that restarts miss. On all rows, drawn
 * from the farthest: a segment so small that no sample holds enough of it lies far from every centre.
 */
import { createRandom, type Random } from '../../shared/random.ts';
import type { Lloyd } from './kernels/lloyd.ts';
import { BATCH } from './kernels/nearest.ts';
import { openSample, type Sample } from './kernels/sample.ts';
import { bestOf, drawRows, rowOf } from './kernels/seeding.ts';
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

/** Fills `sample.closest`; returns the sum. */
const measureFrom = (sample: Sample, squareOf: (row: number) => number): number => {
  let sum = 0;
  sample.closest.fill(0);
  for (let row = 0; row < sample.count; row++) {
    sample.closest[row] = squareOf(row);
    sum += sample.closest[row];
  }
  return sum;
};

/** Rows tried in one exchange on a sample. */
export const DRAWN = 2;

/** Of each row of a sample: the nearest centre, the squared distance to it, and how much farther the runner-up is. */
export type Standing = { labels: Uint8Array; squares: Float32Array; losses: Float32Array; inertia: number };

/** How the rows of a sample stand to centres. */
export const standingOf = ({ count, work: { search, doubts } }: Sample, centres: Float64Array): Standing => {
  const standing = {
    labels: new Uint8Array(count),
    squares: new Float32Array(count),
    losses: new Float32Array(count),
    inertia: 0,
  };
  search.aim(centres);
  for (let first = 0; first < count; first += BATCH) {
    const batch = Math.min(BATCH, count - first);
    for (let at = 0; at < batch; at++) doubts[at] = first + at;
    doubts.fill(0, batch, batch + 8);
    search.search(batch, doubts.byteOffset);
    for (let at = 0; at < batch; at++) {
      standing.labels[first + at] = search.index[at];
      standing.squares[first + at] = search.best[at];
      standing.losses[first + at] = search.second[at] - search.best[at];
      standing.inertia += search.best[at];
    }
  }
  return standing;
};

/**
 * `centres` with one exchanged for one of a few rows that are drawn: the pair that leaves the least, where rows of the
 * old centre that the new one does not take go to their runners-up. Only what follows tells whether that is a gain.
 */
export const drawnExchange = (
  centres: Float64Array,
  { labels, squares, losses, inertia }: Standing,
  sample: Sample,
  random: Random,
): Float64Array => {
  const { count, columns, k, closest, left, totals } = sample;
  closest.fill(0, count);
  closest.set(squares);
  const rows = drawRows(sample, DRAWN, inertia, random);
  bestOf(sample, rows);
  let [least, trial, centre] = [Number.POSITIVE_INFINITY, 0, 0];
  for (let tried = 0; tried < rows.length; tried++) {
    const lost = new Float64Array(k);
    for (let row = 0, at = tried * closest.length; row < count; row++, at++)
      if (left[at] === closest[row]) lost[labels[row]] += losses[row];
    for (let old = 0; old < k; old++)
      if (totals[tried] + lost[old] < least) [least, trial, centre] = [totals[tried] + lost[old], tried, old];
  }
  const exchanged = centres.slice();
  exchanged.set(rowOf(sample, rows[trial]), centre * columns);
  return exchanged;
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
  const sample = openSample(framedRows(values, columns, far, frame), far.length, columns, 1, TRIALS);
  const unit = frame.unit ** 2;
  const sum = measureFrom(sample, (row) => squares[far[row]] * unit);
  let farthest = 0;
  for (let at = 1; at < far.length; at++) if (sample.closest[at] > sample.closest[farthest]) farthest = at;
  const random = createRandom(seed).fork('kmeans').fork('split');
  const best = bestOf(sample, [farthest, ...drawRows(sample, TRIALS - 1, sum, random)]);
  if (sum - best.left <= loss * unit) return null;
  const exchanged = centres.slice();
  exchanged.set(unframed(rowOf(sample, best.row), frame), centre * columns);
  return exchanged;
};
