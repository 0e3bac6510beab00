/** Words of the way a file comes in: what it is, its columns, consent, rows, the check, the load. */
import type { ImportAnswer, InspectionAnswer } from '../../shared/contract/answers.ts';
import type { StatusFile } from '../../shared/contract/status-files.ts';
import type { Encoding } from '../../shared/encodings.ts';
import type { TimeFormat } from '../../shared/time-formats.ts';
import { count, counted, day } from './format.ts';

type Repeats = ImportAnswer['repeats'];

const ENCODING_NAMES: Record<Encoding, string> = {
  'utf-8': 'UTF-8',
  'utf-16le': 'UTF-16, little endian',
  'utf-16be': 'UTF-16, big endian',
  'windows-1252': 'Western (Windows-1252)',
  'windows-1250': 'Central European (Windows-1250)',
  'windows-1251': 'Cyrillic (Windows-1251)',
  'windows-1253': 'Greek (Windows-1253)',
  'windows-1254': 'Turkish (Windows-1254)',
  'windows-1257': 'Baltic (Windows-1257)',
  'iso-8859-2': 'Central European (ISO 8859-2)',
  'iso-8859-15': 'Western (ISO 8859-15)',
  'koi8-r': 'Cyrillic (KOI8-R)',
  macintosh: 'Western (Macintosh)',
  shift_jis: 'Japanese (Shift_JIS)',
  'euc-jp': 'Japanese (EUC-JP)',
  gb18030: 'Simplified Chinese (GB 18030)',
  big5: 'Traditional Chinese (Big5)',
  'euc-kr': 'Korean (EUC-KR)',
};

