/** Electron's security checklist, items 1 to 10: what the page may do, each held to the real code of the shell. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { SWITCHES } from '../../electron/main/lockdown.ts';
import { CONTENT_POLICY, SECURITY_HEADERS } from '../../shared/security.ts';
import { event } from './fakes.ts';
import { filesWith } from './shell-sources.ts';
import { openWorkbench } from './workbench.ts';

const typings = readFileSync(
  join(createRequire(import.meta.url).resolve('electron/package.json'), '..', 'electron.d.ts'),
  'utf8',
);
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
];

test.each(CHECKLIST)('%i: %s', (_item, _words, check) => check());
test('the list is whole', () =>
  expect(CHECKLIST.map(([item]) => item)).toEqual([...Array(10)].map((_, i) => i + 1)));
