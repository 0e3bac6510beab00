/**
 * Single linkage as a minimum spanning tree (R. Prim 1957; J. Gower and G. Ross, Applied Statistics 18, 1969) in
 * O(n) memory, and complete and average linkage by nearest-neighbour chain over all distances.
 */
import type { RawMerge } from '../hierarchy/merges.ts';
import { squaredDistance } from './distance.ts';

/** Position of the pair i < j in a condensed matrix of distances. */
export const pairAt = (i: number, j: number, rows: number): number =>
  i * rows - (i * (i + 1)) / 2 + j - i - 1;

/** Euclidean distances of every pair, condensed. */
export const allDistances = (values: Float64Array, rows: number, columns: number): Float64Array => {
  const out = new Float64Array((rows * (rows - 1)) / 2);
  let at = 0;
  for (let i = 0; i < rows; i++)
    for (let j = i + 1; j < rows; j++)
      out[at++] = Math.sqrt(squaredDistance(values, i * columns, values, j * columns, columns));
  return out;
};

/** Edges of a minimum spanning tree under any symmetric distance, in the order Prim finds them. */
export const spanningTree = (rows: number, distance: (i: number, j: number) => number): RawMerge[] => {
  const nearest = new Float64Array(rows).fill(Number.POSITIVE_INFINITY);
  const from = new Int32Array(rows);
  const inside = new Uint8Array(rows);
  const edges: RawMerge[] = [];
  let newest = 0;
  inside[0] = 1;
  for (let step = 1; step < rows; step++) {
    let next = -1;
    for (let j = 0; j < rows; j++) {
      if (inside[j] === 1) continue;
      const d = distance(newest, j);
      if (d < nearest[j]) {
        nearest[j] = d;
        from[j] = newest;
      }
      if (next < 0 || nearest[j] < nearest[next]) next = j;
    }
    edges.push({ a: from[next], b: next, height: nearest[next] });
    inside[next] = 1;
    newest = next;
  }
  return edges;
};

/** How the distance of a merged group to a third follows from those of its parts (G. Lance and W. Williams 1967). */
export const UPDATES = {
  complete: (a: number, b: number): number => Math.max(a, b),
  average: (a: number, b: number, sizeA: number, sizeB: number): number =>
    (sizeA * a + sizeB * b) / (sizeA + sizeB),
} as const;

/**
 * All merges under complete or average linkage.
 * @param distances condensed, and used up: the caller's array is overwritten
 */
export const chainMerges = (
  distances: Float64Array,
  rows: number,
  update: (a: number, b: number, sizeA: number, sizeB: number) => number,
): RawMerge[] => {
  const size = new Float64Array(rows).fill(1);
  const active = Array.from({ length: rows }, (_, i) => i);
  const merges: RawMerge[] = [];
  const chain: number[] = [];
  const at = (i: number, j: number): number => (i < j ? pairAt(i, j, rows) : pairAt(j, i, rows));
  while (merges.length < rows - 1) {
    if (chain.length === 0) chain.push(active[0]);
    const tip = chain[chain.length - 1];
    const before = chain.length > 1 ? chain[chain.length - 2] : -1;
    let best = before >= 0 ? distances[at(tip, before)] : Number.POSITIVE_INFINITY;
    let nearest = before;
    for (const other of active) {
      if (other === tip) continue;
      const d = distances[at(tip, other)];
      if (d < best) {
        best = d;
        nearest = other;
      }
    }
    if (nearest !== before) {
      chain.push(nearest);
      continue;
    }
    chain.length -= 2;
    const [keep, drop] = before < tip ? [before, tip] : [tip, before];
    merges.push({ a: keep, b: drop, height: best });
    active.splice(active.indexOf(drop), 1);
    for (const other of active)
      if (other !== keep)
        distances[at(keep, other)] = update(
          distances[at(keep, other)],
          distances[at(drop, other)],
          size[keep],
          size[drop],
        );
    size[keep] += size[drop];
  }
  return merges;
};
