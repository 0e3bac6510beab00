/**
 * Standard input. The thread that owns it reads as the system tells of bytes and hands them to the intake worker through
 * shared memory, so that neither of them sits in a read that nothing can end while the other program is silent.
 */
import { CloisterError } from '../../../shared/errors.ts';
import { cancelled } from '../../jobs/job.ts';

/** Bytes of a stream that inspection sees. */
const AHEAD_BYTES = 4 * 1024 * 1024;
/** Bytes that wait for the worker: a power of two, so that the counters may run over. */
const RING_BYTES = 4 * 1024 * 1024;

/** Places in `state`: bytes put in and taken out so far (modulo 2^32), whether more may come, and changes of either. */
const PUT = 0;
const TAKEN = 1;
const STATE = 2;
const CHANGES = 3;
const OPEN = 0;
const ENDED = 1;
const BROKEN = 2;

/** What a worker takes the rest of a stream from. */
export type Rest = { state: Int32Array; bytes: Uint8Array };
/** A stream by its beginning; `rest` is null where that is all of it. */
export type Opened = { ahead: Uint8Array; rest: Rest | null; close(): void };

/** Wakes the worker, which looks at what there is before it waits for another change. */
const tell = (state: Int32Array): void => {
  Atomics.add(state, CHANGES, 1);
  Atomics.notify(state, CHANGES);
};

/** Puts a chunk into the ring, waiting until the worker has made room. */
const put = async ({ state, bytes }: Rest, chunk: Uint8Array): Promise<void> => {
  for (let at = 0; at < chunk.length && Atomics.load(state, STATE) === OPEN; ) {
    const begin = Atomics.load(state, PUT);
    const taken = Atomics.load(state, TAKEN);
    const room = RING_BYTES - ((begin - taken) | 0);
    if (room === 0) {
      await Atomics.waitAsync(state, TAKEN, taken).value;
      continue;
    }
    const place = begin & (RING_BYTES - 1);
    const size = Math.min(room, RING_BYTES - place, chunk.length - at);
    bytes.set(chunk.subarray(at, at + size), place);
    at += size;
    Atomics.add(state, PUT, size);
    tell(state);
  }
};

/** Says that nothing follows, to both sides. */
const finish = ({ state }: Rest, how: typeof ENDED | typeof BROKEN): void => {
  Atomics.compareExchange(state, STATE, OPEN, how);
  tell(state);
  Atomics.notify(state, TAKEN);
};

/**
 * Reads the beginning of standard input; what follows is handed on as it is taken. `close` ends it, at once.
 * @throws CloisterError CANCELLED when `signal` is aborted while nothing comes
 */
export const openStandardInput = async (signal: AbortSignal): Promise<Opened> => {
  const input = process.stdin;
  const chunks = input.iterator() as AsyncIterator<Buffer>;
  const abort = (): void => void input.destroy();
  signal.addEventListener('abort', abort, { once: true });
  const close = (): void => {
    signal.removeEventListener('abort', abort);
    input.destroy();
  };
  const next = async (): Promise<Buffer | null> => {
    if (signal.aborted) throw cancelled();
    const { value, done } = await chunks.next();
    if (signal.aborted) throw cancelled();
    return done === true ? null : value;
  };
  const begun: Uint8Array[] = [];
  let size = 0;
  try {
    while (size < AHEAD_BYTES) {
      const chunk = await next();
      if (chunk === null) break;
      begun.push(chunk);
      size += chunk.length;
    }
  } catch (thrown) {
    close();
    throw signal.aborted ? cancelled() : thrown;
  }
  const ahead = Uint8Array.from(Buffer.concat(begun));
  if (size < AHEAD_BYTES) return { ahead, rest: null, close };
  const rest: Rest = {
    state: new Int32Array(new SharedArrayBuffer(16)),
    bytes: new Uint8Array(new SharedArrayBuffer(RING_BYTES)),
  };
  const pump = async (): Promise<void> => {
    for (let chunk = await next(); chunk !== null; chunk = await next()) await put(rest, chunk);
  };
  pump().then(
    () => finish(rest, ENDED),
    () => finish(rest, BROKEN),
  );
  return {
    ahead,
    rest,
    close: () => {
      finish(rest, BROKEN);
      close();
    },
  };
};

/**
 * Fills `target` from the rest of a stream, in the worker; less than its length only at the end.
 * @throws CloisterError INPUT_FORMAT where it could not be read to its end
 */
export const takeRest = ({ state, bytes }: Rest, target: Uint8Array): number => {
  let filled = 0;
  while (filled < target.length) {
    const changes = Atomics.load(state, CHANGES);
    // The end before the bytes: what was put in before it is there once it is seen.
    const how = Atomics.load(state, STATE);
    const begin = Atomics.load(state, TAKEN);
    const waiting = (Atomics.load(state, PUT) - begin) | 0;
    if (waiting === 0) {
      if (how === BROKEN)
        throw new CloisterError(
          'INPUT_FORMAT',
          'Standard input could not be read to its end. Nothing of it was taken.',
          'Run again what writes into it.',
        );
      if (how === ENDED) break;
      Atomics.wait(state, CHANGES, changes);
      continue;
    }
    const place = begin & (RING_BYTES - 1);
    const size = Math.min(waiting, RING_BYTES - place, target.length - filled);
    target.set(bytes.subarray(place, place + size), filled);
    filled += size;
    Atomics.add(state, TAKEN, size);
    Atomics.notify(state, TAKEN);
  }
  return filled;
};
