/**
 * Threshold trees that approximate a clustering with few questions: IMM (M. Moshkovitz, S. Dasgupta, C. Rashtchian and
 * N. Frost, ICML 2020), a leaf for every cluster and as few people as can be parted from their centre, and ExKMC
 * (N. Frost, M. Moshkovitz and C. Rashtchian, arXiv:2006.02399), which goes on splitting the leaf that saves most of
 * the distance to the centres. Both know the centres, which CART does not.
 */
import { MISSING } from '../../features/encoding.ts';
import { scale } from '../../features/scaling.ts';
import type { FeatureColumn, Matrix, MatrixColumn } from '../../features/table.ts';
import type { Run } from '../../jobs/job.ts';
import { describeClusters } from '../methods/model.ts';
import { sharedValues } from '../rows.ts';
import { type Binning, binColumns, type CutPoints } from '../tree-bins.ts';
import { type ClusterTree, measureTree } from '../tree-measure.ts';
import type { GrowOutput } from '../tree-worker.ts';
import type { Axis, ThresholdInput } from './thresholds-worker.ts';

export type Clustered = {
  matrix: Matrix;
  /** One per row of the matrix, 0 .. k - 1; any other number is no cluster. */
  labels: Uint8Array;
  /** k centres in the scale of the matrix. */
  centroids: readonly (readonly number[])[];
};

export type ThresholdParameters = {
  /** k leaves make an IMM tree, more an ExKMC tree. */
  leaves: number;
  /** Fewest people on a side of a split beyond the k leaves; default 1. */
  minLeaf?: number;
  cutPoints?: CutPoints;
};

const WORKER = new URL('./thresholds-worker.ts', import.meta.url);

/** The axis of a number: a centre lies below every cut that scales to more than its own coordinate. */
const numberAxis = (
  column: number,
  encoded: MatrixColumn,
  binning: Binning,
  coordinates: readonly number[],
): Axis | null => {
  const source = binning.raw[column];
  if (source.kind !== 'number') return null;
  const { cuts, binOf } = source;
  const reached = (value: number): number => cuts.reduce((sum, cut) => sum + Number(value >= cut), 0);
  return {
    column,
    code: -1,
    bins: cuts.length + 1,
    cuts: cuts.length,
    binOf,
    imputed: reached(encoded.imputed),
    centreAt: coordinates.map((at) => cuts.reduce((sum, cut) => sum + Number(at >= scale(encoded, cut)), 0)),
  };
};

/** The axis of one level: people have it or not; centres have shares of it, and every gap between them is a cut. */
const levelAxis = (
  column: number,
  encoded: MatrixColumn,
  { asked, raw }: Binning,
  coordinates: readonly number[],
): Axis | null => {
  const [source, binned] = [asked[column], raw[column]];
  if (source.type !== 'level' || binned.kind !== 'level') return null;
  const shares = [...new Set(coordinates)].sort((a, b) => a - b);
  return {
    column,
    code: source.levels.indexOf(encoded.level ?? ''),
    bins: source.levels.length,
    cuts: shares.length - 1,
    binOf: binned.binOf,
    imputed: -1,
    centreAt: coordinates.map((share) => shares.indexOf(share)),
  };
};

const axesOf = ({ matrix, centroids }: Clustered, binning: Binning): Axis[] =>
  matrix.columns.flatMap((encoded, t) => {
    // Whether a value is missing is no question of the segment language's comparisons.
    // Marks, rare levels together and numbers made of levels have no condition of their own in a rule.
    if (encoded.role !== undefined || encoded.level === MISSING) return [];
    const column = binning.asked.findIndex(({ id }) => id === encoded.feature);
    if (column < 0) return [];
    const make = encoded.level === null ? numberAxis : levelAxis;
    const axis = make(
      column,
      encoded,
      binning,
      centroids.map((centre) => centre[t]),
    );
    return axis === null ? [] : [axis];
  });

/**
 * Grows a threshold tree and reads one rule per cluster from it. Ties go to the earlier column; of neighbouring cuts that
 * are as good the middle one is taken.
 * @param columns the columns of a FeatureTable to ask about, in raw units
 * @throws CloisterError INPUT_VALUE for bad cut points, CANCELLED
 */
export const explainCentres = async (
  columns: readonly FeatureColumn[],
  clustered: Clustered,
  { leaves, minLeaf = 1, cutPoints }: ThresholdParameters,
  run: Run,
): Promise<ClusterTree> => {
  const { matrix, labels, centroids } = clustered;
  const binning = await binColumns(columns, matrix.people, cutPoints, run);
  const input: ThresholdInput = {
    axes: axesOf(clustered, binning),
    levels: binning.raw.map((column) => (column.kind === 'level' ? column.levels : 0)),
    values: sharedValues(matrix.values),
    width: matrix.columns.length,
    labels,
    centroids: centroids.map((centre) => Float64Array.from(centre)),
    leaves,
    minLeaf,
  };
  const grown = await run.pool.run<GrowOutput>(WORKER, input, { signal: run.signal });
  return measureTree(grown, binning, labels, centroids.length);
};

/**
 * The price of explainability: cost of the clustering that the tree gives over that of the clustering it explains, each
 * the sum of squared distances to the means of its own clusters (Moshkovitz et al. 2020, section 2). 1 costs nothing.
 * People without a cluster are left out of both. Null where the clustering itself costs nothing.
 */
export const priceOf = (
  { matrix, labels, centroids }: Clustered,
  { leafOf, labelOf }: ClusterTree,
): number | null => {
  const k = centroids.length;
  const told = labels.map((label, row) => (label < k ? labelOf[leafOf[row]] : label));
  const costs = [told, labels].map((own) => describeClusters(matrix, own, k, 0).inertia);
  return costs[1] > 0 ? costs[0] / costs[1] : null;
};
