/** The thread side of threshold trees: parts centres from each other (IMM), then splits leaves further (ExKMC). */
import { countLabels } from '../kernels/histogram.ts';
import type { GrownNode, GrowOutput } from '../tree-worker.ts';

/** A coordinate that may be asked about. Cut t parts people by their bin and centres by `centreAt`: at most t is left. */
export type Axis = {
  column: number;
  /** A number: -1, and the bins are those of its cuts. Else the code of a level: people have it (right) or not. */
  code: number;
  bins: number;
  cuts: number;
  binOf: Uint16Array;
  /** The bin of the value that stands in for a missing one. */
  imputed: number;
  centreAt: number[];
};

export type ThresholdInput = {
  axes: Axis[];
  /** Levels of each column that is asked about; 0 for a number. */
  levels: number[];
  values: Float64Array;
  width: number;
  labels: Uint8Array;
  centroids: Float64Array[];
  leaves: number;
  minLeaf: number;
};

type Cut = { axis: number; at: number };
type Side = { label: number; from: number; to: number };
type Node = Side & { cut: Cut | null; left: Node | null; right: Node | null };

/** Everyone's place on an axis: the bin of a number with missing ones filled in, 0 or 1 for a level. */
const placesOf = ({ code, bins, binOf, imputed }: Axis): Uint16Array => {
  if (code >= 0) return Uint16Array.from(binOf, (bin) => (bin === code ? 1 : 0));
  return Uint16Array.from(binOf, (bin) => (bin === bins ? imputed : bin));
};

const lastLeft = ({ code }: Axis, at: number): number => (code >= 0 ? 0 : at);
const sizeOf = ({ code, bins }: Axis): number => (code >= 0 ? 2 : bins);

/** Splits centres until each is alone; people on the wrong side of a cut are asked no further. */
const partCentres = ({ axes, labels, centroids }: ThresholdInput, places: Uint16Array[]): Node => {
  const k = centroids.length;
  const rows = Uint32Array.from(labels.keys()).filter((row) => labels[row] < k);
  const aside = new Uint32Array(rows.length);
  const counts = axes.map((axis) => new Float64Array(sizeOf(axis) * k));

  const fewestMistakes = (from: number, to: number, centres: number[]): Cut | null => {
    let best: { mistakes: number; axis: number; first: number; last: number } | null = null;
    axes.forEach((axis, a) => {
      const ends = centres.map((c) => axis.centreAt[c]);
      const [low, high] = [Math.min(...ends), Math.max(...ends)];
      if (low === high) return;
      countLabels(rows, from, to, places[a], labels, k, counts[a]);
      const below = new Float64Array(k);
      const total = new Float64Array(k);
      for (let at = 0; at < counts[a].length; at++) total[at % k] += counts[a][at];
      let counted = 0;
      for (let at = low; at < high; at++) {
        for (; counted <= lastLeft(axis, at); counted++)
          for (const c of centres) below[c] += counts[a][counted * k + c];
        let mistakes = 0;
        for (const c of centres) mistakes += axis.centreAt[c] <= at ? total[c] - below[c] : below[c];
        if (best === null || mistakes < best.mistakes) best = { mistakes, axis: a, first: at, last: at };
        else if (mistakes === best.mistakes && best.axis === a && best.last === at - 1) best.last = at;
      }
    });
    const found = best as { axis: number; first: number; last: number } | null;
    return found === null ? null : { axis: found.axis, at: (found.first + found.last) >> 1 };
  };

  /** Puts the people who go left with their centre first, then those who go right with theirs. */
  const part = (from: number, to: number, { axis, at }: Cut): [number, number] => {
    const { centreAt } = axes[axis];
    const last = lastLeft(axes[axis], at);
    let left = from;
    let right = 0;
    for (let i = from; i < to; i++) {
      const row = rows[i];
      const goesLeft = places[axis][row] <= last;
      if (goesLeft !== centreAt[labels[row]] <= at) continue;
      if (goesLeft) rows[left++] = row;
      else aside[right++] = row;
    }
    rows.set(aside.subarray(0, right), left);
    return [left, left + right];
  };

  const grow = (from: number, to: number, centres: number[]): Node => {
    const own = new Float64Array(k);
    for (let i = from; i < to; i++) own[labels[rows[i]]] += 1;
    const label = centres.reduce((most, c) => (own[c] > own[most] ? c : most), centres[0]);
    const leaf: Node = { label, from: 0, to: 0, cut: null, left: null, right: null };
    const cut = centres.length === 1 ? null : fewestMistakes(from, to, centres);
    if (cut === null) return leaf;
    const [middle, end] = part(from, to, cut);
    const isLeft = (c: number): boolean => axes[cut.axis].centreAt[c] <= cut.at;
    const left = grow(from, middle, centres.filter(isLeft));
    const right = grow(
      middle,
      end,
      centres.filter((c) => !isLeft(c)),
    );
    return { ...leaf, cut, left, right };
  };
  return grow(0, rows.length, [...centroids.keys()]);
};

/** Sends everyone down the tree, so that every leaf knows its rows. */
const routeAll = (root: Node, rows: Uint32Array, divide: (node: Node, cut: Cut) => number): void => {
  const visit = (node: Node, from: number, to: number): void => {
    node.from = from;
    node.to = to;
    if (node.cut === null || node.left === null || node.right === null) return;
    const middle = divide(node, node.cut);
    visit(node.left, from, middle);
    visit(node.right, middle, to);
  };
  visit(root, 0, rows.length);
};

