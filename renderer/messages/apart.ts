/** Words of Explore › What sets them apart: ranked features, profiles, means, trees, components. */
import type { ApartCell, EffectSize, RankedFeature } from '../../shared/contract/explain.ts';
import { TREE_INFO, type TreeName } from '../../shared/trees.ts';
import { counted, fixed } from './format.ts';

const signed = (value: number): string =>
  `${value > 0 ? '+' : value < 0 ? '−' : ''}${fixed(Math.abs(value), 2)}`;

export const apart = {
  tab: 'What sets them apart',
  waiting: 'Being computed.',
  ranking: 'Features by effect',
  rankingHow: '√η² of numbers, Cramér’s V of attributes; grey: clustered by',
  rankingMeans:
    'How strongly the clusters differ in a feature, 0 to 1 on one scale: the square root of η² (share of the variance between clusters, Fisher 1925) or Cramér’s V (1946). Lines: small, medium and large by Cohen’s conventions (1988). Clusters were made to differ in the features they were made by, so only the others are tested; p is corrected for how many were tested (Holm 1979).',
  rankingColumns: ['Feature', 'Effect', 'Measure', 'Size', 'Statistic', 'Degrees of freedom', 'Test'],
  measures: { number: 'η²', level: 'V' } satisfies Record<RankedFeature['kind'], string>,
  sizes: {
    negligible: 'negligible',
    small: 'small',
    medium: 'medium',
    large: 'large',
  } satisfies Record<EffectSize, string>,
  sizeUntold: 'not told: a few people carry too much of it',
  test: ({ used, below }: Pick<RankedFeature, 'used' | 'below'>): string =>
    used ? 'clustered by' : below === null ? 'not shown to differ' : `p < ${below}`,
  profiles: 'Profiles',
  profilesHow: 'means in standard deviations from everyone; band: the middle half of the chosen cluster',
  profilesMeans:
    'Mean of each cluster less the mean of everyone, over their standard deviation. The band of the chosen cluster holds the middle half of its people; it is left out where fewer than 11 would lie beyond it. Figures are on steps that one person does not show in.',
  look: 'How it is drawn',
  parallel: 'Parallel',
  radar: 'Radar',
  profileColumns: ['Cluster', 'Feature', 'Mean in sd', 'Middle half from', 'to'],
  means: 'Means and intervals',
  meansHow: (feature: string, unit: string) => (unit === '' ? feature : `${feature}, ${unit}`),
  meansMeans:
    'Mean, or share of the level that sets the cluster apart most, with its 95 % interval: by Student’s t for means, by Wilson’s score for shares, both widened to the step they are told on. d (numbers) and h (shares) against everyone else: small from .2, medium from .5, large from .8 (Cohen 1988).',
  meansFeature: 'Feature',
  meansColumns: ['Cluster', 'Feature', 'Unit or level', 'Mean or share', 'from', 'to', 'd or h'],
  cell: (cell: ApartCell, format: (value: number) => string): string =>
    cell.kind === 'number'
      ? `${format(cell.mean)} (${format(cell.low)} to ${format(cell.high)})${cell.d === null ? '' : `, d ${signed(cell.d)}`}`
      : `${cell.level} ${fixed(100 * cell.share, 0)} % (${fixed(100 * cell.low, 0)} to ${fixed(100 * cell.high, 0)}), h ${signed(cell.h)}`,
  trees: 'Rules by tree',
  treesHow: 'the clusters in a few questions; three ways, side by side',
  treesMeans:
    'Fidelity: share of the people whose leaf has their cluster. Price of explainability: cost of the clusters as the tree gives them over their own, as sums of squared distances to the means; 1 costs nothing (Moshkovitz et al. 2020). Precision: of those the short rule finds, how many are in the cluster; recall: of the cluster, how many it finds.',
  tree: 'Tree',
  treeColumns: {
    tree: 'Tree',
    leaves: 'Leaves',
    conditions: 'Conditions',
    fidelity: 'Fidelity',
    price: 'Price',
  },
  ruleColumns: { cluster: 'Cluster', rule: 'Rule', precision: 'Precision', recall: 'Recall' },
  noRule: 'no short rule tells it apart',
  inUse: 'Its rules are in use.',
  use: (tree: TreeName) => `Use the rules of ${TREE_INFO[tree].label}`,
  used: (tree: TreeName, version: number) =>
    `The clusters have the rules of ${TREE_INFO[tree].label} now, as version ${version}.`,
  otherLens: (purpose: string, asOf: string) =>
    `The clusters were made for ${purpose} as of ${asOf}; rules can be changed through that lens.`,
  importance: 'What the tree rests on',
  importanceHow: 'mean size of exact Shapley values, by cluster',
  importanceMeans:
    'How much knowing a feature moves the share of each cluster in a person’s leaf, up or down, as a mean over everyone: exact Shapley values of the tree (Lundberg et al. 2018, path-dependent). Parts are clusters. Never told of single people.',
  importanceColumn: 'Feature',
  loadings: 'Components',
  loadingsHow: 'what each principal component is made of; above, its share of the variance',
  loadingsMeans:
    'Loadings of the columns on the principal components (Hotelling 1933), from everyone, without a sample: −1 to 1, the squares of each component add up to 1. The share of the variance each component shows stands above it.',
  column: 'Column',
  explained: 'Share of the variance',
  panelMeans: 'Methods and sources of the figures here, as a text for a paper or a file.',
  treeLines: (count: number) =>
    `${counted(count, 'tree', 'trees')}, all on coarse thresholds that may be published:`,
};
