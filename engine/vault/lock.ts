/**
 * One owner at a time. The lock is the operating system's own, held through an empty SQLite file, so that it
 * dies with its process: a killed owner leaves nothing to clean up.
 */
import Database from 'better-sqlite3';
import { CloisterError } from '../../shared/errors.ts';

/** Takes the lock; call the answer to release it. @throws CloisterError VAULT_BUSY */
export const takeLock = (path: string): (() => void) => {
  const db = new Database(path, { timeout: 0 });
  try {
    db.pragma('locking_mode = EXCLUSIVE');
    db.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    db.close();
    if (String((error as { code?: unknown }).code).startsWith('SQLITE_BUSY'))
      throw new CloisterError(
        'VAULT_BUSY',
        'The vault is open in another Cloister.',
        'Close the other window or wait until its command has ended.',
        { cause: error },
      );
    throw error;
  }
  return () => {
    if (!db.open) return;
    db.exec('ROLLBACK');
    db.close();
  };
};
