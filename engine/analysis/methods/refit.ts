/** A clustering fitted again on fewer people, with what it was fitted with: for stability and repeats. */
import type { Run } from '../../jobs/job.ts';
import { fitKMeans } from '../kmeans.ts';
import type { Fitted } from '../stability.ts';
import { fitMethod, type MethodParameters } from './fit.ts';
import type { ClusterModel, MethodFit } from './model.ts';

/** People on whom each method is fitted again at most: what takes a fraction of a second. */
const ROWS: Readonly<Record<ClusterModel['method'], number>> = {
  kmeans: 5000,
  pam: 500,
  ward: 1500,
  single: 1500,
  complete: 800,
  average: 800,
  dbscan: 4000,
  hdbscan: 1500,
  mixture: 2000,
  kprototypes: 1500,
};
/** Random starts of a mixture that is fitted again dozens of times. */
const REFIT_DRAWS = 2;
const DENSITY = new Set<ClusterModel['method']>(['dbscan', 'hdbscan']);

/** What the fit settled on, so that nothing is chosen anew; counts of density shrink with the sample. */
const parametersOf = (model: ClusterModel, share: number): MethodParameters => {
  const part = (count: number | null): number => Math.max(2, Math.round((count ?? 2) * share));
  switch (model.method) {
    case 'pam':
      return { method: 'pam', distance: model.distance };
    case 'mixture':
      return { method: 'mixture', covariance: model.mixture.covariance, draws: REFIT_DRAWS };
    case 'kprototypes':
      return { method: 'kprototypes', gamma: model.gamma };
    case 'dbscan':
      return { method: 'dbscan', radius: model.radius as number, minPoints: part(model.minPoints) };
    case 'hdbscan':
      return { method: 'hdbscan', minSize: part(model.minSize), minPoints: part(model.minPoints) };
    default:
      return { method: model.method };
  }
};

/** How this clustering of `people` people is fitted again. */
export const refitting = ({ model, labels }: MethodFit, people: number, run: Run): Fitted => {
  const quiet: Run = { ...run, progress: () => undefined };
  return {
    labels,
    k: model.k,
    rows: ROWS[model.method],
    refit: async (sample, seed) => {
      if (model.method === 'kmeans')
        return (await fitKMeans(sample, { k: model.k, seed, restarts: 3 }, quiet)).labels;
      const share = DENSITY.has(model.method) ? Math.min(1, sample.people / people) : 1;
      const { fits } = await fitMethod(sample, parametersOf(model, share), [model.k], seed, quiet);
      return fits[0].labels;
    },
  };
};
