/**
 * Undo and redo. Documents are versioned, so taking a change back writes the version before it as a new one; the
 * stack is a document too, and survives a restart. Imports, consent and exports are on the record and stay.
 */
import type { HistoryAnswer } from '../../shared/contract/answers.ts';
import { CloisterError } from '../../shared/errors.ts';
import { now, recordAct } from '../audit/audit.ts';
import type { Connection } from '../vault/database.ts';
import { getRecord, putRecord, type RecordKind } from '../vault/records.ts';
import { putClusteringAgain } from './clustering-store.ts';
import type { Handlers } from './handler.ts';
import type { Session } from './session.ts';

/**
 * A document before and after a change; null where it did not exist. Of a clustering, which is long and has the labels of
 * people beside it, the versions stand here.
 */
export type Change = { kind: RecordKind; id: string; before: unknown; after: unknown };
type Step = { words: string; changes: Change[] };
type Stack = { done: Step[]; undone: Step[] };

const MOST = 100;
const NAME = 'stack';

const read = (db: Connection): Stack =>
  getRecord<Stack>(db, 'history', NAME)?.body ?? { done: [], undone: [] };

const write = (db: Connection, stack: Stack): void => {
  db.prepare("DELETE FROM record WHERE kind = 'history' AND id = ?").run(NAME);
  putRecord(db, 'history', NAME, stack, now());
};

/** The body of a document as it stands, null where there is none. */
export const bodyOf = (db: Connection, kind: RecordKind, id: string): unknown =>
  getRecord<unknown>(db, kind, id)?.body ?? null;

/** Remembers a change so that it can be taken back. The caller holds the transaction. */
export const remember = (db: Connection, words: string, changes: Change[]): void => {
  const real = changes.filter(({ before, after }) => JSON.stringify(before) !== JSON.stringify(after));
  if (real.length === 0) return;
  const { done } = read(db);
  write(db, { done: [...done, { words, changes: real }].slice(-MOST), undone: [] });
};

const move = (session: Session, back: boolean): Promise<{ words: string }> =>
  recordAct(session.vault(), (db) => {
    const stack = read(db);
    const step = (back ? stack.done : stack.undone).pop();
    if (step === undefined)
      throw new CloisterError(
        'NOT_FOUND',
        `There is nothing to ${back ? 'undo' : 'redo'}.`,
        'Change something first.',
      );
    for (const { kind, id, before, after } of step.changes) {
      const to = back ? before : after;
      if (kind === 'clustering') putClusteringAgain(db, id, to as number | null);
      else putRecord(db, kind, id, to, now());
    }
    (back ? stack.undone : stack.done).push(step);
    write(db, stack);
    return {
      result: { words: step.words },
      act: { action: back ? 'history.undo' : 'history.redo', details: { words: step.words } },
    };
  });

export const historyHandlers: Handlers<'history.list' | 'history.undo' | 'history.redo'> = {
  'history.list': (_, session): HistoryAnswer => {
    const { done, undone } = read(session.vault().reader);
    return { undo: done.at(-1)?.words ?? null, redo: undone.at(-1)?.words ?? null };
  },
  'history.undo': (_, session) => move(session, true),
  'history.redo': (_, session) => move(session, false),
};
