/**
 * Ward's linkage by nearest-neighbour chain over centroids and sizes (F. Murtagh, Computer Journal 26(4), 1983):
 * O(n^2 d) time, O(n d) memory. Heights are those of Ward's criterion as scipy and R's ward.D2 give them:
 * sqrt(2 |A| |B| / (|A| + |B|)) times the distance of the centroids.
 */
import type { RawMerge } from '../hierarchy/merges.ts';

type Groups = {
  /** Row-major centroids of the groups that are left, without gaps. */
  centroid: Float64Array;
  size: Float64Array;
  /** A row of each group. */
  row: Int32Array;
  left: number;
};

/** Squared height of the merge of the group at `a` with its nearest other; `previous` wins a tie. */
const nearestGroup = (
  { centroid, size, left }: Groups,
  a: number,
  columns: number,
  previous: number,
  found: { at: number; square: number },
): void => {
  let best = Number.POSITIVE_INFINITY;
  let at = -1;
  const from = a * columns;
  const weight = size[a];
  for (let b = 0, to = 0; b < left; b++, to += columns) {
    let sum = 0;
    for (let t = 0; t < columns; t++) {
      const difference = centroid[from + t] - centroid[to + t];
      sum += difference * difference;
    }
    const square = (2 * weight * size[b] * sum) / (weight + size[b]);
    if (square < best && b !== a) {
      best = square;
      at = b;
    }
  }
  if (previous >= 0) {
    let sum = 0;
    for (let t = 0; t < columns; t++) {
      const difference = centroid[from + t] - centroid[previous * columns + t];
      sum += difference * difference;
    }
    const square = (2 * weight * size[previous] * sum) / (weight + size[previous]);
    if (square <= best) {
      best = square;
      at = previous;
    }
  }
  found.at = at;
  found.square = best;
};

/**
 * All merges, in the order the chain finds them.
 * @param values row-major, rows x columns, finite
 * @param weights people that each row stands for; one each without it
 * @param told called now and then with the number of merges done
 */
export const wardMerges = (
  values: Float64Array,
  rows: number,
  columns: number,
  told?: (done: number) => void,
  weights: Float64Array | null = null,
): RawMerge[] => {
  const groups: Groups = {
    centroid: Float64Array.from(values.subarray(0, rows * columns)),
    size: weights === null ? new Float64Array(rows).fill(1) : weights.map((people) => Math.max(people, 1e-9)),
    row: Int32Array.from({ length: rows }, (_, i) => i),
    left: rows,
  };
  const { centroid, size, row } = groups;
  const merges: RawMerge[] = [];
  const chain: number[] = [];
  const found = { at: 0, square: 0 };
  /** Takes the group at `at` out by moving the last one into its place; the chain follows. */
  const remove = (at: number): void => {
    const last = groups.left - 1;
    if (at !== last) {
      centroid.copyWithin(at * columns, last * columns, (last + 1) * columns);
      size[at] = size[last];
      row[at] = row[last];
      for (let i = 0; i < chain.length; i++) if (chain[i] === last) chain[i] = at;
    }
    groups.left = last;
  };
  while (groups.left > 1) {
    if (chain.length === 0) chain.push(0);
    const tip = chain[chain.length - 1];
    const before = chain.length > 1 ? chain[chain.length - 2] : -1;
    nearestGroup(groups, tip, columns, before, found);
    if (found.at !== before) {
      chain.push(found.at);
      continue;
    }
    chain.length -= 2;
    merges.push({ a: row[tip], b: row[before], height: Math.sqrt(found.square) });
    const total = size[tip] + size[before];
    for (let t = 0; t < columns; t++)
      centroid[before * columns + t] =
        (size[before] * centroid[before * columns + t] + size[tip] * centroid[tip * columns + t]) / total;
    size[before] = total;
    remove(tip);
    if (told !== undefined && merges.length % 256 === 0) told(merges.length);
  }
  return merges;
};
