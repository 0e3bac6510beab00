/**
 * Changing the keys of a vault, each change one atomic rewrite of the keystore: another passphrase, another database
 * key, a new epoch of pseudonyms, and destroying keys. What each does and does not do is said in docs/keys.md.
 *
 * The passphrase is asked for every time: the key that wraps is not kept in memory while a vault is open.
 */
import { randomBytes } from 'node:crypto';
import {
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { CloisterError } from '../../shared/errors.ts';
import { openDatabase, rewriteUnder } from './database.ts';
import { writeFileAtomic } from './files.ts';
import { type Keys, type Unlocked, unlockKeystore, wipeKeys, writeKeystore } from './keystore.ts';
import { deriveKey, newKdf, requirePassphrase } from './wrapping.ts';

/** The keystore as it was before its passphrase was changed, kept until the vault is opened with the new one. */
export const previousOf = (keystore: string): string => `${keystore}.previous`;

/** Is called when the passphrase is proved, and waited for before the keystore is written. */
type Ready = () => Promise<void>;
const nothing: Ready = () => Promise.resolve();

/** Unlocks the keystore, changes what it holds, writes it, and leaves no key of it in memory. */
const change = async <T>(
  keystore: string,
  passphrase: string,
  work: (unlocked: Unlocked) => Promise<T> | T,
): Promise<T> => {
  const unlocked = await unlockKeystore(keystore, passphrase);
  try {
    return await work(unlocked);
  } finally {
    wipeKeys(unlocked.keys);
    unlocked.kek.fill(0);
    unlocked.next?.fill(0);
  }
};

/**
 * Wraps the same keys under a new passphrase. The data is not touched, and copies of the old keys.json still open with
 * the old passphrase.
 * @throws CloisterError PASSPHRASE_WRONG; USAGE for a short passphrase
 */
export const changePassphrase = async (
  keystore: string,
  passphrase: string,
  next: string,
  ready: Ready = nothing,
): Promise<void> => {
  requirePassphrase(next);
  await change(keystore, passphrase, async (unlocked) => {
    const kdf = newKdf(unlocked.keys.kdf);
    const kek = await deriveKey(next, kdf);
    await ready();
    writeFileAtomic(previousOf(keystore), readFileSync(keystore));
    writeKeystore(keystore, { ...unlocked, kek, kdf });
    kek.fill(0);
  });
};

/** Removes the keystore of before the last change of passphrase: it was opened with the new one. */
export const forgetPrevious = (keystore: string): void => rmSync(previousOf(keystore), { force: true });

/** The keys of an epoch: `held` is the root written under from now on, `earlier` what is still recognised. */
export type Roots = Pick<Keys, 'pseudonym' | 'epoch' | 'earlier'>;

/**
 * Begins a new epoch of pseudonyms under a new random root. With `keep` the roots so far stay, to recognise people who
 * are imported again; without it they are destroyed.
 * @returns the roots of the new epoch, for the keys of the open vault
 * @throws CloisterError PASSPHRASE_WRONG
 */
export const beginEpoch = (
  keystore: string,
  passphrase: string,
  keep: boolean,
  ready: Ready = nothing,
): Promise<Roots> =>
  change(keystore, passphrase, async (unlocked) => {
    await ready();
    const { keys } = unlocked;
    const root = randomBytes(32);
    const earlier = keep ? [...keys.earlier, { epoch: keys.epoch, root: keys.pseudonym }] : [];
    writeKeystore(keystore, {
      ...unlocked,
      keys: { ...keys, pseudonym: root, epoch: keys.epoch + 1, earlier },
    });
    if (!keep) forgetPrevious(keystore);
    return {
      pseudonym: root,
      epoch: keys.epoch + 1,
      // Copies: those of the keystore are wiped when it is closed.
      earlier: earlier.map((one) => ({ epoch: one.epoch, root: Buffer.from(one.root) })),
    };
  });

/**
 * Destroys the roots of the earlier epochs; the one written under now stays.
 * @throws CloisterError PASSPHRASE_WRONG
 */
export const destroyEarlier = (keystore: string, passphrase: string, ready: Ready = nothing): Promise<void> =>
  change(keystore, passphrase, async (unlocked) => {
    await ready();
    writeKeystore(keystore, { ...unlocked, keys: { ...unlocked.keys, earlier: [] } });
    forgetPrevious(keystore);
  });

/** Where a database is written anew before it takes its place. */
const renewed = (database: string): string => `${database}.new`;

/**
 * Encrypts the database under a new random key: every page is written anew into a second file (without what was
 * deleted from the first), which then takes its place. The vault is closed and its lock held by the caller. A kill at
 * any moment leaves a vault that opens: until the end the keystore holds both keys, and `settleKeys` sees which is right.
 * @param took is called with the new key once it is the one that opens the database
 * @throws CloisterError PASSPHRASE_WRONG, DISK_FULL
 */
export const rekeyDatabase = (
  keystore: string,
  database: string,
  passphrase: string,
  took: (key: Buffer) => void,
): Promise<void> =>
  change(keystore, passphrase, (unlocked) => {
    const { keys } = unlocked;
    const next = randomBytes(32);
    rmSync(renewed(database), { force: true });
    try {
      rewriteUnder(database, keys, renewed(database), next);
      writeKeystore(keystore, { ...unlocked, next });
      renameSync(renewed(database), database);
    } catch (error) {
      rmSync(renewed(database), { force: true });
      throw error;
    }
    took(Buffer.from(next));
    writeKeystore(keystore, { ...unlocked, keys: { ...keys, database: next } });
    forgetPrevious(keystore);
    next.fill(0);
  });

const opens = (database: string, keys: Keys): boolean => {
  try {
    openDatabase(database, keys, { readonly: true }).close();
    return true;
  } catch (error) {
    if (error instanceof CloisterError) return false;
    throw error;
  }
};

/**
 * Opens the keystore and ends what a kill interrupted: where it holds two database keys, the one that opens the
 * database stays. The caller holds the vault's lock.
 * @throws CloisterError PASSPHRASE_WRONG, VAULT_MISSING or VAULT_DAMAGED
 */
export const settleKeys = async (keystore: string, database: string, passphrase: string): Promise<Keys> => {
  const { next, ...unlocked } = await unlockKeystore(keystore, passphrase);
  let { keys } = unlocked;
  if (next !== undefined) {
    const rekeyed = { ...keys, database: next };
    if (!opens(database, keys) && opens(database, rekeyed)) keys = rekeyed;
    rmSync(renewed(database), { force: true });
    writeKeystore(keystore, { ...unlocked, keys });
  }
  unlocked.kek.fill(0);
  return keys;
};

/** Overwrites a file once and removes it. A solid-state disk may keep the old bytes somewhere; that is said. */
const destroyFile = (path: string): void => {
  if (!existsSync(path)) return;
  const { length } = readFileSync(path);
  const file = openSync(path, 'r+');
  try {
    writeSync(file, randomBytes(length), 0, length, 0);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  rmSync(path);
};

/** Destroys the keystore: nobody can read the database any more, nor any backup of it without a copy of keys.json. */
export const destroyKeystore = (keystore: string): void => {
  destroyFile(previousOf(keystore));
  destroyFile(keystore);
};
