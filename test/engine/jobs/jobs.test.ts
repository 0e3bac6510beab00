/** Pools of threads and jobs: results, failures, threads that die, progress, cancelling. */
import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { type Progress, runJob } from '../../../engine/jobs/job.ts';
import { createPool, type Pool } from '../../../engine/jobs/pool.ts';
import type { CloisterError } from '../../../shared/errors.ts';

const TASKS = new URL('./tasks.ts', import.meta.url);

const withPool = async (size: number, work: (pool: Pool) => Promise<void>): Promise<void> => {
  const pool = createPool(size);
  try {
    await work(pool);
  } finally {
    await pool.close();
  }
};
const failure = async (work: Promise<unknown>): Promise<CloisterError> => {
  try {
    await work;
  } catch (error) {
    return error as CloisterError;
  }
  throw new Error('nothing was thrown');
};
/** Starts a task that never ends by itself, and waits until it runs. */
const spin = async (
  pool: Pool,
  signal?: AbortSignal,
): Promise<{ ended: Promise<CloisterError>; flag: Int32Array }> => {
  const flag = new Int32Array(new SharedArrayBuffer(8));
  const ended = failure(pool.run(TASKS, { do: 'spin', flag }, signal === undefined ? {} : { signal }));
  while (Atomics.load(flag, 0) === 0) await wait(2);
  return { ended, flag };
};
const isStill = async (flag: Int32Array): Promise<boolean> => {
  const before = Atomics.load(flag, 1);
  await wait(20);
  return Atomics.load(flag, 1) === before;
};

describe.each([1, 2])('a pool of %i', (size) => {
  it('gives every task its own answer, in at most that many threads', async () => {
    await withPool(size, async (pool) => {
      const inputs = Array.from({ length: 20 }, (_, i) => i);
      expect(await Promise.all(inputs.map((value) => pool.run(TASKS, { do: 'double', value })))).toEqual(
        inputs.map((i) => i * 2),
      );
      const threads = await Promise.all(inputs.map(() => pool.run<number>(TASKS, { do: 'thread' })));
      expect(new Set(threads).size).toBeLessThanOrEqual(size);
    });
  });

  it('ends a thread with a result that says so, and the tasks that wait have others', async () => {
    await withPool(size, async (pool) => {
      const ends = (value: unknown): boolean => value === 4;
      const thread = (): Promise<number> => pool.run(TASKS, { do: 'thread' });
      const first = await thread();
      expect(await pool.run(TASKS, { do: 'double', value: 1 }, { ends })).toBe(2);
      expect(await thread()).toBe(first);
      const [four, ...threads] = await Promise.all([
        pool.run(TASKS, { do: 'double', value: 2 }, { ends }),
        ...Array.from({ length: 5 }, thread),
      ]);
      expect(four).toBe(4);
      expect(new Set([...threads, await thread()]).size).toBeLessThanOrEqual(size);
      expect(await thread()).not.toBe(first);
    });
  });

  it('shares memory and passes messages in order', async () => {
    await withPool(size, async (pool) => {
      const array = new Float64Array(new SharedArrayBuffer(80));
      expect(await pool.run(TASKS, { do: 'fill', array, with: 7 })).toBe(10);
      expect([...array]).toEqual(new Array(10).fill(7));
      const seen: unknown[] = [];
      expect(
        await pool.run(TASKS, { do: 'post', count: 5 }, { onMessage: (value) => seen.push(value) }),
      ).toBe('posted');
      expect(seen).toEqual([0, 1, 2, 3, 4]);
    });
  });

  it('brings errors over as data, and goes on', async () => {
    await withPool(size, async (pool) => {
      expect(await failure(pool.run(TASKS, { do: 'refuse' }))).toMatchObject({
        code: 'PRIVACY_REFUSED',
        message: 'No.',
        next: 'Ask otherwise.',
      });
      for (const value of [new Error('broken'), 'text', null, undefined, 7])
        expect((await failure(pool.run(TASKS, { do: 'throw', value }))).code).toBe('FAULT');
      expect((await failure(pool.run(TASKS, { do: 'unclonable' }))).code).toBe('FAULT');
      expect((await failure(pool.run(new URL(`${TASKS.href}.nowhere`), {}))).message).not.toBe('');
      expect(await pool.run(TASKS, { do: 'double', value: 4 })).toBe(8);
    });
  });

  it('ends a task that is cancelled, though it never looks up, and goes on', async () => {
    await withPool(size, async (pool) => {
      const controller = new AbortController();
      const { ended, flag } = await spin(pool, controller.signal);
      const queued = pool.run(TASKS, { do: 'double', value: 3 });
      controller.abort();
      expect((await ended).code).toBe('CANCELLED');
      expect(await isStill(flag)).toBe(true);
      expect(await queued).toBe(6);
      expect(
        (await failure(pool.run(TASKS, { do: 'double', value: 1 }, { signal: controller.signal }))).code,
      ).toBe('CANCELLED');
    });
  });

  it('cancels what waits without waiting for what runs', async () => {
    const pool = createPool(size);
    const running = await Promise.all(Array.from({ length: size }, () => spin(pool)));
    const controller = new AbortController();
    const queued = failure(pool.run(TASKS, { do: 'double', value: 3 }, { signal: controller.signal }));
    controller.abort();
    const { code } = await queued;
    expect(code).toBe('CANCELLED');
    // Only what waited has ended.
    expect(await Promise.race([...running.map(({ ended }) => ended), wait(20, 'still running')])).toBe(
      'still running',
    );
    await pool.close();
    for (const { ended } of running) await ended;
  });

  it('ends everything when it closes: what runs and what waits', async () => {
    const pool = createPool(size);
    const running = await Promise.all(Array.from({ length: size }, () => spin(pool)));
    const queued = [1, 2, 3].map((value) => failure(pool.run(TASKS, { do: 'double', value })));
    await pool.close();
    for (const { ended, flag } of running) {
      expect((await ended).code).toBe('CANCELLED');
      expect(await isStill(flag)).toBe(true);
    }
    for (const waiting of queued) expect((await waiting).code).toBe('CANCELLED');
    await expect(pool.run(TASKS, { do: 'double', value: 1 })).rejects.toThrow(/closed/);
    await pool.close();
  });

  it('outlives a thread that dies, during its task or after it', async () => {
    await withPool(size, async (pool) => {
      expect((await failure(pool.run(TASKS, { do: 'exit' }))).message).toMatch(/status 3/);
      expect(await pool.run(TASKS, { do: 'double', value: 2 })).toBe(4);
      const dying = new Int32Array(new SharedArrayBuffer(4));
      expect(await pool.run(TASKS, { do: 'die-later', dying })).toBe('answered');
      // A task that reached the thread before would rightly fail with it.
      while (Atomics.load(dying, 0) === 0) await wait(2);
      expect(await pool.run(TASKS, { do: 'double', value: 5 })).toBe(10);
    });
  });
});

