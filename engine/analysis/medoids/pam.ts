/**
 * medoids: groups around people rather than means, for any distance. Medoids are people: they stay inside the
 * analysis and never leave it.
 *
 * This file: PAM (L. Kaufman and P. Rousseeuw, Finding Groups in Data, 1990, chapter 2): BUILD takes the medoid
 * that lowers the sum of distances most, one by one; SWAP exchanges a medoid with another row while that lowers
 * it, evaluated for all medoids at once (E. Schubert, P. Rousseeuw, Information Systems 101, 2021, FastPAM1).
 */
import { CloisterError } from '../../../shared/errors.ts';
import { pairAt } from '../kernels/linkage.ts';

export type PamResult = {
  /** Rows that stand for the groups, largest group first. */
  medoids: number[];
  labels: Int32Array;
  sizes: number[];
  /** Mean distance of a row to its medoid after BUILD and after SWAP. */
  built: number;
  objective: number;
  swaps: number;
};

/**
 * PAM over condensed distances (pair i < j at `pairAt`).
 * @throws CloisterError INPUT_VALUE unless 1 <= k <= rows
 */
export const pam = (distances: Float64Array, rows: number, k: number): PamResult => {
  if (!(Number.isInteger(k) && k >= 1 && k <= rows))
    throw new CloisterError(
      'INPUT_VALUE',
      `${k} medoids cannot be chosen among ${rows} rows.`,
      'Choose fewer groups.',
    );
  const d = (i: number, j: number): number =>
    i === j ? 0 : distances[i < j ? pairAt(i, j, rows) : pairAt(j, i, rows)];
  const medoids: number[] = [];
  const nearest = new Float64Array(rows).fill(Number.POSITIVE_INFINITY);
  for (let step = 0; step < k; step++) {
    let best = -1;
    let most = Number.NEGATIVE_INFINITY;
    for (let candidate = 0; candidate < rows; candidate++) {
      if (medoids.includes(candidate)) continue;
      let gain = 0;
      for (let j = 0; j < rows; j++) {
        const now = d(candidate, j);
        if (step === 0) gain -= now;
        else if (now < nearest[j]) gain += nearest[j] - now;
      }
      if (gain > most) {
        most = gain;
        best = candidate;
      }
    }
    medoids.push(best);
    for (let j = 0; j < rows; j++) nearest[j] = Math.min(nearest[j], d(best, j));
  }
  const built = nearest.reduce((sum, value) => sum + value, 0) / rows;
  const swaps = swapUntilStill(medoids, rows, d);
  return finish(medoids, rows, d, built, swaps);
};

/** A swap that lowers the sum by less than this share of it is none. */
const ROUNDING = 16 * Number.EPSILON;

const swapUntilStill = (medoids: number[], rows: number, d: (i: number, j: number) => number): number => {
  const k = medoids.length;
  const first = new Float64Array(rows);
  const second = new Float64Array(rows);
  const own = new Int32Array(rows);
  let before = Number.POSITIVE_INFINITY;
  let undo = { out: 0, was: medoids[0] };
  for (let swaps = 0; ; swaps++) {
    const removal = new Float64Array(k);
    let total = 0;
    for (let j = 0; j < rows; j++) {
      let [a, b, at] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, 0];
      for (let m = 0; m < k; m++) {
        const value = d(medoids[m], j);
        if (value < a) {
          b = a;
          a = value;
          at = m;
        } else if (value < b) b = value;
      }
      first[j] = a;
      second[j] = k > 1 ? b : Number.POSITIVE_INFINITY;
      own[j] = at;
      // With one medoid everyone moves to the newcomer, which the loop below counts in full.
      removal[at] += k > 1 ? b - a : -a;
      total += a;
    }
    // Changes are sums that round, and rows that are alike could be exchanged for ever: the sum itself must fall.
    if (total >= before) {
      medoids[undo.out] = undo.was;
      return swaps - 1;
    }
    before = total;
    let best = { change: -ROUNDING * total, out: -1, into: -1 };
    for (let candidate = 0; candidate < rows; candidate++) {
      if (medoids.includes(candidate)) continue;
      const change = Float64Array.from(removal);
      let shared = 0;
      for (let j = 0; j < rows; j++) {
        const value = d(candidate, j);
        if (k === 1) {
          change[0] += value;
          continue;
        }
        if (value < first[j]) {
          shared += value - first[j];
          change[own[j]] += first[j] - second[j];
        } else if (value < second[j]) change[own[j]] += value - second[j];
      }
      for (let m = 0; m < k; m++)
        if (change[m] + shared < best.change) best = { change: change[m] + shared, out: m, into: candidate };
    }
    if (best.out < 0) return swaps;
    undo = { out: best.out, was: medoids[best.out] };
    medoids[best.out] = best.into;
  }
};

const finish = (
  medoids: number[],
  rows: number,
  d: (i: number, j: number) => number,
  built: number,
  swaps: number,
): PamResult => {
  const raw = new Int32Array(rows);
  const counts = new Array<number>(medoids.length).fill(0);
  let sum = 0;
  for (let j = 0; j < rows; j++) {
    let at = 0;
    for (let m = 1; m < medoids.length; m++) if (d(medoids[m], j) < d(medoids[at], j)) at = m;
    raw[j] = at;
    counts[at] += 1;
    sum += d(medoids[at], j);
  }
  const order = medoids.map((_, m) => m).sort((a, b) => counts[b] - counts[a] || medoids[a] - medoids[b]);
  const label = new Int32Array(medoids.length);
  order.forEach((m, i) => {
    label[m] = i;
  });
  return {
    medoids: order.map((m) => medoids[m]),
    labels: raw.map((m) => label[m]),
    sizes: order.map((m) => counts[m]),
    built,
    objective: sum / rows,
    swaps,
  };
};
