/**
 * The gap statistic (R. Tibshirani, G. Walther, T. Hastie, J. R. Statist. Soc. B 63, 2001): how much tighter the
 * clusters are than those of people without any, drawn evenly from the box around the principal axes. It is the
 * only index here that can say "one group".
 */
import { Matrix as Dense, EigenvalueDecomposition } from 'ml-matrix';
import { createRandom } from '../../shared/random.ts';
import type { Matrix } from '../features/table.ts';
import type { Run } from '../jobs/job.ts';
import { fitKMeans } from './kmeans.ts';
import { distinctRows, gatherRows, stratifiedStride } from './rows.ts';

export const GAP_ROWS = 1000;
const REFERENCES = 5;

export type GapRow = { k: number; gap: number; error: number };
export type Gap = {
  rows: GapRow[];
  /** Fewest clusters whose gap is within one standard error of the next (the paper's rule). */
  suggested: number;
  sample: number;
};

/** Axes of the rows and, per axis, the range of the rows along it. */
const boxOf = (values: Float64Array, rows: number, d: number) => {
  const mean = new Float64Array(d);
  for (let i = 0; i < rows; i++) for (let t = 0; t < d; t++) mean[t] += values[i * d + t] / rows;
  const covariance = Dense.zeros(d, d);
  for (let i = 0; i < rows; i++)
    for (let t = 0; t < d; t++)
      for (let u = 0; u <= t; u++) {
        const value = covariance.get(t, u) + (values[i * d + t] - mean[t]) * (values[i * d + u] - mean[u]);
        covariance.set(t, u, value);
        covariance.set(u, t, value);
      }
  const axes = new EigenvalueDecomposition(covariance, {
    assumeSymmetric: true,
  }).eigenvectorMatrix.to2DArray();
  const low = new Float64Array(d).fill(Number.POSITIVE_INFINITY);
  const high = new Float64Array(d).fill(Number.NEGATIVE_INFINITY);
  for (let i = 0; i < rows; i++)
    for (let a = 0; a < d; a++) {
      let along = 0;
      for (let t = 0; t < d; t++) along += (values[i * d + t] - mean[t]) * axes[t][a];
      low[a] = Math.min(low[a], along);
      high[a] = Math.max(high[a], along);
    }
  return { axes, low, high };
};

/**
 * Gaps for k from 1 to `to`, on a sample.
 * @throws CloisterError NO_DATA, INPUT_VALUE, CANCELLED
 */
export const gapStatistic = async (
  matrix: Matrix,
  { to, seed, references = REFERENCES }: { to: number; seed: number; references?: number },
  run: Run,
): Promise<Gap> => {
  const random = createRandom(seed).fork('gap');
  const d = matrix.columns.length;
  const chosen = stratifiedStride(matrix.people, Math.min(matrix.people, GAP_ROWS), random.fork('sample'));
  const n = chosen.length;
  const own: Matrix = { ...matrix, people: n, values: gatherRows(matrix.values, d, chosen) };
  const last = Math.min(to, distinctRows(own, to + 1) - 1);
  const { axes, low, high } = boxOf(own.values, n, d);
  const logInertia = async (sample: Matrix, k: number, restarts: number): Promise<number> =>
    Math.log((await fitKMeans(sample, { k, seed, restarts }, run)).model.inertia);
  const drawn = Array.from({ length: references }, (_, b): Matrix => {
    const draw = random.fork(`reference/${b}`);
    const values = new Float64Array(new SharedArrayBuffer(n * d * 8));
    for (let i = 0; i < n; i++)
      for (let a = 0; a < d; a++) {
        const along = low[a] + (high[a] - low[a]) * draw.next();
        for (let t = 0; t < d; t++) values[i * d + t] += along * axes[t][a];
      }
    return { ...own, values };
  });
  const rows: GapRow[] = [];
  for (let k = 1; k <= Math.max(1, last); k++) {
    run.progress('Gap statistic', k - 1, last, 'clusterings');
    const logs: number[] = [];
    for (const reference of drawn) logs.push(await logInertia(reference, k, 1));
    const mean = logs.reduce((sum, v) => sum + v, 0) / references;
    const deviation = Math.sqrt(logs.reduce((sum, v) => sum + (v - mean) ** 2, 0) / references);
    rows.push({
      k,
      gap: mean - (await logInertia(own, k, 3)),
      error: deviation * Math.sqrt(1 + 1 / references),
    });
  }
  run.progress('Gap statistic', rows.length, rows.length, 'clusterings');
  const suggested =
    rows.find(({ gap }, i) => i + 1 < rows.length && gap >= rows[i + 1].gap - rows[i + 1].error)?.k ??
    rows[rows.length - 1].k;
  return { rows, suggested, sample: n };
};
