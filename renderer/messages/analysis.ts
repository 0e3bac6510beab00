/** Words of the stages features and explore, and of the charts. Typed: a word that is missing does not compile. */
import { NEAR_WORDS } from '../../shared/counts.ts';
import { NOISE } from '../../shared/methods.ts';
import { count, counted, fixed, share } from './format.ts';

const SMALL = ['no', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'];
const spelled = (value: number): string => SMALL[value] ?? count(value);
const Spelled = (value: number): string => {
  const word = spelled(value);
  return word[0].toUpperCase() + word.slice(1);
};

export const features = {
  title: 'Features',
  finding: (all: number, chosen: number, people: number) =>
    `${Spelled(all)} features of ${count(people)} people, ${spelled(chosen)} chosen for clustering.`,
  nothing: 'There is nothing to compute: nobody is in the lens, or no source was imported.',
  noOne: 'The lens admits nobody, so there is no figure to show.',
  goConsent: 'Look at Consent',
  explore: (chosen: number) => `Cluster by ${counted(chosen, 'feature', 'features')}…`,
  chooseFirst: 'Choose at least one feature first.',
  catalogue: 'Catalogue',
  catalogueHow: 'computed as of the date of the lens, from the people it admits',
  use: 'Use',
  inUse: 'in use',
  feature: 'Feature',
  unit: 'Unit',
  known: 'Known',
  missing: 'Missing',
  tenth: '10th',
  median: 'Median',
  ninetieth: '90th',
  scaling: 'Scaling',
  scalingMeans: 'How the values are made comparable before clustering; choose a feature to change it.',
  definition: 'Definition',
  levels: 'Levels',
  level: 'Level',
  people: 'People',
  share: 'Share',
  pick: 'Choose a feature to see how it is spread.',
  addToMatrix: 'Use for clustering',
  takeOut: 'Take out of clustering',
  before: 'As it is',
  after: 'As clustering sees it',
  how: 'people per step; steps with few people are merged',
  sd: 'sd',
  scalings: {
    zscore: 'z-score',
    minmax: '0 to 1',
    robust: 'Robust',
    log: 'Log, z-score',
    rank: 'Rank',
    none: 'As it is',
  },
  scalingWhy: {
    zscore: 'Less the mean, over the standard deviation.',
    minmax: 'From the least to the greatest value. One far value presses all others together.',
    robust: 'Less the median, over the middle half. Far values stay far but do not set the scale.',
    log: 'The logarithm first, then the z-score. For amounts and counts, where a few are very large.',
    rank: 'The share of people below, 0 to 1. Only the order counts, however far the values lie apart.',
    none: 'Unchanged. A feature with large numbers outweighs all others.',
  },
  rfm: 'RFM segments',
  rfmHow: (without: number) => `recency, frequency and monetary scored; ${count(without)} without an order`,
  rfmMake: 'Make segments from RFM',
  rfmMade: (made: number) => `${counted(made, 'segment was', 'segments were')} made from RFM.`,
  seeSegments: 'See segments',
  rfmNone: 'Nobody in the lens has ordered, so there is no RFM.',
};

export const explore = {
  title: 'Explore',
  none: 'No clustering yet. Choose features, then let the indices suggest how many clusters there are.',
  notFitted: 'Nothing is clustered yet.',
  fit: 'Find clusters',
  refit: 'Find again',
  fitting: 'Finding clusters',
  noFeatures: 'Choose at least one feature under Features first.',
  chooseFeatures: 'Choose features',
  noLens: 'The lens admits nobody.',
  working: 'Finding clusters. The tray shows how far it is; you may go on elsewhere.',
  finding: (k: number, people: number, silhouette: number) =>
    `${Spelled(k)} clusters of ${count(people)} people. ${
      silhouette >= 0.5 ? 'They stand apart.' : silhouette >= 0.25 ? 'They touch.' : 'They overlap.'
    }`,
  stale: 'This clustering was made through another lens. Its people are counted again through this one.',
  makeSegments: (k: number) => `Make ${counted(k, 'segment', 'segments')}`,
  noRules: 'No cluster could be told apart by a rule.',
  made: (made: number) => `${counted(made, 'segment was', 'segments were')} made, each as a rule.`,
  number: 'Number of clusters',
  chosen: 'Chosen',
  range: 'Range',
  from: 'from',
  to: 'to',
  exactly: 'exactly',
  byFeatures: (names: string) => `by ${names}`,
  kTitle: 'How many clusters',
  kHow: (sample: number, people: number) =>
    sample < people ? `silhouette on ${count(sample)} people` : 'measured on everyone',
  why: 'Why this many',
  silhouette: (value: number) =>
    `Silhouette ${fixed(value, 2)}: ${
      value >= 0.5
        ? 'groups that stand apart.'
        : value >= 0.25
          ? 'groups with soft borders.'
          : 'overlapping groups, not islands.'
    }`,
  opinion: (ari: number, sample: number) =>
    `${ari >= 0.95 ? 'A second library agrees' : ari >= 0.8 ? 'A second library mostly agrees' : 'A second library disagrees'}: ARI ${fixed(ari, 3)} on ${count(sample)} people.`,
  scatter: 'People on two components',
  scatterHow: (shown: number) => `${fixed(100 * shown, 0)} % of the variance shown`,
  betweenClusters: 'η², share of the variance between clusters',
  heat: 'What makes each cluster',
  heatHow: 'mean of the cluster, in standard deviations from the lens',
  clusters: 'Clusters',
  near: NEAR_WORDS,
  clustersHow: 'fit: Jaccard of the short rule with its cluster',
  cluster: (label: number) => (label === NOISE ? 'No cluster' : `Cluster ${label + 1}`),
  columnCluster: 'Cluster',
  columnPeople: 'People',
  columnShare: 'Share',
  columnBar: 'Size',
  columnRule: 'Rule in words',
  columnFit: 'Fit',
  columnStability: 'Stability',
  verdict: (words: string) =>
    words === 'a pattern' ? 'A pattern, not a firm cluster.' : `This cluster is ${words}.`,
  noRule: 'no short rule tells it apart',
  selection: 'Selection',
  ofLens: (people: number, of: number) => `people, ${share(people, of)} of the lens`,
  pickCluster: 'Choose a cluster, or draw a lasso around people.',
  drawn: 'Drawn, not found.',
  drawnText: (shown: number) =>
    `A lasso on two axes sees ${fixed(100 * shown, 0)} % of the variance. It becomes a segment only as a rule.`,
  drawnRule: (conditions: number, recall: number, precision: number) =>
    `A rule of ${counted(conditions, 'condition', 'conditions')} finds ${fixed(100 * recall, 0)} % of these people; ${fixed(100 * (1 - precision), 0)} % of those it finds are others.`,
  drawnNoRule: 'No short rule tells these people from the others.',
  needsName: 'Give it a name first.',
  seeAs: (name: string) => `See “${name}”`,
  seed: 'Seed',
  explain: 'Explain with a rule',
  explaining: 'Looking for a rule',
  saveAs: 'Save as segment',
  segmentName: 'Name of the segment',
  madeSegment: (name: string, people: string) => `“${name}” is a segment of ${people} people now.`,
  seeSegment: 'See it',
  ruleFinds: 'The rule finds',
  precision: 'Precision',
  precisionMeans: 'Of the people the rule finds, the share who were selected. The rest are others.',
  recall: 'Recall',
  recallMeans: 'Of the selected people, the share whom the rule finds.',
  foundMeans: 'People of the lens for whom the rule is true, whether they were selected or not.',
  lens: 'Lens',
  comparedHow: (unit: string): string =>
    unit === '' ? 'selection and lens' : `in ${unit}, selection and lens`,
  comparedTitle: (feature: string): string => `${feature} of the selection and of the lens`,
  comparedFeature: 'Feature to compare',
  medianOf: (who: string, value: string | null): string => `${who}, median ${value ?? '–'}`,
  inSegments: 'In segments',
  inSegmentsMeans:
    'How many of the selected people match the rule of each segment. A few people are not told, and neither are all but a few.',
  notTold: 'not told',
  columnSelected: 'Selected',
  together: (people: number, others: readonly string[]) =>
    `${count(people)} with ${others.map((name) => name.split(' ').at(-1)).join(', ')}`,
  selectionColumn: 'Sel.',
  density: 'People on two components, squares of at least 11 people',
  densityNote: (leftOut: number, least: number) =>
    `Side: logarithm of the people in it, at least ${least}; colour: the cluster of most. ${leftOut} % lie in thinner squares, not drawn.`,
  pickColumn: (name: string) => `Select ${name}`,
  tableCluster: 'Most are in',
  merged: (least: number) => `Clusters with fewer than ${least} people are shown together.`,
  few: (least: number) => `Fewer than ${least} people. Their number and clusters are not shown.`,
  apart: 'Against everyone in the lens',
  apartHow: 'sd',
  rule: 'Rule',
  ruleHow: 'a short rule that finds most of the cluster',
  fidelity: (jaccard: number, precision: number, recall: number) =>
    `Finds ${fixed(100 * recall, 0)} % of the cluster; ${fixed(100 * precision, 0)} % of those it finds are in it. Jaccard ${fixed(jaccard, 2)}.`,
  components: 'Components',
  componentsHow: 'share of the variance, and sum',
  provenance: 'Provenance',
  features: 'Features',
  model: 'Model',
  modelIs: (method: string, k: number, version: number) => `${method}, k = ${k}, version ${version}`,
  second: 'Second opinion',
  secondNone: 'not asked',
  smallest: 'Smallest cell shown',
  k: 'k',
  colourBy: 'Colour by',
  tableColour: 'Cluster',
  people: 'Density alone',
  shadesMeans:
    'Mean of the feature among 11 to 21 people who lie together, on at most six steps: of no single person is the value told. Where fewer than 11 of them are known the picture is grey.',
  gap: 'Gap',
  gapBest: 'first within an error',
  roundBic: 'BIC, round clusters',
  lowest: 'lowest at',
  silhouetteError: 'Standard error of the silhouette',
  silhouetteSampled: (half: number) => `Of a sample: ± ${fixed(half, 3)} with 95 % confidence.`,
};

export const scatter = {
  label: (people: number) =>
    `Density of ${count(people)} people on the first two components, coloured by cluster`,
  keys: 'Arrows move, plus and minus zoom, 0 shows everyone, Enter selects what is in sight, Esc clears.',
  pan: 'Move',
  lasso: 'Lasso',
  zoomIn: 'Zoom in',
  zoomOut: 'Zoom out',
  whole: 'Show everyone',
  inSight: 'Select what is in sight',
  axis: (component: number, part: number) => `PC ${component}, ${fixed(100 * part, 1)} % of variance`,
  outside: (people: number) => `${counted(people, 'person lies', 'people lie')} outside this view`,
  outsideFew: (least: number) => `Fewer than ${least} people lie outside this view`,
  selected: (people: number) => `${count(people)} selected`,
  fewSelected: (least: number) => `fewer than ${least} selected`,
  near: (people: number) => `${counted(people, 'person', 'people')} here`,
  nearFew: (least: number) => `fewer than ${least} people here`,
  failed: 'The picture could not be drawn.',
};
