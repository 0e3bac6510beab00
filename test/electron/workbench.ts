/** The real desktop shell, started on the stand-in for Electron, with a small page of its own. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startWorkbench } from '../../electron/main/start.ts';
import { createDouble, type Double } from './double.ts';
import type { FakeContents, FakeWindow } from './fakes.ts';

export type Workbench = Double & {
  folder: string;
  window: FakeWindow;
  contents: FakeContents;
  /** Asks the page's protocol. */
  ask(url: string, init?: RequestInit): Promise<Response>;
  /** Invokes a channel as the page does, or as `sender` says. */
  invoke(channel: string, inputs: unknown[], sender?: object): Promise<unknown>;
  /** Sends a wish that nobody waits for, as the page does, or as `sender` says. */
  send(channel: string, wish: unknown, sender?: object): void;
  /** The event of a message from our own page. */
  own(): { sender: object; senderFrame: object };
};

export type WorkbenchOptions = {
  platform?: string;
  packaged?: boolean;
  vault?: string;
  prepare?: (double: Double) => void;
};

const folders: string[] = [];
process.once('exit', () => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** A folder that is gone after the test run. */
export const scratch = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'cloister-electron-'));
  folders.push(folder);
  return folder;
};

export const PAGE = '<!doctype html><title>Cloister</title>';

/** Starts the shell and waits for its window. */
export const openWorkbench = async (options: WorkbenchOptions = {}): Promise<Workbench> => {
  const folder = scratch();
  const renderer = join(folder, 'renderer');
  mkdirSync(join(renderer, 'assets'), { recursive: true });
  writeFileSync(join(renderer, 'index.html'), PAGE);
  writeFileSync(join(renderer, 'assets', 'main-1a2b.js'), 'export {};');
  writeFileSync(join(renderer, 'assets', 'main-1a2b.css'), 'body {}');
  writeFileSync(join(renderer, 'assets', 'notes.secret'), 'not to be served');
  writeFileSync(join(folder, 'outside.js'), 'not to be served');
  const double = createDouble(folder);
  double.app.isPackaged = options.packaged ?? true;
  options.prepare?.(double);
  const places = {
    renderer,
    preload: join(folder, 'preload.cjs'),
    engine: join(folder, 'process.js'),
    sample: join(folder, 'sample'),
  };
  const { ready } = startWorkbench(double.electron, places, {
    platform: options.platform ?? 'linux',
    now: () => performance.now(),
    vault: options.vault ?? null,
  });
  await ready;
  const [window] = double.windows;
  const { webContents } = window;
  const own = () => ({
    sender: webContents,
    senderFrame: { parent: null, origin: 'app://workbench', url: 'app://workbench/' },
  });
  return {
    ...double,
    folder,
    window,
    contents: webContents,
    own,
    ask: (url, init) => {
      const answer = double.defaultSession.schemes.get('app');
      if (answer === undefined) throw new Error('The protocol app: is not answered.');
      return answer(new Request(url, init));
    },
    invoke: async (channel, inputs, sender = own()) => {
      const answer = double.channels.get(channel);
      if (answer === undefined) throw new Error(`No channel is called ${channel}.`);
      return answer(sender, ...inputs);
    },
    send: (channel, wish, sender = own()) => {
      const heed = double.listeners.get(channel);
      if (heed === undefined) throw new Error(`Nobody listens to ${channel}.`);
      heed(sender, wish);
    },
  };
};
