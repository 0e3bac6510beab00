/**
 * A pool of worker threads. A task is a module that exports `task(input, context)`; workers are started on
 * demand, at most one per core, and kept until the pool closes. Large arrays travel as SharedArrayBuffer.
 */
import { availableParallelism } from 'node:os';
import type { Worker } from 'node:worker_threads';
import { CloisterError, type ErrorData } from '../../shared/errors.ts';
import { cancelled } from './job.ts';
import { type Reserve, startThread } from './reserve.ts';

/** The answer of a worker: a result, a message on the way, an error as data, or that it stands ready. */
export type WorkerAnswer =
  | { kind: 'prepared' }
  | { kind: 'result'; value: unknown }
  | { kind: 'message'; value: unknown }
  | { kind: 'error'; error: ErrorData };

export type TaskOptions = {
  signal?: AbortSignal;
  /** Called for every `context.post(value)` of the task. */
  onMessage?: (value: unknown) => void;
  /** Whether the thread ends with such a result, and its memory with it, instead of waiting for the next task. */
  ends?: (value: unknown) => boolean;
};

export type Pool = {
  readonly size: number;
  /** Runs the exported `task` of `module` in a worker and resolves with what it returns. */
  run<T>(module: URL, input: unknown, options?: TaskOptions): Promise<T>;
  close(): Promise<void>;
};

type Waiting = { start: (worker: Worker) => void; reject: (reason: unknown) => void };

/** A pool with at most `size` workers (default: one per core), of which one may come from the reserve. */
export const createPool = (size: number = Math.max(1, availableParallelism()), reserve?: Reserve): Pool => {
  const idle: Worker[] = [];
  const all = new Set<Worker>();
  const answered = new WeakSet<Worker>();
  const queue: Waiting[] = [];
  let closed = false;

  const spawn = (): Worker => {
    const worker = reserve?.take() ?? startThread();
    all.add(worker);
    // What a task left behind may end its thread after the answer: that must neither end the process, which an
    // error nobody listens to does, nor leave a dead thread among the idle ones.
    worker.on('error', () => forget(worker));
    worker.on('exit', () => forget(worker));
    return worker;
  };
  const forget = (worker: Worker): void => {
    all.delete(worker);
    const at = idle.indexOf(worker);
    if (at >= 0) idle.splice(at, 1);
  };
  const release = (worker: Worker): void => {
    const waiting = queue.shift();
    if (waiting !== undefined) waiting.start(worker);
    else idle.push(worker);
  };
  const discard = async (worker: Worker): Promise<void> => {
    forget(worker);
    await worker.terminate();
    const waiting = closed ? undefined : queue.shift();
    if (waiting !== undefined) waiting.start(spawn());
  };

  const perform = <T>(worker: Worker, module: URL, input: unknown, options: TaskOptions): Promise<T> =>
    new Promise<T>((resolve, reject) => {
      const done = (): void => {
        worker.off('message', onMessage);
        worker.off('error', onError);
        worker.off('exit', onExit);
        options.signal?.removeEventListener('abort', onAbort);
      };
      const onMessage = (answer: WorkerAnswer): void => {
        // Taken from the reserve while it was loading.
        if (answer.kind === 'prepared') return;
        if (answer.kind === 'message') {
          options.onMessage?.(answer.value);
          return;
        }
        done();
        if (answer.kind === 'result' && options.ends?.(answer.value) === true) {
          discard(worker).then(() => resolve(answer.value as T), reject);
          return;
        }
        answered.add(worker);
        release(worker);
        if (answer.kind === 'result') resolve(answer.value as T);
        else {
          const { code, message, next } = answer.error;
          reject(new CloisterError(code, message, next));
        }
      };
      const fail = (reason: unknown): void => {
        done();
        discard(worker).then(() => reject(reason), reject);
      };
      const began = new Int32Array(new SharedArrayBuffer(4));
      // A thread that dies before this task began dies of an earlier one: another thread does it.
      const died = (reason: unknown): void => {
        if (closed || Atomics.load(began, 0) === 1 || !answered.has(worker)) fail(reason);
        else {
          done();
          discard(worker)
            .then(() => (closed ? Promise.reject(cancelled()) : run<T>(module, input, options)))
            .then(resolve, reject);
        }
      };
      const onError = (error: unknown): void => died(error);
      const onExit = (code: number): void =>
        died(closed ? cancelled() : new Error(`a worker stopped with status ${code}`));
      const onAbort = (): void => fail(cancelled());
      worker.on('message', onMessage);
      worker.on('error', onError);
      worker.on('exit', onExit);
      options.signal?.addEventListener('abort', onAbort, { once: true });
      worker.postMessage({ module: module.href, input, began });
    });

  const run = <T>(module: URL, input: unknown, options: TaskOptions = {}): Promise<T> => {
    if (closed) return Promise.reject(new Error('the pool is closed'));
    if (options.signal?.aborted === true) return Promise.reject(cancelled());
    return new Promise<T>((resolve, reject) => {
      const start = (worker: Worker): void => {
        if (options.signal?.aborted === true) {
          release(worker);
          reject(cancelled());
        } else perform<T>(worker, module, input, options).then(resolve, reject);
      };
      const worker = idle.pop() ?? (all.size < size ? spawn() : undefined);
      if (worker !== undefined) {
        start(worker);
        return;
      }
      const leave = (): void => {
        const at = queue.indexOf(waiting);
        if (at >= 0) queue.splice(at, 1);
        reject(cancelled());
      };
      const waiting: Waiting = {
        start: (free) => {
          options.signal?.removeEventListener('abort', leave);
          start(free);
        },
        reject,
      };
      options.signal?.addEventListener('abort', leave, { once: true });
      queue.push(waiting);
    });
  };

  return {
    size,
    run,
    close: async () => {
      closed = true;
      for (const waiting of queue.splice(0)) waiting.reject(cancelled());
      await Promise.all([...all].map((worker) => worker.terminate()));
      all.clear();
      idle.length = 0;
    },
  };
};
