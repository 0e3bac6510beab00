/**
 * What a plan that does not fit again uses of what the vault keeps: values, predictions and a clustering that were made
 * for its purpose with its choices, on an earlier date too. What was learnt of people for another purpose is not used.
 */
import type { ClusteringAnswer } from '../../shared/contract/answers.ts';
import type { Answer } from '../../shared/contract/contract.ts';
import type { Plan } from '../../shared/plan.ts';
import type { Run } from '../jobs/job.ts';
import { clusteringUseHandlers } from './clustering-use.ts';
import { exploreHandlers } from './explore.ts';
import { predictionHandlers } from './prediction.ts';
import type { Session } from './session.ts';
import { valueHandlers } from './value.ts';

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/** The value model of the same purpose and choices, or null. */
export const keptValue = async (
  { refit, lens, value }: Plan,
  session: Session,
  run: Run,
): Promise<Answer<'value.get'>> => {
  const found = refit ? null : await valueHandlers['value.get']({}, session, run);
  return found?.lens.purpose === lens.purpose && same(found.choice, value) ? found : null;
};

/** The prediction of the same name, purpose and choices, or null. */
export const keptPrediction = async (
  { refit, lens }: Plan,
  { name, ...choice }: Plan['predict'][number],
  session: Session,
  run: Run,
): Promise<Answer<'prediction.fit'> | null> => {
  const listed = refit ? [] : await predictionHandlers['prediction.list']({ lens }, session, run);
  return (
    listed.find(
      ({ name: called, fitted }) =>
        called === name && fitted.lens.purpose === lens.purpose && same(fitted.prediction, choice),
    ) ?? null
  );
};

/** The current clustering of the same purpose and choices, with how far people have moved since its fit, or null. */
export const keptClusters = async (
  { refit, clustering, lens }: Plan,
  session: Session,
  run: Run,
): Promise<{ clustering: ClusteringAnswer; drift: Answer<'clustering.drift'> } | null> => {
  if (refit) return null;
  const found = await exploreHandlers['clustering.get']({ lens, clustering: 'clustering' }, session, run);
  if (found?.fitted.lens.purpose !== lens.purpose || !same(found.fitted.clustering, clustering)) return null;
  const asked = { lens, clustering: found.id };
  return { clustering: found, drift: await clusteringUseHandlers['clustering.drift'](asked, session, run) };
};
