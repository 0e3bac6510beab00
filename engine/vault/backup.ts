/**
 * Encrypted backup and restore. A backup is a copy of the database, page for page under the same key, taken while the
 * vault is open and consistent with one moment; it is worthless without the keystore, which is left out unless asked
 * for. Backups outlive erasures, so there is a limit to their age, and whoever restores one replays the erasure journal.
 */
import { createHash } from 'node:crypto';
import {
  closeSync,
  copyFileSync,
  existsSync,
  fsyncSync,
  openSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { CloisterError } from '../../shared/errors.ts';
import { type Connection, openDatabase } from './database.ts';
import { makeFolder, makePrivate } from './files.ts';
import type { Keys } from './keystore.ts';
import { takeLock } from './lock.ts';

/** Days after which a backup is to be destroyed and is not restored without asking. */
export const BACKUP_DAYS = 90;

const sync = (path: string): void => {
  const file = openSync(path, 'r+');
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
};

/** SHA-256 of a file, hex, read in pieces. */
export const fileSha256 = (path: string): string => {
  const hash = createHash('sha256');
  const piece = Buffer.alloc(1 << 20);
  const file = openSync(path, 'r');
  try {
    for (let read = readSync(file, piece); read > 0; read = readSync(file, piece))
      hash.update(piece.subarray(0, read));
  } finally {
    closeSync(file);
  }
  return hash.digest('hex');
};

const refuseExisting = (path: string): void => {
  if (existsSync(path))
    throw new CloisterError(
      'FOLDER_NOT_WRITABLE',
      `There already is something at ${path}. Nothing was changed.`,
      'Choose another name for the backup.',
    );
};

/**
 * Writes a backup beside its place and renames it there: complete or not at all.
 * @throws CloisterError FOLDER_NOT_WRITABLE where a file stands there already
 */
export const writeBackup = (db: Connection, path: string): { bytes: number; sha256: string } => {
  refuseExisting(path);
  makeFolder(dirname(path));
  const partial = `${path}.partial`;
  rmSync(partial, { force: true });
  try {
    // The copy is encrypted under the key of the database it is made from.
    makePrivate(partial);
    db.prepare('VACUUM INTO ?').run(partial);
    sync(partial);
    renameSync(partial, path);
  } catch (error) {
    rmSync(partial, { force: true });
    throw error;
  }
  return { bytes: statSync(path).size, sha256: fileSha256(path) };
};

/** Copies the keystore beside a backup, on request. */
export const copyKeystore = (keystore: string, to: string): void => {
  refuseExisting(to);
  copyFileSync(keystore, to);
};

/**
 * Whether a file is a whole backup of the vault these keys belong to, and the time of its newest act.
 * @throws CloisterError VAULT_DAMAGED for a damaged file or one of another vault
 */
export const inspectBackup = (path: string, keys: Keys): { state: string } => {
  const db = openDatabase(path, keys, { readonly: true });
  try {
    if (db.pragma('integrity_check', { simple: true }) !== 'ok')
      throw new CloisterError('VAULT_DAMAGED', `The backup ${path} is damaged.`, 'Use another backup.');
    const vaultId = db.prepare("SELECT value FROM meta WHERE key = 'vaultId'").pluck().get();
    if (vaultId !== keys.vaultId)
      throw new CloisterError(
        'VAULT_DAMAGED',
        `The backup ${path} belongs to another vault.`,
        'Use the keystore that was made with it.',
      );
    const body = db.prepare('SELECT body FROM audit_entry ORDER BY seq DESC LIMIT 1').pluck().get();
    const { at } = JSON.parse(String(body ?? '{}')) as { at?: string };
    return { state: at ?? new Date(0).toISOString() };
  } finally {
    db.close();
  }
};

/**
 * Puts a backup into the place of a vault's database: copied beside it, flushed, renamed.
 * @throws CloisterError VAULT_EXISTS where a database is there and `replace` was not said; VAULT_BUSY
 */
export const placeBackup = (path: string, folder: string, replace: boolean): void => {
  const database = join(folder, 'data.db');
  if (existsSync(database) && !replace)
    throw new CloisterError(
      'VAULT_EXISTS',
      `There already is a vault at ${folder}. Nothing was changed.`,
      'Choose another place, or say --replace to put the backup in its place.',
    );
  makeFolder(folder, 0o700);
  const partial = join(folder, 'data.db.partial');
  const release = takeLock(join(folder, 'lock'));
  try {
    rmSync(partial, { force: true });
    copyFileSync(path, partial);
    sync(partial);
    // A log of the database that was there would be read as one of the backup.
    for (const ending of ['-wal', '-shm']) rmSync(`${database}${ending}`, { force: true });
    renameSync(partial, database);
  } catch (error) {
    rmSync(partial, { force: true });
    throw error;
  } finally {
    release();
  }
};
