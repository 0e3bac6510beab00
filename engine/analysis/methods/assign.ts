/** The cluster of people who were not there when a model was made; METHOD_INFO says each rule in words. */
import { CloisterError } from '../../../shared/errors.ts';
import { NOISE } from '../../../shared/methods.ts';
import type { Matrix } from '../../features/table.ts';
import { labelRows } from '../kernels/nearest.ts';
import { assignKMeans } from '../kmeans.ts';
import { memberships } from '../mixture/mixture.ts';
import { requireFinite } from '../rows.ts';
import { rowDistance } from './mixed.ts';
import { type ClusterModel, type DensityModel, ownDissimilarity } from './model.ts';

/** The nearest of some rows for every row of the matrix; the lowest number on a tie. */
const nearest = ({ people, values, columns }: Matrix, rows: readonly number[][]): Uint8Array => {
  const labels = new Uint8Array(new SharedArrayBuffer(people));
  labelRows(values, columns.length, Float64Array.from(rows.flat()), rows.length, labels);
  return labels;
};

const cheapest = (matrix: Matrix, k: number, cost: (at: number, label: number) => number): Uint8Array => {
  const width = matrix.columns.length;
  const labels = new Uint8Array(new SharedArrayBuffer(matrix.people));
  for (let row = 0; row < matrix.people; row++) {
    let [best, own] = [Number.POSITIVE_INFINITY, 0];
    for (let label = 0; label < k; label++) {
      const value = cost(row * width, label);
      if (value < best) {
        best = value;
        own = label;
      }
    }
    labels[row] = own;
  }
  return labels;
};

const withinReach = ({ people, values, columns }: Matrix, model: DensityModel): Uint8Array => {
  const width = columns.length;
  const places = Float64Array.from(model.places.flat());
  const labels = new Uint8Array(new SharedArrayBuffer(people)).fill(NOISE);
  for (let row = 0; row < people; row++) {
    let best = Number.POSITIVE_INFINITY;
    for (let place = 0; place < model.places.length; place++) {
      const limit = Math.min(best, model.reaches[place] ** 2);
      let square = 0;
      for (let t = 0; t < width && square <= limit; t++)
        square += (values[row * width + t] - places[place * width + t]) ** 2;
      if (square > limit || square === best) continue;
      best = square;
      labels[row] = model.owners[place];
    }
  }
  return labels;
};

/** The degree to which each row belongs to each cluster of a mixture: rows x clusters. */
export const posteriors = (
  { people, values, columns }: Matrix,
  model: Extract<ClusterModel, { method: 'mixture' }>,
): Float64Array => memberships(values, people, columns.length, model.mixture);

/**
 * The cluster of each row of a matrix in the scale the model was fitted in; NOISE where it has none.
 * @throws CloisterError NO_DATA or INPUT_VALUE when there are no rows, a value is not finite, or the columns
 * are not those of the model
 */
export const assign = (matrix: Matrix, model: ClusterModel): Uint8Array => {
  if (model.method === 'kmeans') return assignKMeans(matrix, model);
  requireFinite(matrix);
  if (matrix.columns.length !== model.columns.length)
    throw new CloisterError(
      'INPUT_VALUE',
      `The clustering has ${model.columns.length} columns, the data ${matrix.columns.length}.`,
      'Compute the features the clustering was made from.',
    );
  switch (model.method) {
    case 'pam':
    case 'kprototypes': {
      const own = ownDissimilarity(model, matrix.columns);
      const middles = model.method === 'pam' ? model.typical : model.prototypes;
      if (own === null) return nearest(matrix, middles);
      const d = rowDistance(own);
      return cheapest(matrix, model.k, (at, label) => d(matrix.values, at, middles[label], 0));
    }
    case 'dbscan':
    case 'hdbscan':
      return withinReach(matrix, model);
    case 'mixture': {
      const shares = posteriors(matrix, model);
      const width = matrix.columns.length;
      return cheapest(matrix, model.k, (at, label) => -shares[(at / width) * model.k + label]);
    }
    default:
      return nearest(matrix, model.centroids);
  }
};
