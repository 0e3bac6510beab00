/**
 * A feature as the shade of the scatter: of everyone the step on which the mean of their neighbourhood lies. The value
 * of a single person is in no answer, as in the lighting of segments.
 */
import { SEQUENCE } from '../../shared/charts/sequence.ts';
import { CloisterError } from '../../shared/errors.ts';
import { coarseBins } from '../features/coarse.ts';
import type { NumberColumn } from '../features/table.ts';
import { POLICY_DEFAULT } from '../privacy/gate/policy.ts';
import { lookAt } from './explore.ts';
import type { Handlers } from './handler.ts';
import { meansByNeighbours } from './neighbours.ts';

/** Shades of the sequential scale. */
const SHADES = SEQUENCE.light.length;
/** For people whose neighbourhood is not told. */
const NO_SHADE = 255;

export const shadeHandlers: Handlers<'clustering.shades'> = {
  'clustering.shades': ({ lens, clustering, feature }, session) => {
    const view = session.view(lens);
    const column = view
      .table()
      .columns.find((one): one is NumberColumn => one.id === feature && one.type === 'number');
    if (column === undefined)
      throw new CloisterError(
        'NOT_FOUND',
        `There is no number called ${feature}.`,
        'Choose a feature that is a number.',
      );
    const looked = lookAt(session, view, clustering);
    const means = meansByNeighbours(looked, column.values);
    const known = means.filter((mean) => !Number.isNaN(mean)).sort();
    if (known.length < POLICY_DEFAULT.minCell)
      throw new CloisterError(
        'PRIVACY_REFUSED',
        `Fewer than ${POLICY_DEFAULT.minCell} people have a value of ${column.label} (rule: least cell).`,
        'Choose another feature or a wider lens.',
      );
    const { low, width, bins, edge } = coarseBins(known, SHADES);
    const count = Math.min(SHADES, bins);
    const steps = Uint8Array.from(means, (mean) =>
      Number.isNaN(mean) ? NO_SHADE : Math.min(count - 1, Math.max(0, Math.floor((mean - low) / width))),
    );
    return {
      label: column.label,
      unit: column.unit,
      steps,
      edges: Array.from({ length: count + 1 }, (_, at) => edge(at)),
    };
  },
};
