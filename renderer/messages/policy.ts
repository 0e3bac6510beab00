/** Words of what is kept: the inventory of columns, the minimization audit, retention, the record of processing. */
import { DATA_CLASS_WORDS } from '../../shared/column-policy.ts';
import type { ColumnEffect, Recommendation } from '../../shared/contract/minimization.ts';
import { count, counted, day, fixed } from './format.ts';

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

export const className = (id: keyof typeof DATA_CLASS_WORDS): string => capital(DATA_CLASS_WORDS[id].label);

export const columnWords = {
  title: 'Columns',
  how: (all: number, unused: number): string =>
    `${counted(all, 'column', 'columns')} stored${unused === 0 ? '' : `, ${count(unused)} of them used by nothing yet`}`,
  means:
    'Every column the vault stores beside the number of the person: its class, the evidence for it, and what it is used for.',
  columns: {
    name: 'Column',
    class: 'Class',
    sure: 'Sure',
    purposes: 'Allowed for',
    uses: 'Used by',
    lastUsed: 'Last used',
    left: 'Days left',
  },
  sureMeans:
    'How sure the class is, from the words of the header, the values that pass a check, and how many values differ.',
  usesMeans: 'Kept clusterings, segments and models that are computed from the column.',
  leftMeans: 'Days until the oldest import reaches the age that a rule of retention gives it.',
  every: 'every purpose',
  none: 'no purpose',
  nothing: 'nothing',
  never: 'never',
  choose: 'Choose a column to see why it is what it is, and to change that.',
  decided: {
    auto: 'Told from the file.',
    analyst: 'Decided by the analyst.',
    officer: 'Decided by the privacy officer.',
  },
  evidence: 'Evidence',
  needed: (what: string): string => `Needed: ${what}.`,
  because: (reason: string): string => `Decided because: ${reason}.`,
  coarser: (words: string): string => `Made coarser: ${words}.`,
  class: 'Class',
  allowed: 'Allowed for',
  only: (purpose: string): string => `only ${purpose}`,
  reason: 'Reason, for the record',
  reasonMissing: 'Write a reason of three letters or more first.',
  unchanged: 'Choose another class or purpose first.',
  change: 'Change the policy',
  changed: (column: string): string => `The policy of ${column} was changed.`,
  refusedClass: 'A weaker class, a special category and purposes are the privacy officer’s to decide.',
} as const;

const ADVICE: Record<Recommendation, string> = {
  keep: 'Keep',
  coarsen: 'Coarsen',
  restrict: 'Restrict',
  drop: 'Drop',
};

