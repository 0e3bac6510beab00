/**
 * Principal components: the covariance is accumulated here, over chunks in fixed order; ml-pca decomposes it.
 */
import { Matrix as DenseMatrix } from 'ml-matrix';
import { PCA } from 'ml-pca';
import { CloisterError } from '../../shared/errors.ts';
import type { Matrix } from '../features/table.ts';
import type { Run } from '../jobs/job.ts';
import { scoreRows } from './kernels/covariance.ts';
import { chunksOf } from './kernels/lloyd.ts';
import type { MeansInput, ProductsInput, ScoresInput } from './pca-worker.ts';
import { requireFinite, sharedValues } from './rows.ts';
import { shareOut } from './share.ts';

export type PcaModel = {
  method: 'pca';
  columns: string[];
  /** Of each column. */
  mean: number[];
  /** Of each component, largest first; divided by n - 1. */
  variances: number[];
  /** Share of the total variance of each component; all 0 where nothing varies. */
  explained: number[];
  /** components x columns, orthonormal rows; in each the largest loading in size is positive. */
  loadings: number[][];
};

const WORKER = new URL('./pca-worker.ts', import.meta.url);

const reduce = (perChunk: Float64Array, width: number): Float64Array => {
  const total = new Float64Array(width);
  for (let at = 0; at < perChunk.length; at++) total[at % width] += perChunk[at];
  return total;
};

/** The row with its sign chosen so that the largest entry in size (the first on a tie) is positive. */
const fixSign = (row: number[]): number[] => {
  const largest = row.reduce((best, value) => (Math.abs(value) > Math.abs(best) ? value : best), 0);
  return largest < 0 ? row.map((value) => -value) : row;
};

/**
 * Fits principal components (H. Hotelling 1933) of the columns of `matrix`, which are centred, not scaled.
 * @throws CloisterError NO_DATA, INPUT_VALUE (a value is not finite, or fewer than two rows), CANCELLED
 */
export const fitPca = async (matrix: Matrix, run: Run): Promise<PcaModel> => {
  requireFinite(matrix);
  const rows = matrix.people;
  const columns = matrix.columns.length;
  if (rows < 2)
    throw new CloisterError(
      'INPUT_VALUE',
      'Components describe how people differ, and there is only one person.',
      'Choose a purpose and a date that admit more people.',
    );
  const values = sharedValues(matrix.values);
  const chunks = chunksOf(rows);
  const doubles = (length: number): Float64Array => new Float64Array(new SharedArrayBuffer(length * 8));
  run.progress('Components', 0, 2, 'passes');
  const means: MeansInput = { kind: 'means', values, rows, columns, sums: doubles(chunks * columns) };
  await shareOut(run, WORKER, means, chunks);
  const mean = reduce(means.sums, columns).map((sum) => sum / rows);
  run.progress('Components', 1, 2, 'passes');
  const triangle = (columns * (columns + 1)) / 2;
  const products: ProductsInput = {
    kind: 'products',
    values,
    rows,
    columns,
    mean,
    products: doubles(chunks * triangle),
  };
  await shareOut(run, WORKER, products, chunks);
  run.progress('Components', 2, 2, 'passes');
  const upper = reduce(products.products, triangle);
  const covariance = new DenseMatrix(columns, columns);
  for (let a = 0, at = 0; a < columns; a++)
    for (let b = a; b < columns; b++, at++) {
      covariance.set(a, b, upper[at] / (rows - 1));
      covariance.set(b, a, upper[at] / (rows - 1));
    }
  const pca = new PCA(covariance, { isCovarianceMatrix: true });
  // A variance is never negative; rounding in the decomposition can make a zero one so.
  const variances = pca.getEigenvalues().map((value) => Math.max(0, value));
  const total = variances.reduce((sum, value) => sum + value, 0);
  return {
    method: 'pca',
    columns: matrix.columns.map(({ feature, level }) => (level === null ? feature : `${feature}=${level}`)),
    mean: [...mean],
    variances,
    explained: variances.map((value) => (total > 0 ? value / total : 0)),
    loadings: pca.getLoadings().to2DArray().map(fixSign),
  };
};

/** What scores on so many components, at most, are written to. */
const roomFor = (
  matrix: Matrix,
  model: PcaModel,
  components: number,
): { used: number; scores: Float32Array } => {
  const used = Math.min(components, model.loadings.length);
  return { used, scores: new Float32Array(new SharedArrayBuffer(matrix.people * used * 4)) };
};

/**
 * The scores of every row on the first `components` components, at once: for a question that waits for them.
 * @returns row-major, people x components; as many components as the model has, at most
 */
export const project = (matrix: Matrix, model: PcaModel, components: number): Float32Array => {
  const { used, scores } = roomFor(matrix, model, components);
  const mean = Float64Array.from(model.mean);
  scoreRows(matrix.values, matrix.columns.length, mean, model.loadings, used, 0, matrix.people, scores);
  return scores;
};

/** The same in the threads of a job. @throws CloisterError CANCELLED */
export const projectInJob = async (
  matrix: Matrix,
  model: PcaModel,
  components: number,
  run: Run,
): Promise<Float32Array> => {
  const { used, scores } = roomFor(matrix, model, components);
  const input: ScoresInput = {
    kind: 'scores',
    values: sharedValues(matrix.values),
    rows: matrix.people,
    columns: matrix.columns.length,
    mean: Float64Array.from(model.mean),
    loadings: model.loadings,
    used,
    scores,
  };
  await shareOut(run, WORKER, input, chunksOf(matrix.people));
  return scores;
};
