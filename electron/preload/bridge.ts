/** Makes the bridge: the few things the page may ask, each a fixed channel, and nothing of Electron itself. */
import type { ContextBridge, IpcRenderer, WebUtils } from 'electron';
import { type Bridge, type BridgeMessage, CHANNELS } from '../../shared/bridge.ts';

/** The parts of the page's window that the preload script touches. */
export type PageWindow = {
  location: { protocol: string; hostname: string };
  postMessage(message: BridgeMessage, targetOrigin: string, transfer?: readonly unknown[]): void;
};

export type PreloadParts = {
  contextBridge: Pick<ContextBridge, 'exposeInMainWorld' | 'executeInMainWorld'>;
  ipcRenderer: Pick<IpcRenderer, 'invoke' | 'on' | 'send'>;
  webUtils: Pick<WebUtils, 'getPathForFile'>;
  page: PageWindow;
  platform: string;
};

/** Runs in the page before any of its scripts: a way to the network that the content policy does not cover. */
const removePeerConnections = (): void => {
  for (const name of ['RTCPeerConnection', 'webkitRTCPeerConnection', 'RTCDataChannel'])
    Reflect.deleteProperty(globalThis, name);
};

/** Puts `bridge` on the page's window; on any other page than ours, nothing. */
export const exposeBridge = ({
  contextBridge,
  ipcRenderer,
  webUtils,
  page,
  platform,
}: PreloadParts): void => {
  if (page.location.protocol !== 'app:' || page.location.hostname !== 'workbench') return;
  contextBridge.executeInMainWorld({ func: removePeerConnections });
  // The window posts to itself: a port cannot pass the bridge, only a window message can carry it.
  const tell = (message: BridgeMessage, ports: readonly unknown[] = []): void =>
    page.postMessage(message, '*', ports);
  ipcRenderer.on(CHANNELS.port, (event, token: string) => tell({ cloister: 'port', token }, event.ports));
  ipcRenderer.on(CHANNELS.command, (_event, id: string) => tell({ cloister: 'command', id }));
  const bridge: Bridge = {
    connect: (token) => ipcRenderer.invoke(CHANNELS.connect, token),
    chooseFile: (options) => ipcRenderer.invoke(CHANNELS.chooseFile, options),
    chooseFolder: (options) => ipcRenderer.invoke(CHANNELS.chooseFolder, options),
    keychain: {
      state: () => ipcRenderer.invoke(CHANNELS.keychainState),
      remember: (vault, passphrase) => ipcRenderer.invoke(CHANNELS.remember, vault, passphrase),
      recall: (vault) => ipcRenderer.invoke(CHANNELS.recall, vault),
      forget: (vault) => ipcRenderer.invoke(CHANNELS.forget, vault),
    },
    startedWith: () => ipcRenderer.invoke(CHANNELS.startedWith),
    pathOf: (file) => webUtils.getPathForFile(file as File),
    useTheme: (theme) => ipcRenderer.send(CHANNELS.useTheme, theme),
    showProgress: (done) => ipcRenderer.send(CHANNELS.showProgress, done),
    platform,
  };
  contextBridge.exposeInMainWorld('bridge', bridge);
};
