/** The value of one field of a batch, as bytes or as text. */
import { type Batch, ESCAPED, type Problem, type Quote, STRIDE } from './batch.ts';

/** What the cells of a batch are read from. */
export type Fields = Pick<Batch, 'bytes' | 'fields' | 'width' | 'extents'>;

/** Undoes doubled quotes: a copy of `bytes` from `start` to `end` with every `""` as `"`. */
export const unescapeQuotes = (bytes: Uint8Array, start: number, end: number, quote: number): Uint8Array => {
  const out = new Uint8Array(end - start);
  let length = 0;
  for (let i = start; i < end; i++) {
    out[length++] = bytes[i];
    if (bytes[i] === quote) i++;
  }
  return out.subarray(0, length);
};

/** Where the cells of the first records of a batch begin and end in its bytes. */
export const extentOf = ({ fields, extents, width }: Fields, records: number): [number, number] => {
  const cells = records * width * STRIDE;
  if (extents === null) return [fields[0], fields[cells - STRIDE + 1]];
  // They stand anywhere.
  let last = 0;
  for (let i = 1; i < cells; i += STRIDE) last = Math.max(last, fields[i]);
  return [0, last];
};

/** The byte that a quote is. */
export const quoteByte = (quote: Quote): number => (quote === "'" ? 39 : 34);

/**
 * The UTF-8 bytes of a field: a view into the batch, or a copy where doubled quotes had to be undone.
 * The view is valid as long as the batch is.
 */
export const fieldBytes = (batch: Fields, record: number, column: number, quote: Quote = '"'): Uint8Array => {
  const at = (record * batch.width + column) * STRIDE;
  const start = batch.fields[at];
  const end = batch.fields[at + 1];
  return (batch.fields[at + 2] & ESCAPED) === 0
    ? batch.bytes.subarray(start, end)
    : unescapeQuotes(batch.bytes, start, end, quoteByte(quote));
};

/** The text of a field. */
export const fieldText = (batch: Fields, record: number, column: number, quote: Quote = '"'): string => {
  const at = (record * batch.width + column) * STRIDE;
  if ((batch.fields[at + 2] & ESCAPED) === 0)
    return batch.bytes.toString('utf8', batch.fields[at], batch.fields[at + 1]);
  return Buffer.from(fieldBytes(batch, record, column, quote)).toString('utf8');
};

/** Any sign that is more than one byte of UTF-8, as Latin-1 shows it. */
const NOT_ASCII = /[\x80-\xff]/;

/** The texts of the fields of a record, written to `out`. One decoding of the record serves all that are ASCII. */
export const recordTexts = (batch: Batch, record: number, quote: Quote, out: string[]): void => {
  const { bytes, fields, width, extents } = batch;
  const first = record * width * STRIDE;
  // Where cells stand anywhere, a record is no one stretch of bytes.
  if (extents !== null) {
    for (let c = 0; c < width; c++) out[c] = fieldText(batch, record, c, quote);
    return;
  }
  const begin = fields[first];
  const whole = bytes.toString('latin1', begin, fields[first + (width - 1) * STRIDE + 1]);
  const plain = !NOT_ASCII.test(whole);
  for (let c = 0; c < width; c++) {
    const at = first + c * STRIDE;
    const text = whole.slice(fields[at] - begin, fields[at + 1] - begin);
    const isText = (plain || !NOT_ASCII.test(text)) && (fields[at + 2] & ESCAPED) === 0;
    out[c] = isText ? text : fieldText(batch, record, c, quote);
  }
};

/** A problem as a sentence with its place. It names no value of the record. */
export const problemSentence = (problem: Problem): string => {
  // A workbook has rows and no bytes that anybody could look for.
  const byte = problem.offset === 0 && problem.line > 1 ? '' : `, byte ${problem.offset}`;
  const place = `Line ${problem.line} (record ${problem.record}${byte})`;
  switch (problem.kind) {
    case 'too-few-fields':
    case 'too-many-fields':
      return `${place} has ${problem.found} ${problem.found === 1 ? 'field' : 'fields'} instead of ${problem.expected}.`;
    case 'truncated':
      return problem.found === null
        ? `${place}: the file ends inside a quoted field.`
        : `${place}: the file ends after ${problem.found} of ${problem.expected} fields.`;
    case 'text-after-quote':
      return `${place} has text between a closing quote and the next delimiter.`;
    case 'unclosed-quote':
      return `${place}: the quote that opens here is never closed.`;
    case 'field-too-long':
      return `${place} has a field that is too long.`;
    case 'record-too-long':
      return `${place}: the record is too long.`;
    case 'not-utf8':
      return `${place} holds bytes that are not UTF-8.`;
    case 'not-json':
      return `${place} is no JSON object.`;
    case 'cut-off':
      return `${place}: the file ends in the middle of a JSON object.`;
    case 'no-result':
      return `${place} has a formula whose result is not stored: open the workbook and save it.`;
  }
};
