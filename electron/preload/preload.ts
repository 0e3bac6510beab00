/** The preload script. It runs sandboxed, before the page, and only builds the bridge. */
import { contextBridge, ipcRenderer, webUtils } from 'electron';
import { exposeBridge, type PageWindow } from './bridge.ts';

exposeBridge({
  contextBridge,
  ipcRenderer,
  webUtils,
  page: globalThis as unknown as PageWindow,
  platform: process.platform,
});
