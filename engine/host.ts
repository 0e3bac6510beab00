/**
 * Serves windows with the engine: under the browser shell as a forked child, under the desktop shell as a utility
 * process that is handed a port for every page. It only frames; what is asked is the contract.
 */
import * as v from 'valibot';
import type { ProcedureName } from '../shared/contract/contract.ts';
import { type Reply, requestSchema } from '../shared/contract/protocol.ts';
import { CloisterError, type ErrorData, toErrorData } from '../shared/errors.ts';
import { createEngine, type Engine } from './engine.ts';

/** Where requests come from and replies go to. */
export type Port = {
  post(reply: Reply): void;
  onMessage(cb: (message: unknown) => void): void;
};

/** A port that is being served. */
export type Served = {
  /** Cancels what was asked through this port; nothing is posted to it any more. */
  close(): void;
};

const notUnderstood = (message: unknown): ErrorData =>
  toErrorData(
    new CloisterError(
      'USAGE',
      `A message to the engine is no request (it is ${message === null ? 'null' : typeof message}).`,
      'See shared/contract/protocol.ts.',
    ),
  );

const idOf = (message: unknown): number => {
  const id = (message as { id?: unknown } | null)?.id;
  return typeof id === 'number' && Number.isSafeInteger(id) ? id : -1;
};

/** Answers the requests of a port with an engine. Several ports may be served by one engine. */
export const serveEngine = (engine: Engine, port: Port): Served => {
  const running = new Map<number, AbortController>();
  let open = true;
  const post = (reply: Reply): void => {
    if (open) port.post(reply);
  };

  const call = async (id: number, name: string, input: unknown): Promise<void> => {
    const stop = new AbortController();
    running.set(id, stop);
    try {
      const value = await engine.call(name as ProcedureName, input as never, {
        signal: stop.signal,
        onProgress: (progress) => post({ id, progress }),
      });
      post({ id, ok: true, value });
    } catch (thrown) {
      post({ id, ok: false, error: toErrorData(thrown) });
    } finally {
      running.delete(id);
    }
  };

  port.onMessage((message) => {
    const parsed = v.safeParse(requestSchema, message);
    if (!parsed.success) post({ id: idOf(message), ok: false, error: notUnderstood(message) });
    else if ('cancel' in parsed.output) running.get(parsed.output.id)?.abort();
    else if (running.has(parsed.output.id))
      post({ id: -1, ok: false, error: notUnderstood('a number that is in use') });
    else void call(parsed.output.id, parsed.output.name, parsed.output.input);
  });

  return {
    close: () => {
      open = false;
      for (const stop of running.values()) stop.abort();
    },
  };
};

/** As a forked child: requests and replies over the channel to the parent. Ends with its parent. */
const serveParent = (): void => {
  const engine = createEngine(process.env['CLOISTER_SAMPLE']);
  serveEngine(engine, {
    // A parent that has gone is noticed by `disconnect`; what could not be said to it is lost with it.
    post: (reply) => process.send?.(reply, undefined, undefined, () => undefined),
    onMessage: (cb) => process.on('message', cb),
  });
  process.on('disconnect', () => {
    engine.close();
    process.exit();
  });
  // Ctrl-C at a terminal reaches this process too; the parent decides when it ends.
  process.on('SIGINT', () => undefined);
};

/** The end of a message channel in a utility process, as far as it is used here. */
type MessageEnd = {
  postMessage(message: unknown): void;
  on(event: 'message', cb: (event: { data: unknown }) => void): void;
  on(event: 'close', cb: () => void): void;
  start(): void;
};
type ParentPort = { on(event: 'message', cb: (event: { ports: MessageEnd[] }) => void): void };

/** As a utility process: every message of the parent brings the port of a page. */
const servePages = (parent: ParentPort): void => {
  const engine = createEngine(process.env['CLOISTER_SAMPLE']);
  parent.on('message', ({ ports }) => {
    for (const end of ports) {
      const served = serveEngine(engine, {
        post: (reply) => end.postMessage(reply),
        onMessage: (cb) => end.on('message', ({ data }) => cb(data)),
      });
      end.on('close', () => served.close());
      end.start();
    }
  });
};

/** Serves whoever started this process. @throws Error when nobody waits for it */
export const serve = (): void => {
  const { parentPort } = process as typeof process & { parentPort?: ParentPort };
  if (parentPort !== undefined) servePages(parentPort);
  else if (process.send !== undefined) serveParent();
  else throw new Error('The engine is started by a shell, not by hand.');
};
