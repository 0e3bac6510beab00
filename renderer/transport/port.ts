/** The way to the engine in the desktop shell: a message port that main hands over through the bridge. */
import type { Bridge, BridgeMessage } from '../../shared/bridge.ts';

declare global {
  interface Window {
    /** Present in the desktop shell only. */
    readonly bridge?: Bridge;
  }
}

const messageOf = (event: MessageEvent<unknown>): BridgeMessage | null => {
  // Only this window itself speaks for the bridge.
  if (event.source !== window || typeof event.data !== 'object' || event.data === null) return null;
  return 'cloister' in event.data ? (event.data as BridgeMessage) : null;
};

/**
 * Asks the bridge for a port to the engine.
 * @throws what main says when the engine cannot be started
 */
export const requestPort = (bridge: Bridge): Promise<MessagePort> =>
  new Promise((resolve, reject) => {
    const token = crypto.randomUUID();
    const onMessage = (event: MessageEvent<unknown>): void => {
      const message = messageOf(event);
      if (message?.cloister !== 'port' || message.token !== token) return;
      window.removeEventListener('message', onMessage);
      const [port] = event.ports;
      if (port === undefined) reject(new Error('The shell answered without a port.'));
      else resolve(port);
    };
    window.addEventListener('message', onMessage);
    bridge.connect(token).catch((thrown: unknown) => {
      window.removeEventListener('message', onMessage);
      reject(thrown);
    });
  });

/** Calls `run` with the id of every command chosen in a menu of the window. @returns how to stop */
export const onMenuCommand = (run: (id: string) => void): (() => void) => {
  const onMessage = (event: MessageEvent<unknown>): void => {
    const message = messageOf(event);
    if (message?.cloister === 'command') run(message.id);
  };
  window.addEventListener('message', onMessage);
  return () => window.removeEventListener('message', onMessage);
};
