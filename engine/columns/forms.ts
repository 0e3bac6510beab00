/**
 * How the values of a chunk lie in the vault: as narrow as every one of them comes back to the last bit, else as they lie in
 * memory. Whole numbers are told as differences from the smallest, in one or two bytes; so are, in up to four, measured
 * values and times that are all multiples of one unit (a day, a second, a hundredth), as those of most files are. The
 * form is the chunk's head and stands under its checksum. (Frame of reference and scaled decimals: Goldstein,
 * Ramakrishnan and Shaft, ICDE 1998; Afroozeh, Kuffó and Boncz, SIGMOD 2024.) The loops are a kernel (`assembly/forms.ts`).
 */
import { reach, startKernel } from '../jobs/kernel.ts';
import type { ColumnArray, ColumnType } from './columns.ts';
import { WASM } from './forms.wasm.ts';

/** Most rows of a chunk. */
export const CHUNK_ROWS = 65_536;
/** Bytes before the values: form, unit, two zeros, rows (32 bits), smallest value in units (a double). */
export const HEAD = 16;
/** Forms, as the kernel has them; others are the bytes of a difference. */
const PLAIN = 0;
const SAME = 8;
const RISING = 9;
/** Units in the kernel's list: times begin with days, numbers with whole ones. */
const DAY = 0;
const ONE = 4;

type Kernel = {
  memory: WebAssembly.Memory;
  free(): number;
  units(): number;
  unit: { value: number };
  low: { value: number };
  shapeOfWhole(values: number, rows: number): number;
  shapeOfDoubles(values: number, rows: number, from: number): number;
  tellWhole(values: number, rows: number, form: number, low: number, out: number): void;
  tellDoubles(values: number, rows: number, form: number, unit: number, low: number, out: number): void;
  readWhole(from: number, rows: number, form: number, low: number, out: number): void;
  readDoubles(from: number, rows: number, form: number, unit: number, low: number, out: number): void;
};

/** The kernel of this thread, and where values and what is told of them lie; a head has room before both. */
let started: { kernel: Kernel; values: number; told: number } | null = null;
const start = (): NonNullable<typeof started> => {
  if (started !== null) return started;
  const kernel = startKernel<Kernel>(WASM);
  const values = ((kernel.free() + 15) & ~15) + HEAD;
  const told = values + 8 * CHUNK_ROWS + 16 + HEAD;
  reach(kernel.memory, told + 4 * CHUNK_ROWS + 16);
  started = { kernel, values, told };
  return started;
};

/** Bytes that one row takes in memory; a hash is two words. */
const widthOf = (type: ColumnType): number => (type === 'person' || type === 'code' ? 4 : 8);
const sizeOf = (form: number, rows: number, width: number): number =>
  HEAD + (form === PLAIN ? rows * width : form <= 4 ? rows * form : 0);
const bytesOf = ({ buffer, byteOffset, byteLength }: ArrayBufferView): Uint8Array =>
  new Uint8Array(buffer, byteOffset, byteLength);

/**
 * The bytes of a chunk. They lie where the next ones will: whoever wants to keep them copies them.
 * @param values of one type, 1 to CHUNK_ROWS rows
 */
export const pack = (type: ColumnType, values: ColumnArray): Uint8Array => {
  const { kernel, values: at, told } = start();
  const width = widthOf(type);
  const rows = values.byteLength / width;
  new Uint8Array(kernel.memory.buffer, at, values.byteLength).set(bytesOf(values));
  const form =
    type === 'hash'
      ? PLAIN
      : width === 4
        ? kernel.shapeOfWhole(at, rows)
        : kernel.shapeOfDoubles(at, rows, type === 'time' ? DAY : ONE);
  const [unit, low] = form === PLAIN ? [ONE, 0] : [kernel.unit.value, kernel.low.value];
  if (form !== PLAIN && form <= 4) {
    if (width === 4) kernel.tellWhole(at, rows, form, low, told);
    else kernel.tellDoubles(at, rows, form, unit, low, told);
  }
  const from = (form === PLAIN ? at : told) - HEAD;
  const head = new DataView(kernel.memory.buffer, from, HEAD);
  head.setUint32(0, form | (unit << 8), true);
  head.setUint32(4, rows, true);
  head.setFloat64(8, low, true);
  return new Uint8Array(kernel.memory.buffer, from, sizeOf(form, rows, width));
};

/**
 * Puts the values of a chunk into `out`, from its element `at` on.
 * @param data whose checksum was proved
 * @returns false where the bytes are no chunk of so many rows of this type; nothing was written then
 */
export const unpack = (
  type: ColumnType,
  data: Uint8Array,
  rows: number,
  out: ColumnArray,
  at: number,
): boolean => {
  if (data.length < HEAD || rows > CHUNK_ROWS) return false;
  const { kernel, values, told } = start();
  const head = new DataView(data.buffer, data.byteOffset, HEAD);
  const [form, unit, low] = [head.getUint8(0), head.getUint8(1), head.getFloat64(8, true)];
  const width = widthOf(type);
  const isWhole = width === 4;
  const forms = type === 'hash' ? [PLAIN] : isWhole ? [PLAIN, SAME, RISING, 1, 2] : [PLAIN, SAME, 1, 2, 4];
  const isTold =
    forms.includes(form) &&
    (isWhole ? unit === ONE && low === (low | 0) : unit < kernel.units()) &&
    head.getUint16(2) === 0 &&
    head.getUint32(4, true) === rows &&
    data.length === sizeOf(form, rows, width) &&
    (Number.isSafeInteger(low) || (Number.isNaN(low) && form === SAME));
  if (!isTold) return false;
  const to = new Uint8Array(out.buffer, out.byteOffset + at * out.BYTES_PER_ELEMENT, rows * width);
  if (form === PLAIN) {
    to.set(data.subarray(HEAD));
    return true;
  }
  const memory = new Uint8Array(kernel.memory.buffer);
  memory.set(data.subarray(HEAD), told);
  if (isWhole) kernel.readWhole(told, rows, form, low, values);
  else kernel.readDoubles(told, rows, form, unit, low, values);
  to.set(memory.subarray(values, values + rows * width));
  return true;
};
