/** k-medoids as a method: PAM up to some thousand people, above that the best of samples (CLARA). */
import { createRandom } from '../../../shared/random.ts';
import { pairAt } from '../kernels/linkage.ts';
import { pam } from '../medoids/pam.ts';
import { gatherRows, stratifiedStride } from '../rows.ts';
import { type Mixed, middleOf, type RowDistance, rowDistance } from './mixed.ts';

/** People at most for whom PAM keeps the distance of every pair. */
export const PAM_ROWS = 3000;
/** Samples of CLARA and people in each (L. Kaufman and P. Rousseeuw 1990, chapter 3, took 5 of 40 + 2 k). */
const SAMPLES = 5;
const SAMPLE_ROWS = 1000;
/** Members that a typical profile is the middle of. */
const TYPICAL = 11;

export type MedoidsInput = {
  values: Float64Array;
  rows: number;
  mixed: Mixed;
  ranges: number[];
  distance: 'euclidean' | 'gower';
  ks: number[];
  seed: number;
};
export type MedoidsOutput = {
  labels: Int32Array;
  typical: number[][];
  objective: number;
}[];

/** The distances of every pair, condensed. */
export const allPairs = (values: Float64Array, rows: number, width: number, d: RowDistance): Float64Array => {
  const out = new Float64Array((rows * (rows - 1)) / 2);
  for (let i = 0; i < rows; i++)
    for (let j = i + 1; j < rows; j++) out[pairAt(i, j, rows)] = d(values, i * width, values, j * width);
  return out;
};

/** The middle of the members nearest to each medoid, so that a model keeps no person. */
const typicalOf = (
  { values, mixed }: MedoidsInput,
  labels: Int32Array,
  medoids: readonly number[],
  d: RowDistance,
): number[][] => {
  const { width } = mixed;
  return medoids.map((medoid, label) => {
    const members: { row: number; far: number }[] = [];
    labels.forEach((own, row) => {
      if (own === label) members.push({ row, far: d(values, row * width, values, medoid * width) });
    });
    members.sort((a, b) => a.far - b.far || a.row - b.row);
    return middleOf(
      values,
      mixed,
      Uint32Array.from(members.slice(0, TYPICAL), ({ row }) => row),
    );
  });
};

/** Everyone to the nearest of some rows; the mean distance of a row to its own. */
const settle = (
  { values, rows, mixed }: MedoidsInput,
  medoids: readonly number[],
  d: RowDistance,
): { labels: Int32Array; objective: number } => {
  const { width } = mixed;
  const labels = new Int32Array(rows);
  let sum = 0;
  for (let row = 0; row < rows; row++) {
    let [best, at] = [Number.POSITIVE_INFINITY, 0];
    medoids.forEach((medoid, label) => {
      const far = d(values, row * width, values, medoid * width);
      if (far < best) {
        best = far;
        at = label;
      }
    });
    labels[row] = at;
    sum += best;
  }
  return { labels, objective: sum / rows };
};

/** Clusters around medoids for each number of clusters asked for. */
export const fitMedoids = (input: MedoidsInput): MedoidsOutput => {
  const { values, rows, mixed, ranges, distance, ks, seed } = input;
  const { width } = mixed;
  const d = rowDistance({ by: distance, mixed, ranges });
  const exact = rows <= PAM_ROWS;
  const random = createRandom(seed).fork('pam');
  const samples = exact
    ? [Uint32Array.from({ length: rows }, (_, i) => i)]
    : Array.from({ length: SAMPLES }, (_, i) =>
        stratifiedStride(rows, SAMPLE_ROWS, random.fork(`sample/${i}`)),
      );
  const tables = samples.map((chosen) =>
    allPairs(exact ? values : gatherRows(values, width, chosen), chosen.length, width, d),
  );
  return ks.map((k) => {
    let best: { labels: Int32Array; objective: number; medoids: number[] } | null = null;
    samples.forEach((chosen, at) => {
      const medoids = pam(tables[at], chosen.length, k).medoids.map((row) => chosen[row]);
      const found = { ...settle(input, medoids, d), medoids };
      if (best === null || found.objective < best.objective) best = found;
    });
    const { labels, objective, medoids } = best as unknown as {
      labels: Int32Array;
      objective: number;
      medoids: number[];
    };
    return { labels, objective, typical: typicalOf(input, labels, medoids, d) };
  });
};
