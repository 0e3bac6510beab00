/** The kernel in which an import counts its rows (`assembly/profile.ts`), and the columns of a batch where it reads them. */
import { startKernel } from '../../jobs/kernel.ts';
import { PSEUDONYM_BYTES } from '../../privacy/pseudonyms.ts';
import { WASM } from './profile.wasm.ts';

type Kernel = {
  memory: WebAssembly.Memory;
  room(bytes: number): number;
  tally(): number;
  sizeOf(tally: number): number;
  codes(tally: number, codes: number, people: number, rows: number): number;
  peopleOf(pseudonyms: number, bytes: number, rows: number, out: number): void;
  distinct(): number;
  pseudonyms(
    distinct: number,
    from: number,
    bytes: number,
    rows: number,
    marks: number,
    where: boolean,
  ): number;
  few(distinct: number): number;
  vacant(distinct: number): number;
  harmonic(distinct: number): number;
  sketch(days: boolean): number;
  registers(): number;
  isExact(sketch: number): number;
  tallyOf(sketch: number): number;
  figures(
    sketch: number,
    distinct: number,
    values: number,
    people: number,
    rows: number,
    now: number,
    fresh: number,
  ): number;
  LEAST: { value: number };
  mostExact: { value: number };
  shift: { value: number };
  less(): void;
};

export type Counting = {
  kernel: Kernel;
  /** What is counted, as it stands now. */
  view(): DataView;
  /** Rows of a batch come: whose they are, by their pseudonyms. */
  begin(pseudonyms: Uint8Array, rows: number): void;
  /** Where the kernel finds the people of the batch, a word each, and how many rows it has. */
  readonly people: number;
  readonly rows: number;
  /** Puts a column of the batch where the kernel reads it, until the next is put there. */
  show(column: Uint8Array | Int32Array | Float64Array): number;
  /** The same for a byte a row beside it. */
  mark(bytes: Uint8Array): number;
};

const FEW_ROWS = 1024;
/** Of more columns each takes less: sums of what they take at worst stay below 100 MB. */
const MANY_COLUMNS = 200;

/** Starts counting for one import of so many columns. */
export const startCounting = (width = 1): Counting => {
  const kernel = startKernel<Kernel>(WASM);
  if (width > MANY_COLUMNS) kernel.less();
  let room = 0;
  let rows = 0;
  const at = { column: 0, marks: 0, people: 0 };
  let seen = new DataView(kernel.memory.buffer);
  let written = new Uint8Array(kernel.memory.buffer);
  const put = (column: Uint8Array | Int32Array | Float64Array, to: number): number => {
    if (written.buffer !== kernel.memory.buffer) written = new Uint8Array(kernel.memory.buffer);
    written.set(new Uint8Array(column.buffer, column.byteOffset, column.byteLength), to);
    return to;
  };
  const show: Counting['show'] = (column) => put(column, at.column);
  return {
    kernel,
    view: () => {
      if (seen.buffer !== kernel.memory.buffer) seen = new DataView(kernel.memory.buffer);
      return seen;
    },
    begin: (pseudonyms, count) => {
      rows = count;
      if (rows > room) {
        room = Math.max(FEW_ROWS, rows, 2 * room);
        Object.assign(at, {
          column: kernel.room(room * Math.max(PSEUDONYM_BYTES, 8)),
          marks: kernel.room(room),
          people: kernel.room(room * 4),
        });
      }
      const shown = show(pseudonyms.subarray(0, rows * PSEUDONYM_BYTES));
      kernel.peopleOf(shown, PSEUDONYM_BYTES, rows, at.people);
    },
    get people() {
      return at.people;
    },
    get rows() {
      return rows;
    },
    show,
    mark: (bytes) => put(bytes, at.marks),
  };
};
