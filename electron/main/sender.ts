/** Who may speak to main: the main frame of our own window, showing our own page. */
import type { IpcMainEvent, IpcMainInvokeEvent } from 'electron';
import { isOwnOrigin, isOwnUrl } from './origin.ts';

/** The parts of an event that identify its sender. */
export type Sender = Pick<IpcMainInvokeEvent | IpcMainEvent, 'sender' | 'senderFrame'>;

/** Whether a message came from the main frame of the page with this id. */
export const isOwnSender = (event: Sender, contentsId: number | null): boolean => {
  const { sender, senderFrame } = event;
  if (contentsId === null || sender.id !== contentsId || senderFrame === null) return false;
  return senderFrame.parent === null && isOwnOrigin(senderFrame.origin) && isOwnUrl(senderFrame.url);
};
