/** Words of the quality of sources: what each figure means, what was found, and the steps that mend it. */
import type { StepName } from '../../shared/steps.ts';
import { count, counted, fixed, THIN } from './format.ts';

const percent = (value: number): string =>
  `${fixed(100 * value, value > 0.995 && value < 1 ? 2 : 1)}${THIN}%`;

export const qualityWords = {
  tab: 'Quality',
  none: 'No source has a profile yet: import a file, and it is profiled as it is read.',
  finding: (sources: number, complete: number, grave: number): string =>
    `${counted(sources, 'source', 'sources')}, ${percent(complete)} filled; ${grave === 0 ? 'nothing that needs mending at once.' : counted(grave, 'grave finding.', 'grave findings.')}`,
  percent,
  imports: 'Sources',
  importsHow: 'the newest import of each; a bar is one column, its height the share that is filled',
  columns: {
    name: 'Source',
    rows: 'Rows',
    filled: 'Filled, per column',
    complete: 'Filled',
    valid: 'Valid',
    trend: 'Over imports',
    found: 'Findings',
    importedAt: 'Imported',
  },
  foundHow: (all: number, grave: number): string =>
    all === 0 ? 'none' : grave === 0 ? count(all) : `${count(all)}, ${count(grave)} grave`,
  findings: 'Findings',
  findingsHow: (name: string): string => `${name}, the gravest first`,
  noFindings: 'Nothing worth a word: every column is filled, valid and as it was.',
  more: (left: number): string => `Show ${count(left)} more`,
  mend: 'Mend…',
  inMapping: (version: number): string => `in the mapping, version ${version}`,
  profile: 'Columns',
  profileHow: (rows: number): string =>
    `${counted(rows, 'row', 'rows')} looked at; values are told where at least 11 people are behind them`,
  profileColumns: {
    column: 'Column',
    type: 'Holds',
    filled: 'Filled',
    invalid: 'Invalid',
    distinct: 'Different',
    usual: 'Usual values',
    spread: 'Spread',
    outliers: 'Outliers',
  },
  types: { identifier: 'identifiers', time: 'times', number: 'numbers', text: 'words' },
  trend: 'Over imports',
  trendHow: (imports: number): string => `${counted(imports, 'import', 'imports')} of the same data, %`,
  trendOnce: 'One import so far. The next file of the same data is compared with it.',
  trendTable: ['Import', 'Imported', 'Rows', 'Rejected', 'Filled, %', 'Valid, %'],
  lines: { complete: 'filled', valid: 'valid' },
  consistency: 'In other sources',
  consistencyHow: 'the same people, the same values',
  alone: 'None of its people is in a source of another kind.',
  known: (kind: string): string => `known from ${kind}`,
  anywhere: 'known from any',
  same: (column: string): string => `${column}, the same`,
  consistencyTable: ['What', 'People', 'Of'],
  rejected: 'Rejected rows',
  rejectedHow: (kept: number, all: number): string =>
    kept === all
      ? 'where they stand and why; what they hold is not kept'
      : `the first ${count(kept)} of ${count(all)} by place; what they hold is not kept`,
  noRejected: 'Every row was taken.',
  reason: 'Reason',
  places: { file: 'File', line: 'Line', byte: 'Byte', column: 'Column', reason: 'Reason' },
  whole: 'the whole row',
  save: 'Save the report…',
  saveTitle: 'Where the report of rejected rows goes',
  saveAction: 'Write it here',
  saved: (file: string, records: number): string =>
    `${counted(records, 'row is', 'rows are')} listed in ${file}.`,
  chooseColumn: 'Choose a column to see how its values are spread and what would mend it.',
  column: 'Column',
  facts: {
    rows: 'Rows looked at',
    empty: 'Empty',
    invalid: 'Did not fit',
    distinct: 'Different values',
    low: 'Usual from',
    high: 'Usual to',
    quartiles: 'Quartiles',
    outliers: 'Farther out',
    days30: 'Of the last 30 days',
    days90: 'Of the last 90 days',
    days365: 'Of the last year',
    future: 'After the import',
  },
  fewOutliers: 'a few',
  distribution: 'Distribution',
  distributionHow: (rows: number): string => `${counted(rows, 'filled row', 'filled rows')}`,
  distributionTable: { from: 'From', to: 'To', rows: 'Rows', value: 'Value' },
  others: 'other values',
  columnTrend: 'Filled over imports',
  shapes: 'Shapes of values',
  shapesHow: 'a letter is a, a digit 9',
  noValues: 'Its values are told to nobody: it identifies people, or too few have the same ones.',
  mapValues: 'Replace values…',
  dialog: {
    title: (column: string): string => `Mend ${column}`,
    does: (what: string): string => `The step will ${what}.`,
    before: 'Before',
    after: 'After',
    masked: 'Masked shapes of values it changes: a letter is a, a digit 9.',
    rows: (rows: number): string => `It would have changed ${counted(rows, 'row', 'rows')} of this import.`,
    fewRows: 'It would have changed fewer than 11 rows of this import.',
    saves: (name: string, version: number): string =>
      version === 0
        ? `It is saved as the mapping “${name}”, version 1.`
        : `It is saved as the mapping “${name}”, version ${version + 1}.`,
    stays:
      'What is in the vault stays as it is; the next file that is imported under the mapping comes mended.',
    act: 'Put the step into the mapping',
    done: (name: string, version: number): string => `“${name}” is saved, version ${version}.`,
    doneHow:
      'Read the file again, and it takes the place of what it brought; or import the next one under it. Folders that are watched under this mapping take it at once.',
    again: 'Read the file again…',
    next: 'Import the next file…',
    job: 'Read the file again',
    load: (rows: number): string => `Take its ${counted(rows, 'row', 'rows')}`,
    close: 'Close',
    cancel: 'Cancel',
  },
  addStep: 'Add a step…',
  step: {
    title: (column: string): string => `Add a step to ${column}`,
    step: 'Step',
    names: {
      'text-mark': 'Take off marks of text',
      'salesforce-id': 'Salesforce id of 18 characters',
      trim: 'Trim blanks',
      case: 'One case',
      map: 'Replace values',
      country: 'Country code',
      phone: 'Telephone number, E.164',
      date: 'Date',
      number: 'Number',
      unit: 'Unit',
      currency: 'Currency',
    } satisfies Record<StepName, string>,
    said: {
      'text-mark': '',
      'salesforce-id': '',
      trim: '',
      map: '',
      case: 'Written in',
      country: 'As a code of ISO 3166-1',
      phone: 'Country of numbers without one',
      date: 'Formats it may be written in, the first that fits counts',
      number: 'How 1234.56 stands in the file',
      unit: 'All figures become',
      currency: 'All amounts become',
    } satisfies Record<StepName, string>,
    none: 'Its values stay bytes until they are hashed: no step reads them.',
    unseen:
      'Its values are not kept: what the step does is seen when the file is read again, before anything is stored.',
    missing: 'say first what the step has to know',
  },
  map: {
    title: (column: string): string => `Replace values of ${column}`,
    text: 'What is left empty stays as it is. Only values of at least 11 people are listed.',
    becomes: (value: string): string => `${value} becomes`,
    act: 'Put the values into the mapping',
    none: 'Write at least one new value first.',
  },
} as const;

