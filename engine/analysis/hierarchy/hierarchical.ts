/** Hierarchical clustering with four linkages: one fit, cut at any number of groups afterwards. */
import { CloisterError } from '../../../shared/errors.ts';
import type { Matrix } from '../../features/table.ts';
import type { Run } from '../../jobs/job.ts';
import { requireFinite, sharedValues } from '../rows.ts';
import type { HierarchyInput } from './hierarchy-worker.ts';
import type { Merges } from './merges.ts';

export const LINKAGES = ['ward', 'average', 'complete', 'single'] as const;
export type Linkage = (typeof LINKAGES)[number];

/** Rows at most: Ward and single linkage are bounded by time, the others by the memory of all distances. */
export const MOST_ROWS: Record<Linkage, number> = {
  ward: 100_000,
  single: 50_000,
  complete: 10_000,
  average: 10_000,
};

const WORKER = new URL('./hierarchy-worker.ts', import.meta.url);

/**
 * Merges everyone, from alone to together.
 * @param matrix rows x columns, scaled, finite
 * @param weights people that each row stands for (Ward's alone); one without it
 * @returns n - 1 merges by height (Euclidean; for Ward as scipy's `ward` and R's `ward.D2`)
 * @throws CloisterError NO_DATA below two rows, INPUT_VALUE above MOST_ROWS or for a value that is not finite
 */
export const fitHierarchy = async (
  matrix: Matrix,
  linkage: Linkage,
  run: Run,
  weights: Float64Array | null = null,
): Promise<Merges> => {
  requireFinite(matrix);
  const { people } = matrix;
  if (people < 2)
    throw new CloisterError(
      'NO_DATA',
      'One person cannot be merged with anyone.',
      'Choose a lens that admits more people.',
    );
  if (people > MOST_ROWS[linkage])
    throw new CloisterError(
      'INPUT_VALUE',
      `Hierarchical clustering with ${linkage} linkage takes at most ${MOST_ROWS[linkage]} people; here are more.`,
      'Fit it on a sample, or use Ward linkage or k-means.',
    );
  run.progress('Merging', 0, people - 1, 'merges');
  const input: HierarchyInput = {
    values: sharedValues(matrix.values),
    rows: people,
    columns: matrix.columns.length,
    linkage,
    weights,
  };
  return run.pool.run<Merges>(WORKER, input, {
    signal: run.signal,
    onMessage: (done) => run.progress('Merging', done as number, people - 1, 'merges'),
  });
};
