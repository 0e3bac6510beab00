/**
 * How good a clustering is, by four indices. Inertia, Davies–Bouldin and Caliński–Harabasz are computed on all
 * rows; the silhouette, whose cost grows with the square of the rows, exactly up to 10,000 rows and on a
 * seeded sample beyond, stratified by cluster and weighted by the clusters' true sizes.
 */
import { CloisterError } from '../../shared/errors.ts';
import { createRandom, type Random } from '../../shared/random.ts';
import type { Matrix } from '../features/table.ts';
import type { Run } from '../jobs/job.ts';
import { squaredDistance } from './kernels/distance.ts';
import { chunksOf } from './kernels/lloyd.ts';
import type { Members } from './kernels/silhouette.ts';
import type { Dissimilarity } from './methods/mixed.ts';
import { gatherRows, requireFinite, sharedValues } from './rows.ts';
import { shareOut } from './share.ts';
import { measureSilhouettes } from './silhouette.ts';
import { measureSilhouettesBy } from './silhouette-by.ts';
import type { Labelled, SpreadInput, SumsInput } from './validity-worker.ts';

/** Rows up to which the silhouette is exact. */
export const SILHOUETTE_LIMIT = 10_000;

/** The same by a method's own dissimilarity, which takes some ten times as long a pair. */
const OWN_SILHOUETTE_LIMIT = 3000;
/** Of a small cluster at least this many rows (or all) are in the sample. */
const FEWEST_OF_CLUSTER = 10;

export type Validity = {
  k: number;
  /** Sum of squared distances to the means of the clusters. */
  inertia: number;
  silhouette: number;
  /** Mean silhouette of each cluster; null for a cluster without rows. */
  silhouettes: (number | null)[];
  /** Standard error of the silhouette; 0 where it is exact. */
  silhouetteError: number;
  /** Rows the silhouette was measured on; all rows where it is exact. */
  silhouetteSample: number;
  /** Silhouettes of each cluster, highest first: means of stretches of at least eleven rows; empty below that. */
  profiles: number[][];
  daviesBouldin: number;
  calinskiHarabasz: number;
};

export type ValidityParameters = {
  seed: number;
  silhouetteLimit?: number;
  /** What the silhouette is measured by in place of Euclid's distance: that of the method. */
  dissimilarity?: Dissimilarity | undefined;
};

const WORKER = new URL('./validity-worker.ts', import.meta.url);

const doubles = (length: number): Float64Array => new Float64Array(new SharedArrayBuffer(length * 8));

const reduce = (perChunk: Float64Array, width: number): Float64Array => {
  const total = new Float64Array(width);
  for (let at = 0; at < perChunk.length; at++) total[at % width] += perChunk[at];
  return total;
};

const clusterCount = (labels: Uint8Array): number =>
  labels.reduce((most, label) => Math.max(most, label), 0) + 1;

const sizesOf = (labels: Uint8Array, k: number): Float64Array => {
  const sizes = new Float64Array(k);
  for (let i = 0; i < labels.length; i++) sizes[labels[i]] += 1;
  return sizes;
};

type Indices = Pick<Validity, 'inertia' | 'daviesBouldin' | 'calinskiHarabasz'>;

/** The three indices that take two passes over all rows. Empty clusters do not count. */
const centreIndices = async (labelled: Labelled, run: Run): Promise<Indices> => {
  const { rows, columns, k } = labelled;
  const chunks = chunksOf(rows);
  const sums: SumsInput = {
    ...labelled,
    kind: 'sums',
    sums: doubles(chunks * k * columns),
    counts: doubles(chunks * k),
  };
  await shareOut(run, WORKER, sums, chunks);
  const counts = reduce(sums.counts, k);
  const centres = doubles(k * columns);
  centres.set(reduce(sums.sums, k * columns));
  const grand = new Float64Array(columns);
  for (let at = 0; at < k * columns; at++) grand[at % columns] += centres[at];
  for (let t = 0; t < columns; t++) grand[t] /= rows;
  const used = [...counts.keys()].filter((c) => counts[c] > 0);
  for (const c of used) for (let t = 0; t < columns; t++) centres[c * columns + t] /= counts[c];

  const spread: SpreadInput = {
    ...labelled,
    kind: 'spread',
    centres,
    distances: doubles(chunks * k),
    squares: doubles(chunks * k),
  };
  await shareOut(run, WORKER, spread, chunks);
  const distances = reduce(spread.distances, k);
  const within = reduce(spread.squares, k).reduce((sum, value) => sum + value, 0);
  let between = 0;
  for (const c of used) between += counts[c] * squaredDistance(centres, c * columns, grand, 0, columns);
  // The mean of equal rows differs from them in its last bits; the squares of that are nothing.
  const inertia = within <= 1e-26 * between ? 0 : within;
  const calinskiHarabasz =
    inertia === 0 ? 1 : (between * (rows - used.length)) / (inertia * (used.length - 1));
  let daviesBouldin = 0;
  for (const a of used) {
    let worst = 0;
    for (const b of used) {
      if (a === b) continue;
      const apart = Math.sqrt(squaredDistance(centres, a * columns, centres, b * columns, columns));
      const ratio = (distances[a] / counts[a] + distances[b] / counts[b]) / apart;
      if (apart > 0 && ratio > worst) worst = ratio;
    }
    daviesBouldin += worst / used.length;
  }
  return { inertia, daviesBouldin, calinskiHarabasz };
};

