/**
 * Opening the encrypted database with the settings without which encryption is a promise only: temporary
 * b-trees in memory (the library spills plain pages to disk otherwise), deleted content overwritten, and the
 * key proved by a read, because setting a wrong key succeeds silently.
 */
import { closeSync, fsyncSync, openSync } from 'node:fs';
import Database from 'better-sqlite3';
import { CloisterError } from '../../shared/errors.ts';
import { makePrivate } from './files.ts';
import type { Cipher, Keys } from './keystore.ts';
import { MIGRATIONS, SCHEMA_VERSION } from './schema.ts';

export type Connection = Database.Database;

const rawKey = (cipher: Cipher, key: Buffer): string => {
  const hex = key.toString('hex');
  return cipher === 'aegis' ? `'raw:${hex}'` : `"x'${hex}'"`;
};

const setKey = (db: Connection, keys: Keys): void => {
  db.pragma(`cipher='${keys.cipher}'`);
  db.pragma(`key=${rawKey(keys.cipher, keys.database)}`);
};

const harden = (db: Connection): void => {
  db.pragma('temp_store = MEMORY');
  db.pragma('secure_delete = ON');
  db.pragma('foreign_keys = ON');
  db.pragma('trusted_schema = OFF');
  db.pragma('cell_size_check = ON');
  // Without it REPLACE deletes rows behind the back of the triggers that keep the ledgers append-only.
  db.pragma('recursive_triggers = ON');
};

/** Pages of the writing connection that stay in memory, in KiB: all the time, and while much is only added. */
const CACHE = 131_072;
const CACHE_OF_ADDING = 8192;

/**
 * Does work that adds much and looks back at little with a small cache: pages on their way to the disk need not stay,
 * and the memory of an import does not grow with its file.
 */
export const withSmallCache = async <T>(db: Connection, work: () => Promise<T>): Promise<T> => {
  db.pragma(`cache_size = -${CACHE_OF_ADDING}`);
  try {
    return await work();
  } finally {
    db.pragma(`cache_size = -${CACHE}`);
  }
};

const sqliteCode = (error: unknown): string => String((error as { code?: unknown })?.code ?? '');

/**
 * Opens (or, with `create`, makes) the database file and proves the key.
 * @throws CloisterError VAULT_DAMAGED when the file cannot be read with this key
 */
export const openDatabase = (
  path: string,
  keys: Keys,
  options: { create?: boolean; readonly?: boolean } = {},
): Connection => {
  // Its journal takes over the rights of the file.
  if (options.create === true) makePrivate(path);
  const db = new Database(path, {
    fileMustExist: options.create !== true,
    readonly: options.readonly === true,
    timeout: 10_000,
  });
  try {
    setKey(db, keys);
    if (options.create === true) db.pragma('page_size = 16384');
    db.prepare('SELECT count(*) FROM sqlite_master').get();
    harden(db);
    if (options.readonly === true) db.pragma('query_only = ON');
    else {
      db.pragma('journal_mode = WAL');
      db.pragma('synchronous = FULL');
      db.pragma(`cache_size = -${CACHE}`);
    }
    return db;
  } catch (error) {
    db.close();
    if (['SQLITE_NOTADB', 'SQLITE_CORRUPT'].includes(sqliteCode(error)))
      throw new CloisterError(
        'VAULT_DAMAGED',
        `The database ${path} cannot be read with this keystore: it is damaged or belongs to another vault.`,
        'Restore data.db and keys.json from the same backup.',
        { cause: error },
      );
    throw error;
  }
};

/**
 * Writes a copy of a database, without what was deleted from it, encrypted under another key of the same cipher. Both
 * files stay encrypted throughout; the copy is flushed to the disk.
 * @throws CloisterError VAULT_DAMAGED; an error of SQLite on a full disk
 */
export const rewriteUnder = (path: string, keys: Keys, to: string, key: Buffer): void => {
  const from = openDatabase(path, keys);
  try {
    // The name is bound, not written into the statement: a folder may have any letters.
    makePrivate(to);
    from.prepare('VACUUM INTO ?').run(to);
  } finally {
    from.close();
  }
  const copy = new Database(to, { fileMustExist: true });
  try {
    setKey(copy, keys);
    harden(copy);
    // Nothing of the copy is worth a journal: until it is complete it is not used.
    copy.pragma('journal_mode = OFF');
    copy.pragma(`rekey=${rawKey(keys.cipher, key)}`);
  } finally {
    copy.close();
  }
  const flushed = openDatabase(to, { ...keys, database: key });
  try {
    flushed.prepare('SELECT count(*) FROM sqlite_master').get();
    flushed.pragma('wal_checkpoint(TRUNCATE)');
  } finally {
    flushed.close();
  }
  const file = openSync(to, 'r+');
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
};

/** Brings the schema to this version, each step in its own transaction. */
export const migrate = (db: Connection): void => {
  const current = db.pragma('user_version', { simple: true }) as number;
  if (current > SCHEMA_VERSION)
    throw new CloisterError(
      'VAULT_DAMAGED',
      `The vault was written by a newer Cloister (schema ${current}, this one knows ${SCHEMA_VERSION}).`,
      'Update Cloister.',
    );
  for (let step = current; step < SCHEMA_VERSION; step++)
    db.transaction(() => {
      db.exec(MIGRATIONS[step]);
      db.pragma(`user_version = ${step + 1}`);
    })();
};

/** State of the protections that only the open connection can tell; read by `cloister doctor`. */
export const protections = (db: Connection): Record<string, unknown> => ({
  cipher: db.pragma('cipher', { simple: true }),
  temp_store: db.pragma('temp_store', { simple: true }),
  secure_delete: db.pragma('secure_delete', { simple: true }),
  trusted_schema: db.pragma('trusted_schema', { simple: true }),
  cell_size_check: db.pragma('cell_size_check', { simple: true }),
  foreign_keys: db.pragma('foreign_keys', { simple: true }),
  journal_mode: db.pragma('journal_mode', { simple: true }),
});
