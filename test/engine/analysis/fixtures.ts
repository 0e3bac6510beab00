/** Data and jobs for the tests of analysis. */
import { existsSync, readFileSync } from 'node:fs';
import type { Matrix, NumberColumn } from '../../../engine/features/table.ts';
import { type Run, runJob } from '../../../engine/jobs/job.ts';
import { createPool } from '../../../engine/jobs/pool.ts';
import { matrixOf as publishedMatrix, SIX_POINTS } from '../../../engine/selftest/matrix.ts';
import { createRandom } from '../../../shared/random.ts';

/** Runs work with a pool of `size` threads that is closed afterwards. */
export const withPool = async <T>(
  size: number,
  work: (run: Run) => Promise<T>,
  signal: AbortSignal = new AbortController().signal,
): Promise<T> => {
  const pool = createPool(size);
  try {
    return await runJob({ pool, signal }, work);
  } finally {
    await pool.close();
  }
};

/** A matrix of the given rows in shared memory, columns c0, c1, ... or as named. */
export const matrixOf = (rows: number[][], names?: string[]): Matrix => {
  if (rows.length === 0)
    return { people: 0, columns: [], values: new Float64Array(new SharedArrayBuffer(0)) };
  const matrix = publishedMatrix(rows);
  const columns = matrix.columns.map((one, t) => {
    const name = names?.[t] ?? one.feature;
    return { ...one, feature: name, label: name };
  });
  return { ...matrix, columns };
};

const records = readFileSync(new URL('../../data/iris.csv', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .slice(1)
  .map((line) => line.split(',').map(Number));

export const irisRows = records.map((record) => record.slice(0, 4));
export const irisSpecies = records.map((record) => record[4]);
export const irisNames = ['sepal length', 'sepal width', 'petal length', 'petal width'];
export const iris = (): Matrix => matrixOf(irisRows, irisNames);

/** The iris measurements as columns of a feature table. */
export const irisColumns = (): NumberColumn[] =>
  irisNames.map((id, t) => ({
    type: 'number',
    id,
    label: id,
    unit: 'cm',
    definition: '',
    values: Float64Array.from(irisRows, (row) => row[t]),
  }));

export const tiny = (): Matrix => publishedMatrix(SIX_POINTS);

/** Overlapping groups of unequal size around random centres. */
export const blobs = (people: number, width: number, groups: number, seed: number): Matrix => {
  const random = createRandom(seed);
  const centres = Array.from({ length: groups }, () =>
    Array.from({ length: width }, () => 3 * random.normal()),
  );
  const rows = Array.from({ length: people }, () => {
    const group = Math.min(random.int(groups), random.int(groups));
    return centres[group].map((centre) => centre + random.normal());
  });
  return matrixOf(rows);
};

/** A file of the reference data outside the repository, null where it is not there. */
export const referenceFile = (path: string): string | null => {
  const url = new URL(`../../../../shared/data/${path}`, import.meta.url);
  return existsSync(url) ? readFileSync(url, 'utf8') : null;
};
