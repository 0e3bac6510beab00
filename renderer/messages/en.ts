/** Words of the window in English: the parts of every screen. Stages have their own file beside this one. */
import type { Exclusion } from '../../shared/vocabulary.ts';
import type { StageId } from '../state/route.svelte.ts';
import { amount, count, counted, share } from './format.ts';

export const common = {
  app: 'Cloister',
  cancel: 'Cancel',
  close: 'Close',
  back: 'Back',
  reason: 'Reason, for the record',
  reasonMissing: 'Say why; an auditor will ask.',
  sampleJob: 'Making the sample project',
  people: (value: number): string => counted(value, 'person', 'people'),
} as const;

export const ui = {
  save: 'Save this figure',
  notDrawnYet: 'it is not drawn yet',
  saveSvg: 'Save as SVG',
  savePng: 'Save as PNG',
  saveCsv: 'Save the table as CSV',
  showTable: 'Show as a table',
  showChart: 'Show as a chart',
  copy: 'Copy',
  copied: 'Copied',
} as const;

export const stageNames: Record<StageId, string> = {
  sources: 'Sources',
  consent: 'Consent',
  features: 'Features',
  explore: 'Explore',
  segments: 'Segments',
  personas: 'Personas',
  exports: 'Export',
  audit: 'Audit',
};

/** Names of the reasons for which a lens leaves a person out. */
export const reasons: Record<Exclusion, string> = {
  NO_RECORD: 'no record',
  WITHDRAWN: 'withdrawn',
  REFUSED: 'refused',
  EXPIRED: 'expired',
  OBJECTED: 'objected',
  UNKNOWN: 'unreadable',
  OPTED_OUT: 'opted out',
  WEAK_EVIDENCE: 'weak evidence',
  REVOKED: 'revoked',
  MINOR: 'minor',
  ART9: 'not explicit',
};

export const reasonMeanings: Record<Exclusion, string> = {
  NO_RECORD: 'never asked, or only after this day',
  WITHDRAWN: 'said yes, later said no',
  REFUSED: 'said no',
  EXPIRED: 'a yes that is too old',
  OBJECTED: 'objected to processing (Article 21)',
  UNKNOWN: 'an answer that nobody could read counts as no',
  OPTED_OUT: 'opted out of sale and sharing, by a signal or a choice',
  WEAK_EVIDENCE: 'a yes that cannot be shown well enough',
  REVOKED: 'what was said was declared invalid',
  MINOR: 'a minor, and this purpose is profiling',
  ART9: 'this purpose needs an explicit consent, and there is none',
};

