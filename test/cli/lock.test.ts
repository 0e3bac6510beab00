/** Who may open a vault, told by the exit status: a passphrase, nobody else at the same time, a vault that is there. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createEngine } from '../../engine/engine.ts';
import { cloister, type Ended, jsonOf, PASSPHRASE, type StartOptions } from './process.ts';

const cwd = mkdtempSync(join(tmpdir(), 'cloister-cli-'));
const run = (args: string[], options: Partial<StartOptions> = {}): Promise<Ended> =>
  cloister(args, { cwd, ...options });
const at = (path: string): string => join(cwd, path);

beforeAll(async () => {
  expect((await run(['create', 'v'])).status).toBe(0);
});
afterAll(() => rmSync(cwd, { recursive: true, force: true }));

describe('the lock', () => {
  test('a wrong passphrase, and none at all: exit 4', async () => {
    const [wrong, none] = await Promise.all([
      run(['lens', 'v'], { passphrase: 'not the passphrase' }),
      run(['lens', 'v', '--json'], { passphrase: null }),
    ]);
    expect([wrong.status, wrong.out]).toEqual([4, '']);
    expect(wrong.err).toMatch(/^cloister: The passphrase does not open this vault.*\n {2}next: .*\n$/);
    expect(wrong.err).not.toContain('not the passphrase');
    expect(none.status).toBe(4);
    expect(jsonOf(none)).toMatchObject({ error: { code: 'VAULT_LOCKED' } });
  });

  test('a vault that is open elsewhere: exit 4', async () => {
    const owner = createEngine();
    await owner.call('vault.open', { path: at('v'), passphrase: PASSPHRASE });
    const second = await run(['lens', 'v', '--json']);
    owner.close();
    expect(second.status).toBe(4);
    expect(jsonOf(second)).toMatchObject({ error: { code: 'VAULT_BUSY' } });
  });

  test('no vault, and one too many: exit 1 without a question', async () => {
    const [none, twice] = await Promise.all([
      run(['lens', 'nowhere'], { passphrase: null }),
      run(['create', 'v.cloister'], { passphrase: null }),
    ]);
    expect([none.status, twice.status]).toEqual([1, 1]);
    expect(none.err).toContain('There is no vault at');
    expect(twice.err).toContain('There already is a vault');
  });
});
