/**
 * The kernels in WebAssembly (`assembly/`) and their memory, one of each a thread. A hot loop lays its arrays out,
 * copies a stretch of rows in, calls, and reads the answer; nothing is kept there between calls.
 */
import { reach, startKernel } from '../../jobs/kernel.ts';
import { WASM } from './analysis.wasm.ts';

type Nearest = (
  values: number,
  list: number,
  groups: number,
  columns: number,
  scratch: number,
  centres: number,
  quads: number,
  best: number,
  second: number,
  index: number,
) => void;
/** Arguments named after arrays are byte offsets in the memory: the `byteOffset` of views from `layOut`. */
type Kernel = {
  memory: WebAssembly.Memory;
  free(): number;
  nearest64: Nearest;
  /** A sample is told by the byte of its table of places (`sample.ts`). */
  runSample(
    sample: number,
    made: number,
    given: number,
    most: number,
    tolerance: number,
    squares: number,
    least: number,
  ): number;
  inertia(sample: number, squares: number): number;
  standSample(sample: number): number;
  drawRows(sample: number, first: number, count: number, total: number): void;
  tryRows(sample: number, count: number): number;
  seedSample(sample: number, first: number, trials: number): void;
  exchangeSample(sample: number, trials: number, total: number): void;
  doubtful(labels: number, slack: number, count: number, spent: number, list: number): number;
  relabel(
    values: number,
    list: number,
    count: number,
    columns: number,
    scratch: number,
    centres: number,
    quads: number,
    best: number,
    second: number,
    index: number,
    numbers: number,
    labels: number,
    slack: number,
    spent: number,
    error: number,
    sums: number,
    counts: number,
  ): number;
  weigh(
    values: number,
    list: number,
    count: number,
    columns: number,
    scratch: number,
    centres: number,
    quads: number,
    best: number,
    second: number,
    index: number,
    cost: number,
    squares: number,
    labels: number,
    sums: number,
    counts: number,
  ): number;
  silhouetteTile(
    own: number,
    others: number,
    count: number,
    columns: number,
    first: number,
    last: number,
    tile: number,
    cells: number,
    offsets: number,
    cell: number,
    along: number,
    across: number,
  ): void;
  nearestGroup(
    rows: number,
    groups: number,
    columns: number,
    point: number,
    weight: number,
    least: number,
    sizes: number,
    out: number,
  ): void;
  reach(
    rows: number,
    count: number,
    columns: number,
    point: number,
    core: number,
    cores: number,
    nearest: number,
    from: number,
    newest: number,
  ): number;
  addProducts(rows: number, count: number, width: number, products: number): void;
  squares(
    rows: number,
    groups: number,
    columns: number,
    off: number,
    mean: number,
    inverse: number,
    diagonal: boolean,
    constant: number,
    out: number,
  ): void;
  shares(logs: number, groups: number, components: number, stride: number, high: number, sums: number): void;
  addMoments(
    rows: number,
    groups: number,
    columns: number,
    off: number,
    mean: number,
    weights: number,
    diagonal: boolean,
    out: number,
  ): void;
};

let loaded: Kernel | undefined;

/** The kernels of this thread. */
export const kernel = (): Kernel => {
  loaded ??= startKernel<Kernel>(WASM);
  return loaded;
};

/**
 * Arrays of the given lengths (in doubles), one after the other from the start of the kernel's memory, which grows
 * as needed. Earlier arrays are lost; contents are whatever was there.
 */
export const layOut = (...lengths: number[]): Float64Array[] => {
  const { memory, free } = kernel();
  let at = (free() + 15) & ~15;
  const places = lengths.map((length) => {
    const place = at;
    at += Math.ceil(length / 2) * 16;
    return place;
  });
  reach(memory, at);
  return places.map((place, i) => new Float64Array(memory.buffer, place, lengths[i]));
};
