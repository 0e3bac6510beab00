/**
 * Whether clusters are there again when other people of the same kind had come: bootstrap Jaccard per cluster
 * (C. Hennig, Computational Statistics & Data Analysis 52, 2007; R's `fpc::clusterboot`), with his thresholds.
 */
import { createRandom } from '../../shared/random.ts';
import type { Matrix } from '../features/table.ts';
import type { Run } from '../jobs/job.ts';
import { adjustedRandIndex } from './agreement.ts';
import { assignKMeans, fitKMeans, type KMeansFit } from './kmeans.ts';
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
  const both = new Float64Array(k * k);
  const inFirst = new Float64Array(k);
  const inSecond = new Float64Array(k);
  for (let i = 0; i < first.length; i++) {
    both[first[i] * k + second[i]] += 1;
    inFirst[first[i]] += 1;
    inSecond[second[i]] += 1;
  }
  return Array.from({ length: k }, (_, a) => {
    if (inFirst[a] === 0) return Number.NaN;
    let best = 0;
    for (let b = 0; b < k; b++)
      best = Math.max(best, both[a * k + b] / (inFirst[a] + inSecond[b] - both[a * k + b]));
    return best;
  });
};

/**
 * Refits k-means on resamples and looks for each cluster in them.
 * @throws CloisterError CANCELLED
 */
export const stabilityOf = async (
  matrix: Matrix,
  { model, labels }: KMeansFit,
  { seed, resamples = RESAMPLES }: { seed: number; resamples?: number },
  run: Run,
): Promise<Stability> => {
  const random = createRandom(seed).fork('stability');
  const columns = matrix.columns.length;
  const chosen = stratifiedStride(
    matrix.people,
    Math.min(matrix.people, STABILITY_ROWS),
    random.fork('sample'),
  );
  const { k } = model;
  const found: number[][] = Array.from({ length: k }, () => []);
  let agreement = 0;
  let fitted = 0;
  for (let b = 0; b < resamples; b++) {
    run.progress('Stability', b, resamples, 'resamples');
    const draw = random.fork(`resample/${b}`);
    const drawn = Uint32Array.from(chosen, () => chosen[draw.int(chosen.length)]).sort();
    const sample: Matrix = {
      people: drawn.length,
      columns: matrix.columns,
      values: gatherRows(matrix.values, columns, drawn),
    };
    const distinct = drawn.filter((row, i) => i === 0 || row !== drawn[i - 1]);
    let refit: KMeansFit;
    try {
      refit = await fitKMeans(sample, { k, seed: seed + b + 1, restarts: 3 }, run);
    } catch (error) {
      // A resample of few different rows may hold fewer than k of them: then every cluster of it is gone.
      if ((error as { code?: string }).code !== 'INPUT_VALUE') throw error;
      for (const values of found) values.push(0);
      continue;
    }
    const rows: Matrix = {
      ...sample,
      people: distinct.length,
      values: gatherRows(matrix.values, columns, distinct),
    };
    const theirs = assignKMeans(rows, refit.model);
    const ours = Uint8Array.from(distinct, (row) => labels[row]);
    bestJaccards(ours, theirs, k).forEach((value, label) => {
      if (!Number.isNaN(value)) found[label].push(value);
    });
    agreement += adjustedRandIndex(ours, theirs);
    fitted += 1;
  }
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