/** `size` rows at random from `from`, which is reordered (partial Fisher-Yates shuffle). */
const drawRows = (from: number[], size: number, random: Random): number[] => {
  for (let i = 0; i < size; i++) {
    const other = i + random.int(from.length - i);
    const kept = from[other];
    from[other] = from[i];
    from[i] = kept;
  }
  return from.slice(0, size);
};

const rowsByLabel = (labels: Uint8Array): number[][] => {
  const groups: number[][] = Array.from({ length: clusterCount(labels) }, () => []);
  for (let i = 0; i < labels.length; i++) groups[labels[i]].push(i);
  return groups;
};

/**
 * About `limit` rows, drawn in proportion from the clusters of the finest labelling (the last), then topped
 * up so that every cluster of every labelling shows at least ten rows or all it has. Ascending.
 */
const silhouetteRows = (labellings: Uint8Array[], limit: number, random: Random): Uint32Array => {
  const rows = labellings[0].length;
  if (rows <= limit) return Uint32Array.from({ length: rows }, (_, i) => i);
  const chosen = new Set<number>();
  for (const group of rowsByLabel(labellings[labellings.length - 1])) {
    const share = Math.round((group.length * limit) / rows);
    for (const row of drawRows(group, Math.min(group.length, share), random)) chosen.add(row);
  }
  for (const labels of labellings) {
    const k = clusterCount(labels);
    const shown = new Float64Array(k);
    for (const row of chosen) shown[labels[row]] += 1;
    const sizes = sizesOf(labels, k);
    for (let c = 0; c < k; c++) {
      const wanted = Math.min(sizes[c], FEWEST_OF_CLUSTER) - shown[c];
      if (wanted <= 0) continue;
      const others: number[] = [];
      for (let i = 0; i < rows; i++) if (labels[i] === c && !chosen.has(i)) others.push(i);
      for (const row of drawRows(others, wanted, random)) chosen.add(row);
    }
  }
  return Uint32Array.from(chosen).sort();
};

const membersOf = (labels: Uint8Array, chosen: Uint32Array): Members => {
  const k = clusterCount(labels);
  const sampled = new Uint8Array(new SharedArrayBuffer(chosen.length));
  const offsets = new Uint32Array(new SharedArrayBuffer((k + 1) * 4));
  for (let i = 0; i < chosen.length; i++) {
    sampled[i] = labels[chosen[i]];
    offsets[sampled[i] + 1] += 1;
  }
  for (let c = 0; c < k; c++) offsets[c + 1] += offsets[c];
  const order = new Uint32Array(new SharedArrayBuffer(chosen.length * 4));
  const next = offsets.slice();
  for (let i = 0; i < chosen.length; i++) order[next[sampled[i]]++] = i;
  const sizes = doubles(k);
  sizes.set(sizesOf(labels, k));
  return { k, labels: sampled, order, offsets, sizes, silhouettes: doubles(chosen.length) };
};

/** Fewest rows whose mean is a point of a profile, and most points. */
const STRETCH = 11;
const MOST_POINTS = 40;

const profileOf = (silhouettes: Float64Array): number[] => {
  const sorted = silhouettes.sort().reverse();
  const points = Math.min(MOST_POINTS, Math.floor(sorted.length / STRETCH));
  return Array.from({ length: points }, (_, i) => {
    const [from, to] = [
      Math.floor((i * sorted.length) / points),
      Math.floor(((i + 1) * sorted.length) / points),
    ];
    return sorted.subarray(from, to).reduce((sum, value) => sum + value, 0) / (to - from);
  });
};

