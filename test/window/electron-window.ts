/**
 * The second driver: the same window in Electron itself, for the same tests. It is used where CLOISTER_DRIVER says
 * `electron`, which `npm test` does after the run in the browser where the program is installed and a screen can be drawn
 * to. Native dialogs are answered by the test, since nothing can click them.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { _electron, type ElectronApplication, type Page } from 'playwright-core';
import { bundleElectron } from '../../build/bundle-electron.ts';
import { findElectron } from '../../build/electron-program.ts';

const ROOT = join(import.meta.dirname, '..', '..');

/** Whether the tests of this process drive Electron. */
export const IN_ELECTRON = process.env['CLOISTER_DRIVER'] === 'electron';

const applications = new WeakMap<Page, ElectronApplication>();
type Answering = typeof globalThis & { answerDialog?: (path: string) => void };

/**
 * Starts the desktop shell that is built from this tree, at home in a folder.
 * @throws Error where Electron's program is not installed
 */
export const openElectron = async (
  env: NodeJS.ProcessEnv,
  folder: string,
): Promise<{ application: ElectronApplication; page: Page; end(): Promise<void> }> => {
  const program = findElectron(join(ROOT, 'node_modules', 'electron'));
  if (program === null) throw new Error('CLOISTER_DRIVER=electron, and Electron’s program is not installed');
  // Inside the tree, so that the built shell finds the packages.
  const built = mkdtempSync(join(ROOT, 'dist', 'desktop-driver-'));
  await bundleElectron(built);
  const set = Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined);
  const application = await _electron.launch({
    executablePath: program,
    args: [
      join(built, 'electron', 'main', 'main.js'),
      `--user-data-dir=${mkdtempSync(join(tmpdir(), 'cloister-'))}`,
    ],
    env: Object.fromEntries(set),
    cwd: folder,
  });
  await application.evaluate(({ dialog }) => {
    dialog.showOpenDialog = () =>
      new Promise((resolve) => {
        (globalThis as Answering).answerDialog = (path) => resolve({ canceled: false, filePaths: [path] });
      });
  });
  const page = await application.firstWindow();
  await page.waitForLoadState();
  applications.set(page, application);
  return {
    application,
    page,
    end: async () => {
      await application.close();
      rmSync(built, { recursive: true, force: true });
    },
  };
};

/** Answers the native dialog that is open with a path. False where the page is not one of Electron. */
export const answerNativeDialog = async (page: Page, path: string): Promise<boolean> => {
  const application = applications.get(page);
  if (application === undefined) return false;
  await application.evaluate((_, chosen) => {
    const { answerDialog } = globalThis as Answering;
    if (answerDialog === undefined) throw new Error('no dialog is open');
    answerDialog(chosen);
  }, path);
  return true;
};
