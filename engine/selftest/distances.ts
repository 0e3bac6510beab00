/** Clustering by distances of pairs: Rousseeuw's countries, Ruspini's points, the flowers of daisy; mixtures; JASP. */
import { fitHierarchy } from '../analysis/hierarchy/hierarchical.ts';
import { agglomerativeCoefficient, cutTree } from '../analysis/hierarchy/merges.ts';
import { pairAt } from '../analysis/kernels/linkage.ts';
import { fitKMeans } from '../analysis/kmeans.ts';
import { pam } from '../analysis/medoids/pam.ts';
import { silhouettesOf } from '../analysis/medoids/silhouette.ts';
import { fitMethod } from '../analysis/methods/fit.ts';
import { allPairs } from '../analysis/methods/medoids.ts';
import { mixedOf, rangesOf, rowDistance } from '../analysis/methods/mixed.ts';
import { describeClusters } from '../analysis/methods/model.ts';
import type { Matrix } from '../features/table.ts';
import type { Run } from '../jobs/job.ts';
import { COUNTRIES, COUNTRIES_APART } from './data/countries.ts';
import { FLOWERS } from './data/flowers.ts';
import { irisRows } from './data/iris.ts';
import { ruspiniRows } from './data/ruspini.ts';
import { matrixOf, standardised } from './matrix.ts';
import { type Figure, figures } from './published.ts';

const mean = (values: ArrayLike<number>): number =>
  Array.from(values).reduce((sum, one) => sum + one, 0) / values.length;

/** Silhouettes of figures 2 and 3 of the paper, for the groups that it drew. */
const countryFigures = (): Figure[] => {
  const rows = COUNTRIES.length;
  const apart = new Float64Array((rows * (rows - 1)) / 2);
  COUNTRIES_APART.forEach((row, j) => {
    row.forEach((far, i) => {
      apart[pairAt(i, j, rows)] = far;
    });
  });
  const drawn = [
    {
      groups: [0, 0, 1, 1, 0, 0, 1, 0, 0, 1, 1, 0],
      theirs: [0.39, 0.22, 0.33, 0.4, 0.2, 0.35, -0.04, 0.3, 0.43, 0.34, 0.26, 0.19],
      whole: 0.28,
    },
    {
      groups: [0, 1, 2, 2, 0, 0, 1, 0, 0, 2, 2, 1],
      theirs: [0.42, 0.25, 0.31, 0.48, 0.02, 0.44, 0.17, 0.37, 0.47, 0.44, 0.31, 0.28],
      whole: 0.33,
    },
  ];
  return drawn.flatMap(({ groups, theirs, whole }, at) => {
    const ours = silhouettesOf(apart, groups, at + 2);
    return [
      [`countries in ${at + 2} groups: mean silhouette`, whole, mean(ours)] as const,
      ...COUNTRIES.map((name, i) => [`countries in ${at + 2} groups: ${name}`, theirs[i], ours[i]] as const),
      // Printed with two digits: half of the last one, whatever the size of the figure.
    ].flatMap((row) => figures('Rousseeuw 1987, figures 2 and 3', 0.00501 / Math.abs(row[1]), [row]));
  });
};

const ruspiniFigures = async (run: Run): Promise<Figure[]> => {
  const matrix = matrixOf(ruspiniRows());
  const { people } = matrix;
  const mixed = mixedOf(matrix.columns);
  const apart = allPairs(matrix.values, people, 2, rowDistance({ by: 'euclidean', mixed, ranges: [] }));
  const found = pam(apart, people, 4);
  const silhouettes = silhouettesOf(apart, found.labels, 4);
  // In the order of the first row of each group, as R prints them.
  const groups = [...new Set(found.labels)];
  const of = (group: number): Float64Array => silhouettes.filter((_, row) => found.labels[row] === group);
  const medoids = groups.map((group) => found.medoids.filter((row) => found.labels[row] === group)[0] + 1);
  const { model } = await fitKMeans(matrix, { k: 4, seed: 1 }, run);
  const tree = await fitHierarchy(matrix, 'average', run);
  return [
    ...figures(
      'R 4.2, cluster::pam',
      0,
      [10, 32, 52, 70].map(
        (row, i) => [`ruspini, medoids 4: row of medoid ${i + 1}`, row, medoids[i]] as const,
      ),
    ),
    ...figures('R 4.2, cluster::pam', 1e-7, [
      ['ruspini, medoids 4: mean distance to the medoid, built', 17.2289844, found.built],
      ['ruspini, medoids 4: mean distance to the medoid', 11.4863748, found.objective],
      ['ruspini, medoids 4: mean silhouette', 0.737657, mean(silhouettes)],
      ...[0.7262347, 0.7548344, 0.6691154, 0.8042285].map(
        (one, i) => [`ruspini, medoids 4: silhouette of group ${i + 1}`, one, mean(of(groups[i]))] as const,
      ),
    ]),
    ...figures('R 4.2, kmeans', 1e-9, [['ruspini, k-means 4: sum of squares', 12881.051236, model.inertia]]),
    ...figures('R 4.2, cluster::agnes', 1e-7, [
      ['ruspini, average linkage: agglomerative coefficient', 0.9479542, agglomerativeCoefficient(tree)],
    ]),
  ];
};

