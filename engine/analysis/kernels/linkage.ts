/**
 * Single linkage as a minimum spanning tree (R. Prim 1957; J. Gower and G. Ross, Applied Statistics 18, 1969) in
 * O(n) memory, and complete and average linkage by nearest-neighbour chain over all distances.
 */
import type { RawMerge } from '../hierarchy/merges.ts';
import { LANES, packedLength, packRows, squaredDistance } from './distance.ts';
import { kernel, layOut } from './memory.ts';

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

/**
 * Edges of a minimum spanning tree in the order Prim finds them, the lowest row on a tie.
 * @param cores squared core distances; the length of an edge is then the mutual reachability, the largest of both
 * core distances and the distance. Without them the distance alone.
 */
export const spanningTree = (
  values: Float64Array,
  rows: number,
  columns: number,
  cores: Float64Array | null = null,
): RawMerge[] => {
  const [packed, outside, nearest, origins, point] = layOut(
    packedLength(rows, columns),
    rows,
    rows,
    rows / 2 + 1,
    columns,
  );
  const from = new Int32Array(origins.buffer, origins.byteOffset, rows);
  /** The rows outside the tree, and behind them those that joined since the last time they were taken out. */
  let waiting = Int32Array.from({ length: rows }, (_, i) => i);
  packRows(values, rows, columns, packed);
  outside.fill(0);
  if (cores !== null) outside.set(cores);
  nearest.fill(Number.POSITIVE_INFINITY);
  let joined = 0;
  /** Who joined is infinitely far from then on, and taken out when they are many. */
  const takeOut = (): void => {
    const kept = waiting.map((_, at) => at).filter((at) => outside[at] !== Number.POSITIVE_INFINITY);
    kept.forEach((at, to) => {
      outside[to] = outside[at];
      nearest[to] = nearest[at];
      from[to] = from[at];
      for (let t = 0; t < columns; t++)
        packed[((to >> 2) * columns + t) * LANES + (to & 3)] =
          packed[((at >> 2) * columns + t) * LANES + (at & 3)];
    });
    waiting = Int32Array.from(kept, (at) => waiting[at]);
    joined = 0;
  };
  const { reach } = kernel();
  const edges: RawMerge[] = [];
  let newest = 0;
  let at = 0;
  while (edges.length < rows - 1) {
    const core = outside[at];
    outside[at] = Number.POSITIVE_INFINITY;
    nearest[at] = Number.POSITIVE_INFINITY;
    joined += 1;
    if (joined * 8 > waiting.length) takeOut();
    point.set(values.subarray(newest * columns, (newest + 1) * columns));
    at = reach(
      packed.byteOffset,
      waiting.length,
      columns,
      point.byteOffset,
      core,
      outside.byteOffset,
      nearest.byteOffset,
      from.byteOffset,
      newest,
    );
    edges.push({ a: from[at], b: waiting[at], height: Math.sqrt(nearest[at]) });
    newest = waiting[at];
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
