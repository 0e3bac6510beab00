/**
 * Clustering against ml-kmeans, the library of the stack: one fit of ours with ten restarts beside one start
 * of theirs, same rows, same machine, one after the other, in CPU seconds of the whole process. Prints one
 * line of JSON. Their time does not include turning the rows into arrays of arrays.
 */
import { kmeans } from 'ml-kmeans';
import { fitKMeans } from '../engine/analysis/kmeans.ts';
import type { Matrix } from '../engine/features/table.ts';
import { runJob } from '../engine/jobs/job.ts';
import { createRandom } from '../shared/random.ts';

const PEOPLE = 100_000;
const COLUMNS = 8;
const K = 8;
const SEED = 1;
const ROUNDS = 3;

/** Seven overlapping groups with a common factor, every second column skewed, all scaled to deviation 1. */
const makeMatrix = (): Matrix => {
  const random = createRandom('bench/clustering');
  const values = new Float64Array(new SharedArrayBuffer(PEOPLE * COLUMNS * 8));
  const centres = Array.from({ length: 7 }, () =>
    Array.from({ length: COLUMNS }, () => 1.5 * random.normal()),
  );
  for (let i = 0; i < PEOPLE; i++) {
    const centre = centres[random.int(7)];
    const factor = random.normal();
    for (let t = 0; t < COLUMNS; t++) {
      const value = centre[t] + 1.2 * random.normal() + 0.5 * factor * ((t % 3) - 1);
      values[i * COLUMNS + t] = t % 2 === 1 ? Math.exp(value / 2) : value;
    }
  }
  for (let t = 0; t < COLUMNS; t++) {
    let sum = 0;
    for (let i = 0; i < PEOPLE; i++) sum += values[i * COLUMNS + t];
    const mean = sum / PEOPLE;
    let squares = 0;
    for (let i = 0; i < PEOPLE; i++) squares += (values[i * COLUMNS + t] - mean) ** 2;
    const deviation = Math.sqrt(squares / PEOPLE);
    for (let i = 0; i < PEOPLE; i++) values[i * COLUMNS + t] = (values[i * COLUMNS + t] - mean) / deviation;
  }
  const columns = Array.from({ length: COLUMNS }, (_, t) => ({
    feature: `c${t}`,
    label: `c${t}`,
    unit: '',
    level: null,
    scaling: 'zscore' as const,
    offset: 0,
    factor: 1,
    imputed: 0,
    imputedCount: 0,
  }));
  return { people: PEOPLE, columns, values };
};

type Measured = { cpu: number; wall: number; inertia: number };

const measured = async (work: () => Promise<number> | number): Promise<Measured> => {
  const cpu = process.cpuUsage();
  const start = performance.now();
  const inertia = await work();
  const wall = (performance.now() - start) / 1000;
  const { user, system } = process.cpuUsage(cpu);
  return { cpu: (user + system) / 1e6, wall, inertia };
};

const median = (values: number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1];

const matrix = makeMatrix();
const data = Array.from({ length: PEOPLE }, (_, i) => [
  ...matrix.values.subarray(i * COLUMNS, (i + 1) * COLUMNS),
]);

/** Their result carries no inertia; it is measured afterwards, outside the clock. */
const theirInertia = (labels: number[], centroids: number[][]): number =>
  data.reduce(
    (sum, row, i) => sum + row.reduce((part, value, t) => part + (value - centroids[labels[i]][t]) ** 2, 0),
    0,
  );

const ours: Measured[] = [];
const theirs: Measured[] = [];
for (let round = 0; round < ROUNDS; round++) {
  ours.push(
    await measured(() =>
      runJob({}, async (run) => (await fitKMeans(matrix, { k: K, seed: SEED + round }, run)).model.inertia),
    ),
  );
  let labels: number[] = [];
  let centroids: number[][] = [];
  const timed = await measured(() => {
    const result = kmeans(data, K, { seed: SEED + round, maxIterations: 300 });
    labels = result.clusters;
    centroids = result.centroids;
    return 0;
  });
  theirs.push({ ...timed, inertia: theirInertia(labels, centroids) });
}
const summary = (runs: Measured[]): Measured => ({
  cpu: median(runs.map(({ cpu }) => cpu)),
  wall: median(runs.map(({ wall }) => wall)),
  inertia: median(runs.map(({ inertia }) => inertia)),
});
const own = summary(ours);
const library = summary(theirs);
const three = (value: number): number => Math.round(value * 1000) / 1000;
console.log(
  JSON.stringify({
    bench: 'clustering',
    rows: PEOPLE,
    columns: COLUMNS,
    k: K,
    rounds: ROUNDS,
    ours: { restarts: 10, cpuSeconds: three(own.cpu), wallSeconds: three(own.wall), inertia: own.inertia },
    mlKmeans: {
      starts: 1,
      cpuSeconds: three(library.cpu),
      wallSeconds: three(library.wall),
      inertia: library.inertia,
    },
    cpuRatio: three(library.cpu / own.cpu),
    wallRatio: three(library.wall / own.wall),
    inertiaRatio: own.inertia / library.inertia,
  }),
);
