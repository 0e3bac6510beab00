/**
 * Whether clusters are there again when other people of the same kind had come: bootstrap Jaccard per cluster
 * (C. Hennig, Computational Statistics & Data Analysis 52, 2007; R's `fpc::clusterboot`), with his thresholds.
 */
import { NOISE } from '../../shared/methods.ts';
import { createRandom } from '../../shared/random.ts';
import type { Matrix } from '../features/table.ts';
import type { Run } from '../jobs/job.ts';
import { adjustedRandIndex } from './agreement.ts';
import { gatherRows, stratifiedStride } from './rows.ts';

/** People the resamples are drawn from at most. */
export const STABILITY_ROWS = 5000;
const RESAMPLES = 30;

/** In words: at least .85, .75, .6, .5, and below. */
export type StabilityVerdict = 'highly stable' | 'stable' | 'a pattern' | 'doubtful' | 'dissolved';

export type ClusterStability = {
  label: number;
  /** Mean over resamples of the Jaccard index with the most similar cluster found there. */
  jaccard: number;
  verdict: StabilityVerdict;
  /** Resamples in which it dissolved (at most .5) and in which it came back (at least .75). */
  dissolved: number;
  recovered: number;
};

export type Stability = {
  sample: number;
  resamples: number;
  clusters: ClusterStability[];
  /** Mean adjusted Rand index between the clustering and those of the resamples. */
  agreement: number;
};

/** What Hennig's thresholds say of a mean Jaccard index. */
export const verdictOf = (jaccard: number): StabilityVerdict => {
  if (jaccard >= 0.85) return 'highly stable';
  if (jaccard >= 0.75) return 'stable';
  if (jaccard >= 0.6) return 'a pattern';
  return jaccard >= 0.5 ? 'doubtful' : 'dissolved';
};

/** Per cluster of `first` the Jaccard index with its most similar cluster of `second`; NaN for one without rows. */
export const bestJaccards = (first: Uint8Array, second: Uint8Array, k: number): number[] => {
  const others = second.reduce((most, label) => (label === NOISE ? most : Math.max(most, label)), -1) + 1;
  const both = new Float64Array(k * others);
  const inFirst = new Float64Array(k);
  const inSecond = new Float64Array(others);
  for (let i = 0; i < first.length; i++) {
    if (first[i] !== NOISE) inFirst[first[i]] += 1;
    if (second[i] !== NOISE) inSecond[second[i]] += 1;
    if (first[i] !== NOISE && second[i] !== NOISE) both[first[i] * others + second[i]] += 1;
  }
  return Array.from({ length: k }, (_, a) => {
    if (inFirst[a] === 0) return Number.NaN;
    let best = 0;
    for (let b = 0; b < others; b++)
      best = Math.max(best, both[a * others + b] / (inFirst[a] + inSecond[b] - both[a * others + b]));
    return best;
  });
};

/** Fits the method again on some rows; the answer is their labels. */
export type Refit = (sample: Matrix, seed: number) => Promise<Uint8Array>;

/** Some rows of a matrix, in the order they are named. */
const rowsOf = (matrix: Matrix, chosen: Uint32Array): Matrix => ({
  people: chosen.length,
  columns: matrix.columns,
  values: gatherRows(matrix.values, matrix.columns.length, chosen),
});

/** A fit of fewer rows may not be possible: too few differ, or none is dense. What else is thrown is thrown on. */
const orNull = async <T>(work: Promise<T>): Promise<T | null> => {
  try {
    return await work;
  } catch (error) {
    if ((error as { code?: string }).code !== 'INPUT_VALUE') throw error;
    return null;
  }
};

/** A clustering to be fitted again: its labels, how many clusters, how, and on how many people at most. */
export type Fitted = { labels: Uint8Array; k: number; refit: Refit; rows?: number };

/**
 * Fits the method on resamples and looks for each cluster in them.
 * @throws CloisterError CANCELLED
 */
