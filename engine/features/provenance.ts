/** From features and rules back to the stored columns they are made of: what a column is used for. */
import { leavesOf, type Rule } from '../../shared/rules/rule.ts';

const OF_FEATURE: Readonly<Record<string, readonly string[]>> = {
  recency: ['orders.time'],
  tenure: ['orders.time'],
  frequency: ['orders.time', 'orders.reference'],
  monetary: ['orders.time', 'orders.amount'],
  average_order: ['orders.time', 'orders.amount', 'orders.reference'],
  event_count: ['events.time'],
  last_event: ['events.time'],
};

/** The columns (`kind.name`) that a feature is computed from; those of customer value come from orders. */
export const columnsOfFeature = (feature: string): readonly string[] =>
  feature.startsWith('profile.')
    ? [`profiles.${feature.slice('profile.'.length)}`]
    : (OF_FEATURE[feature] ?? ['orders.time', 'orders.amount']);

/** Whether a feature comes from a kept model (customer value) and not from the catalogue or a profile. */
export const isModelled = (feature: string): boolean =>
  !feature.startsWith('profile.') && OF_FEATURE[feature] === undefined;

/** The columns that a rule looks at. */
export const columnsOfRule = (rule: Rule): string[] => [
  ...new Set(
    leavesOf(rule).flatMap((leaf) => {
      if (leaf.op === 'count')
        return leaf.of === 'orders'
          ? ['orders.time', 'orders.reference']
          : ['events.time', ...(leaf.name === undefined ? [] : ['events.name'])];
      return 'field' in leaf ? [...columnsOfFeature(leaf.field)] : [];
    }),
  ),
];
