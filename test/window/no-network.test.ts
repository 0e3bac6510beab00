/** The window works where there is no network at all: the smoke tests, in a space with nothing but loopback. */
import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { buildWindow } from '../../build/window.ts';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '../..');
/** Brings loopback up by itself; fails when a space without a network is not permitted. */
const inside = (command: string): string[] => ['-rn', 'sh', '-c', `ip link set lo up && ${command}`];
const permitted = spawnSync('unshare', inside('true'), { timeout: 10_000 }).status === 0;

describe('without a network', () => {
  test('the window opens, is isolated, and survives the end of its engine', (context) => {
    if (!permitted) {
      console.warn('NOT TESTED: this machine does not permit a space without a network (unshare -rn, ip).');
      context.skip();
      return;
    }
    // Built outside: what is tested is the window, not its making.
    expect(buildWindow()).toBe(0);
    // Nothing but loopback is there, and nothing outside can be reached.
    const links = spawnSync('unshare', inside('ip -o link show'), { encoding: 'utf8' }).stdout;
    expect(links.trim().split('\n')).toHaveLength(1);
    const vitest = join(ROOT, 'node_modules/vitest/vitest.mjs');
    const run = spawnSync(
      'unshare',
      inside(`exec "${process.execPath}" "${vitest}" run --no-color test/window/smoke.test.ts`),
      {
        cwd: ROOT,
        encoding: 'utf8',
        timeout: 150_000,
        env: { ...process.env, VITEST: '', VITEST_WORKER_ID: '' },
      },
    );
    expect(run.status, `${run.stdout}\n${run.stderr}`).toBe(0);
    expect(run.stdout).toMatch(/Tests\s+\d+ passed/);
  }, 180_000);
});
