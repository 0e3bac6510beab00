/** Vaults made, opened, locked and refused. */
import { spawn } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { protections } from '../../../engine/vault/database.ts';
import { createVault, openVault } from '../../../engine/vault/vault.ts';
import { toErrorData } from '../../../shared/errors.ts';
import { CHEAP, codeOf, PASSPHRASE, withFolder } from './fixture.ts';

const HERE = import.meta.dirname;

describe('a vault', () => {
  it('is made, closed and opened again with what was written', async () => {
    await withFolder(async (folder) => {
      const made = await createVault(join(folder, 'shop'), PASSPHRASE, CHEAP);
      expect(made.name).toBe('shop');
      made.db.prepare("INSERT INTO meta(key, value) VALUES ('note', 'kept')").run();
      made.close();
      made.close();
      expect(made.keys.database.every((byte) => byte === 0)).toBe(true);
      expect(readdirSync(made.folder).sort()).toEqual(['data.db', 'keys.json', 'lock']);
      expect(statSync(made.folder).mode & 0o077).toBe(0);
      for (const file of ['data.db', 'keys.json'])
        expect(statSync(join(made.folder, file)).mode & 0o777, file).toBe(0o600);

      const opened = await openVault(join(folder, 'shop.cloister'), PASSPHRASE);
      expect(opened.reader.prepare("SELECT value FROM meta WHERE key = 'note'").pluck().get()).toBe('kept');
      opened.close();
    });
  });

  it.each(['aegis', 'sqlcipher'] as const)('says nothing without its key (%s)', async (cipher) => {
    await withFolder(async (folder) => {
      const vault = await createVault(join(folder, 'v'), PASSPHRASE, { ...CHEAP, cipher });
      const canary = 'canary-7f3a-of-the-coal-mine';
      vault.db.prepare('INSERT INTO meta(key, value) VALUES (?, ?)').run('c', canary.repeat(2000));
      const wal = readFileSync(join(vault.folder, 'data.db-wal'));
      expect(wal.length).toBeGreaterThan(32_768);
      vault.close();
      const image = readFileSync(join(vault.folder, 'data.db'));
      for (const bytes of [wal, image]) {
        expect(bytes.includes(canary)).toBe(false);
        expect(bytes.includes('consent_event')).toBe(false);
      }
      expect(image.subarray(0, 16).toString('latin1')).not.toContain('SQLite format 3');
      const counts = new Array<number>(256).fill(0);
      for (const byte of image) counts[byte] += 1;
      const entropy = counts.reduce(
        (sum, n) => (n === 0 ? sum : sum - (n / image.length) * Math.log2(n / image.length)),
        0,
      );
      expect(entropy).toBeGreaterThan(7.9);
    });
  });

  it('S8: keeps its protections after reopening, on both connections', async () => {
    await withFolder(async (folder) => {
      (await createVault(join(folder, 'v'), PASSPHRASE, CHEAP)).close();
      const vault = await openVault(join(folder, 'v'), PASSPHRASE);
      for (const connection of [vault.db, vault.reader])
        expect(protections(connection)).toEqual({
          cell_size_check: 1,
          cipher: 'aegis',
          temp_store: 2,
          secure_delete: 1,
          trusted_schema: 0,
          foreign_keys: 1,
          journal_mode: 'wal',
        });
      expect(() => vault.reader.exec("INSERT INTO meta VALUES ('a', 'b')")).toThrow(/readonly/);
      vault.close();
    });
  });

  it('has one owner, in this process and in any other, and outlives a killed one', async () => {
    await withFolder(async (folder) => {
      const path = join(folder, 'v');
      const vault = await createVault(path, PASSPHRASE, CHEAP);
      expect(await codeOf(() => openVault(path, PASSPHRASE))).toBe('VAULT_BUSY');
      vault.close();

      const owner = spawn(process.execPath, [join(HERE, 'owner.ts'), path, PASSPHRASE]);
      try {
        await new Promise<void>((resolve, reject) => {
          owner.stdout.once('data', () => resolve());
          owner.once('exit', (code) => reject(new Error(`the owner ended with ${code}`)));
        });
        expect(await codeOf(() => openVault(path, PASSPHRASE))).toBe('VAULT_BUSY');
      } finally {
        const gone = new Promise((resolve) => owner.once('exit', resolve));
        owner.removeAllListeners('exit');
        owner.once('exit', () => {});
        owner.kill('SIGKILL');
        await Promise.race([gone, new Promise((resolve) => owner.once('close', resolve))]);
      }
      const after = await openVault(path, PASSPHRASE);
      expect(after.db.prepare("SELECT count(*) FROM meta WHERE key = 'half'").pluck().get()).toBe(0);
      expect(after.db.pragma('integrity_check', { simple: true })).toBe('ok');
      after.close();
    });
  });

  it('does not take the place of another', async () => {
    await withFolder(async (folder) => {
      const vault = await createVault(join(folder, 'v'), PASSPHRASE, CHEAP);
      vault.close();
      const before = readFileSync(join(vault.folder, 'keys.json'));
      expect(await codeOf(() => createVault(join(folder, 'v'), PASSPHRASE, CHEAP))).toBe('VAULT_EXISTS');
      const elsewhere = { ...CHEAP, keystore: join(vault.folder, 'keys.json') };
      expect(await codeOf(() => createVault(join(folder, 'w'), PASSPHRASE, elsewhere))).toBe('VAULT_EXISTS');
      expect(readFileSync(join(vault.folder, 'keys.json')).equals(before)).toBe(true);
      expect(existsSync(join(folder, 'w.cloister'))).toBe(false);
    });
  });

  it('does not open with the keystore of another, even under the same passphrase', async () => {
    await withFolder(async (folder) => {
      const one = await createVault(join(folder, 'one'), PASSPHRASE, CHEAP);
      const two = await createVault(join(folder, 'two'), PASSPHRASE, CHEAP);
      one.close();
      two.close();
      copyFileSync(join(two.folder, 'keys.json'), join(one.folder, 'keys.json'));
      expect(await codeOf(() => openVault(join(folder, 'one'), PASSPHRASE))).toBe('VAULT_DAMAGED');
      copyFileSync(join(one.folder, 'data.db'), join(two.folder, 'data.db'));
      expect(await codeOf(() => openVault(join(folder, 'two'), PASSPHRASE))).toBe('VAULT_DAMAGED');
    });
  });

  it('may keep its keystore elsewhere', async () => {
    await withFolder(async (folder) => {
      const keystore = join(folder, 'stick', 'keys.json');
      (await createVault(join(folder, 'v'), PASSPHRASE, { ...CHEAP, keystore })).close();
      expect(existsSync(join(folder, 'v.cloister', 'keys.json'))).toBe(false);
      expect(await codeOf(() => openVault(join(folder, 'v'), PASSPHRASE))).toBe('VAULT_MISSING');
      (await openVault(join(folder, 'v'), PASSPHRASE, { keystore })).close();
    });
  });

  it('says what is wrong when it is missing, empty, or no database', async () => {
    await withFolder(async (folder) => {
      expect(await codeOf(() => openVault(join(folder, 'none'), PASSPHRASE))).toBe('VAULT_MISSING');
      const vault = await createVault(join(folder, 'v'), PASSPHRASE, CHEAP);
      vault.close();
      for (const content of [
        Buffer.from('SQLite format 3\0, or so it says'.repeat(2000)),
        Buffer.alloc(65_536, 7),
      ]) {
        writeFileSync(join(vault.folder, 'data.db'), content);
        expect(await codeOf(() => openVault(join(folder, 'v'), PASSPHRASE))).toBe('VAULT_DAMAGED');
      }
      // An emptied database must not be taken for a new one.
      writeFileSync(join(vault.folder, 'data.db'), '');
      expect(await codeOf(() => openVault(join(folder, 'v'), PASSPHRASE))).toBe('VAULT_DAMAGED');
    });
  });

  it('refuses a schema from the future', async () => {
    await withFolder(async (folder) => {
      const vault = await createVault(join(folder, 'v'), PASSPHRASE, CHEAP);
      vault.db.pragma('user_version = 99');
      vault.close();
      expect(await codeOf(() => openVault(join(folder, 'v'), PASSPHRASE))).toBe('VAULT_DAMAGED');
    });
  });
});

