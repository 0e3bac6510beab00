/**
 * vault: a folder `NAME.cloister/` with `data.db` (SQLite, every page encrypted and authenticated), the
 * keystore `keys.json` (which may live elsewhere) and `lock` (one owner at a time). This room creates, unlocks
 * and closes it and holds the whole schema. Who may read or write what in it is for the rooms after it.
 */
import { existsSync, readdirSync, readFileSync, renameSync, rmdirSync, rmSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { CloisterError } from '../../shared/errors.ts';
import { type Connection, migrate, openDatabase } from './database.ts';
import { makeFolder, writeFileAtomic } from './files.ts';
import { type Cipher, createKeystore, type Keys, wipeKeys } from './keystore.ts';
import { takeLock } from './lock.ts';
import { besideKeystore, keystoreOf, placeNoteIn } from './place.ts';
import { destroyKeystore, forgetPrevious, rekeyDatabase, settleKeys } from './rotate.ts';
import type { KdfCost } from './wrapping.ts';

/** An unlocked vault. `db` is the one writer; `reader` sees the last committed state, also during a job. */
export type Vault = {
  readonly folder: string;
  readonly name: string;
  /** Where its keystore lies; moving it changes this, and nothing else does. */
  keystorePath: string;
  readonly keys: Keys;
  readonly db: Connection;
  readonly reader: Connection;
  close(): void;
};

export type VaultOptions = { keystore?: string; cipher?: Cipher; kdf?: KdfCost };

/** The folder of a vault: the given path, with the ending `.cloister` added where it is missing. */
export const vaultFolder = (path: string): string =>
  resolve(path.endsWith('.cloister') ? path : `${path}.cloister`);

const inFolder = (folder: string) => ({
  folder,
  database: join(folder, 'data.db'),
  keys: join(folder, 'keys.json'),
  lock: join(folder, 'lock'),
});

const places = (path: string, keystore?: string): ReturnType<typeof inFolder> => ({
  ...inFolder(vaultFolder(path)),
  keys: keystoreOf(vaultFolder(path), keystore),
});

/**
 * Folds the write-ahead log into the database file. On a full disk it stays as it is: everything in it is
 * committed and durable, the next owner reads it and folds it in. To call that a failure would be untrue.
 */
export const foldLog = (db: Connection): void => {
  try {
    db.pragma('wal_checkpoint(TRUNCATE)');
  } catch (error) {
    if (!/^SQLITE_(FULL|IOERR)/.test(String((error as { code?: unknown }).code))) throw error;
  }
};

const assemble = (
  where: ReturnType<typeof places>,
  keys: Keys,
  create: boolean,
  release: () => void,
): Vault => {
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
          wipeKeys(keys);
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

/** Where a vault is made before it takes its place; hidden, and overwritten by the next attempt. */
const workshop = (folder: string): string => join(dirname(folder), `.${basename(folder)}.making`);

const copyKeys = (keys: Keys): Keys => ({
  ...keys,
  database: Buffer.from(keys.database),
  pseudonym: Buffer.from(keys.pseudonym),
  earlier: keys.earlier.map(({ epoch, root }) => ({ epoch, root: Buffer.from(root) })),
  signing: Buffer.from(keys.signing),
});

/**
 * Makes a new vault and leaves it open. It is made beside its place, with what `begin` writes first, and renamed into
 * it: if anything fails, or the process is killed, nothing stands in its place.
 * @throws CloisterError VAULT_EXISTS, FOLDER_NOT_WRITABLE, DISK_FULL
 */
export const createVault = async (
  path: string,
  passphrase: string,
  options: VaultOptions & { begin?: (vault: Vault) => Promise<unknown> } = {},
): Promise<Vault> => {
  const where = places(path, options.keystore);
  const taken = isTaken(path);
  if (taken || existsSync(where.keys))
    throw new CloisterError(
      'VAULT_EXISTS',
      `There already is a vault at ${taken ? where.folder : where.keys}.`,
      'Open it, or choose another name.',
    );
  const making = inFolder(workshop(where.folder));
  rmSync(making.folder, { recursive: true, force: true });
  makeFolder(making.folder, 0o700);
  let placed = false;
  try {
    const keys = await createKeystore(making.keys, passphrase, options);
    const made = assemble(making, copyKeys(keys), true, takeLock(making.lock));
    try {
      await options.begin?.(made);
    } finally {
      made.close();
    }
    // What an earlier attempt left is an empty folder; not every system renames onto one.
    if (existsSync(where.folder)) rmdirSync(where.folder);
    renameSync(making.folder, where.folder);
    placed = true;
    if (options.keystore !== undefined) {
      const inside = join(where.folder, 'keys.json');
      writeFileAtomic(where.keys, readFileSync(inside));
      rmSync(inside);
    }
    return assemble(where, keys, false, takeLock(where.lock));
  } catch (error) {
    rmSync(placed ? where.folder : making.folder, { recursive: true, force: true });
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
  const release = takeLock(where.lock);
  let keys: Keys;
  try {
    keys = await settleKeys(where.keys, where.database, passphrase);
  } catch (error) {
    release();
    throw error;
  }
  const vault = assemble(where, keys, false, release);
  forgetPrevious(where.keys);
  return vault;
};

/**
 * Encrypts the database of an open vault under a new key. The vault is closed for it; `replace` is handed the one that
 * stands in its place, also when it failed and nothing was changed.
 * @throws CloisterError PASSPHRASE_WRONG, DISK_FULL
 */
export const rekeyVault = async (
  vault: Vault,
  passphrase: string,
  replace: (vault: Vault) => void,
): Promise<void> => {
  const where = { ...places(vault.folder), keys: vault.keystorePath };
  const keys = copyKeys(vault.keys);
  vault.close();
  const release = takeLock(where.lock);
  try {
    await rekeyDatabase(where.keys, where.database, passphrase, (key) => {
      keys.database = key;
    });
  } finally {
    replace(assemble(where, keys, false, release));
  }
};

/** Destroys the keys of an open vault and removes its database. What else lies in its folder stays. */
export const destroyVault = (vault: Vault): void => {
  const { database, lock } = inFolder(vault.folder);
  vault.close();
  destroyKeystore(vault.keystorePath);
  const rest = [...besideKeystore(vault.keystorePath), placeNoteIn(vault.folder)];
  for (const file of [database, `${database}-wal`, `${database}-shm`, lock, ...rest])
    rmSync(file, { force: true });
  if (readdirSync(vault.folder).length === 0) rmdirSync(vault.folder);
};
