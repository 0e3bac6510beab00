/**
 * selftest: published results with the data they were computed on, computed again by the code that serves everybody
 * else. Needs no vault; a figure that is off means that this build or this machine must not be trusted.
 */
import type { Run } from '../jobs/job.ts';
import { clusterFigures } from './clusters.ts';
import { hashFigures, regressionFigures } from './primitives.ts';
import { type Comparison, compare, type Figure } from './published.ts';
import { valueFigures } from './value.ts';

const AREAS: readonly { area: string; compute: (run: Run) => Figure[] | Promise<Figure[]> }[] = [
  { area: 'Hashes', compute: hashFigures },
  { area: 'Regression', compute: regressionFigures },
  { area: 'Clusters and components', compute: clusterFigures },
  { area: 'Customer value', compute: valueFigures },
];

/** Every figure, theirs and ours. */
export const runSelftest = async (run: Run): Promise<Comparison[]> => {
  const found: Comparison[] = [];
  for (const [at, { area, compute }] of AREAS.entries()) {
    run.check();
    run.progress('Computing published results', at, AREAS.length, 'areas');
    found.push(...(await compute(run)).map((figure) => compare(area, figure)));
  }
  run.progress('Computing published results', AREAS.length, AREAS.length, 'areas');
  return found;
};
