/** Fitting a clustering by any method: how many, how good, how stable, by which rules; kept as a document of the vault. */
import type { ClusterInfo, ClusteringAnswer } from '../../shared/contract/answers.ts';
import { LEAST_CELL } from '../../shared/counts.ts';
import { CloisterError } from '../../shared/errors.ts';
import { NOISE, takesK } from '../../shared/methods.ts';
import type { ClusteringChoice } from '../../shared/plan.ts';
import { chooseK, mostClusters, suggestK } from '../analysis/choose-k.ts';
import { gapStatistic } from '../analysis/gap.ts';
import type { KMeansModel } from '../analysis/kmeans.ts';
import { kneedle } from '../analysis/knee.ts';
import { fitMethod, type MethodFits } from '../analysis/methods/fit.ts';
import { type MethodFit, ownDissimilarity, withoutNoise } from '../analysis/methods/model.ts';
import { refitting } from '../analysis/methods/refit.ts';
import { fitPca, projectInJob } from '../analysis/pca.ts';
import { secondOpinion } from '../analysis/second-opinion.ts';
import { repeatsFor, stabilityOf } from '../analysis/stability.ts';
import { type Validity, validityOfMany } from '../analysis/validity.ts';
import { now, recordAct } from '../audit/audit.ts';
import { buildMatrix, encodeWith } from '../features/matrix.ts';
import type { Matrix } from '../features/table.ts';
import type { Run } from '../jobs/job.ts';
import { members } from '../segments/members.ts';
import { getRecord, putRecord } from '../vault/records.ts';
import { growTree, shortRules } from './cluster-trees.ts';
import { leftOutOf, preparedAs, toldSample } from './clustering-prepared.ts';
import { criteriaOf, shownOf } from './clustering-shown.ts';
import { putLabels, type StoredClustering } from './clustering-store.ts';
import { lensAnswer } from './consent.ts';
import { keepLooked, type Looked, SHOWN } from './explore.ts';
import type { Handlers } from './handler.ts';
import type { View } from './session.ts';

type Found = Pick<
  ClusteringAnswer,
  'k' | 'why' | 'elbow' | 'candidates' | 'silhouetteSample' | 'silhouetteErrors' | 'gap'
> & {
  fit: MethodFit;
  fits: MethodFits;
  validity: Validity;
};

const candidateOf = ({ k, inertia, silhouette, daviesBouldin, calinskiHarabasz }: Validity) => ({
  k,
  inertia,
  silhouette,
  daviesBouldin,
  calinskiHarabasz,
});

/** k-means in a range: every index and the gap statistic. */
const chooseForMeans = async (
  matrix: Matrix,
  choice: ClusteringChoice,
  seed: number,
  run: Run,
): Promise<Found> => {
  const { suggested, why, elbow, candidates, silhouetteSample, silhouetteErrors, fits } = await chooseK(
    matrix,
    { from: choice.from, to: choice.to, seed },
    run,
  );
  const fit = fits[candidates.findIndex(({ k }) => k === suggested)];
  const [validity] = await validityOfMany(matrix, [fit.labels], { seed }, run);
  const gap = await gapStatistic(matrix, { to: choice.to, seed }, run);
  const told =
    gap.suggested === suggested
      ? ' The gap statistic agrees.'
      : ` The gap statistic prefers ${gap.suggested}${gap.suggested === 1 ? ': it sees no clusters at all' : ''}.`;
  const shown: MethodFits = { fits, dendrogram: null, distances: null, notes: [] };
  return {
    fit,
    fits: shown,
    validity,
    k: suggested,
    why: why + told + roundClusters(fits, matrix.columns.length, suggested),
    elbow,
    candidates,
    silhouetteSample,
    silhouetteErrors,
    gap,
  };
};

/** What BIC says beside the indices, in words. */
const roundClusters = (fits: readonly MethodFit[], width: number, suggested: number): string => {
  const rows = criteriaOf(fits, width);
  if (rows.length < 2) return '';
  const { k } = rows.reduce((low, row) => (row.bic < low.bic ? row : low));
  if (k === suggested) return ' BIC for round clusters agrees.';
  return k === rows[rows.length - 1].k
    ? ` BIC for round clusters falls up to ${k}, the most that were tried: the clusters are not round.`
    : ` BIC for round clusters prefers ${k}.`;
};