export const frame = {
  search: 'Search or command',
  nothingToUndo: 'Nothing to undo',
  nothingToRedo: 'Nothing to redo',
  undo: (words: string): string => `Undo: ${words}`,
  redo: (words: string): string => `Redo: ${words}`,
  undone: (words: string): string => `Taken back: ${words}`,
  redone: (words: string): string => `Done again: ${words}`,
  help: 'Keys and commands',
  theme: 'Theme',
  themes: { system: 'As the system', light: 'Light', dark: 'Dark' },
  lock: 'Lock',
  lockNone: 'No vault is open',
  vaultMenu: 'Vault',
  regions: {
    title: 'Title',
    lens: 'Lens',
    stages: 'Stages',
    main: 'Work area',
    side: 'Inspector',
    status: 'Status',
  },
  lens: 'Lens',
  asOf: 'as of',
  asOfField: 'Day as of which consent is read',
  purpose: 'Purpose',
  purposeEmpty: 'purpose',
  dateEmpty: 'date',
  dateWrong: 'A day is written 2026-10-31.',
  noVault: 'No vault is open: nobody is admitted, nobody is left out',
  noPeople: 'Nobody is known yet: import a source',
  leftOutLater: 'With a vault, the people left out are counted here by reason',
  leftOutWhy: 'left out: why',
  other: 'other',
  admitted: (people: number, of: number): string => `${count(people)} admitted, ${share(people, of)}`,
  known: 'known',
  part: (reason: string, people: number, of: number): string =>
    `${reason}: ${common.people(people)}, ${share(people, of)}`,
  rulerLabel: (known: number, parts: string): string => `${common.people(known)} known, to scale: ${parts}`,
  proofTitle: 'What leaves this machine',
  proofText: 'Nothing, until you approve a package.',
  locks: (held: number, all: number): string => `${held} of ${all} locks hold`,
  locksAsk: 'See the locks',
  startHere: 'start here',
  offline: 'Offline',
  offlineWhy: 'no network code',
  jobs: 'Jobs',
  noJobs: 'none',
  jobsRunning: (running: number): string => `${count(running)} running`,
  ofPeople: (known: number): string => `of ${count(known)} people`,
  noVaultOpen: 'no vault open',
  seed: 'seed',
  seedChange: 'Change the seed',
  saved: (at: string): string => `saved ${at}`,
  savedAll: 'saved',
  nothingToSave: 'nothing to save',
  lockIn: (minutes: number): string => `vault locks after ${minutes} min idle`,
  lockNever: 'vault does not lock by itself',
  lockAfter: (minutes: number): string => `Lock after ${minutes} min`,
  lockOff: 'Never lock by itself',
  idleLocked: 'The vault was locked after a while without use.',
  lost: 'The engine has stopped. Nothing was lost that was saved; reload the window.',
  stale: 'The lens or the data changed.',
  recompute: (stages: number): string => `Recompute ${counted(stages, 'stage', 'stages')}`,
  recomputed: 'Everything is up to date.',
  recomputeFit: 'Fit the clusters again',
  selectionNone: 'Nothing is selected.',
  lensTitle: 'The lens',
  lensPeople: (part: string): string => `people, ${part}`,
  leftOutTitle: 'Left out',
  notBuilt: 'This stage could not be loaded.',
} as const;

export const dropWords = {
  drop: 'Drop to look at it before anything is stored',
  dropVault: 'Open a vault first, then drop files on it.',
  folder: 'A folder cannot be taken in: drop the files in it.',
} as const;

export const seedWords = {
  title: 'Seed',
  field: 'Seed of the analysis',
  what: 'Clustering and release draw by chance from this number: the same seed gives the same result. What was computed before keeps the seed it had.',
  wrong: 'Write a whole number of at most 15 digits.',
  use: 'Use this seed',
} as const;

export const tray = {
  title: 'Jobs',
  running: (running: number, over: number): string =>
    `${count(running)} running${over > 0 ? `, ${count(over)} over` : ''}`,
  cancelling: 'stopping…',
  cancelled: 'stopped, nothing was changed',
  failed: 'failed',
  done: (seconds: string): string => `done in ${seconds}`,
  rate: (rate: number, unit: string): string => `${amount(rate, unit)}/s`,
  left: (words: string): string => `${words} left`,
  of: (done: number, total: number | null, unit: string): string =>
    total === null
      ? amount(done, unit)
      : `${unit === 'bytes' ? amount(done, unit) : count(done)} of ${amount(total, unit)}`,
  clear: 'Clear',
  hide: 'Hide the jobs',
  show: 'Show the jobs',
} as const;

export const palette = {
  title: 'Commands',
  placeholder: 'Type a command or a place',
  do: 'Do',
  go: 'Go to',
  off: 'Not available now',
  hits: (shown: number, all: number): string => `${count(shown)} of ${count(all)}`,
  none: 'No command has these letters.',
  choose: 'choose',
  enter: 'do it',
  esc: 'close',
  sheetTitle: 'Keys',
} as const;

export const commands = {
  palette: 'Search commands',
  sheet: 'Show keys and commands',
  nextRegion: 'Go to the next part of the window',
  undo: 'Undo',
  redo: 'Redo',
  lock: 'Lock the vault',
  themeLight: 'Use the light theme',
  themeDark: 'Use the dark theme',
  themeSystem: 'Use the theme of the system',
  go: (stage: string): string => `Go to ${stage}`,
  welcome: 'Go to Welcome',
  recompute: 'Recompute what is out of date',
  verify: 'Verify the audit record',
  noVault: 'no vault is open',
  nothingStale: 'nothing is out of date',
  busy: 'a job is running',
  purpose: (label: string): string => `Look through the lens of ${label}`,
  purposeNow: 'this is the lens now',
} as const;
