/**
 * Batches of records as batches of typed columns. A record is taken in the order identifier, links, times, numbers, of
 * which the first that fails rejects it; then the columns that can reject none are read one after the other.
 */
import type { Reject } from '../../shared/contract/answers.ts';
import { createPseudonymiser, PSEUDONYM_BYTES, type Raw } from '../privacy/pseudonyms.ts';
import type { Arena } from './arena.ts';
import { createCells, isPlain } from './cells/cells.ts';
import { type Batch, type Problem, STRIDE } from './csv/batch.ts';
import { problemSentence } from './csv/fields.ts';
import { createFigures } from './figures.ts';
import { quoteOf } from './formats/format.ts';
import { type Converted, type Field, headerAt, type LoadInput, type LoadResult } from './layout.ts';
import { createOrderLines, type Refusal } from './order-lines.ts';
import { createProfile } from './profile/profile.ts';
import { createRowSet, hashBytes } from './row-set.ts';
import { isAbsent } from './spans.ts';
import { createMender } from './steps/mender.ts';
import { ABSENT, createTexts, NOT_KEPT, type Span, textOf } from './texts.ts';
import { parseTimeBytes } from './values/times.ts';
import { createWhose } from './whose.ts';

export type Converter = {
  /**
   * Converts a batch.
   * @param faulty records that the reader could not read
   * @param part names the file where there are several; `before` counts the records of those before it
   */
  convert(batch: Batch, faulty: readonly Problem[], part: string | null, before: number): Converted;
  finish(): Omit<LoadResult, 'bytes' | 'sha256'>;
};

/** Tells of a record that is not taken. */
type Tell = (said: Omit<Reject, 'file'>) => void;

