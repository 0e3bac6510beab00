/** Pieces shared out among threads and finished in turn: in order, whoever performs them, and never waiting for the dead. */
import { describe, expect, test } from 'vitest';
import { shareOut } from '../../../engine/analysis/share.ts';
import { runJob } from '../../../engine/jobs/job.ts';
import { createPool } from '../../../engine/jobs/pool.ts';
import type { InTurn } from './share-tasks.ts';

const TASKS = new URL('./share-tasks.ts', import.meta.url);
const PIECES = 12;

const finish = async (threads: number, fails: number, dies: number): Promise<number[]> => {
  const finished = new Int32Array(new SharedArrayBuffer((PIECES + 1) * 4));
  const input: InTurn = { finished, fails, dies };
  const pool = createPool(threads);
  try {
    await runJob({ pool }, (run) => shareOut(run, TASKS, input, PIECES));
    return [...finished.subarray(0, PIECES)];
  } finally {
    await pool.close();
  }
};

describe('pieces in turn', () => {
  test.each([1, 3])('are finished in their order by %i threads', async (threads) => {
    expect(await finish(threads, -1, -1)).toEqual(Array.from({ length: PIECES }, (_, piece) => piece));
  });

  test('end with the failure when a piece fails or its thread dies, though others wait for it', async () => {
    await expect(finish(3, 4, -1)).rejects.toThrow('Something went wrong');
    await expect(finish(3, -1, 6)).rejects.toThrow('stopped with status 3');
  });
});