/** What the numbers mean. */
export const qualityMeanings = {
  finding:
    'Sources by their newest import; the share of all cells that hold a value; and findings of a weight of a quarter or more.',
  imports: 'One row a source of the same data: its newest import, and how it was before.',
  rows: 'Records of the file, its head not counted.',
  filled:
    'One bar a stored column: the share of its rows that hold a value. Amber below 90 %, red below a half.',
  complete: 'Cells that hold a value, of all cells of the columns that are read.',
  valid: 'Cells that fit their column, of all that hold a value.',
  trend:
    'Share of filled cells at each import of the same data, the newest last. The axis covers the part they lie in.',
  found: 'Findings about the newest import; grave are those of a weight of a quarter or more.',
  weight:
    'Findings stand by their weight: the share of rows concerned, times how much harm the fault does. Lost rows count whole, wrong ones eight tenths, what a step mends a half, what is missing four tenths, what is only odd three.',
  shapes: 'Shapes of values before and after the step, masked: a letter is a, a digit 9.',
  version: 'Every version of a mapping is kept under its name; a file can be imported under any of them.',
  columnFilled: 'Rows of the import that hold a value in this column.',
  invalid:
    'Rows that held something the column cannot. They were rejected; of a link, the row was taken without it. <11 stands for 1 to 10.',
  distinct: 'Different values: exact up to 4,096, else estimated within 2 %.',
  usual: 'Values that at least 11 people are at or below, and at or above; of words, the commonest.',
  spread:
    'Rows along the range in equal steps, or by the commonest values. The column in the inspector says how many.',
  outliers:
    'Rows beyond Tukey’s fences: farther from the middle half of the rows than one and a half times its width. A few are not told.',
  quartiles:
    'A quarter, a half and three quarters of the rows lie below these values: whole numbers as they are, others right to 1.6 %.',
  fresh: 'Rows whose time lies in so many days before the import, or after it.',
  distribution:
    'Rows along the range in equal steps; what lies beyond is in the outermost. Every bar has at least 11 people behind it, and rows are rounded to five.',
  levels:
    'Rows with each of the commonest values, and with any other, rounded to five. Every value has at least 11 people.',
  consistency:
    'People of this import who are known from sources of other kinds too; and, by column, people with a value in another source of its kind, of whom so many have the same one. Where fewer than 11 differ, that is not told.',
  rejected: 'Records of the file that were not taken, by reason.',
  line: 'Line of the text, or row of the sheet, where the record begins; the byte counts from the beginning of the file.',
} as const;
