/** Opens the workbench in a browser window: server, ticket, browser, and everything cleaned up when it is over. */
import { accessSync, constants } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { readSettings, settingsFile } from '../../engine/procedures/settings.ts';
import { findBrowser, type Machine, readableBase, startBrowser, windowObstacle } from './browser.ts';
import { writeOpener } from './pages.ts';
import { startShell } from './server.ts';

export type WindowOptions = {
  /** The vault to offer first. */
  vault: string | null;
  /** Whether a browser is started; otherwise the address is all there is. */
  window: boolean;
  /** Why this shell and no other, in one sentence. */
  reason: string;
};

/** An open workbench. */
export type OpenWindow = {
  address: string;
  /** A file to open in a browser: it signs in, once. */
  opener: string;
  /** The program that shows the window; null when none was started. */
  browser: string | null;
  /** What happened and why, in one line. */
  line: string;
  /** Resolves when server and engine have ended and nothing is left behind. */
  ended: Promise<void>;
  close(): Promise<void>;
};

const runs = (path: string): boolean => {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    // Not there, or not to be run: either way it is not the browser.
    return false;
  }
};

const describeLine = (address: string, opener: string, browser: string | null, why: string): string =>
  browser === null
    ? `Cloister is at ${address}; ${why}, so open ${opener} in a browser on this machine`
    : `Cloister is at ${address}, shown by ${browser}; ${why}`;

/**
 * Starts the server and, where one can be shown, a window.
 * @throws CloisterError NOT_FOUND when the window has not been built
 */
export const openWindow = async (options: WindowOptions): Promise<OpenWindow> => {
  const machine: Machine = {
    platform: process.platform,
    env: process.env,
    home: homedir(),
    exists: runs,
  };
  const found = findBrowser(machine);
  const obstacle = options.window
    ? (windowObstacle(machine, process.getuid?.() === 0) ??
      (found === null ? 'no browser of the Chromium family was found' : null))
    : 'no window was asked for';
  const browser = obstacle === null ? found : null;

  const shell = await startShell({
    info: {
      kind: 'browser',
      reason: options.reason,
      vault: options.vault === null ? null : resolve(options.vault),
    },
  });
  const opener = writeOpener(readableBase(found, machine.home, tmpdir()), shell.origin, shell.ticket);
  const onSignal = (): void => void shell.close();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, onSignal);

  const child =
    browser === null
      ? null
      : startBrowser(
          browser,
          opener.url,
          join(opener.folder, 'profile'),
          readSettings(settingsFile()).window,
        );
  const gone =
    child === null
      ? Promise.resolve()
      : new Promise<void>((over) => {
          child.once('exit', () => over());
          child.once('error', (error) => {
            process.stderr.write(`cloister: ${browser} could not be started: ${error.message}\n`);
            over();
          });
        });
  // Closed windows end it, and so does a browser that never opened one.
  if (child !== null) void gone.then(() => shell.close());
  const ended = shell.ended.then(async () => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.off(signal, onSignal);
    child?.kill();
    await gone;
    opener.remove();
  });
  return {
    address: shell.origin,
    opener: opener.url,
    browser,
    line: describeLine(shell.origin, opener.url, browser, obstacle ?? options.reason),
    ended,
    close: async () => {
      await shell.close();
      await ended;
    },
  };
};
