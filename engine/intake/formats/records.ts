/** The records of one part, whatever its form: every batch is handed on as it comes. */
import { CloisterError } from '../../../shared/errors.ts';
import { type Batch, type OnBatch, type ProblemKind, STRIDE } from '../csv/batch.ts';
import { createScanner } from '../csv/scanner.ts';
import { NOT_UTF8 } from '../csv/utf8.ts';
import { createUtf8Stream, EncodingError } from '../csv/utf8-stream.ts';
import { bytesOf } from '../input/bytes.ts';
import { isStream, type Part } from '../input/part.ts';
import { createFixedReader } from './fixed.ts';
import { type Format, objectsIn, quoteOf, type TextReader } from './format.ts';
import { openObjects } from './json/in-cells.ts';
import { createJsonReader, NotJson } from './json/reader.ts';

export type RecordsOptions = {
  onBatch: OnBatch;
  /** Sees every chunk of the part as it is stored: for its hash and for the progress. */
  onStored?: (chunk: Uint8Array) => void;
  /** Ends the reading early, when true. */
  enough?: () => boolean;
  /** The part is the beginning of a stream: what its end cuts off is no fault. */
  partial?: boolean;
  /** Places of the columns that are wanted; others may stay empty. */
  wanted?: ReadonlySet<number> | undefined;
  /** Of a workbook: whether a formula in the column of that place whose result is not stored makes its record faulty. */
  spoils?: (column: number) => boolean;
};

/** Takes the records that hold marked bytes out of a batch, in place. */
const leaveOutMarked = (batch: Batch): void => {
  const { bytes, width, fields, numbers, lines, offsets, extents } = batch;
  let kept = 0;
  for (let record = 0; record < batch.count; record++) {
    const first = record * width * STRIDE;
    const last = first + (width - 1) * STRIDE;
    const [from, to] =
      extents === null ? [fields[first], fields[last + 1]] : [extents[2 * record], extents[2 * record + 1]];
    if (bytes.subarray(from, to).includes(NOT_UTF8)) {
      batch.problems.push({
        kind: 'not-utf8',
        record: numbers[record],
        line: lines[record],
        offset: offsets[record],
        expected: width,
        found: width,
      });
      continue;
    }
    if (kept < record) {
      fields.copyWithin(kept * width * STRIDE, first, first + width * STRIDE);
      extents?.copyWithin(2 * kept, 2 * record, 2 * record + 2);
      numbers[kept] = numbers[record];
      lines[kept] = lines[record];
      offsets[kept] = offsets[record];
    }
    kept += 1;
  }
  batch.count = kept;
};

/** The reader of a form that is text. */
export const textReader = (
  format: Extract<Format, { type: 'delimited' | 'fixed' | 'json' }>,
  onName?: (path: string) => void,
): TextReader => {
  if (format.type === 'delimited') return createScanner(format);
  if (format.type === 'fixed') return createFixedReader(format);
  return createJsonReader({ ...format, ...(onName === undefined ? {} : { onName }) });
};

/** The line in which a byte of the text lies, counted again from its beginning. */
const lineOf = async (part: Part, at: number): Promise<number> => {
  let line = 1;
  let position = 0;
  const width = part.encoding.startsWith('utf-16') ? 2 : 1;
  for await (const chunk of bytesOf(part)) {
    for (let i = 0; i < chunk.length && position < at; i++, position++)
      if (chunk[i] === 10 && (width === 1 || chunk[i ^ 1] === 0)) line++;
    if (position >= at) break;
  }
  return line;
};

/** Line ends in some bytes of a text. */
const lineEndsIn = (bytes: Uint8Array, to = bytes.length): number => {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, to);
  let count = 0;
  for (let at = view.indexOf(10); at >= 0; at = view.indexOf(10, at + 1)) count++;
  return count;
};

/** Bytes that are decoded at a time: little enough that their text is garbage while it is young. */
const DECODED = { chunkBytes: 64 * 1024 };

/** What is wrong with a record that its file cuts off. */
const CUT_OFF: ReadonlySet<ProblemKind> = new Set(['truncated', 'cut-off']);

