/** The twenty items of Electron's security checklist, each held to the real code of the shell. */
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { openKnownPage } from '../../electron/main/known-pages.ts';
import { lockContents, SWITCHES } from '../../electron/main/lockdown.ts';
import { exposeBridge } from '../../electron/preload/bridge.ts';
import { CHANNELS } from '../../shared/bridge.ts';
import { CONTENT_POLICY, SECURITY_HEADERS } from '../../shared/security.ts';
import { event, FakeContents } from './fakes.ts';
import { openWorkbench } from './workbench.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const sources = ['electron/main', 'electron/preload'].flatMap((folder) =>
  readdirSync(join(ROOT, folder)).map((name) => ({
    path: `${folder}/${name}`,
    text: readFileSync(join(ROOT, folder, name), 'utf8'),
  })),
);
const filesWith = (pattern: RegExp): string[] =>
  sources.filter(({ text }) => pattern.test(text)).map(({ path }) => path);
const typings = readFileSync(
  join(createRequire(import.meta.url).resolve('electron/package.json'), '..', 'electron.d.ts'),
  'utf8',
);
const manifest = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
  devDependencies: Record<string, string>;
};
const packaging = parse(readFileSync(join(ROOT, 'build', 'electron-builder.yml'), 'utf8')) as {
  electronVersion: string;
  electronFuses: Record<string, boolean>;
};

/** Every permission that the typings of this Electron know, so that a new one is denied too. */
const permissions = (): string[] => {
  const [, union] =
    /setPermissionRequestHandler\(handler: \(\(webContents: WebContents, permission: ([^,]+),/.exec(
      typings,
    ) ?? [null, ''];
  return union.split('|').map((name) => name.trim().replaceAll("'", ''));
};

const neverSet = async (key: string): Promise<void> => {
  expect(filesWith(new RegExp(`\\b${key}\\b`))).toEqual([]);
  const { window } = await openWorkbench();
  expect(window.options.webPreferences).not.toHaveProperty(key);
};

const CHECKLIST: [item: number, words: string, check: () => Promise<void>][] = [
  [
    1,
    'only secure content is loaded',
    async () => {
      const { window, defaultSession } = await openWorkbench();
      expect(window.loaded).toEqual(['app://workbench/']);
      const cancelled = (url: string): boolean | undefined => {
        let cancel: boolean | undefined;
        defaultSession.beforeRequest?.({ url }, (response) => {
          cancel = response.cancel;
        });
        return cancel;
      };
      for (const scheme of ['http', 'https', 'ws', 'wss', 'ftp', 'file', 'chrome-extension', 'devtools'])
        expect([scheme, cancelled(`${scheme}://workbench/`)]).toEqual([scheme, true]);
      for (const url of ['app://workbench/assets/a.js', 'blob:app://workbench/1', 'data:image/png;base64,AA'])
        expect([url, cancelled(url)]).toEqual([url, false]);
    },
  ],
  [
    2,
    'the page has no Node',
    async () => {
      const { window } = await openWorkbench();
      expect(window.options.webPreferences).toMatchObject({
        nodeIntegration: false,
        nodeIntegrationInWorker: false,
        nodeIntegrationInSubFrames: false,
      });
    },
  ],
  [
    3,
    'the page is isolated from the preload script',
    async () => {
      const { window } = await openWorkbench();
      expect(window.options.webPreferences?.contextIsolation).toBe(true);
    },
  ],
  [
    4,
    'every process of a page is in the sandbox',
    async () => {
      const { app, window } = await openWorkbench();
      expect(app.did.filter((did) => did === 'sandbox' || did === 'ready')).toEqual(['sandbox', 'ready']);
      expect(window.options.webPreferences?.sandbox).toBe(true);
    },
  ],
  [
    5,
    'every permission is refused but two',
    async () => {
      const { defaultSession, contents } = await openWorkbench();
      const known = permissions();
      expect(known).toEqual(expect.arrayContaining(['geolocation', 'media', 'notifications', 'usb', 'hid']));
      const grants = known.filter((permission) => {
        let granted: boolean | undefined;
        defaultSession.request?.(
          contents as never,
          permission as never,
          (answer) => {
            granted = answer;
          },
          { isMainFrame: true, requestingUrl: 'app://workbench/' } as never,
        );
        const checked = defaultSession.check?.(
          contents as never,
          permission as never,
          'app://workbench/',
          {} as never,
        );
        expect(checked).toBe(granted);
        return granted;
      });
      expect(grants.sort()).toEqual(['clipboard-sanitized-write', 'fullscreen']);
      for (const [url, isMainFrame] of [
        ['https://workbench/', true],
        ['app://workbench/', false],
      ] as const)
        defaultSession.request?.(contents as never, 'fullscreen', (answer) => expect(answer).toBe(false), {
          isMainFrame,
          requestingUrl: url,
        } as never);
      expect(defaultSession.check?.(null, 'fullscreen', 'https://example.com', {} as never)).toBe(false);
      expect(defaultSession.device?.({} as never)).toBe(false);
      defaultSession.display?.({} as never, (streams) => expect(streams).toBeNull());
      defaultSession.bluetooth?.({} as never, ({ confirmed }) => expect(confirmed).toBe(false));
      expect(defaultSession.usb?.({ protectedClasses: ['audio', 'hid'] })).toEqual(['audio', 'hid']);
      for (const name of ['select-hid-device', 'select-serial-port', 'select-usb-device']) {
        const selecting = event({});
        const chosen: unknown[] = [];
        const answer = (id?: string): number => chosen.push(id ?? '');
        if (name === 'select-serial-port') defaultSession.emit(name, selecting, [], contents, answer);
        else defaultSession.emit(name, selecting, {}, answer);
        expect([name, selecting.refused, chosen]).toEqual([name, true, ['']]);
      }
    },
  ],
  [6, 'webSecurity is left on', () => neverSet('webSecurity')],
  [
    7,
    'the content policy comes with every answer',
    async () => {
      const { ask } = await openWorkbench();
      for (const path of ['', 'assets/main-1a2b.js', 'nowhere', '..%2foutside.js']) {
        const { headers } = await ask(`app://workbench/${path}`);
        for (const [name, value] of Object.entries(SECURITY_HEADERS)) expect(headers.get(name)).toBe(value);
      }
      expect(CONTENT_POLICY).toContain("default-src 'none'");
      expect(CONTENT_POLICY).toContain("script-src 'self';");
      expect(CONTENT_POLICY).not.toMatch(/unsafe-inline|unsafe-eval|https?:|\*/);
    },
  ],
  [8, 'no insecure content', () => neverSet('allowRunningInsecureContent')],
  [9, 'no experimental features', () => neverSet('experimentalFeatures')],
  [
    10,
    'no Blink features are switched on',
    async () => {
      await neverSet('enableBlinkFeatures');
      expect(SWITCHES.map(([name]) => name).filter((name) => name.startsWith('enable'))).toEqual([]);
    },
  ],
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
  expect(CHECKLIST.map(([item]) => item)).toEqual([...Array(20)].map((_, i) => i + 1)));
