/**
 * The intake worker: reads a file as records and sends batches of typed columns. Identifiers become
 * pseudonyms here, from bytes; they are never made into text and never leave this thread.
 */
import { createHash } from 'node:crypto';
import type { Reject } from '../../shared/contract/answers.ts';
import type { Task } from '../jobs/worker.ts';
import { createPseudonymiser, PSEUDONYM_BYTES, type Raw } from '../privacy/pseudonyms.ts';
import { type Batch, STRIDE } from './csv/batch.ts';
import { problemSentence } from './csv/fields.ts';
import { createFooter } from './footer.ts';
import { quoteOf } from './formats/format.ts';
import { readRecords } from './formats/records.ts';
import { isStream } from './input/part.ts';
import { CREDITS, type IdentifierField, type LoadBatch, type LoadInput, type LoadResult } from './layout.ts';
import { createOrderLines } from './order-lines.ts';
import { createProfile } from './profile/profile.ts';
import { createPseudonymColumn } from './pseudonym-column.ts';
import { createRowSet, hashBytes } from './row-set.ts';
import { watchColumn } from './scan.ts';
import { firstPart, isAbsent } from './spans.ts';
import { createMender } from './steps/mender.ts';
import { createTexts, type Span, textOf } from './texts.ts';
import { parseNumberBytes } from './values/numbers.ts';
import { parseTimeBytes } from './values/times.ts';

/** Beyond it the squares of a sum would overflow, and one such figure would spoil every mean of its column. */
const LARGEST_NUMBER = 1e100;
const SHORTEST_NUMBER = 9;

