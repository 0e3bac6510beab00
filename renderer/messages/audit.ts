/** Words of Audit: the record, its chain, the promises, the locks. */
import type { AuditLine, PromiseAnswer } from '../../shared/contract/audit.ts';
import { count, counted } from './format.ts';

/** What was done, for the actions the record knows; another is shown as it is written. */
const ACTIONS: Record<string, string> = {
  'vault.create': 'Made the vault',
  'source.import': 'Imported a source',
  'watch.set': 'Watched a folder',
  'watch.switch': 'Switched the watch of a folder',
  'watch.remove': 'Watched a folder no longer',
  'source.rejects': 'Wrote a report of rejected records',
  'watch.file': 'Looked at a file of a watched folder',
  'consent.record': 'Recorded consent',
  'consent.withdraw': 'Withdrew consent',
  'consent.revoke': 'Revoked a batch of consents',
  'consent.reinstate': 'Brought a batch of consents back',
  'clustering.fit': 'Fitted clusters',
  'clustering.explain': 'Chose the rules of clusters',
  'clustering.keep': 'Kept clusters under a name',
  'value.fit': 'Fitted customer value',
  'features.keep': 'Chose which further features are kept',
  'rfm.define': 'Changed the RFM map',
  'prediction.fit': 'Fitted a prediction',
  'segment.define': 'Defined segments',
  'segment.refresh': 'Refreshed segments',
  'persona.edit': 'Edited a persona',
  'export.release': 'Wrote a package',
  'subject.access': 'Answered a person',
  'subject.object': 'Recorded an objection',
  'subject.erase': 'Erased people',
  'subject.lift': 'Lifted an objection',
  'subject.readmit': 'Let erased people in again',
  'subject.repeat': 'Did acts again after a restore',
  'release.acknowledge': 'Acknowledged what a backup lacks',
  'keys.prepare': 'Began a change of keys',
  'keys.undo': 'A change of keys did not take place',
  'keys.move': 'Moved the keystore',
  'vault.backup': 'Wrote a backup',
  'vault.restore': 'Restored a backup',
  'audit.export': 'Took the record out',
  'officer.enter': 'Officer entered',
  'officer.refuse': 'Officer’s passphrase was wrong',
  'officer.appoint': 'Appointed an officer',
  'officer.dismiss': 'Let the officer go',
  'history.undo': 'Took a change back',
  'history.redo': 'Did a change again',
};

/** Names of facts as entries spell them, in words; another is shown as it is written. */
const FACTS: Record<string, string> = {
  asOf: 'as of',
  columnsStored: 'columns kept',
  columnsDropped: 'columns dropped',
  comparedWith: 'compared with releases',
  kdf: 'key derivation',
  peopleNew: 'new people',
  sha256: 'SHA-256',
};

const valueText = (value: unknown): string => {
  if (typeof value === 'number') return count(value);
  if (typeof value === 'string') return value;
  if (Array.isArray(value))
    return value.every((one) => typeof one === 'string') && value.length <= 6
      ? value.join(', ')
      : counted(value.length, 'item', 'items');
  return JSON.stringify(value);
};

export type Fact = { name: string; value: string };
const factsIn = (json: string): Fact[] =>
  json === ''
    ? []
    : Object.entries(JSON.parse(json) as Record<string, unknown>)
        // A thing that is named after its kind, as the one clustering is, needs no naming.
        .filter(([name, value]) => value !== name)
        .map(([name, value]) => ({ name: FACTS[name] ?? name, value: valueText(value) }));

/** The object of an act, written "kind name"; a thing named after its kind is told once. */
const objectText = (object: string): string => {
  const [kind, name] = object.split(' ', 2);
  return object === `${kind} ${name}` && kind === name ? kind : object;
};

/** Counts and settings of an entry in words. */
const factsOf = ({ counts, details }: Pick<AuditLine, 'counts' | 'details'>): Fact[] => [
  ...factsIn(counts),
  ...factsIn(details),
];

