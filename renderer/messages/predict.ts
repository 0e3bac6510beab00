/** Words of Explore › Predict. */
import { count, counted, fixed } from './format.ts';

export const predict = {
  tabs: 'Views of Explore',
  tab: { clusters: 'Clusters', value: 'Value', predict: 'Predict' },
  title: 'Predict',
  notFitted: 'Nothing is predicted yet.',
  none: 'Who will not come back, or will spend most? A model learns from an earlier day and is tested on later ones.',
  finding: (outcome: string, auc: number, people: number, later: boolean) =>
    `${outcome[0].toUpperCase()}${outcome.slice(1)}: AUC ${fixed(auc, 2)} on ${count(people)} people${later ? ' of later days' : ' kept back'}.`,
  fit: 'Fit and test',
  refit: 'Fit again',
  fitting: 'Fitting a prediction',
  working: 'Fitting. The tray shows how far it is; you may go on elsewhere.',
  noLens: 'The lens admits nobody.',
  name: 'Prediction',
  outcome: 'What to predict',
  outcomes: {
    'no-purchase': 'No order in the days after',
    'top-spend': 'Among the top spenders of the days after',
    spend: 'Spends at least an amount in the days after',
    attribute: 'An attribute has a level',
  },
  names: { 'no-purchase': 'churn', 'top-spend': 'high_value', spend: 'spender', attribute: 'attribute' },
  days: 'Days',
  top: 'Top',
  percent: '%',
  amount: 'Amount',
  attribute: 'Attribute',
  level: 'Level',
  method: 'Method',
  methods: {
    boosting: 'Gradient boosting',
    forest: 'Random forest',
    tree: 'Decision tree',
    logistic: 'Logistic regression',
  },
  groups: 'Compare groups of',
  noGroups: 'No groups',
  costFlag: 'False alarm costs',
  costMiss: 'A miss costs',
  wrongNumber: 'Give a number above 0.',
  curves: 'Told apart',
  curvesHow: (people: number) => `on ${counted(people, 'person', 'people')} it was not fitted on`,
  curveColumns: ['False alarms', 'Recall', 'Precision'],
  reliability: 'Chances kept',
  reliabilityHow: 'tenths of the people by chance',
  reliabilityColumns: ['Chance from', 'to', 'Mean chance', 'Came true'],
  people: 'People',
  importance: 'What it looks at',
  importanceHow: (unit: string, people: number) =>
    `mean absolute Shapley value in ${unit}, on ${count(people)} people`,
  importanceColumns: ['Feature', 'Shapley', 'Loss of AUC', 'Spread', 'AUC alone'],
  bands: 'People now, by chance',
  bandsHow: (feature: string) => `as of the lens; the feature ${feature}`,
  bandColumns: ['Chance from', 'to', 'Mean chance'],
  threshold: 'Whom to flag',
  thresholdHow: (value: number, people: number) =>
    `from a chance of ${fixed(value, 2)}, on ${counted(people, 'person', 'people')} tested`,
  missCost: 'A miss costs',
  inAlarms: (cost: number) => `${cost} ${cost === 1 ? 'false alarm' : 'false alarms'}`,
  costs: (cost: number, nobody: number, everybody: number) =>
    `Costs ${fixed(cost, 2)} false alarms a person; flagging nobody ${fixed(nobody, 2)}, everybody ${fixed(everybody, 2)}.`,
  thresholdColumns: ['A miss costs', 'Flagged from', 'Precision', 'Recall', 'False alarms', 'Cost a person'],
  cells: {
    truePositive: 'Flagged, and so it was',
    falsePositive: 'Flagged for nothing',
    falseNegative: 'Missed',
    trueNegative: 'Left alone, rightly',
  },
  flagged: 'Flagged',
  left: 'Not flagged',
  happened: 'It happened',
  not: 'It did not',
  rates: (precision: number | null, recall: number | null) =>
    [
      precision === null ? null : `${fixed(100 * precision, 0)} % of those flagged rightly`,
      recall === null ? null : `${fixed(100 * recall, 0)} % of those it happened to are flagged`,
    ]
      .filter((part) => part !== null)
      .join('; '),
  saveBand: 'Save as segment',
  segmentName: (label: string) => `Likely: ${label}`,
  madeSegment: (name: string) => `“${name}” is a segment now: everyone at or above the threshold.`,
  doubts: 'Doubts',
  noDoubts: 'None that the data show.',
  done: 'What was done',
  effect: 'What a feature does',
  effectHow: (unit: string) => `mean Shapley value by its values, in ${unit}`,
  fairness: (label: string) => `Errors by ${label}`,
  fairnessHow: 'at the threshold it was fitted for',
  fairnessNone: 'Errors by group',
  fairnessAsk:
    'Choose an attribute under “Compare groups of” and fit again to see whether one group is missed, or flagged for nothing, more often than another.',
  fairnessColumns: ['Level', 'People', 'Flagged', 'Found', 'For nothing'],
  folds: 'Cross-validation',
  foldsAre: (mean: number, low: number, high: number) =>
    `AUC ${fixed(mean, 3)}, from ${fixed(low, 3)} to ${fixed(high, 3)}`,
  coefficients: 'Coefficients',
  coefficientsHow: 'log-odds per standard deviation, ± standard error',
  pick: 'Fit a prediction to see what was done and what to doubt.',
};

export const predictMeanings = {
  finding:
    'The outcome, and the area under the ROC curve on people the model was not fitted on: the chance that somebody with the outcome scores above somebody without it. 0.5 is guessing, 1 is perfect.',
  curves:
    'Each point is a threshold: of those with the outcome the share flagged (recall), of those without the share flagged (false alarms), of those flagged the share rightly (precision). Grey is guessing. Steps of at least 11 people.',
  reliability:
    'Of people who were told a chance, the share for whom it came true. On the grey line the chances can be taken at their word. Brier score: mean squared difference, lower is better.',
  importance:
    'Mean distance that the feature moves the score of a person, exact Shapley values (Lundberg et al. 2018). Shuffled: how much AUC is lost when the feature is shuffled among people.',
  bands:
    'Everyone the lens admits, by the chance the model gives them from what is known as of its date. Bands of fewer than 11 people are joined.',
  threshold:
    'The chance from which flagging costs least, given what a miss costs against a false alarm; found on people of the folds that a model had not seen, counted on the people tested. Move the price to see what changes; the segment takes the threshold shown. The ring on the curves is where it stands.',
  fairness:
    'Of each level: the share flagged, of those with the outcome the share flagged, and of those without it the share flagged. Rates of fewer than 11 people are not shown.',
  folds: 'The people fitted on, in five parts, each predicted by a model fitted on the other four.',
} as const;
