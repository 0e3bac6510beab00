/**
 * hierarchy: agglomerative clustering. Everyone starts alone, the two nearest groups merge, until one is left.
 * Ward's merges need memory that grows with the rows alone; complete and average linkage keep every distance;
 * single linkage is a minimum spanning tree.
 *
 * This file: what every linkage gives, a list of merges, and what can be read off it.
 */

/**
 * n - 1 merges in order of height. Group g < n is row g; group n + i is made by merge i. `left` holds the group
 * with the lower lowest row.
 */
export type Merges = {
  left: Int32Array;
  right: Int32Array;
  height: Float64Array;
  /** Rows in the merged group. */
  size: Int32Array;
};

/** A merge as a linkage finds it: two rows that stand for their groups, at a height. */
export type RawMerge = { a: number; b: number; height: number };

/**
 * Sorts merges by height and names the groups they join. Linkages that find merges out of order (nearest
 * neighbour chains, spanning trees) give them by rows; ties keep the order they came in.
 */
export const orderMerges = (rows: number, found: readonly RawMerge[]): Merges => {
  const order = Uint32Array.from(found.keys()).sort((i, j) => found[i].height - found[j].height || i - j);
  const parent = Int32Array.from({ length: rows }, (_, i) => i);
  const group = Int32Array.from({ length: rows }, (_, i) => i);
  const lowest = Int32Array.from({ length: rows }, (_, i) => i);
  const count = new Int32Array(rows).fill(1);
  const find = (row: number): number => {
    let root = row;
    while (parent[root] !== root) root = parent[root];
    for (let at = row; parent[at] !== root; ) {
      const next = parent[at];
      parent[at] = root;
      at = next;
    }
    return root;
  };
  const merges: Merges = {
    left: new Int32Array(found.length),
    right: new Int32Array(found.length),
    height: new Float64Array(found.length),
    size: new Int32Array(found.length),
  };
  order.forEach((from, i) => {
    const { a, b, height } = found[from];
    let [first, second] = [find(a), find(b)];
    if (lowest[first] > lowest[second]) [first, second] = [second, first];
    merges.left[i] = group[first];
    merges.right[i] = group[second];
    merges.height[i] = height;
    parent[second] = first;
    count[first] += count[second];
    group[first] = rows + i;
    merges.size[i] = count[first];
  });
  return merges;
};

/**
 * Labels of the k groups that are left when the last k - 1 merges are undone, largest first (then by lowest row).
 * @param k 1 to the number of rows
 */
export const cutTree = ({ left, right }: Merges, k: number): Int32Array => {
  const rows = left.length + 1;
  const top = new Int32Array(2 * rows - 1).fill(-1);
  // Groups that stand at the cut; every group below takes its parent's.
  for (let i = rows - 2; i >= 0; i--) {
    const group = rows + i;
    const joined = i < rows - k;
    const mine = joined ? (top[group] < 0 ? group : top[group]) : -1;
    if (joined) top[group] = mine;
    top[left[i]] = mine;
    top[right[i]] = mine;
  }
  const counts = new Map<number, { people: number; first: number }>();
  for (let row = 0; row < rows; row++) {
    if (top[row] < 0) top[row] = row;
    const seen = counts.get(top[row]);
    if (seen === undefined) counts.set(top[row], { people: 1, first: row });
    else seen.people += 1;
  }
  const order = [...counts]
    .sort(([, a], [, b]) => b.people - a.people || a.first - b.first)
    .map(([group]) => group);
  const label = new Map(order.map((group, i) => [group, i]));
  return Int32Array.from({ length: rows }, (_, row) => label.get(top[row]) as number);
};

/** Rows in the order a dendrogram draws them, so that no lines cross. */
export const leafOrder = ({ left, right }: Merges): Int32Array => {
  const rows = left.length + 1;
  const out = new Int32Array(rows);
  const stack = [2 * rows - 2];
  let at = 0;
  while (stack.length > 0) {
    const group = stack.pop() as number;
    if (group < rows) out[at++] = group;
    else stack.push(right[group - rows], left[group - rows]);
  }
  return out;
};

/**
 * Agglomerative coefficient (L. Kaufman and P. Rousseeuw, Finding Groups in Data, 1990, chapter 5): mean over
 * rows of one minus the height of their first merge over that of the last. Near 1: clear groups.
 */
export const agglomerativeCoefficient = ({ left, right, height }: Merges): number => {
  const rows = left.length + 1;
  const last = height[height.length - 1];
  if (rows < 2 || last === 0) return 0;
  let sum = 0;
  for (let i = 0; i < rows - 1; i++) {
    if (left[i] < rows) sum += 1 - height[i] / last;
    if (right[i] < rows) sum += 1 - height[i] / last;
  }
  return sum / rows;
};

/**
 * Height at which each pair of rows comes together, condensed (pair i < j at i * rows - i (i + 1) / 2 + j - i - 1).
 */
export const copheneticDistances = (merges: Merges): Float64Array => {
  const rows = merges.left.length + 1;
  const members: number[][] = Array.from({ length: rows }, (_, i) => [i]);
  const out = new Float64Array((rows * (rows - 1)) / 2);
  for (let i = 0; i < rows - 1; i++) {
    const [a, b] = [members[merges.left[i]], members[merges.right[i]]];
    for (const x of a)
      for (const y of b) {
        const [low, high] = x < y ? [x, y] : [y, x];
        out[low * rows - (low * (low + 1)) / 2 + high - low - 1] = merges.height[i];
      }
    members.push([...a, ...b]);
  }
  return out;
};
