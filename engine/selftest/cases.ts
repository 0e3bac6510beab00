/** Small cases whose results were printed or follow by hand: trees of iris, six points, agreement, knees, drift. */
import { adjustedRandIndex } from '../analysis/agreement.ts';
import { populationStability } from '../analysis/drift.ts';
import { fitHierarchy, LINKAGES } from '../analysis/hierarchy/hierarchical.ts';
import { copheneticDistances, cutTree } from '../analysis/hierarchy/merges.ts';
import { allDistances } from '../analysis/kernels/linkage.ts';
import { fitKMeans } from '../analysis/kmeans.ts';
import { kneedle } from '../analysis/knee.ts';
import { validity } from '../analysis/validity.ts';
import { correlation } from '../analysis/value/lifetime.ts';
import type { Run } from '../jobs/job.ts';
import { irisRows } from './data/iris.ts';
import { matrixOf, SIX_POINTS } from './matrix.ts';
import { type Figure, figures } from './published.ts';

/** Last three heights, cophenetic correlation, and sizes of three groups, smallest first. */
const IRIS_TREES = {
  ward: [[6.39940682, 12.30039605, 32.447607], 0.87282832, [36, 50, 64]],
  average: [[1.78556648, 1.96361409, 4.06268269], 0.87695615, [36, 50, 64]],
  complete: [[3.21091887, 4.02492236, 7.08519583], 0.72698568, [28, 50, 72]],
  single: [[0.73484692, 0.81853528, 1.64012195], 0.86387868, [2, 50, 98]],
} as const;

const irisTrees = async (run: Run): Promise<Figure[]> => {
  const iris = matrixOf(irisRows());
  const apart = allDistances(iris.values, iris.people, 4);
  const found: Figure[] = [];
  for (const linkage of LINKAGES) {
    const [heights, cophenetic, sizes] = IRIS_TREES[linkage];
    const merges = await fitHierarchy(iris, linkage, run);
    const groups = new Map<number, number>();
    for (const group of cutTree(merges, 3)) groups.set(group, (groups.get(group) ?? 0) + 1);
    const ours = [...groups.values()].sort((a, b) => a - b);
    found.push(
      ...figures('R 4.2 hclust; scipy', 1e-7, [
        ...heights.map(
          (one, i) => [`iris, ${linkage}: last height ${i + 1}`, one, merges.height.at(i - 3) ?? 0] as const,
        ),
        [
          `iris, ${linkage}: cophenetic correlation`,
          cophenetic,
          correlation(copheneticDistances(merges), apart),
        ],
      ]),
      ...figures('R 4.2 hclust; scipy', 0, [
        ...sizes.map(
          (one, i) => [`iris, ${linkage}, 3 groups: people in group ${i + 1}`, one, ours[i]] as const,
        ),
      ]),
    );
  }
  return found;
};

export const caseFigures = async (run: Run): Promise<Figure[]> => {
  const six = matrixOf(SIX_POINTS);
  const two = await fitKMeans(six, { k: 2, seed: 1 }, run);
  const told = await validity(six, two.labels, { seed: 1 }, run);
  const falling = [100, 40, 20, 15, 10, 5, 4, 3, 2, 1];
  return [
    ...(await irisTrees(run)),
    ...figures('scikit-learn 1.2.1', 1e-9, [
      ['six points in 2 groups: sum of squares', 16, two.model.inertia],
      ['six points in 2 groups: silhouette', 0.7133477792, told.silhouette],
      ['six points in 2 groups: Caliński–Harabasz', 30.375, told.calinskiHarabasz],
      ['six points in 2 groups: Davies–Bouldin', 0.2962962963, told.daviesBouldin],
      ['adjusted Rand index of 0 0 1 1 and 0 0 1 2', 4 / 7, adjustedRandIndex([0, 0, 1, 1], [0, 0, 1, 2])],
    ]),
    ...figures('kneed, test_sample.py', 0, [
      [
        'knee of a falling curve',
        2,
        kneedle(
          falling.map((_, i) => i),
          falling,
          'falling',
        ) ?? Number.NaN,
      ],
    ]),
    ...figures('by hand', 1e-7, [
      [
        'stability of four quarters against .4 .3 .2 .1',
        0.22821741,
        populationStability([0.25, 0.25, 0.25, 0.25], [0.4, 0.3, 0.2, 0.1]),
      ],
      ['stability of two halves against .6 .4', 0.040546511, populationStability([0.5, 0.5], [0.6, 0.4])],
    ]),
  ];
};
