/** The encrypted database under each cipher, its schema, its records. */
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { appendEntry } from '../../../engine/audit/audit.ts';
import { type Connection, migrate, openDatabase } from '../../../engine/vault/database.ts';
import { CIPHERS } from '../../../engine/vault/keystore.ts';
import { getRecord, listRecords, putRecord } from '../../../engine/vault/records.ts';
import { SCHEMA_VERSION } from '../../../engine/vault/schema.ts';
import { toErrorData } from '../../../shared/errors.ts';
import { bareVault, randomKeys, withFolder, withVault } from './fixture.ts';

const PAGE = 16_384;

/** Every row of every table, through the tables and through the indices. */
const everything = (db: Connection): string => {
  const tables = db
    .prepare("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
    .pluck()
    .all();
  const rows = tables.map((name) => [name, db.prepare(`SELECT * FROM "${name}"`).raw().all()]);
  return JSON.stringify([rows, db.pragma('integrity_check')]);
};

describe.each(CIPHERS)('a database under %s', (cipher) => {
  it('S6: never gives other data for a changed byte: the same, or an error', async () => {
    await withFolder((folder) => {
      const keys = randomKeys(cipher);
      const vault = bareVault(folder, keys);
      for (let i = 0; i < 12; i++) putRecord(vault.db, 'segment', `s${i}`, 'x'.repeat(9000 + i), 1);
      vault.db.pragma('wal_checkpoint(TRUNCATE)');
      vault.close();
      const path = join(folder, 'data.db');
      const image = readFileSync(path);
      const read = (): string => {
        const db = openDatabase(path, keys);
        try {
          return everything(db);
        } finally {
          db.close();
        }
      };
      const truth = read();
      const pages = image.length / PAGE;
      expect(pages).toBeGreaterThan(15);
      let caught = 0;
      for (let page = 0; page < pages; page++) {
        const flipped = Buffer.from(image);
        flipped[page * PAGE + ((page * 4099) % PAGE)] ^= 1 << (page % 8);
        writeFileSync(path, flipped);
        let found: string | null = null;
        try {
          found = read();
        } catch (error) {
          caught += 1;
          expect(String((error as { code?: string }).code)).toMatch(
            /^(SQLITE_(CORRUPT|NOTADB|IOERR)|VAULT_DAMAGED)/,
          );
        }
        if (found !== null) expect(found).toBe(truth);
      }
      // The page size in the header stands in the clear; its loss is repaired, with the same data.
      expect(caught).toBeGreaterThanOrEqual(pages - 1);
    });
  });

  it('calls a change in its first page damage', async () => {
    await withFolder((folder) => {
      const keys = randomKeys(cipher);
      bareVault(folder, keys).close();
      const path = join(folder, 'data.db');
      const image = readFileSync(path);
      for (const at of [16, 23, 24, 100, 101, PAGE - 1]) {
        const flipped = Buffer.from(image);
        flipped[at] ^= 0x10;
        writeFileSync(path, flipped);
        let code = 'it opened';
        try {
          const db = openDatabase(path, keys);
          const same = everything(db).length > 0;
          db.close();
          code = same ? 'it opened' : code;
        } catch (error) {
          code = toErrorData(error).code;
        }
        expect([at, code]).toEqual([at, 'VAULT_DAMAGED']);
      }
    });
  });

  it('S7: does not open without its key, with another key, or with the other cipher', async () => {
    await withFolder((folder) => {
      const keys = randomKeys(cipher);
      bareVault(folder, keys).close();
      const path = join(folder, 'data.db');
      const other = cipher === 'aegis' ? 'sqlcipher' : 'aegis';
      for (const wrong of [randomKeys(cipher), { ...keys, cipher: other } as typeof keys])
        expect(() => openDatabase(path, wrong)).toThrow(/damaged or belongs to another vault/);
      const plain = new Database(path);
      expect(() => plain.prepare('SELECT count(*) FROM sqlite_master').get()).toThrow(
        /not a database|encrypted/,
      );
      plain.close();
    });
  });

  it('S9: copies itself only encrypted', async () => {
    await withFolder((folder) => {
      const vault = bareVault(folder, randomKeys(cipher));
      putRecord(vault.db, 'segment', 's', 'canary-in-a-copy', 1);
      const copy = join(folder, 'copy.db');
      vault.db.exec(`VACUUM INTO '${copy}'`);
      expect(readFileSync(copy).includes('canary-in-a-copy')).toBe(false);
      expect(() => new Database(copy).prepare('SELECT * FROM record').all()).toThrow();
      vault.close();
    });
  });
});

describe('the schema', () => {
  it('never lets an event or an entry be changed, removed or replaced', async () => {
    await withVault((vault) => {
      const { db } = vault;
      migrate(db);
      expect(db.pragma('user_version', { simple: true })).toBe(SCHEMA_VERSION);
      db.exec(`INSERT INTO consent_wording(id, purpose, state, basis, recorded_at, method, evidence_grade)
                 VALUES (1, 'analytics', 'withdrawn', 'consent', 0, 'test', 0),
                   (2, 'analytics', 'given', 'consent', 0, 'test', 0);
               INSERT INTO consent_entry(seq, person, wording) VALUES (1, 1, 1)`);
      appendEntry(vault, { action: 'vault.create' });
      const before = everything(db);
      for (const attack of [
        'UPDATE consent_entry SET wording = 2',
        'DELETE FROM consent_entry',
        'REPLACE INTO consent_entry(seq, person, wording) VALUES (1, 1, 2)',
        'INSERT INTO consent_entry(seq, person, wording) VALUES (1, 1, 2) ON CONFLICT(seq) DO UPDATE SET wording = 2',
        "UPDATE consent_wording SET state = 'given'",
        'DELETE FROM consent_wording WHERE id = 1',
        'DELETE FROM consent_wording WHERE id = 2',
        `REPLACE INTO consent_wording(id, purpose, state, basis, recorded_at, method, evidence_grade)
           VALUES (1, 'analytics', 'given', 'consent', 0, 'test', 0)`,
        "UPDATE audit_entry SET body = '{}'",
        'DELETE FROM audit_entry',
        "REPLACE INTO audit_entry(seq, body, hash) VALUES (1, '{}', x'00')",
        "UPDATE OR REPLACE audit_entry SET body = '{}'",
      ])
        expect(() => db.exec(attack), attack).toThrow(/append-only/);
      expect(everything(db)).toBe(before);
    });
  });

  it('holds only pseudonyms of 16 bytes', async () => {
    await withVault(({ db }) => {
      const insert = (value: string, data: string) => () =>
        db.exec(
          `INSERT INTO pseudonym_block(type, epoch, rows, lowest, highest, checksum, data)
           VALUES ('email', 1, 1, ${value}, ${value}, 0, ${data})`,
        );
      expect(insert("x'00'", 'zeroblob(20)')).toThrow(/CHECK/);
      expect(insert('zeroblob(16)', 'zeroblob(19)')).toThrow(/CHECK/);
      expect(insert("'ada@example.org'", 'zeroblob(20)')).toThrow();
      expect(insert("'lovelace@ada.org'", 'zeroblob(20)')).toThrow(/BLOB/);
    });
  });

  it('keeps no trace of what was deleted', async () => {
    await withVault(({ db }) => {
      const secret = 'erase-me-completely';
      db.prepare("INSERT INTO meta(key, value) VALUES ('a', ?)").run(secret.repeat(200));
      db.exec("DELETE FROM meta WHERE key = 'a'");
      expect(db.serialize().includes(secret)).toBe(false);
    });
  });
});

describe('records', () => {
  it('keep every version and list the newest that was not removed', async () => {
    await withVault(({ db }) => {
      expect(putRecord(db, 'segment', 'b', { n: 1 }, 1)).toBe(1);
      expect(putRecord(db, 'segment', 'b', { n: 2 }, 2)).toBe(2);
      putRecord(db, 'segment', 'a', { n: 3 }, 3);
      putRecord(db, 'segment', 'gone', { n: 4 }, 4);
      putRecord(db, 'segment', 'gone', null, 5);
      expect(getRecord(db, 'segment', 'b')).toEqual({ id: 'b', version: 2, body: { n: 2 }, at: 2 });
      expect(listRecords(db, 'segment').map(({ id, version }) => [id, version])).toEqual([
        ['a', 1],
        ['b', 2],
      ]);
      expect(getRecord(db, 'persona', 'b')).toBeUndefined();
      expect(db.prepare('SELECT count(*) FROM record').pluck().get()).toBe(5);
    });
  });

  it('come through a copy of the folder', async () => {
    await withFolder((folder) => {
      const keys = randomKeys();
      const vault = bareVault(folder, keys);
      putRecord(vault.db, 'persona', 'l', [1, 2], 1);
      vault.close();
      const copy = join(folder, 'copy.db');
      copyFileSync(join(folder, 'data.db'), copy);
      const db = openDatabase(copy, keys);
      expect(getRecord(db, 'persona', 'l')?.body).toEqual([1, 2]);
      db.close();
    });
  });
});
