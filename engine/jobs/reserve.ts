/**
 * A thread in reserve: started, with the modules of its first task loaded, before there is a task. The next pool takes it in
 * place of a thread that it would have to start, which is a fifth of a second of what somebody waits for.
 */
import { Worker } from 'node:worker_threads';
import type { WorkerAnswer } from './pool.ts';

export type Reserve = {
  /** Starts the thread unless there is one, and loads the task's modules in it; resolves when it stands ready. */
  prepare(modules: readonly URL[]): Promise<void>;
  /** The thread, which is the caller's from then on. */
  take(): Worker | undefined;
  close(): void;
};

/** What is young stays little: the bulk lies in typed arrays, and what the collector may let grow counts for every thread. */
const YOUNG = { maxYoungGenerationSizeMb: 12 };

export const startThread = (): Worker =>
  new Worker(new URL('./worker.ts', import.meta.url), { resourceLimits: YOUNG });

export const createReserve = (): Reserve => {
  let held: { worker: Worker; ready: Promise<void> } | null = null;

  const start = (modules: readonly URL[]): { worker: Worker; ready: Promise<void> } => {
    const worker = startThread();
    const ready = new Promise<void>((resolve) => {
      const done = (): void => {
        worker.off('message', onMessage);
        worker.off('exit', done);
        resolve();
      };
      const onMessage = ({ kind }: WorkerAnswer): void => {
        if (kind === 'prepared') done();
      };
      worker.on('message', onMessage);
      worker.on('exit', done);
    });
    const forget = (): void => {
      if (held?.worker === worker) held = null;
    };
    // Whatever ends it here ends no task: the next pool starts a thread itself, and tells what fails there.
    worker.on('error', forget);
    worker.on('exit', forget);
    worker.postMessage({ prepare: modules.map(({ href }) => href) });
    // Waiting for work keeps no program alive; waiting for the thread does.
    return { worker, ready: ready.then(() => void (held?.worker === worker && worker.unref())) };
  };

  return {
    prepare: (modules) => {
      held ??= start(modules);
      return held.ready;
    },
    take: () => {
      const worker = held?.worker;
      held = null;
      worker?.ref();
      return worker;
    },
    close: () => {
      void held?.worker.terminate();
      held = null;
    },
  };
};
