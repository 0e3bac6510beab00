/** The silhouettes of a sample under several labellings, shared out among threads. */
import type { Run } from '../jobs/job.ts';
import { blocksOf, type Cells, type Members } from './kernels/silhouette.ts';
import { shareOut } from './share.ts';
import type { CombineInput, DistancesInput } from './validity-worker.ts';

const WORKER = new URL('./validity-worker.ts', import.meta.url);

/** Cells that are measured together at most: memory grows with them, time with the number of rounds. */
const MOST_CELLS = 1024;

/** Fewest rows of a block, and most blocks. */
const LEAST_BLOCK = 128;
const MOST_BLOCKS = 64;

type Grouping = { cellOf: Uint32Array; clusters: number[][] };

/** Labellings from `from` on that together make few enough cells: their cells, and each one's cluster of a cell. */
const groupFrom = (members: readonly Members[], from: number): Grouping => {
  const rows = members[from].labels.length;
  let cellOf = new Uint32Array(rows);
  let clusters: number[][] = [];
  let cells = 1;
  for (const { labels } of members.slice(from)) {
    const numbers = new Map<number, number>();
    const next = new Uint32Array(rows);
    const parents: number[] = [];
    const own: number[] = [];
    for (let i = 0; i < rows; i++) {
      const key = cellOf[i] * 256 + labels[i];
      let cell = numbers.get(key);
      if (cell === undefined) {
        cell = numbers.size;
        numbers.set(key, cell);
        parents.push(cellOf[i]);
        own.push(labels[i]);
      }
      next[i] = cell;
    }
    if (numbers.size > MOST_CELLS && clusters.length > 0) break;
    clusters = [...clusters.map((of) => parents.map((parent) => of[parent])), own];
    cellOf = next;
    cells = numbers.size;
  }
  return { cellOf, clusters: clusters.map((of) => of.slice(0, cells)) };
};

const sharedWords = (length: number): Uint32Array => new Uint32Array(new SharedArrayBuffer(length * 4));
const sharedDoubles = (length: number): Float64Array => new Float64Array(new SharedArrayBuffer(length * 8));

const cellsOf = (values: Float64Array, columns: number, chosen: Uint32Array, cellOf: Uint32Array): Cells => {
  const rows = chosen.length;
  const count = cellOf.reduce((most, cell) => Math.max(most, cell), 0) + 1;
  const offsets = sharedWords(count + 1);
  for (let i = 0; i < rows; i++) offsets[cellOf[i] + 1] += 1;
  for (let cell = 0; cell < count; cell++) offsets[cell + 1] += offsets[cell];
  const order = sharedWords(rows);
  const next = offsets.slice();
  for (let i = 0; i < rows; i++) order[next[cellOf[i]]++] = i;
  const from = sharedWords(rows);
  for (let place = 0; place < rows; place++) from[place] = chosen[order[place]];
  const block = 4 * Math.ceil(Math.max(LEAST_BLOCK, rows / MOST_BLOCKS) / 4);
  return { values, rows, columns, from, order, offsets, block, sums: sharedDoubles(rows * count) };
};

/**
 * Fills in `silhouettes` of every labelling.
 * @param values row-major and shared, of which the rows `chosen` are the sample
 */
export const measureSilhouettes = async (
  values: Float64Array,
  columns: number,
  chosen: Uint32Array,
  members: readonly Members[],
  run: Run,
): Promise<void> => {
  for (let from = 0; from < members.length; ) {
    const { cellOf, clusters } = groupFrom(members, from);
    const labellings = members.slice(from, from + clusters.length);
    const cells = cellsOf(values, columns, chosen, cellOf);
    const distances: DistancesInput = { kind: 'distances', cells };
    await shareOut(run, WORKER, distances, blocksOf(cells));
    const combine: CombineInput = {
      kind: 'combine',
      cells,
      labellings,
      clusters: clusters.map((of) => Uint8Array.from(of)),
    };
    await shareOut(run, WORKER, combine, blocksOf(cells));
    from += labellings.length;
  }
};
