/**
 * Opening the encrypted database with the settings without which encryption is a promise only: temporary
 * b-trees in memory (the library spills plain pages to disk otherwise), deleted content overwritten, and the
 * key proved by a read, because setting a wrong key succeeds silently.
 */
import Database from 'better-sqlite3';
import { CloisterError } from '../../shared/errors.ts';
import type { Keys } from './keystore.ts';
import { MIGRATIONS, SCHEMA_VERSION } from './schema.ts';

export type Connection = Database.Database;

const setKey = (db: Connection, keys: Keys): void => {
  const hex = keys.database.toString('hex');
  db.pragma(`cipher='${keys.cipher}'`);
  db.pragma(keys.cipher === 'aegis' ? `key='raw:${hex}'` : `key="x'${hex}'"`);
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
      db.pragma('cache_size = -131072');
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
  foreign_keys: db.pragma('foreign_keys', { simple: true }),
  journal_mode: db.pragma('journal_mode', { simple: true }),
});
