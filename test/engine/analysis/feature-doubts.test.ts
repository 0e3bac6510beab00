/** Features that drown the others or say the same are told; those that do neither are not. */
import { afterAll, expect, test } from 'vitest';
import { featureDoubts } from '../../../engine/analysis/feature-doubts.ts';
import { fitPca } from '../../../engine/analysis/pca.ts';
import { runJob } from '../../../engine/jobs/job.ts';
import { createPool } from '../../../engine/jobs/pool.ts';
import { createRandom } from '../../../shared/random.ts';
import { matrixOf } from './fixtures.ts';

const people = Array.from({ length: 300 }, (_, i) => i);
const normal = (seed: number): number[] => {
  const random = createRandom(seed);
  return people.map(() => random.normal());
};
const [a, b, noise] = [normal(1), normal(2), normal(3)];

const pool = createPool(1);
afterAll(() => pool.close());

const told = async (columns: number[][], summed = true): Promise<string[]> => {
  const matrix = matrixOf(people.map((i) => columns.map((column) => column[i])));
  const pca = await runJob({ pool, signal: new AbortController().signal }, (run) => fitPca(matrix, run));
  return featureDoubts(matrix.columns, pca, summed).map(({ code, text }) => `${code}: ${text.slice(0, 60)}`);
};

test('a feature in units of its own drowns the others, but not where the method undoes its width', async () => {
  const wide = b.map((value) => 1e9 * value);
  expect(await told([a, wide])).toEqual([
    'drowned: c1 carries over 99 % of the differences between people, so t',
  ]);
  expect(await told([a, b.map((value) => 5 * value)])).toEqual([
    'drowned: c1 carries 96 % of the differences between people, so the ot',
  ]);
  expect(await told([a, wide], false)).toEqual([]);
  expect(await told([a, b])).toEqual([]);
  // There is nothing to drown.
  expect(await told([wide])).toEqual([]);
  expect(await told([wide, people.map(() => 7)])).toEqual([]);
});

test('two features that say the same are named, in either direction', async () => {
  const near = a.map((value, i) => value + 0.1 * noise[i]);
  expect(await told([a, b, a])).toEqual([
    'twins: c0 and c2 say the same (correlation 1.00), so it counts twic',
  ]);
  expect((await told([a, a.map((value) => -2 * value)]))[0]).toMatch(/the other way round \(correlation −1/);
  expect((await told([a, b, near]))[0]).toMatch(
    /^twins: c0 and c2 say the same \(correlation (0\.99|1\.00)\)/,
  );
  expect(await told([a, b, a.map((value, i) => value + 0.3 * noise[i])])).toEqual([]);
});
