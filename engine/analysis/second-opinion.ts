/** Whether an independent library, started from our centroids, stays where we are. */
import { createRandom } from '../../shared/random.ts';
import type { Matrix } from '../features/table.ts';
import type { Run } from '../jobs/job.ts';
import { adjustedRandIndex } from './agreement.ts';
import { squaredDistance } from './kernels/distance.ts';
import type { KMeansFit } from './kmeans.ts';
import { gatherRows, requireFinite, stratifiedStride } from './rows.ts';
import type { OpinionInput, OpinionOutput } from './second-opinion-worker.ts';

/** Rows on which the library is asked at most; it is far slower than the fit itself. */
export const OPINION_ROWS = 5000;

export type SecondOpinion = {
  /** Rows it was asked about. */
  sample: number;
  /** Adjusted Rand index between the two labellings of those rows. */
  ari: number;
  /** Its inertia on those rows over ours; below 1 where it found better centres for the sample. */
  inertiaRatio: number;
};

const WORKER = new URL('./second-opinion-worker.ts', import.meta.url);

/**
 * Re-runs k-means with ml-kmeans from the model's centroids on a seeded sample of at most 5,000 rows.
 * @throws CloisterError NO_DATA, INPUT_VALUE, CANCELLED
 */
export const secondOpinion = async (
  matrix: Matrix,
  { model, labels }: KMeansFit,
  parameters: { seed: number; sample?: number },
  run: Run,
): Promise<SecondOpinion> => {
  requireFinite(matrix);
  const columns = matrix.columns.length;
  const size = Math.min(matrix.people, parameters.sample ?? OPINION_ROWS);
  const random = createRandom(parameters.seed).fork('second-opinion');
  const chosen = stratifiedStride(matrix.people, Math.max(size, Math.min(model.k, matrix.people)), random);
  const values = gatherRows(matrix.values, columns, chosen);
  run.progress('Second opinion', 0, null, 'people');
  const input: OpinionInput = { values, rows: chosen.length, columns, centroids: model.centroids };
  const theirs = await run.pool.run<OpinionOutput>(WORKER, input, { signal: run.signal });
  const ours = Uint8Array.from(chosen, (row) => labels[row]);
  const centres = Float64Array.from(model.centroids.flat());
  let inertia = 0;
  for (let i = 0; i < chosen.length; i++)
    inertia += squaredDistance(values, i * columns, centres, ours[i] * columns, columns);
  return {
    sample: chosen.length,
    ari: adjustedRandIndex(ours, theirs.labels),
    inertiaRatio: inertia === 0 ? 1 : theirs.inertia / inertia,
  };
};
