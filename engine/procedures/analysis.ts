/** Features and clustering: computed for a lens, the clustering kept as a document of the vault. */
import type {
  ClusterInfo,
  ClusteringAnswer,
  FeatureInfo,
  FeaturesAnswer,
} from '../../shared/contract/answers.ts';
import { CloisterError } from '../../shared/errors.ts';
import type { ClusteringChoice } from '../../shared/plan.ts';
import { chooseK } from '../analysis/choose-k.ts';
import { gapStatistic } from '../analysis/gap.ts';
import { fitKMeans, type KMeansModel } from '../analysis/kmeans.ts';
import { fitPca, type PcaModel } from '../analysis/pca.ts';
import { secondOpinion } from '../analysis/second-opinion.ts';
import { stabilityOf } from '../analysis/stability.ts';
import { type ClusterTree, explainClusters } from '../analysis/tree.ts';
import { validityOfMany } from '../analysis/validity.ts';
import { now, recordAct } from '../audit/audit.ts';
import { buildMatrix } from '../features/matrix.ts';
import { scoreRfm } from '../features/rfm.ts';
import { moments, quantile } from '../features/statistics.ts';
import type { FeatureColumn, Matrix, MatrixColumn } from '../features/table.ts';
import type { Run } from '../jobs/job.ts';
import { niceGrid } from '../privacy/gate/cut-points.ts';
import { POLICY_DEFAULT } from '../privacy/gate/policy.ts';
import { members } from '../segments/members.ts';
import { segmentText } from '../segments/segment.ts';
import { fidelityOf, simplifyRule } from '../segments/simplify.ts';
import { getRecord, getRecordVersion, putRecord } from '../vault/records.ts';
import { lensAnswer } from './consent.ts';
import type { Handlers } from './handler.ts';
import type { Session, View } from './session.ts';

/** A clustering as it is kept: the model, what it was fitted on, and what was found about it. */
export type StoredClustering = {
  features: string[];
  matrix: MatrixColumn[];
  model: KMeansModel;
  pca: PcaModel;
  answer: Omit<ClusteringAnswer, 'id' | 'version' | 'lens'>;
};

/** The clustering kept under this name, the newest unless a version is asked for. @throws CloisterError NOT_FOUND */
export const requireClustering = (
  session: Session,
  id: string,
  version?: number,
): StoredClustering & { version: number } => {
  const { reader } = session.vault();
  const found =
    version === undefined
      ? getRecord<StoredClustering | null>(reader, 'clustering', id)
      : getRecordVersion<StoredClustering | null>(reader, 'clustering', id, version);
  if (found?.body !== undefined && found.body !== null) return { ...found.body, version: found.version };
  throw new CloisterError(
    'NOT_FOUND',
    `There is no clustering "${id}" in this vault.`,
    'Fit one with `cloister cluster`.',
  );
};

const describeFeature = (column: FeatureColumn, people: number): FeatureInfo => {
  const { id, label, definition } = column;
  if (column.type === 'level') {
    const counts = new Array<number>(column.levels.length).fill(0);
    let known = 0;
    for (const code of column.codes)
      if (code >= 0) {
        counts[code] += 1;
        known += 1;
      }
    const levels = column.levels
      .map((level, code) => ({ level, people: counts[code] }))
      .sort((a, b) => b.people - a.people);
    return {
      id,
      label,
      unit: '',
      type: 'level',
      definition,
      known,
      missing: people - known,
      mean: null,
      centiles: null,
      levels,
    };
  }
  const sorted = column.values.filter((value) => !Number.isNaN(value)).sort();
  const { count, mean } = moments(sorted);
  return {
    id,
    label,
    unit: column.unit,
    type: 'number',
    definition,
    known: count,
    missing: people - count,
    mean: count > 0 ? mean : null,
    centiles: count > 0 ? [quantile(sorted, 0.1), quantile(sorted, 0.5), quantile(sorted, 0.9)] : null,
    levels: null,
  };
};

const rfmAnswer = (view: View): FeaturesAnswer['rfm'] => {
  const scores = scoreRfm(view.table());
  return scores === null ? null : { segments: scores.sizes, withoutOrders: scores.withoutOrders };
};

type Found = Pick<ClusteringAnswer, 'k' | 'why' | 'elbow' | 'candidates' | 'silhouetteSample' | 'gap'> & {
  fit: Awaited<ReturnType<typeof fitKMeans>>;
};