it('a task that waits for a thread which dies of an earlier one is done by another', async () => {
  await withPool(1, async (pool) => {
    for (let i = 0; i < 3; i++) {
      expect(await pool.run(TASKS, { do: 'die-at-next' })).toBe('answered');
      expect(await pool.run(TASKS, { do: 'double', value: i })).toBe(2 * i);
    }
    expect(await pool.run(TASKS, { do: 'die-at-next' })).toBe('answered');
    const controller = new AbortController();
    const waiting = failure(pool.run(TASKS, { do: 'double', value: 1 }, { signal: controller.signal }));
    controller.abort();
    expect((await waiting).code).toBe('CANCELLED');
  });
});

describe('a job', () => {
  it('tells its progress with a rate and the time left, the last step always', async () => {
    const told: Progress[] = [];
    const result = await runJob({ onProgress: (progress) => told.push(progress) }, async (run) => {
      for (let done = 0; done <= 50; done++) run.progress('Reading', done, 50, 'rows');
      run.progress('Writing', 1, null, 'rows');
      run.progress('Writing', 2, 2, 'rows');
      return 'done';
    });
    expect(result).toBe('done');
    expect(told.filter(({ step }) => step === 'Reading').at(-1)).toMatchObject({ done: 50, total: 50 });
    expect(told.at(-1)).toMatchObject({ step: 'Writing', done: 2, total: 2, unit: 'rows' });
    expect(told.length).toBeLessThan(10);
    for (const { rate, left, total } of told) {
      expect(rate).toBeGreaterThanOrEqual(0);
      if (total === null) expect(left).toBeNull();
    }
  });

  it('stops where it is cancelled, before or within', async () => {
    const controller = new AbortController();
    const reached: string[] = [];
    const within = failure(
      runJob({ signal: controller.signal }, async (run) => {
        reached.push('began');
        controller.abort();
        run.check();
        reached.push('went on');
      }),
    );
    expect((await within).code).toBe('CANCELLED');
    const before = runJob({ signal: controller.signal }, async () => reached.push('began again'));
    expect((await failure(before)).code).toBe('CANCELLED');
    expect(reached).toEqual(['began']);
  });

  it('closes the pool it made, however it ends, and leaves open the one it was given', async () => {
    let own: Pool | undefined;
    await failure(
      runJob({}, async ({ pool }) => {
        own = pool;
        throw new Error('failed');
      }),
    );
    await expect(own?.run(TASKS, { do: 'double', value: 1 })).rejects.toThrow(/closed/);
    await withPool(1, async (pool) => {
      await runJob({ pool }, async () => null);
      expect(await pool.run(TASKS, { do: 'double', value: 1 })).toBe(2);
    });
  });
});