export const stabilityOf = async (
  matrix: Matrix,
  { labels, k, refit, rows = STABILITY_ROWS }: Fitted,
  { seed, resamples = RESAMPLES }: { seed: number; resamples?: number },
  run: Run,
): Promise<Stability> => {
  const random = createRandom(seed).fork('stability');
  const chosen = stratifiedStride(matrix.people, Math.min(matrix.people, rows), random.fork('sample'));
  const found: number[][] = Array.from({ length: k }, () => []);
  let agreement = 0;
  let fitted = 0;
  for (let b = 0; b < resamples; b++) {
    run.progress('Stability', b, resamples, 'resamples');
    const draw = random.fork(`resample/${b}`);
    const drawn = Uint32Array.from(chosen, () => chosen[draw.int(chosen.length)]).sort();
    const labelled = await orNull(refit(rowsOf(matrix, drawn), seed + b + 1));
    if (labelled === null) {
      // No clustering of this resample: every cluster of ours is gone in it.
      for (const values of found) values.push(0);
      continue;
    }
    // Everyone counts once, however often they were drawn.
    const first = drawn.map((_, i) => i).filter((i) => i === 0 || drawn[i] !== drawn[i - 1]);
    const theirs = Uint8Array.from(first, (i) => labelled[i]);
    const ours = Uint8Array.from(first, (i) => labels[drawn[i]]);
    bestJaccards(ours, theirs, k).forEach((value, label) => {
      if (!Number.isNaN(value)) found[label].push(value);
    });
    agreement += adjustedRandIndex(ours, theirs);
    fitted += 1;
  }
  run.progress('Stability', resamples, resamples, 'resamples');
  return {
    sample: chosen.length,
    resamples,
    agreement: fitted === 0 ? 0 : agreement / fitted,
    clusters: found.map((values, label) => {
      const jaccard = values.length === 0 ? 0 : values.reduce((sum, v) => sum + v, 0) / values.length;
      return {
        label,
        jaccard,
        verdict: verdictOf(jaccard),
        dissolved: values.filter((v) => v <= 0.5).length,
        recovered: values.filter((v) => v >= 0.75).length,
      };
    }),
  };
};

/** Adjusted Rand indices of several runs: how many, their mean and the least. */
export type Repeats = { runs: number; mean: number; least: number };

const REPEATS = 5;

const repeatsOf = (indices: readonly number[]): Repeats => ({
  runs: indices.length,
  mean: indices.reduce((sum, value) => sum + value, 0) / indices.length,
  least: Math.min(...indices),
});

/**
 * The same people with other seeds, and subsamples of four in five people, each compared with the clustering by the
 * adjusted Rand index on the people who are in both. A repeat that cannot be fitted counts as 0.
 * @param seeded false for methods that draw nothing: other seeds then say nothing
 */
export const repeatsFor = async (
  matrix: Matrix,
  { labels, refit, rows = STABILITY_ROWS }: Fitted,
  { seed, seeded }: { seed: number; seeded: boolean },
  run: Run,
): Promise<{ seeds: Repeats | null; subsamples: Repeats }> => {
  const random = createRandom(seed).fork('repeats');
  const chosen = stratifiedStride(matrix.people, Math.min(matrix.people, rows), random.fork('sample'));
  const compare = async (rows: Uint32Array, other: number): Promise<number> => {
    const theirs = await orNull(refit(rowsOf(matrix, rows), other));
    return theirs === null
      ? 0
      : adjustedRandIndex(
          Uint8Array.from(rows, (row) => labels[row]),
          theirs,
        );
  };
  const [seeds, subsamples]: [number[], number[]] = [[], []];
  for (let i = 0; i < REPEATS; i++) {
    run.progress('Other seeds and subsamples', i, REPEATS, 'repeats');
    if (seeded) seeds.push(await compare(chosen, seed + 1000 + i));
    const part = stratifiedStride(chosen.length, Math.ceil(chosen.length * 0.8), random.fork(`part/${i}`));
    subsamples.push(
      await compare(
        part.map((at) => chosen[at]),
        seed + 2000 + i,
      ),
    );
  }
  return { seeds: seeds.length === 0 ? null : repeatsOf(seeds), subsamples: repeatsOf(subsamples) };
};