/** What the criteria of a mixture prefer, in words; BIC decides. */
const byCriteria = (fits: readonly MethodFit[]): { k: number; words: string } | null => {
  const rows = fits.flatMap(({ model }) =>
    model.method === 'mixture' ? [{ k: model.k, ...model.mixture }] : [],
  );
  if (rows.length < 2) return null;
  const best = (key: 'bic' | 'aic'): number => rows.reduce((low, row) => (row[key] < low[key] ? row : low)).k;
  const [bic, aic] = [best('bic'), best('aic')];
  const same = bic === aic ? `BIC and AIC prefer ${bic}` : `BIC prefers ${bic}, AIC ${aic}`;
  return { k: bic, words: `${same}; BIC decides for a mixture.` };
};

/** Fits the number that was asked for, or every candidate and the one that the indices suggest. */
const findClusters = async (
  matrix: Matrix,
  choice: ClusteringChoice,
  seed: number,
  run: Run,
): Promise<Found> => {
  const { method, k } = choice;
  if (method === 'kmeans' && k === undefined) return chooseForMeans(matrix, choice, seed, run);
  const most = mostClusters(matrix, choice.to);
  const last = k ?? Math.max(choice.from, most.last);
  const first = k ?? choice.from;
  const ks = takesK(method) ? Array.from({ length: last - first + 1 }, (_, i) => first + i) : [];
  const fits = await fitMethod(matrix, choice, ks, seed, run);
  const clear = fits.fits.map(({ labels }) => withoutNoise(matrix, labels));
  // One set of rows for all candidates; a method that finds the number gives one candidate alone.
  const measured = await validityOfMany(
    clear[0].matrix,
    clear.map(({ labels }) => labels),
    { seed, dissimilarity: ownDissimilarity(fits.fits[0].model, matrix.columns) ?? undefined },
    run,
  );
  const candidates = measured.map(candidateOf);
  const ending = {
    candidates,
    silhouetteErrors: measured.map(({ silhouetteError }) => silhouetteError),
    silhouetteSample: measured[0].silhouetteSample,
    gap: null,
    fits,
  };
  if (candidates.length === 1) {
    const why = !takesK(method)
      ? `The parameters give ${candidates[0].k} clusters.`
      : k === undefined && choice.from < choice.to
        ? most.why.trimStart()
        : `The analyst chose ${candidates[0].k} clusters.`;
    return { ...ending, fit: fits.fits[0], validity: measured[0], k: candidates[0].k, why, elbow: null };
  }
  const elbow = kneedle(
    candidates.map((row) => row.k),
    candidates.map((row) => row.inertia),
    'falling',
  );
  const indices = suggestK(candidates, elbow);
  const criteria = byCriteria(fits.fits);
  const suggested = criteria?.k ?? indices.suggested;
  const at = Math.max(
    0,
    candidates.findIndex((row) => row.k === suggested),
  );
  const why =
    (criteria === null
      ? indices.why + roundClusters(fits.fits, matrix.columns.length, suggested)
      : `${criteria.words} By the indices: ${indices.why}`) + most.why;
  return { ...ending, fit: fits.fits[at], validity: measured[at], k: candidates[at].k, why, elbow };
};

const isMeans = (fit: MethodFit): fit is { model: KMeansModel; labels: Uint8Array } =>
  fit.model.method === 'kmeans';

/** Draws of these decide what they find; trees and densities draw nothing. */
const SEEDED = new Set(['kmeans', 'mixture', 'kprototypes']);

/** Labels of everyone in the table: who was left out for want of a value belongs to no cluster. */
const forEveryone = ({ rows }: Matrix, labels: Uint8Array, people: number): Uint8Array => {
  if (rows === undefined) return labels;
  const all = new Uint8Array(new SharedArrayBuffer(people)).fill(NOISE);
  rows.forEach((row, at) => {
    all[row] = labels[at];
  });
  return all;
};

