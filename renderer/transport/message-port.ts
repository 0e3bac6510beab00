/** Carries calls over a message port, which copies plain data and typed arrays as they are. */
import type { Transport } from '../../shared/contract/client.ts';
import { ENGINE_STOPPED, type Reply } from '../../shared/contract/protocol.ts';

/** A transport over the port that the desktop shell has handed to the page. */
export const portTransport = (port: MessagePort): Transport => ({
  send: (request) => port.postMessage(request),
  onReply: (cb) => {
    port.addEventListener('message', ({ data }: MessageEvent<Reply>) => cb(data));
    port.start();
  },
  // The engine's process takes its end of the port with it.
  onClose: (cb) => port.addEventListener('close', () => cb(ENGINE_STOPPED)),
});
