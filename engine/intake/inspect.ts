/**
 * intake: from a file to rows. This file: what a file is, without taking anything in. The whole file is read
 * for its encoding and hash, at most 50,000 records for the evidence. What comes out holds masked shapes and
 * counts, and words of consent and truth, never a value of a person.
 */
import type { Kind } from '../../shared/vocabulary.ts';
import type { Problem, Totals } from './csv/batch.ts';
import { type Dialect, type DialectOptions, detectDialect } from './csv/dialect.ts';
import { detectEncoding, type Encoding, type EncodingReport } from './csv/encoding.ts';
import { fieldText, problemSentence } from './csv/fields.ts';
import { openUtf8 } from './csv/reader.ts';
import { createScanner } from './csv/scanner.ts';
import { type ColumnSuggestion, suggest } from './recognise/suggest.ts';
import { createColumnCollector } from './values/column.ts';
import type { NumberFormat } from './values/numbers.ts';
import type { TimeFormat } from './values/times.ts';

export type InspectedColumn = ColumnSuggestion & {
  id: string;
  /** Unique name to show; see `nameColumns`. */
  name: string;
  /** Commonest masked shapes: letters as a, digits as 9. */
  shapes: string[];
  empty: number;
  distinct: number;
  /** How its times and numbers are written, whatever its role; null where it holds none or two readings fit. */
  timeFormat: TimeFormat | null;
  numberFormat: NumberFormat | null;
};

export type Inspection = {
  format: 'csv';
  encoding: EncodingReport;
  dialect: Dialect;
  kind: Kind;
  recognised: boolean;
  kindWhy: string;
  columns: InspectedColumn[];
  /** Records the evidence comes from, and whether they are all. */
  recordsRead: number;
  complete: boolean;
  /** Records of the file: exact where all were read, else from the mean length. */
  approximateRecords: number;
  /** Records left out among those read, and the first of them. */
  problems: number;
  firstProblems: Problem[];
  warnings: string[];
};

export type InspectOptions = Omit<DialectOptions, 'complete'> & {
  encoding?: Encoding | undefined;
  /** Most records to read for the evidence. */
  records?: number | undefined;
  /** What the file holds, where a person said it. */
  kind?: Kind | undefined;
  /** The bytes are the beginning of a stream, not all of it. */
  partial?: boolean | undefined;
};

const EVIDENCE_RECORDS = 50_000;
const FIRST_PROBLEMS = 20;

/** The format that evidence settles on. */
const settled = <F>(evidence: { ambiguous: false; format: F } | { ambiguous: true } | null): F | null =>
  evidence === null || evidence.ambiguous ? null : evidence.format;

/** The bytes up to the last line end, so that no character is cut in two. */
const wholeLines = (bytes: Uint8Array): Uint8Array => {
  const end = bytes.lastIndexOf(10) + 1;
  // In UTF-16 the line end has a second byte.
  return end === 0 ? bytes : bytes.subarray(0, bytes[end] === 0 ? end + 1 : end);
};

/**
 * Inspects a CSV file, or the beginning of a stream held in memory.
 * @throws CloisterError INPUT_EMPTY, INPUT_BINARY, INPUT_FORMAT, INPUT_HEADER; ENOENT for a missing file
 */
export const inspectFile = (given: string | Uint8Array, options: InspectOptions = {}): Inspection => {
  const partial = options.partial === true;
  const source = typeof given === 'string' || !partial ? given : wholeLines(given);
  const detected = detectEncoding(source, { partial });
  const encoding: EncodingReport =
    options.encoding === undefined
      ? detected
      : { ...detected, encoding: options.encoding, guessed: false, why: 'It was given.', warnings: [] };
  const reader = openUtf8(source, encoding.encoding);
  try {
    const first = reader.peek() ?? new Uint8Array(0);
    const dialect = detectDialect(first, {
      ...options,
      complete: !partial && reader.bytesRead() >= encoding.bytes,
    });
    const width = dialect.columns.length;
    const most = options.records ?? EVIDENCE_RECORDS;
    const collectors = dialect.columns.map(createColumnCollector);
    const firstProblems: Problem[] = [];
    let problems = 0;
    let records = 0;
    let lastOffset = 0;
    const scanner = createScanner({
      delimiter: dialect.delimiter,
      quote: dialect.quote,
      width,
      skip: dialect.skip,
    });
    const take: Parameters<typeof scanner.push>[1] = (batch) => {
      if (records >= most) return;
      for (const problem of batch.problems) {
        if (firstProblems.length < FIRST_PROBLEMS) firstProblems.push(problem);
        problems++;
      }
      const count = Math.min(batch.count, most - records);
      for (let r = 0; r < count; r++)
        for (let c = 0; c < width; c++) collectors[c].add(fieldText(batch, r, c, dialect.quote));
      records += count;
      if (count > 0) lastOffset = batch.offsets[count - 1];
    };
    let totals: Totals | null = null;
    for (let chunk = reader.read(); chunk !== null && records < most; chunk = reader.read())
      scanner.push(chunk, take);
    if (records < most) totals = scanner.end(take);
    const complete = totals !== null && !partial;
    const evidence = collectors.map((collector) => collector.evidence());
    const suggestion = suggest(
      dialect.columns.map(({ name }) => (dialect.header ? name : '')),
      evidence,
      options.kind,
    );
    const warnings = [...encoding.warnings, ...dialect.warnings];
    if (!suggestion.recognised) warnings.push(`Look at the kind: ${suggestion.kindWhy}`);
    if (problems > 0)
      warnings.push(
        `${problems} ${problems === 1 ? 'record does' : 'records do'} not fit. ${problemSentence(firstProblems[0])}`,
      );
    return {
      format: 'csv',
      encoding,
      dialect,
      kind: suggestion.kind,
      recognised: suggestion.recognised,
      kindWhy: suggestion.kindWhy,
      columns: suggestion.columns.map((column, place) => ({
        ...column,
        id: dialect.columns[place].id,
        name: dialect.columns[place].name,
        header: dialect.columns[place].header,
        shapes: evidence[place].shapes,
        empty: evidence[place].empty,
        distinct: evidence[place].distinct,
        timeFormat: settled(evidence[place].time),
        numberFormat: settled(evidence[place].number),
      })),
      recordsRead: records,
      complete,
      approximateRecords:
        complete || lastOffset === 0 ? records : Math.round((records * encoding.bytes) / lastOffset),
      problems,
      firstProblems,
      warnings,
    };
  } finally {
    reader.close();
  }
};
