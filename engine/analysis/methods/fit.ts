/** One way to fit every method: a matrix, parameters, the numbers of clusters asked for, a seed. */
import { CloisterError } from '../../../shared/errors.ts';
import { type MethodName, takesK } from '../../../shared/methods.ts';
import type { Matrix } from '../../features/table.ts';
import type { Run } from '../../jobs/job.ts';
import { fitKMeans } from '../kmeans.ts';
import type { MixtureFit } from '../mixture/mixture.ts';
import { RANDOM_STARTS } from '../mixture/starts.ts';
import { distinctRows, requireFinite, requireSpread, sharedValues } from '../rows.ts';
import { settle } from '../share.ts';
import type { DenseOutput } from './dense.ts';
import type { FitInput, FitOutput } from './fit-worker.ts';
import { type Dendrogram, fitTree } from './linkage.ts';
import { type MedoidsOutput, PAM_ROWS } from './medoids.ts';
import { requireMemory } from './memory.ts';
import { mixedOf, rangesOf } from './mixed.ts';
import { describeClusters, type MethodFit, orderGroups } from './model.ts';
import { type PrototypesOutput, usualGamma } from './prototypes.ts';

export type MethodParameters = {
  method: MethodName;
  radius?: number | undefined;
  minPoints?: number | undefined;
  minSize?: number | undefined;
  covariance?: 'full' | 'diagonal' | undefined;
  /** Random starts of a mixture. */
  draws?: number | undefined;
  gamma?: number | undefined;
  distance?: 'euclidean' | 'gower' | undefined;
};

/** One fit per number of clusters asked for (one alone where the method finds the number), and what it shows. */
export type MethodFits = {
  fits: MethodFit[];
  dendrogram: Dendrogram | null;
  /** Distances to the k-th nearest person, largest first, and the radius at their bend. */
  distances: { minPoints: number; curve: number[]; bend: number | null; radius: number | null } | null;
  /** What was done besides, in sentences. */
  notes: string[];
};

const WORKER = new URL('./fit-worker.ts', import.meta.url);
const MOST_DENSE = { dbscan: 1_000_000, hdbscan: 50_000 } as const;

const work = <T extends FitOutput>(run: Run, label: string, input: FitInput): Promise<T> => {
  run.progress(label, 0, null, 'people');
  return run.pool.run<T>(WORKER, input, { signal: run.signal });
};

/** By what the indices of methods with a dissimilarity of their own are measured. */
const BY_OWN =
  'Silhouettes are measured by it too; inertia, Davies–Bouldin and Caliński–Harabasz take means, so they are Euclidean on columns of 0 and 1, and say less of levels.';

const nothing = { dendrogram: null, distances: null, notes: [] };

const medoids = async (
  matrix: Matrix,
  parameters: MethodParameters,
  ks: number[],
  seed: number,
  run: Run,
): Promise<MethodFits> => {
  const width = matrix.columns.length;
  const mixed = mixedOf(matrix.columns);
  const distance = parameters.distance ?? (mixed.levels.length > 0 ? 'gower' : 'euclidean');
  const rows = matrix.people;
  const held = Math.min(rows, PAM_ROWS);
  requireMemory(8 * ((held * held) / 2) + 8 * rows, 'PAM');
  const ranges = rangesOf(matrix.values, rows, width);
  const input = { values: sharedValues(matrix.values), rows, mixed, ranges, distance, ks, seed };
  const found = await work<MedoidsOutput>(run, 'Medoids', { kind: 'medoids', input });
  const fits = found.map(({ labels: groups, typical, objective }): MethodFit => {
    const { labels, order } = orderGroups(groups, 'pam');
    const common = describeClusters(matrix, labels, order.length, seed);
    return {
      labels,
      model: {
        method: 'pam',
        ...common,
        distance,
        ranges,
        objective,
        typical: order.map((group) => typical[group]),
      },
    };
  });
  const notes = [
    distance === 'gower'
      ? `Distance: Gower’s, every feature from 0 to 1. ${BY_OWN}`
      : 'Distance: Euclidean, in the scale of the features.',
    ...(rows > PAM_ROWS ? ['The medoids are the best of five samples of 1,000 people (CLARA).'] : []),
  ];
  return { ...nothing, fits, notes };
};

