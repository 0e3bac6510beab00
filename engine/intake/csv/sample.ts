/** The beginning of a text, and its records when it is cut one way or another. */
import { CloisterError } from '../../../shared/errors.ts';
import { type Delimiter, type Problem, QUOTED, type Quote, STRIDE } from './batch.ts';
import { recordTexts } from './fields.ts';
import { createScanner } from './scanner.ts';

export const SAMPLE_RECORDS = 1000;
const SINGLE = 39;
const SAMPLE_BYTES = 1024 * 1024;
/** So much of the sample is cut in every way, where it holds a line end. */
const TRIED_BYTES = 192 * 1024;

/** The sample without the line that may be cut off, and not longer than it needs to be. */
export const wholeLines = (sample: Uint8Array, complete: boolean): Uint8Array => {
  if (complete && sample.length <= TRIED_BYTES) return sample;
  const lastEnd = (bytes: Uint8Array): number => Math.max(bytes.lastIndexOf(10), bytes.lastIndexOf(13));
  const tried = sample.subarray(0, TRIED_BYTES);
  if (lastEnd(tried) >= 0) return tried.subarray(0, lastEnd(tried) + 1);
  if (complete && sample.length <= SAMPLE_BYTES) return sample;
  const cut = sample.subarray(0, SAMPLE_BYTES);
  const last = lastEnd(cut);
  if (last < 0)
    throw new CloisterError(
      'INPUT_FORMAT',
      'The first million bytes hold no line end: this is not a table of records.',
      'Check that this is the file you meant.',
    );
  return cut.subarray(0, last + 1);
};

/** How a sample comes out, cut one way. */
export type Cut = {
  /** Records that came out whole, at most SAMPLE_RECORDS. */
  count: number;
  /** Whether they have fields in quotes, and fields that begin and end with a single quote that was not taken for one. */
  quoted: boolean;
  wrapped: boolean;
  /** The texts of the first of them, as many as were asked for. */
  records: string[][];
  problems: Problem[];
  width: number;
};

/**
 * The first records of a sample, cut one way.
 * @param width fields of a record, or null for as many as the first has
 * @param texts records whose texts are wanted: making those is most of the work
 * @param skip records at its start that are passed over
 */
export const scanAs = (
  sample: Uint8Array,
  delimiter: Delimiter,
  quote: Quote,
  width: number | null,
  texts: number,
  skip = 0,
): Cut => {
  const records: string[][] = [];
  const problems: Problem[] = [];
  let count = 0;
  let quoted = false;
  let wrapped = false;
  const scanner = createScanner({ delimiter, quote, width, skip });
  const take: Parameters<typeof scanner.push>[1] = (batch) => {
    problems.push(...batch.problems);
    const taken = Math.min(SAMPLE_RECORDS - count, batch.count);
    for (let r = 0; r < taken && records.length < texts; r++) {
      const row: string[] = [];
      recordTexts(batch, r, quote, row);
      records.push(row);
    }
    const { bytes, fields } = batch;
    for (let at = 0; at < taken * batch.width * STRIDE && !quoted; at += STRIDE) {
      quoted = (fields[at + 2] & QUOTED) !== 0;
      const last = fields[at + 1] - 1;
      if (last > fields[at] && bytes[last] === SINGLE && bytes[fields[at]] === SINGLE) wrapped = true;
    }
    count += taken;
  };
  scanner.push(sample, take);
  const totals = scanner.end(take);
  return { count, quoted, wrapped, records, problems, width: totals.width };
};