/**
 * Feeds the text of a part to a reader.
 * @param byLine whether bytes that are not of the encoding harm no more than the record they stand in
 * @returns whether it was read to its end
 */
export const readText = async (
  part: Part,
  reader: TextReader,
  options: RecordsOptions,
  byLine: boolean,
): Promise<boolean> => {
  const { onStored, partial = false } = options;
  const text = createUtf8Stream(part.encoding, part.mixed && byLine);
  const onBatch: OnBatch = (batch) => {
    if (text.isMarked) leaveOutMarked(batch);
    if (part.encoding !== 'utf-8' || text.placeOf(0) > 0) {
      for (let record = 0; record < batch.count; record++)
        batch.offsets[record] = text.placeOf(batch.offsets[record]);
      for (const problem of batch.problems) problem.offset = text.placeOf(problem.offset);
    }
    options.onBatch(batch);
  };
  const streams = isStream(part.source);
  // A stream cannot be read again to find the line of a byte.
  let before = 0;
  let lines = 1;
  let current: Uint8Array = new Uint8Array(0);
  const isUtf8 = part.encoding === 'utf-8';
  const room = isUtf8 ? reader.room : undefined;
  try {
    for await (const chunk of bytesOf(part, { partial, room, onStored, ...(isUtf8 ? {} : DECODED) })) {
      current = chunk;
      const utf8 = text.push(chunk);
      if (utf8.length > 0) reader.push(utf8, onBatch);
      if (options.enough?.() === true) return false;
      if (!streams) continue;
      lines += lineEndsIn(chunk);
      before += chunk.length;
    }
    if (partial) return false;
    const last = text.end();
    if (last.length > 0) reader.push(last, onBatch);
    reader.end((batch) => {
      const cut = streams ? batch.problems.find(({ kind }) => CUT_OFF.has(kind)) : undefined;
      if (cut !== undefined)
        throw new CloisterError(
          'INPUT_FORMAT',
          `${part.name} ended in the middle of a record: line ${cut.line}, which begins at byte ${text.placeOf(cut.offset)}.`,
          'What writes into it broke off: run it again. Nothing of it was taken.',
        );
      onBatch(batch);
    });
  } catch (thrown) {
    if (thrown instanceof NotJson) throw new NotJson(thrown.line, text.placeOf(thrown.at), thrown.what);
    if (!(thrown instanceof EncodingError) || partial) throw thrown;
    const { at } = thrown;
    const line = streams
      ? lines + lineEndsIn(current, Math.max(0, Math.min(current.length, at - before)))
      : await lineOf(part, at);
    throw new EncodingError(part.encoding, at, `line ${line}, byte ${at}`);
  }
  return true;
};

/**
 * Reads the records of a part.
 * @returns whether it was read to its end
 * @throws CloisterError INPUT_FORMAT for what is damaged, cut off, or changes while it is read
 */
export const readRecords = async (part: Part, format: Format, given: RecordsOptions): Promise<boolean> => {
  const objects = objectsIn(format);
  const options =
    objects.length === 0
      ? given
      : {
          ...given,
          onBatch: openObjects(objects, quoteOf(format), given.wanted, given.onBatch),
          // Columns of objects are read for what is in them.
          wanted: given.wanted && new Set([...given.wanted, ...objects.map(({ at }) => at)]),
        };
  const { onBatch, onStored, enough, wanted, spoils } = options;
  // The readers of packed forms take a while to load, and most sources are text.
  if (format.type === 'parquet') {
    const { readParquet } = await import('./parquet/file.ts');
    await readParquet(part, { fields: format.fields, wanted, onBatch, onStored, enough });
  } else if (format.type === 'xlsx') {
    const { openWorkbook } = await import('./xlsx/workbook.ts');
    const { readSheet } = await import('./xlsx/sheet.ts');
    const workbook = await openWorkbook(part);
    try {
      const path = workbook.sheets.find(({ name }) => name === format.sheet)?.path ?? '';
      const { skip, width } = format;
      const read = { path, name: part.name, skip, width, wanted, onBatch, onStored, enough, spoils };
      await readSheet(workbook, read);
    } finally {
      workbook.close();
    }
  } else return readText(part, textReader(format), options, format.type !== 'json');
  return enough?.() !== true;
};
