/**
 * jobs: long work. A job reports progress with its rate and the time left, can be cancelled, and runs its
 * heavy parts in a pool of worker threads. It either finishes or leaves nothing behind: whoever starts a job
 * wraps its writes in one transaction.
 */
import { CloisterError } from '../../shared/errors.ts';
import { createPool, type Pool } from './pool.ts';
import type { Reserve } from './reserve.ts';

/** What a job tells while it runs. `total` is null while it is not known. */
export type Progress = {
  step: string;
  done: number;
  total: number | null;
  unit: string;
  /** Units per second since the step began. */
  rate: number;
  /** Seconds left, null while it cannot be told. */
  left: number | null;
};

/** What long work receives: report progress, ask whether it was cancelled, use the pool. */
export type Run = {
  readonly signal: AbortSignal;
  readonly pool: Pool;
  progress(step: string, done: number, total: number | null, unit: string): void;
  /** @throws CloisterError CANCELLED once the job was cancelled */
  check(): void;
};

export type RunOptions = {
  signal?: AbortSignal;
  onProgress?: (progress: Progress) => void;
  pool?: Pool;
  /** Where the pool that is made for the job takes its first thread from. */
  reserve?: Reserve;
};

/** Seconds since it was started, for reports of how long work took; never part of a result. */
export const stopwatch = (): (() => number) => {
  const began = performance.now();
  return () => (performance.now() - began) / 1000;
};

export const cancelled = (): CloisterError =>
  new CloisterError(
    'CANCELLED',
    'The job was cancelled; the step it was in left nothing behind.',
    'Start it again when ready.',
  );

/** Runs `work` as a job; the pool it was given or made is closed when the work ends, however it ends. */
export const runJob = async <T>(options: RunOptions, work: (run: Run) => Promise<T>): Promise<T> => {
  const signal = options.signal ?? new AbortController().signal;
  const pool = options.pool ?? createPool(undefined, options.reserve);
  let step = '';
  let began = 0;
  let lastTold = 0;
  const run: Run = {
    signal,
    pool,
    progress: (name, done, total, unit) => {
      const now = performance.now();
      if (name !== step) {
        step = name;
        began = now;
        lastTold = 0;
      }
      if (now - lastTold < 100 && done !== total) return;
      lastTold = now;
      const seconds = (now - began) / 1000;
      const rate = seconds > 0 ? done / seconds : 0;
      const left = total === null || rate === 0 ? null : (total - done) / rate;
      options.onProgress?.({ step: name, done, total, unit, rate, left });
    },
    check: () => {
      if (signal.aborted) throw cancelled();
    },
  };
  try {
    run.check();
    return await work(run);
  } finally {
    if (options.pool === undefined) await pool.close();
  }
};
