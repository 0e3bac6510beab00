/** Words of Explore › Value. */
import { count, counted, fixed } from './format.ts';

const money = (value: number): string => count(Math.round(value));

export const value = {
  title: 'Value',
  notFitted: 'Customer value is not modelled yet.',
  none: 'Who is still a customer, how often will they buy, and what is that worth? Models of buying and spending answer, and are tested on time they have not seen.',
  finding: (people: number, purchases: number, worth: number | null, months: number, alive: number) =>
    `${counted(people, 'person is', 'people are')} expected to buy ${count(Math.round(purchases))} times in ${counted(months, 'month', 'months')}${worth === null ? '' : `, worth ${money(worth)}`}; ${fixed(100 * alive, 0)} % are likely still customers.`,
  fit: 'Fit and test',
  refit: 'Fit again',
  fitting: 'Fitting customer value',
  working: 'Fitting. The tray shows how far it is; you may go on elsewhere.',
  noLens: 'The lens admits nobody.',
  wrongNumber: 'Give a number in range.',
  model: 'Model of purchases',
  models: {
    'mbg-nbd': 'MBG/NBD',
    'bg-nbd': 'BG/NBD',
    'pareto-nbd': 'Pareto/NBD',
    'bg-bb': 'BG/BB (fixed occasions)',
  },
  modelWhy: {
    'mbg-nbd': 'People buy at their own rate and may leave after any purchase, the first one too.',
    'bg-nbd': 'As MBG/NBD, but nobody leaves after the first purchase.',
    'pareto-nbd': 'People buy at their own rate and may leave at any time, unseen.',
    'bg-bb':
      'One chance to buy in each unit of time, as with gifts or subscriptions; people may leave between two.',
  },
  unit: 'Unit of time',
  units: { day: 'Day', week: 'Week', month: 'Month' },
  months: 'Months ahead',
  discount: 'Discount a month',
  percent: '%',
  holdout: 'Kept back',
  days: 'd',
  aThird: 'a third',
  tracking: 'Bought and expected',
  trackingHow: (unit: string, days: number) =>
    `repeat purchases of everyone, cumulative by ${unit}; the last ${counted(days, 'day', 'days')} kept back`,
  trackingColumns: ['Time', 'Bought', 'Expected', 'Fitted on'],
  yes: 'yes',
  no: 'no',
  groups: 'Test on time kept back',
  groupsHow: (actual: number, expected: number, error: number) =>
    `${count(actual)} bought, ${count(Math.round(expected))} expected; ${fixed(error, 2)} off per person`,
  groupColumns: ['Repeats before', 'Bought, each', 'Expected, each'],
  people: 'People',
  noHoldout: 'Too little time was seen to keep some of it back.',
  tenths: 'Who it comes from',
  tenthsHow: (historic: number | null, worth: number | null) =>
    historic === null || worth === null
      ? 'mean purchases to come per person'
      : `${money(historic)} spent so far, ${money(worth)} to come`,
  tenthColumns: [
    'Tenth',
    'P(alive)',
    'Purchases to come',
    'Value to come',
    'Spent so far',
    'Share of the value',
  ],
  alive: 'P(alive)',
  aliveHow: 'chance of still being a customer, by repeat purchases and days since the last one',
  purchases: 'Expected purchases',
  purchasesHow: (months: number) => `in the next ${counted(months, 'month', 'months')}`,
  across: 'repeat purchases',
  down: 'days silent',
  matrixColumns: (frequencies: readonly number[]) => [
    'Days silent',
    ...frequencies.map((x) => `${x} repeats`),
  ],
  began: 'First bought',
  beganAgo: (days: number) => `${count(days)} days ago`,
  doubts: 'Doubts',
  noDoubts: 'None that the data show.',
  fitOf: (label: string) => label,
  converged: (steps: number, people: number) =>
    `Converged after ${counted(steps, 'step', 'steps')}, on ${counted(people, 'person', 'people')}.`,
  stopped: (steps: number, people: number) =>
    `Not converged: stopped after ${counted(steps, 'step', 'steps')}, on ${counted(people, 'person', 'people')}.`,
  parameters: 'Value ± standard error',
  undetermined: 'not determined',
  likelihood: 'Log-likelihood',
  source: (of: string) => `Maximum likelihood. ${of}.`,
  explain: 'One history, explained',
  explainHow: 'typed in; nobody is looked up',
  asked: {
    purchases: 'Days with a purchase',
    first: 'Days since the first',
    last: 'Days since the last',
    mean: 'Mean of a repeat',
  },
  explainNow: 'Explain',
  pick: 'Fit the models to see what was done and what to doubt.',
  featuresMade: 'P(alive), expected purchases and lifetime value are features now, for clusters and rules.',
};

export const valueMeanings = {
  finding:
    'Sums over everyone in the lens with a purchase before the as-of date: purchases the model expects, and their discounted worth in the unit of the amounts. P(alive) is a mean over them.',
  tracking:
    'Purchases after each person’s first, added up. The model was fitted on the time left of the dashed line and has not seen what is right of it. A line that leaves the other there is a model that does not hold.',
  groups:
    'People by their repeat purchases before the time kept back: the mean number each bought in it, and the mean the model expected. Groups under 11 people are joined.',
  tenths:
    'People in order of the value to come, in ten equal parts. What they spent so far is the historic value: it says what was, not what will be.',
  alive:
    'Chance of still being a customer for somebody who first bought so long ago, by repeat purchases (across) and days since the last (down). An empty cell is a history nobody can have. Made-up people; nobody’s data.',
  purchases:
    'Purchases the model expects of the same made-up people within the horizon. Many purchases and a long silence mean few to come: the frequency paradox.',
  parameter:
    'The value at the top of the likelihood, and its standard error from the curvature there. An error as large as its value means the data hardly determine it.',
  likelihood:
    'Sum of the logarithms of the chance of each history. Higher fits better; only models on the same people compare.',
  explained:
    'The figures of one typed-in history with each step of the calculation. No person is read, so no right of the privacy officer is needed.',
} as const;