/** Clusters, choice of k, second opinion, components and rules for one lens. */
const fitClustering = async (
  view: View,
  choice: ClusteringChoice,
  seed: number,
  run: Run,
): Promise<Pick<Looked, 'labels' | 'points'> & { stored: StoredClustering }> => {
  const table = view.table();
  const matrix = buildMatrix(table, choice.features);
  if (matrix.people < LEAST_CELL)
    throw new CloisterError(
      'NO_DATA',
      `Fewer than ${LEAST_CELL} people have what the clustering is made of; clusters of them would tell of single people.`,
      'Choose a purpose and a date that admit more people, or fill in missing values.',
    );
  const { fit, fits, validity, ...found } = await findClusters(matrix, choice, seed, run);
  const opinion = isMeans(fit) ? await secondOpinion(matrix, fit, { seed }, run) : null;
  const again = refitting(fit, matrix.people, run);
  const stability = await stabilityOf(matrix, again, { seed }, run);
  const repeats = await repeatsFor(matrix, again, { seed, seeded: SEEDED.has(choice.method) }, run);
  const pca = await fitPca(matrix, run);
  const features = choice.features.map(({ feature }) => feature);
  const columns = table.columns.filter(({ id }) => features.includes(id));
  const labels = forEveryone(matrix, fit.labels, table.people);
  const all = matrix.rows === undefined ? matrix : encodeWith(table, matrix.columns);
  const tree = await growTree(
    choice.tree,
    columns,
    { matrix: all, labels, centroids: fit.model.centroids },
    run,
  );
  const clusters = shortRules(view, tree, labels, found.k).map(({ label, ...rule }): ClusterInfo => {
    const { jaccard, verdict } = stability.clusters[label];
    const cluster = members(table.people, (person) => labels[person] === label);
    return { label, ...view.toldSize(cluster), stability: { jaccard, verdict }, ...rule };
  });
  const { columns: names, variances, explained, loadings } = pca;
  const sampled = toldSample(view, matrix, labels);
  const outside = members(table.people, (person) => labels[person] === NOISE);
  const stored: StoredClustering = {
    features,
    matrix: matrix.columns,
    model: fit.model,
    pca,
    answer: {
      fitted: { lens: view.choice, clustering: choice, seed },
      features,
      ...found,
      silhouetteSample: sampled(found.silhouetteSample),
      gap: found.gap === null ? null : { ...found.gap, sample: sampled(found.gap.sample) },
      secondOpinion: opinion === null ? null : { ...opinion, sample: sampled(opinion.sample) },
      stability: {
        sample: sampled(stability.sample),
        resamples: stability.resamples,
        agreement: stability.agreement,
      },
      clusters,
      noise: outside.people === 0 ? 0 : view.told(outside),
      leftOut: leftOutOf(view, matrix, outside.people),
      pca: { columns: names, variances, explained, loadings },
      shown: shownOf(
        matrix,
        pca,
        fit,
        { ...fits, notes: [...preparedAs(view, matrix, choice.features, outside.people), ...fits.notes] },
        validity,
        repeats,
        clusters,
        { ...stability, sample: sampled(stability.sample) },
      ),
    },
  };
  return { stored, labels, points: await projectInJob(all, pca, SHOWN, run) };
};

/** A clustering in one line, without the marks of sizes: found a second time, its own sizes were told before. */
const textOf = (stored: StoredClustering): string =>
  JSON.stringify(stored, (key, value: unknown) => (key === 'near' ? undefined : value));

export const clusteringHandlers: Handlers<'clustering.fit'> = {
  'clustering.fit': async ({ lens, clustering, seed, name }, session, run) => {
    const view = session.view(lens);
    const { stored, labels, points } = await fitClustering(view, clustering, seed, run);
    const { model, answer: found } = stored;
    const { version, answer } = await recordAct(session.vault(), (db) => {
      // The same clusters again are no new version, so segments that name it stay as they are.
      const current = getRecord<StoredClustering | null>(db, 'clustering', name);
      const before = current?.body ?? null;
      const same = current !== undefined && before !== null && textOf(before) === textOf(stored);
      const kept = same ? current.version : putRecord(db, 'clustering', name, stored, now());
      putLabels(db, view, name, kept, model, labels);
      return {
        result: { version: kept, answer: same ? before.answer : found },
        act: {
          action: 'clustering.fit',
          object: `clustering ${name}`,
          purpose: lens.purpose,
          counts: { admitted: view.lens.people },
          details: {
            asOf: lens.asOf,
            seed,
            method: model.method,
            features: found.features,
            k: found.k,
            inertia: model.inertia,
          },
        },
      };
    });
    keepLooked(view, name, { stored: { ...stored, answer, version }, labels, points });
    return { id: name, version, lens: lensAnswer(session, view), ...answer };
  },
};
