/** The window's side of the contract: typed calls over any transport that carries requests and replies. */
import type { ErrorData } from '../errors.ts';
import type { Answer, Input, ProcedureName } from './contract.ts';
import { CONNECTION_LOST, type ProgressData, type Reply, type Request } from './protocol.ts';

/** Carries requests to an engine and its replies back, in any order. */
export type Transport = {
  send(request: Request): void;
  onReply(cb: (reply: Reply) => void): void;
  /**
   * Called when the engine has ended: an open vault is closed, running jobs are undone. `lost` names the calls that
   * will get no reply; without it none of those under way will. The transport may go on to a new engine.
   */
  onClose(cb: (error?: ErrorData, lost?: readonly number[]) => void): void;
};

export type CallOptions = { signal?: AbortSignal; onProgress?: (progress: ProgressData) => void };

export type Client = {
  /**
   * Calls a procedure. Rejects with ErrorData, never with anything else. An aborted signal asks the engine to
   * cancel; the call then rejects with CANCELLED, or resolves if it was done before the wish arrived.
   */
  call<N extends ProcedureName>(name: N, input: Input<N>, options?: CallOptions): Promise<Answer<N>>;
  /** Calls `cb` whenever the engine has ended. Returns how to stop listening. */
  onStopped(cb: (error: ErrorData) => void): () => void;
};

type Pending = {
  resolve(value: unknown): void;
  reject(error: ErrorData): void;
  onProgress: CallOptions['onProgress'];
  done(): void;
};

const CANCELLED: ErrorData = {
  code: 'CANCELLED',
  message: 'The job was cancelled before it began. Nothing was changed.',
  next: 'Start it again when ready.',
};

/** A client over a transport. One client per transport: they would mistake each other's numbers. */
export const createClient = (transport: Transport): Client => {
  const pending = new Map<number, Pending>();
  const listeners = new Set<(error: ErrorData) => void>();
  let last = 0;

  const take = (id: number): Pending | undefined => {
    const call = pending.get(id);
    pending.delete(id);
    call?.done();
    return call;
  };

  transport.onReply((reply) => {
    if ('progress' in reply) pending.get(reply.id)?.onProgress?.(reply.progress);
    else if (reply.ok) take(reply.id)?.resolve(reply.value);
    else take(reply.id)?.reject(reply.error);
  });
  transport.onClose((error = CONNECTION_LOST, lost = [...pending.keys()]) => {
    for (const id of lost) take(id)?.reject(error);
    for (const listener of [...listeners]) listener(error);
  });

  return {
    call: <N extends ProcedureName>(name: N, input: Input<N>, options: CallOptions = {}) =>
      new Promise<Answer<N>>((resolve, reject) => {
        const { signal, onProgress } = options;
        if (signal?.aborted === true) {
          reject(CANCELLED);
          return;
        }
        last += 1;
        const id = last;
        const cancel = (): void => transport.send({ id, cancel: true });
        pending.set(id, {
          resolve: (value) => resolve(value as Answer<N>),
          reject,
          onProgress,
          done: () => signal?.removeEventListener('abort', cancel),
        });
        signal?.addEventListener('abort', cancel, { once: true });
        transport.send({ id, name, input });
      }),
    onStopped: (cb) => {
      listeners.add(cb);
      return () => listeners.delete(cb);
    },
  };
};