/** Four nominal features as runs of levels, two of ranks, two of numbers. */
const flowerFigures = (): Figure[] => {
  const levels = [2, 2, 2, 5];
  const rows = FLOWERS.map((flower) =>
    flower.flatMap((value, t) =>
      t < 4
        ? Array.from({ length: levels[t] }, (_, at) => Number(value === at + (t === 3 ? 1 : 0)))
        : [value],
    ),
  );
  const { values, people, columns } = matrixOf(rows);
  const runs = levels.flatMap((many, t) =>
    Array.from({ length: many }, (_, at) => ({ feature: `level ${t}`, level: String(at) })),
  );
  const mixed = mixedOf(columns.map((column, t) => ({ ...column, ...runs[t] })));
  const ranges = rangesOf(values, people, columns.length);
  const apart = allPairs(values, people, columns.length, rowDistance({ by: 'gower', mixed, ranges }));
  return figures('R 4.2, cluster::daisy', 2e-7, [
    ...[0.8875408, 0.5272467, 0.3517974, 0.4115605, 0.2269199].map(
      (one, i) => [`flowers, Gower: 1 and ${i + 2}`, one, apart[i]] as const,
    ),
    ['flowers, Gower: mean of all pairs', 0.4865332, mean(apart)],
  ]);
};

/** JASP adds to the sum of squares W of k clusters in m columns: 2mk (AIC), mk log n (BIC). */
const jaspFigures = async (run: Run): Promise<Figure[]> => {
  const matrix = matrixOf(standardised(irisRows()));
  const [people, k, width] = [matrix.people, 3, matrix.columns.length];
  const { model } = await fitKMeans(matrix, { k, seed: 1 }, run);
  const labels = Uint8Array.from(cutTree(await fitHierarchy(matrix, 'average', run), k));
  const { inertia } = describeClusters(matrix, labels, k, 1);
  const all = matrix.values.reduce((sum, value) => sum + value * value, 0);
  const criteria = (within: number): [aic: number, bic: number] => [
    within + 2 * width * k,
    within + width * k * Math.log(people),
  ];
  const [means, tree] = [criteria(model.inertia), criteria(inertia)];
  return [
    ...figures('JASP, test-mlclusteringkmeans.R', 4e-5, [
      ['iris, z-scores, k-means 3: AIC as JASP counts it', 162.89, means[0]],
      ['iris, z-scores, k-means 3: BIC as JASP counts it', 199.02, means[1]],
    ]),
    ...figures('JASP, test-mlclusteringhierarchical.R', 4e-5, [
      ['iris, z-scores, average linkage 3: AIC as JASP counts it', 220.86, tree[0]],
      ['iris, z-scores, average linkage 3: BIC as JASP counts it', 256.99, tree[1]],
    ]),
    ...figures('JASP, test-mlclusteringhierarchical.R', 1e-9, [
      [
        'iris, z-scores, average linkage 3: share of the variance between',
        0.669701219735835,
        1 - inertia / all,
      ],
    ]),
  ];
};

/** mclust prints 2 log L - parameters * log n: larger is better, the sign of ours is the other one. */
const mixtureFigures = async (run: Run): Promise<Figure[]> => {
  const iris: Matrix = matrixOf(irisRows());
  const bic = async (covariance: 'full' | 'diagonal', ks: number[]): Promise<number[]> =>
    (await fitMethod(iris, { method: 'mixture', covariance }, ks, 1, run)).fits.map(({ model }) =>
      model.method === 'mixture' ? -model.mixture.bic : Number.NaN,
    );
  const full = await bic('full', [2, 3]);
  const [diagonal] = await bic('diagonal', [2]);
  return figures('R, mclust, iris', 1e-4, [
    ['iris, mixture of 2, full covariances (VVV): BIC', -574.0178, full[0]],
    ['iris, mixture of 3, full covariances (VVV): BIC', -580.8399, full[1]],
    ['iris, mixture of 2, diagonal covariances (VVI): BIC', -857.5515, diagonal],
  ]);
};

export const distanceFigures = async (run: Run): Promise<Figure[]> => [
  ...countryFigures(),
  ...(await ruspiniFigures(run)),
  ...flowerFigures(),
  ...(await jaspFigures(run)),
  ...(await mixtureFigures(run)),
];
