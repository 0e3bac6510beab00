/** Words of Sources: what is in the vault, and taking a file in. */
import type { ImportAnswer, InspectionAnswer, SourceInfo } from '../../shared/contract/answers.ts';
import type { Kind, Role } from '../../shared/vocabulary.ts';
import { count, counted, share } from './format.ts';

export const kindNames: Record<Kind, string> = {
  profiles: 'profiles',
  orders: 'orders',
  events: 'events',
  consents: 'consents',
};
export const roleNames: Record<Role, string> = {
  identifier: 'Identifier',
  link: 'Link',
  attribute: 'Ordinary',
  time: 'Time',
  amount: 'Amount',
  name: 'Event name',
  reference: 'Reference',
  order: 'Order',
  consent: 'Consent',
  dropped: 'Dropped',
};
export const classNames = {
  ordinary: 'Ordinary',
  'quasi-identifier': 'Quasi-identifier',
  sensitive: 'Sensitive',
} as const;

export const sources = {
  title: 'Sources',
  tabs: 'Views of the sources',
  filesTab: 'Files',
  none: 'No file is in the vault yet.',
  finding: (all: readonly SourceInfo[], people: number): string =>
    `${counted(all.length, 'file', 'files')}, ${count(all.reduce((sum, { accepted }) => sum + accepted, 0))} rows, ${counted(people, 'person', 'people')} known.`,
  mapping: ({ file, files }: InspectionAnswer): string =>
    `${file} ${files > 1 ? 'wait for your word on their' : 'waits for your word on its'} columns.`,
  import: 'Import a file…',
  chooseTitle: 'Choose a file to import',
  chooseAction: 'Look at this file',
  grid: 'Sources',
  gridHow: (rows: number, rejected: number): string =>
    `${count(rows)} rows taken, ${count(rejected)} rejected`,
  columns: {
    name: 'Source',
    kind: 'Kind',
    records: 'Rows',
    accepted: 'Taken',
    quality: 'Quality',
    importedAt: 'Imported',
    sha256: 'Checksum',
  },
  quality: ({ rejected, duplicates, records }: SourceInfo): string =>
    rejected === 0 && duplicates === 0
      ? 'all accepted'
      : [
          rejected > 0 && `${count(rejected)} rejected, ${share(rejected, records)}`,
          duplicates > 0 && `${counted(duplicates, 'duplicate', 'duplicates')} joined`,
        ]
          .filter(Boolean)
          .join('; '),
  inspecting: 'Looking at the file…',
  handingIn: (file: string, part: string): string => `Taking ${file} over: ${part}. It stays in memory.`,
  waiting: (files: number): string => `${counted(files, 'more file waits', 'more files wait')} for this one`,
  mappingMenu: 'Mapping…',
  mappingAs: (source: string): string => `As ${source} was mapped`,
  mappingSuggested: 'As suggested',
  mappingFile: 'From a file…',
  mappingFileTitle: 'Choose a mapping',
  mappingFileAction: 'Use this mapping',
  mappingSave: 'Save as a file',
  mappingNamed: (name: string, version: number): string => `${name}, version ${version}`,
  mappingKeep: 'Keep this mapping',
  mappingKeepHow: 'under a name, in the vault; the same name again makes its next version',
  mappingName: 'Name of the mapping',
  mappingNameless: 'give it a name first',
  mappingKeepAct: 'Save the mapping',
  mappingSaved: (name: string, version: number): string => `${name} is saved, version ${version}.`,
  recognised: ({ name }: NonNullable<InspectionAnswer['system']>): string => `Recognised as ${name}.`,
  recognisedWhy: ({ because, confidence }: NonNullable<InspectionAnswer['system']>): string =>
    `It has ${because.map((header) => `“${header}”`).join(', ')}; confidence ${confidence.toFixed(2)}.`,
  unknownSystem: (kind: Kind): string => `No known system; it looks like ${kindNames[kind]}.`,
  chooseOne: 'Choose…',
  chooseFirst: 'Say first which part of the file is meant.',
  columnSaid: (column: string): string => `How ${column} is read`,
  readingFirst: (columns: readonly string[]): string =>
    `Say first how ${columns.join(', ')} ${columns.length === 1 ? 'is' : 'are'} written.`,
  identifies: 'What it identifies by',
  identifierTypes: {
    customer: 'Customer number',
    email: 'E-mail address',
    phone: 'Telephone number',
    device: 'Device or browser',
  },
  cuts: 'Columns by their characters',
  cutsHow: 'for columns of fixed width: 1-10, 11-20',
  cutsBad: 'Ranges that follow one another, such as 1-10, 11-20.',
  cutsUse: 'Cut it so',
  importTitle: (file: string): string => `Import ${file}`,
  format: ({ records, counted: exact, format, encoding, delimiter, files }: InspectionAnswer): string =>
    [
      records === null
        ? 'an unknown number of rows'
        : exact
          ? counted(records, 'row', 'rows')
          : `about ${count(records)} rows`,
      files > 1 && `${count(files)} files as one source`,
      delimiter === null && format.name,
      encoding,
      delimiter !== null && `separated by ${delimiter}`,
      format.packing,
    ]
      .filter(Boolean)
      .join(', '),
  sheet: 'Sheet',
  entry: 'File in the archive',
  everyEntry: 'All of them as one source',
  kind: 'Kind',
  columnTitles: {
    column: 'Column in the file',
    role: 'Role',
    class: 'Class, how sure',
    why: 'Why',
    shape: 'Shape of values',
    stored: 'Stored as',
  },
  stored: {
    identifier: 'keyed hash',
    link: 'keyed hash, to join',
    attribute: 'encrypted value',
    time: 'time',
    amount: 'amount',
    name: 'name of the event',
    reference: '64-bit keyed hash',
    order: 'nothing',
    consent: 'consent ledger',
    dropped: 'nothing',
  } satisfies Record<Role, string>,
  classed: (name: string, confidence: number): string => `${name}, ${count(Math.round(confidence * 100))} %`,
  chooseColumn: 'Choose a column above to see what speaks for its class.',
  roleWhy: (why: string): string => `Suggested role: ${why}`,
  chosenClass: (name: string): string => `${name}, as you said`,
  changedWhy: (why: string): string => `You changed what it identifies by. Suggested was: ${why}`,
  chosenWhy: (suggested: string, why: string): string => `You chose it. Suggested was ${suggested}: ${why}`,
  specialTitle: (columns: readonly string[]): string =>
    `${columns.join(', ')}: special category of data (GDPR Art. 9 or 10), off.`,
  specialNote:
    'It is not stored, whatever role it is given here, until the privacy officer signs it off with a reason; then it is used only for people who gave explicit consent.',
  roleOf: (column: string): string => `Role of ${column}`,
  dictionary: (column: string): string => `What ${column} means`,
  dictionaryHow: 'a value that is not listed counts as no',
  dictionaryValue: 'Value in the file',
  dictionaryAdd: 'Add a value',
  dictionaryMeans: 'means',
  purpose: 'Purpose',
  states: {
    given: 'given',
    renewed: 'given again',
    opted_in: 'opted in',
    requested: 'asked, no answer',
    refused: 'refused',
    withdrawn: 'withdrawn',
    objected: 'objected',
    revoked: 'revoked by you',
    opted_out: 'opted out',
    expired: 'expired',
    unknown: 'unknown, counts as no',
    nothing: 'nothing: no answer',
  },
  check: 'Check without loading',
  checkJob: (file: string): string => `Check ${file}`,
  load: (rows: string): string => `Load ${rows} rows`,
  loadJob: (file: string): string => `Load ${file}`,
  loadFirst: 'check the file first',
  nothingToLoad: 'no row of it would be taken',
  leave: 'Leave this file',
  checkedStored: (columns: readonly string[]): string => `Stored: ${columns.join(', ') || 'nothing'}.`,
  checkedDropped: (columns: readonly string[]): string => `Not stored: ${columns.join(', ') || 'nothing'}.`,
  loaded: (accepted: number, file: string): string => `${count(accepted)} rows of ${file} are in the vault.`,
  loadedRepeats: ({ by, fresh, same, corrected, joined, late }: ImportAnswer['repeats']): string =>
    by === null || same + corrected + joined + late === 0
      ? ''
      : `${count(fresh)} new, ${count(corrected)} corrected, ${joined === 0 ? '' : `${count(joined)} joined to orders held, `}${count(same)} the same as before, ${count(late)} late.`,
  rejects: 'Rejected rows',
  rejectsHow: 'by reason; the values themselves are not kept',
  saveRejects: 'Save the report…',
  rejectsTitle: 'Where the report of rejected rows goes',
  rejectsAction: 'Write it here',
  rejectsJob: (file: string): string => `Report the rejected rows of ${file}`,
  rejectsSaved: (path: string): string => `The report is at ${path}.`,
  reason: 'Reason',
  rows: 'Rows',
  warningsTitle: 'Look at this first.',
  inspector: {
    column: 'Column of the file',
    source: 'Source',
    file: 'File',
    read: 'Rows read',
    taken: 'Rows taken',
    rejected: 'Rejected',
    duplicates: 'Duplicates',
    bytes: 'Size',
    at: 'Imported',
    sha: 'Checksum (SHA-256)',
    stored: 'What the vault holds',
    storedHow: (columns: number): string => counted(columns, 'column', 'columns'),
    storedNote: 'Hashed is still personal data. It is pseudonymous: whoever holds the key can link it.',
    nothing: 'Choose a source to see where it came from.',
  },
} as const;
