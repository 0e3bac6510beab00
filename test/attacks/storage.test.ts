/** What a vault leaves on the disk, to whoever has the disk alone. */
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { withFolder, withVault } from '../engine/vault/fixture.ts';

const strace = spawnSync('strace', ['-V']).status === 0;

/** Names of the temporary files a run opened, and whether what it wrote holds the canary in the clear. */
const traced = (folder: string, mode: string): { temporary: number; leaked: boolean } => {
  const log = join(folder, `${mode}.trace`);
  const run = spawnSync(
    'strace',
    [
      '-f',
      '-s',
      '65536',
      '-e',
      'trace=open,openat,write,pwrite64',
      '-o',
      log,
      process.execPath,
      join(import.meta.dirname, 'spill.ts'),
      folder,
      mode,
    ],
    { encoding: 'utf8' },
  );
  if (run.status !== 0) throw new Error(run.stderr);
  const text = readFileSync(log, 'latin1');
  return { temporary: text.split('etilqs_').length - 1, leaked: text.includes('canary-spill-') };
};

describe('what a vault leaves on the disk', () => {
  it.skipIf(!strace)('S2: is never a temporary file in the clear (skipped without strace)', async () => {
    await withFolder((folder) => {
      expect(traced(folder, 'careful')).toEqual({ temporary: 0, leaked: false });
      // The attack works where the setting is missing, so this test can fail.
      const careless = traced(folder, 'careless');
      expect(careless.temporary).toBeGreaterThan(0);
      expect(careless.leaked).toBe(true);
      for (const file of readdirSync(folder).filter((name) => name.endsWith('.db')))
        expect(readFileSync(join(folder, file)).includes('canary-spill-')).toBe(false);
    });
  });

  it('S5: has no index of words, which would keep what was deleted', async () => {
    await withVault(({ db }) => {
      const made = db
        .prepare("SELECT name FROM sqlite_master WHERE sql LIKE 'CREATE VIRTUAL%'")
        .pluck()
        .all();
      expect(made).toEqual([]);
      // The probe finds one where there is one.
      db.exec('CREATE VIRTUAL TABLE probe USING fts5(words)');
      expect(
        db.prepare("SELECT count(*) FROM sqlite_master WHERE sql LIKE 'CREATE VIRTUAL%'").pluck().get(),
      ).toBe(1);
    });
  });

  it('S4: has no statistics that keep sampled values', async () => {
    await withVault(({ db }) => {
      expect(
        db.prepare("SELECT count(*) FROM sqlite_master WHERE name LIKE 'sqlite_stat%'").pluck().get(),
      ).toBe(0);
    });
  });
});
