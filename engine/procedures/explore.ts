/** Looking at a clustering again: points, heat map, distributions. Nobody is named, and no small cell is shown. */
import type { DistributionAnswer, Histogram } from '../../shared/contract/answers.ts';
import type { HeatAnswer, PointsAnswer } from '../../shared/contract/explain.ts';
import { CloisterError } from '../../shared/errors.ts';
import type { FeatureChoice } from '../../shared/feature-choice.ts';
import { NOISE } from '../../shared/methods.ts';
import { analyseVariance } from '../analysis/explain/variance.ts';
import { project } from '../analysis/pca.ts';
import { coarseBins, onStep, squaresStep, toldMean, toldZ } from '../features/coarse.ts';
import { levelValues } from '../features/encoding.ts';
import { buildMatrix, encodeWith } from '../features/matrix.ts';
import { fitScaling, scale } from '../features/scaling.ts';
import { type Moments, moments, momentsBy, poolAll } from '../features/statistics.ts';
import { type LevelColumn, type NumberColumn, noFeature } from '../features/table.ts';
import { POLICY_DEFAULT } from '../privacy/gate/policy.ts';
import { members } from '../segments/members.ts';
import { keptClustering, labelsOf, requireClustering, type StoredClustering } from './clustering-store.ts';
import { lensAnswer } from './consent.ts';
import type { Handlers } from './handler.ts';
import type { Session, View } from './session.ts';
import { toldKnown } from './told-known.ts';

const BINS = 40;

export type Looked = {
  stored: StoredClustering & { version: number };
  labels: Uint8Array;
  points: Float32Array;
};

/** Components of the scatter. */
export const SHOWN = 2;

const keyOf = (id: string, version: number): string => `${id}.${version}`;

/** Labels and scores of everyone under this lens, kept per view: they are asked for again and again. */
const looked = new WeakMap<View, Map<string, Looked>>();

export const lookAt = (session: Session, view: View, id: string, version?: number): Looked => {
  const stored = requireClustering(session, id, version);
  const found = looked.get(view)?.get(keyOf(id, stored.version));
  if (found !== undefined) return found;
  const matrix = encodeWith(view.table(), stored.matrix);
  const labels = labelsOf(session, view, id, stored, matrix);
  const made = { stored, labels, points: project(matrix, stored.pca, SHOWN) };
  keepLooked(view, id, made);
  return made;
};

/** Keeps what is known of a clustering, so that the first question after a fit need not work it out again. */
export const keepLooked = (view: View, id: string, made: Looked): void => {
  const kept = looked.get(view) ?? new Map<string, Looked>();
  looked.set(view, kept);
  // The newest and, for a moment, an older one that a segment came from.
  while (kept.size > 1) kept.delete(kept.keys().next().value as string);
  kept.set(keyOf(id, made.stored.version), made);
};

export const pointsOf = ({ stored, labels, points }: Looked): PointsAnswer => {
  const people = labels.length;
  const components = Math.min(2, stored.pca.loadings.length);
  const x = new Float32Array(people);
  const y = new Float32Array(people);
  for (let i = 0; i < people; i++) {
    x[i] = points[i * components];
    y[i] = components > 1 ? points[i * components + 1] : 0;
  }
  const { loadings, mean, explained } = stored.pca;
  const along = (centroid: number[], component: number): number =>
    (loadings[component] ?? []).reduce((sum, loading, j) => sum + loading * (centroid[j] - mean[j]), 0);
  return {
    x,
    y,
    labels,
    explained: [explained[0] ?? 0, explained[1] ?? 0],
    loadings: stored.matrix.map(({ label }, j) => ({
      label,
      x: loadings[0]?.[j] ?? 0,
      y: loadings[1]?.[j] ?? 0,
    })),
    centroids: stored.model.centroids.map((centroid, label) => ({
      label,
      x: along(centroid, 0),
      y: along(centroid, 1),
    })),
  };
};

const toldEta = (groups: readonly Moments[]): number =>
  onStep(analyseVariance(groups).etaSquared, squaresStep(poolAll(groups)));

const heatOf = (view: View, clustering: string, { stored, labels }: Looked): HeatAnswer => {
  const columns = view
    .table()
    .columns.filter(
      (column): column is NumberColumn => column.type === 'number' && stored.features.includes(column.id),
    );
  const everyone = columns.map(({ values }) => moments(values));
  return {
    noise: labels.reduce((sum, label) => sum + Number(label === NOISE), 0),
    features: columns.map(({ id, label, unit, values }) => ({
      id,
      label,
      unit,
      etaSquared: toldEta(momentsBy(values, labels, stored.model.k)),
    })),
    clusters: stored.model.sizes.map((_, label) => {
      const cluster = members(labels.length, (person) => labels[person] === label);
      const means = (): (number | null)[] =>
        columns.map(({ values }) =>
          toldMean(values.filter((value, person) => labels[person] === label && !Number.isNaN(value)).sort()),
        );
      const shown = view.figure(`heat|${clustering}|${stored.version}`, cluster, means);
      return {
        label,
        people: view.told(cluster),
        means: shown,
        z: shown.map((mean, j) => toldZ(mean, everyone[j])),
      };
    }),
  };
};

