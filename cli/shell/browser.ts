/**
 * Finds a browser of the Chromium family and starts it as a window without tabs, with everything switched off that
 * such a browser does on its own account: looking up names, updates, synchronisation, reports.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { posix, win32 } from 'node:path';

/** What finding a browser depends on; passed in, so that every platform can be tried anywhere. */
export type Machine = {
  platform: NodeJS.Platform;
  env: Readonly<Record<string, string | undefined>>;
  home: string;
  exists(path: string): boolean;
};

/** Outside, in pixels. */
export type WindowSize = { width: number; height: number };

const LINUX = [
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  'microsoft-edge',
  'microsoft-edge-stable',
  'brave-browser',
  'vivaldi',
];
const MAC = ['Google Chrome', 'Chromium', 'Microsoft Edge', 'Brave Browser', 'Vivaldi'];
const WINDOWS = [
  'Google\\Chrome\\Application\\chrome.exe',
  'Microsoft\\Edge\\Application\\msedge.exe',
  'Chromium\\Application\\chrome.exe',
  'BraveSoftware\\Brave-Browser\\Application\\brave.exe',
];

const candidates = ({ platform, env, home }: Machine): string[] => {
  if (platform === 'darwin')
    return ['/Applications', posix.join(home, 'Applications')].flatMap((folder) =>
      MAC.map((name) => posix.join(folder, `${name}.app`, 'Contents', 'MacOS', name)),
    );
  if (platform === 'win32') {
    const folders = [env['ProgramFiles'], env['ProgramFiles(x86)'], env['LOCALAPPDATA']];
    return WINDOWS.flatMap((path) =>
      folders.flatMap((folder) => (folder === undefined ? [] : [win32.join(folder, path)])),
    );
  }
  const folders = (env['PATH'] ?? '').split(':').filter((folder) => folder.startsWith('/'));
  return LINUX.flatMap((name) => folders.map((folder) => posix.join(folder, name)));
};

/** The program of a Chromium-family browser on this machine, or null. */
export const findBrowser = (machine: Machine): string | null =>
  candidates(machine).find((path) => machine.exists(path)) ?? null;

/** Why no window can be opened here, or null when one can. */
export const windowObstacle = (machine: Machine, isRoot: boolean): string | null => {
  if (machine.platform !== 'linux') return null;
  const { DISPLAY, WAYLAND_DISPLAY } = machine.env;
  if (!DISPLAY && !WAYLAND_DISPLAY) return 'there is no display';
  return isRoot ? 'a browser does not run as root with its sandbox' : null;
};

/**
 * Where the files of a run may lie so that the browser can read them: a browser from a snap sees neither the
 * machine's temporary folder nor hidden ones, only its own.
 */
export const readableBase = (browser: string | null, home: string, temporary: string): string => {
  if (browser === null || !browser.startsWith('/snap/')) return temporary;
  const base = posix.join(home, 'snap', posix.basename(browser), 'common');
  mkdirSync(base, { recursive: true });
  return base;
};

/** A window as large as it was left, on any screen large enough to be worked on. */
const sizeOf = (size: WindowSize | undefined): string =>
  `${Math.max(1024, size?.width ?? 1440)},${Math.max(640, size?.height ?? 900)}`;

/** What keeps a browser to itself. Only 127.0.0.1 can be reached: names lead nowhere, the proxy is a closed door. */
export const BROWSER_LOCKS: readonly string[] = [
  '--no-first-run',
  '--no-default-browser-check',
  '--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1',
  '--proxy-server=127.0.0.1:9',
  '--proxy-bypass-list=127.0.0.1',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-default-apps',
  '--disable-domain-reliability',
  '--disable-extensions',
  '--disable-sync',
  '--disable-breakpad',
  '--metrics-recording-only',
  '--no-pings',
  '--dns-prefetch-disable',
  '--password-store=basic',
  '--use-mock-keychain',
  '--disable-features=Translate,OptimizationHints,MediaRouter,InterestFeedContentSuggestions',
  '--webrtc-ip-handling-policy=disable_non_proxied_udp',
];

/** Everything the browser is told. */
export const browserFlags = (url: string, profile: string, size?: WindowSize): string[] => [
  `--app=${url}`,
  `--user-data-dir=${profile}`,
  `--window-size=${sizeOf(size)}`,
  ...BROWSER_LOCKS,
];

/** Starts the browser. What it prints is its own affair. */
export const startBrowser = (
  browser: string,
  url: string,
  profile: string,
  size?: WindowSize,
): ChildProcess => spawn(browser, browserFlags(url, profile, size), { stdio: 'ignore', windowsHide: false });
