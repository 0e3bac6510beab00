/** Clustering, validity, hierarchies and components: iris and the arrests of 50 states. */
import { fitHierarchy } from '../analysis/hierarchy/hierarchical.ts';
import { fitKMeans } from '../analysis/kmeans.ts';
import { fitPca } from '../analysis/pca.ts';
import { validity } from '../analysis/validity.ts';
import { moments } from '../features/statistics.ts';
import type { Matrix } from '../features/table.ts';
import type { Run } from '../jobs/job.ts';
import { arrestRows } from './data/arrests.ts';
import { irisRows } from './data/iris.ts';
import { type Figure, figures } from './published.ts';

const matrixOf = (rows: readonly (readonly number[])[]): Matrix => {
  const width = rows[0].length;
  const values = new Float64Array(new SharedArrayBuffer(rows.length * width * 8));
  rows.forEach((row, i) => {
    values.set(row, i * width);
  });
  const unscaled = {
    unit: '',
    level: null,
    scaling: 'none',
    offset: 0,
    factor: 1,
    imputed: 0,
    imputedCount: 0,
  } as const;
  const columns = Array.from({ length: width }, (_, t) => ({
    feature: `c${t}`,
    label: `c${t}`,
    ...unscaled,
  }));
  return { people: rows.length, columns, values };
};

/** Each column less its mean over its sample standard deviation. */
const standardised = (rows: readonly (readonly number[])[]): number[][] => {
  const columns = rows[0].map((_, t) => moments(rows.map((row) => row[t])));
  return rows.map((row) => row.map((value, t) => (value - columns[t].mean) / columns[t].deviation));
};

export const clusterFigures = async (run: Run): Promise<Figure[]> => {
  const iris = matrixOf(irisRows());
  const [two, three] = [
    await fitKMeans(iris, { k: 2, seed: 1 }, run),
    await fitKMeans(iris, { k: 3, seed: 1 }, run),
  ];
  const [twoIs, threeIs] = [
    await validity(iris, two.labels, { seed: 1 }, run),
    await validity(iris, three.labels, { seed: 1 }, run),
  ];
  const arrests = matrixOf(standardised(arrestRows()));
  const top = async (linkage: 'ward' | 'average' | 'complete' | 'single'): Promise<number> =>
    (await fitHierarchy(arrests, linkage, run)).height.at(-1) ?? Number.NaN;
  const pca = await fitPca(arrests, run);
  const spread = (component: number): number => Math.sqrt(pca.variances[component] ?? Number.NaN);
  return [
    ...figures('R 4.2 kmeans, scikit-learn', 1e-6, [
      ['iris, k-means 2: sum of squares', 152.347952, two.model.inertia],
      ['iris, k-means 3: sum of squares', 78.851441, three.model.inertia],
    ]),
    ...figures('scikit-learn 1.2.1', 2e-6, [
      ['iris, k-means 2: silhouette', 0.681046, twoIs.silhouette],
      ['iris, k-means 3: silhouette', 0.552819, threeIs.silhouette],
      ['iris, k-means 3: Davies–Bouldin', 0.661972, threeIs.daviesBouldin],
      ['iris, k-means 3: Caliński–Harabasz', 561.6278, threeIs.calinskiHarabasz],
    ]),
    ...figures('R 4.2 hclust', 1e-6, [
      ['arrests, complete linkage: last height', 6.076642, await top('complete')],
      ['arrests, average linkage: last height', 3.322361621, await top('average')],
      ['arrests, Ward: last height', 13.516242, await top('ward')],
      ['arrests, single linkage: last height', 2.058089, await top('single')],
    ]),
    ...figures('R 4.2 prcomp; ISLR', 1e-6, [
      ['arrests, deviation of PC 1', 1.5748783, spread(0)],
      ['arrests, deviation of PC 2', 0.9948694, spread(1)],
      ['arrests, deviation of PC 3', 0.5971291, spread(2)],
      ['arrests, deviation of PC 4', 0.4164494, spread(3)],
    ]),
  ];
};
