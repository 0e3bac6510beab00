/**
 * Hot loops of the silhouette. Several labellings are measured at once: rows that share their cluster in all of
 * them make a cell, distances are summed by cell, each pair of rows once, and the sums of a cluster are those of
 * its cells. Blocks of rows are pieces for threads; what a block finds for later rows is added in block order.
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
  /** rows x columns, row-major, in the order of the cells. */
  values: Float64Array;
  rows: number;
  columns: number;
  /** Row of the sample at each place, and where each cell begins. */
  order: Uint32Array;
  offsets: Uint32Array;
  /** Rows of a block; a multiple of four. */
  block: number;
  /** rows x cells: from each row to the rows of each cell in its own and later blocks. */
  along: Float64Array;
  /** Per block, from `acrossAt` on: from the rows of each cell of the block to every later row. */
  across: Float64Array;
  acrossAt: Float64Array;
};

const cellsIn = ({ offsets, rows, block }: Cells, number: number): { first: number; last: number } => {
  let first = 0;
  while (offsets[first + 1] <= number * block) first += 1;
  let last = first;
  while (offsets[last + 1] < Math.min(rows, (number + 1) * block)) last += 1;
  return { first, last };
};

/** Rows behind a block, filled up to groups of four. */
const laterThan = ({ rows, block }: Cells, number: number): number =>
  Math.ceil(Math.max(0, rows - (number + 1) * block) / 4) * 4;

/** Blocks of a sample. */
export const blocksOf = ({ rows, block }: Pick<Cells, 'rows' | 'block'>): number => Math.ceil(rows / block);

/** Where the sums of each block begin in `across`; the last entry is their total length. */
export const acrossPlaces = (cells: Cells): Float64Array => {
  const places = new Float64Array(new SharedArrayBuffer((blocksOf(cells) + 1) * 8));
  for (let number = 0; number < blocksOf(cells); number++) {
    const { first, last } = cellsIn(cells, number);
    places[number + 1] = places[number] + (last - first + 1) * laterThan(cells, number);
  }
  return places;
};

/** A worker's own copy of the sample, packed; gives the function that sums the distances of one block. */
export const openSums = (cells: Cells): ((number: number) => void) => {
  const { values, rows, columns, offsets, block } = cells;
  const count = offsets.length - 1;
  let widest = 0;
  for (let number = 0; number < blocksOf(cells); number++)
    widest = Math.max(widest, cells.acrossAt[number + 1] - cells.acrossAt[number]);
  const lengths = [packedLength(rows, columns), count / 2 + 1, block * count, widest];
  const [packed, starts, along, across] = layOut(...lengths);
  packRows(values, rows, columns, packed);
  new Uint32Array(starts.buffer, starts.byteOffset, count + 1).set(offsets);
  const { silhouetteTile } = kernel();
  return (number) => {
    const from = number * block;
    const to = Math.min(rows, from + block);
    const [start, end] = [cells.acrossAt[number], cells.acrossAt[number + 1]];
    along.fill(0);
    across.fill(0, 0, end - start);
    silhouetteTile(
      packed.byteOffset,
      rows,
      columns,
      from,
      to,
      count,
      starts.byteOffset,
      cellsIn(cells, number).first,
      along.byteOffset,
      across.byteOffset,
    );
    cells.along.set(along.subarray(0, (to - from) * count), from * count);
    cells.across.set(across.subarray(0, end - start), start);
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
  const { rows, block, offsets, along, across, acrossAt, order } = cells;
  const count = offsets.length - 1;
  const from = number * block;
  const to = Math.min(rows, from + block);
  for (let earlier = 0; earlier < number; earlier++) {
    const { first, last } = cellsIn(cells, earlier);
    const later = laterThan(cells, earlier);
    for (let cell = first; cell <= last; cell++) {
      const at = acrossAt[earlier] + (cell - first) * later - (earlier + 1) * block;
      for (let place = from; place < to; place++) along[place * count + cell] += across[at + place];
    }
  }
  labellings.forEach(({ k, labels, offsets: starts, sizes, silhouettes: out }, at) => {
    const clusterOf = clusters[at];
    const sums = new Float64Array(k);
    for (let place = from; place < to; place++) {
      sums.fill(0);
      for (let cell = 0; cell < count; cell++) sums[clusterOf[cell]] += along[place * count + cell];
      const own = labels[order[place]];
      let within = 0;
      let nearest = Number.POSITIVE_INFINITY;
      for (let c = 0; c < k; c++) {
        const people = starts[c + 1] - starts[c];
        if (people === 0) continue;
        if (c === own) within = people === 1 ? 0 : sums[c] / (people - 1);
        else if (sums[c] / people < nearest) nearest = sums[c] / people;
      }
      const wider = Math.max(within, nearest);
      out[order[place]] = sizes[own] === 1 || wider === 0 ? 0 : (nearest - within) / wider;
    }
  });
};
