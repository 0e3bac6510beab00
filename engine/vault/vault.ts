/**
 * vault: a folder `NAME.cloister/` with `data.db` (SQLite, every page encrypted and authenticated), the
 * keystore `keys.json` (which may live elsewhere) and `lock` (one owner at a time). This room creates, unlocks
 * and closes it and holds the whole schema. Who may read or write what in it is for the rooms after it.
 */
import { existsSync, readdirSync, rmSync, statSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { CloisterError } from '../../shared/errors.ts';
import { type Connection, migrate, openDatabase } from './database.ts';
import { makeFolder } from './files.ts';
import { type Cipher, createKeystore, type Keys, openKeystore } from './keystore.ts';
import { takeLock } from './lock.ts';
import type { KdfCost } from './wrapping.ts';

/** An unlocked vault. `db` is the one writer; `reader` sees the last committed state, also during a job. */
export type Vault = {
  readonly folder: string;
  readonly name: string;
  readonly keystorePath: string;
  readonly keys: Keys;
  readonly db: Connection;
  readonly reader: Connection;
  close(): void;
};

export type VaultOptions = { keystore?: string; cipher?: Cipher; kdf?: KdfCost };

/** The folder of a vault: the given path, with the ending `.cloister` added where it is missing. */
export const vaultFolder = (path: string): string =>
  resolve(path.endsWith('.cloister') ? path : `${path}.cloister`);

const places = (path: string, keystore?: string) => {
  const folder = vaultFolder(path);
  return {
    folder,
    database: join(folder, 'data.db'),
    keys: keystore === undefined ? join(folder, 'keys.json') : resolve(keystore),
    lock: join(folder, 'lock'),
  };
};

/**
 * Folds the write-ahead log into the database file. On a full disk it stays as it is: everything in it is
 * committed and durable, the next owner reads it and folds it in. To call that a failure would be untrue.
 */
const foldLog = (db: Connection): void => {
  try {
    db.pragma('wal_checkpoint(TRUNCATE)');
  } catch (error) {
    if (!/^SQLITE_(FULL|IOERR)/.test(String((error as { code?: unknown }).code))) throw error;
  }
};

const assemble = (where: ReturnType<typeof places>, keys: Keys, create: boolean): Vault => {
  const release = takeLock(where.lock);
  const opened: Connection[] = [];
  try {
    const db = openDatabase(where.database, keys, { create });
    opened.push(db);
    if (!create && db.pragma('user_version', { simple: true }) === 0)
      throw new CloisterError(
        'VAULT_DAMAGED',
        `The database ${where.database} is empty.`,
        'Restore data.db from your backup.',
      );
    migrate(db);
    const stored = db.prepare("SELECT value FROM meta WHERE key = 'vaultId'").pluck().get();
    if (stored === undefined)
      db.prepare("INSERT INTO meta(key, value) VALUES ('vaultId', ?)").run(keys.vaultId);
    else if (stored !== keys.vaultId)
      throw new CloisterError(
        'VAULT_DAMAGED',
        'The keystore belongs to another vault.',
        'Use the keys.json that was made with this vault.',
      );
    const reader = openDatabase(where.database, keys, { readonly: true });
    opened.push(reader);
    let open = true;
    return {
      folder: where.folder,
      name: basename(where.folder, '.cloister'),
      keystorePath: where.keys,
      keys,
      db,
      reader,
      close: () => {
        if (!open) return;
        open = false;
        try {
          reader.close();
          if (db.inTransaction) db.exec('ROLLBACK');
          foldLog(db);
        } finally {
          db.close();
          keys.database.fill(0);
          keys.pseudonym.fill(0);
          keys.signing.fill(0);
          release();
        }
      },
    };
  } catch (error) {
    for (const connection of opened) connection.close();
    release();
    throw error;
  }
};

/**
 * Whether something stands where the vault `path` would be made. An empty folder does not count: a creation that
 * was killed while it derived its keys leaves one.
 */
export const isTaken = (path: string): boolean => {
  const stat = statSync(vaultFolder(path), { throwIfNoEntry: false });
  return stat !== undefined && !(stat.isDirectory() && readdirSync(vaultFolder(path)).length === 0);
};

/**
 * Makes a new vault and leaves it open. If anything fails, nothing of it remains.
 * @throws CloisterError VAULT_EXISTS, FOLDER_NOT_WRITABLE, DISK_FULL
 */
export const createVault = async (
  path: string,
  passphrase: string,
  options: VaultOptions = {},
): Promise<Vault> => {
  const where = places(path, options.keystore);
  const taken = isTaken(path);
  if (taken || existsSync(where.keys))
    throw new CloisterError(
      'VAULT_EXISTS',
      `There already is a vault at ${taken ? where.folder : where.keys}.`,
      'Open it, or choose another name.',
    );
  makeFolder(where.folder, 0o700);
  try {
    const keys = await createKeystore(where.keys, passphrase, options);
    return assemble(where, keys, true);
  } catch (error) {
    rmSync(where.folder, { recursive: true, force: true });
    rmSync(where.keys, { force: true });
    throw error;
  }
};

/**
 * Unlocks a vault.
 * @throws CloisterError VAULT_MISSING, PASSPHRASE_WRONG, VAULT_BUSY, VAULT_DAMAGED
 */
export const openVault = async (
  path: string,
  passphrase: string,
  options: VaultOptions = {},
): Promise<Vault> => {
  const where = places(path, options.keystore);
  if (!existsSync(where.database))
    throw new CloisterError(
      'VAULT_MISSING',
      `There is no vault at ${where.folder}.`,
      'Check the path, or make one with `cloister create`.',
    );
  return assemble(where, await openKeystore(where.keys, passphrase), false);
};
