/** k-means over threads: the same bytes whatever their number, and nothing left running. */
import { describe, expect, it } from 'vitest';
import { chunksOf } from '../../../engine/analysis/kernels/lloyd.ts';
import { fitKMeans } from '../../../engine/analysis/kmeans.ts';
import type { Run } from '../../../engine/jobs/job.ts';
import { blobs, withPool } from './fixtures.ts';

describe('threads', () => {
  it('one thread and two give the same bytes, through the sample and several chunks', async () => {
    const matrix = blobs(60_000, 4, 6, 21);
    expect(chunksOf(matrix.people)).toBeGreaterThan(2);
    const fitted = (size: number) => withPool(size, (run) => fitKMeans(matrix, { k: 6, seed: 9 }, run));
    const [one, two, again] = [await fitted(1), await fitted(2), await fitted(2)];
    expect(two.model).toEqual(one.model);
    expect(two.labels).toEqual(one.labels);
    expect(again).toEqual(two);
    expect(JSON.parse(JSON.stringify(one.model))).toEqual(one.model);
  });

  it('a plain array gives the same as shared memory', async () => {
    const shared = blobs(400, 3, 3, 2);
    const plain = { ...shared, values: Float64Array.from(shared.values) };
    await withPool(2, async (run) => {
      expect(await fitKMeans(plain, { k: 3, seed: 1 }, run)).toEqual(
        await fitKMeans(shared, { k: 3, seed: 1 }, run),
      );
    });
  });

  it('cancelling leaves nothing running', async () => {
    const matrix = blobs(150_000, 8, 8, 5);
    const controller = new AbortController();
    let running = 0;
    const cancelledFit = withPool(
      2,
      (run) => {
        const pool: Run['pool'] = {
          ...run.pool,
          run: async (module, input, options) => {
            running += 1;
            try {
              return await run.pool.run(module, input, options);
            } finally {
              running -= 1;
            }
          },
        };
        return fitKMeans(matrix, { k: 12, seed: 1, restarts: 200 }, { ...run, pool }).catch((reason) => {
          expect(running).toBe(0);
          throw reason;
        });
      },
      controller.signal,
    );
    setTimeout(() => controller.abort(), 150);
    await expect(cancelledFit).rejects.toMatchObject({ code: 'CANCELLED' });
    const before = process.cpuUsage();
    await new Promise((resolve) => setTimeout(resolve, 300));
    const { user, system } = process.cpuUsage(before);
    expect((user + system) / 1e6).toBeLessThan(0.15);
  });
});
