/** What a method shows of itself beside its clusters: tree, curves, soft membership, silhouettes, doubts. */
import { counted } from '../../shared/charts/words.ts';
import type { ClusterInfo } from '../../shared/contract/answers.ts';
import type { MethodAnswer } from '../../shared/contract/methods.ts';
import { METHOD_INFO, NOISE } from '../../shared/methods.ts';
import { sphericalCriteria } from '../analysis/explain/spherical.ts';
import { featureDoubts } from '../analysis/feature-doubts.ts';
import { posteriors } from '../analysis/methods/assign.ts';
import type { MethodFits } from '../analysis/methods/fit.ts';
import type { Branch } from '../analysis/methods/linkage.ts';
import type { ClusterModel, MethodFit } from '../analysis/methods/model.ts';
import { flatComponents } from '../analysis/mixture/mixture.ts';
import type { PcaModel } from '../analysis/pca.ts';
import type { Stability } from '../analysis/stability.ts';
import type { Validity } from '../analysis/validity.ts';
import type { Matrix } from '../features/table.ts';
import { POLICY_DEFAULT } from '../privacy/gate/policy.ts';

/** A membership below this is soft. */
const SOFT = 0.8;
/** People that a difference of .2 deviations takes in each group, at 5 % and 80 % (J. Cohen 1988, two-sided t-test). */
const TESTABLE = 394;
/** Below these a cluster is hardly told apart. */
const TOUCHING = 0.1;
const LOOSE = 0.5;
const DISSOLVING = 0.6;

const whole = (share: number): number => Math.round(share * 100) / 100;

/** Shares of people whose likeliest cluster is not likely. */
export const softOf = (matrix: Matrix, { model, labels }: MethodFit): MethodAnswer['soft'] => {
  if (model.method !== 'mixture') return null;
  const shares = posteriors(matrix, model);
  const soft = new Array<number>(model.k).fill(0);
  for (let row = 0; row < labels.length; row++) {
    let best = 0;
    for (let c = 0; c < model.k; c++) best = Math.max(best, shares[row * model.k + c]);
    if (best < SOFT) soft[labels[row]] += 1;
  }
  const all = soft.reduce((sum, people) => sum + people, 0);
  return {
    share: whole(all / labels.length),
    clusters: soft.map((people, label) => whole(people / Math.max(1, model.sizes[label]))),
  };
};

/** Information criteria of every candidate: a mixture's own, else those of round clusters. */
export const criteriaOf = (fits: readonly MethodFit[], width: number): MethodAnswer['criteria'] =>
  fits.flatMap(({ model }) => {
    const found =
      model.method === 'mixture' ? model.mixture : sphericalCriteria(model.sizes, model.inertia, width);
    return found === null ? [] : [{ k: model.k, bic: found.bic, aic: found.aic }];
  });

/** Of every branch the cluster that it is: one that stands at the cut and holds as many people as no other cluster. */
const clustersOf = (branches: readonly Branch[], { k, sizes }: ClusterModel): (number | null)[] => {
  const born = branches.map(() => 1);
  for (const { split } of branches)
    if (split !== null) for (const part of [split.larger, split.smaller]) born[part] = split.k;
  return branches.map(({ people, split }, at) => {
    const stands = born[at] <= k && (split === null || split.k > k);
    const same = sizes.flatMap((size, label) => (size === people ? [label] : []));
    return stands && same.length === 1 ? same[0] : null;
  });
};

/** The drawn tree with shares of the lens in place of people. */
export const branchesOf = ({ dendrogram }: MethodFits, model: ClusterModel): MethodAnswer['dendrogram'] => {
  if (dendrogram === null) return null;
  const everyone = dendrogram.branches[0].people;
  const labels = clustersOf(dendrogram.branches, model);
  return {
    branches: dendrogram.branches.map(({ people, split }, at) => ({
      share: whole(people / everyone),
      label: labels[at],
      split,
    })),
  };
};

const names = (labels: readonly number[]): string =>
  `${labels.length === 1 ? 'Cluster' : 'Clusters'} ${labels.map((label) => label + 1).join(', ')}`;

