/**
 * Ward's linkage by nearest-neighbour chain over centroids and sizes (F. Murtagh, Computer Journal 26(4), 1983):
 * O(n^2 d) time, O(n d) memory. Heights are those of Ward's criterion as scipy and R's ward.D2 give them:
 * sqrt(2 |A| |B| / (|A| + |B|)) times the distance of the centroids.
 */
import type { RawMerge } from '../hierarchy/merges.ts';
import { LANES, packedLength, packRows } from './distance.ts';
import { kernel, layOut } from './memory.ts';

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
  const [packed, sizes, tip, found] = layOut(
    packedLength(rows, columns),
    Math.ceil(rows / LANES) * LANES,
    columns,
    2,
  );
  packRows(values, rows, columns, packed);
  sizes.fill(1);
  for (let i = 0; i < rows && weights !== null; i++) sizes[i] = Math.max(weights[i], 1e-9);
  /** A row of each group. Groups that are left stand without gaps. */
  const row = Int32Array.from({ length: rows }, (_, i) => i);
  let left = rows;
  const least = sizes.subarray(0, rows).reduce((low, size) => Math.min(low, size));
  const { nearestGroup } = kernel();
  const placeOf = (group: number): number => (group >> 2) * columns * LANES + (group & 3);
  const read = (group: number, into: Float64Array): void => {
    for (let t = 0, from = placeOf(group); t < columns; t++, from += LANES) into[t] = packed[from];
  };
  const write = (group: number, centroid: Float64Array): void => {
    for (let t = 0, to = placeOf(group); t < columns; t++, to += LANES) packed[to] = centroid[t];
  };
  const other = new Float64Array(columns);
  const nowhere = new Float64Array(columns).fill(Number.POSITIVE_INFINITY);
  /** Squared height of the merge of the group at `a`, which stands in `tip`, with the group at `b`. */
  const squareTo = (a: number, b: number): number => {
    read(b, other);
    let sum = 0;
    for (let t = 0; t < columns; t++) sum += (tip[t] - other[t]) * (tip[t] - other[t]);
    return (2 * sizes[a] * sizes[b] * sum) / (sizes[a] + sizes[b]);
  };
  const merges: RawMerge[] = [];
  const chain: number[] = [];
  /** Takes the group at `at` out by moving the last one into its place; the chain follows. */
  const remove = (at: number): void => {
    const last = left - 1;
    if (at !== last) {
      read(last, other);
      write(at, other);
      sizes[at] = sizes[last];
      row[at] = row[last];
      for (let i = 0; i < chain.length; i++) if (chain[i] === last) chain[i] = at;
    }
    write(last, nowhere);
    sizes[last] = 1;
    left = last;
  };
  while (left > 1) {
    if (chain.length === 0) chain.push(0);
    const own = chain[chain.length - 1];
    const before = chain.length > 1 ? chain[chain.length - 2] : -1;
    read(own, tip);
    // The group itself stands at infinity while the nearest other is looked for.
    packed[placeOf(own)] = Number.POSITIVE_INFINITY;
    nearestGroup(
      packed.byteOffset,
      Math.ceil(left / LANES),
      columns,
      tip.byteOffset,
      sizes[own],
      least,
      sizes.byteOffset,
      found.byteOffset,
    );
    packed[placeOf(own)] = tip[0];
    // The group before wins a tie, or the chain could run in a circle.
    const back = before < 0 ? Number.POSITIVE_INFINITY : squareTo(own, before);
    if (before < 0 || found[1] < back) {
      chain.push(found[0]);
      continue;
    }
    chain.length -= 2;
    merges.push({ a: row[own], b: row[before], height: Math.sqrt(back) });
    const total = sizes[own] + sizes[before];
    read(before, other);
    for (let t = 0; t < columns; t++) other[t] = (sizes[before] * other[t] + sizes[own] * tip[t]) / total;
    write(before, other);
    sizes[before] = total;
    remove(own);
    if (told !== undefined && merges.length % 256 === 0) told(merges.length);
  }
  return merges;
};
