/** What the scanner is told and what it delivers. */

export const DELIMITERS = [',', ';', '\t', '|', '^', '~', '\u0001', '\u001f', ':', 'whitespace'] as const;
/** `whitespace` is a run of blanks or tabs, as in fixed-width files; leading blanks are no field. */
export type Delimiter = (typeof DELIMITERS)[number];
export const QUOTES = ['"', "'", 'none'] as const;
export type Quote = (typeof QUOTES)[number];

export type ScannerOptions = {
  delimiter: Delimiter;
  quote: Quote;
  /** Fields of every record; null takes the number of the first one. */
  width: number | null;
  /** Records at the start that are passed over (a header), whatever their number of fields. */
  skip?: number;
  /** Most records in one batch. */
  batchRecords?: number;
  /** Most bytes in a field. */
  fieldLimit?: number;
};

export type ProblemKind =
  | 'too-few-fields'
  | 'too-many-fields'
  | 'truncated'
  | 'text-after-quote'
  | 'unclosed-quote'
  | 'field-too-long'
  | 'record-too-long'
  | 'not-json'
  /** Bytes that are not UTF-8, in a file that else is. */
  | 'not-utf8'
  /** The file ends in a line that is no whole object. */
  | 'cut-off'
  /** A formula whose result the workbook does not hold. */
  | 'no-result';

/** A record that was left out, and why. */
export type Problem = {
  kind: ProblemKind;
  /** 1 is the first record after the header; faulty ones count, blank lines do not. */
  record: number;
  /** Line of the fault, from 1: where the record begins, or where the quote opened. */
  line: number;
  /** Byte where the record begins: of the UTF-8 that a reader is given, of the file as `readRecords` hands it on. */
  offset: number;
  expected: number;
  /** Fields found; null where the record could not be read to its end. */
  found: number | null;
  /** Place of the column that it lies in, where one is to blame and known. */
  column?: number;
};

/** Flags of a field. */
export const QUOTED = 1;
/** The field holds doubled quotes that `fieldBytes` and `fieldText` undo. */
export const ESCAPED = 2;
/** The form it stands in says that it is a number, whose decimal mark is the full stop. */
export const NUMBER = 4;
/** Integers per field in `Batch.fields`: start, end, flags. */
export const STRIDE = 3;

/** Records of one width. All arrays are reused: take what you need before the callback returns. */
export type Batch = {
  bytes: Buffer;
  count: number;
  width: number;
  /** Field `c` of record `r` is at `(r * width + c) * STRIDE`: start and end in `bytes`, flags. */
  fields: Int32Array;
  /** Where each record begins and ends in `bytes`; null where that is where its first and its last field do. */
  extents: Int32Array | null;
  /** Number, line and byte offset of each record. */
  numbers: Float64Array;
  lines: Float64Array;
  offsets: Float64Array;
  problems: Problem[];
};

export type OnBatch = (batch: Batch) => void;
export type Totals = { records: number; problems: number; lines: number; bytes: number; width: number };