const leavesOf = (node: Node): Node[] =>
  node.left === null || node.right === null ? [node] : [...leavesOf(node.left), ...leavesOf(node.right)];

/**
 * The split of a leaf that lowers the cost most, where each side costs the squared distance of its people to whichever
 * centre is best for all of them. Sums of squares of the people themselves are the same on both sides and left out.
 */
const bestSplit = (
  { axes, values, width, labels, centroids, minLeaf }: ThresholdInput,
  places: Uint16Array[],
  rows: Uint32Array,
  { from, to }: Side,
): { gain: number; cut: Cut; labels: [number, number] } | null => {
  const k = centroids.length;
  const norms = centroids.map((centre) => centre.reduce((sum, value) => sum + value * value, 0));
  const cheapest = (sums: Float64Array, start: number): { cost: number; label: number } => {
    let best = { cost: Number.POSITIVE_INFINITY, label: 0 };
    for (let c = 0; c < k; c++) {
      let cost = sums[start + width] * norms[c];
      for (let t = 0; t < width; t++) cost -= 2 * centroids[c][t] * sums[start + t];
      if (cost < best.cost) best = { cost, label: c };
    }
    return best;
  };
  const step = width + 1;
  let best: { gain: number; cut: Cut; labels: [number, number] } | null = null;
  axes.forEach((axis, a) => {
    const size = sizeOf(axis);
    const sums = new Float64Array(size * step);
    for (let i = from; i < to; i++) {
      const row = rows[i];
      if (labels[row] >= k) continue;
      const start = places[a][row] * step;
      for (let t = 0; t < width; t++) sums[start + t] += values[row * width + t];
      sums[start + width] += 1;
    }
    const all = new Float64Array(step);
    for (let at = 0; at < sums.length; at++) all[at % step] += sums[at];
    const whole = cheapest(all, 0).cost;
    const left = new Float64Array(step);
    const right = new Float64Array(step);
    for (let bin = 0; bin < size - 1; bin++) {
      for (let t = 0; t < step; t++) {
        left[t] += sums[bin * step + t];
        right[t] = all[t] - left[t];
      }
      if (left[width] < minLeaf || right[width] < minLeaf) continue;
      const [l, r] = [cheapest(left, 0), cheapest(right, 0)];
      const gain = whole - l.cost - r.cost;
      // A gain must be more than the rounding of its sums.
      if (l.label !== r.label && gain > Math.max(best?.gain ?? 0, Math.abs(whole) * 1e-12))
        best = { gain, cut: { axis: a, at: bin }, labels: [l.label, r.label] };
    }
  });
  return best;
};

/** The tree in the terms of the columns, as CART's is. */
const tell = ({ axes, levels }: Pick<ThresholdInput, 'axes' | 'levels'>, node: Node): GrownNode => {
  const { cut, left, right, label, from, to } = node;
  if (cut === null || left === null || right === null) return { type: 'leaf', label, from, to };
  const { column, code, bins, imputed } = axes[cut.axis];
  const isLevel = code >= 0;
  return {
    type: 'split',
    column,
    cut: isLevel ? -1 : cut.at,
    left: isLevel
      ? Uint8Array.from({ length: levels[column] }, (_, level) => (level === code ? 0 : 1))
      : Uint8Array.from({ length: bins }, (_, bin) => (bin <= cut.at ? 1 : 0)),
    missingLeft: isLevel || imputed <= cut.at,
    children: [tell({ axes, levels }, left), tell({ axes, levels }, right)],
  };
};

export const task = (input: ThresholdInput): GrowOutput => {
  const { axes, labels, leaves } = input;
  const places = axes.map(placesOf);
  const root = partCentres(input, places);
  const rows = Uint32Array.from(labels.keys());
  const aside = new Uint32Array(rows.length);
  const divide = ({ from, to }: Side, { axis, at }: Cut): number => {
    const last = lastLeft(axes[axis], at);
    let left = from;
    let right = 0;
    for (let i = from; i < to; i++) {
      const row = rows[i];
      if (places[axis][row] <= last) rows[left++] = row;
      else aside[right++] = row;
    }
    rows.set(aside.subarray(0, right), left);
    return left;
  };
  routeAll(root, rows, divide);
  const missing = leaves - leavesOf(root).length;
  const look = (leaf: Node) => ({ leaf, split: bestSplit(input, places, rows, leaf) });
  let open = missing > 0 ? leavesOf(root).map(look) : [];
  for (let made = 0; made < missing; made++) {
    const most = open.reduce((best, one) => ((one.split?.gain ?? 0) > (best.split?.gain ?? 0) ? one : best));
    const { leaf, split } = most;
    if (split === null) break;
    const middle = divide(leaf, split.cut);
    const child = (label: number, from: number, to: number): Node => ({
      label,
      from,
      to,
      cut: null,
      left: null,
      right: null,
    });
    leaf.cut = split.cut;
    leaf.left = child(split.labels[0], leaf.from, middle);
    leaf.right = child(split.labels[1], middle, leaf.to);
    open = [...open.filter((one) => one !== most), look(leaf.left), look(leaf.right)];
  }
  return { root: tell(input, root), rows };
};
