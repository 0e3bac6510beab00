/** Starts the desktop shell: locks first, then the scheme, the engine, the channels, the window. */
import { join } from 'node:path';
import type { BrowserWindow } from 'electron';
import { CHANNELS } from '../../shared/bridge.ts';
import { APP_SCHEME, createAnswer, mapFiles } from './app-protocol.ts';
import { answerChannels } from './channels.ts';
import type { Electron } from './electron-objects.ts';
import { keepEngine } from './engine-process.ts';
import { createKeychain } from './keychain.ts';
import { openKnownPage } from './known-pages.ts';
import { lockApp, lockSession } from './lockdown.ts';
import { menuTemplate } from './menu.ts';
import { SCHEME } from './origin.ts';
import { type OpenWindow, openWindow } from './window.ts';

export type Places = {
  /** Folder of the built page. */
  renderer: string;
  /** The built preload script. */
  preload: string;
  /** The built module that runs the engine. */
  engine: string;
  /** A finished sample project that the engine copies. */
  sample: string;
};

/** What the program was started with, and the machine it runs on. */
export type Start = {
  platform: string;
  /** Milliseconds, from any origin. */
  now: () => number;
  /** The vault that was named on the command line, or null. */
  vault: string | null;
};

/** What a person sees, and the log, when the shell cannot go on. */
const report = (electron: Pick<Electron, 'dialog'>, what: string, thrown: unknown): void => {
  console.error(what, thrown);
  electron.dialog.showErrorBox(what, thrown instanceof Error ? thrown.message : String(thrown));
};

/**
 * Runs the workbench. What must happen before the application is ready happens before this returns.
 * @returns whether this is the first instance, and a promise that settles when the window is open
 */
export const startWorkbench = (
  electron: Electron,
  places: Places,
  { platform, now, vault }: Start,
): { first: boolean; ready: Promise<void> } => {
  const { app } = electron;
  if (!app.requestSingleInstanceLock()) {
    app.quit();
    return { first: false, ready: Promise.resolve() };
  }
  // Developer tools exist only where the code itself can be changed.
  const devtools = !app.isPackaged;
  lockApp(app, devtools);
  electron.protocol.registerSchemesAsPrivileged([APP_SCHEME]);

  let window: BrowserWindow | null = null;
  let opened: OpenWindow | null = null;
  app.on('second-instance', () => {
    if (window?.isMinimized() === true) window.restore();
    window?.focus();
  });
  app.on('window-all-closed', () => app.quit());

  const open = async (): Promise<void> => {
    await app.whenReady();
    const session = electron.session.defaultSession;
    lockSession(session, devtools);
    session.protocol.handle(SCHEME, createAnswer(mapFiles(places.renderer)));
    const engine = keepEngine({
      fork: () =>
        electron.utilityProcess.fork(places.engine, [], {
          serviceName: 'Cloister engine',
          env: { CLOISTER_SAMPLE: places.sample, ...process.env },
        }),
      channel: () => new electron.MessageChannelMain(),
      now,
    });
    app.on('will-quit', () => engine.stop());
    const data = app.getPath('userData');
    answerChannels({
      ipcMain: electron.ipcMain,
      dialog: electron.dialog,
      engine,
      keychain: createKeychain(electron.safeStorage, join(data, 'kept-passphrases.json'), platform),
      window: () => window,
      vault,
      useTheme: (theme) => opened?.useTheme(theme),
    });
    const template = menuTemplate({
      platform,
      devtools,
      run: (id) => window?.webContents.send(CHANNELS.command, id),
      openPage: (id) => {
        openKnownPage(electron.shell, id).catch((thrown: unknown) =>
          report(electron, 'The page could not be opened', thrown),
        );
      },
    });
    electron.Menu.setApplicationMenu(electron.Menu.buildFromTemplate(template));
    opened = openWindow({
      BrowserWindow: electron.BrowserWindow,
      nativeTheme: electron.nativeTheme,
      screen: electron.screen,
      preload: places.preload,
      stateFile: join(data, 'window.json'),
      devtools,
    });
    window = opened.window;
    window.on('closed', () => {
      window = null;
    });
  };
  const ready = open().catch((thrown: unknown) => {
    report(electron, 'Cloister could not start', thrown);
    app.quit();
  });
  return { first: true, ready };
};
