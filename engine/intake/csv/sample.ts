/** The beginning of a text, and its records when it is cut one way or another. */
import { CloisterError } from '../../../shared/errors.ts';
import { type Delimiter, type Problem, QUOTED, type Quote, STRIDE } from './batch.ts';
import { recordTexts } from './fields.ts';
import { createScanner } from './scanner.ts';

const SAMPLE_RECORDS = 1000;
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

/**
 * The first records of a sample, cut one way.
 * @param width fields of a record, or null for as many as the first has
 * @param skip records at its start that are passed over
 */
export const scanAs = (
  sample: Uint8Array,
  delimiter: Delimiter,
  quote: Quote,
  width: number | null,
  skip = 0,
): { records: string[][]; problems: Problem[]; quoted: number; width: number } => {
  const records: string[][] = [];
  const problems: Problem[] = [];
  let quoted = 0;
  const scanner = createScanner({ delimiter, quote, width, skip });
  const take: Parameters<typeof scanner.push>[1] = (batch) => {
    problems.push(...batch.problems);
    for (let r = 0; r < batch.count && records.length < SAMPLE_RECORDS; r++) {
      const row: string[] = [];
      recordTexts(batch, r, quote, row);
      for (let c = 0; c < batch.width; c++)
        quoted += batch.fields[(r * batch.width + c) * STRIDE + 2] & QUOTED;
      records.push(row);
    }
  };
  scanner.push(sample, take);
  return { records, problems, quoted, width: scanner.end(take).width };
};
