/** Cells of a batch as places in bytes: trimmed, narrowed, judged empty, without becoming texts. */
import { type Batch, ESCAPED, type Quote, STRIDE } from './csv/batch.ts';
import { fieldBytes } from './csv/fields.ts';
import type { Span } from './texts.ts';
import { isMissingBytes } from './values/numbers.ts';

/** Where the trimmed value of a field stands; doubled quotes are undone into a copy. */
export const spanOf = (batch: Batch, record: number, column: number, quote: Quote, span: Span): void => {
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

/** Narrows a cell to the first of several values in it that is not empty. */
export const firstPart = (span: Span, separator: number): void => {
  const blank = (c: number): boolean => c === separator || c <= 32;
  while (span.start < span.end && blank(span.bytes[span.start])) span.start++;
  let end = span.start;
  while (end < span.end && span.bytes[end] !== separator) end++;
  span.end = end;
  while (span.end > span.start && span.bytes[span.end - 1] <= 32) span.end--;
};

/** Whether a cell holds nothing, or a word for nothing. */
export const isAbsent = ({ bytes, start, end }: Span): boolean => isMissingBytes(bytes, start, end);
