/** Builds batches from cells that come one by one: for forms whose cells do not stand in the file as they are. */
import {
  type Batch,
  type OnBatch,
  type Problem,
  type ProblemKind,
  STRIDE,
  type Totals,
} from '../csv/batch.ts';

/** Most bytes in one cell; a longer one spoils its record. */
export const CELL_LIMIT = 1024 * 1024;
/** A batch of this many bytes is delivered, however few its records. */
const BATCH_BYTES = 8 * 1024 * 1024;
const FEW = 24;
/** Behind each cell stand a mark and its column, so that different records differ in their bytes. */
const MARK = 0x1f;
const MARK_BYTES = 3;

export type Cells = {
  /** Puts bytes into a cell of the record that is being made; the last word for a cell holds. */
  put(column: number, bytes: Uint8Array, start: number, end: number, flags?: number): void;
  /** The same for text. */
  text(column: number, value: string, flags?: number): void;
  /** The same for what is too long to be put. */
  spoil(column: number): void;
  /** Ends the record. A cell that was not put is empty. */
  end(line: number, offset: number, onBatch: OnBatch): void;
  /** Leaves the record out, and says why. */
  fault(kind: ProblemKind, line: number, offset: number, found: number | null): void;
  /** Delivers what is ready. */
  flush(onBatch: OnBatch): void;
  totals(lines: number, bytes: number): Totals;
};

/** Cells of records `width` wide. Batches hold about as many cells as those of the scanner. */
export const createCells = (width: number): Cells => {
  const capacity = Math.min(8192, Math.max(16, Math.floor(262_144 / Math.max(1, width))));
  let buffer = Buffer.allocUnsafeSlow(256 * 1024);
  let used = 0;
  /** Where the record that is being made begins. */
  let begun = 0;
  const fields = new Int32Array(capacity * width * STRIDE);
  const numbers = new Float64Array(capacity);
  const lines = new Float64Array(capacity);
  const offsets = new Float64Array(capacity);
  const extents = new Int32Array(capacity * 2);
  let count = 0;
  let record = 0;
  let delivered = 0;
  let faults = 0;
  /** The cell that is too long, -1 where none is. */
  let tooLong = -1;
  let problems: Problem[] = [];

  const room = (bytes: number): void => {
    if (used + bytes <= buffer.length) return;
    const larger = Buffer.allocUnsafeSlow(Math.max(used + bytes, buffer.length * 2));
    larger.set(buffer.subarray(0, used));
    buffer = larger;
  };
  const close = (column: number, from: number, flags: number): void => {
    const at = (count * width + column) * STRIDE;
    fields[at] = from;
    fields[at + 1] = used;
    fields[at + 2] = flags;
    room(MARK_BYTES);
    buffer[used++] = MARK;
    buffer[used++] = column & 0xff;
    buffer[used++] = column >> 8;
  };
  const clear = (): void => {
    fields.fill(begun, count * width * STRIDE, (count + 1) * width * STRIDE);
    for (let c = 0; c < width; c++) fields[(count * width + c) * STRIDE + 2] = 0;
    tooLong = -1;
  };
  const fault = (
    kind: ProblemKind,
    line: number,
    offset: number,
    found: number | null,
    column?: number,
  ): void => {
    record += 1;
    faults += 1;
    problems.push({
      kind,
      record,
      line,
      offset,
      expected: width,
      found,
      ...(column !== undefined && { column }),
    });
    used = begun;
    clear();
  };
  const flush = (onBatch: OnBatch): void => {
    if (count === 0 && problems.length === 0) return;
    delivered += count;
    const batch: Batch = { bytes: buffer, count, width, fields, extents, numbers, lines, offsets, problems };
    onBatch(batch);
    count = 0;
    problems = [];
    used = 0;
    begun = 0;
    clear();
  };
  return {
    put: (column, bytes, start, end, flags = 0) => {
      if (end - start > CELL_LIMIT) {
        tooLong = column;
        return;
      }
      room(end - start);
      const from = used;
      // A view of few bytes takes longer to make than they to copy.
      if (end - start <= FEW) for (let i = start; i < end; i++) buffer[used++] = bytes[i];
      else {
        buffer.set(bytes.subarray(start, end), used);
        used += end - start;
      }
      close(column, from, flags);
    },
    text: (column, value, flags = 0) => {
      if (value.length > CELL_LIMIT) {
        tooLong = column;
        return;
      }
      room(value.length * 3);
      const from = used;
      used += buffer.write(value, used, 'utf8');
      close(column, from, flags);
    },
    spoil: (column) => {
      tooLong = column;
    },
    end: (line, offset, onBatch) => {
      if (tooLong >= 0) return fault('field-too-long', line, offset, null, tooLong);
      numbers[count] = ++record;
      lines[count] = line;
      offsets[count] = offset;
      extents[2 * count] = begun;
      extents[2 * count + 1] = used;
      begun = used;
      if (++count === capacity || used > BATCH_BYTES) flush(onBatch);
      else clear();
    },
    fault,
    flush,
    totals: (lastLine, bytes) => ({ records: delivered, problems: faults, lines: lastLine, bytes, width }),
  };
};
