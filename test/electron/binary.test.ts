/**
 * The locks in Electron itself. Runs where its program is installed and a screen can be drawn to; elsewhere it says
 * aloud that it did not run. What it holds, the other tests hold only against a stand-in.
 */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { _electron, type ElectronApplication, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bundleElectron } from '../../build/bundle-electron.ts';
import { findElectron } from '../../build/electron-program.ts';
import { buildWindow } from '../../build/window.ts';
import { scratch } from './workbench.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const BUILT = join(ROOT, 'dist', 'desktop-binary-test');
const PACKAGE = join(ROOT, 'node_modules', 'electron');

/** The program, or why it cannot run. Asking the package itself would try to fetch it. */
const findProgram = (): { program: string } | { why: string } => {
  const program = findElectron(PACKAGE);
  if (program === null) return { why: 'the program of Electron is not installed' };
  const drawn = process.platform !== 'linux' || process.env.DISPLAY || process.env.WAYLAND_DISPLAY;
  return drawn ? { program } : { why: 'there is no display' };
};

const found = findProgram();
if ('why' in found)
  process.stderr.write(`NOT RUN: the desktop shell in Electron itself was not tested here: ${found.why}.\n`);

describe.skipIf('why' in found)('in Electron', () => {
  let application: ElectronApplication;
  let page: Page;
  beforeAll(async () => {
    expect(buildWindow()).toBe(0);
    await bundleElectron(BUILT);
    application = await _electron.launch({
      executablePath: 'program' in found ? found.program : '',
      args: [join(BUILT, 'electron', 'main', 'main.js'), `--user-data-dir=${scratch()}`],
    });
    page = await application.firstWindow();
    await page.waitForLoadState();
  });
  afterAll(async () => {
    await application?.close();
    rmSync(BUILT, { recursive: true, force: true });
  });

  test('the page is ours, isolated and without Node', async () => {
    expect(page.url()).toBe('app://workbench/');
    const seen = await page.evaluate(
      `({ require: typeof require, process: typeof process, isolated: crossOriginIsolated,
          peer: typeof RTCPeerConnection, bridge: Object.keys(window.bridge), opened: window.open('https://example.com') })`,
    );
    expect(seen).toEqual({
      require: 'undefined',
      process: 'undefined',
      isolated: true,
      peer: 'undefined',
      bridge: [
        ...['connect', 'chooseFile', 'chooseFolder', 'keychain'],
        ...['startedWith', 'pathOf', 'useTheme', 'showProgress', 'platform'],
      ],
      opened: null,
    });
  });

  test('every process of a page is in the sandbox', async () => {
    const tabs = await application.evaluate(({ app }) =>
      app.getAppMetrics().filter(({ type }) => type === 'Tab'),
    );
    expect(tabs.length).toBeGreaterThan(0);
    if (process.platform !== 'linux') expect(tabs.every(({ sandboxed }) => sandboxed)).toBe(true);
  });

  test('nothing outside answers, also when main asks', async () => {
    await expect(page.evaluate("fetch('https://example.com')")).rejects.toThrow();
    const asked = await application.evaluate(async ({ session }) => {
      const { defaultSession } = session;
      return defaultSession.fetch('http://example.com').then(
        () => 'answered',
        () => 'refused',
      );
    });
    expect(asked).toBe('refused');
  });

  test('unknown files are not found, navigation away does nothing', async () => {
    const status = await page.evaluate("fetch('/..%2fpackage.json').then(({ status }) => status)");
    expect(status).toBe(404);
    await page.evaluate("location.href = 'https://example.com/?app://workbench/'");
    expect(page.url()).toBe('app://workbench/');
  });

  test('the engine answers through its port', async () => {
    const answer = await page.evaluate(`new Promise((resolve, reject) => {
      addEventListener('message', ({ data, ports }) => {
        if (data?.token !== 'test') return;
        ports[0].onmessage = (event) => resolve(event.data);
        ports[0].postMessage({ id: 1, name: 'vault.status', input: {} });
      });
      window.bridge.connect('test').catch(reject);
    })`);
    expect(answer).toMatchObject({ id: 1, ok: false, error: { code: 'VAULT_LOCKED' } });
  });
});
