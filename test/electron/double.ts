/**
 * A stand-in for Electron, typed against its own declarations, that records what the shell does and lets a test
 * play the machine: emit events, answer dialogs, invoke channels. The code it drives is the real one.
 */
import type * as electron from 'electron';
import type { Electron, SafeStorage } from '../../electron/main/electron-objects.ts';
import { event, FakeApp, FakeChild, FakeSession, FakeWindow } from './fakes.ts';

/** Seals by turning the bytes around: enough to see that what is written is not what was given. */
export const fakeSafeStorage = (
  backend: ReturnType<SafeStorage['getSelectedStorageBackend']>,
  available = true,
) =>
  ({
    getSelectedStorageBackend: () => backend,
    isAsyncEncryptionAvailable: async () => available,
    encryptStringAsync: async (text) => Buffer.from(text, 'utf8').map((byte) => byte ^ 0xff) as Buffer,
    decryptStringAsync: async (sealed) => ({
      result: Buffer.from(sealed.map((byte) => byte ^ 0xff)).toString('utf8'),
      shouldReEncrypt: false,
    }),
  }) satisfies SafeStorage;

export type Invoke = (invoked: unknown, ...inputs: unknown[]) => Promise<unknown>;

/** The whole stand-in. `data` is a scratch folder for what the shell remembers. */
export const createDouble = (data: string) => {
  const app = new FakeApp(data);
  const session = new FakeSession();
  const windows: FakeWindow[] = [];
  const children: FakeChild[] = [];
  const channels = new Map<string, Invoke>();
  const listeners = new Map<string, (sent: unknown, wish: unknown) => void>();
  const opened: string[] = [];
  const errors: [string, string][] = [];
  const asked: { kind: 'open' | 'save'; options: unknown }[] = [];
  const schemes: electron.CustomScheme[] = [];
  const answers = { open: [] as string[], save: '' };
  const menu: { template: electron.MenuItemConstructorOptions[] } = { template: [] };
  const area = { x: 0, y: 0, width: 1920, height: 1040 };
  const display = { workArea: area } as electron.Display;

  class BrowserWindow extends FakeWindow {
    constructor(options: electron.BrowserWindowConstructorOptions) {
      super(options);
      windows.push(this);
      app.emit('web-contents-created', event({}), this.webContents);
    }
  }
  /** Ports of Node stand for Electron's; only who gets which end matters here. */
  class MessageChannelMain {
    readonly port1: unknown;
    readonly port2: unknown;
    constructor() {
      const { port1, port2 } = new MessageChannel();
      this.port1 = port1;
      this.port2 = port2;
    }
  }
  const parts = {
    app,
    BrowserWindow,
    MessageChannelMain,
    session: { defaultSession: session },
    protocol: {
      registerSchemesAsPrivileged: (list: electron.CustomScheme[]) => {
        app.did.push('schemes');
        schemes.push(...list);
      },
    } satisfies Pick<electron.Protocol, 'registerSchemesAsPrivileged'>,
    ipcMain: {
      handle: (channel: string, answer: Invoke) => {
        channels.set(channel, answer);
      },
      on: (channel: string, heed: (sent: unknown, wish: unknown) => void) => {
        listeners.set(channel, heed);
      },
    },
    dialog: {
      showOpenDialog: async (_window: unknown, options: electron.OpenDialogOptions) => {
        asked.push({ kind: 'open', options });
        return { canceled: answers.open.length === 0, filePaths: answers.open };
      },
      showSaveDialog: async (_window: unknown, options: electron.SaveDialogOptions) => {
        asked.push({ kind: 'save', options });
        return { canceled: answers.save === '', filePath: answers.save };
      },
      showErrorBox: (title: string, content: string) => {
        errors.push([title, content]);
      },
    },
    Menu: {
      buildFromTemplate: (template: electron.MenuItemConstructorOptions[]) => template,
      setApplicationMenu: (template: electron.MenuItemConstructorOptions[]) => {
        menu.template = template;
      },
    },
    nativeTheme: { shouldUseDarkColors: false, themeSource: 'system' as electron.NativeTheme['themeSource'] },
    safeStorage: fakeSafeStorage('gnome_libsecret'),
    screen: {
      getPrimaryDisplay: () => display,
      getDisplayMatching: () => display,
    } satisfies Pick<electron.Screen, 'getPrimaryDisplay' | 'getDisplayMatching'>,
    shell: {
      openExternal: async (url: string) => {
        opened.push(url);
      },
    } satisfies Pick<electron.Shell, 'openExternal'>,
    utilityProcess: {
      fork: (path: string, _args?: string[], options?: electron.ForkOptions) => {
        const child = new FakeChild(path, options?.env);
        children.push(child);
        return child;
      },
    },
  };
  return {
    ...parts,
    /** The stand-in as the shell takes it. Its parts are checked above; the rest of Electron is not there. */
    electron: parts as unknown as Electron,
    defaultSession: session,
    windows,
    children,
    channels,
    listeners,
    opened,
    errors,
    asked,
    schemes,
    answers,
    menu,
    area,
  };
};

export type Double = ReturnType<typeof createDouble>;
