/** The owner's side of the intake worker: every batch is handed on as it comes, and an error on this side stops it. */
import type { Run } from '../jobs/job.ts';
import { createReceiver, type Parcel } from './arena.ts';
import type { LoadBatch, LoadInput, LoadResult } from './layout.ts';

export const LOADER = new URL('./load-worker.ts', import.meta.url);

/** Records after which a thread is not kept for another task: it would keep the memory that it read them in. */
const MANY = 1_000_000;

/**
 * Runs the worker and hands every batch to `take`, whose memory is filled anew after that; an error in `take` stops the
 * worker and is thrown.
 */
export const readAll = async (
  input: LoadInput,
  run: Run,
  take: (batch: LoadBatch) => void,
): Promise<LoadResult> => {
  const stop = new AbortController();
  const onAbort = (): void => stop.abort();
  run.signal.addEventListener('abort', onAbort, { once: true });
  const open = createReceiver<LoadBatch>();
  let failure: unknown = null;
  try {
    return await run.pool.run<LoadResult>(LOADER, input, {
      signal: stop.signal,
      ends: (value) => (value as LoadResult).records > MANY,
      onMessage: (value) => {
        if (failure !== null) return;
        try {
          take(open(value as Parcel<LoadBatch>));
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
