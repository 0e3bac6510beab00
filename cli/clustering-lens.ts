/** The lens of a command about a kept clustering: what was not said is that of the fit, so that it shows the people it was fitted on. */
import type { LensChoice } from '../shared/plan.ts';
import type { Context } from './command.ts';
import { type LensValues, lensOf } from './lens-options.ts';

/**
 * @param name of the clustering; one that is not kept gives the usual lens, and the call that follows says so
 * @param dated whether the date of the fit stands in for one that was not said, too; else it is today
 * @returns the lens, and the values as if they had been said
 */
export const lensOfClustering = async (
  context: Context,
  values: LensValues,
  name: string,
  dated: boolean,
): Promise<{ lens: LensChoice; said: LensValues }> => {
  const fitted = (await context.call('clustering.list', {})).find(({ id }) => id === name);
  const said: LensValues = {
    purpose: values.purpose ?? fitted?.purpose,
    'as-of': values['as-of'] ?? (dated ? fitted?.asOf : undefined),
  };
  return { lens: lensOf(said), said };
};
