/** Answers what the preload script asks. Every channel first looks at who is asking. */
import type { BrowserWindow, Dialog, IpcMain, IpcMainInvokeEvent } from 'electron';
import * as v from 'valibot';
import { CHANNELS, type Keychain } from '../../shared/bridge.ts';
import { chooseFile, chooseFolder } from './dialogs.ts';
import type { EngineProcess } from './engine-process.ts';
import { isOwnSender } from './sender.ts';

export type ChannelParts = {
  ipcMain: Pick<IpcMain, 'handle'>;
  dialog: Pick<Dialog, 'showOpenDialog' | 'showSaveDialog'>;
  engine: EngineProcess;
  keychain: Keychain;
  window: () => BrowserWindow | null;
};

const token = v.pipe(v.string(), v.regex(/^[\w-]{1,64}$/));
const vaultPath = v.pipe(v.string(), v.minLength(1), v.maxLength(4096));
const secret = v.pipe(v.string(), v.minLength(1), v.maxLength(1024));

/** Registers the channels of the bridge. */
export const answerChannels = ({ ipcMain, dialog, engine, keychain, window }: ChannelParts): void => {
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
};
