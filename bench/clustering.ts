/**
 * Clustering, validity and components against scikit-learn and scipy, case by case: the same rows, each side in a
 * process of its own after a run on 2,000 rows, which starts threads; CPU seconds of all threads, seconds by the
 * clock, highest memory.
 * k-means is compared with the default call KMeans(n_init=10), with what an expert writes with scikit-learn (restarts on
 * 20,000 rows, then one run over all), and with scikit-learn taking every step that ours takes, which tells the gain of
 * the strategy from that of the kernels.
 *
 * CLUSTERING_CASES chooses cases and sizes, such as `kmeans:100000x8,ward:20000x8`; CLUSTERING_PYTHON the Python
 * that has scikit-learn. Without it the engine is measured alone, and this is said aloud.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const CASES =
  process.env.CLUSTERING_CASES ??
  [
    'kmeans:100000x8,kmeans:100000x20,kmeans:1000000x8,kmeans:1000000x20',
    'sweep:100000x8,silhouette:20000x20,ward:20000x8,ward:50000x8',
    'dbscan:50000x4,hdbscan:50000x4,mixture:100000x8,diagonal:100000x8,pca:1000000x20',
  ].join(',');
const PYTHON = process.env.CLUSTERING_PYTHON ?? 'python3';

/** Peers of each case, and rows above which they are not run: scipy's Ward keeps every distance. */
const PEERS: Record<string, { peer: string; name: string; most?: number }[]> = {
  kmeans: [
    { peer: 'kmeans', name: 'KMeans(n_init=10)' },
    { peer: 'strategy', name: 'scikit-learn, restarts on a sample' },
    { peer: 'same', name: 'scikit-learn, our steps' },
  ],
  sweep: [{ peer: 'sweep', name: 'KMeans(n_init=10)' }],
  silhouette: [{ peer: 'silhouette', name: 'silhouette_score' }],
  ward: [{ peer: 'ward', name: 'scipy linkage', most: 20_000 }],
  dbscan: [{ peer: 'dbscan', name: 'DBSCAN' }],
  hdbscan: [],
  mixture: [{ peer: 'mixture', name: 'GaussianMixture' }],
  diagonal: [{ peer: 'diagonal', name: 'GaussianMixture, diagonal' }],
  pca: [{ peer: 'pca', name: 'PCA' }],
};

type Measured = {
  cpu: number;
  wall: number;
  peak: number;
  /** Highest memory before the case: the program, its packages and the rows. */
  before: number;
  /** The same on 2,000 rows before, with what starts once. */
  start: { cpu: number; wall: number };
  value?: number;
  inertias?: number[];
  groups?: number;
};

const path = (name: string): string => fileURLToPath(new URL(`clustering/${name}`, import.meta.url));
/** Runs a program and returns what it prints. */
const run = (program: string, args: string[]): string => {
  // Threads that wait do not spin: the peer's CPU seconds are the lower ones.
  const env = { ...process.env, OMP_WAIT_POLICY: 'PASSIVE' };
  const { status, stdout } = spawnSync(program, args, {
    encoding: 'utf8',
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (status !== 0) throw new Error(`${program} ${args.join(' ')} ended with status ${status}`);
  return stdout;
};
const measure = (program: string, args: string[]): Measured => JSON.parse(run(program, args)) as Measured;

const peerThere = spawnSync(PYTHON, ['-c', 'import sklearn, scipy']).status === 0;
if (!peerThere) console.log(`${PYTHON} has no scikit-learn: the engine is measured alone.`);

/** What both found, as a ratio (1 where they agree); for a sweep the worst of its ratios. */
const agreement = (ours: Measured, theirs: Measured, file: string): number | undefined => {
  if (ours.inertias !== undefined)
    return Math.max(...ours.inertias.map((inertia, i) => inertia / (theirs.inertias?.[i] ?? Number.NaN)));
  if (ours.value !== undefined) return ours.value / (theirs.value ?? Number.NaN);
  // Labels: the share of rows with the same one.
  const [own, other] = [`${file}.ours`, `${file}.peer`].map((name) => readFileSync(name));
  const [a, b] = [own, other].map(
    (bytes) => new Int32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4),
  );
  return a.reduce((same, label, i) => same + (label === b[i] ? 1 : 0), 0) / a.length;
};

const folder = mkdtempSync(join(tmpdir(), 'clustering-'));
try {
  for (const one of CASES.split(',')) {
    const [, name, rows, columns] = /^(\w+):(\d+)x(\d+)$/.exec(one) ?? [];
    const file = join(folder, `${rows}x${columns}`);
    if (!existsSync(file)) run(process.execPath, [path('make.ts'), rows, columns, file]);
    // As the product's programs start: with their flags, and compiled by an earlier run.
    const own = [...process.execArgv, path('ours.ts'), name, columns, file];
    measure(process.execPath, [...own, 'start']);
    const ours = measure(process.execPath, own);
    const costs = ({ cpu, wall, start, peak, before }: Measured) => ({
      cpu,
      wall,
      startCpu: start.cpu,
      peak,
      grown: peak - before,
    });
    const told = { case: one, ...costs(ours), found: ours.value ?? ours.groups };
    const peers = peerThere ? PEERS[name].filter(({ most = Number(rows) }) => Number(rows) <= most) : [];
    if (peers.length === 0) console.log(JSON.stringify(told));
    for (const { peer, name: called } of peers) {
      const theirs = measure(PYTHON, [path('peer.py'), peer, columns, file]);
      const ratios = {
        cpuRatio: theirs.cpu / ours.cpu,
        wallRatio: theirs.wall / ours.wall,
        agreement: agreement(ours, theirs, file),
      };
      const their = costs(theirs);
      console.log(JSON.stringify({ ...told, peer: called, their, ...ratios }));
    }
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
