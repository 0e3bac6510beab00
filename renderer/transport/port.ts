/** The way to the engine in the desktop shell: a message port that main hands over through the bridge. */
import type { Bridge, BridgeMessage } from '../../shared/bridge.ts';
import type { Transport } from '../../shared/contract/client.ts';
import { ENGINE_STOPPED, type Reply, type Request } from '../../shared/contract/protocol.ts';
import { decode, encode } from '../../shared/contract/wire.ts';
import type { ErrorData } from '../../shared/errors.ts';

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
export const requestPort = (bridge: Pick<Bridge, 'connect'>): Promise<MessagePort> =>
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

const notStarted = (thrown: unknown): ErrorData => ({
  code: 'ENGINE_STOPPED',
  message: `The engine is not running: ${thrown instanceof Error ? thrown.message : String(thrown)}`,
  next: 'Close Cloister and start it again.',
});

/**
 * A transport over the bridge. It asks for a port when there is something to send, and for a new one after the
 * engine ended; requests wait in order until the port is there.
 */
export const createPortTransport = (bridge: Pick<Bridge, 'connect'>): Transport => {
  const onReply: ((reply: Reply) => void)[] = [];
  const onClose: ((error?: ErrorData, lost?: readonly number[]) => void)[] = [];
  let port: MessagePort | null = null;
  let connecting = false;
  let waiting: Request[] = [];

  // A port clones what it is given and refuses the proxies that reactive state is made of; a plain copy passes.
  const plain = (request: Request): unknown => decode(encode(request));

  const close = (error: ErrorData): void => {
    waiting = [];
    for (const listener of onClose) listener(error);
  };

  const connect = async (): Promise<void> => {
    connecting = true;
    try {
      const opened = await requestPort(bridge);
      opened.addEventListener('message', ({ data }: MessageEvent<Reply>) => {
        for (const listener of onReply) listener(data);
      });
      opened.addEventListener('close', () => {
        if (port !== opened) return;
        port = null;
        close(ENGINE_STOPPED);
      });
      opened.start();
      port = opened;
      for (const request of waiting.splice(0)) opened.postMessage(plain(request));
    } catch (thrown) {
      close(notStarted(thrown));
    } finally {
      connecting = false;
    }
  };

  return {
    send: (request) => {
      if (port !== null) port.postMessage(plain(request));
      else {
        waiting.push(request);
        if (!connecting) void connect();
      }
    },
    onReply: (cb) => {
      onReply.push(cb);
    },
    onClose: (cb) => {
      onClose.push(cb);
    },
  };
};

/** The transport of this window. @throws Error outside the desktop shell */
export const portTransport = async (): Promise<Transport> => {
  const { bridge } = window;
  if (bridge === undefined) throw new Error('This window has no bridge to a shell.');
  return createPortTransport(bridge);
};
