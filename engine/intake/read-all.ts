/** The owner's side of the intake worker: every batch is handed on as it comes, and an error on this side stops it. */
import type { Run } from '../jobs/job.ts';
import { buffersOf, type LoadBatch, type LoadInput, type LoadResult } from './layout.ts';

const WORKER = new URL('./load-worker.ts', import.meta.url);

/** Runs the worker and hands every batch to `take`; an error in `take` stops the worker and is thrown. */
export const readAll = async (
  input: LoadInput,
  run: Run,
  take: (batch: LoadBatch) => void,
): Promise<LoadResult> => {
  const stop = new AbortController();
  const onAbort = (): void => stop.abort();
  run.signal.addEventListener('abort', onAbort, { once: true });
  let failure: unknown = null;
  try {
    return await run.pool.run<LoadResult>(WORKER, input, {
      signal: stop.signal,
      onMessage: (value) => {
        if (failure !== null) return;
        try {
          const batch = value as LoadBatch;
          const buffers = buffersOf(batch);
          take(batch);
          // At once, not when the collector comes round: batches come faster than it does.
          for (const buffer of buffers) buffer.transfer(0);
        } catch (error) {
          failure = error;
          stop.abort();
        }
        Atomics.sub(input.inFlight, 0, 1);
        Atomics.notify(input.inFlight, 0);
      },
    });
  } catch (error) {
    throw failure ?? error;
  } finally {
    run.signal.removeEventListener('abort', onAbort);
  }
};
