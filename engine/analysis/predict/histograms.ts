/**
 * Histograms of derivatives over the bins of every column, reused from node to node: the hot loop of growing trees. They
 * lie in the memory of a kernel, beside the bins they are made of.
 */
import { reach, startKernel } from '../../jobs/kernel.ts';
import { WASM } from '../kernels/derivative-sums.wasm.ts';
import { type Binned, MOST_BINS } from './bins.ts';

type Kernel = {
  memory: WebAssembly.Memory;
  free(): number;
  gather(rows: number, count: number, g: number, h: number, near: number): void;
  one(cells: number, bins: number, rows: number, count: number, near: number): void;
  four(
    cells: number,
    span: number,
    bins: number,
    height: number,
    rows: number,
    count: number,
    near: number,
  ): void;
};

/** Numbers of a cell: sum of g, sum of h, rows, and one that fills it up to a power of two. */
export const STEP = 4;
const SPAN = MOST_BINS * STEP * 8;

export type Histograms = {
  take(): number;
  free(at: number): void;
  /** The cells of a histogram; good until the next `take`. */
  cells(at: number): Float64Array;
  /** Where the cells of a column begin. */
  begin(column: number): number;
  /** Tells the derivatives of every row of the bins, for the fills that follow. */
  derive(g: Float64Array, h: Float64Array): void;
  /**
   * Sums over rows[from .. to) for the given columns, in ascending order; cells of other columns keep what they held.
   */
  fill(at: number, rows: Uint32Array, from: number, to: number, columns: readonly number[]): void;
  /** Takes the cells of `less` from those of `at`. */
  subtract(at: number, less: number): void;
};

/**
 * Histograms for one binned matrix.
 * @param most rows of one fill, repeats counted
 */
export const createHistograms = ({ bins, rows: height, width }: Binned, most: number): Histograms => {
  const kernel = startKernel<Kernel>(WASM);
  const { memory } = kernel;
  const begins = (before: number, bytes: number): [number, number] => [before, (before + bytes + 15) & ~15];
  const [binsAt, gAt] = begins((kernel.free() + 15) & ~15, bins.length);
  const [, hAt] = begins(gAt, 8 * height);
  const [, rowsAt] = begins(hAt, 8 * height);
  const [, nearAt] = begins(rowsAt, 4 * most);
  const [, cellsAt] = begins(nearAt, 16 * most);
  reach(memory, cellsAt);
  new Uint8Array(memory.buffer).set(bins, binsAt);

  const size = width * MOST_BINS * STEP;
  const idle: number[] = [];
  let made = 0;
  const placeOf = (at: number): number => cellsAt + at * width * SPAN;
  const cells = (at: number): Float64Array => new Float64Array(memory.buffer, placeOf(at), size);
  return {
    take: () => {
      const at = idle.pop();
      if (at !== undefined) return at;
      made += 1;
      reach(memory, placeOf(made));
      return made - 1;
    },
    free: (at) => {
      idle.push(at);
    },
    cells,
    begin: (column) => column * MOST_BINS * STEP,
    derive: (g, h) => {
      new Float64Array(memory.buffer, gAt, height).set(g);
      new Float64Array(memory.buffer, hAt, height).set(h);
    },
    fill: (at, rows, from, to, columns) => {
      const count = to - from;
      new Uint32Array(memory.buffer, rowsAt, count).set(rows.subarray(from, to));
      kernel.gather(rowsAt, count, gAt, hAt, nearAt);
      const whole = cells(at);
      const of = (column: number): number => placeOf(at) + column * SPAN;
      for (let i = 0; i < columns.length; ) {
        const column = columns[i];
        const together = columns[i + 3] === column + 3 ? 4 : 1;
        whole.fill(0, (column * SPAN) / 8, ((column + together) * SPAN) / 8);
        const from = binsAt + column * height;
        if (together === 4) kernel.four(of(column), SPAN, from, height, rowsAt, count, nearAt);
        else kernel.one(of(column), from, rowsAt, count, nearAt);
        i += together;
      }
    },
    subtract: (at, less) => {
      const from = cells(at);
      const other = cells(less);
      for (let i = 0; i < size; i++) from[i] -= other[i];
    },
  };
};
