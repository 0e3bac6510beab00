/** Electron's security checklist, items 11 to 20: windows, messages, files and fuses, each held to the real code of the shell. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { openKnownPage } from '../../electron/main/known-pages.ts';
import { lockContents } from '../../electron/main/lockdown.ts';
import { exposeBridge } from '../../electron/preload/bridge.ts';
import { CHANNELS } from '../../shared/bridge.ts';
import { event, FakeContents } from './fakes.ts';
import { filesWith } from './shell-sources.ts';
import { openWorkbench } from './workbench.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const manifest = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
  devDependencies: Record<string, string>;
};
const packaging = parse(readFileSync(join(ROOT, 'build', 'electron-builder.yml'), 'utf8')) as {
  electronVersion: string;
  electronFuses: Record<string, boolean>;
};

const CHECKLIST: [item: number, words: string, check: () => Promise<void>][] = [
  [
    11,
    'there is no <webview>',
    async () => {
      const { window } = await openWorkbench();
      expect(window.options.webPreferences?.webviewTag).toBe(false);
      expect(filesWith(/allowpopups/i)).toEqual([]);
    },
  ],
  [
    12,
    'a <webview> that attaches all the same is stopped',
    async () => {
      const { contents } = await openWorkbench();
      const attaching = event({});
      contents.emit('will-attach-webview', attaching, {}, {});
      expect(attaching.refused).toBe(true);
      for (const type of ['webview', 'browserView', 'offscreen', 'backgroundPage', 'remote'] as const) {
        const other = new FakeContents(type);
        lockContents(other as never, false);
        expect([type, other.closed]).toEqual([type, true]);
      }
      expect(contents.closed).toBe(false);
    },
  ],
  [
    13,
    'the window stays on its page',
    async () => {
      const { contents } = await openWorkbench();
      for (const name of ['will-navigate', 'will-redirect', 'will-frame-navigate']) {
        const away = event({ url: 'https://example.com/?next=app://workbench/' });
        contents.emit(name, away);
        const home = event({ url: 'app://workbench/' });
        contents.emit(name, home);
        expect([name, away.refused, home.refused]).toEqual([name, true, false]);
      }
    },
  ],
  [
    14,
    'no window opens another',
    async () => {
      const { contents } = await openWorkbench();
      for (const url of ['https://example.com', 'app://workbench/', 'about:blank'])
        expect(contents.opener?.({ url } as never)).toEqual({ action: 'deny' });
    },
  ],
  [
    15,
    'only known pages are opened outside',
    async () => {
      expect(filesWith(/openExternal\s*\(/)).toEqual(['electron/main/known-pages.ts']);
      const urls: string[] = [];
      const shell = {
        openExternal: async (url: string) => {
          urls.push(url);
        },
      };
      for (const id of ['https://example.com', 'file:///etc/passwd', '__proto__', 'constructor', ''])
        await expect(openKnownPage(shell, id)).rejects.toThrow('not in the list');
      await openKnownPage(shell, 'gdpr');
      expect(urls).toEqual(['https://eur-lex.europa.eu/eli/reg/2016/679/oj']);
      expect(Object.values(CHANNELS).filter((channel) => /page|external|url/.test(channel))).toEqual([]);
    },
  ],
  [
    16,
    'one exact, current Electron',
    async () => {
      expect(manifest.devDependencies.electron).toMatch(/^\d+\.\d+\.\d+$/);
      expect(packaging.electronVersion).toBe(manifest.devDependencies.electron);
    },
  ],
  [
    17,
    'who sends a message is looked at on every channel',
    async () => {
      const { channels, invoke, own } = await openWorkbench();
      const { sender, senderFrame } = own();
      const forged = [
        { sender: { id: 999_999 }, senderFrame },
        { sender, senderFrame: null },
        { sender, senderFrame: { ...senderFrame, parent: {} } },
        { sender, senderFrame: { ...senderFrame, origin: 'https://workbench' } },
        { sender, senderFrame: { ...senderFrame, origin: 'null' } },
        { sender, senderFrame: { ...senderFrame, url: 'https://example.com/?app://workbench/' } },
      ];
      expect(channels.size).toBeGreaterThan(5);
      for (const channel of channels.keys())
        for (const sending of forged)
          await expect(invoke(channel, [], sending), `${channel} ${JSON.stringify(sending)}`).rejects.toThrow(
            'Refused',
          );
    },
  ],
  [
    18,
    'no file: addresses',
    async () => {
      expect(filesWith(/['"`]file:|loadFile\s*\(|registerFileProtocol/)).toEqual([]);
      const { schemes } = await openWorkbench();
      expect(schemes).toEqual([
        { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true } },
      ]);
      expect(packaging.electronFuses.grantFileProtocolExtraPrivileges).toBe(false);
    },
  ],
  [
    19,
    'the fuses are set',
    async () => {
      expect(packaging.electronFuses).toEqual({
        runAsNode: false,
        enableCookieEncryption: true,
        enableNodeOptionsEnvironmentVariable: false,
        enableNodeCliInspectArguments: false,
        enableEmbeddedAsarIntegrityValidation: true,
        onlyLoadAppFromAsar: true,
        loadBrowserProcessSpecificV8Snapshot: false,
        grantFileProtocolExtraPrivileges: false,
      });
    },
  ],
  [
    20,
    'the page gets the bridge and nothing of Electron',
    async () => {
      const exposed: [string, object][] = [];
      const parts = (hostname: string) => ({
        contextBridge: {
          exposeInMainWorld: (name: string, api: object) => exposed.push([name, api]),
          executeInMainWorld: () => undefined,
        },
        ipcRenderer: { invoke: async () => undefined, on: () => undefined as never, send: () => undefined },
        webUtils: { getPathForFile: () => '' },
        page: { location: { protocol: 'app:', hostname }, postMessage: () => undefined },
        platform: 'linux',
      });
      exposeBridge(parts('workbench'));
      exposeBridge(parts('elsewhere'));
      const keys = (value: object): unknown[] =>
        Object.entries(value).map(([key, item]) => (typeof item === 'object' ? [key, keys(item)] : key));
      expect(exposed.map(([name, api]) => [name, keys(api)])).toEqual([
        [
          'bridge',
          [
            'connect',
            'chooseFile',
            'chooseFolder',
            ['keychain', ['state', 'remember', 'recall', 'forget']],
            'startedWith',
            'pathOf',
            'useTheme',
            'showProgress',
            'platform',
          ],
        ],
      ]);
    },
  ],
];

test.each(CHECKLIST)('%i: %s', (_item, _words, check) => check());
test('the list is whole', () =>
  expect(CHECKLIST.map(([item]) => item)).toEqual([...Array(10)].map((_, i) => i + 11)));
