/** Tasks for the tests of the pool. */
import type { TaskContext } from '../../../engine/jobs/worker.ts';
import { CloisterError } from '../../../shared/errors.ts';

type Input =
  | { do: 'double'; value: number }
  | { do: 'fill'; array: Float64Array; with: number }
  | { do: 'post'; count: number }
  | { do: 'spin'; flag: Int32Array }
  | { do: 'refuse' }
  | { do: 'throw'; value: unknown }
  | { do: 'unclonable' }
  | { do: 'exit' }
  | { do: 'die-later'; dying: Int32Array }
  | { do: 'die-at-next' }
  | { do: 'thread' };

export const task = async (input: Input, context: TaskContext): Promise<unknown> => {
  switch (input.do) {
    case 'double':
      return input.value * 2;
    case 'fill':
      input.array.fill(input.with);
      return input.array.length;
    case 'post':
      for (let i = 0; i < input.count; i++) context.post(i);
      return 'posted';
    case 'spin':
      // Never lets the thread's event loop run: only termination ends it.
      Atomics.store(input.flag, 0, 1);
      Atomics.notify(input.flag, 0);
      for (;;) Atomics.add(input.flag, 1, 1);
    case 'refuse':
      throw new CloisterError('PRIVACY_REFUSED', 'No.', 'Ask otherwise.');
    case 'throw':
      throw input.value;
    case 'unclonable':
      return () => 1;
    case 'exit':
      process.exit(3);
      break;
    case 'die-later':
      setTimeout(() => {
        Atomics.store(input.dying, 0, 1);
        throw new Error('after the answer');
      }, 5);
      return 'answered';
    case 'die-at-next':
      // Holds the thread until the next task waits for it, then dies before that begins.
      setTimeout(() => {
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 200);
        throw new Error('after the answer');
      }, 0);
      return 'answered';
    case 'thread':
      return (await import('node:worker_threads')).threadId;
  }
};
