/**
 * selftest: published results with the data they were computed on, computed again by the code that serves everybody
 * else. Needs no vault; a figure that is off means that this build or this machine must not be trusted.
 */
import type { Run } from '../jobs/job.ts';
import { caseFigures } from './cases.ts';
import { clusterFigures, treeFigures } from './clusters.ts';
import { distanceFigures } from './distances.ts';
import { type Comparison, compare, type Figure } from './published.ts';
import type { SelftestPart } from './selftest-worker.ts';

const WORKER = new URL('./selftest-worker.ts', import.meta.url);
const inWorker =
  (part: SelftestPart) =>
  (run: Run): Promise<Figure[]> =>
    run.pool.run<Figure[]>(WORKER, part, { signal: run.signal });

const AREAS: readonly { area: string; compute: (run: Run) => Promise<Figure[]> }[] = [
  { area: 'Hashes', compute: inWorker('hashes') },
  { area: 'Regression', compute: inWorker('regression') },
  { area: 'Clusters', compute: clusterFigures },
  { area: 'Distances, medoids and mixtures', compute: distanceFigures },
  { area: 'Trees and components', compute: treeFigures },
  { area: 'Small cases', compute: caseFigures },
  { area: 'Customer value, formulas', compute: inWorker('formulas') },
  { area: 'Customer value, fitted', compute: inWorker('value') },
  { area: 'Donors', compute: inWorker('donors') },
];

/** Every figure, theirs and ours. The heavy parts run in worker threads. */
export const runSelftest = async (run: Run): Promise<Comparison[]> => {
  const found: Comparison[] = [];
  // The parts report progress of their own, which says nothing of the whole.
  const quiet: Run = { ...run, progress: () => undefined };
  for (const [at, { area, compute }] of AREAS.entries()) {
    run.check();
    run.progress('Published results', at, AREAS.length, 'areas');
    found.push(...(await compute(quiet)).map((figure) => compare(area, figure)));
  }
  run.progress('Published results', AREAS.length, AREAS.length, 'areas');
  return found;
};
