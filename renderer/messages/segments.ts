/** Words of the stage segments and of the rule builder. */
import { LEAST_CELL } from '../../shared/counts.ts';
import { count, counted, fixed, share, signed } from './format.ts';

/** Fewest people whose exact number is shown. */
export const LEAST = LEAST_CELL;
/** A count that tells nobody apart: a few people are "under 11", never their number. */
export const told = (people: number): string =>
  people > 0 && people < LEAST ? `under ${LEAST}` : count(people);
const toldPeople = (people: number): string =>
  people > 0 && people < LEAST ? `under ${LEAST} people` : counted(people, 'person', 'people');

export const segments = {
  title: 'Segments',
  finding: (segments: number, people: number) =>
    `${counted(segments, 'segment', 'segments')} over ${counted(people, 'person', 'people')} of the lens.`,
  noneYet: 'No segment yet. Write a rule, or take them over from the clusters or from RFM.',
  list: 'Segments',
  inside: (name: string) => `inside ${name}`,
  newRule: 'New rule',
  newName: 'New segment',
  fromClusters: 'From the clusters',
  fromRfm: 'From RFM',
  noClustering: 'There is no clustering yet.',
  madeFrom: (made: number, from: string) =>
    `${counted(made, 'segment was', 'segments were')} made from ${from}.`,
  clusters: 'the clusters',
  refresh: 'Refresh',
  refreshed: 'Membership was counted again.',
  refreshWhy: 'Counts every segment through this lens and says who entered and left since the last date.',
  nothingToRefresh: 'There is no segment yet.',
  moved: 'Since the last refresh',
  movedHow: (date: string) => `against ${date}`,
  first: 'First refresh: there is nothing to compare with yet.',
  entered: 'Entered',
  left: 'Left',
  signed,
  name: 'Name',
  match: (people: number, of: number) =>
    `${count(people)} of ${count(of)} people match, ${share(people, of)}.`,
  empty: 'The rule says nothing yet: add a condition.',
  save: (version: number, people: number) => `Save version ${version}, ${toldPeople(people)}`,
  saveNew: (people: number) => `Save segment, ${toldPeople(people)}`,
  saved: (name: string, version: number) => `“${name}” was saved as version ${version}.`,
  unchanged: 'Nothing has changed.',
  needsName: 'Give the segment a name first.',
  needsRule: 'Complete the rule first.',
  discard: 'Discard changes',
  remove: 'Delete segment…',
  removeTitle: (name: string) => `Delete “${name}”?`,
  removeText: 'The segment and its portrait leave the lists. Its earlier versions stay on the record.',
  removeYes: 'Delete 1 segment',
  removed: (name: string) => `“${name}” was deleted.`,
  cancel: 'Keep it',
  rule: 'Rule',
  ruleHow: 'everyone in the lens for whom this is true',
  sentence: 'People for whom',
  unfold: (conditions: number) => `${conditions} conditions, show`,
  fold: (conditions: number) => `${conditions} conditions, fold`,
  draft: (version: number) => (version === 0 ? 'not saved' : `draft of version ${version + 1}, not saved`),
  version: (version: number) => `version ${version}`,
  fit: (jaccard: number) => `fit ${fixed(jaccard, 2)}`,
  ofSelection: (people: number | null) =>
    people === null ? 'not told: too few' : `${count(people)} of the selection`,
  needs: (what: string) => `Not counted: ${what}.`,
  needsHow:
    'A column this rule asks for was dropped. The segment is kept, is in no figure and in no release, until its rule is changed or the column is imported again.',
  fitHow: 'Fit is the Jaccard overlap of a rule with the cluster it came from.',
  overlap: 'Overlap',
  overlapHow: (hidden: number) =>
    hidden > 0
      ? `people in two segments; ${count(hidden)} smaller pairs not drawn`
      : 'people in two segments at once',
  overlapNone: `No two segments share ${LEAST} people or more.`,
  overlapA: 'Segment',
  overlapB: 'and segment',
  people: 'People',
  live: 'Live count',
  known: 'Known',
  knownHow: (outside: number) => `the rule is never run on the ${count(outside)} outside`,
  lens: 'All in the lens',
  matching: 'Match the rule',
  ofLens: (people: number, of: number) =>
    people > 0 && people < LEAST ? 'too few to be told' : `${share(people, of)} of the lens`,
  condition: 'Selected condition',
  alone: 'Alone',
  origin: { rule: 'written as a rule', cluster: 'From a cluster', selection: 'From a selection' },
  jaccard: 'Fit',
  precision: 'Precision',
  recall: 'Recall',
};

export const rules = {
  group: 'Group',
  mode: { all: 'all', any: 'any', none: 'none' },
  ofThese: 'of these',
  add: 'Add',
  addCondition: 'Add a condition',
  addCount: 'Add a count of orders or events',
  addGroup: 'Add a group',
  actions: 'Condition',
  remove: 'Remove',
  wrap: 'Put into a group',
  matchMissing: 'Also match people whose value is not known',
  dropMissing: 'Do not match people whose value is not known',
  orMissing: 'or not known',
  field: 'Field',
  operator: 'Question',
  value: 'Value',
  from: 'From',
  to: 'to under',
  level: 'Level',
  addLevel: 'Add a level…',
  removeLevel: (level: string) => `Remove ${level}`,
  of: 'Of',
  orders: 'orders',
  events: 'events',
  named: 'named',
  anyName: 'any',
  within: 'in the last',
  days: 'days',
  ever: 'any number of',
  undo: 'Undo in the rule',
  redo: 'Redo in the rule',
  questions: {
    '=': 'is',
    '!=': 'is not',
    '<': 'less than',
    '<=': 'at most',
    '>': 'more than',
    '>=': 'at least',
    between: 'between',
    in: 'is one of',
    known: 'is known',
  },
  problems: {
    'unknown-field': 'This field is not in the catalogue of this lens.',
    'no-level': 'Choose at least one level.',
    order: 'The second number must be larger than the first.',
  },
  notNumber: 'Write a number.',
  counting: 'counting',
};
