/** Features of everyone whom a lens admits: known, missing, spread, levels, and the RFM segments. */
import type { FeatureInfo, FeaturesAnswer } from '../../shared/contract/answers.ts';
import { scoreRfm } from '../features/rfm.ts';
import { moments, quantile } from '../features/statistics.ts';
import type { FeatureColumn } from '../features/table.ts';
import { lensAnswer } from './consent.ts';
import type { Handlers } from './handler.ts';
import type { View } from './session.ts';

const describeFeature = (column: FeatureColumn, people: number): FeatureInfo => {
  const { id, label, definition } = column;
  if (column.type === 'level') {
    const counts = new Array<number>(column.levels.length).fill(0);
    let known = 0;
    for (const code of column.codes)
      if (code >= 0) {
        counts[code] += 1;
        known += 1;
      }
    const levels = column.levels
      .map((level, code) => ({ level, people: counts[code] }))
      .sort((a, b) => b.people - a.people);
    return {
      id,
      label,
      unit: '',
      type: 'level',
      definition,
      known,
      missing: people - known,
      mean: null,
      centiles: null,
      levels,
    };
  }
  const sorted = column.values.filter((value) => !Number.isNaN(value)).sort();
  const { count, mean } = moments(sorted);
  return {
    id,
    label,
    unit: column.unit,
    type: 'number',
    definition,
    known: count,
    missing: people - count,
    mean: count > 0 ? mean : null,
    centiles: count > 0 ? [quantile(sorted, 0.1), quantile(sorted, 0.5), quantile(sorted, 0.9)] : null,
    levels: null,
  };
};

const rfmAnswer = (view: View): FeaturesAnswer['rfm'] => {
  const scores = scoreRfm(view.table());
  return scores === null ? null : { segments: scores.sizes, withoutOrders: scores.withoutOrders };
};

export const analysisHandlers: Handlers<'features.compute'> = {
  'features.compute': ({ lens }, session) => {
    const view = session.view(lens);
    const table = view.table();
    return {
      lens: lensAnswer(view),
      notAllowed: view.lens.notAllowed,
      features: table.columns.map((column) => describeFeature(column, table.people)),
      rfm: rfmAnswer(view),
    };
  },
};
