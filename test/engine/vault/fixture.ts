/** Vaults for tests: with a keystore at the cheapest cost allowed, or without one where no passphrase matters. */
import { generateKeyPairSync, randomBytes, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Connection, migrate, openDatabase } from '../../../engine/vault/database.ts';
import type { Cipher, Keys } from '../../../engine/vault/keystore.ts';
import type { Vault } from '../../../engine/vault/vault.ts';
import { KDF_FLOOR } from '../../../engine/vault/wrapping.ts';
import { CloisterError, type ErrorCode } from '../../../shared/errors.ts';

export const PASSPHRASE = 'correct horse battery staple';
/** The cheapest derivation the keystore accepts: tests should not wait for the default. */
export const CHEAP = { kdf: KDF_FLOOR };

/** Runs `work` in a folder of its own that is gone afterwards. */
export const withFolder = async <T>(work: (folder: string) => T | Promise<T>): Promise<T> => {
  const folder = mkdtempSync(join(tmpdir(), 'cloister-test-'));
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

/** Random keys as a keystore would hold them. */
export const randomKeys = (cipher: Cipher = 'aegis'): Keys => {
  const pair = generateKeyPairSync('ed25519');
  return {
    vaultId: randomUUID(),
    cipher,
    kdf: KDF_FLOOR,
    database: randomBytes(32),
    pseudonym: randomBytes(32),
    epoch: 1,
    earlier: [],
    signing: pair.privateKey.export({ type: 'pkcs8', format: 'der' }),
    signingPublic: pair.publicKey.export({ type: 'spki', format: 'der' }),
  };
};

/** A vault without keystore and lock: the database, its reader and its keys. */
export const bareVault = (folder: string, keys = randomKeys()): Vault => {
  const path = join(folder, 'data.db');
  const db = openDatabase(path, keys, { create: true });
  migrate(db);
  const reader = openDatabase(path, keys, { readonly: true });
  return {
    folder,
    name: 'test',
    keystorePath: join(folder, 'keys.json'),
    keys,
    db,
    reader,
    close: () => {
      reader.close();
      if (db.inTransaction) db.exec('ROLLBACK');
      db.close();
    },
  };
};

/** Runs `work` on a fresh vault without keystore. */
export const withVault = <T>(work: (vault: Vault) => T | Promise<T>): Promise<T> =>
  withFolder(async (folder) => {
    const vault = bareVault(folder);
    try {
      return await work(vault);
    } finally {
      vault.close();
    }
  });

/** Inserts a source row and returns its number. */
export const addSource = (db: Connection, kind = 'orders'): number =>
  Number(
    db
      .prepare(
        `INSERT INTO source(name, kind, sha256, bytes, records, accepted, rejected, duplicates, mapping, imported_at)
         VALUES ('test.csv', ?, ?, 0, 0, 0, 0, 0, '{}', 0)`,
      )
      .run(kind, randomBytes(32)).lastInsertRowid,
  );

/** The code of the error that `work` throws; fails when it throws none, or one that is not for people. */
export const codeOf = async (work: () => unknown): Promise<ErrorCode> => {
  try {
    await work();
  } catch (error) {
    if (error instanceof CloisterError) {
      if (error.message === '' || error.next === '')
        throw new Error('an error without words', { cause: error });
      return error.code;
    }
    throw error;
  }
  throw new Error('nothing was thrown');
};