/**
 * Silhouettes summed up. The standard error is that of a stratified sample without replacement (W. Cochran, Sampling
 * Techniques, 1977, theorem 5.3), doubled: a row is measured, and measured against (W. Hoeffding, Ann. Math. Stat. 19, 1948).
 */
const summarise = (
  members: Members,
): Pick<Validity, 'silhouette' | 'silhouettes' | 'silhouetteError' | 'profiles'> => {
  const { k, order, offsets, sizes, silhouettes: each } = members;
  const means: (number | null)[] = [];
  const profiles: number[][] = [];
  let weighted = 0;
  let weight = 0;
  let variance = 0;
  for (let c = 0; c < k; c++) {
    const count = offsets[c + 1] - offsets[c];
    profiles.push(profileOf(Float64Array.from({ length: count }, (_, i) => each[order[offsets[c] + i]])));
    if (count === 0) {
      means.push(null);
      continue;
    }
    let sum = 0;
    for (let at = offsets[c]; at < offsets[c + 1]; at++) sum += each[order[at]];
    means.push(sum / count);
    weighted += (sum / count) * sizes[c];
    weight += sizes[c];
    let squares = 0;
    for (let at = offsets[c]; at < offsets[c + 1]; at++) squares += (each[order[at]] - sum / count) ** 2;
    if (count > 1) variance += (sizes[c] * (sizes[c] - count) * squares) / (count * (count - 1));
  }
  return {
    silhouette: weighted / weight,
    silhouettes: means,
    silhouetteError: (2 * Math.sqrt(variance)) / weight,
    profiles,
  };
};

const requireLabels = (matrix: Matrix, labels: Uint8Array): void => {
  if (labels.length !== matrix.people)
    throw new CloisterError(
      'INPUT_VALUE',
      `There are ${labels.length} labels for ${matrix.people} rows.`,
      'Give one label per row.',
    );
  if (labels.every((label) => label === labels[0]))
    throw new CloisterError(
      'INPUT_VALUE',
      'The quality of a clustering compares at least two clusters, and there is only one.',
      'Ask for two clusters or more.',
    );
};

/**
 * The validity of several labellings of the same rows, coarsest first. The silhouettes of all of them are
 * measured on one sample, so that they differ by the clustering alone, and distances are computed once.
 *
 * Silhouette: Rousseeuw 1987. Davies–Bouldin: IEEE PAMI 1(2), 1979 (lower is better). Caliński–Harabasz:
 * Communications in Statistics 3(1), 1974; 1 where every row sits on its mean.
 * @throws CloisterError NO_DATA, INPUT_VALUE (a value is not finite, or fewer than two clusters), CANCELLED
 */
export const validityOfMany = async (
  matrix: Matrix,
  labellings: Uint8Array[],
  parameters: ValidityParameters,
  run: Run,
): Promise<Validity[]> => {
  requireFinite(matrix);
  for (const labels of labellings) requireLabels(matrix, labels);
  const columns = matrix.columns.length;
  const rows = matrix.people;
  const values = sharedValues(matrix.values);
  const random = createRandom(parameters.seed).fork('validity');
  const { dissimilarity } = parameters;
  const limit = dissimilarity === undefined ? SILHOUETTE_LIMIT : OWN_SILHOUETTE_LIMIT;
  const chosen = silhouetteRows(labellings, parameters.silhouetteLimit ?? limit, random);
  const members = labellings.map((labels) => membersOf(labels, chosen));
  run.progress('Validity: silhouettes', 0, null, 'people');
  if (dissimilarity === undefined) await measureSilhouettes(values, columns, chosen, members, run);
  else {
    const sample = gatherRows(values, columns, chosen);
    await measureSilhouettesBy({ dissimilarity, sample, labellings: members }, chosen.length, run);
  }
  const out: Validity[] = [];
  for (let at = 0; at < labellings.length; at++) {
    run.progress('Validity: indices', at, labellings.length, 'clusterings');
    const { k } = members[at];
    const indices = await centreIndices({ values, rows, columns, labels: labellings[at], k }, run);
    out.push({ k, ...indices, ...summarise(members[at]), silhouetteSample: chosen.length });
  }
  run.progress('Validity: indices', labellings.length, labellings.length, 'clusterings');
  return out;
};

/** The validity of one labelling; see `validityOfMany`. */
export const validity = async (
  matrix: Matrix,
  labels: Uint8Array,
  parameters: ValidityParameters,
  run: Run,
): Promise<Validity> => (await validityOfMany(matrix, [labels], parameters, run))[0];
