/**
 * The whole desktop way without Electron's program: the built main, the built preload script, the built engine with
 * its workers, and the page's own transport. Only Electron itself is played: a thread stands for the utility process.
 */
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { createContext, runInContext } from 'node:vm';
import { Worker } from 'node:worker_threads';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { bundleElectron } from '../../build/bundle-electron.ts';
import { buildWindow } from '../../build/window.ts';
import { createPortTransport } from '../../renderer/transport/port.ts';
import type { Bridge, BridgeMessage } from '../../shared/bridge.ts';
import { type Client, createClient } from '../../shared/contract/client.ts';
import type { ProgressData } from '../../shared/contract/protocol.ts';
import type { ErrorData } from '../../shared/errors.ts';
import { createDouble } from '../electron/double.ts';
import { FakeChild } from '../electron/fakes.ts';
import { scratch } from '../electron/workbench.ts';

const BUILT = join(import.meta.dirname, '..', '..', 'dist', 'desktop-wire-test');
const lens = { purpose: 'analytics', asOf: '2026-10-31' } as const;

/** Makes a thread look like a utility process to the engine that it loads. */
const AS_UTILITY = `
const { parentPort, workerData } = require('node:worker_threads');
const end = (port) => ({
  postMessage: (message) => port.postMessage(message),
  on: (name, cb) => port.on(name, name === 'message' ? (data) => cb({ data }) : cb),
  start: () => port.start(),
});
process.parentPort = {
  on: (name, cb) => parentPort.on(name, ({ ports }) => cb({ ports: ports.map(end) })),
};
import(workerData);
`;

class ThreadChild extends FakeChild {
  readonly thread: Worker;
  constructor(path: string) {
    super(path);
    this.thread = new Worker(AS_UTILITY, { eval: true, workerData: pathToFileURL(path).href });
    this.thread.on('exit', (code) => this.emit('exit', code));
  }
  override postMessage(_message: unknown, transfer: unknown[] = []): void {
    this.thread.postMessage({ ports: transfer }, transfer as never);
  }
  override kill(): boolean {
    void this.thread.terminate();
    return true;
  }
}

const double = vi.hoisted(() => ({ current: null as unknown }));
vi.mock('electron', () => double.current as object);

const threads: ThreadChild[] = [];
let client: Client;
let bridge: Bridge;
let folder: string;
let end: () => void;
let ask: (url: string) => Promise<Response>;
const stops: ErrorData[] = [];

