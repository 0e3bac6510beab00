/** Levels of a tree of clusters: which clusters a coarser cut holds together. */
import type { BranchAnswer } from './contract/methods.ts';

/** The numbers of clusters that the drawn splits give, ascending, each with the height of its split. */
export const cutsOf = (branches: readonly BranchAnswer[]): { k: number; height: number }[] =>
  branches
    .flatMap(({ split }) => (split === null ? [] : [{ k: split.k, height: split.height }]))
    .sort((a, b) => a.k - b.k);

/** Numbers of clusters that a tree cut into k can be held together in, coarsest first. */
export const levelsOf = (branches: readonly BranchAnswer[], k: number): number[] =>
  cutsOf(branches).flatMap((cut) => (cut.k < k ? [cut.k] : []));

/** Clusters that a cut into `level` holds together, from the top branch down; a branch without a cluster in it has no group. */
const groupsAt = (branches: readonly BranchAnswer[], level: number): number[][] => {
  const labelsUnder = (at: number): number[] => {
    const { split, label } = branches[at];
    if (label !== null) return [label];
    return split === null ? [] : [split.larger, split.smaller].flatMap(labelsUnder);
  };
  const standing = (at: number): number[] => {
    const { split } = branches[at];
    return split === null || split.k > level ? [at] : [split.larger, split.smaller].flatMap(standing);
  };
  return standing(0)
    .map((at) => labelsUnder(at).sort((a, b) => a - b))
    .filter(({ length }) => length > 0);
};

/** Some clusters of one branch, with the coarsest level that holds them together, and a letter to name them by. */
export type TreeGroup = { name: string; level: number; labels: number[] };

/** Groups of two clusters and more at these levels, coarsest first; one that two levels share comes once. */
export const groupsOfLevels = (branches: readonly BranchAnswer[], levels: readonly number[]): TreeGroup[] => {
  const found = new Map<string, Omit<TreeGroup, 'name'>>();
  for (const level of [...levels].sort((a, b) => a - b))
    for (const labels of groupsAt(branches, level))
      if (labels.length > 1 && !found.has(labels.join())) found.set(labels.join(), { level, labels });
  return [...found.values()].map((group, at) => ({ name: letters(at), ...group }));
};

const letters = (at: number): string =>
  (at < 26 ? '' : letters(Math.floor(at / 26) - 1)) + String.fromCharCode(65 + (at % 26));