const dense = async (
  matrix: Matrix,
  parameters: MethodParameters & { method: 'dbscan' | 'hdbscan' },
  seed: number,
  run: Run,
): Promise<MethodFits> => {
  const { method } = parameters;
  const rows = matrix.people;
  const columns = matrix.columns.length;
  if (rows > MOST_DENSE[method])
    throw new CloisterError(
      'INPUT_VALUE',
      `${method === 'dbscan' ? 'DBSCAN' : 'HDBSCAN'} takes at most ${MOST_DENSE[method]} people; here are more.`,
      method === 'hdbscan'
        ? 'Use DBSCAN or k-means, or a narrower lens.'
        : 'Use k-means, or a narrower lens.',
    );
  requireMemory(rows * (columns * 24 + 200), method === 'dbscan' ? 'DBSCAN' : 'HDBSCAN');
  const minSize = parameters.minSize ?? Math.max(11, Math.round(rows / 100));
  const minPoints =
    parameters.minPoints ?? (method === 'hdbscan' ? Math.min(minSize, 15) : Math.max(5, 2 * columns));
  const input = {
    method,
    values: sharedValues(matrix.values),
    rows,
    columns,
    radius: parameters.radius ?? null,
    minPoints,
    minSize,
  };
  const found = await work<DenseOutput>(run, 'Dense places', { kind: 'dense', input });
  const { labels, order } = orderGroups(found.labels, method);
  const rank = new Map(order.map((group, i) => [group, i]));
  const common = describeClusters(matrix, labels, order.length, seed);
  const { radius, places, reaches, curve, bend } = found;
  const owners = found.owners.map((group) => rank.get(group) as number);
  const chosen =
    method === 'dbscan'
      ? [
          `Radius ${radius?.toPrecision(4)}, ${parameters.radius === undefined ? 'the bend of the k-distances' : 'as asked for'}; a dense place holds ${minPoints} people.`,
        ]
      : [`A cluster holds at least ${minSize} people, a dense place ${minPoints}.`];
  return {
    dendrogram: null,
    distances: { minPoints, curve, bend, radius },
    notes: chosen,
    fits: [
      {
        labels,
        model: {
          method,
          ...common,
          radius,
          minPoints,
          minSize: method === 'hdbscan' ? minSize : null,
          places,
          owners,
          reaches,
        },
      },
    ],
  };
};

const mixtures = async (
  matrix: Matrix,
  parameters: MethodParameters,
  ks: number[],
  seed: number,
  run: Run,
): Promise<MethodFits> => {
  const covariance = parameters.covariance ?? 'full';
  const draws = parameters.draws ?? RANDOM_STARTS;
  const rows = matrix.people;
  const columns = matrix.columns.length;
  const atOnce = Math.min(ks.length, run.pool.size);
  requireMemory(8 * rows * Math.max(...ks) * 2 * atOnce, 'The mixture');
  const starts: Uint8Array[] = [];
  for (const k of ks) {
    run.check();
    starts.push((await fitKMeans(matrix, { k, seed, restarts: 4 }, run)).labels);
  }
  const values = sharedValues(matrix.values);
  // As many at a time as there are threads; where one fails, none still runs when that is told.
  const climbed = await settle(
    ks.map((k, i) => {
      const input = {
        values,
        rows,
        columns,
        start: starts[i],
        parameters: { components: k, covariance },
        seed,
        draws,
      };
      return work<MixtureFit>(run, 'Mixture', { kind: 'mixture', input });
    }),
  );
  const fits: MethodFit[] = [];
  for (const found of climbed) {
    const { labels, order } = orderGroups(found.labels, 'mixture');
    // A component that is nobody's likeliest stays in the densities, behind the others.
    const parts = [...order, ...[...found.model.weights.keys()].filter((c) => !order.includes(c))];
    const { weights, means, covariances } = found.model;
    const mixture = {
      ...found.model,
      weights: parts.map((c) => weights[c]),
      means: parts.map((c) => means[c]),
      covariances: parts.map((c) => covariances[c]),
    };
    const common = describeClusters(matrix, labels, parts.length, seed);
    fits.push({ labels, model: { method: 'mixture', ...common, mixture } });
  }
  const notes = [
    `Covariances: ${covariance}. Started from k-means and from the likeliest of ${draws} random draws; the likelier mixture is kept.`,
  ];
  return { ...nothing, fits, notes };
};

