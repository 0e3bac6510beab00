/** The desktop shell at work: start, window, menus, dialogs. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { startWorkbench } from '../../electron/main/start.ts';
import { fitWindow, readWindowState } from '../../electron/main/window-state.ts';
import { CHANNELS } from '../../shared/bridge.ts';
import { MENU_COMMANDS } from '../../shared/commands.ts';
import { createDouble } from './double.ts';
import { event } from './fakes.ts';
import { openWorkbench, scratch } from './workbench.ts';

const START = { platform: 'linux', now: () => 0, vault: null };
describe('start', () => {
  test('locks, switches and scheme come before the application is ready', async () => {
    const { app, defaultSession } = await openWorkbench();
    const ready = app.did.indexOf('ready');
    expect(app.did.lastIndexOf('switch')).toBeLessThan(ready);
    expect(app.did.indexOf('schemes')).toBeLessThan(ready);
    expect(app.switches.get('host-resolver-rules')).toBe('MAP * ~NOTFOUND');
    expect(app.switches.get('proxy-server')).toBe('127.0.0.1:9');
    expect(app.switches.get('force-webrtc-ip-handling-policy')).toBe('disable_non_proxied_udp');
    expect(defaultSession.spellChecker).toBe(false);
  });

  test('a second start brings the first window to the front', async () => {
    const second = createDouble(scratch());
    second.app.first = false;
    const places = { renderer: '', preload: '', engine: '', sample: '' };
    const { first, ready } = startWorkbench(second.electron, places, START);
    await ready;
    expect([first, second.app.did, second.windows]).toEqual([false, ['quit'], []]);
    const { app, window } = await openWorkbench();
    window.minimized = true;
    app.emit('second-instance');
    expect(window.did).toEqual(['restore', 'focus']);
  });

  test('a start that fails says so and ends', async () => {
    const silent = vi.spyOn(console, 'error').mockImplementation(() => undefined);
    const double = createDouble(scratch());
    const places = { renderer: join(scratch(), 'nowhere'), preload: '', engine: '', sample: '' };
    await startWorkbench(double.electron, places, START).ready;
    expect(double.errors[0][0]).toBe('Cloister could not start');
    expect(double.app.did.at(-1)).toBe('quit');
    silent.mockRestore();
  });

  test('passwords, foreign certificates and downloads from outside are refused', async () => {
    const { app, defaultSession, contents } = await openWorkbench();
    const refused: boolean[] = [];
    for (const name of ['login', 'certificate-error', 'select-client-certificate']) {
      const asking = event({});
      const answer = (given?: unknown): number => refused.push(given === undefined || given === false);
      if (name === 'login') app.emit(name, asking, contents, {}, {}, answer);
      else app.emit(name, asking, contents, 'https://example.com', 'error', {}, answer);
      refused.push(asking.refused);
    }
    expect(refused.every(Boolean)).toBe(true);
    const downloads = ['blob:app://workbench/1', 'data:text/csv,x', 'https://example.com/x'].map((url) => {
      const downloading = event({});
      defaultSession.emit('will-download', downloading, { getURL: () => url });
      return downloading.refused;
    });
    expect(downloads).toEqual([false, false, true]);
    expect(contents.rtcPolicy).toBe('disable_non_proxied_udp');
  });
});

describe('the window', () => {
  test('remembers where it was', async () => {
    const { window, folder } = await openWorkbench();
    expect(window.bounds).toEqual({ x: 240, y: 70, width: 1440, height: 900 });
    window.bounds = { x: 10, y: 20, width: 1200, height: 800 };
    window.emit('close');
    const file = join(folder, 'window.json');
    expect(readWindowState(file)).toEqual({
      ...{ x: 10, y: 20, width: 1200, height: 800 },
      ...{ maximized: false, theme: 'system' },
    });
    writeFileSync(file, '{"x": "far"}');
    expect(readWindowState(file)).toBeNull();
  });

  test.each([
    [
      'a screen that is gone',
      { x: 5000, y: -3000, width: 1200, height: 800 },
      { x: 720, y: 0, width: 1200, height: 800 },
    ],
    ['too small', { x: 0, y: 0, width: 10, height: 10 }, { x: 0, y: 0, width: 1024, height: 640 }],
    ['too large', { x: 0, y: 0, width: 9000, height: 9000 }, { x: 0, y: 0, width: 1920, height: 1040 }],
  ])('is brought back from %s', (_words, bounds, fitted) => {
    const area = { x: 0, y: 0, width: 1920, height: 1040 };
    expect(fitWindow({ ...bounds, maximized: false, theme: 'system' }, area)).toEqual(fitted);
  });

  test('begins in the theme it was left in, and follows the page', async () => {
    const { window, folder, send, nativeTheme } = await openWorkbench();
    send(CHANNELS.useTheme, 'dark');
    send(CHANNELS.useTheme, 'pink');
    const stranger = { sender: { id: -1 }, senderFrame: null };
    send(CHANNELS.useTheme, 'light', stranger);
    expect(nativeTheme.themeSource).toBe('dark');
    window.emit('close');
    const kept = readFileSync(join(folder, 'window.json'), 'utf8');
    const next = await openWorkbench({
      prepare: (double) => writeFileSync(join(double.app.getPath(), 'window.json'), kept),
    });
    expect(next.nativeTheme.themeSource).toBe('dark');
  });

  test('shows in the bar of the system how far a job is', async () => {
    const { window, send } = await openWorkbench();
    for (const wish of [0.25, 2, null, 3, 'half']) send(CHANNELS.showProgress, wish);
    expect(window.did).toEqual(['progress 0.25', 'progress 2', 'progress -1']);
  });

  test('tells its page the vault that was named at the start', async () => {
    const named = await openWorkbench({ vault: '/data/shop' });
    expect(await named.invoke(CHANNELS.startedWith, [])).toBe('/data/shop');
    const alone = await openWorkbench();
    expect(await alone.invoke(CHANNELS.startedWith, [])).toBeNull();
    await expect(alone.invoke(CHANNELS.startedWith, [], { sender: { id: -1 } })).rejects.toThrow('Refused');
  });

  test('shows its page anew after a crash, not after its end', async () => {
    const { contents } = await openWorkbench();
    contents.emit('render-process-gone', {}, { reason: 'crashed' });
    contents.emit('render-process-gone', {}, { reason: 'clean-exit' });
    expect(contents.reloads).toBe(1);
  });

  test('has developer tools only where the code is not packaged', async () => {
    const packed = await openWorkbench({ packaged: true });
    const loose = await openWorkbench({ packaged: false });
    expect(packed.window.options.webPreferences?.devTools).toBe(false);
    expect(loose.window.options.webPreferences?.devTools).toBe(true);
    expect(JSON.stringify(packed.menu.template)).not.toContain('toggleDevTools');
    expect(JSON.stringify(loose.menu.template)).toContain('toggleDevTools');
  });
});

describe('menus', () => {
  type Entry = {
    id?: string;
    click?: () => void;
    label?: string;
    accelerator?: string;
    registerAccelerator?: boolean;
  };
  const entries = (template: { submenu?: unknown }[]): Entry[] =>
    template.flatMap(({ submenu }) => (Array.isArray(submenu) ? (submenu as Entry[]) : []));

  test.each(['linux', 'darwin', 'win32'])('send the id of the command on %s', async (platform) => {
    const { menu, contents, opened } = await openWorkbench({ platform });
    const commands = entries(menu.template).filter(({ id }) => id !== undefined);
    for (const { click } of commands) click?.();
    expect(contents.sent).toEqual(commands.map(({ id }) => [CHANNELS.command, id]));
    expect(commands.map(({ id }) => id).sort()).toEqual(MENU_COMMANDS.map(({ id }) => id).sort());
    // The page listens for its keys itself.
    expect(commands.filter((entry) => entry.accelerator && entry.registerAccelerator !== false)).toEqual([]);
    for (const { label, click } of entries(menu.template)) if (label?.includes('browser')) click?.();
    expect(opened.every((url) => url.startsWith('https://'))).toBe(true);
    expect(opened).toHaveLength(2);
  });

  test('every command of a menu is in the registry of the page, under the same keys', () => {
    const read = (path: string): string =>
      readFileSync(join(import.meta.dirname, '../../renderer', path), 'utf8');
    const frame = read('commands/frame-commands.ts') + read('commands/work-commands.ts');
    const [, stages] = /STAGES[^=]*= \[([^\]]*)\]/.exec(read('state/route.svelte.ts')) ?? [null, ''];
    for (const { id, keys } of MENU_COMMANDS) {
      const at = Math.max(frame.indexOf(`id: '${id}'`), frame.indexOf(`command('${id}'`));
      const known =
        at >= 0 ||
        (id.startsWith('go.') && stages.includes(`'${id.slice(3)}'`)) ||
        (id.startsWith('theme.') && frame.includes(`['${id.slice(6)}', words.`));
      expect([id, known]).toEqual([id, true]);
      if (keys !== undefined) expect(frame.slice(at, at + 120)).toContain(`keys: '${keys}'`);
    }
  });
});

describe('dialogs', () => {
  test('answer the chosen path, or null', async () => {
    const { invoke, answers, asked } = await openWorkbench();
    expect(await invoke(CHANNELS.chooseFile, [{ title: 'Choose a file' }])).toBeNull();
    answers.open = ['/data/customers.csv'];
    answers.save = '/data/figure.svg';
    expect(await invoke(CHANNELS.chooseFile, [{ title: 'Choose a file' }])).toBe('/data/customers.csv');
    expect(await invoke(CHANNELS.chooseFolder, [{ title: 'Where to', create: true }])).toBe(
      '/data/customers.csv',
    );
    expect(await invoke(CHANNELS.chooseFile, [{ title: 'Save', mode: 'save', name: 'figure.svg' }])).toBe(
      '/data/figure.svg',
    );
    expect(asked.map(({ kind }) => kind)).toEqual(['open', 'open', 'open', 'save']);
    await invoke(CHANNELS.chooseFile, [{ title: 'Again', folder: '/data' }]);
    await invoke(CHANNELS.chooseFile, [{ title: 'Save', mode: 'save', name: 'a.csv', folder: '/data' }]);
    expect(asked.slice(4).map(({ options }) => (options as { defaultPath: string }).defaultPath)).toEqual([
      '/data',
      join('/data', 'a.csv'),
    ]);
  });

  test.each([
    [CHANNELS.chooseFile, { title: 'x', properties: ['showHiddenFiles'] }],
    [CHANNELS.chooseFile, { title: 'x', mode: 'save', name: '../x' }],
    [CHANNELS.chooseFile, { title: 'x', filters: [{ name: 'x', extensions: ['../x'] }] }],
    [CHANNELS.chooseFile, null],
    [CHANNELS.chooseFolder, { title: '' }],
    [CHANNELS.chooseFolder, 'x'],
    [CHANNELS.connect, 'not a token!'],
    [CHANNELS.connect, undefined],
    [CHANNELS.remember, ''],
  ])('%s refuses %j', async (channel, input) => {
    const { invoke, asked } = await openWorkbench();
    await expect(invoke(channel, [input])).rejects.toThrow();
    expect(asked).toEqual([]);
  });
});
