/** The objects of the stand-in for Electron, typed against its declarations: each records what is done to it. */
import { EventEmitter } from 'node:events';
import type * as electron from 'electron';
import type { App, Contents, Session } from '../../electron/main/electron-objects.ts';

/** An event that can be refused. */
export type Refusable<T> = T & { preventDefault(): void; refused: boolean };

export const event = <T extends object>(parts: T): Refusable<T> => {
  const made = {
    ...parts,
    refused: false,
    preventDefault: () => {
      made.refused = true;
    },
  };
  return made;
};

type UsedContents = Contents & Pick<electron.WebContents, 'id' | 'postMessage' | 'reload' | 'send'>;

export class FakeContents
  extends EventEmitter
  implements Pick<UsedContents, Exclude<keyof UsedContents, 'on'>>
{
  static count = 0;
  readonly id = ++FakeContents.count;
  readonly sent: unknown[][] = [];
  readonly posted: { channel: string; message: unknown; transfer: unknown[] }[] = [];
  closed = false;
  reloads = 0;
  rtcPolicy = '';
  opener: ((details: electron.HandlerDetails) => electron.WindowOpenHandlerResponse) | null = null;
  readonly type: ReturnType<electron.WebContents['getType']>;
  constructor(type: ReturnType<electron.WebContents['getType']> = 'window') {
    super();
    this.type = type;
  }
  getType(): ReturnType<electron.WebContents['getType']> {
    return this.type;
  }
  close(): void {
    this.closed = true;
  }
  reload(): void {
    this.reloads += 1;
  }
  send(channel: string, ...parts: unknown[]): void {
    this.sent.push([channel, ...parts]);
  }
  postMessage(channel: string, message: unknown, transfer: electron.MessagePortMain[] = []): void {
    this.posted.push({ channel, message, transfer });
  }
  setWebRTCIPHandlingPolicy(policy: Parameters<electron.WebContents['setWebRTCIPHandlingPolicy']>[0]): void {
    this.rtcPolicy = policy;
  }
  setWindowOpenHandler(handler: Parameters<electron.WebContents['setWindowOpenHandler']>[0]): void {
    this.opener = handler;
  }
}

type UsedWindow = Pick<
  electron.BrowserWindow,
  | 'focus'
  | 'getNormalBounds'
  | 'isDestroyed'
  | 'isMaximized'
  | 'isMinimized'
  | 'loadURL'
  | 'maximize'
  | 'restore'
  | 'setProgressBar'
  | 'show'
>;

export class FakeWindow extends EventEmitter implements UsedWindow {
  readonly webContents = new FakeContents();
  readonly loaded: string[] = [];
  readonly did: string[] = [];
  bounds: electron.Rectangle;
  minimized = false;
  maximized = false;
  readonly options: electron.BrowserWindowConstructorOptions;
  constructor(options: electron.BrowserWindowConstructorOptions) {
    super();
    this.options = options;
    this.bounds = {
      x: options.x ?? 0,
      y: options.y ?? 0,
      width: options.width ?? 0,
      height: options.height ?? 0,
    };
  }
  async loadURL(url: string): Promise<void> {
    this.loaded.push(url);
  }
  focus(): void {
    this.did.push('focus');
  }
  restore(): void {
    this.did.push('restore');
  }
  show(): void {
    this.did.push('show');
  }
  maximize(): void {
    this.maximized = true;
  }
  setProgressBar(progress: number): void {
    this.did.push(`progress ${progress}`);
  }
  isMaximized(): boolean {
    return this.maximized;
  }
  isMinimized(): boolean {
    return this.minimized;
  }
  isDestroyed(): boolean {
    return false;
  }
  getNormalBounds(): electron.Rectangle {
    return this.bounds;
  }
}

export class FakeChild extends EventEmitter implements Pick<electron.UtilityProcess, 'kill' | 'postMessage'> {
  readonly posted: { message: unknown; transfer: unknown[] }[] = [];
  killed = false;
  readonly path: string;
  readonly env: electron.ForkOptions['env'];
  constructor(path: string, env: electron.ForkOptions['env'] = {}) {
    super();
    this.path = path;
    this.env = env;
  }
  postMessage(message: unknown, transfer: electron.MessagePortMain[] = []): void {
    this.posted.push({ message, transfer });
  }
  kill(): boolean {
    this.killed = true;
    return true;
  }
}

/** What a session was told, by the name of the setter. */
export class FakeSession extends EventEmitter {
  beforeRequest:
    | ((details: { url: string }, answer: (response: electron.CallbackResponse) => void) => void)
    | null = null;
  spellChecker: boolean | null = null;
  readonly schemes = new Map<string, (request: Request) => Promise<Response>>();
  request: Parameters<Session['setPermissionRequestHandler']>[0] = null;
  check: Parameters<Session['setPermissionCheckHandler']>[0] = null;
  device: Parameters<Session['setDevicePermissionHandler']>[0] = null;
  display: Parameters<Session['setDisplayMediaRequestHandler']>[0] = null;
  bluetooth: Parameters<Session['setBluetoothPairingHandler']>[0] = null;
  usb: Parameters<Session['setUSBProtectedClassesHandler']>[0] = null;
  readonly webRequest = {
    onBeforeRequest: (listener: FakeSession['beforeRequest']): void => {
      this.beforeRequest = listener;
    },
  };
  readonly protocol = {
    handle: (scheme: string, answer: (request: Request) => Promise<Response>): void => {
      this.schemes.set(scheme, answer);
    },
  };
  setPermissionRequestHandler(handler: FakeSession['request']): void {
    this.request = handler;
  }
  setPermissionCheckHandler(handler: FakeSession['check']): void {
    this.check = handler;
  }
  setDevicePermissionHandler(handler: FakeSession['device']): void {
    this.device = handler;
  }
  setDisplayMediaRequestHandler(handler: FakeSession['display']): void {
    this.display = handler;
  }
  setBluetoothPairingHandler(handler: FakeSession['bluetooth']): void {
    this.bluetooth = handler;
  }
  setUSBProtectedClassesHandler(handler: FakeSession['usb']): void {
    this.usb = handler;
  }
  setSpellCheckerEnabled(enable: boolean): void {
    this.spellChecker = enable;
  }
}

export class FakeApp extends EventEmitter implements Pick<App, Exclude<keyof App, 'commandLine' | 'on'>> {
  readonly did: string[] = [];
  readonly switches = new Map<string, string | undefined>();
  isPackaged = true;
  first = true;
  readonly #data: string;
  constructor(data: string) {
    super();
    this.#data = data;
  }
  readonly commandLine = {
    appendSwitch: (name: string, value?: string): void => {
      this.did.push('switch');
      this.switches.set(name, value);
    },
  } satisfies Pick<electron.CommandLine, 'appendSwitch'>;
  enableSandbox(): void {
    this.did.push('sandbox');
  }
  getPath(): string {
    return this.#data;
  }
  quit(): void {
    this.did.push('quit');
  }
  requestSingleInstanceLock(): boolean {
    return this.first;
  }
  async whenReady(): Promise<void> {
    this.did.push('ready');
  }
}
