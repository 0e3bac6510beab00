/** From features and rules back to the stored columns they are made of: what a column is used for. */
import { leavesOf, type Rule } from '../../shared/rules/rule.ts';
import { CATALOGUE } from './catalogue.ts';
import { FURTHER } from './further.ts';

const OF_FEATURE: Readonly<Record<string, readonly string[]>> = Object.fromEntries(
  [...CATALOGUE, ...FURTHER].map(({ id, sources }) => [id, sources]),
);

/** Features that kept predictions add, each with the features it is made of. */
export type Scores = ReadonlyMap<string, readonly string[]>;

/**
 * The columns (`kind.name`) that a feature is computed from: those of a score are those of its features, those of
 * customer value come from orders.
 */
export const columnsOfFeature = (feature: string, scores: Scores): readonly string[] => {
  if (feature.startsWith('profile.')) return [`profiles.${feature.slice('profile.'.length)}`];
  const sources = scores.get(feature);
  if (sources === undefined) return OF_FEATURE[feature] ?? ['orders.time', 'orders.amount'];
  return [...new Set(sources.flatMap((source) => columnsOfFeature(source, scores)))];
};

/** Whether a feature comes from a kept model (customer value, a prediction) and not from the catalogue or a profile. */
export const isModelled = (feature: string): boolean =>
  !feature.startsWith('profile.') && OF_FEATURE[feature] === undefined;

/** The columns that a rule looks at. */
export const columnsOfRule = (rule: Rule, scores: Scores): string[] => [
  ...new Set(
    leavesOf(rule).flatMap((leaf) => {
      if (leaf.op === 'count')
        return leaf.of === 'orders'
          ? ['orders.time', 'orders.reference']
          : ['events.time', ...(leaf.name === undefined ? [] : ['events.name'])];
      return 'field' in leaf ? [...columnsOfFeature(leaf.field, scores)] : [];
    }),
  ),
];
