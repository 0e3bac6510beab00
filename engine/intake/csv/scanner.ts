/**
 * The byte scanner: chunks of UTF-8 in, positions of fields out, and no string on the way.
 *
 * The format is RFC 4180 with LF, CRLF or lone CR as line end, mixed as they come. A record that breaks a
 * rule becomes a `Problem` with its place, and scanning goes on with the next line, so that one bad line never
 * takes others with it. A stray quote swallows lines until the next quote, the field limit or the end; it is
 * told with the line where it opened, and scanning goes on with the line after that one.
 *
 * The scanning is `assembly/scan.ts`, in WebAssembly. This file keeps its memory: the text from `first` on, behind it
 * the batch. A scanner has a kernel for itself and gives it back at the end.
 */
import { reach, startKernel } from '../../jobs/kernel.ts';
import type { OnBatch, Problem, ProblemKind, ScannerOptions, Totals } from './batch.ts';
import { STRIDE } from './batch.ts';
import { WASM } from './scan.wasm.ts';

export type Scanner = {
  /** Where the next `length` bytes may be written before they are pushed: then they are not copied. */
  room(length: number): Uint8Array;
  push(chunk: Uint8Array, onBatch: OnBatch): void;
  /** Ends the input; reports what the end cut off. */
  end(onBatch: OnBatch): Totals;
};

type Figure = { value: number };

type Kernel = {
  memory: WebAssembly.Memory;
  free(): number;
  open(split: number, splitToo: number, quote: number, fieldLimit: number, skip: number, first: number): void;
  shape(
    width: number,
    capacity: number,
    fields: number,
    numbers: number,
    lines: number,
    offsets: number,
  ): void;
  scan(stop: number, final: boolean, base: number): number;
  position: Figure;
  count: Figure;
  record: Figure;
  line: Figure;
  faultAt: Figure;
  faultLine: Figure;
  found: Figure;
};

/** What `scan` answers beside the kinds of faults, which begin with TOO_FEW. */
const MORE = 0;
const FULL = 1;
const FIRST = 2;
const TOO_FEW = 3;
const FAULTS: readonly ProblemKind[] = [
  'too-few-fields',
  'too-many-fields',
  'truncated',
  'text-after-quote',
  'unclosed-quote',
  'field-too-long',
  'record-too-long',
];

const TAB = 9;
const BLANK = 32;
/** The kernel looks at whole blocks, beyond the end of the text too. */
const SLACK = 128;
const LEAST_ROOM = 64 * 1024;
/** The text is given twice the room it needs, but not more than this beyond it. */
const MOST_ROOM_MORE = 16 * 1024 * 1024;

/** Kernels of scanners that have ended. */
const idle: Kernel[] = [];

/** A scanner for one input. It keeps at most one unfinished record between chunks. */
export const createScanner = (options: ScannerOptions): Scanner => {
  const { delimiter } = options;
  const runs = delimiter === 'whitespace';
  const split = runs ? BLANK : delimiter.charCodeAt(0);
  const quote = options.quote === 'none' ? -1 : options.quote.charCodeAt(0);
  const kernel = idle.pop() ?? startKernel<Kernel>(WASM);
  const { memory } = kernel;
  const first = (kernel.free() + SLACK) & ~15;
  kernel.open(split, runs ? TAB : split, quote, options.fieldLimit ?? 1024 * 1024, options.skip ?? 0, first);

  let width = options.width ?? 0;
  let capacity = 0;
  /** Bytes there is room for, and where the text ends. */
  let size = 0;
  let end = first;
  /** What makes an address the place of a byte in the input. */
  let base = -first;
  let bytes = Buffer.alloc(0);
  let fields = new Int32Array(0);
  let numbers = new Float64Array(0);
  let lines = new Float64Array(0);
  let offsets = new Float64Array(0);
  let delivered = 0;
  let faults = 0;
  let problems: Problem[] = [];

  /** Lays the batch out behind the text. What stood in it is lost. */
  const layOut = (): void => {
    const fitting = Math.floor(262_144 / Math.max(1, width));
    capacity = width === 0 ? 0 : (options.batchRecords ?? Math.min(8192, Math.max(16, fitting)));
    const numbersAt = (first + size + SLACK + 15) & ~15;
    const linesAt = numbersAt + 8 * capacity;
    const offsetsAt = linesAt + 8 * capacity;
    const fieldsAt = offsetsAt + 8 * capacity;
    const count = capacity * width * STRIDE;
    reach(memory, fieldsAt + 4 * count);
    const { buffer } = memory;
    bytes = Buffer.from(buffer);
    numbers = new Float64Array(buffer, numbersAt, capacity);
    lines = new Float64Array(buffer, linesAt, capacity);
    offsets = new Float64Array(buffer, offsetsAt, capacity);
    fields = new Int32Array(buffer, fieldsAt, count);
    kernel.shape(width, capacity, fieldsAt, numbersAt, linesAt, offsetsAt);
  };
  layOut();

  const emit = (onBatch: OnBatch): void => {
    const count = kernel.count.value;
    if (count === 0 && problems.length === 0) return;
    delivered += count;
    onBatch({ bytes, count, width, fields, extents: null, numbers, lines, offsets, problems });
    kernel.count.value = 0;
    problems = [];
  };
  const scan = (final: boolean, onBatch: OnBatch): void => {
    for (let told = kernel.scan(end, final, base); told !== MORE; told = kernel.scan(end, final, base)) {
      if (told === FULL) emit(onBatch);
      else if (told === FIRST) {
        width = kernel.found.value;
        layOut();
      } else {
        faults++;
        const found = kernel.found.value;
        problems.push({
          kind: FAULTS[told - TOO_FEW],
          record: kernel.record.value,
          line: kernel.faultLine.value,
          offset: base + kernel.faultAt.value,
          expected: width,
          found: found < 0 ? null : found,
        });
      }
    }
    emit(onBatch);
  };

  const room = (length: number): Uint8Array => {
    const begin = kernel.position.value;
    if (begin > first) {
      bytes.copyWithin(first, begin, end);
      kernel.position.value = first;
      end -= begin - first;
      base += begin - first;
    }
    const needed = end - first + length;
    if (needed > size) {
      size = Math.max(needed, LEAST_ROOM, Math.min(2 * size, needed + MOST_ROOM_MORE));
      layOut();
    }
    return bytes.subarray(end, end + length);
  };
  return {
    room,
    push: (chunk, onBatch) => {
      const place = room(chunk.length);
      const isThere = chunk.buffer === place.buffer && chunk.byteOffset === place.byteOffset;
      if (!isThere) place.set(chunk);
      end += chunk.length;
      scan(false, onBatch);
    },
    end: (onBatch) => {
      scan(true, onBatch);
      const totals = {
        records: delivered,
        problems: faults,
        lines: kernel.line.value,
        bytes: base + end,
        width,
      };
      idle.push(kernel);
      return totals;
    },
  };
};
