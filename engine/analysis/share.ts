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

/** What a task of `shareOut` receives besides its own input: the next piece, whose turn it is, and how many there are. */
export type Pieces = { counter: Int32Array; pieces: number };

const NEXT = 0;
const TURN = 1;
/** Whose turn it is once a thread has failed: nobody's ever again. */
const NOBODY = -1;

/** Runs the task of `module` in as many threads as are useful; together they perform `pieces` pieces once each. */
export const shareOut = async <I extends object>(
  run: Run,
  module: URL,
  input: I,
  pieces: number,
  onMessage?: (value: unknown) => void,
): Promise<void> => {
  run.check();
  const counter = new Int32Array(new SharedArrayBuffer(8));
  const threads = Math.min(run.pool.size, pieces);
  const stop = (reason: unknown): never => {
    Atomics.store(counter, NEXT, pieces);
    Atomics.store(counter, TURN, NOBODY);
    Atomics.notify(counter, TURN);
    throw reason;
  };
  const options = { signal: run.signal, ...(onMessage === undefined ? {} : { onMessage }) };
  const tasks = Array.from({ length: threads }, () =>
    run.pool.run<null>(module, { ...input, counter, pieces }, options).catch(stop),
  );
  await settle(tasks);
};

const takeNext = ({ counter }: Pieces): number => Atomics.add(counter, NEXT, 1);

/** The worker's side of `shareOut`: performs pieces until there are none left. */
export const takePieces = (input: Pieces, perform: (piece: number) => void): void => {
  for (let piece = takeNext(input); piece < input.pieces; piece = takeNext(input)) perform(piece);
};

/**
 * The same for pieces of which each is performed at any time, but finished only after all before it: what they add up
 * to is then the same to the last bit. The lowest piece that is not finished never waits, so one always goes on.
 */
export const takePiecesInTurn = (
  input: Pieces,
  perform: (piece: number) => void,
  finish: (piece: number) => void,
): void => {
  const { counter } = input;
  takePieces(input, (piece) => {
    perform(piece);
    for (let turn = Atomics.load(counter, TURN); turn !== piece; turn = Atomics.load(counter, TURN)) {
      if (turn === NOBODY) return;
      Atomics.wait(counter, TURN, turn);
    }
    finish(piece);
    // Unless a failure has put an end to turns.
    Atomics.compareExchange(counter, TURN, piece, piece + 1);
    Atomics.notify(counter, TURN);
  });
};
