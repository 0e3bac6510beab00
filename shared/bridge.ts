/**
 * The bridge of the desktop window: all that the page may ask of the shell. It carries paths, a passphrase on
 * request and one port to the engine; no data of people ever crosses it.
 */

export type FileFilter = { name: string; extensions: string[] };

export type ChooseFile = {
  title: string;
  /** `save` asks where to write; the default asks what to read. */
  mode?: 'open' | 'save';
  name?: string;
  /** Folder in which the dialog begins. */
  folder?: string;
  filters?: FileFilter[];
};

export type ChooseFolder = { title: string; create?: boolean; folder?: string };

/** The theme a person chose; `system` follows the machine. */
export type ThemeChoice = 'system' | 'light' | 'dark';

/** Whether passphrases can be kept here, and in words why not. */
export type KeychainState = { available: true } | { available: false; why: string };

export type Keychain = {
  state(): Promise<KeychainState>;
  /** Keeps the passphrase of a vault; only when the person asked for it. */
  remember(vault: string, passphrase: string): Promise<void>;
  recall(vault: string): Promise<string | null>;
  forget(vault: string): Promise<void>;
};

export type Bridge = {
  /** Sends a port to the engine to the page, as a window message `{cloister: 'port', token}`. */
  connect(token: string): Promise<void>;
  /** A path, or null when the person changed their mind. */
  chooseFile(options: ChooseFile): Promise<string | null>;
  chooseFolder(options: ChooseFolder): Promise<string | null>;
  readonly keychain: Keychain;
  /** The vault that was named when the program was started, or null. */
  startedWith(): Promise<string | null>;
  /** Where a file lies that was dropped on the page; empty for one that lies nowhere. */
  pathOf(file: unknown): string;
  /** Window and page are in this theme from now on, from their first paint. */
  useTheme(theme: ThemeChoice): void;
  /** How far the longest job is, from 0 to 1, for the system's own bar; null for none, 2 when it cannot be told. */
  showProgress(done: number | null): void;
  readonly platform: string;
};

/** Messages the preload script posts to its own window. */
export type BridgeMessage = { cloister: 'port'; token: string } | { cloister: 'command'; id: string };

/** Names of the channels between preload and main. Everything else is refused. */
export const CHANNELS = {
  connect: 'cloister:connect',
  port: 'cloister:port',
  command: 'cloister:command',
  chooseFile: 'cloister:choose-file',
  chooseFolder: 'cloister:choose-folder',
  keychainState: 'cloister:keychain-state',
  remember: 'cloister:remember',
  recall: 'cloister:recall',
  forget: 'cloister:forget',
  startedWith: 'cloister:started-with',
  useTheme: 'cloister:use-theme',
  showProgress: 'cloister:show-progress',
} as const;
