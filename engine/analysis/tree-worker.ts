/** The thread side of the tree: bins one column per piece, or grows the tree. */
import { binNumbers, countLabels } from './kernels/histogram.ts';
import { type Pieces, takePieces } from './share.ts';
import { type BinnedColumn, type BinSplit, bestSplit, scoreUnsplit } from './tree-split.ts';

/** A column as it is binned: a number by its cuts, a level by its code. */
export type RawColumn =
  | { kind: 'number'; values: Float64Array; cuts: Float64Array; binOf: Uint16Array }
  | { kind: 'level'; codes: Int32Array; levels: number; binOf: Uint16Array };

export type BinInput = { kind: 'bin'; columns: RawColumn[] };

export type GrowInput = {
  kind: 'grow';
  columns: BinnedColumn[];
  labels: Uint8Array;
  k: number;
  maxDepth: number;
  minLeaf: number;
};

/** A tree over bins. A leaf holds rows[from .. to). */
export type GrownNode =
  | { type: 'leaf'; label: number; from: number; to: number }
  | {
      type: 'split';
      column: number;
      /** Number: bins 0 .. cut go left. Level: -1. */
      cut: number;
      /** Which bins go left. */
      left: Uint8Array;
      missingLeft: boolean;
      children: [GrownNode, GrownNode];
    };

export type GrowOutput = { root: GrownNode; rows: Uint32Array };

const bin = (column: RawColumn): void => {
  if (column.kind === 'number') {
    binNumbers(column.values, column.cuts, column.binOf);
    return;
  }
  const { codes, levels, binOf } = column;
  for (let i = 0; i < codes.length; i++) binOf[i] = codes[i] < 0 ? levels : codes[i];
};

const grow = ({ columns, labels, k, maxDepth, minLeaf }: GrowInput): GrowOutput => {
  const rows = Uint32Array.from({ length: labels.length }, (_, i) => i);
  const aside = new Uint32Array(labels.length);
  const counts = columns.map(({ bins }) => new Float64Array((bins + 1) * k));

  /** Puts the rows that go left first, both sides in their order. Returns where the right side begins. */
  const partition = (from: number, to: number, { binOf, bins }: BinnedColumn, split: BinSplit): number => {
    let left = from;
    let right = 0;
    for (let at = from; at < to; at++) {
      const row = rows[at];
      const goesLeft = binOf[row] === bins ? split.missingLeft : split.left[binOf[row]] === 1;
      if (goesLeft) rows[left++] = row;
      else aside[right++] = row;
    }
    rows.set(aside.subarray(0, right), left);
    return left;
  };

  const node = (from: number, to: number, depth: number): GrownNode => {
    const total = new Float64Array(k);
    for (let at = from; at < to; at++) total[labels[rows[at]]] += 1;
    const label = total.indexOf(Math.max(...total));
    const leaf: GrownNode = { type: 'leaf', label, from, to };
    if (depth === maxDepth || total[label] === to - from) return leaf;
    // A split must gain more than the rounding of its score.
    let reach = scoreUnsplit(total) * (1 + 1e-12);
    let chosen = -1;
    let split: BinSplit | null = null;
    for (let column = 0; column < columns.length; column++) {
      countLabels(rows, from, to, columns[column].binOf, labels, k, counts[column]);
      const found = bestSplit(columns[column], counts[column], total, minLeaf);
      if (found === null || found.score <= reach) continue;
      reach = found.score;
      chosen = column;
      split = found;
    }
    if (split === null) return leaf;
    const middle = partition(from, to, columns[chosen], split);
    const left = node(from, middle, depth + 1);
    const right = node(middle, to, depth + 1);
    // Two leaves that say the same are one.
    if (left.type === 'leaf' && right.type === 'leaf' && left.label === right.label) return leaf;
    const { cut, left: goesLeft, missingLeft } = split;
    return { type: 'split', column: chosen, cut, left: goesLeft, missingLeft, children: [left, right] };
  };
  return { root: node(0, rows.length, 0), rows };
};

export const task = (input: (BinInput & Pieces) | GrowInput): GrowOutput | null => {
  if (input.kind === 'grow') return grow(input);
  takePieces(input, (piece) => bin(input.columns[piece]));
  return null;
};