/** Reads the whole source and posts its batches; answers with the totals and the hash of its bytes. */
export const task: Task<LoadInput, LoadResult> = async (input, context) => {
  const { layout, inFlight } = input;
  const quote = quoteOf(input.format);
  const pseudonymiser = createPseudonymiser(input.keys);
  const identifier = createPseudonymColumn(layout.identifier, pseudonymiser);
  const links = layout.links.map((link) => createPseudonymColumn(link, pseudonymiser));
  const texts = layout.texts.map(createTexts);
  const numbers = layout.numbers.map(({ header, name }) => watchColumn(name, header));
  const profile = createProfile(layout, input.roles, input.now);
  const mender = createMender(layout);
  const seen = createRowSet();
  const orderLines =
    layout.orderLines === null || layout.reference === null ? null : createOrderLines(layout.reference.at);
  let footer = createFooter(layout.footer);
  const rowHash = new Uint32Array(2);
  const span: Span = { bytes: new Uint8Array(0), start: 0, end: 0 };
  let rejected = 0;
  let duplicates = 0;
  let records = 0;
  let bytes = 0;

  /** Narrows the cell to its identifier; false where there is none. */
  const narrow = ({ separator }: IdentifierField): boolean => {
    if (separator !== null) firstPart(span, separator.charCodeAt(0));
    return !isAbsent(span);
  };

  /** Converts a batch; `part` names the file where there are several, `before` counts the records of those before it. */
  const convert = (batch: Batch, part: string | null, before: number): void => {
    const capacity = batch.count;
    const faulty = footer.sift(batch);
    for (const column of [identifier, ...links]) column.begin(capacity);
    const present = links.map(() => new Uint8Array(capacity));
    const out: Omit<LoadBatch, 'identifiers' | 'links'> = {
      rows: 0,
      times: layout.times.map(() => new Float64Array(capacity)),
      numbers: layout.numbers.map(() => new Float64Array(capacity)),
      texts: layout.texts.map(() => ({ codes: new Int32Array(capacity), added: [] })),
      references: new Uint32Array(layout.reference === null ? 0 : capacity * 2),
      records: new Float64Array(capacity),
      lines: new Float64Array(capacity),
      offsets: new Float64Array(capacity),
      rejects: faulty.map(
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
    records += batch.count + faulty.length;

    // Whole digests of order numbers; their first 64 bits are what is kept.
    const digests = new Uint8Array(layout.reference === null ? 0 : capacity * PSEUDONYM_BYTES);
    const numbered = new Uint8Array(layout.reference === null ? 0 : capacity);

    /** Takes record `r` into row `row`; the answer is null or the column and reason it fails for. */
    const take = (r: number, row: number): { column: string; reason: string } | null => {
      const field = (column: number): void => mender.read(batch, r, column, quote, span);
      const carried = orderLines?.begin(batch, r, quote) ?? null;
      if (orderLines !== null && orderLines.refused !== null) return orderLines.refused;
      for (const { at, header, values } of layout.leftOut) {
        field(at);
        const value = textOf(span);
        if (!values.includes(value)) continue;
        const refusal = {
          column: header,
          reason: `left out by the mapping, which names its value "${value}"`,
        };
        orderLines?.refuse(refusal);
        return refusal;
      }
      field(layout.identifier.at);
      let missing = !narrow(layout.identifier);
      if (missing && carried !== null) {
        span.bytes = carried.identifier;
        span.start = 0;
        span.end = carried.identifier.length;
        missing = false;
      }
      if (missing || !identifier.take(span, row))
        return {
          column: layout.identifier.header,
          reason: missing
            ? 'the identifier is missing'
            : `the value is no ${layout.identifier.type} identifier`,
        };
      const said = orderLines === null ? null : new Uint8Array(span.bytes.subarray(span.start, span.end));
      for (let i = 0; i < links.length; i++) {
        field(layout.links[i].at);
        const given = narrow(layout.links[i]);
        present[i][row] = given && links[i].take(span, row) ? 1 : 0;
        if (given && present[i][row] === 0) profile.failed(layout.links[i].header, span);
      }
      for (let i = 0; i < layout.times.length; i++) {
        const { at, format, required, header } = layout.times[i];
        field(at);
        if (isAbsent(span)) {
          const before = carried?.times[i] ?? Number.NaN;
          if (required && Number.isNaN(before)) return { column: header, reason: 'the time is missing' };
          out.times[i][row] = before;
          continue;
        }
        const time = parseTimeBytes(span.bytes, span.start, span.end, format);
        if (Number.isNaN(time)) return { column: header, reason: `the value is no date or time (${format})` };
        out.times[i][row] = time;
      }
      for (let i = 0; i < layout.numbers.length; i++) {
        const { at, format, header, minus, times } = layout.numbers[i];
        field(at);
        // The order's amount was counted at its first line.
        if (isAbsent(span) || (carried !== null && layout.orderLines?.amount === i)) {
          out.numbers[i][row] = Number.NaN;
          continue;
        }
        let number = parseNumberBytes(span.bytes, span.start, span.end, format);
        // Nothing shorter is the number of a person, a card or a telephone.
        const figure = span.end - span.start >= SHORTEST_NUMBER ? textOf(span) : null;
        if (times !== null) {
          field(times);
          number *= parseNumberBytes(span.bytes, span.start, span.end, format);
        }
        if (minus !== null) {
          field(minus);
          if (!isAbsent(span)) number -= parseNumberBytes(span.bytes, span.start, span.end, format);
        }
        if (minus !== null || times !== null) number = Math.round(number * 1e6) / 1e6;
        if (Number.isNaN(number))
          return {
            column: header,
            reason: times === null ? 'the value is no number' : 'the value or the quantity is no number',
          };
        if (Math.abs(number) > LARGEST_NUMBER)
          return { column: header, reason: 'the value is too large a number to be counted with' };
        out.numbers[i][row] = number;
        if (figure === null) numbers[i].again(0);
        else numbers[i].first(figure);
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
      if (said !== null)
        orderLines?.keep(
          said,
          out.times.map((times) => times[row]),
        );
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
        profile.failed(problem.column, span);
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
      if (layout.whole) {
        // The whole record, number included, came before: a repeated line, not a second one of the order.
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
    const identifiers = identifier.finish(out.rows);
    const linked = links.map((column, i) => ({ ...column.finish(out.rows), present: present[i] }));
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
    const ready: LoadBatch = { ...out, identifiers, links: linked };
    profile.take(ready);
    while (Atomics.load(inFlight, 0) >= CREDITS) Atomics.wait(inFlight, 0, CREDITS, 1000);
    Atomics.add(inFlight, 0, 1);
    context.post(ready, [
      ...[identifiers, ...linked].flatMap((column) =>
        [column.bytes, ...column.earlier].map(({ buffer }) => buffer as ArrayBuffer),
      ),
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
    footer = createFooter(layout.footer);
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
    quality: { ...profile.finish(), mended: mender.told() },
  };
};
