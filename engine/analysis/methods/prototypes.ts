/**
 * k-prototypes (Z. Huang, Data Mining and Knowledge Discovery 2, 1998): like k-means, but a cluster stands for the
 * means of its numbers and the most frequent level of its levels, and a level that differs costs gamma.
 */
import { createRandom, type Random } from '../../../shared/random.ts';
import { gatherRows, stratifiedStride } from '../rows.ts';
import { huangDistance, type Mixed } from './mixed.ts';

export type PrototypesInput = {
  values: Float64Array;
  rows: number;
  mixed: Mixed;
  k: number;
  gamma: number;
  seed: number;
};
export type PrototypesOutput = {
  labels: Int32Array;
  /** k x width. */
  prototypes: Float64Array;
  cost: number;
  iterations: number;
};

const RESTARTS = 8;
const MOST_PASSES = 200;
const SAMPLE = 20_000;

/** Half the mean deviation of the numbers, in the middle of the range that Huang advises; 1 without numbers. */
export const usualGamma = (values: Float64Array, rows: number, { width, numbers }: Mixed): number => {
  if (numbers.length === 0) return 1;
  let sum = 0;
  for (const t of numbers) {
    let mean = 0;
    for (let row = 0; row < rows; row++) mean += values[row * width + t] / rows;
    let variance = 0;
    for (let row = 0; row < rows; row++) variance += (values[row * width + t] - mean) ** 2 / rows;
    sum += Math.sqrt(variance);
  }
  return sum / numbers.length / 2 || 1;
};

const assign = (
  { values, rows, mixed, k, gamma }: Omit<PrototypesInput, 'seed'>,
  prototypes: Float64Array,
  labels: Int32Array,
): { cost: number; moved: number; farthest: number } => {
  const { width } = mixed;
  let [cost, moved, farthest, far] = [0, 0, 0, -1];
  for (let row = 0; row < rows; row++) {
    let [best, at] = [Number.POSITIVE_INFINITY, 0];
    for (let c = 0; c < k; c++) {
      const d = huangDistance(mixed, gamma, values, row * width, prototypes, c * width);
      if (d < best) {
        best = d;
        at = c;
      }
    }
    if (labels[row] !== at) moved += 1;
    labels[row] = at;
    cost += best;
    if (best > far) {
      far = best;
      farthest = row;
    }
  }
  return { cost, moved, farthest };
};

/** Means and most frequent levels of each cluster; a cluster without rows keeps its prototype. */
const renew = (
  { values, rows, mixed, k }: Omit<PrototypesInput, 'seed'>,
  prototypes: Float64Array,
  labels: Int32Array,
): number[] => {
  const { width, numbers, levels } = mixed;
  const counts = new Array<number>(k).fill(0);
  const sums = new Float64Array(k * width);
  for (let row = 0; row < rows; row++) {
    counts[labels[row]] += 1;
    for (let t = 0; t < width; t++) sums[labels[row] * width + t] += values[row * width + t];
  }
  for (let c = 0; c < k; c++) {
    if (counts[c] === 0) continue;
    for (const t of numbers) prototypes[c * width + t] = sums[c * width + t] / counts[c];
    for (const [from, end] of levels) {
      let none = counts[c];
      for (let t = from; t < end; t++) none -= sums[c * width + t];
      let [most, at] = [none, -1];
      for (let t = from; t < end; t++) {
        prototypes[c * width + t] = 0;
        // On a tie a level goes before "none of them", and the first before the later.
        if (sums[c * width + t] > most || (at < 0 && sums[c * width + t] === most && most > 0)) {
          most = sums[c * width + t];
          at = t;
        }
      }
      if (at >= 0) prototypes[c * width + at] = 1;
    }
  }
  return counts;
};

/** Starting rows, each drawn in proportion to its dissimilarity from the nearest one before (k-means++). */
const seedRows = (input: Omit<PrototypesInput, 'seed'>, random: Random): Float64Array => {
  const { values, rows, mixed, k, gamma } = input;
  const { width } = mixed;
  const chosen = new Float64Array(k * width);
  const nearest = new Float64Array(rows).fill(Number.POSITIVE_INFINITY);
  let row = random.int(rows);
  for (let c = 0; c < k; c++) {
    chosen.set(values.subarray(row * width, (row + 1) * width), c * width);
    let total = 0;
    for (let i = 0; i < rows; i++) {
      nearest[i] = Math.min(nearest[i], huangDistance(mixed, gamma, values, i * width, chosen, c * width));
      total += nearest[i];
    }
    let target = random.next() * total;
    row = 0;
    for (let i = 0; i < rows; i++) {
      if (nearest[i] === 0) continue;
      row = i;
      target -= nearest[i];
      if (target < 0) break;
    }
  }
  return chosen;
};

const descend = (input: Omit<PrototypesInput, 'seed'>, prototypes: Float64Array): PrototypesOutput => {
  const labels = new Int32Array(input.rows).fill(-1);
  const { width } = input.mixed;
  for (let pass = 1; ; pass++) {
    const { cost, moved, farthest } = assign(input, prototypes, labels);
    if (moved === 0 || pass === MOST_PASSES) return { labels, prototypes, cost, iterations: pass };
    const empty = renew(input, prototypes, labels).indexOf(0);
    // An empty cluster takes the row that costs most.
    if (empty >= 0)
      prototypes.set(input.values.subarray(farthest * width, (farthest + 1) * width), empty * width);
  }
};

/** The best of eight starts on a sample, then all rows until no label changes. */
export const fitPrototypes = ({ seed, ...input }: PrototypesInput): PrototypesOutput => {
  const random = createRandom(seed).fork('kprototypes');
  const size = Math.min(input.rows, SAMPLE);
  const sample = {
    ...input,
    rows: size,
    values:
      size === input.rows
        ? input.values
        : gatherRows(
            input.values,
            input.mixed.width,
            stratifiedStride(input.rows, size, random.fork('sample')),
          ),
  };
  let best: PrototypesOutput | null = null;
  for (let restart = 0; restart < RESTARTS; restart++) {
    const found = descend(sample, seedRows(sample, random.fork(`restart/${restart}`)));
    if (best === null || found.cost < best.cost) best = found;
  }
  const start = best as PrototypesOutput;
  return size === input.rows ? start : descend(input, start.prototypes);
};