const prototypes = async (
  matrix: Matrix,
  parameters: MethodParameters,
  ks: number[],
  seed: number,
  run: Run,
): Promise<MethodFits> => {
  const mixed = mixedOf(matrix.columns);
  const values = sharedValues(matrix.values);
  const rows = matrix.people;
  const gamma = parameters.gamma ?? usualGamma(values, rows, mixed);
  const fits: MethodFit[] = [];
  for (const k of ks) {
    run.check();
    const input = { values, rows, mixed, k, gamma, seed };
    const found = await work<PrototypesOutput>(run, 'Prototypes', { kind: 'prototypes', input });
    const { labels, order } = orderGroups(found.labels, 'kprototypes');
    const kept = order.map((c) => [...found.prototypes.subarray(c * mixed.width, (c + 1) * mixed.width)]);
    const common = describeClusters(matrix, labels, order.length, seed);
    fits.push({
      labels,
      model: { method: 'kprototypes', ...common, prototypes: kept, gamma, cost: found.cost },
    });
  }
  return {
    ...nothing,
    fits,
    notes: [`A level that differs counts ${gamma.toPrecision(3)} (gamma). ${BY_OWN}`],
  };
};

/**
 * Fits a method.
 * @param ks numbers of clusters, ascending; without meaning for DBSCAN and HDBSCAN
 * @throws CloisterError NO_DATA, INPUT_VALUE (values that are not finite, fewer different rows than clusters, too
 * many people or too little memory for the method, parameters that give fewer than two clusters), CANCELLED
 */
export const fitMethod = async (
  matrix: Matrix,
  parameters: MethodParameters,
  ks: number[],
  seed: number,
  run: Run,
): Promise<MethodFits> => {
  requireFinite(matrix);
  requireSpread(matrix);
  const { method } = parameters;
  const most = takesK(method) ? Math.max(...ks) : 2;
  const distinct = distinctRows(matrix, most);
  if (distinct < most)
    throw new CloisterError(
      'INPUT_VALUE',
      `${most} clusters need as many people who differ; ${distinct === 1 ? 'all are alike' : `only ${distinct} of the rows differ`}.`,
      distinct === 1
        ? 'Choose features that tell people apart.'
        : `Ask for at most ${distinct} clusters, or choose other features.`,
    );
  switch (method) {
    case 'kmeans': {
      const fits: MethodFit[] = [];
      for (const k of ks) fits.push(await fitKMeans(matrix, { k, seed }, run));
      const restarts = fits[0].model.method === 'kmeans' ? fits[0].model.restarts : 0;
      const notes = [`The best of ${restarts} starts, then passes over everyone until no label changes.`];
      return { ...nothing, fits, notes };
    }
    case 'pam':
      return medoids(matrix, parameters, ks, seed, run);
    case 'dbscan':
    case 'hdbscan':
      return dense(matrix, { ...parameters, method }, seed, run);
    case 'mixture':
      return mixtures(matrix, parameters, ks, seed, run);
    case 'kprototypes':
      return prototypes(matrix, parameters, ks, seed, run);
    default: {
      const { dendrogram, cuts, notes } = await fitTree(matrix, method, ks, seed, run);
      const fits = cuts.map((groups): MethodFit => {
        const { labels, order } = orderGroups(groups, method);
        return { labels, model: { method, ...describeClusters(matrix, labels, order.length, seed) } };
      });
      return { ...nothing, fits, dendrogram, notes };
    }
  }
};