beforeAll(async () => {
  folder = scratch();
  await bundleElectron(BUILT);
  expect(buildWindow()).toBe(0);
  const made = createDouble(folder);
  made.electron.utilityProcess.fork = ((path: string) => {
    const child = new ThreadChild(path);
    threads.push(child);
    return child;
  }) as never;
  double.current = made.electron;
  const { ready } = (await import(join(BUILT, 'electron', 'main', 'main.js'))) as { ready: Promise<void> };
  await ready;
  expect(made.errors).toEqual([]);

  // The page: a window that gets messages, and in front of it the preload script in a context of its own.
  const target = new EventTarget();
  const fakeWindow = {
    addEventListener: target.addEventListener.bind(target),
    removeEventListener: target.removeEventListener.bind(target),
  };
  vi.stubGlobal('window', fakeWindow);
  const listeners = new Map<string, (event: object, ...parts: unknown[]) => void>();
  const [{ webContents }] = made.windows;
  const sender = {
    sender: webContents,
    senderFrame: { parent: null, origin: 'app://workbench', url: 'app://workbench/' },
  };
  webContents.postMessage = (channel, message, transfer = []) =>
    listeners.get(channel)?.({ ports: transfer }, message);
  webContents.send = (channel, ...parts) => listeners.get(channel)?.({}, ...parts);
  const exposed: Record<string, unknown> = {};
  const electron = {
    contextBridge: {
      exposeInMainWorld: (name: string, api: unknown) => {
        exposed[name] = api;
      },
      executeInMainWorld: () => undefined,
    },
    ipcRenderer: {
      invoke: async (channel: string, ...inputs: unknown[]) =>
        made.channels.get(channel)?.(sender, ...inputs),
      on: (channel: string, cb: (event: object) => void) => listeners.set(channel, cb),
      send: (channel: string, wish: unknown) => made.listeners.get(channel)?.(sender, wish),
    },
    webUtils: { getPathForFile: () => '' },
  };
  const context = createContext({
    require: (name: string) => {
      if (name !== 'electron') throw new Error(`The sandbox has no ${name}.`);
      return electron;
    },
    process: { platform: 'linux' },
    location: { protocol: 'app:', hostname: 'workbench' },
    postMessage: (data: BridgeMessage, _origin: string, ports: readonly MessagePort[]) =>
      target.dispatchEvent(Object.assign(new Event('message'), { source: fakeWindow, data, ports })),
  });
  runInContext(readFileSync(join(BUILT, 'electron', 'preload', 'preload.cjs'), 'utf8'), context);
  bridge = exposed.bridge as Bridge;
  client = createClient(createPortTransport(bridge));
  client.onStopped((error) => stops.push(error));
  ask = async (url) => {
    const answer = made.defaultSession.schemes.get('app');
    if (answer === undefined) throw new Error('The protocol app: is not answered.');
    return answer(new Request(url));
  };
  end = () => made.app.emit('will-quit');
});

afterAll(async () => {
  end();
  await Promise.all(threads.map(({ thread }) => thread.terminate()));
  vi.unstubAllGlobals();
  rmSync(BUILT, { recursive: true, force: true });
});

test('every file of the built page is served, and its entry names only such', async () => {
  const page = join(BUILT, '..', 'renderer');
  const files = readdirSync(page, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  for (const { parentPath, name } of files) {
    const path = relative(page, join(parentPath, name)).replaceAll('\\', '/');
    expect([path, (await ask(`app://workbench/${path}`)).status]).toEqual([path, 200]);
  }
  const entry = await (await ask('app://workbench/')).text();
  const named = [...entry.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, path]) => path);
  expect(named.length).toBeGreaterThan(1);
  for (const path of named)
    expect([path, (await ask(new URL(path, 'app://workbench/').href)).status]).toEqual([path, 200]);
});

test('an error of the engine arrives as data', async () => {
  await expect(client.call('vault.status', {})).rejects.toMatchObject({
    code: expect.any(String),
    next: expect.any(String),
  });
});

test('the built engine makes a whole project, with its workers, and tells how far it is', async () => {
  const told: ProgressData[] = [];
  // A proxy, as the state of the page is made of; a port alone would refuse it.
  const input = new Proxy({ folder }, {});
  const status = await client.call('sample.open', input, { onProgress: (progress) => told.push(progress) });
  expect(status.people).toBeGreaterThan(1000);
  expect(told.length).toBeGreaterThan(0);
  const points = await client.call('clustering.points', { lens });
  expect(points.x).toBeInstanceOf(Float32Array);
  expect(points.x.length).toBe(points.labels.length);
});

test('an engine that dies in the middle is a typed error, and the next call finds a new one', async () => {
  const file = join(folder, 'long.csv');
  writeFileSync(file, `customer_id,city\n${'c,Bern\n'.repeat(200_000)}`);
  const running = client.call('intake.inspect', { file });
  await new Promise((resolve) => setTimeout(resolve, 5));
  const failed = expect(running).rejects.toMatchObject({ code: 'ENGINE_STOPPED' });
  await threads.at(-1)?.thread.terminate();
  await failed;
  expect(stops).toHaveLength(1);
  await expect(client.call('vault.status', {})).rejects.toMatchObject({
    code: expect.not.stringContaining('ENGINE'),
  });
  expect(threads).toHaveLength(2);
});
