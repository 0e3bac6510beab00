/**
 * A sample of rows as singles in the memory of one thread: where k-means looks for a place to begin. Runs on it are
 * calls of the kernel (`assembly/runs.ts`, `assembly/seeds.ts`), which finds everything by a table of places.
 */
import type { Random } from '../../../shared/random.ts';
import { LANES, packedLength } from './distance.ts';
import { kernel, layOut } from './memory.ts';
import { BATCH } from './nearest.ts';

/** Good until something else is laid out in the kernel's memory. */
export type Sample = {
  /** The byte of the table of places. */
  table: number;
  rows: number;
  columns: number;
  k: number;
  /** Row-major. */
  values: Float32Array;
  labels: Uint8Array;
  counts: Float64Array;
  /** k x columns, row-major; `next` are the means of the clusters. */
  centres: Float64Array;
  next: Float64Array;
  /** Squared distance of each row to the nearest centre, and how much farther the second nearest is. */
  closest: Float32Array;
  losses: Float32Array;
  /** The rows tried, and the sum of squared distances each would leave. */
  numbers: Uint32Array;
  totals: Float64Array;
  draws: Float64Array;
};

/** Rows tried for each of k centres (D. Arthur and S. Vassilvitskii, SODA 2007, section 7). */
export const trialsOf = (k: number): number => 2 + Math.floor(Math.log(k));

/** Rows tried in one exchange. */
export const EXCHANGED = 2;

/** Copies a sample (row-major, rows x columns) to the kernel's memory, for up to k centres and so many trials. */
export const openSample = (
  from: Float32Array,
  rows: number,
  columns: number,
  k: number,
  trials: number = Math.max(EXCHANGED, trialsOf(k)),
): Sample => {
  const stride = Math.ceil(rows / 8) * 8;
  const tried = Math.ceil(trials / LANES) * LANES;
  const size = k * columns;
  // In the order of the fields of `Sample` in assembly/sample.ts, after the four numbers.
  const space = layOut(
    Math.ceil((rows * columns) / 2),
    LANES * columns,
    packedLength(k, columns) / 2,
    BATCH / 2,
    BATCH / 2,
    BATCH / 2,
    Math.ceil(rows / 8),
    Math.ceil(rows / 2),
    Math.ceil(rows / 2) + 4,
    k,
    k,
    size,
    k,
    size,
    size,
    stride / 2,
    stride / 2,
    (tried * stride) / 2,
    tried,
    tried,
    packedLength(trials, columns) / 2,
    Math.max(k * trials, trials),
    32,
  );
  const [values, , , , , , labels, , , , , , counts, centres, next, closest, losses, , totals, numbers] =
    space;
  const [draws, table] = space.slice(-2);
  const singles = (place: Float64Array): Float32Array =>
    new Float32Array(place.buffer, place.byteOffset, place.length * 2);
  const places = [rows, columns, k, stride * 4, ...space.slice(0, -1).map(({ byteOffset }) => byteOffset)];
  new Uint32Array(table.buffer, table.byteOffset, places.length).set(places);
  const own = singles(values).subarray(0, rows * columns);
  own.set(from.subarray(0, rows * columns));
  singles(closest).fill(0);
  return {
    table: table.byteOffset,
    rows,
    columns,
    k,
    values: own,
    labels: new Uint8Array(labels.buffer, labels.byteOffset, rows),
    counts,
    centres,
    next,
    closest: singles(closest).subarray(0, rows),
    losses: singles(losses).subarray(0, rows),
    numbers: new Uint32Array(numbers.buffer, numbers.byteOffset, tried),
    totals,
    draws,
  };
};

const drawInto = ({ draws }: Sample, count: number, random: Random): void => {
  for (let at = 0; at < count; at++) draws[at] = random.next();
};

/**
 * Chooses k starting centres among the rows, to `centres`: greedy k-means++ (D. Arthur and S. Vassilvitskii, SODA 2007,
 * section 2; the greedy form of section 7). Each new centre is the best of a few rows drawn with probability proportional
 * to their squared distance from the centres chosen so far: the lowest remaining sum wins, the earliest draw on a tie.
 * With fewer than k distinct rows some centres coincide.
 */
export const seedCentres = (sample: Sample, random: Random): void => {
  const { table, k, rows } = sample;
  const first = random.int(rows);
  drawInto(sample, (k - 1) * trialsOf(k), random);
  kernel().seedSample(table, first, trialsOf(k));
};

/** Of each row: the nearest centre, the squared distance to it, and how much farther the runner-up is. */
export type Standing = { labels: Uint8Array; closest: Float32Array; losses: Float32Array; inertia: number };

/** How the rows stand to centres (k x columns). */
export const standingOf = (
  { table, centres, labels, closest, losses }: Sample,
  to: Float64Array,
): Standing => {
  centres.set(to);
  const inertia = kernel().standSample(table);
  return { labels: labels.slice(), closest: closest.slice(), losses: losses.slice(), inertia };
};

/**
 * Sets `centres` with one of them exchanged for one of a few rows that are drawn: the pair that leaves the least, where
 * rows of the old centre that the new one does not take go to their runners-up. Only what follows tells whether that is
 * a gain.
 */
export const exchangeCentre = (
  sample: Sample,
  centres: Float64Array,
  standing: Standing,
  random: Random,
): void => {
  sample.centres.set(centres);
  sample.labels.set(standing.labels);
  sample.closest.set(standing.closest);
  sample.losses.set(standing.losses);
  drawInto(sample, EXCHANGED, random);
  kernel().exchangeSample(sample.table, EXCHANGED, standing.inertia);
};

/**
 * The row that would make the best new centre beside those that `closest`, which sums to `total`, is measured to: `given`,
 * or one of so many that are drawn by it.
 * @returns the row, and what would be left
 */
export const bestCentre = (
  sample: Sample,
  given: number,
  drawn: number,
  total: number,
  random: Random,
): { row: number; left: number } => {
  const { table, numbers, totals } = sample;
  drawInto(sample, drawn, random);
  kernel().drawRows(table, 0, drawn, total);
  numbers[drawn] = given;
  const best = kernel().tryRows(table, drawn + 1);
  return { row: numbers[best], left: totals[best] };
};
