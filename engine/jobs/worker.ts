/** The thread side of the pool: loads the task's module, runs it, answers with its result or its error. */
import './locks.ts';
import { parentPort } from 'node:worker_threads';
import { failureOf } from './failure.ts';
import type { WorkerAnswer } from './pool.ts';

/** What a task may do besides returning. */
export type TaskContext = { post(value: unknown, transfer?: ArrayBuffer[]): void };
export type Task<I, O> = (input: I, context: TaskContext) => O | Promise<O>;

const port = parentPort;
if (port === null) throw new Error('jobs/worker.ts runs only as a worker thread');

port.on(
  'message',
  async (asked: { prepare: string[] } | { module: string; input: unknown; began: Int32Array }) => {
    const answer = (value: WorkerAnswer, transfer: ArrayBuffer[] = []): void =>
      port.postMessage(value, transfer);
    if ('prepare' in asked) {
      await Promise.all(asked.prepare.map((module) => import(module)));
      answer({ kind: 'prepared' });
      return;
    }
    const { module, input, began } = asked;
    Atomics.store(began, 0, 1);
    try {
      const { task } = (await import(module)) as { task: Task<unknown, unknown> };
      const context: TaskContext = {
        post: (value, transfer) => answer({ kind: 'message', value }, transfer),
      };
      answer({ kind: 'result', value: await task(input, context) });
    } catch (thrown) {
      answer({ kind: 'error', error: failureOf(thrown) });
    }
  },
);
