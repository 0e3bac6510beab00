/** Which browser is found on which machine, what it is told, and what `cloister open` prints. */
import { spawn } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { buildWindow } from '../../build/window.ts';
import {
  browserFlags,
  findBrowser,
  type Machine,
  readableBase,
  windowObstacle,
} from '../../cli/shell/browser.ts';

const machine = (platform: NodeJS.Platform, env: Machine['env'], there: string[]): Machine => ({
  platform,
  env,
  home: '/h',
  exists: (path) => there.includes(path),
});

describe('finding a browser', () => {
  const windows = { ProgramFiles: 'C:\\Program Files', 'ProgramFiles(x86)': 'C:\\Program Files (x86)' };
  test.each<[Machine, string | null]>([
    [machine('linux', { PATH: '/a:/b' }, ['/b/chromium']), '/b/chromium'],
    [machine('linux', { PATH: '/a:/b' }, ['/a/google-chrome', '/b/chromium']), '/b/chromium'],
    [machine('linux', { PATH: '.:relative' }, ['chromium', './chromium']), null],
    [machine('linux', {}, ['/usr/bin/chromium']), null],
    [
      machine('darwin', {}, ['/h/Applications/Chromium.app/Contents/MacOS/Chromium']),
      '/h/Applications/Chromium.app/Contents/MacOS/Chromium',
    ],
    [
      machine('win32', windows, ['C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe']),
      'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
    ],
    [machine('win32', windows, []), null],
  ])('%#', (where, found) => {
    expect(findBrowser(where)).toBe(found);
  });
  test('a window needs a display, and no root on Linux', () => {
    expect(windowObstacle(machine('linux', {}, []), false)).toContain('display');
    expect(windowObstacle(machine('linux', { DISPLAY: ':0' }, []), true)).toContain('root');
    expect(windowObstacle(machine('linux', { WAYLAND_DISPLAY: 'w' }, []), false)).toBeNull();
    expect(windowObstacle(machine('win32', {}, []), false)).toBeNull();
  });
  test('files lie where the browser can read them', () => {
    expect(readableBase('/usr/bin/chromium', '/h', '/tmp')).toBe('/tmp');
    expect(readableBase(null, '/h', '/tmp')).toBe('/tmp');
  });
  test('the browser reaches 127.0.0.1 alone, and its secret is not on its command line', () => {
    const flags = browserFlags('file:///x/open.html', '/x/profile');
    expect(flags).toContain('--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1');
    expect(flags).toContain('--proxy-server=127.0.0.1:9');
    expect(flags).toContain('--disable-background-networking');
    expect(flags.join(' ')).not.toContain('--no-sandbox');
  });
});

describe('cloister open', () => {
  test('prints where it is and why, keeps its ticket to its owner, and leaves nothing behind', async () => {
    expect(buildWindow()).toBe(0);
    const main = fileURLToPath(new URL('../../cli/main.ts', import.meta.url));
    const child = spawn(process.execPath, [main, 'open', 'shop', '--no-window', '--json'], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const ended = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)));
    const text = await new Promise<string>((resolve) =>
      child.stdout.once('data', (data) => resolve(String(data))),
    );
    const { address, opener, browser, shell } = JSON.parse(text) as Record<string, string | null>;
    expect(address).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect([browser, shell]).toEqual([null, 'browser']);
    const file = fileURLToPath(String(opener));
    expect(readFileSync(file, 'utf8')).toContain(`action="${address}/open"`);
    if (process.platform !== 'win32') {
      expect(statSync(file).mode & 0o777).toBe(0o600);
      expect(statSync(join(file, '..')).mode & 0o777).toBe(0o700);
    }
    child.kill('SIGTERM');
    expect(await ended).toBe(0);
    expect(existsSync(join(file, '..'))).toBe(false);
  });
});
