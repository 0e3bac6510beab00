/** Words of watched folders: which, under which mapping, what was taken of them and what was not. */
import type { SourceInfo } from '../../shared/contract/answers.ts';
import type { WatchedFile, WatchNews, WatchOutcome } from '../../shared/contract/watch.ts';
import { count, counted } from './format.ts';

const outcomes: Record<WatchOutcome, string> = {
  imported: 'imported',
  known: 'was in the vault',
  foreign: 'left alone',
  failed: 'failed',
};
const nameOf = (folder: string): string => folder.split(/[\\/]/).at(-1) ?? folder;

export const watchWords = {
  tab: 'Watched folders',
  noneYet: 'No folder is watched.',
  none: 'New files of a watched folder are imported under a mapping while this vault is open here.',
  noMapping: 'Import a file first, or save a mapping: files of a folder are imported under one.',
  finding: (folders: number, imported: number, failed: number): string =>
    `${counted(folders, 'folder is', 'folders are')} watched; ${counted(imported, 'file was', 'files were')} imported${failed === 0 ? '.' : `, ${count(failed)} could not be.`}`,
  findingMeans:
    'Folders that new files are taken from while the vault is open, and what became of their files.',
  add: 'Watch a folder…',
  folders: 'Folders',
  foldersHow:
    'looked into every few seconds while this vault is open; a file is taken once it has stopped growing',
  columns: {
    folder: 'Folder',
    mapping: 'Mapping',
    state: 'State',
    imported: 'Imported',
    failed: 'Not taken',
    lookedAt: 'Last look',
  },
  means: {
    folder: 'Folders are looked into in the order in which they were first watched.',
    mapping: 'The newest version that is saved under this name, else the mapping of the source of this name.',
    reason: 'How many of its rows were taken, or why none was.',
    name: 'A file is known again by its name, size and time: the same is taken once.',
    imported: 'Files of the folder that were imported, of the newest fifty.',
    failed: 'Files that could not be read, or that the mapping does not fit, of the newest fifty.',
    lookedAt: 'When the folder was looked into last, where this machine stands.',
    at: 'When the file was looked at last. One that failed is tried again only when it changes.',
  },
  states: { on: 'watching', paused: 'paused', gone: 'cannot be read' },
  waiting: (names: readonly string[]): string =>
    names.length === 1
      ? `${names[0]} is still being written`
      : `${count(names.length)} files are still being written`,
  never: 'not yet',
  files: 'Files',
  filesHow: (folder: string): string => `of ${nameOf(folder)}, the newest first`,
  noFiles: 'No file of it was taken yet.',
  fileColumns: { name: 'File', outcome: 'What became of it', reason: 'Why', at: 'At' },
  outcomes,
  /** `brought`: the source that the file became, as long as it is in the vault. */
  reason: ({ outcome, reason }: WatchedFile, brought: SourceInfo | undefined): string =>
    reason ??
    (outcome === 'known'
      ? 'the same file was imported before'
      : brought === undefined
        ? ''
        : `${count(brought.accepted)} of ${counted(brought.records, 'row', 'rows')} taken`),
  pause: 'Pause',
  goOn: 'Go on watching',
  again: 'Another mapping…',
  remove: 'Watch no longer…',
  removeTitle: (folder: string): string => `Watch ${nameOf(folder)} no longer`,
  removeText:
    'What was imported stays. What became of its files is forgotten: watched again, they are looked at again.',
  removeAct: 'Watch it no longer',
  removed: (folder: string): string => `${nameOf(folder)} is watched no longer.`,
  dialog: {
    title: 'Watch a folder',
    folder: 'Folder',
    choose: 'Choose…',
    chooseTitle: 'Which folder to watch',
    chooseAction: 'Watch this folder',
    mapping: 'Under which mapping',
    saved: (name: string, version: number): string => `${name}, version ${version}`,
    kept: (source: string): string => `as ${source} was mapped`,
    text: 'Files that lie in it already are taken too. A file that the mapping does not fit is left alone, with the reason.',
    follows: 'When a next version of the mapping is saved, it is in force for the next file.',
    act: 'Watch the folder',
    missing: 'choose a folder and a mapping first',
    cancel: 'Cancel',
    done: (folder: string): string => `${nameOf(folder)} is watched.`,
  },
  job: 'Import what arrived',
  arrived: (folder: string, { files }: WatchNews): string => {
    const own = files.filter((file) => file.folder === folder);
    const of = (...wanted: WatchOutcome[]): number =>
      own.filter(({ outcome }) => wanted.includes(outcome)).length;
    const [taken, known, failed] = [of('imported'), of('known'), of('failed', 'foreign')];
    const parts = [
      taken > 0 && `${counted(taken, 'file was', 'files were')} imported`,
      known > 0 && `${counted(known, 'file was', 'files were')} in the vault already`,
      failed > 0 && `${counted(failed, 'file was', 'files were')} not taken`,
    ].filter(Boolean);
    return `${nameOf(folder)}: ${parts.join(', ')}.`;
  },
  rowsTaken: (rows: number): string => `${counted(rows, 'row', 'rows')} taken.`,
  see: 'See the folder',
} as const;
