/**
 * The best split of one node by one column (L. Breiman et al., Classification and Regression Trees, 1984,
 * chapter 4): the one that lowers the Gini impurity most. Equivalently it maximises the sum over both sides of
 * (sum of squared label counts) / (rows of the side), which is what `score` is.
 */

/** A column in bins. `bins` real ones, 0 .. bins - 1; a missing value is in bin number `bins`. */
export type BinnedColumn = {
  kind: 'number' | 'level';
  bins: number;
  binOf: Uint16Array;
  /** Whether anyone's value is missing. */
  missing: boolean;
};

/** Bins that go left, and where a missing value goes. */
export type BinSplit = { score: number; left: Uint8Array; cut: number; missingLeft: boolean };

const score = (counts: Float64Array, rows: number): number => {
  let squares = 0;
  for (let c = 0; c < counts.length; c++) squares += counts[c] * counts[c];
  return squares / rows;
};

type Node = { counts: Float64Array; total: Float64Array; k: number; rows: number; minLeaf: number };

/** The counts of one bin as a view. */
const binCounts = ({ counts, k }: Node, bin: number): Float64Array => counts.subarray(bin * k, (bin + 1) * k);

const sumOf = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0);

/** Score of left against the rest of the node, or -1 where a side is smaller than allowed. */
const scoreSides = (node: Node, left: Float64Array, right: Float64Array): number => {
  for (let c = 0; c < node.k; c++) right[c] = node.total[c] - left[c];
  const leftRows = sumOf(left);
  const rightRows = node.rows - leftRows;
  if (leftRows < node.minLeaf || rightRows < node.minLeaf) return -1;
  return score(left, leftRows) + score(right, rightRows);
};

/** The side with more known people; the left one on a tie. Decides for people the node has not seen. */
const largerIsLeft = (left: Float64Array, total: Float64Array): boolean => 2 * sumOf(left) >= sumOf(total);

/**
 * Bins 0 .. cut left, the others right. Where empty bins make several cuts the same split, the middle one is
 * taken. Both sides hold known values; missing ones are tried on either side.
 */
const splitNumber = (node: Node, bins: number): BinSplit | null => {
  const { k } = node;
  const missing = binCounts(node, bins);
  const missingRows = sumOf(missing);
  const right = new Float64Array(k);
  let best: BinSplit | null = null;
  for (const missingLeft of missingRows > 0 ? [false, true] : [false]) {
    const left = missingLeft ? missing.slice() : new Float64Array(k);
    let known = 0;
    let chosen = -1;
    let chosenScore: number = best === null ? 0 : best.score;
    let runEnd = -1;
    for (let bin = 0; bin < bins - 1; bin++) {
      const here = binCounts(node, bin);
      const rowsHere = sumOf(here);
      if (rowsHere === 0) {
        if (chosen >= 0 && runEnd === bin - 1) runEnd = bin;
        continue;
      }
      known += rowsHere;
      for (let c = 0; c < k; c++) left[c] += here[c];
      if (known === node.rows - missingRows) break;
      const reached = scoreSides(node, left, right);
      if (reached > chosenScore) {
        chosenScore = reached;
        chosen = bin;
        runEnd = bin;
      }
    }
    if (chosen < 0) continue;
    const cut = (chosen + runEnd) >> 1;
    const goesLeft = new Uint8Array(bins);
    goesLeft.fill(1, 0, cut + 1);
    best = { score: chosenScore, left: goesLeft, cut, missingLeft };
  }
  if (best !== null && missingRows === 0) {
    const left = new Float64Array(k);
    for (let bin = 0; bin <= best.cut; bin++) for (let c = 0; c < k; c++) left[c] += binCounts(node, bin)[c];
    best.missingLeft = largerIsLeft(left, node.total);
  }
  return best;
};

/**
 * Levels in two sets. For every label the levels are put in the order of its share among them, and every
 * beginning of that order is tried (exact for two labels: Breiman 1984, theorem 4.5). A missing value counts
 * as one more level. Both sides hold a level that occurs.
 */
const splitLevels = (node: Node, bins: number): BinSplit | null => {
  const { k } = node;
  const rowsIn = Array.from({ length: bins + 1 }, (_, bin) => sumOf(binCounts(node, bin)));
  const present = rowsIn.map((_, bin) => bin).filter((bin) => rowsIn[bin] > 0);
  const right = new Float64Array(k);
  let best: BinSplit | null = null;
  for (let label = 0; label < k; label++) {
    if (node.total[label] === 0) continue;
    const share = (bin: number): number => node.counts[bin * k + label] / rowsIn[bin];
    const order = present.toSorted((a, b) => share(b) - share(a) || a - b);
    const left = new Float64Array(k);
    for (let taken = 1; taken < order.length; taken++) {
      const here = binCounts(node, order[taken - 1]);
      for (let c = 0; c < k; c++) left[c] += here[c];
      const beginning = order.slice(0, taken);
      const oneSideUnknown =
        beginning.every((bin) => bin === bins) || order.slice(taken).every((bin) => bin === bins);
      if (oneSideUnknown) continue;
      const reached = scoreSides(node, left, right);
      if (reached <= (best === null ? 0 : best.score)) continue;
      const goesLeft = new Uint8Array(bins);
      for (const bin of beginning) if (bin < bins) goesLeft[bin] = 1;
      const missingLeft = rowsIn[bins] > 0 ? beginning.includes(bins) : largerIsLeft(left, node.total);
      best = { score: reached, left: goesLeft, cut: -1, missingLeft };
    }
  }
  return best;
};

/**
 * The best split of a node by `column`, or null where there is none that leaves `minLeaf` rows on both sides.
 * @param counts label counts by bin, (bins + 1) x k
 * @param total label counts of the node, k
 */
export const bestSplit = (
  column: Pick<BinnedColumn, 'kind' | 'bins'>,
  counts: Float64Array,
  total: Float64Array,
  minLeaf: number,
): BinSplit | null => {
  const node: Node = { counts, total, k: total.length, rows: sumOf(total), minLeaf };
  return column.kind === 'number' ? splitNumber(node, column.bins) : splitLevels(node, column.bins);
};

/** The score of a node that is not split. */
export const scoreUnsplit = (total: Float64Array): number => score(total, sumOf(total));
