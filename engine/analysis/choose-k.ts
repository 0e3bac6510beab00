/** How many clusters: fits every candidate, measures each, and says what each index prefers. */
import { indexOf } from '../../shared/charts/choice-of-k.ts';
import { CloisterError } from '../../shared/errors.ts';
import type { ValidityRow } from '../../shared/release.ts';
import type { Matrix } from '../features/table.ts';
import type { Run } from '../jobs/job.ts';
import { fitKMeans, type KMeansFit, MAX_CLUSTERS } from './kmeans.ts';
import { kneedle } from './knee.ts';
import { distinctRows, requireFinite, requireSpread } from './rows.ts';
import { validityOfMany } from './validity.ts';

export type ChooseKParameters = {
  /** Fewest and most clusters to try; default 2 and 12. */
  from?: number;
  to?: number;
  seed: number;
  restarts?: number;
  maxIterations?: number;
};

export type KChoice = {
  candidates: ValidityRow[];
  /** The knee of the inertia (kneedle), null where it has none. */
  elbow: number | null;
  suggested: number;
  why: string;
  /** Standard error of the silhouette of each candidate; 0 where it is exact. */
  silhouetteErrors: number[];
  /** Rows the silhouettes were measured on. */
  silhouetteSample: number;
  /** In the order of `candidates`. */
  fits: KMeansFit[];
};

/** The k of the best candidate under `score` (higher is better); the smaller k on a tie. */
const prefer = (candidates: ValidityRow[], score: (row: ValidityRow) => number): number =>
  candidates.reduce((best, row) => (score(row) > score(best) ? row : best)).k;

const listed = (numbers: readonly number[]): string =>
  `${numbers.slice(0, -1).join(', ')} and ${numbers.at(-1)}`;

/**
 * The candidate most indices prefer; where two have as many, the one with the higher silhouette.
 * The sentence names every index and says whether they agree.
 */
export const suggestK = (
  candidates: ValidityRow[],
  elbow: number | null,
): { suggested: number; why: string } => {
  const votes: { index: string; k: number }[] = [
    { index: 'the silhouette', k: prefer(candidates, (row) => row.silhouette) },
    { index: 'Davies–Bouldin', k: prefer(candidates, (row) => -row.daviesBouldin) },
    { index: 'Caliński–Harabasz', k: prefer(candidates, (row) => indexOf(row, 'calinskiHarabasz')) },
    ...(elbow === null ? [] : [{ index: 'the elbow of the inertia', k: elbow }]),
  ];
  const tally = (k: number): number => votes.filter((vote) => vote.k === k).length;
  const most = Math.max(...votes.map((vote) => tally(vote.k)));
  const leaders = candidates.filter((row) => tally(row.k) === most);
  const suggested = prefer(leaders, (row) => row.silhouette);
  const noElbow = elbow === null ? ' (the inertia shows no elbow)' : '';
  if (most === votes.length)
    return { suggested, why: `All ${votes.length} indices prefer ${suggested} clusters${noElbow}.` };
  const stated = votes.map(({ index, k }) => `${index} prefers ${k}`).join(', ');
  const reason =
    leaders.length === 1
      ? `${most} of ${votes.length} point to it`
      : `of ${listed(leaders.map(({ k }) => k))}, each preferred by ${most === 1 ? 'one index' : `${most} indices`}, it has the highest silhouette`;
  const sentence = `${stated}${noElbow}: the indices disagree, and ${suggested} is suggested because ${reason}.`;
  return { suggested, why: sentence[0].toUpperCase() + sentence.slice(1) };
};

/**
 * The most clusters worth trying up to `to`, and why they are fewer: no more than there are different rows, and fewer than
 * people, for indices compare a person with others of the same cluster.
 */
export const mostClusters = (matrix: Matrix, to: number): { last: number; distinct: number; why: string } => {
  const distinct = distinctRows(matrix, to);
  const last = Math.min(to, distinct, matrix.people - 1);
  if (last === to) return { last, distinct, why: '' };
  const why =
    last === distinct
      ? ` Only ${distinct} rows differ, so no more than ${last} clusters were tried.`
      : ` No more than ${last} clusters were tried, for more would be single people.`;
  return { last, distinct, why };
};

/**
 * Fits k-means for every k from `from` to `to` and compares them by four indices (validity.ts).
 * Where `mostClusters` are fewer than `to`, it stops there and says so.
 * @throws CloisterError NO_DATA, INPUT_VALUE (bad range, values that are not finite, or fewer than `from`
 * different rows), CANCELLED
 */
export const chooseK = async (matrix: Matrix, parameters: ChooseKParameters, run: Run): Promise<KChoice> => {
  const { from = 2, to = 12, ...fitting } = parameters;
  if (!Number.isInteger(from) || !Number.isInteger(to) || from < 2 || to < from || to > MAX_CLUSTERS)
    throw new CloisterError(
      'INPUT_VALUE',
      `The numbers of clusters to try, ${from} to ${to}, are not a range within 2 to ${MAX_CLUSTERS}.`,
      'Give whole numbers, the smaller first.',
    );
  requireFinite(matrix);
  requireSpread(matrix);
  const { last, distinct, why: stopped } = mostClusters(matrix, to);
  if (last < from)
    throw new CloisterError(
      'INPUT_VALUE',
      distinct < from
        ? `Only ${distinct} rows differ, which is too few for ${from} clusters.`
        : `${from} clusters of so few people would be single people, which no index can compare.`,
      'Choose features that tell people apart, or a lens that admits more people.',
    );
  const fits: KMeansFit[] = [];
  for (let k = from; k <= last; k++) {
    run.progress('Choosing k', k - from, last - from + 1, 'clusterings');
    fits.push(await fitKMeans(matrix, { ...fitting, k }, run));
  }
  run.progress('Choosing k', last - from + 1, last - from + 1, 'clusterings');
  const measured = await validityOfMany(
    matrix,
    fits.map(({ labels }) => labels),
    { seed: parameters.seed },
    run,
  );
  const candidates: ValidityRow[] = measured.map((row) => ({
    k: row.k,
    inertia: row.inertia,
    silhouette: row.silhouette,
    daviesBouldin: row.daviesBouldin,
    calinskiHarabasz: row.calinskiHarabasz,
  }));
  const elbow = kneedle(
    candidates.map((row) => row.k),
    candidates.map((row) => row.inertia),
    'falling',
  );
  const { suggested, why } = suggestK(candidates, elbow);
  return {
    candidates,
    elbow,
    suggested,
    why: why + stopped,
    silhouetteErrors: measured.map(({ silhouetteError }) => silhouetteError),
    silhouetteSample: measured[0].silhouetteSample,
    fits,
  };
};
