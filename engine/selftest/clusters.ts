/** Clustering by several methods, validity, hierarchies and components: iris and the arrests of 50 states. */
import { NOISE } from '../../shared/methods.ts';
import { fitHierarchy } from '../analysis/hierarchy/hierarchical.ts';
import { fitKMeans } from '../analysis/kmeans.ts';
import { fitMethod } from '../analysis/methods/fit.ts';
import { fitPca, type PcaModel } from '../analysis/pca.ts';
import { validityOfMany } from '../analysis/validity.ts';
import type { Run } from '../jobs/job.ts';
import { arrestRows } from './data/arrests.ts';
import { irisRows } from './data/iris.ts';
import { matrixOf, standardised } from './matrix.ts';
import { type Figure, figures } from './published.ts';

export const clusterFigures = async (run: Run): Promise<Figure[]> => {
  const iris = matrixOf(irisRows());
  const ks = [2, 3, 4, 5, 6];
  const fits = [];
  for (const k of ks) fits.push(await fitKMeans(iris, { k, seed: 1 }, run));
  const told = await validityOfMany(
    iris,
    fits.map(({ labels }) => labels),
    { seed: 1 },
    run,
  );
  const scores = matrixOf(standardised(irisRows()));
  const scored = await fitKMeans(scores, { k: 3, seed: 1 }, run);
  const spreadOf = scores.values.reduce((sum, value) => sum + value * value, 0);
  const medoids = await fitMethod(iris, { method: 'pam', distance: 'euclidean' }, ks, 1, run);
  const round = await validityOfMany(
    iris,
    medoids.fits.map(({ labels }) => labels),
    { seed: 1 },
    run,
  );
  const [pam] = medoids.fits.flatMap(({ model }) => (model.method === 'pam' && model.k === 3 ? [model] : []));
  const noise: number[] = [];
  for (const radius of [0.4, 0.5, 0.7]) {
    const found = await fitMethod(iris, { method: 'dbscan', radius, minPoints: 5 }, [], 1, run);
    noise.push(found.fits[0].labels.reduce((sum, label) => sum + Number(label === NOISE), 0));
  }
  const series = (what: string, theirs: readonly number[], ours: readonly number[]) =>
    theirs.map((one, i) => [`${what} ${ks[i]}`, one, ours[i]] as const);
  return [
    ...figures(
      'R 4.2 kmeans',
      1e-7,
      series(
        'iris, k-means: sum of squares, k =',
        [152.347952, 78.851441, 57.228473, 46.446182, 39.039987],
        fits.map(({ model }) => model.inertia),
      ),
    ),
    ...figures(
      'R 4.2 fpc; scikit-learn 1.2.1',
      2e-6,
      series(
        'iris, k-means: silhouette, k =',
        [0.681046, 0.552819, 0.498051, 0.488749, 0.364834],
        told.map(({ silhouette }) => silhouette),
      ),
    ),
    ...figures('scikit-learn 1.2.1', 2e-6, [
      ['iris, k-means 3: Davies–Bouldin', 0.661972, told[1].daviesBouldin],
      ['iris, k-means 3: Caliński–Harabasz', 561.6278, told[1].calinskiHarabasz],
    ]),
    ...figures('JASP, test-mlclusteringkmeans.R', 1e-9, [
      [
        'iris, z-scores, k-means 3, 50 starts: share of the variance between',
        0.766965839400417,
        1 - scored.model.inertia / spreadOf,
      ],
    ]),
    ...figures('R 4.2, cluster::pam', 2e-7, [
      ['iris, medoids 3: mean distance to the medoid', 0.6542077, pam?.objective ?? Number.NaN],
      ...series(
        'iris, medoids: silhouette, k =',
        [0.6857881, 0.552819, 0.4896972, 0.4867481, 0.4703951],
        round.map(({ silhouette }) => silhouette),
      ),
    ]),
    ...figures('R 4.2, dbscan; scikit-learn 1.2.1', 0, [
      ['iris, DBSCAN .4, 5: people in no cluster', 32, noise[0]],
      ['iris, DBSCAN .5, 5: people in no cluster', 17, noise[1]],
      ['iris, DBSCAN .7, 5: people in no cluster', 3, noise[2]],
    ]),
  ];
};

export const treeFigures = async (run: Run): Promise<Figure[]> => {
  const arrests = matrixOf(standardised(arrestRows()));
  const heights = async (linkage: 'ward' | 'average' | 'complete' | 'single'): Promise<number[]> => [
    ...(await fitHierarchy(arrests, linkage, run)).height.slice(-5),
  ];
  const complete = await heights('complete');
  const pca = await fitPca(arrests, run);
  const iris = await fitPca(matrixOf(irisRows()), run);
  const ward = await heights('ward');
  const numbered = (what: string, theirs: readonly number[], ours: readonly number[]) =>
    theirs.map((one, i) => [`${what} ${i + 1}`, one, ours[i]] as const);
  const deviations = ({ variances }: PcaModel): number[] => variances.map(Math.sqrt);
  return [
    ...figures('R 4.2 hclust', 2e-7, [
      ...numbered(
        'arrests, complete linkage: last height',
        [3.088343, 3.255433, 4.400542, 4.420074, 6.076642],
        complete,
      ),
      ['arrests, average linkage: last height', 3.322361621, (await heights('average'))[4]],
      ['arrests, Ward: last height but one', 7.188189, ward[3]],
      ['arrests, Ward: last height', 13.516242, ward[4]],
      ['arrests, single linkage: last height', 2.058089, (await heights('single'))[4]],
    ]),
    ...figures('R 4.2 prcomp; ISLR', 1e-6, [
      ...numbered('arrests, deviation of PC', [1.5748783, 0.9948694, 0.5971291, 0.4164494], deviations(pca)),
    ]),
    ...figures('R 4.2 prcomp', 2e-4, [
      ...numbered('arrests, share of PC', [0.62006, 0.24744, 0.08914, 0.04336], pca.explained),
    ]),
    ...figures('R 4.2 prcomp', 2e-6, [
      ...numbered('iris, deviation of PC', [2.0562689, 0.4926162, 0.2796596, 0.1543862], deviations(iris)),
      ...numbered('iris, share of PC', [0.92461872, 0.05306648, 0.01710261, 0.00521218], iris.explained),
    ]),
  ];
};
