/**
 * Hierarchical clustering as a method: exact where it can be, Ward on small k-means clusters above that, and the
 * upper part of the tree as it may be drawn.
 */
import { createRandom } from '../../../shared/random.ts';
import type { Matrix } from '../../features/table.ts';
import type { Run } from '../../jobs/job.ts';
import { fitHierarchy, type Linkage } from '../hierarchy/hierarchical.ts';
import { agglomerativeCoefficient, cutTree, type Merges } from '../hierarchy/merges.ts';
import { assignKMeans, fitKMeans } from '../kmeans.ts';
import { gatherRows, stratifiedStride } from '../rows.ts';
import { requireMemory } from './memory.ts';

/** People up to whom Ward's merges are exact. */
export const WARD_EXACT = 50_000;
/** Small clusters that are merged above that, and people they are found on. */
const MICRO = 250;
const MICRO_ROWS = 50_000;
/** Fewest people in a branch that is drawn, and most branches. */
const LEAST = 11;
const MOST_LEAVES = 24;

/** A branch of the drawn tree: where it splits, into which, and how many clusters there are once it has. */
export type Branch = {
  people: number;
  /** Null for a branch that is not split further here. */
  split: { height: number; larger: number; smaller: number; k: number } | null;
};
/** Branches from the root down; splits that take off fewer than 11 people are not drawn. */
export type Dendrogram = { branches: Branch[] };

/** The upper part of a tree: the highest splits first, until there are enough leaves. */
export const drawnTree = (merges: Merges, weights: ArrayLike<number> | null = null): Dendrogram => {
  const { left, right, height } = merges;
  const rows = left.length + 1;
  const people = new Float64Array(2 * rows - 1);
  for (let row = 0; row < rows; row++) people[row] = weights === null ? 1 : weights[row];
  for (let i = 0; i < rows - 1; i++) people[rows + i] = people[left[i]] + people[right[i]];
  /** The first merge at or below a group that parts two groups of enough people; -1 where there is none. */
  const parting = (group: number): number => {
    let at = group;
    while (at >= rows) {
      const [a, b] = [left[at - rows], right[at - rows]];
      if (people[a] >= LEAST && people[b] >= LEAST) return at;
      at = people[a] >= people[b] ? a : b;
    }
    return -1;
  };
  const root = 2 * rows - 2;
  const branches: Branch[] = [{ people: people[root], split: null }];
  const open = [{ branch: 0, at: parting(root) }];
  for (let leaves = 1; leaves < MOST_LEAVES; leaves++) {
    const next = open.reduce<{ branch: number; at: number } | null>(
      (highest, one) =>
        one.at >= 0 && (highest === null || height[one.at - rows] > height[highest.at - rows])
          ? one
          : highest,
      null,
    );
    if (next === null) break;
    open.splice(open.indexOf(next), 1);
    const merge = next.at - rows;
    const parts = [left[merge], right[merge]].sort((a, b) => people[b] - people[a]);
    const places = parts.map((group) => {
      branches.push({ people: people[group], split: null });
      open.push({ branch: branches.length - 1, at: parting(group) });
      return branches.length - 1;
    });
    // Merges are in order of height: undoing this one undoes all above it.
    branches[next.branch].split = {
      height: height[merge],
      larger: places[0],
      smaller: places[1],
      k: rows - merge,
    };
  }
  return { branches };
};

const coefficientOf = (merges: Merges): string =>
  `Agglomerative coefficient ${agglomerativeCoefficient(merges).toFixed(2)} (Kaufman and Rousseeuw 1990): near 1 for clear groups; it grows with the number of people.`;

/** The tree of one linkage, cut at each number of clusters. */
export const fitTree = async (
  matrix: Matrix,
  linkage: Linkage,
  ks: readonly number[],
  seed: number,
  run: Run,
): Promise<{ cuts: Int32Array[]; dendrogram: Dendrogram; notes: string[] }> => {
  const { people } = matrix;
  const width = matrix.columns.length;
  if (linkage !== 'ward' || people <= WARD_EXACT) {
    const chain = linkage === 'complete' || linkage === 'average';
    requireMemory(chain ? 4 * people * people : people * (width * 8 + 100), 'The tree');
    const merges = await fitHierarchy(matrix, linkage, run);
    return {
      cuts: ks.map((k) => cutTree(merges, k)),
      dendrogram: drawnTree(merges),
      notes: [coefficientOf(merges)],
    };
  }
  const chosen = stratifiedStride(people, MICRO_ROWS, createRandom(seed).fork('micro-clusters'));
  const sample = { ...matrix, people: chosen.length, values: gatherRows(matrix.values, width, chosen) };
  const { model } = await fitKMeans(sample, { k: MICRO, seed, restarts: 1, maxIterations: 30 }, run);
  const labels = assignKMeans(matrix, model);
  const weights = new Float64Array(MICRO);
  for (let row = 0; row < people; row++) weights[labels[row]] += 1;
  const values = new Float64Array(new SharedArrayBuffer(MICRO * width * 8));
  values.set(model.centroids.flat());
  const merges = await fitHierarchy({ ...matrix, people: MICRO, values }, linkage, run, weights);
  const cuts = ks.map((k) => {
    const groups = cutTree(merges, k);
    return Int32Array.from(labels, (micro) => groups[micro]);
  });
  const note = `Of more than 50,000 people: Ward’s merges of ${MICRO} small k-means clusters, not of single people.`;
  return { cuts, dendrogram: drawnTree(merges, weights), notes: [note, coefficientOf(merges)] };
};
