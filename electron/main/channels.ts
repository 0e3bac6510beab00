/** Answers what the preload script asks. Every channel first looks at who is asking. */
import type { BrowserWindow, Dialog, IpcMain, IpcMainEvent, IpcMainInvokeEvent } from 'electron';
import * as v from 'valibot';
import { CHANNELS, type Keychain, type ThemeChoice } from '../../shared/bridge.ts';
import { chooseFile, chooseFolder } from './dialogs.ts';
import type { EngineProcess } from './engine-process.ts';
import { isOwnSender } from './sender.ts';

export type ChannelParts = {
  ipcMain: Pick<IpcMain, 'handle' | 'on'>;
  dialog: Pick<Dialog, 'showOpenDialog' | 'showSaveDialog'>;
  engine: EngineProcess;
  keychain: Keychain;
  window: () => BrowserWindow | null;
  /** The vault that was named when the program was started. */
  vault: string | null;
  useTheme: (theme: ThemeChoice) => void;
};

const token = v.pipe(v.string(), v.regex(/^[\w-]{1,64}$/));
const vaultPath = v.pipe(v.string(), v.minLength(1), v.maxLength(4096));
const themeChoice = v.picklist(['system', 'light', 'dark']);
/** Electron's bar: below 0 none, above 1 one that only moves. */
const progress = v.nullable(v.pipe(v.number(), v.minValue(0), v.maxValue(2)));
const secret = v.pipe(v.string(), v.minLength(1), v.maxLength(1024));

/** Registers the channels of the bridge. */
export const answerChannels = (parts: ChannelParts): void => {
  const { ipcMain, dialog, engine, keychain, window } = parts;
  const handle = (
    channel: string,
    answer: (window: BrowserWindow, inputs: unknown[], event: IpcMainInvokeEvent) => unknown,
  ): void =>
    ipcMain.handle(channel, async (event, ...inputs: unknown[]) => {
      const ours = window();
      if (ours === null || !isOwnSender(event, ours.webContents.id))
        throw new Error('Refused: this did not come from the workbench.');
      return answer(ours, inputs, event);
    });

  handle(CHANNELS.connect, (ours, [given]) => {
    const checked = v.parse(token, given);
    ours.webContents.postMessage(CHANNELS.port, checked, [engine.connect()]);
  });
  handle(CHANNELS.chooseFile, (ours, [options]) => chooseFile(dialog, ours, options));
  handle(CHANNELS.chooseFolder, (ours, [options]) => chooseFolder(dialog, ours, options));
  handle(CHANNELS.keychainState, () => keychain.state());
  handle(CHANNELS.remember, (_ours, [vault, passphrase]) =>
    keychain.remember(v.parse(vaultPath, vault), v.parse(secret, passphrase)),
  );
  handle(CHANNELS.recall, (_ours, [vault]) => keychain.recall(v.parse(vaultPath, vault)));
  handle(CHANNELS.forget, (_ours, [vault]) => keychain.forget(v.parse(vaultPath, vault)));
  handle(CHANNELS.startedWith, () => parts.vault);

  // Wishes that nobody waits for: whoever is not the page, or says something else, is not heard.
  const listen = <T>(
    channel: string,
    schema: v.GenericSchema<T>,
    heed: (window: BrowserWindow, wish: T) => void,
  ): void => {
    ipcMain.on(channel, (event: IpcMainEvent, wish: unknown) => {
      const ours = window();
      const parsed = v.safeParse(schema, wish);
      if (ours !== null && isOwnSender(event, ours.webContents.id) && parsed.success)
        heed(ours, parsed.output);
    });
  };
  listen(CHANNELS.useTheme, themeChoice, (_ours, theme) => parts.useTheme(theme));
  listen(CHANNELS.showProgress, progress, (ours, done) => ours.setProgressBar(done ?? -1));
};
