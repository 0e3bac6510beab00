/**
 * Hot loops of the silhouette. Several labellings are measured at once: rows that share their cluster in all of
 * them make a cell, distances are summed by cell, each pair of rows once, and the sums of a cluster are those of
 * its cells. Blocks of rows are pieces for threads, added up in the order of the blocks.
 */
import { packedLength, packRows } from './distance.ts';
import { kernel, layOut } from './memory.ts';

/** One labelling of the sample: rows in the order of their cluster. */
export type Members = {
  k: number;
  /** Cluster of each sampled row. */
  labels: Uint8Array;
  /** Rows of cluster c: order[offsets[c]] .. order[offsets[c + 1] - 1], ascending. */
  order: Uint32Array;
  offsets: Uint32Array;
  /** Rows of each cluster in the whole labelling: a cluster of one person has silhouette 0 by definition. */
  sizes: Float64Array;
  /** The answer: silhouette of each sampled row. */
  silhouettes: Float64Array;
};

/** The sample in the order of its cells, and the sums of distances. All arrays are shared between threads. */
export type Cells = {
  /** Row-major; row `from[place]` of them stands at each place, and is row `order[place]` of the sample. */
  values: Float64Array;
  rows: number;
  columns: number;
  from: Uint32Array;
  order: Uint32Array;
  /** Where each cell begins. */
  offsets: Uint32Array;
  /** Rows of a block; a multiple of four. */
  block: number;
  /** cells x rows: from the row at each place to the rows of each cell. */
  sums: Float64Array;
};

const cellsIn = ({ offsets, rows, block }: Cells, number: number): { first: number; last: number } => {
  let first = 0;
  while (offsets[first + 1] <= number * block) first += 1;
  let last = first;
  while (offsets[last + 1] < Math.min(rows, (number + 1) * block)) last += 1;
  return { first, last };
};

/** Blocks of a sample. */
export const blocksOf = ({ rows, block }: Pick<Cells, 'rows' | 'block'>): number => Math.ceil(rows / block);

/** Rows behind a block, and the same filled up to groups of four. */
const laterThan = ({ rows, block }: Cells, number: number): { later: number; filled: number } => {
  const later = Math.max(0, rows - (number + 1) * block);
  return { later, filled: Math.ceil(later / 4) * 4 };
};

const addTo = (sums: Float64Array, to: number, more: Float64Array, at: number, count: number): void => {
  for (let i = 0; i < count; i++) sums[to + i] += more[at + i];
};

export type BlockSums = { measure(number: number): void; add(number: number): void };

/** Rows that the kernel takes beside a block. */
const TILE = 256;

/**
 * `measure` sums the distances between the rows of one block and all from it on; `add` takes them into the sums of
 * all, which must be done block by block, so that the last digit is always the same.
 */
export const openSums = (cells: Cells): BlockSums => {
  const { values, rows, columns, from: chosen, offsets, block, sums } = cells;
  const count = offsets.length - 1;
  let widest = 0;
  for (let number = 0; number < blocksOf(cells); number++) {
    const { first, last } = cellsIn(cells, number);
    widest = Math.max(widest, (last - first + 1) * laterThan(cells, number).filled);
  }
  const rowsOf = (most: number): number => packedLength(most, columns);
  const lengths = [rowsOf(block), rowsOf(TILE), count / 2 + 1, block * count, widest];
  const [own, others, starts, along, across] = layOut(...lengths);
  new Uint32Array(starts.buffer, starts.byteOffset, count + 1).set(offsets);
  const { silhouetteTile } = kernel();
  return {
    measure: (number) => {
      const from = number * block;
      const to = Math.min(rows, from + block);
      along.fill(0);
      across.fill(0);
      packRows(values, to - from, columns, own, chosen.subarray(from, to));
      for (let tile = from; tile < rows; tile += TILE) {
        const end = Math.min(rows, tile + TILE);
        packRows(values, end - tile, columns, others, chosen.subarray(tile, end));
        silhouetteTile(
          own.byteOffset,
          others.byteOffset,
          rows,
          columns,
          from,
          to,
          tile,
          count,
          starts.byteOffset,
          cellsIn(cells, number).first,
          along.byteOffset,
          across.byteOffset,
        );
      }
    },
    add: (number) => {
      const from = number * block;
      const to = Math.min(rows, from + block);
      const { first, last } = cellsIn(cells, number);
      const { later, filled } = laterThan(cells, number);
      for (let cell = first; cell <= last; cell++)
        addTo(sums, cell * rows + to, across, (cell - first) * filled, later);
      for (let place = from, at = 0; place < to; place++)
        for (let cell = 0; cell < count; cell++) sums[cell * rows + place] += along[at++];
    },
  };
};

/**
 * Silhouettes (P. Rousseeuw, J. Comput. Appl. Math. 20, 1987) of the rows of one block under each labelling, from
 * the sums of all blocks.
 * @param clusters per labelling, the cluster of each cell
 */
export const silhouettes = (
  cells: Cells,
  labellings: readonly Members[],
  clusters: readonly Uint8Array[],
  number: number,
): void => {
  const { rows, block, offsets, sums, order } = cells;
  const count = offsets.length - 1;
  const from = number * block;
  const to = Math.min(rows, from + block);
  labellings.forEach(({ k, labels, offsets: starts, sizes, silhouettes: out }, at) => {
    const distances = new Float64Array((to - from) * k);
    for (let cell = 0; cell < count; cell++)
      for (let place = from, slot = clusters[at][cell]; place < to; place++, slot += k)
        distances[slot] += sums[cell * rows + place];
    for (let place = from, slot = 0; place < to; place++, slot += k) {
      const own = labels[order[place]];
      let within = 0;
      let nearest = Number.POSITIVE_INFINITY;
      for (let c = 0; c < k; c++) {
        const people = starts[c + 1] - starts[c];
        if (people === 0) continue;
        if (c === own) within = people === 1 ? 0 : distances[slot + c] / (people - 1);
        else nearest = Math.min(nearest, distances[slot + c] / people);
      }
      const wider = Math.max(within, nearest);
      out[order[place]] = sizes[own] === 1 || wider === 0 ? 0 : (nearest - within) / wider;
    }
  });
};
