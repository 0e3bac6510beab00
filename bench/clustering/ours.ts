/**
 * One case of the engine's, in a process of its own: `ours.ts CASE COLUMNS FILE`, the rows in FILE (raw doubles), the
 * groups they were drawn from in FILE.groups. Threads are started within the time. Prints one JSON object: CPU
 * seconds of all threads, seconds by the clock, highest memory in MB, before and after, and what was found. Labels
 * go to FILE.ours.
 */
import { closeSync, openSync, readFileSync, readSync, statSync, writeFileSync } from 'node:fs';
import { chooseK } from '../../engine/analysis/choose-k.ts';
import { fitHierarchy } from '../../engine/analysis/hierarchy/hierarchical.ts';
import { fitKMeans } from '../../engine/analysis/kmeans.ts';
import type { DenseOutput } from '../../engine/analysis/methods/dense.ts';
import type { FitInput, FitOutput } from '../../engine/analysis/methods/fit-worker.ts';
import type { MixtureFit } from '../../engine/analysis/mixture/mixture.ts';
import { fitPca } from '../../engine/analysis/pca.ts';
import { validity } from '../../engine/analysis/validity.ts';
import { type Run, runJob } from '../../engine/jobs/job.ts';
import { matrixOf } from './data.ts';

const [name, width, file] = process.argv.slice(2);
const columns = Number(width);

const readRows = (): Float64Array => {
  const values = new Float64Array(new SharedArrayBuffer(statSync(file).size));
  const bytes = new Uint8Array(values.buffer);
  const handle = openSync(file, 'r');
  for (let at = 0; at < bytes.length; ) at += readSync(handle, bytes, at, bytes.length - at, at);
  closeSync(handle);
  return values;
};

const values = readRows();
const matrix = matrixOf(values, columns);
const rows = matrix.people;
const groups = new Uint8Array(readFileSync(`${file}.groups`));
const WORKER = new URL('../../engine/analysis/methods/fit-worker.ts', import.meta.url);

type Found = Record<string, unknown>;
const inPiece = <T extends FitOutput>(run: Run, input: FitInput): Promise<T> =>
  run.pool.run<T>(WORKER, input);
const dense = async (run: Run, method: 'dbscan' | 'hdbscan', radius: number): Promise<Found> => {
  const input = { method, values, rows, columns, radius, minPoints: 10, minSize: 50 };
  const { labels } = await inPiece<DenseOutput>(run, { kind: 'dense', input });
  writeFileSync(`${file}.ours`, labels);
  const noise = labels.reduce((sum, label) => sum + (label < 0 ? 1 : 0), 0);
  return { groups: Math.max(...new Set(labels)) + 1, noise };
};
const mixture = async (run: Run, covariance: 'full' | 'diagonal'): Promise<Found> => {
  const parameters = { components: 7, covariance, maxIterations: 20, tolerance: 0 };
  const input = { values, rows, columns, start: groups, parameters };
  const { model } = await inPiece<MixtureFit>(run, { kind: 'mixture', input });
  return { value: model.logLikelihood / rows };
};

const CASES: Record<string, (run: Run) => Promise<Found>> = {
  kmeans: async (run) => ({ value: (await fitKMeans(matrix, { k: 8, seed: 1 }, run)).model.inertia }),
  sweep: async (run) => {
    const { candidates } = await chooseK(matrix, { from: 2, to: 12, seed: 1 }, run);
    return { inertias: candidates.map(({ inertia }) => inertia) };
  },
  silhouette: async (run) => ({
    value: (await validity(matrix, groups, { seed: 1, silhouetteLimit: rows }, run)).silhouette,
  }),
  ward: async (run) => {
    const { height } = await fitHierarchy(matrix, 'ward', run);
    return { value: height.reduce((sum, one) => sum + one, 0), top: height[height.length - 1] };
  },
  dbscan: (run) => dense(run, 'dbscan', 0.5),
  hdbscan: (run) => dense(run, 'hdbscan', 0),
  mixture: (run) => mixture(run, 'full'),
  diagonal: (run) => mixture(run, 'diagonal'),
  pca: async (run) => {
    const { variances } = await fitPca(matrix, run);
    return { value: variances[0], last: variances[variances.length - 1] };
  },
};

const before = process.resourceUsage().maxRSS / 1024;
const cpu = process.cpuUsage();
const began = performance.now();
const found = await runJob({}, CASES[name]);
const wall = (performance.now() - began) / 1000;
const { user, system } = process.cpuUsage(cpu);
const peak = process.resourceUsage().maxRSS / 1024;
console.log(JSON.stringify({ cpu: (user + system) / 1e6, wall, peak, before, ...found }));