/**
 * Signs that there are more clusters than the people bear, or that the method does not suit them.
 * @param flat clusters that a mixture drew around equal values
 */
export const doubtsOf = (
  clusters: readonly ClusterInfo[],
  noise: number,
  people: number,
  { silhouettes }: Validity,
  flat: readonly number[],
): MethodAnswer['doubts'] => {
  const { minCell, minSegment } = POLICY_DEFAULT;
  const those = (which: (cluster: ClusterInfo) => boolean): number[] =>
    clusters.filter(which).map(({ label }) => label);
  const doubts: MethodAnswer['doubts'] = [];
  const say = (code: MethodAnswer['doubts'][number]['code'], labels: number[], text: string): void => {
    if (labels.length > 0) doubts.push({ code, text: `${names(labels)}: ${text}` });
  };
  say(
    'small',
    those((one) => one.people < minCell),
    `fewer than ${minCell} people, so nothing is told of them.`,
  );
  say(
    'export',
    those((one) => one.people >= minCell && one.people < minSegment),
    `fewer than ${minSegment} people, too few to leave as a segment.`,
  );
  say(
    'test',
    those((one) => one.people >= minSegment && one.people < 2 * TESTABLE),
    `fewer than ${2 * TESTABLE} people, too few to test a small difference (.2 deviations) between two halves.`,
  );
  say(
    'apart',
    those(({ label }) => (silhouettes[label] ?? 1) < TOUCHING),
    `mean silhouette below ${TOUCHING}; they overlap with their neighbours.`,
  );
  say(
    'rule',
    those(({ fidelity }) => fidelity === null || fidelity.jaccard < LOOSE),
    'no short rule stands for them well.',
  );
  say(
    'unstable',
    those(({ stability }) => stability.jaccard < DISSOLVING),
    'not found again in resamples of the people.',
  );
  say(
    'flat',
    [...flat],
    'in some direction their people have equal values (levels, or small whole numbers), which no Gaussian describes; log-likelihood, BIC and AIC reward that without bound and do not say how many clusters there are.',
  );
  if (noise > people / 4)
    doubts.push({
      code: 'noise',
      text: 'More than a quarter of the people belong to no cluster: the radius is small, or there are no dense regions.',
    });
  return doubts;
};

const flatOf = ({ columns }: Matrix, { model }: MethodFit): number[] =>
  model.method === 'mixture' ? flatComponents(model.mixture, columns.length) : [];

/** Whether differences add up as they are: the covariances of a mixture and Gower’s ranges undo the width of a feature. */
const addsUp = ({ model }: MethodFit): boolean =>
  model.method !== 'mixture' && !(model.method === 'pam' && model.distance === 'gower');

/** Everything a method shows. */
export const shownOf = (
  matrix: Matrix,
  pca: PcaModel,
  fit: MethodFit,
  fits: MethodFits,
  validity: Validity,
  repeats: MethodAnswer['repeats'],
  clusters: readonly ClusterInfo[],
  stability: Stability,
): MethodAnswer => {
  const { method } = fit.model;
  const { does, assigns } = METHOD_INFO[method];
  const noise = fit.labels.reduce((sum, label) => sum + Number(label === NOISE), 0);
  return {
    method,
    done: [
      does,
      ...fits.notes,
      `Stability: ${stability.resamples} resamples of ${counted(stability.sample, 'person', 'people')}.`,
      `A person who comes later gets ${assigns}.`,
    ],
    dendrogram: branchesOf(fits, fit.model),
    distances: fits.distances,
    criteria: criteriaOf(fits.fits, matrix.columns.length),
    soft: softOf(matrix, fit),
    silhouettes: validity.profiles.map((profile, label) => ({
      label,
      mean: profile.length === 0 ? null : validity.silhouettes[label],
      profile,
    })),
    repeats,
    doubts: [
      ...featureDoubts(matrix.columns, pca, addsUp(fit)),
      ...doubtsOf(clusters, noise, matrix.people, validity, flatOf(matrix, fit)),
    ],
  };
};
