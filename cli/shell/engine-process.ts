/**
 * The engine in a child process of its own, so that the server answers while it works and survives it. A child that
 * dies is replaced; what it was asked is answered with ENGINE_STOPPED.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ENGINE_STOPPED, type Reply } from '../../shared/contract/protocol.ts';

const ENGINE = fileURLToPath(new URL('../../engine/process.ts', import.meta.url));

/** Where `npm start` leaves a finished sample project. */
const SAMPLE = join(import.meta.dirname, '..', '..', 'dist', 'sample');

export type EngineProcess = {
  /** Asks the engine. `onReply` gets progress, then one answer. Returns how to cancel. */
  call(name: string, input: unknown, onReply: (reply: Reply) => void): () => void;
  /** Called when the engine's process has ended without being told to. */
  onStopped(cb: () => void): void;
  /** The process that runs the engine now, if one does. */
  pid(): number | undefined;
  /** Ends the engine for good: it closes its vault and goes. */
  close(): Promise<void>;
};

/**
 * An engine that is started by the first call, and again by the next call after it died.
 * @param env the engine's environment; this process's own unless given
 */
export const startEngine = (env: NodeJS.ProcessEnv = process.env): EngineProcess => {
  const waiting = new Map<number, (reply: Reply) => void>();
  const listeners: (() => void)[] = [];
  let child: ChildProcess | null = null;
  let last = 0;
  let closing = false;

  const onMessage = (reply: Reply): void => {
    const onReply = waiting.get(reply.id);
    if (!('progress' in reply)) waiting.delete(reply.id);
    onReply?.(reply);
  };
  const onEnd = (ended: ChildProcess): void => {
    if (child !== ended) return;
    child = null;
    const lost = [...waiting];
    waiting.clear();
    for (const [id, onReply] of lost) onReply({ id, ok: false, error: ENGINE_STOPPED });
    if (!closing) for (const listener of listeners) listener();
  };
  const running = (): ChildProcess => {
    if (child !== null) return child;
    const started = fork(ENGINE, [], {
      serialization: 'advanced',
      // As lean as the program that starts it.
      execArgv: process.execArgv.filter((flag) => flag.startsWith('--max-semi-space-size')),
      env: { CLOISTER_SAMPLE: SAMPLE, ...env },
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    started.on('message', (message) => onMessage(message as Reply));
    started.on('exit', () => onEnd(started));
    started.on('error', () => onEnd(started));
    child = started;
    return started;
  };
  // A message that cannot be delivered means that the process is about to report its end.
  const post = (to: ChildProcess, message: object): void => {
    to.send(message, (error) => {
      if (error !== null) onEnd(to);
    });
  };

  return {
    call: (name, input, onReply) => {
      last += 1;
      const id = last;
      if (closing) {
        onReply({ id, ok: false, error: ENGINE_STOPPED });
        return () => undefined;
      }
      waiting.set(id, onReply);
      const asked = running();
      post(asked, { id, name, input });
      return () => {
        if (waiting.has(id) && child === asked) post(asked, { id, cancel: true });
      };
    },
    onStopped: (cb) => listeners.push(cb),
    pid: () => child?.pid,
    close: async () => {
      closing = true;
      const ending = child;
      if (ending === null || ending.exitCode !== null) return;
      const ended = new Promise<void>((resolve) => ending.once('exit', () => resolve()));
      if (ending.connected) ending.disconnect();
      // Long work may not look up in time; its transaction is undone by the vault.
      const force = setTimeout(() => ending.kill('SIGKILL'), 2000);
      await ended;
      clearTimeout(force);
    },
  };
};
