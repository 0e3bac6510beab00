/**
 * Letting somebody in again who was erased, on their own wish: the tombstones of the identifiers they name are lifted, and
 * the journal of erasures says so. What was erased stays erased: an older database that still holds them is cleared of
 * them first.
 */
import { CloisterError } from '../../../shared/errors.ts';
import { now, recordAct } from '../../audit/audit.ts';
import type { Connection } from '../../vault/database.ts';
import type { Vault } from '../../vault/vault.ts';
import { appendJournal, type JournalEntry, readJournal } from './journal.ts';
import type { Mark } from './tombstones.ts';

/** Lifts tombstones. The caller holds the transaction. @returns the marks that stood on the suppression list */
const lift = (db: Connection, marks: readonly Mark[]): Mark[] => {
  const drop = db.prepare("DELETE FROM tombstone WHERE pid = ? AND kind = 'erased'");
  const keep = db.prepare('INSERT OR REPLACE INTO readmission(pid, at) VALUES (?, ?)');
  return marks.filter(({ pid }) => {
    keep.run(pid, now());
    return drop.run(pid).changes > 0;
  });
};

/** The lines of the journal follow the commit: a kill in between keeps the person out, and is asked for again. */
const journalLifted = (vault: Vault, marks: readonly Mark[]): void => {
  const erasures = new Map(
    readJournal(vault).entries.map((entry) => [entry.mark.pid.toString('hex'), entry]),
  );
  for (const mark of marks) {
    const erased = erasures.get(mark.pid.toString('hex'));
    if (erased !== undefined) appendJournal(vault, erased.erasure, now(), [mark], true);
  }
};

/**
 * Lets marks in again, as an act of the officer.
 * @returns how many of them stood on the suppression list
 */
export const readmit = async (vault: Vault, marks: readonly Mark[], reason: string): Promise<number> => {
  const lifted = await recordAct(vault, (db) => {
    const found = lift(db, marks);
    if (found.length === 0)
      throw new CloisterError(
        'NOT_FOUND',
        'None of these identifiers is on the suppression list.',
        'Check spelling and type; someone who was not erased is let in as they are.',
      );
    return {
      result: found,
      act: { action: 'subject.readmit', counts: { identifiers: found.length }, note: reason },
    };
  });
  journalLifted(vault, lifted);
  return lifted.length;
};

/**
 * Readmissions that only the journal knows: the marks, which an older database may still hold people for. One that is older
 * than the last erasure is another: who was let in, erased again and let in again was not let in by the first.
 */
export const unknownReadmissions = (vault: Vault): Mark[] => {
  const known = vault.db.prepare('SELECT 1 FROM readmission WHERE pid = ? AND at > ?');
  return readJournal(vault)
    .lifted.filter(({ mark, begun }: JournalEntry) => known.get(mark.pid, begun) === undefined)
    .map(({ mark }) => mark);
};

/** Does readmissions again, once the people behind them are erased from an older database. */
export const repeatReadmissions = async (vault: Vault, marks: readonly Mark[]): Promise<void> => {
  if (marks.length === 0) return;
  await recordAct(vault, (db) => {
    lift(db, marks);
    return {
      result: null,
      act: { action: 'subject.readmit', details: { from: 'the erasure journal', identifiers: marks.length } },
    };
  });
  journalLifted(vault, marks);
};
