/** Backups of a vault, and the journal by which an old one brings nobody back. */
import { copyFileSync, existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createEngine } from '../../../engine/engine.ts';
import { BACKUP_DAYS } from '../../../engine/vault/backup.ts';
import { openDatabase } from '../../../engine/vault/database.ts';
import { openKeystore } from '../../../engine/vault/keystore.ts';
import { failure } from '../../faults/vault.ts';
import { withFolder } from '../vault/fixture.ts';
import { copyShop, customerOf, imageOf, LENS, opened, PASSPHRASE, townOf } from './shop.ts';

const restore = (
  file: string,
  path: string,
  more: { replace?: boolean; old?: boolean; keystore?: string } = {},
) => {
  const engine = createEngine();
  return { engine, answer: engine.call('vault.restore', { file, path, passphrase: PASSPHRASE, ...more }) };
};

describe('a backup', () => {
  it('is encrypted, whole, without the keystore, and restores what was there', () =>
    withFolder(async (folder) => {
      const { engine } = await copyShop(folder);
      const file = join(folder, 'backups', 'shop.db');
      const made = await engine.call('vault.backup', { file });
      expect(made).toMatchObject({ file, keystore: null });
      const bytes = readFileSync(file);
      expect(bytes.length).toBe(made.bytes);
      expect(bytes.includes('SQLite format 3')).toBe(false);
      expect(bytes.includes(townOf(4))).toBe(false);
      expect((await failure(engine.call('vault.backup', { file }))).code).toBe('FOLDER_NOT_WRITABLE');
      expect(readFileSync(file).equals(bytes)).toBe(true);
      const lens = await engine.call('lens.describe', LENS);
      const withKeys = await engine.call('vault.backup', { file: join(folder, 'two.db'), keystore: true });
      expect(existsSync(withKeys.keystore!)).toBe(true);
      expect((await engine.call('audit.verify', {})).ok).toBe(true);
      engine.close();

      expect((await failure(restore(file, join(folder, 'new')).answer)).code).toBe('VAULT_MISSING');
      const back = restore(withKeys.file, join(folder, 'new'));
      expect(await back.answer).toMatchObject({ days: 0, erasuresReplayed: 0, people: 40 });
      expect(await back.engine.call('lens.describe', LENS)).toEqual(lens);
      expect((await back.engine.call('audit.verify', {})).ok).toBe(true);
      back.engine.close();
    }));

  it('does not take the place of a vault unless told, nor of one that is open', () =>
    withFolder(async (folder) => {
      const { engine, vault } = await copyShop(folder);
      const file = join(folder, 'b.db');
      await engine.call('vault.backup', { file });
      expect((await failure(restore(file, vault).answer)).code).toBe('VAULT_EXISTS');
      expect((await failure(restore(file, vault, { replace: true }).answer)).code).toBe('VAULT_BUSY');
      engine.close();
      const damaged = join(folder, 'damaged.db');
      const bytes = readFileSync(file);
      bytes[bytes.length >> 1] ^= 1;
      writeFileSync(damaged, bytes);
      expect((await failure(restore(damaged, vault, { replace: true }).answer)).code).toBe('VAULT_DAMAGED');
      const whole = await opened(vault);
      expect((await whole.call('vault.status', {})).people).toBe(40);
      whole.close();
    }));

  it('that is older than the limit is not restored without asking', () =>
    withFolder(async (folder) => {
      const { engine, vault } = await copyShop(folder);
      engine.close();
      const file = join(folder, 'old.db');
      copyFileSync(join(vault, 'data.db'), file);
      const keys = await openKeystore(join(vault, 'keys.json'), PASSPHRASE);
      const db = openDatabase(file, keys);
      db.exec('DROP TRIGGER audit_entry_no_update');
      const at = new Date(Date.now() - (BACKUP_DAYS + 2) * 86_400_000).toISOString();
      db.prepare("UPDATE audit_entry SET body = json_set(body, '$.at', ?)").run(at);
      db.pragma('journal_mode = DELETE');
      db.close();
      const refused = await failure(restore(file, vault, { replace: true }).answer);
      expect(refused.code).toBe('PRIVACY_REFUSED');
      const { engine: back, answer } = restore(file, vault, { replace: true, old: true });
      expect((await answer).days).toBe(BACKUP_DAYS + 2);
      back.close();
    }));
});

describe('the erasure journal', () => {
  it('S11: erases again whoever an older backup brings back, before anybody can look', () =>
    withFolder(async (folder) => {
      const { engine, vault } = await copyShop(folder);
      const file = join(folder, 'b.db');
      await engine.call('vault.backup', { file });
      await engine.call('subject.erase', { identifiers: [customerOf(3), customerOf(9)] });
      engine.close();
      const { engine: back, answer } = restore(file, vault, { replace: true });
      expect(await answer).toMatchObject({ erasuresReplayed: 2, people: 38 });
      expect((await back.call('subject.erasures', {}))[0].certificate).toMatchObject({
        replayed: true,
        residue: { hits: 0 },
      });
      expect((await back.call('vault.doctor', {})).filter(({ passed }) => !passed)).toEqual([]);
      back.close();
      const image = await imageOf(vault);
      expect([townOf(3), townOf(9)].map((town) => image.includes(town))).toEqual([false, false]);
    }));

  it('S11: also when the file of the database is put back by hand, and keeps out whom the old copy did not know', () =>
    withFolder(async (folder) => {
      const { engine, vault } = await copyShop(folder);
      engine.close();
      const old = join(folder, 'data.old');
      copyFileSync(join(vault, 'data.db'), old);
      const later = await opened(vault);
      await later.call('officer.enter', { passphrase: PASSPHRASE });
      const file = join(folder, 'more.csv');
      writeFileSync(file, 'customer_id,plan\nNEW-1,gold\n');
      await later.call('intake.import', { file, kind: 'profiles' });
      await later.call('subject.erase', { identifiers: ['NEW-1', customerOf(2)] });
      later.close();
      renameSync(old, join(vault, 'data.db'));
      const back = await opened(vault);
      expect((await back.call('vault.status', {})).people).toBe(39);
      const again = await failure(back.call('intake.import', { file, kind: 'profiles' }));
      expect(again.message).toContain('this person was erased');
      back.close();
    }));

  it('is written again where it was lost; lines that were altered count for nothing and show', () =>
    withFolder(async (folder) => {
      const { engine, vault } = await copyShop(folder);
      await engine.call('subject.erase', { identifiers: [customerOf(3)] });
      engine.close();
      const journal = join(vault, 'keys.erasures.jsonl');
      const lines = readFileSync(journal, 'utf8');
      rmSync(journal);
      (await opened(vault)).close();
      const marks = (text: string) => text.match(/"pid":"[0-9a-f]{64}"/g)?.sort();
      expect(marks(readFileSync(journal, 'utf8'))).toEqual(marks(lines));
      // Half a line is what a kill leaves; it spoils nothing.
      writeFileSync(journal, `${lines}{"v":1,"vault"`);
      (await opened(vault)).close();
      writeFileSync(journal, lines.replace(/"bucket":(\d+)/, '"bucket":1'));
      const altered = await opened(vault);
      const failed = (await altered.call('vault.doctor', {})).filter(({ passed }) => !passed);
      expect(failed.map(({ check }) => check)).toEqual(['erasures']);
      altered.close();
    }));
});