export const wizard = {
  steps: 'Steps of the import',
  columns: (columns: number, open: number): string =>
    `Columns ${count(columns)}${open === 0 ? '' : `, ${counted(open, 'question', 'questions')}`}`,
  columnsOf: (file: string): string => `Columns of ${file}`,
  consent: (columns: number): string => (columns === 0 ? 'Consent' : `Consent ${count(columns)}`),
  rows: 'Rows',
  check: 'Check',
  questions: (open: number): string =>
    open === 0
      ? 'How values are written'
      : `${counted(open, 'question', 'questions')} that only you can answer`,
  questionsHow: 'nothing is guessed',
  encoding: 'How the text is written',
  encodingName: (encoding: Encoding): string => ENCODING_NAMES[encoding],
  encodingReads: ({ encoding, names, letters }: InspectionAnswer['encodings'][number]): string =>
    `${ENCODING_NAMES[encoding]}, read as ${[...names, letters.join(' ')].join(', ')}`,
  encodingFirst: 'Say first how the text is written.',
  questionOf: (column: string): string => `How ${column} is written`,
  unanswered: 'Choose…',
  looked: 'Look at these columns first.',
  lookedMore: (columns: number): string =>
    `and ${counted(columns, 'more column', 'more columns')}, marked below.`,
  joined: (files: number): string =>
    `Take ${counted(files, 'waiting file', 'waiting files')} with it, as one source`,
  statusFile: (place: number, files: number): string => `Status file ${place + 1} of ${files}.`,
  statusWhy: ({ state, why }: StatusFile): string => `${why} Taken for: ${state}.`,
  statusNext: (name: string | null | undefined): string =>
    name == null
      ? 'It is the last of this archive.'
      : `Each is a source of its own. After this one comes ${name}.`,
  statusEmpty: (names: readonly string[]): string =>
    `Without a record, and passed over: ${names.join(', ')}.`,
  separator: 'A cell holds',
  separators: {
    '': 'one',
    ';': 'several, parted by ;',
    ',': 'several, parted by ,',
    '|': 'several, parted by |',
  },
  listed: (values: number): string => `Each a yes or no: ${counted(values, 'value', 'values')}`,
  listedHow: 'another value',
  listedAdd: 'Add it',
  name: 'Kept under the name',
  nameBad: 'Small letters, digits and underscores, a letter first.',
  nameTaken: 'Another column is kept under this name.',
  written: 'How its values are written',
  writtenAny: 'as the values show',
  times: {
    iso: '2026-02-28, year first',
    yyyymmdd: '20260228, digits alone',
    dmy: '28/02/2026, day first',
    mdy: '02/28/2026, month first',
    ymd: '26/02/28, year of two figures first',
    'month-name': '28 Feb 2026, the month by name',
    'epoch-s': '1772236800, seconds since 1970',
    'epoch-ms': '1772236800000, milliseconds since 1970',
    'epoch-us': '1772236800000000, microseconds since 1970',
    'excel-days': '46081, days of a spreadsheet',
  } satisfies Record<TimeFormat, string>,
  figures: ['1234', '1234.56', '1,234.56', '1234,56', '1.234,56', '1 234,56', "1'234.56"],
  emails: 'Values that are e-mail addresses',
  emailsOptions: [
    { value: '', label: 'stay apart from addresses in other files' },
    { value: 'yes', label: 'also join the person with that address' },
  ],
  prefix: 'Its numbers apart from others as',
  prefixBad: 'A word in small letters and a colon: shop-b:',
  country: 'Country of numbers without one',
  countryBad: 'Two letters, such as DE.',
  factor: 'Multiplied by',
  once: 'nothing: it is the whole amount',
  currency: 'Its currency stands in',
  currencyNone: 'no column: it is one',
  rates: 'What one of each is worth',
  ratesOf: (column: string): string => `What one of each currency in ${column} is worth`,
  ratesShort: (column: string): string => `Currencies of ${column}`,
  ratesHow: 'EUR 1, USD 0.92',
  ratesBad: 'Codes and numbers, one of them 1: EUR 1, USD 0.92.',
  ratesFirst: 'Say first what one of each currency is worth.',
  minus: 'Taken off it',
  nothingOff: 'nothing',
  leaveOut: 'Records left out by this column',
  leaveOutHow: 'such as payments that failed',
  leaveOutAdd: 'Leave these out',
  dated: 'Said on',
  undated: 'no date: it proves nothing',
  part: 'What it says',
  parts: {
    state: 'the answer',
    purpose: 'the purpose',
    notice: 'the notice shown',
    method: 'how it was said',
    reason: 'why',
    until: 'until when',
    region: 'where the person lives',
    minor: 'whether a minor',
    gpc: 'Global Privacy Control',
    tcf: 'a TCF string',
    gpp: 'a GPP string',
  },
  flags: { minor: 'a minor', adult: 'an adult', on: 'on', off: 'off' },
  people: 'Whose a row is',
  peopleUnsaid: 'No column says whose a row is.',
  peopleHow: 'Give one the role Identifier, or say that each row is a person of its own.',
  peopleOptions: [
    { value: '', label: 'not said: give a column the role Identifier' },
    { value: 'records', label: 'each row is a person of its own' },
  ],
  peopleFirst: 'Say first whose a row is: no column has the role Identifier.',
  everyone: 'Everybody in this file',
  everyoneHow: 'for a file that is about one answer, such as the list of those who left',
  everyoneState: 'Their answer',
  everyoneNone: 'not said by the file',
  noConsent:
    'No column of this file speaks of consent. Give one the role Consent, or say what the file says of everybody.',
  exported: 'Exported on',
  exportedBad: 'A date such as 2026-06-30.',
  exportedHow: 'nothing in it was said later',
  again: 'Rows that came before',
  againHow: 'exports overlap, arrive late and are corrected',
  repeats: 'They are',
  repeatsOptions: (kind: string, byNumber: boolean): { value: string; label: string }[] => [
    {
      value: 'recognised',
      label: !byNumber
        ? 'known by their content, copy for copy'
        : kind === 'orders'
          ? 'known by their number: corrected, or a further part'
          : 'known by their number; a correction takes their place',
    },
    ...(byNumber && kind === 'orders'
      ? [
          { value: 'joined', label: 'known by their number; other lines join them' },
          { value: 'replaced', label: 'known by their number; other lines take their place' },
        ]
      : []),
    ...(byNumber && kind === 'events'
      ? []
      : [{ value: 'once', label: 'taken once, also where one file repeats them' }]),
    { value: 'kept', label: 'taken again, each as one more' },
  ],
  stream: 'Files that may bring them',
  streamNone: 'those with the same headers',
  streamNote:
    'A name here joins files with other headers, and parts two shops that count their orders alike: give each its own.',
  lines: 'Lines of an order',
  linesHow: 'where several rows have one number',
  linesAre: 'Rows with one number',
  linesOptions: [
    { value: 'sum', label: 'each have their own amount' },
    { value: 'first', label: 'repeat the order: person, time and amount count once' },
  ],
  footer: 'Behind the last row',
  footerOptions: [
    { value: 'no', label: 'nothing is expected' },
    { value: 'yes', label: 'stand lines that are no rows' },
  ],
  leftOut: 'Rows left out by a value',
  noLeftOut: 'None. Choose a column in Columns to leave out rows by its value.',
  noRows: 'Rows of this kind are people: the newest row of a person holds.',
  notChecked: 'Nothing has been checked yet. A check reads the whole file and keeps nothing.',
  checking: 'The file is read from its beginning to its end.',
  checkRows: 'Rows',
  checkPeople: 'People',
  checkNames: 'Columns that would be stored, and those that would not',
  checkStored: (stored: number, columns: number): string =>
    `Columns: ${count(stored)} of ${count(columns)} would be stored`,
  facts: {
    records: 'In the file',
    accepted: 'Would be taken',
    fresh: 'New',
    same: 'The same as before',
    corrected: 'Corrected',
    joined: 'Further lines',
    repeated: 'Word for word again',
    older: 'Older than what is held',
    late: 'Late',
    rejected: 'Rejected',
    duplicates: 'Twice in the file',
    known: 'Known before',
    peopleNew: 'New',
    linked: 'Links found',
    merged: 'Turned out to be one',
    consent: 'Entries in the ledger',
    amount: 'Sum of amounts',
  },
  means: {
    fresh: 'Rows of which the vault holds nothing yet.',
    same: 'Rows that the vault holds as they are, or that stand in the file twice: nothing new.',
    corrected: ({ replaced }: Repeats): string =>
      `Rows with a number that the vault holds with other content. They take the place of ${counted(replaced, 'row', 'rows')}, which cannot come back.`,
    joined: 'Rows taken as a further part of orders that the vault holds; the lines held stay.',
    repeated:
      'Rows that repeat another of the file word for word. Each counts as one more, unless they are taken once.',
    older: 'Versions that were replaced before, or are followed by a newer one in the file.',
    late: ({ newest }: Repeats): string =>
      `Rows taken that are earlier than the newest held${newest === null ? '' : `, of ${day(newest)}`}. They land on their own day.`,
    duplicates: 'The same line again, or a second row of one person; taken once.',
    known: 'People whom the vault knew before this file.',
    peopleNew: 'People whom only this file brings.',
    linked: 'Identifiers that this file joins to a person.',
    merged: 'People known before who turned out to be one with another.',
    consent: 'Answers that would be written down.',
    amount: 'Of the rows that would be taken.',
  },
  consentTaken: 'What consent values are taken for',
  consentColumns: { column: 'Column', value: 'Value', meaning: 'Taken for', records: 'Rows' },
  otherValues: (words: number): string => counted(words, 'other value', 'different values'),
  progress: (file: string): string => `Reading ${file}`,
  said: (step: string, percent: number): string => `${step}: ${percent} %`,
  saidDone: (accepted: number, records: number): string =>
    `Checked: ${count(accepted)} of ${count(records)} rows would be taken.`,
} as const;