describe('a vault that cannot be made', () => {
  const attempt = async (path: string, options = {}) => {
    try {
      (await createVault(path, PASSPHRASE, { ...CHEAP, ...options })).close();
    } catch (error) {
      return toErrorData(error);
    }
    throw new Error('it was made');
  };

  it('leaves nothing behind below a regular file', async () => {
    await withFolder(async (folder) => {
      const file = join(folder, 'file');
      writeFileSync(file, 'x');
      await attempt(join(file, 'v'));
      await attempt(join(folder, 'v'), { keystore: join(file, 'keys.json') });
      expect(readdirSync(folder)).toEqual(['file']);
      expect(readFileSync(file, 'utf8')).toBe('x');
    });
  });

  it('leaves nothing behind where its keystore cannot stand', async () => {
    await withFolder(async (folder) => {
      mkdirSync(join(folder, 'keys.json', 'inside'), { recursive: true });
      expect((await attempt(join(folder, 'v'), { keystore: join(folder, 'keys.json') })).code).toBe(
        'VAULT_EXISTS',
      );
      expect(readdirSync(folder)).toEqual(['keys.json']);
      expect(readdirSync(join(folder, 'keys.json'))).toEqual(['inside']);
    });
  });

  it('leaves nothing behind after a short passphrase', async () => {
    await withFolder(async (folder) => {
      expect(await codeOf(() => createVault(join(folder, 'v'), 'short', CHEAP))).toBe('USAGE');
      expect(readdirSync(folder)).toEqual([]);
    });
  });

  it.runIf(process.platform === 'linux')('says so on a file system that takes no folders', async () => {
    expect((await attempt('/proc/v')).message).not.toBe('');
    expect(existsSync('/proc/v.cloister')).toBe(false);
  });
});
