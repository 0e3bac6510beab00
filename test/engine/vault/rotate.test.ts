/** Another passphrase, another database key, another epoch; no nonce twice. */
import { copyFileSync, existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  createKeystore,
  openKeystore,
  readKeystore,
  unlockKeystore,
  writeKeystore,
} from '../../../engine/vault/keystore.ts';
import {
  beginEpoch,
  changePassphrase,
  destroyEarlier,
  destroyKeystore,
  previousOf,
  rekeyDatabase,
} from '../../../engine/vault/rotate.ts';
import { createVault, openVault, rekeyVault, type Vault } from '../../../engine/vault/vault.ts';
import { CHEAP, codeOf, PASSPHRASE, withFolder } from './fixture.ts';

const NEXT = 'an entirely other one';
const withKeystore = (work: (path: string) => Promise<void>): Promise<void> =>
  withFolder(async (folder) => {
    const path = join(folder, 'keys.json');
    await createKeystore(path, PASSPHRASE, CHEAP);
    await work(path);
  });

describe('another passphrase', () => {
  it('opens the same keys, the old one no longer, and the keystore of before stays until then', async () => {
    await withKeystore(async (path) => {
      const keys = await openKeystore(path, PASSPHRASE);
      const before = readFileSync(path, 'utf8');
      await changePassphrase(path, PASSPHRASE, NEXT);
      expect(await openKeystore(path, NEXT)).toEqual(keys);
      expect(await codeOf(() => openKeystore(path, PASSPHRASE))).toBe('PASSPHRASE_WRONG');
      expect(readFileSync(previousOf(path), 'utf8')).toBe(before);
      expect(statSync(path).mode & 0o777).toBe(0o600);
      expect(statSync(previousOf(path)).mode & 0o777).toBe(0o600);
      const [was, is] = [JSON.parse(before), readKeystore(path)];
      expect(is.kdf.salt).not.toBe(was.kdf.salt);
      expect(is.wrapped.database.iv).not.toBe(was.wrapped.database.iv);
      expect(is.wrapped.database.ct).not.toBe(was.wrapped.database.ct);
    });
  });

  it('is refused when short, or when the present one is wrong, and then nothing was changed', async () => {
    await withKeystore(async (path) => {
      const before = readFileSync(path, 'utf8');
      expect(await codeOf(() => changePassphrase(path, PASSPHRASE, 'short'))).toBe('USAGE');
      expect(await codeOf(() => changePassphrase(path, NEXT, NEXT))).toBe('PASSPHRASE_WRONG');
      expect(readFileSync(path, 'utf8')).toBe(before);
      expect(existsSync(previousOf(path))).toBe(false);
    });
  });

  it('forgets the keystore of before when the vault is next opened', async () => {
    await withFolder(async (folder) => {
      const path = join(folder, 'v.cloister');
      (await createVault(path, PASSPHRASE, CHEAP)).close();
      const keystore = join(path, 'keys.json');
      await changePassphrase(keystore, PASSPHRASE, NEXT);
      expect(await codeOf(() => openVault(path, PASSPHRASE))).toBe('PASSPHRASE_WRONG');
      expect(existsSync(previousOf(keystore)), 'a wrong try forgets nothing').toBe(true);
      (await openVault(path, NEXT)).close();
      expect(existsSync(previousOf(keystore))).toBe(false);
    });
  });
});

describe('no nonce is used twice', () => {
  it('over many rewrites of the keystore', async () => {
    await withKeystore(async (path) => {
      const unlocked = await unlockKeystore(path, PASSPHRASE);
      const ivs: string[] = [];
      for (let i = 0; i < 200; i++) {
        writeKeystore(path, unlocked);
        const { database, pseudonym, signing } = readKeystore(path).wrapped;
        ivs.push(database.iv, pseudonym.iv, signing.iv);
      }
      expect(new Set(ivs).size).toBe(600);
    });
  });
});

describe('epochs', () => {
  it('begin under a new root; the ones before are kept, or destroyed', async () => {
    await withKeystore(async (path) => {
      const first = await openKeystore(path, PASSPHRASE);
      await beginEpoch(path, PASSPHRASE, true);
      await beginEpoch(path, PASSPHRASE, true);
      const third = await openKeystore(path, PASSPHRASE);
      expect([third.epoch, third.earlier.map(({ epoch }) => epoch)]).toEqual([3, [1, 2]]);
      expect(third.earlier[0].root).toEqual(first.pseudonym);
      const roots = [third.pseudonym, ...third.earlier.map(({ root }) => root)].map(String);
      expect(new Set(roots).size).toBe(3);
      expect(third.database).toEqual(first.database);

      await destroyEarlier(path, PASSPHRASE);
      const kept = await openKeystore(path, PASSPHRASE);
      expect([kept.epoch, kept.earlier, kept.pseudonym]).toEqual([3, [], third.pseudonym]);

      await beginEpoch(path, PASSPHRASE, false);
      const last = await openKeystore(path, PASSPHRASE);
      expect([last.epoch, last.earlier]).toEqual([4, []]);
      expect(last.pseudonym).not.toEqual(kept.pseudonym);
    });
  });

  it('two roots cannot be swapped', async () => {
    await withKeystore(async (path) => {
      await beginEpoch(path, PASSPHRASE, true);
      await beginEpoch(path, PASSPHRASE, true);
      const file = readKeystore(path);
      writeFileSync(
        path,
        JSON.stringify({
          ...file,
          wrapped: { ...file.wrapped, earlier: file.wrapped.earlier?.toReversed() },
        }),
      );
      expect(await codeOf(() => openKeystore(path, PASSPHRASE))).toBe('PASSPHRASE_WRONG');
    });
  });
});

