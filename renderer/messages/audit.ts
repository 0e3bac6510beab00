/** Words of Audit: the record, its chain, the locks. */
import { count, counted } from './format.ts';

/** What was done, for the actions the record knows; another is shown as it is written. */
const ACTIONS: Record<string, string> = {
  'vault.create': 'Made the vault',
  'source.import': 'Imported a source',
  'consent.record': 'Recorded consent',
  'consent.withdraw': 'Withdrew consent',
  'clustering.fit': 'Fitted clusters',
  'value.fit': 'Fitted customer value',
  'segment.define': 'Defined segments',
  'segment.refresh': 'Refreshed segments',
  'persona.edit': 'Edited a persona',
  'export.release': 'Wrote a package',
  'subject.access': 'Answered a person',
  'subject.object': 'Recorded an objection',
  'subject.erase': 'Erased people',
  'vault.backup': 'Wrote a backup',
  'vault.restore': 'Restored a backup',
  'history.undo': 'Took a change back',
  'history.redo': 'Did a change again',
};

export const audit = {
  title: 'Audit',
  action: (action: string): string => ACTIONS[action] ?? action,
  finding: (entries: number, holds: boolean | null): string =>
    `${counted(entries, 'entry', 'entries')}${holds === null ? '; the chain was not read again yet.' : holds ? ', and the chain holds.' : ', and the chain is broken.'}`,
  verify: (entries: number): string => `Verify ${counted(entries, 'entry', 'entries')}`,
  verifying: 'Reading the chain…',
  checkpoint: 'Against a checkpoint…',
  checkpointTitle: 'Choose a checkpoint',
  checkpointAction: 'Compare with this checkpoint',
  holds: 'Chain holds',
  broken: 'Chain is broken',
  unread: 'Not read yet',
  read: (entries: number, seconds: string): string => `${count(entries)} entries read again in ${seconds}`,
  withCheckpoint: (file: string): string => `and compared with ${file}`,
  head: 'Last hash',
  first: 'First entry',
  last: 'Last entry',
  locks: 'Locks',
  faults: 'Faults',
  log: 'Log',
  logHow: (shown: number, all: number): string =>
    shown === all
      ? `${counted(all, 'entry', 'entries')}, newest first`
      : `${count(shown)} of ${counted(all, 'entry', 'entries')}, newest first`,
  filter: 'Filter',
  allActs: 'all acts',
  search: 'search',
  more: 'Show older entries',
  columns: { seq: 'Entry', at: 'When', role: 'Who', action: 'Act', object: 'What', details: 'Details' },
  entry: (seq: number): string => `Entry ${count(seq)}`,
  entryNone: 'Choose an entry to read all of it.',
  locksTitle: 'The locks',
  locksHow: (held: number, all: number): string => `${count(held)} of ${count(all)} hold`,
  handTitle: 'Hand this line to anyone.',
  handText: 'Whoever holds it can tell if the record is ever rewritten.',
  copy: 'Copy the line',
  copied: 'The line is on the clipboard.',
} as const;
