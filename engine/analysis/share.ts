/**
 * Sharing one job among the threads of the pool. Pieces are fixed beforehand; threads pick them up from a
 * common counter, so a slow thread holds no one up and the pieces do not depend on how many threads there are.
 */
import type { Run } from '../jobs/job.ts';

/** Resolves when all have settled, so that nothing still runs when it throws; the first failure is thrown. */
export const settle = async <T>(work: Promise<T>[]): Promise<T[]> => {
  const results = await Promise.allSettled(work);
  return results.map((result) => {
    if (result.status === 'rejected') throw result.reason;
    return result.value;
  });
};

/** What a task of `shareOut` receives besides its own input. */
export type Pieces = { counter: Int32Array; pieces: number };

/** Runs the task of `module` in as many threads as are useful; together they perform `pieces` pieces once each. */
export const shareOut = async <I extends object>(
  run: Run,
  module: URL,
  input: I,
  pieces: number,
  onMessage?: (value: unknown) => void,
): Promise<void> => {
  run.check();
  const counter = new Int32Array(new SharedArrayBuffer(4));
  const threads = Math.min(run.pool.size, pieces);
  const tasks = Array.from({ length: threads }, () =>
    run.pool.run<null>(
      module,
      { ...input, counter, pieces },
      { signal: run.signal, ...(onMessage === undefined ? {} : { onMessage }) },
    ),
  );
  await settle(tasks);
};

/** The worker's side of `shareOut`: performs pieces until there are none left. */
export const takePieces = ({ counter, pieces }: Pieces, perform: (piece: number) => void): void => {
  for (let piece = Atomics.add(counter, 0, 1); piece < pieces; piece = Atomics.add(counter, 0, 1))
    perform(piece);
};

/** The same for pieces that take their time one after the other. */
export const takePiecesOneByOne = async (
  { counter, pieces }: Pieces,
  perform: (piece: number) => Promise<void>,
): Promise<void> => {
  for (let piece = Atomics.add(counter, 0, 1); piece < pieces; piece = Atomics.add(counter, 0, 1))
    await perform(piece);
};