export const audit = {
  title: 'Audit',
  tabs: 'Views of the audit',
  tab: { record: 'Record', promises: 'Promises' },
  action: (action: string): string => ACTIONS[action] ?? action,
  factsOf,
  what: ({ object, named, purpose, aboutOne }: AuditLine): string =>
    [named === '' ? objectText(object) : named, purpose, aboutOne ? 'one person' : '']
      .filter((part) => part !== '')
      .join(' · '),
  summary: (line: AuditLine): string =>
    factsOf(line)
      .filter(({ value }) => value !== '' && value.length <= 24 && !value.startsWith('{'))
      .map(({ name, value }) => `${name} ${value}`)
      .join(' · '),
  finding: (entries: number, holds: boolean | null): string =>
    `${counted(entries, 'entry', 'entries')}${holds === null ? '; the chain was not read again yet.' : holds ? ', and the chain holds.' : ', and the chain is broken.'}`,
  verify: (entries: number): string => `Verify ${counted(entries, 'entry', 'entries')}`,
  verifying: 'Reading the chain…',
  checkpoint: 'Against a checkpoint…',
  checkpointTitle: 'Choose a checkpoint, or the seal of a package',
  checkpointAction: 'Compare with this checkpoint',
  holds: 'Chain holds',
  broken: 'Chain is broken',
  unread: 'Not read yet',
  read: (entries: number, seconds: string): string => `${count(entries)} entries read again in ${seconds}`,
  withCheckpoint: (file: string): string => `and compared with ${file}`,
  head: 'Last hash',
  first: 'First entry',
  last: 'Last entry',
  lastCheckpoint: 'Last checkpoint',
  checkpointAt: (seq: number): string => `entry ${count(seq)}, signed`,
  noCheckpoint: 'none yet: every 256 entries',
  key: 'Key',
  clock: 'Clock',
  clockForward: 'never ran backwards',
  clockBack: (seqs: readonly number[]): string => `ran backwards at entry ${seqs.map(count).join(', ')}`,
  locks: 'Locks',
  faults: 'Faults',
  log: 'Log',
  logHow: (shown: number, all: number): string =>
    shown === all
      ? `${counted(all, 'entry', 'entries')}, newest first`
      : `${count(shown)} of ${counted(all, 'entry', 'entries')}, newest first`,
  filter: 'Act',
  allActs: 'all acts',
  who: 'Who',
  anyone: 'anyone',
  roles: { analyst: 'analyst', officer: 'officer' } as Record<string, string>,
  /** With which key an officer acted; nothing for an analyst. */
  underKey: (actor: string): string =>
    actor === 'holder' ? '' : actor === 'vault' ? '' : ` ${actor.slice(0, 8)}`,
  from: 'from day',
  to: 'to day',
  dayWrong: 'A day is written 2026-10-31.',
  search: 'search what and details',
  more: 'Show older entries',
  none: 'No entry matches.',
  columns: {
    seq: 'Entry',
    at: 'When',
    role: 'Who',
    action: 'Act',
    object: 'What',
    details: 'Counts and settings',
  },
  entry: (seq: number): string => `Entry ${count(seq)}`,
  entryNone: 'Choose an entry to read all of it, with its proof.',
  reason: 'Reason',
  reasonHow: 'kept beside the record, so that it can be erased',
  proof: 'Proof',
  proofHow: 'as it is hashed',
  hash: 'Hash',
  root: 'Root',
  pathTo: (seq: number, steps: number): string =>
    `${counted(steps, 'step', 'steps')} to the root signed at entry ${count(seq)}`,
  proved: 'This entry is in the signed history.',
  provedHow: 'Computed in this window from the text above and the path.',
  unproved: 'The path does not lead to the signed root.',
  locksTitle: 'The locks',
  locksHow: (held: number, all: number): string => `${count(held)} of ${count(all)} hold`,
  handTitle: 'Hand this line to anyone.',
  handText: 'Whoever holds it can tell if the record is ever rewritten.',
  copy: 'Copy the line',
  copied: 'The line is on the clipboard.',
  outTitle: 'Keep a proof outside',
  outText:
    'A checkpoint in another place shows if the record was cut, rewritten or replaced by an older copy. The log holds no personal data; docs/verify-audit.mjs reads both without Cloister.',
  signCheckpoint: 'Write a checkpoint…',
  writeLog: 'Write the record…',
  outFolder: 'Where the file goes',
  outAction: 'Write here',
  written: (path: string): string => `Written: ${path}`,
} as const;

/** Words of the promises. */
export const promiseWords = {
  finding: (holding: number, all: number, broken: number): string =>
    broken > 0
      ? `${counted(broken, 'promise does', 'promises do')} not hold in this vault.`
      : `${count(holding)} of ${count(all)} promises were measured in this vault and hold; the others are held by tests.`,
  title: 'Promises',
  how: 'what is promised, how it stands in this vault now, and what proves it',
  columns: { id: 'No.', title: 'Promise', state: 'Here', finding: 'Found', command: 'Proof to run' },
  states: {
    holds: 'holds',
    broken: 'does not hold',
    open: 'to be set',
    tested: 'by tests',
  } as Record<PromiseAnswer['state'], string>,
  chosen: (id: string): string => `Promise ${id}`,
  none: 'Choose a promise to read what it covers, and what not.',
  limit: 'What it does not cover',
  found: 'Found now',
  proof: 'Proof to run',
  tests: 'Held by',
  copyCommand: 'Copy the command',
  commandCopied: 'The command is on the clipboard.',
} as const;
