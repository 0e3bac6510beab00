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
  filters?: FileFilter[];
};

export type ChooseFolder = { title: string; create?: boolean };

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
} as const;
