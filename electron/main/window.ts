/** The window: one page, locked, at the size it was left. */
import type { BrowserWindow, NativeTheme, Screen } from 'electron';
import type { ThemeChoice } from '../../shared/bridge.ts';
import { PREFERENCES } from './lockdown.ts';
import { START_PAGE } from './origin.ts';
import { fitWindow, LEAST, readWindowState, writeWindowState } from './window-state.ts';

export type WindowParts = {
  BrowserWindow: typeof BrowserWindow;
  nativeTheme: Pick<NativeTheme, 'shouldUseDarkColors' | 'themeSource'>;
  screen: Pick<Screen, 'getDisplayMatching' | 'getPrimaryDisplay'>;
  /** Path of the built preload script. */
  preload: string;
  /** Where size and place are kept. */
  stateFile: string;
  devtools: boolean;
};

/** The open window, and how its theme is chosen. */
export type OpenWindow = { window: BrowserWindow; useTheme(theme: ThemeChoice): void };

/** Opens the window on the start page, in the theme it had. */
export const openWindow = (parts: WindowParts): OpenWindow => {
  const state = readWindowState(parts.stateFile);
  let theme: ThemeChoice = state?.theme ?? 'system';
  parts.nativeTheme.themeSource = theme;
  const display = state === null ? parts.screen.getPrimaryDisplay() : parts.screen.getDisplayMatching(state);
  const window = new parts.BrowserWindow({
    ...fitWindow(state, display.workArea),
    minWidth: Math.min(LEAST.width, display.workArea.width),
    minHeight: Math.min(LEAST.height, display.workArea.height),
    title: 'Cloister',
    show: false,
    // The surface of the theme, so that no white flashes before the page is painted.
    backgroundColor: parts.nativeTheme.shouldUseDarkColors ? '#131418' : '#ffffff',
    webPreferences: { ...PREFERENCES, preload: parts.preload, devTools: parts.devtools },
  });
  if (state?.maximized === true) window.maximize();
  window.once('ready-to-show', () => window.show());
  window.on('close', () =>
    writeWindowState(parts.stateFile, {
      ...window.getNormalBounds(),
      maximized: window.isMaximized(),
      theme,
    }),
  );
  // A page that crashed holds nothing: the vault and its jobs live in the engine. It is shown anew.
  window.webContents.on('render-process-gone', (_event, { reason }) => {
    if (reason !== 'clean-exit' && !window.isDestroyed()) window.webContents.reload();
  });
  // A refused navigation or a missing page is not an accident of main; the window stays as it is.
  window.loadURL(START_PAGE).catch((thrown: unknown) => {
    console.error('The start page did not load.', thrown);
  });
  return {
    window,
    useTheme: (next) => {
      theme = next;
      parts.nativeTheme.themeSource = next;
    },
  };
};
