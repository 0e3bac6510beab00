/**
 * HDBSCAN: density groups of any density, chosen by how long they last (R. Campello, D. Moulavi, J. Sander,
 * PAKDD 2013; R. Campello et al., ACM TKDD 10(1), 2015). The tree of mutual reachability is condensed to groups
 * of at least `minSize`, and the flat groups with the largest total stability ("excess of mass") are taken.
 */
import { orderMerges } from '../hierarchy/merges.ts';
import { spanningTree } from '../kernels/linkage.ts';

export type HdbscanResult = {
  /** Group of each row, largest first; -1 is noise. */
  labels: Int32Array;
  groups: number;
  /** How firmly each row belongs: 1 for the densest of its group, 0 for noise. */
  strength: Float64Array;
  /** Stability of each group, in the order of the labels. */
  stability: number[];
};

type Branch = {
  parent: number;
  /** 1 / height at which the branch began. */
  birth: number;
  stability: number;
  children: number[];
  /** Rows that left the branch one by one, with 1 / height when they did. */
  rows: { row: number; lambda: number }[];
};

/**
 * HDBSCAN over rows.
 * @param squares squared distance of each row to the one that makes its place dense (the k-th nearest, itself the
 * first): its core distance
 * @param minSize people a group needs at least, 2 or more
 */
export const hdbscan = (
  values: Float64Array,
  columns: number,
  squares: Float64Array,
  minSize: number,
): HdbscanResult => {
  const rows = squares.length;
  const { left, right, height, size } = orderMerges(rows, spanningTree(values, rows, columns, squares));
  const sizeOf = (group: number): number => (group < rows ? 1 : size[group - rows]);
  const membersOf = (group: number): number[] => {
    const out: number[] = [];
    const stack = [group];
    while (stack.length > 0) {
      const at = stack.pop() as number;
      if (at < rows) out.push(at);
      else stack.push(left[at - rows], right[at - rows]);
    }
    return out;
  };
  const branches: Branch[] = [{ parent: -1, birth: 0, stability: 0, children: [], rows: [] }];
  // Top down: a split into two large parts makes two branches, a smaller part falls out of its branch.
  const waiting: { group: number; branch: number }[] = rows > 1 ? [{ group: 2 * rows - 2, branch: 0 }] : [];
  while (waiting.length > 0) {
    const { group, branch } = waiting.pop() as { group: number; branch: number };
    if (group < rows) {
      branches[branch].rows.push({ row: group, lambda: Number.POSITIVE_INFINITY });
      continue;
    }
    const merge = group - rows;
    const lambda = height[merge] > 0 ? 1 / height[merge] : Number.POSITIVE_INFINITY;
    const parts = [left[merge], right[merge]];
    const large = parts.filter((part) => sizeOf(part) >= minSize);
    if (large.length === 2)
      for (const part of parts) {
        branches.push({ parent: branch, birth: lambda, stability: 0, children: [], rows: [] });
        branches[branch].children.push(branches.length - 1);
        waiting.push({ group: part, branch: branches.length - 1 });
      }
    for (const part of parts)
      if (sizeOf(part) < minSize)
        for (const row of membersOf(part)) branches[branch].rows.push({ row, lambda });
    if (large.length === 1) waiting.push({ group: large[0], branch });
    if (large.length === 2) branches[branch].stability += (lambda - branches[branch].birth) * size[merge];
  }
  return choose(branches, rows);
};

/** Equal points are infinitely dense; a finite stand-in keeps sums of stability comparable. */
const finite = (lambda: number, densest: number): number => (Number.isFinite(lambda) ? lambda : densest);

const choose = (branches: Branch[], rows: number): HdbscanResult => {
  const densest = branches.reduce(
    (most, branch) =>
      branch.rows.reduce(
        (high, { lambda }) => (Number.isFinite(lambda) ? Math.max(high, lambda) : high),
        most,
      ),
    1,
  );
  for (const branch of branches) {
    const birth = finite(branch.birth, densest);
    if (!Number.isFinite(branch.stability)) branch.stability = 0;
    for (const { lambda } of branch.rows) branch.stability += finite(lambda, densest) - birth;
  }
  const chosen = new Set<number>();
  const worth = branches.map(({ stability }) => stability);
  const drop = (at: number): void => {
    chosen.delete(at);
    branches[at].children.forEach(drop);
  };
  // Children have higher numbers than their parents. The root is everyone, which is no group.
  for (let at = branches.length - 1; at > 0; at--) {
    const below = branches[at].children.reduce((sum, child) => sum + worth[child], 0);
    if (branches[at].children.length > 0 && below > branches[at].stability) worth[at] = below;
    else {
      branches[at].children.forEach(drop);
      chosen.add(at);
    }
  }
  const groupOf = new Int32Array(rows).fill(-1);
  const lambdaOf = new Float64Array(rows);
  const gather = (at: number, group: number): void => {
    for (const { row, lambda } of branches[at].rows) {
      groupOf[row] = group;
      lambdaOf[row] = finite(lambda, densest);
    }
    for (const child of branches[at].children) gather(child, group);
  };
  for (const at of chosen) gather(at, at);
  const counts = new Map<number, { people: number; first: number; most: number }>();
  groupOf.forEach((group, row) => {
    if (group < 0) return;
    const seen = counts.get(group);
    if (seen === undefined) counts.set(group, { people: 1, first: row, most: lambdaOf[row] });
    else {
      seen.people += 1;
      seen.most = Math.max(seen.most, lambdaOf[row]);
    }
  });
  const order = [...counts]
    .sort(([, a], [, b]) => b.people - a.people || a.first - b.first)
    .map(([group]) => group);
  const label = new Map(order.map((group, i) => [group, i]));
  return {
    labels: Int32Array.from(groupOf, (group) => (group < 0 ? -1 : (label.get(group) as number))),
    groups: order.length,
    strength: Float64Array.from(groupOf, (group, row) => {
      const most = counts.get(group)?.most ?? 0;
      return group < 0 ? 0 : most > 0 ? lambdaOf[row] / most : 1;
    }),
    stability: order.map((group) => branches[group].stability),
  };
};
