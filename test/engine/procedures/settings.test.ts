/** Settings of the person: where they lie on each system, what survives a damaged file, and that they are small and theirs. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createEngine, type Engine } from '../../../engine/engine.ts';
import { readSettings, settingsFile } from '../../../engine/procedures/settings.ts';
import type { Settings } from '../../../shared/contract/settings.ts';

let home: string;
let file: string;
let engine: Engine;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'cloister-settings-test-'));
  for (const name of ['HOME', 'USERPROFILE']) vi.stubEnv(name, home);
  for (const name of ['XDG_CONFIG_HOME', 'APPDATA']) vi.stubEnv(name, join(home, 'config'));
  file = settingsFile();
  engine = createEngine();
});
afterEach(() => {
  engine.close();
  vi.unstubAllEnvs();
  rmSync(home, { recursive: true, force: true });
});

const keep = (changed: Settings): Promise<Settings> => engine.call('settings.set', { changed });

describe('settings', () => {
  test('that were never made are empty, and nothing is written by asking', async () => {
    expect(await engine.call('settings.get', {})).toEqual({});
    expect(readdirSync(home)).toEqual([]);
  });

  test('are kept one by one, by the next engine too, in a file of their owner alone', async () => {
    await keep({ theme: 'dark', idle: 5 });
    const all = await keep({ idle: 30, folders: { file: '/data' } });
    expect(all).toEqual({ theme: 'dark', idle: 30, folders: { file: '/data' } });
    expect(await createEngine().call('settings.get', {})).toEqual(all);
    if (process.platform !== 'win32') expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readdirSync(dirname(file))).toEqual(['settings.json']);
  });

  test('need no vault and wait for no job', async () => {
    const job = engine.call('sample.write', { folder: join(home, 'sample'), customers: 20_000, events: 0 });
    let done = false;
    const ended = job.then(() => {
      done = true;
    });
    await keep({ theme: 'light' });
    expect(done).toBe(false);
    await ended;
  });

  test('keep no count of a vault, not one that an earlier file holds or a caller hands in', async () => {
    const vault = { name: 'shop', folder: '/shop.cloister', openedAt: 7 };
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, JSON.stringify({ recent: [{ ...vault, people: 4711, records: 99_321 }] }));
    expect(await engine.call('settings.get', {})).toEqual({ recent: [vault] });
    await keep({ theme: 'dark' });
    expect(readFileSync(file, 'utf8')).not.toMatch(/4711|99321/);
    await keep({ recent: [{ ...vault, people: 4712 } as typeof vault] });
    expect(readFileSync(file, 'utf8')).not.toMatch(/4712/);
    expect(readSettings(file)).toEqual({ recent: [vault], theme: 'dark' });
  });

  test.each([
    ['no JSON', 'theme: dark'],
    ['a list', '[1, 2]'],
    ['too large', JSON.stringify({ theme: 'dark', filler: 'x'.repeat(1_100_000) })],
  ])('in a file that is %s count as never made, and can be made again', async (_words, text) => {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    expect(await engine.call('settings.get', {})).toEqual({});
    await keep({ theme: 'light' });
    expect(readSettings(file)).toEqual({ theme: 'light' });
  });

  test('that are not valid are left out alone', () => {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(
      file,
      '{"theme": "pink", "idle": 5, "customers": ["a@b.example"], "__proto__": {"tray": true}}',
    );
    expect(readSettings(file)).toEqual({ idle: 5 });
  });

  test.each([
    { theme: 'pink' },
    { people: ['a@b.example'] },
    {
      recent: Array.from({ length: 13 }, () => ({
        name: '',
        folder: '/',
        openedAt: 0,
      })),
    },
    { uses: Object.fromEntries(Array.from({ length: 201 }, (_, i) => [`c${i}`, 1])) },
    { folders: { file: 'x'.repeat(5000) } },
  ])('refuse what they have no place for', async (changed) => {
    await expect(keep(changed as never)).rejects.toMatchObject({ code: 'USAGE' });
    expect(readdirSync(home)).toEqual([]);
  });

  test('say when they cannot be kept', async () => {
    writeFileSync(join(home, 'config'), 'a file where the folder should be');
    await expect(keep({ theme: 'dark' })).rejects.toMatchObject({
      next: expect.any(String),
    });
    expect(await engine.call('settings.get', {})).toEqual({});
    expect(readFileSync(join(home, 'config'), 'utf8')).toContain('a file');
  });
});

describe('the place of the settings', () => {
  test.each([
    ['linux', { HOME: '/h', XDG_CONFIG_HOME: '/x' }, join('/x', 'cloister', 'settings.json')],
    ['linux', { HOME: '/h', XDG_CONFIG_HOME: 'x' }, join('/h', '.config', 'cloister', 'settings.json')],
    ['linux', { HOME: '/h' }, join('/h', '.config', 'cloister', 'settings.json')],
    ['darwin', { HOME: '/h' }, join('/h', 'Library', 'Application Support', 'Cloister', 'settings.json')],
    ['win32', { APPDATA: 'C:\\r' }, join('C:\\r', 'Cloister', 'settings.json')],
    ['win32', { USERPROFILE: 'C:\\h' }, join('C:\\h', 'AppData', 'Roaming', 'Cloister', 'settings.json')],
  ] as const)('on %s with %j', (platform, env, expected) => {
    expect(settingsFile(env, platform)).toBe(expected);
  });
});
