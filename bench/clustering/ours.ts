/**
 * One case of the engine's, in a process of its own: `ours.ts CASE COLUMNS FILE [start]`, the rows in FILE (raw doubles), the
 * groups they were drawn from in FILE.groups. The same on the first 2,000 rows goes before, which starts threads and
 * warms up both sides; what that took is told apart, and `start` ends with it. Prints one JSON object: CPU seconds of all threads, seconds by
 * the clock, highest memory in MB, before and after, and what was found. Labels go to FILE.ours.
 */
import { closeSync, openSync, readFileSync, readSync, statSync, writeFileSync } from 'node:fs';
import type { DenseOutput } from '../../engine/analysis/methods/dense.ts';
import type { FitInput, FitOutput } from '../../engine/analysis/methods/fit-worker.ts';
import type { MixtureFit } from '../../engine/analysis/mixture/mixture.ts';
import type { Matrix } from '../../engine/features/table.ts';
import { type Run, runJob } from '../../engine/jobs/job.ts';
import { matrixOf } from './data.ts';

const [name, width, file, only] = process.argv.slice(2);
const columns = Number(width);

const readRows = (): Float64Array => {
  const values = new Float64Array(new SharedArrayBuffer(statSync(file).size));
  const bytes = new Uint8Array(values.buffer);
  const handle = openSync(file, 'r');
  for (let at = 0; at < bytes.length; ) at += readSync(handle, bytes, at, bytes.length - at, at);
  closeSync(handle);
  return values;
};

type Rows = { matrix: Matrix; groups: Uint8Array };
const everyone = readRows();
const allGroups = new Uint8Array(readFileSync(`${file}.groups`));
const firstRows = (count: number): Rows => ({
  matrix: matrixOf(everyone.subarray(0, count * columns), columns),
  groups: allGroups.subarray(0, count),
});
const WORKER = new URL('../../engine/analysis/methods/fit-worker.ts', import.meta.url);

type Found = Record<string, unknown>;
const inPiece = <T extends FitOutput>(run: Run, input: FitInput): Promise<T> =>
  run.pool.run<T>(WORKER, input);
const dense = async (
  run: Run,
  { matrix: { values, people: rows } }: Rows,
  method: 'dbscan' | 'hdbscan',
  radius: number,
): Promise<Found> => {
  const input = { method, values, rows, columns, radius, minPoints: 10, minSize: 50 };
  const { labels } = await inPiece<DenseOutput>(run, { kind: 'dense', input });
  writeFileSync(`${file}.ours`, labels);
  const noise = labels.reduce((sum, label) => sum + (label < 0 ? 1 : 0), 0);
  return { groups: Math.max(...new Set(labels)) + 1, noise };
};
const mixture = async (
  run: Run,
  { matrix, groups }: Rows,
  covariance: 'full' | 'diagonal',
): Promise<Found> => {
  const { values, people: rows } = matrix;
  const parameters = { components: 7, covariance, maxIterations: 20, tolerance: 0 };
  const input = { values, rows, columns, start: groups, parameters, seed: null };
  const { model } = await inPiece<MixtureFit>(run, { kind: 'mixture', input });
  return { value: model.logLikelihood / rows };
};

/** A case loads what it needs and no more, as its peer's program does: what else the engine can do counts as memory. */
const CASES: Record<string, (run: Run, rows: Rows) => Promise<Found>> = {
  kmeans: async (run, { matrix }) => {
    const { fitKMeans } = await import('../../engine/analysis/kmeans.ts');
    return { value: (await fitKMeans(matrix, { k: 8, seed: 1 }, run)).model.inertia };
  },
  sweep: async (run, { matrix }) => {
    const { chooseK } = await import('../../engine/analysis/choose-k.ts');
    const { candidates } = await chooseK(matrix, { from: 2, to: 12, seed: 1 }, run);
    return { inertias: candidates.map(({ inertia }) => inertia) };
  },
  silhouette: async (run, { matrix, groups }) => {
    const { validity } = await import('../../engine/analysis/validity.ts');
    const parameters = { seed: 1, silhouetteLimit: matrix.people };
    return { value: (await validity(matrix, groups, parameters, run)).silhouette };
  },
  ward: async (run, { matrix }) => {
    const { fitHierarchy } = await import('../../engine/analysis/hierarchy/hierarchical.ts');
    const { height } = await fitHierarchy(matrix, 'ward', run);
    return { value: height.reduce((sum, one) => sum + one, 0), top: height[height.length - 1] };
  },
  dbscan: (run, rows) => dense(run, rows, 'dbscan', 0.5),
  hdbscan: (run, rows) => dense(run, rows, 'hdbscan', 0),
  mixture: (run, rows) => mixture(run, rows, 'full'),
  diagonal: (run, rows) => mixture(run, rows, 'diagonal'),
  pca: async (run, { matrix }) => {
    const { fitPca } = await import('../../engine/analysis/pca.ts');
    const { variances } = await fitPca(matrix, run);
    return { value: variances[0], last: variances[variances.length - 1] };
  },
};

const timed = async (run: Run, rows: Rows): Promise<Found & { cpu: number; wall: number }> => {
  const cpu = process.cpuUsage();
  const began = performance.now();
  const found = await CASES[name](run, rows);
  const wall = (performance.now() - began) / 1000;
  const { user, system } = process.cpuUsage(cpu);
  return { cpu: (user + system) / 1e6, wall, ...found };
};

await runJob({}, async (run) => {
  const start = await timed(run, firstRows(Math.min(2000, allGroups.length)));
  const before = process.resourceUsage().maxRSS / 1024;
  const found = only === 'start' ? start : await timed(run, firstRows(allGroups.length));
  const peak = process.resourceUsage().maxRSS / 1024;
  console.log(JSON.stringify({ ...found, start: { cpu: start.cpu, wall: start.wall }, peak, before }));
});