/** @param arena memory of the batches, of which one more is in use than are on their way */
export const createConverter = (
  input: Pick<LoadInput, 'layout' | 'format' | 'keys' | 'roles' | 'now' | 'sha256'>,
  arena: Arena,
): Converter => {
  const { layout } = input;
  const quote = quoteOf(input.format);
  const pseudonymiser = createPseudonymiser(input.keys);
  const texts = layout.texts.map(createTexts);
  const profile = createProfile(layout, input.roles, input.now);
  const mender = createMender(layout);
  const seen = createRowSet();
  const cells = createCells();
  const plain = isPlain(layout);
  /** The kernel's reading of texts; those with steps are mended before they are told apart. */
  const readTexts = layout.texts.map((column) =>
    column.long || (column.steps ?? []).length > 0 ? null : cells.texts(column),
  );
  const orderLines =
    layout.orderLines === null || layout.reference === null ? null : createOrderLines(layout.reference.at);
  const order = layout.people === null || layout.people === 'records' ? null : layout.people.order;
  const rowHash = new Int32Array(2);
  const span: Span = { bytes: new Uint8Array(0), start: 0, end: 0 };
  let rejected = 0;
  let repeats = 0;
  let records = 0;

  // What is being converted, and into what.
  let batch: Batch;
  let recordsBefore = 0;
  let digests: Uint8Array<ArrayBuffer> = new Uint8Array(0);
  let timeColumns: Float64Array[] = [];

  const field = (r: number, column: number): void => mender.read(batch, r, column, quote, span);
  const figures = createFigures(layout, span, field);
  const whose = createWhose(layout, pseudonymiser, {
    span,
    read: field,
    failed: (header, value) => profile.failed(header, value, false),
    source: input.sha256,
    keeps: orderLines !== null,
    cells: plain ? cells : null,
  });

  /** Takes record `r` into row `row`; the answer is null or the column and reason it fails for. */
  const take = (r: number, row: number): Refusal | null => {
    const carried = orderLines === null ? null : orderLines.begin(batch, r, quote);
    if (orderLines !== null && orderLines.refused !== null) return orderLines.refused;
    for (const { at, header, values, only } of layout.leftOut) {
      field(r, at);
      const value = textOf(span);
      if (values.includes(value) === only) continue;
      const reason = only
        ? `left out by the mapping, which takes only ${values.map((one) => `"${one}"`).join(', ')}`
        : `left out by the mapping, which names its value "${value}"`;
      const refusal = { column: header, reason };
      orderLines?.refuse(refusal);
      return refusal;
    }
    const nobody = whose.take(r, row, batch.numbers[r] + recordsBefore, carried);
    if (nobody !== null) return nobody;
    for (let i = 0; i < timeColumns.length; i++) {
      const { at, format, required, header } = layout.times[i];
      field(r, at);
      if (isAbsent(span)) {
        const before = carried === null ? Number.NaN : carried.times[i];
        if (required && Number.isNaN(before))
          return { column: header, reason: 'the time is missing', empty: true };
        timeColumns[i][row] = before;
        continue;
      }
      const time = parseTimeBytes(span.bytes, span.start, span.end, format);
      if (Number.isNaN(time)) return { column: header, reason: `the value is no date or time (${format})` };
      timeColumns[i][row] = time;
    }
    const wrong = figures.take(r, row, carried !== null);
    if (wrong !== null) return wrong;
    const said = whose.told();
    if (said !== null)
      orderLines?.keep(
        said,
        timeColumns.map((times) => times[row]),
      );
    return null;
  };

  /** Whether the whole record came before in this source, word for word. */
  const isRepeated = (r: number): boolean => {
    const { bytes, fields, extents, width } = batch;
    const first = r * width * STRIDE;
    if (extents === null) hashBytes(bytes, fields[first], fields[first + (width - 1) * STRIDE + 1], rowHash);
    else hashBytes(bytes, extents[2 * r], extents[2 * r + 1], rowHash);
    return !seen.add(rowHash[0], rowHash[1]);
  };

  /** The rows of the batch that are taken, of which those that are odd are read one by one; `tell` hears of the others. */
  const takeOdd = (odd: Uint8Array | null, tell: Tell): Int32Array => {
    const taken = new Int32Array(batch.count);
    let rows = 0;
    for (let r = 0; r < batch.count; r++) {
      const problem = odd !== null && odd[r] === 0 ? null : take(r, r);
      if (problem !== null) {
        const { empty = false, ...refusal } = problem;
        profile.failed(refusal.column, span, empty);
        const record = batch.numbers[r] + recordsBefore;
        tell({ line: batch.lines[r], record, offset: batch.offsets[r], ...refusal });
      } else if (layout.whole === null || !isRepeated(r)) taken[rows++] = r;
      else {
        repeats += 1;
        if (layout.whole === 'counted') taken[rows++] = r;
      }
    }
    return taken.subarray(0, rows);
  };
  let every = new Int32Array(0);
  /** Every row of the batch. */
  const everyRow = (rows: number): Int32Array => {
    if (every.length < rows) every = Int32Array.from({ length: rows }, (_, row) => row);
    return every.subarray(0, rows);
  };
  /** Of the rows taken, where their records stand. */
  const placesIn = (values: Float64Array, taken: Int32Array, more: number): Float64Array => {
    const out = arena.doubles(taken.length);
    if (taken.length === batch.count && more === 0) out.set(values.subarray(0, taken.length));
    else for (let row = 0; row < taken.length; row++) out[row] = values[taken[row]] + more;
    return out;
  };
  const codesOf = (i: number, taken: Int32Array): Int32Array => {
    const codes = arena.words(taken.length);
    const { at } = layout.texts[i];
    const { code } = texts[i];
    const codeOf = (r: number): number => {
      field(r, at);
      return isAbsent(span) ? ABSENT : code(span);
    };
    const read = readTexts[i];
    if (read !== null) read(taken, codes, codeOf);
    else for (let row = 0; row < taken.length; row++) codes[row] = codeOf(taken[row]);
    for (let row = codes.indexOf(NOT_KEPT); row >= 0; row = codes.indexOf(NOT_KEPT, row + 1))
      codes[row] = ABSENT;
    return codes;
  };
  /** Reads what is plain of the batch, each record into its own row; the answer tells the records that are not. */
  const takePlain = (): Uint8Array => {
    whose.takePlain();
    layout.times.forEach(({ at, required }, i) => {
      cells.times(at, required, timeColumns[i]);
    });
    figures.takePlain(cells);
    const odd = cells.odd();
    figures.counted(odd);
    return odd;
  };
  /** Takes rows out of what was read, in place: `taken` tells the records that stay. */
  const closeUp = (
    { identifiers, links }: Pick<Converted, 'identifiers' | 'links'>,
    taken: Int32Array,
  ): void => {
    const move = (values: Uint8Array | Float64Array, step = 1): void => {
      taken.forEach((from, row) => {
        if (from > row) values.copyWithin(row * step, from * step, (from + 1) * step);
      });
    };
    for (const { bytes, earlier } of [identifiers, ...links])
      for (const one of [bytes, ...earlier]) move(one, PSEUDONYM_BYTES);
    move(identifiers.toldBy);
    for (const { present } of links) move(present);
    for (const values of [...timeColumns, ...figures.columns]) move(values);
  };
  /** Of keyed hashes of the numbers in a column the first 64 bits; 0 where there is no number. */
  const numbersOf = (column: Field | null, taken: Int32Array, rows: number): Uint32Array => {
    if (column === null) return new Uint32Array(0);
    if (digests.length < rows * PSEUDONYM_BYTES) digests = new Uint8Array(rows * PSEUDONYM_BYTES);
    digests.fill(0);
    for (let row = 0; row < rows; row++) {
      field(taken[row], column.at);
      if (isAbsent(span)) continue;
      const value = span.bytes.subarray(span.start, span.end) as Raw<Uint8Array>;
      pseudonymiser.reference(value, digests, row * PSEUDONYM_BYTES);
    }
    pseudonymiser.flush();
    const words = new Int32Array(digests.buffer);
    const { buffer, byteOffset, length } = arena.words(rows * 2);
    const references = new Uint32Array(buffer, byteOffset, length);
    for (let row = 0; row < rows; row++) {
      references[2 * row] = words[(row * PSEUDONYM_BYTES) / 4];
      references[2 * row + 1] = words[(row * PSEUDONYM_BYTES) / 4 + 1];
    }
    return references;
  };

  return {
    convert: (given, faulty, part, before) => {
      batch = given;
      const capacity = batch.count;
      arena.next();
      whose.begin(capacity, arena);
      recordsBefore = before;
      timeColumns = layout.times.map(() => arena.doubles(capacity));
      figures.begin(capacity, arena);
      const isHeld = cells.begin(batch);
      const odd = plain && isHeld ? takePlain() : null;
      const rejects: Reject[] = [];
      const reject: Tell = (said) => rejects.push(part === null ? said : { file: part, ...said });
      for (const problem of faulty)
        reject({
          line: problem.line,
          record: problem.record + before,
          offset: problem.offset,
          column: headerAt(layout, problem.column),
          reason: problemSentence(problem).replace(/^Line \d+ \([^)]*\):? ?/, ''),
        });
      const areAllPlain = odd?.includes(1) === false && layout.whole === null;
      const taken = areAllPlain ? everyRow(capacity) : takeOdd(odd, reject);
      const rows = taken.length;
      rejected += rejects.length;
      records += capacity + faulty.length;
      const codes = texts.map((_, i) => codesOf(i, taken));
      const references = numbersOf(layout.reference, taken, rows);
      const orders = numbersOf(order, taken, rows);
      pseudonymiser.flush();
      const pseudonyms = whose.finish(capacity);
      if (rows < capacity) closeUp(pseudonyms, taken);
      const ready = {
        rows,
        ...pseudonyms,
        times: timeColumns,
        numbers: figures.columns,
        texts: texts.map((column, i) => ({ codes: codes[i], added: column.take() })),
        references,
        orders,
        records: placesIn(batch.numbers, taken, before),
        lines: placesIn(batch.lines, taken, 0),
        offsets: placesIn(batch.offsets, taken, 0),
        rejects,
        seen: records,
      };
      profile.take(ready);
      return ready;
    },
    finish: () => ({
      records,
      rejected,
      repeated: repeats,
      scans: [...texts.map(({ scan }, i) => scan(profile.rows(i))), ...figures.finish()].filter(
        (scan) => scan !== null,
      ),
      quality: { ...profile.finish(), mended: mender.told() },
    }),
  };
};
