/**
 * The intake worker: reads a file as records and sends batches of typed columns. Identifiers become
 * pseudonyms here, from bytes; they are never made into text and never leave this thread.
 */
import { createHash } from 'node:crypto';
import type { Reject } from '../../shared/contract/answers.ts';
import type { IdentifierType } from '../../shared/vocabulary.ts';
import type { Task } from '../jobs/worker.ts';
import { createPseudonymiser, PSEUDONYM_BYTES, type Raw } from '../privacy/pseudonyms.ts';
import { type Batch, ESCAPED, type Quote, STRIDE } from './csv/batch.ts';
import { fieldBytes, problemSentence } from './csv/fields.ts';
import { quoteOf } from './formats/format.ts';
import { readRecords } from './formats/records.ts';
import { isStream } from './input/part.ts';
import { CREDITS, type LoadBatch, type LoadInput, type LoadResult, type Pseudonyms } from './layout.ts';
import { createRowSet, hashBytes } from './row-set.ts';
import { watchColumn } from './scan.ts';
import { createTexts, type Span, textOf } from './texts.ts';
import { normalise } from './values/normalise.ts';
import { isMissing, parseNumberBytes } from './values/numbers.ts';
import { parseTimeBytes } from './values/times.ts';

/** Beyond it the squares of a sum would overflow, and one such figure would spoil every mean of its column. */
const LARGEST_NUMBER = 1e100;
const SHORTEST_NUMBER = 9;

/** Where the trimmed value of a field stands; doubled quotes are undone into a copy. */
const spanOf = (batch: Batch, record: number, column: number, quote: Quote, span: Span): void => {
  const at = (record * batch.width + column) * STRIDE;
  if ((batch.fields[at + 2] & ESCAPED) === 0) {
    span.bytes = batch.bytes;
    span.start = batch.fields[at];
    span.end = batch.fields[at + 1];
  } else {
    span.bytes = fieldBytes(batch, record, column, quote);
    span.start = 0;
    span.end = span.bytes.length;
  }
  while (span.start < span.end && span.bytes[span.start] <= 32) span.start++;
  while (span.start < span.end && span.bytes[span.end - 1] <= 32) span.end--;
};

const isAbsent = (span: Span): boolean =>
  span.start === span.end || (span.end - span.start <= 6 && isMissing(textOf(span)));

