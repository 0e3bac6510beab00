/** Features of everyone whom a lens admits: known, missing, spread, levels, and the RFM segments. */
import type { FeatureInfo, FeaturesAnswer } from '../../shared/contract/answers.ts';
import { quantileParts, type RfmCuts, type RfmGroups, type RfmSettings } from '../../shared/rfm.ts';
import { toldCentiles, toldMean } from '../features/coarse.ts';
import { findColumn } from '../features/features.ts';
import { scoreRfm } from '../features/rfm.ts';
import type { FeatureColumn } from '../features/table.ts';
import { lensAnswer } from './consent.ts';
import type { Handlers } from './handler.ts';
import { keptRfm } from './kept-rfm.ts';
import type { View } from './session.ts';
import { toldKnown } from './told-known.ts';

const describeFeature = (column: FeatureColumn, view: View): FeatureInfo => {
  const { id, label, definition } = column;
  if (column.type === 'level') {
    const counts = new Array<number>(column.levels.length).fill(0);
    for (const code of column.codes) if (code >= 0) counts[code] += 1;
    const levels = column.levels
      .map((level, code) => ({ level, people: counts[code] }))
      .sort((a, b) => b.people - a.people);
    return {
      id,
      label,
      unit: '',
      type: 'level',
      definition,
      ...toldKnown(view, column),
      mean: null,
      centiles: null,
      levels,
    };
  }
  const sorted = column.values.filter((value) => !Number.isNaN(value)).sort();
  return {
    id,
    label,
    unit: column.unit,
    type: 'number',
    definition,
    ...toldKnown(view, column),
    mean: toldMean(sorted),
    centiles: toldCentiles(sorted, [0.1, 0.5, 0.9] as const),
    levels: null,
  };
};

/** Quantiles of those with an order, on coarse steps: where cuts of one's own begin. */
const coarseCuts = (view: View, groups: RfmGroups): RfmCuts | null => {
  const of = (id: keyof RfmGroups): number[] | null => {
    const bought = findColumn(view.table(), 'frequency');
    const column = findColumn(view.table(), id);
    if (bought?.type !== 'number' || column?.type !== 'number') return null;
    return toldCentiles(
      column.values.filter((_, i) => bought.values[i] > 0).sort(),
      quantileParts(groups[id]),
    );
  };
  const [recency, frequency, monetary] = (['recency', 'frequency', 'monetary'] as const).map(of);
  return recency === null || frequency === null || monetary === null
    ? null
    : { recency, frequency, monetary };
};

const rfmAnswer = (view: View, settings: RfmSettings): FeaturesAnswer['rfm'] => {
  const scores = scoreRfm(view.table(), settings);
  if (scores === null) return null;
  const { sizes, withoutOrders } = scores;
  return {
    segments: sizes,
    withoutOrders,
    cuts: settings.cuts ?? coarseCuts(view, settings.groups),
    groups: settings.groups,
  };
};

export const analysisHandlers: Handlers<'features.compute'> = {
  'features.compute': ({ lens }, session) => {
    const view = session.view(lens);
    const table = view.table();
    return {
      lens: lensAnswer(session, view),
      notAllowed: view.lens.notAllowed,
      ...view.figure('features', view.everyone(), () => ({
        features: table.columns.map((column) => describeFeature(column, view)),
        rfm: rfmAnswer(view, keptRfm(session.vault().reader).settings),
      })),
    };
  },
};