/**
 * Equal bins over the middle 99 % of the values, between coarse borders that are nobody's value; a bin with too few
 * people is merged with its neighbour.
 * @param told how many people the values are of, as it is told: the bins add up to it
 */
const histogramOf = (values: Float64Array, told: number): Histogram => {
  const sorted = values.slice().sort();
  const { low, width, bins, edge } = coarseBins(sorted, BINS);
  const counts = new Array<number>(bins).fill(0);
  for (const value of values) counts[Math.min(bins - 1, Math.max(0, Math.floor((value - low) / width)))] += 1;
  const edges = [low];
  const merged: number[] = [];
  let held = 0;
  counts.forEach((count, i) => {
    held += count;
    if (held >= POLICY_DEFAULT.minCell || i === bins - 1) {
      merged.push(held);
      edges.push(edge(i + 1));
      held = 0;
    }
  });
  const last = merged.length - 1;
  if (last > 0 && merged[last] < POLICY_DEFAULT.minCell) {
    merged[last - 1] += merged.pop() ?? 0;
    edges.splice(edges.length - 2, 1);
  }
  const largest = merged.indexOf(Math.max(...merged));
  merged[largest] += told - values.length;
  return { edges, counts: merged };
};

const fewKnown = (label: string): CloisterError =>
  new CloisterError(
    'PRIVACY_REFUSED',
    `Fewer than ${POLICY_DEFAULT.minCell} people have a value of ${label} (rule: least cell).`,
    'Choose another feature or a wider lens.',
  );

const numberDistribution = (
  view: View,
  column: NumberColumn,
  { scaling }: FeatureChoice,
): DistributionAnswer => {
  const known = column.values.filter((value) => !Number.isNaN(value));
  if (known.length < POLICY_DEFAULT.minCell) throw fewKnown(column.label);
  const fitted = { scaling, ...fitScaling(scaling, known) };
  const { known: told, missing } = toldKnown(view, column);
  return {
    type: 'number',
    before: histogramOf(known, told),
    after: histogramOf(
      known.map((value) => scale(fitted, value)),
      told,
    ),
    missing,
  };
};

/** What each level becomes in the matrix: a column, a place, or a share. */
const levelDistribution = (view: View, column: LevelColumn, choice: FeatureChoice): DistributionAnswer => {
  const { known: told, missing } = toldKnown(view, column);
  if (told < POLICY_DEFAULT.minCell) throw fewKnown(column.label);
  const { columns } = buildMatrix(view.table(), [{ ...choice, missing: undefined }]);
  const valued = columns
    .filter(({ role }) => role !== 'mark')
    .map((one) => ({ one, values: levelValues(column.levels, one) }));
  const single = valued.find(({ one }) => one.role === 'order' || one.role === 'share');
  const counts = new Array<number>(column.levels.length).fill(0);
  for (const code of column.codes) if (code >= 0) counts[code] += 1;
  return {
    type: 'level',
    levels: column.levels
      .map((level, code) => ({
        level,
        people: counts[code],
        number: single === undefined ? null : scale(single.one, single.values[code]),
        column:
          single === undefined ? (valued.find(({ values }) => values[code] === 1)?.one.level ?? null) : null,
      }))
      .filter(({ people }) => people > 0)
      .sort((a, b) => (a.number ?? 0) - (b.number ?? 0) || b.people - a.people),
    missing,
  };
};

const distributionAsTold = (view: View, choice: FeatureChoice): DistributionAnswer => {
  const column = view.table().columns.find(({ id }) => id === choice.feature);
  if (column === undefined) throw noFeature(view.table(), choice.feature, 'Choose one of the list.');
  return view.figure(`distribution|${JSON.stringify(choice)}`, view.everyone(), () =>
    column.type === 'number'
      ? numberDistribution(view, column, choice)
      : levelDistribution(view, column, choice),
  );
};

export const exploreHandlers: Handlers<
  'clustering.get' | 'clustering.points' | 'clustering.heat' | 'features.distribution'
> = {
  'clustering.get': ({ lens, clustering }, session) => {
    const found = keptClustering(session, clustering);
    if (found === undefined) return null;
    const { version, answer } = found;
    return { id: clustering, version, lens: lensAnswer(session, session.view(lens)), ...answer };
  },
  'clustering.points': ({ lens, clustering }, session) =>
    pointsOf(lookAt(session, session.view(lens), clustering)),
  'clustering.heat': ({ lens, clustering }, session) => {
    const view = session.view(lens);
    return heatOf(view, clustering, lookAt(session, view, clustering));
  },
  'features.distribution': ({ lens, choice }, session) => distributionAsTold(session.view(lens), choice),
};