/** Reads the whole source and posts its batches; answers with the totals and the hash of its bytes. */
export const task: Task<LoadInput, LoadResult> = async (input, context) => {
  const { layout, inFlight } = input;
  const quote = quoteOf(input.format);
  const pseudonymiser = createPseudonymiser(input.keys);
  const texts = layout.texts.map(createTexts);
  const numbers = layout.numbers.map(({ header, name }) => watchColumn(name, header));
  const seen = createRowSet();
  const rowHash = new Uint32Array(2);
  const span: Span = { bytes: new Uint8Array(0), start: 0, end: 0 };
  let buffer = new Uint8Array(4096);
  let rejected = 0;
  let duplicates = 0;
  let records = 0;
  let bytes = 0;

  /** Length of the normalised identifier in `buffer`: 0 when missing, -1 when it is no such identifier. */
  const normalised = (type: IdentifierType): number => {
    if (isAbsent(span)) return 0;
    const need = (span.end - span.start) * 4 + 64;
    if (buffer.length < need) buffer = new Uint8Array(need);
    return normalise(type, span.bytes, span.start, span.end, buffer, 0);
  };
  const raw = (length: number): Raw<Uint8Array> => buffer.subarray(0, length) as Raw<Uint8Array>;

  const pseudonyms = (capacity: number): Pseudonyms => ({
    bytes: new Uint8Array(capacity * PSEUDONYM_BYTES),
    earlier: pseudonymiser.earlier.map(() => new Uint8Array(capacity * PSEUDONYM_BYTES)),
  });
  /** Hashes the first `length` bytes of `buffer` into a row. */
  const keep = (type: IdentifierType, length: number, into: Pseudonyms, row: number): void => {
    const at = row * PSEUDONYM_BYTES;
    pseudonymiser.identifier(type, raw(length), into.bytes, at);
    pseudonymiser.earlier.forEach((write, i) => {
      write(type, raw(length), into.earlier[i], at);
    });
  };

  /** Converts a batch; `part` names the file where there are several, `before` counts the records of those before it. */
  const convert = (batch: Batch, part: string | null, before: number): void => {
    const capacity = batch.count;
    const out: LoadBatch = {
      rows: 0,
      identifiers: pseudonyms(capacity),
      links: layout.links.map(() => ({ ...pseudonyms(capacity), present: new Uint8Array(capacity) })),
      times: layout.times.map(() => new Float64Array(capacity)),
      numbers: layout.numbers.map(() => new Float64Array(capacity)),
      texts: layout.texts.map(() => ({ codes: new Int32Array(capacity), added: [] })),
      references: new Uint32Array(layout.reference === null ? 0 : capacity * 2),
      records: new Float64Array(capacity),
      lines: new Float64Array(capacity),
      offsets: new Float64Array(capacity),
      rejects: batch.problems.map(
        (problem): Reject => ({
          ...(part === null ? {} : { file: part }),
          line: problem.line,
          record: problem.record + before,
          offset: problem.offset,
          column: null,
          reason: problemSentence(problem).replace(/^Line \d+ \([^)]*\):? ?/, ''),
        }),
      ),
      duplicates: 0,
      seen: 0,
      bytes,
    };
    rejected += out.rejects.length;
    records += batch.count + batch.problems.length;

    // Whole digests of order numbers; their first 64 bits are what is kept.
    const digests = new Uint8Array(layout.reference === null ? 0 : capacity * PSEUDONYM_BYTES);
    const numbered = new Uint8Array(layout.reference === null ? 0 : capacity);

    /** Takes record `r` into row `row`; the answer is null or the column and reason it fails for. */
    const take = (r: number, row: number): { column: string; reason: string } | null => {
      const field = (column: number): void => spanOf(batch, r, column, quote, span);
      field(layout.identifier.at);
      const length = normalised(layout.identifier.type);
      if (length <= 0)
        return {
          column: layout.identifier.header,
          reason:
            length === 0
              ? 'the identifier is missing'
              : `the value is no ${layout.identifier.type} identifier`,
        };
      keep(layout.identifier.type, length, out.identifiers, row);
      for (let i = 0; i < layout.links.length; i++) {
        field(layout.links[i].at);
        const size = normalised(layout.links[i].type);
        out.links[i].present[row] = size > 0 ? 1 : 0;
        if (size > 0) keep(layout.links[i].type, size, out.links[i], row);
      }
      for (let i = 0; i < layout.times.length; i++) {
        const { at, format, required, header } = layout.times[i];
        field(at);
        if (isAbsent(span)) {
          if (required) return { column: header, reason: 'the time is missing' };
          out.times[i][row] = Number.NaN;
          continue;
        }
        const time = parseTimeBytes(span.bytes, span.start, span.end, format);
        if (Number.isNaN(time)) return { column: header, reason: `the value is no date or time (${format})` };
        out.times[i][row] = time;
      }
      for (let i = 0; i < layout.numbers.length; i++) {
        const { at, format, header } = layout.numbers[i];
        field(at);
        if (isAbsent(span)) {
          out.numbers[i][row] = Number.NaN;
          continue;
        }
        const number = parseNumberBytes(span.bytes, span.start, span.end, format);
        if (Number.isNaN(number)) return { column: header, reason: 'the value is no number' };
        if (Math.abs(number) > LARGEST_NUMBER)
          return { column: header, reason: 'the value is too large a number to be counted with' };
        out.numbers[i][row] = number;
        // Nothing shorter is the number of a person, a card or a telephone.
        if (span.end - span.start >= SHORTEST_NUMBER) numbers[i].first(textOf(span));
        else numbers[i].again(0);
      }
      for (let i = 0; i < layout.texts.length; i++) {
        field(layout.texts[i].at);
        out.texts[i].codes[row] = isAbsent(span) ? -1 : texts[i].code(span);
      }
      if (layout.reference !== null) {
        field(layout.reference.at);
        numbered[row] = isAbsent(span) ? 0 : 1;
        if (numbered[row] === 1)
          pseudonymiser.reference(
            span.bytes.subarray(span.start, span.end) as Raw<Uint8Array>,
            digests,
            row * PSEUDONYM_BYTES,
          );
      }
      out.records[row] = batch.numbers[r] + before;
      out.lines[row] = batch.lines[r];
      out.offsets[row] = batch.offsets[r];
      return null;
    };

    for (let r = 0; r < batch.count; r++) {
      const first = r * batch.width * STRIDE;
      const last = first + (batch.width - 1) * STRIDE;
      const problem = take(r, out.rows);
      if (problem !== null) {
        out.rejects.push({
          ...(part === null ? {} : { file: part }),
          line: batch.lines[r],
          record: batch.numbers[r] + before,
          offset: batch.offsets[r],
          ...problem,
        });
        rejected += 1;
        continue;
      }
      if (layout.reference !== null) {
        // The whole record, number included, came before: a repeated line, not a second order.
        const { extents, fields } = batch;
        if (extents === null) hashBytes(batch.bytes, fields[first], fields[last + 1], rowHash);
        else hashBytes(batch.bytes, extents[2 * r], extents[2 * r + 1], rowHash);
        if (!seen.add(rowHash[0], rowHash[1])) {
          out.duplicates += 1;
          duplicates += 1;
          continue;
        }
      }
      out.rows += 1;
    }
    pseudonymiser.flush();
    const words = new DataView(digests.buffer);
    for (let row = 0; row < out.rows && layout.reference !== null; row++)
      if (numbered[row] === 1) {
        out.references[2 * row] = words.getUint32(row * PSEUDONYM_BYTES, true);
        out.references[2 * row + 1] = words.getUint32(row * PSEUDONYM_BYTES + 4, true);
      }
    out.seen = records;
    texts.forEach((column, i) => {
      out.texts[i].added = column.take();
    });
    while (Atomics.load(inFlight, 0) >= CREDITS) Atomics.wait(inFlight, 0, CREDITS, 1000);
    Atomics.add(inFlight, 0, 1);
    context.post(out, [
      out.identifiers.bytes.buffer as ArrayBuffer,
      ...out.times.map((array) => array.buffer as ArrayBuffer),
      ...out.numbers.map((array) => array.buffer as ArrayBuffer),
      ...out.texts.map(({ codes }) => codes.buffer as ArrayBuffer),
    ]);
  };

  const hash = input.parts.some(({ source }) => isStream(source)) ? createHash('sha256') : null;
  const onStored = (chunk: Uint8Array): void => {
    bytes += chunk.length;
    hash?.update(chunk);
  };
  for (const part of input.parts) {
    const name = input.parts.length > 1 ? part.name : null;
    const before = records;
    await readRecords(part, input.format, {
      onBatch: (batch) => convert(batch, name, before),
      onStored,
      wanted: input.wanted ?? undefined,
    });
  }
  const scans = await Promise.all([
    ...texts.map(({ scan }) => scan()),
    // Different numbers are not told apart: a measured value may differ for everyone.
    ...numbers.map(async (watch) => ({ ...(await watch.finish()), distinct: 0 })),
  ]);
  return {
    records,
    rejected,
    duplicates,
    bytes,
    sha256: hash?.digest('hex') ?? null,
    scans: scans.filter((scan) => scan !== undefined),
  };
};
