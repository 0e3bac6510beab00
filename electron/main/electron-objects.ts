/**
 * The parts of Electron that the shell uses, as types. Every module takes them as arguments, so that tests can
 * drive the same code without the binary.
 */
import type * as electron from 'electron';

export type App = Pick<
  typeof electron.app,
  | 'commandLine'
  | 'enableSandbox'
  | 'getPath'
  | 'isPackaged'
  | 'on'
  | 'quit'
  | 'requestSingleInstanceLock'
  | 'whenReady'
>;
export type Session = Pick<
  electron.Session,
  | 'on'
  | 'protocol'
  | 'setBluetoothPairingHandler'
  | 'setDevicePermissionHandler'
  | 'setDisplayMediaRequestHandler'
  | 'setPermissionCheckHandler'
  | 'setPermissionRequestHandler'
  | 'setSpellCheckerEnabled'
  | 'setUSBProtectedClassesHandler'
  | 'webRequest'
>;
export type Contents = Pick<
  electron.WebContents,
  'close' | 'getType' | 'on' | 'setWebRTCIPHandlingPolicy' | 'setWindowOpenHandler'
>;
export type SafeStorage = Pick<
  typeof electron.safeStorage,
  'decryptStringAsync' | 'encryptStringAsync' | 'getSelectedStorageBackend' | 'isAsyncEncryptionAvailable'
>;

/** Everything `main.ts` takes from Electron. */
export type Electron = Pick<
  typeof electron,
  | 'app'
  | 'BrowserWindow'
  | 'dialog'
  | 'ipcMain'
  | 'Menu'
  | 'MessageChannelMain'
  | 'nativeTheme'
  | 'protocol'
  | 'safeStorage'
  | 'screen'
  | 'session'
  | 'shell'
  | 'utilityProcess'
>;