/** A vault with a thousand rows, closed. */
const filled = async (path: string, cipher: 'aegis' | 'sqlcipher' = 'aegis'): Promise<void> => {
  const vault = await createVault(path, PASSPHRASE, { ...CHEAP, cipher });
  const put = vault.db.prepare('INSERT INTO meta(key, value) VALUES (?, ?)');
  for (let i = 0; i < 1000; i++) put.run(`k${i}`, 'x'.repeat(500));
  vault.close();
};
const rows = ({ reader }: Vault): number =>
  reader.prepare('SELECT count(*) FROM meta').pluck().get() as number;

describe('another database key', () => {
  it.each(['aegis', 'sqlcipher'] as const)('opens what the old one no longer does (%s)', async (cipher) => {
    await withFolder(async (folder) => {
      const path = join(folder, 'v.cloister');
      await filled(path, cipher);
      let vault = await openVault(path, PASSPHRASE);
      copyFileSync(vault.keystorePath, join(folder, 'old-keys.json'));
      vault.db.prepare("DELETE FROM meta WHERE key = 'k7'").run();
      await rekeyVault(vault, PASSPHRASE, (next) => {
        vault = next;
      });
      expect(rows(vault)).toBe(1000);
      expect(vault.db.pragma('integrity_check', { simple: true })).toBe('ok');
      expect(vault.db.pragma('journal_mode', { simple: true })).toBe('wal');
      vault.close();
      expect(readdirSync(path).sort()).toEqual(['data.db', 'keys.json', 'lock']);
      expect(statSync(join(path, 'data.db')).mode & 0o777).toBe(0o600);
      expect(
        await codeOf(() => openVault(path, PASSPHRASE, { keystore: join(folder, 'old-keys.json') })),
      ).toBe('VAULT_DAMAGED');
      const again = await openVault(path, PASSPHRASE);
      expect(rows(again)).toBe(1000);
      again.close();
    });
  });

  it('needs the passphrase, and without it the vault is as it was', async () => {
    await withFolder(async (folder) => {
      const path = join(folder, 'v.cloister');
      await filled(path);
      let vault = await openVault(path, PASSPHRASE);
      const take = (next: Vault): void => {
        vault = next;
      };
      expect(await codeOf(() => rekeyVault(vault, NEXT, take))).toBe('PASSPHRASE_WRONG');
      expect(rows(vault)).toBe(1001);
      vault.close();
    });
  });

  it('a kill at any moment leaves a vault that opens', async () => {
    await withFolder(async (folder) => {
      const path = join(folder, 'v.cloister');
      const keystore = join(path, 'keys.json');
      const database = join(path, 'data.db');
      await filled(path);
      const before = { keys: readFileSync(keystore), data: readFileSync(database) };
      const both: Buffer[] = [];
      await rekeyDatabase(keystore, database, PASSPHRASE, () => both.push(readFileSync(keystore)));
      const after = { keys: readFileSync(keystore), data: readFileSync(database) };
      // Before the file takes its place, and after it did, but the keystore still holds both keys.
      for (const [keys, data] of [
        [before.keys, before.data],
        [both[0], before.data],
        [both[0], after.data],
        [after.keys, after.data],
      ]) {
        writeFileSync(keystore, keys);
        writeFileSync(database, data);
        writeFileSync(`${database}.new`, 'half a file');
        const vault = await openVault(path, PASSPHRASE);
        expect(rows(vault)).toBe(1001);
        vault.close();
        expect(readKeystore(keystore).wrapped.next).toBeUndefined();
        if (keys === both[0]) expect(existsSync(`${database}.new`)).toBe(false);
      }
    });
  });
});

describe('a destroyed keystore', () => {
  it('is gone, with the one of before', async () => {
    await withKeystore(async (path) => {
      await changePassphrase(path, PASSPHRASE, NEXT);
      destroyKeystore(path);
      expect([existsSync(path), existsSync(previousOf(path))]).toEqual([false, false]);
      destroyKeystore(path);
    });
  });
});