export const keptWords = {
  tab: 'Data kept',
  aboutTitle: 'What is done here',
  finding: (auditedAt: number | null, rules: number): string =>
    `${auditedAt === null ? 'The columns were not audited yet' : `Columns audited on ${day(auditedAt)}`}; ${
      rules === 0 ? 'no rule of retention is set.' : `${counted(rules, 'rule', 'rules')} of retention.`
    }`,
  minimization: 'Minimization',
  minimizationAbout:
    'Every stored column is measured: what it does for the kept clusters, and whether it could be coarser or go.',
  minimizationMeans:
    'The kept clustering is fitted again with the same number of clusters and seed, without each column and with a coarser one. Agreement is the adjusted Rand index: 1 is the same grouping, 0 an unrelated one.',
  never: 'No audit was made yet.',
  made: (day: string, people: number, of: number): string =>
    `${day}, measured on ${people === of ? count(people) : `${count(people)} of ${count(of)}`} people`,
  audit: 'Audit the columns',
  auditing: 'Auditing columns',
  could: (columns: number): string =>
    columns === 0 ? 'No column could go today.' : `${counted(columns, 'column', 'columns')} could go today.`,
  noClustering: 'No clustering is kept, so what a column does for it cannot be measured.',
  columns: {
    name: 'Column',
    class: 'Class',
    filled: 'Filled',
    apart: 'Tells apart',
    dropped: 'If it were dropped',
    coarser: 'If it were coarser',
    advice: 'Advice',
  },
  filledMeans: 'Rows with a value, of all rows of the kind.',
  apartMeans: 'Share of pairs of people that differ in this attribute (alpha-separation).',
  effectMeans:
    'Agreement with the kept groups (adjusted Rand index, 1 is the same), then the change of the silhouette.',
  effect: (effect: ColumnEffect | null): string =>
    effect === null
      ? 'nothing changes'
      : `agreement ${fixed(effect.ari, 2)}, ${effect.silhouette >= 0 ? '+' : ''}${fixed(effect.silhouette, 2)}`,
  same: '–',
  advice: (id: Recommendation): string => ADVICE[id],
  few: (least: number): string => `<${least}`,
  chooseColumn: 'Choose a column to read the advice and to act on it.',
  with: (labels: readonly string[], percent: string): string =>
    `With ${labels.join(' and ')} it tells ${percent} of pairs of people apart.`,
  drop: 'Drop the column…',
  coarsen: 'Coarsen it…',
  dropTitle: (column: string): string => `Drop ${column}`,
  coarsenTitle: (column: string): string => `Coarsen ${column}`,
  dropText: 'Its values are deleted from the vault for good, and later imports leave it out.',
  coarsenText: (change: string): string =>
    `It will hold ${change}. The finer values are gone for good, and later imports come in coarser.`,
  usedBy: (uses: readonly string[]): string =>
    `Used by ${uses.join(', ')}: fit and define them again afterwards.`,
  reason: 'Reason, for the record',
  cancel: 'Leave it',
  done: {
    drop: (column: string): string => `${column} was dropped.`,
    coarsen: (column: string): string => `${column} is coarser now.`,
  },
  purposes: 'Purposes',
  purposesMeans: 'Columns each purpose may use, and those that a clustering or segment for it does use.',
  purposeColumns: { label: 'Purpose', allowed: 'Allowed', used: 'Used', unused: 'Allowed and not used' },
  allUnused: 'all of them',
  people: (without: string): string =>
    `${without} of the people known are admitted for no purpose at all; nothing may be done with them.`,
  retention: 'Retention',
  retentionMeans:
    'Rows of orders and events age by their own time, profiles by their import. A rule removes nothing; a purge does. The consent ledger and the record are proof and are not reached.',
  retentionHow: (rules: number, today: string): string =>
    rules === 0
      ? 'no rule: everything is kept'
      : `${counted(rules, 'rule', 'rules')}; what a purge would remove on ${today}`,
  retentionColumns: {
    what: 'What',
    days: 'Days',
    before: 'Too old before',
    rows: 'Rows to go',
    people: 'People',
    reason: 'Why',
  },
  scope: 'Kept',
  kinds: { profiles: 'Profiles', orders: 'Orders', events: 'Events' },
  days: 'For',
  dayUnit: 'days',
  set: 'Set the rule',
  setDone: 'The rule of retention was set.',
  purge: 'Purge what is too old…',
  purgeTitle: 'Purge what is too old',
  purgeText: 'The rows in the list are deleted for good, and the record says so.',
  purging: 'Purging',
  purged: (rows: number | null): string =>
    rows === null ? 'A few rows were removed.' : `${counted(rows, 'row was', 'rows were')} removed.`,
  nothingToPurge: 'Nothing is too old.',
  processing: 'Record of processing',
  processingHow: 'GDPR Art. 30: controller, purposes, data, recipients, limits, measures',
  processingMeans: 'Made from what the vault holds and what its rules say, at the moment it is saved.',
  controller: 'Controller',
  contact: 'Contact',
  officer: 'Data protection officer, if any',
  describe: 'Keep the controller',
  described: 'The controller is on the record of processing.',
  save: { markdown: 'Save Markdown', html: 'Save HTML', json: 'Save JSON' },
} as const;
