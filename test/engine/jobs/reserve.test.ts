/** The thread in reserve: who takes it, what becomes of one that dies, and that it holds nobody up. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, it } from 'vitest';
import { createPool } from '../../../engine/jobs/pool.ts';
import { createReserve, type Reserve } from '../../../engine/jobs/reserve.ts';

const TASKS = new URL('./tasks.ts', import.meta.url);
const MISSING = new URL('missing.ts', TASKS);

let reserve: Reserve = createReserve();
afterEach(() => {
  reserve.close();
  reserve = createReserve();
});

const double = async (value: number): Promise<unknown> => {
  const pool = createPool(1, reserve);
  try {
    return await pool.run(TASKS, { do: 'double', value });
  } finally {
    await pool.close();
  }
};

it('is one thread, however often it is asked for, and the next pool has it', async () => {
  await Promise.all([reserve.prepare([TASKS]), reserve.prepare([TASKS])]);
  const held = reserve.take();
  expect(held).toBeDefined();
  expect(reserve.take()).toBeUndefined();
  await held?.terminate();
  await reserve.prepare([TASKS]);
  expect(await double(3)).toBe(6);
  expect(reserve.take()).toBeUndefined();
});

it('is taken while it still loads, and answers the task', async () => {
  const ready = reserve.prepare([TASKS]);
  expect(await double(4)).toBe(8);
  await ready;
});

it('dies without a word to anybody, and a pool starts a thread of its own', async () => {
  await reserve.prepare([MISSING]);
  expect(reserve.take()).toBeUndefined();
  expect(await double(5)).toBe(10);
  await reserve.prepare([TASKS]);
  expect(reserve.take()).toBeDefined();
});

it('keeps no program alive', () => {
  const module = fileURLToPath(new URL('../../../engine/jobs/reserve.ts', import.meta.url));
  const program = `import { createReserve } from ${JSON.stringify(module)};
    await createReserve().prepare([new URL(${JSON.stringify(TASKS.href)})]);
    console.log('ready');`;
  const { stdout, status } = spawnSync(process.execPath, ['--input-type=module', '-e', program], {
    encoding: 'utf8',
    timeout: 20_000,
  });
  expect({ stdout, status }).toEqual({ stdout: 'ready\n', status: 0 });
});
