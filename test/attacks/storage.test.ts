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
  it.skipIf(!strace)('is never a temporary file in the clear (skipped without strace)', async () => {
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

  it('has no statistics that keep sampled values', async () => {
    await withVault(({ db }) => {
      expect(
        db.prepare("SELECT count(*) FROM sqlite_master WHERE name LIKE 'sqlite_stat%'").pluck().get(),
      ).toBe(0);
    });
  });
});
