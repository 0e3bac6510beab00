/** Histograms of derivatives over the bins of every column, reused from node to node: the hot loop of growing trees. */
import { type Binned, MOST_BINS } from './bins.ts';

/** Cells of a bin: sum of g, sum of h, rows. */
export const STEP = 3;

export type Histograms = {
  take(): number;
  free(at: number): void;
  cells(at: number): Float64Array;
  /** Where the cells of a column begin. */
  begin(column: number): number;
  /** Sums over rows[from .. to) for the given columns; cells of other columns keep what they held. */
  fill(
    at: number,
    rows: Uint32Array,
    from: number,
    to: number,
    g: Float64Array,
    h: Float64Array,
    columns: readonly number[],
  ): void;
  /** Takes the cells of `less` from those of `at`. */
  subtract(at: number, less: number): void;
};

const sumColumn = (
  cells: Float64Array,
  begin: number,
  bins: Uint8Array,
  start: number,
  rows: Uint32Array,
  from: number,
  count: number,
  g: Float64Array,
  h: Float64Array,
): void => {
  for (let i = 0; i < count; i++) {
    const cell = begin + STEP * bins[start + rows[from + i]];
    cells[cell] += g[i];
    cells[cell + 1] += h[i];
    cells[cell + 2] += 1;
  }
};

/** Histograms for one binned matrix. */
export const createHistograms = ({ bins, rows: height, width }: Binned): Histograms => {
  const size = width * MOST_BINS * STEP;
  const all: Float64Array[] = [];
  const idle: number[] = [];
  let nearG = new Float64Array(0);
  let nearH = new Float64Array(0);
  const begin = (column: number): number => column * MOST_BINS * STEP;
  return {
    take: () => idle.pop() ?? all.push(new Float64Array(size)) - 1,
    free: (at) => {
      idle.push(at);
    },
    cells: (at) => all[at],
    begin,
    fill: (at, rows, from, to, g, h, columns) => {
      const cells = all[at];
      const count = to - from;
      if (nearG.length < count) {
        nearG = new Float64Array(count);
        nearH = new Float64Array(count);
      }
      // Gathered once, read once a column.
      for (let i = 0; i < count; i++) {
        const row = rows[from + i];
        nearG[i] = g[row];
        nearH[i] = h[row];
      }
      for (const column of columns) {
        cells.fill(0, begin(column), begin(column + 1));
        sumColumn(cells, begin(column), bins, column * height, rows, from, count, nearG, nearH);
      }
    },
    subtract: (at, less) => {
      const cells = all[at];
      const other = all[less];
      for (let i = 0; i < size; i++) cells[i] -= other[i];
    },
  };
};