/** Fits the k that was asked for, or every candidate and the one that the indices suggest. */
const findClusters = async (
  matrix: Matrix,
  choice: ClusteringChoice,
  seed: number,
  run: Run,
): Promise<Found> => {
  if (choice.k !== undefined) {
    const fit = await fitKMeans(matrix, { k: choice.k, seed }, run);
    const [row] = await validityOfMany(matrix, [fit.labels], { seed }, run);
    const { k, inertia, silhouette, daviesBouldin, calinskiHarabasz, silhouetteSample } = row;
    return {
      fit,
      k: choice.k,
      why: `The analyst chose ${choice.k} clusters.`,
      elbow: null,
      candidates: [{ k, inertia, silhouette, daviesBouldin, calinskiHarabasz }],
      silhouetteSample,
      gap: null,
    };
  }
  const { suggested, why, elbow, candidates, silhouetteSample, fits } = await chooseK(
    matrix,
    { from: choice.from, to: choice.to, seed },
    run,
  );
  const fit = fits[candidates.findIndex(({ k }) => k === suggested)];
  const gap = await gapStatistic(matrix, { to: choice.to, seed }, run);
  const told =
    gap.suggested === suggested
      ? ` The gap statistic agrees.`
      : ` The gap statistic prefers ${gap.suggested}${gap.suggested === 1 ? ': it sees no clusters at all' : ''}.`;
  return { fit, k: suggested, why: why + told, elbow, candidates, silhouetteSample, gap };
};

/** A deeper tree must say this much more of the clusters to be worth its longer rules. */
const WORTH = 0.02;

/**
 * The shallowest tree that tells the clusters apart about as well as a deeper one: short rules are read, and
 * each level more cuts the clusters into smaller pieces.
 */
const explain = async (
  columns: FeatureColumn[],
  labels: Uint8Array,
  k: number,
  run: Run,
): Promise<ClusterTree> => {
  const grow = (maxDepth: number): Promise<ClusterTree> =>
    explainClusters(
      columns,
      labels,
      {
        maxDepth,
        minLeaf: Math.max(POLICY_DEFAULT.minCell, Math.ceil(labels.length * 0.005)),
        cutPoints: (_, values) => niceGrid(values),
      },
      run,
    );
  const least = Math.ceil(Math.log2(k));
  let best = await grow(least);
  for (let depth = least + 1; depth <= least + 2; depth++) {
    const deeper = await grow(depth);
    const missed =
      best.rules.some(({ rule }) => rule === null) && deeper.rules.every(({ rule }) => rule !== null);
    if (!missed && deeper.fidelity - best.fidelity < WORTH) break;
    best = deeper;
  }
  return best;
};

/** Clusters, choice of k, second opinion, components and rules for one lens. */
const fitClustering = async (
  view: View,
  choice: ClusteringChoice,
  seed: number,
  run: Run,
): Promise<StoredClustering> => {
  const table = view.table();
  const matrix = buildMatrix(table, choice.features);
  const { fit, ...found } = await findClusters(matrix, choice, seed, run);
  const opinion = await secondOpinion(matrix, fit, { seed }, run);
  const stability = await stabilityOf(matrix, fit, { seed }, run);
  const pca = await fitPca(matrix, run);
  const features = choice.features.map(({ feature }) => feature);
  const columns = table.columns.filter(({ id }) => features.includes(id));
  const tree = await explain(columns, fit.labels, found.k, run);
  const evaluator = view.evaluator();
  const clusters = tree.rules.map(({ label, rule }): ClusterInfo => {
    const cluster = members(table.people, (person) => fit.labels[person] === label);
    const { jaccard, verdict } = stability.clusters[label];
    const info = { label, people: cluster.people, stability: { jaccard, verdict } };
    if (rule === null) return { ...info, rule, text: null, fidelity: null };
    const short = simplifyRule(rule, cluster, evaluator);
    const fidelity = fidelityOf(evaluator.evaluate(short), cluster);
    return { ...info, rule: short, text: segmentText(table, short), fidelity };
  });
  const { columns: names, variances, explained, loadings } = pca;
  return {
    features,
    matrix: matrix.columns,
    model: fit.model,
    pca,
    answer: {
      fitted: { lens: view.choice, clustering: choice, seed },
      features,
      ...found,
      secondOpinion: opinion,
      stability: { sample: stability.sample, resamples: stability.resamples, agreement: stability.agreement },
      clusters,
      pca: { columns: names, variances, explained, loadings },
    },
  };
};

export const analysisHandlers: Handlers<'features.compute' | 'clustering.fit'> = {
  'features.compute': ({ lens }, session) => {
    const view = session.view(lens);
    const table = view.table();
    return {
      lens: lensAnswer(view),
      notAllowed: view.lens.notAllowed,
      features: table.columns.map((column) => describeFeature(column, table.people)),
      rfm: rfmAnswer(view),
    };
  },
  'clustering.fit': async ({ lens, clustering, seed, name }, session, run) => {
    const view = session.view(lens);
    const stored = await fitClustering(view, clustering, seed, run);
    const { model, answer } = stored;
    const version = await recordAct(session.vault(), (db) => {
      // The same clusters again are no new version, so segments that name it stay as they are.
      const current = getRecord<StoredClustering | null>(db, 'clustering', name);
      const same = current !== undefined && JSON.stringify(current.body) === JSON.stringify(stored);
      return {
        result: same ? current.version : putRecord(db, 'clustering', name, stored, now()),
        act: {
          action: 'clustering.fit',
          object: `clustering ${name}`,
          purpose: lens.purpose,
          counts: { admitted: view.lens.people },
          details: {
            asOf: lens.asOf,
            seed,
            features: answer.features,
            k: answer.k,
            inertia: model.inertia,
          },
        },
      };
    });
    return { id: name, version, lens: lensAnswer(view), ...answer };
  },
};
