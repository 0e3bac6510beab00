/**
 * How a CSV file is written: delimiter, quote, header or not, told from its first records. Every candidate is
 * scanned by the real scanner and judged by how evenly it cuts the lines and how clean the cells come out.
 * The evidence is kept in words, because the answer is a judgement that a person may overrule.
 */
import { CloisterError } from '../../../shared/errors.ts';
import { findAbove } from './above.ts';
import { DELIMITERS, type Delimiter, type Problem, type Quote } from './batch.ts';
import { looksLikeHeader, looksLikeValue } from './cells.ts';
import { problemSentence } from './fields.ts';
import { type Column, nameColumns } from './header.ts';
import { refuseOtherForms } from './other-forms.ts';
import { SAMPLE_RECORDS, scanAs, wholeLines } from './sample.ts';

export type Dialect = {
  delimiter: Delimiter;
  quote: Quote;
  header: boolean;
  /** Records before the data: a spreadsheet's "sep=" line, lines above the table, the header. What the scanner skips. */
  skip: number;
  /** Lines above the table, such as a title and a date, without blank ones. */
  above: number;
  columns: Column[];
  evidence: string[];
  warnings: string[];
};

export type DialectOptions = {
  delimiter?: Delimiter | undefined;
  quote?: Quote | undefined;
  header?: boolean | undefined;
  /** The sample is the whole file, so that its last record is whole. */
  complete: boolean;
};

const NAMES: Record<Delimiter, string> = {
  ',': 'comma',
  ';': 'semicolon',
  '\t': 'tab',
  '|': 'bar',
  '^': 'caret',
  '~': 'tilde',
  '\u0001': 'control character 1',
  '\u001f': 'unit separator',
  ':': 'colon',
  whitespace: 'run of blanks',
};

/** The name of a delimiter, for sentences. */
export const delimiterName = (delimiter: Delimiter): string => NAMES[delimiter];

/** What is tried where nobody says; a colon would cut times. */
const GUESSED = DELIMITERS.filter((delimiter) => delimiter !== ':');

type Trial = {
  delimiter: Delimiter;
  quote: Quote;
  width: number;
  /** Records with the usual number of fields, of all. */
  even: number;
  total: number;
  quoted: boolean;
  wrapped: boolean;
  firstWidth: number;
  /** What is wrong with the first record that does not fit. */
  firstProblem: Problem | null;
  /** The texts of the even records. */
  records(): string[][];
};

/** Cuts the sample one way. The usual number of fields is the commonest one. */
const tryOut = (sample: Uint8Array, delimiter: Delimiter, quote: Quote): Trial => {
  const probe = scanAs(sample, delimiter, quote, null, 0);
  const tally = new Map<number, number>([[probe.width, probe.count]]);
  for (const { found } of probe.problems) if (found !== null) tally.set(found, (tally.get(found) ?? 0) + 1);
  let width = probe.width;
  for (const [fields, count] of tally) if (count > (tally.get(width) ?? 0)) width = fields;
  const { count, problems, quoted, wrapped } =
    width === probe.width ? probe : scanAs(sample, delimiter, quote, width, 0);
  let texts: string[][] | null = null;
  return {
    delimiter,
    quote,
    width,
    even: count,
    total: count + problems.length,
    quoted,
    wrapped,
    firstWidth: probe.width,
    firstProblem: probe.problems[0] ?? null,
    records: () => {
      texts ??= scanAs(sample, delimiter, quote, width, SAMPLE_RECORDS).records;
      return texts;
    },
  };
};

/** Share of the cells of a trial that hold no other delimiter or read as a value. */
const cleanness = (trial: Trial, sample: Uint8Array): number => {
  if (trial.even === 0) return 0;
  const others = [',', ';', '\t', '|'].filter(
    (other) => other !== trial.delimiter && sample.includes(other.charCodeAt(0)),
  );
  let clean = 0;
  let cells = 0;
  for (const row of trial.records())
    for (const cell of row) {
      if (cell === '') continue;
      cells++;
      if (!others.some((other) => cell.includes(other)) || looksLikeValue(cell)) clean++;
    }
  return cells === 0 ? 0 : clean / cells;
};

const evenness = (trial: Trial): number => (trial.total === 0 ? 0 : trial.even / trial.total);

/** Whether no line has a single blank in it: then runs of blanks are no part of a text. */
const hasWideGaps = (sample: Uint8Array): boolean =>
  Buffer.from(sample.buffer, sample.byteOffset, Math.min(sample.length, 65_536))
    .toString('utf8')
    .split(/\r\n|\n|\r/)
    .every((line) => !/[^ \t] [^ \t]/.test(line));

/** Blanks divide almost any prose, so they are believed only where they are wide, or the cells are figures on even lines. */
const believable = (trial: Trial, sample: Uint8Array): boolean => {
  if (trial.width < 2) return false;
  if (trial.delimiter !== 'whitespace') return true;
  if (evenness(trial) < 0.98) return false;
  if (hasWideGaps(sample)) return true;
  const cells = trial.records().slice(1).flat();
  const values = cells.filter(looksLikeValue).length;
  return values * 10 >= cells.length * (trial.width === 2 ? 10 : 5);
};

const score = (trial: Trial, sample: Uint8Array): number =>
  evenness(trial) +
  cleanness(trial, sample) +
  Math.min(trial.width, 10) / 100 -
  (trial.delimiter === 'whitespace' ? 0.5 : 0);

/** The best first. One alone is not judged: its cells would all have to be looked at. */
const ranked = (trials: readonly Trial[], sample: Uint8Array): Trial[] =>
  trials.length < 2
    ? [...trials]
    : trials
        .map((trial) => ({ trial, points: score(trial, sample) }))
        .sort((a, b) => b.points - a.points)
        .map(({ trial }) => trial);

/** A single quote is a quote only where cells are wrapped in it and none in the double one. */
const quoteFor = (sample: Uint8Array, delimiter: Delimiter, given: Quote | undefined): Trial => {
  if (given !== undefined) return tryOut(sample, delimiter, given);
  const double = tryOut(sample, delimiter, '"');
  if (double.quoted) return double;
  // What databases write between tabs and the like has no quotes; one that begins a cell stands for itself. So it does
  // where \N stands for nothing (PostgreSQL, COPY, text format). Between commas it is a fault to be told.
  const isCopied = delimiter === '\t' && double.records().some((row) => row.includes('\\N'));
  if (isCopied || (delimiter !== ',' && delimiter !== ';' && double.even < double.total)) {
    const bare = tryOut(sample, delimiter, 'none');
    if (isCopied || evenness(bare) > evenness(double)) return bare;
  }
  if (!double.wrapped) return double;
  const single = tryOut(sample, delimiter, "'");
  return evenness(single) >= evenness(double) ? single : double;
};

const separatorLine = (sample: Uint8Array): Delimiter | null => {
  const start = Buffer.from(sample.buffer, sample.byteOffset, Math.min(sample.length, 12)).toString('latin1');
  const match = /^"?sep=([,;|\t^~])"?[\r\n]/i.exec(start);
  return match === null ? null : (match[1] as Delimiter);
};

const choose = (sample: Uint8Array, options: DialectOptions, evidence: string[]): Trial => {
  const { quote } = options;
  const given = options.delimiter;
  const occurs = (delimiter: Delimiter): boolean =>
    delimiter === ',' || delimiter === 'whitespace' || sample.includes(delimiter.charCodeAt(0));
  const others = GUESSED.filter((other) => other !== given && occurs(other));
  const trials = [...(given === undefined ? [] : [given]), ...others].map((delimiter) =>
    quoteFor(sample, delimiter, quote),
  );
  const fitting = ranked(
    trials.filter((trial) => believable(trial, sample)),
    sample,
  );
  const best = fitting[0];
  if (given !== undefined) {
    const chosen = trials[0];
    if (chosen.width < 2 && best !== undefined && evenness(best) >= 0.5)
      throw new CloisterError(
        'INPUT_FORMAT',
        `Cut at the ${delimiterName(given)}, the file has one column; the ${delimiterName(best.delimiter)} would give ${best.width}.`,
        `Choose the ${delimiterName(best.delimiter)} as delimiter.`,
      );
    evidence.push(`The delimiter was given: ${delimiterName(given)}.`);
    return chosen;
  }
  if (best === undefined) {
    evidence.push('No delimiter divides the lines: the file has one column.');
    return trials[0];
  }
  evidence.push(
    `The ${delimiterName(best.delimiter)} cuts ${best.even} of the first ${best.total} records into ${best.width} fields.`,
  );
  const second = fitting[1];
  if (second !== undefined && evenness(second) >= 0.9)
    evidence.push(
      `The ${delimiterName(second.delimiter)} was the next best (${second.even} of ${second.total} into ${second.width}).`,
    );
  return best;
};

/**
 * The dialect of a file from the beginning of its text (UTF-8, without a byte order mark).
 * @throws CloisterError INPUT_EMPTY (no records, or a header alone), INPUT_FORMAT (not CSV, or a given
 * delimiter that does not divide it), INPUT_HEADER (too many columns, or names that do not fit the rows)
 */
export const detectDialect = (sample: Uint8Array, options: DialectOptions): Dialect => {
  refuseOtherForms(sample);
  const lines = wholeLines(sample, options.complete);
  const separator = separatorLine(lines);
  let body = lines;
  if (separator !== null) body = lines.subarray(Math.max(0, lines.indexOf(10) + 1));
  const evidence: string[] = [];
  if (separator !== null) evidence.push(`A "sep=" line names the ${delimiterName(separator)}.`);
  const trial = choose(
    body,
    { ...options, delimiter: options.delimiter ?? separator ?? undefined },
    evidence,
  );
  if (trial.total === 0)
    throw new CloisterError(
      'INPUT_EMPTY',
      'The file holds no records, only blank lines.',
      'Export it again and check that it has rows.',
    );
  if (trial.even === 0 && trial.firstProblem !== null)
    throw new CloisterError(
      'INPUT_FORMAT',
      `No record of the file can be read. ${problemSentence(trial.firstProblem)}`,
      'Mend it there, or say in a mapping how it is written: format.delimiter, format.quote.',
    );
  if (trial.quote === "'") evidence.push('Cells are wrapped in single quotes.');
  if (trial.quote === 'none') evidence.push('Quotes stand for themselves.');

  const above = options.header === false ? null : findAbove(body, trial);
  const first =
    above?.header ??
    scanAs(body, trial.delimiter, trial.quote, trial.firstWidth, 1).records[0] ??
    trial.records()[0] ??
    [];
  const top = above?.lines ?? 0;
  const firstWidth = above === null ? trial.firstWidth : trial.width;
  // Where the first record has its own width, it cannot be one of the even records.
  const rest = (): string[][] => trial.records().slice(trial.firstWidth === trial.width ? 1 : 0);
  const judged = above?.judged ?? looksLikeHeader(first, firstWidth === trial.width ? rest() : []);
  const header = options.header ?? judged.header;
  evidence.push(options.header === undefined ? judged.why : `It was given: ${header ? 'a' : 'no'} header.`);
  if (header && trial.total - top <= 1 && options.complete)
    throw new CloisterError(
      'INPUT_EMPTY',
      'The file holds a header and no rows.',
      'Export it again and check that it has rows.',
    );
  if (header && firstWidth !== trial.width && trial.even >= 10 && evenness(trial) >= 0.9)
    throw new CloisterError(
      'INPUT_HEADER',
      `The header has ${trial.firstWidth} ${trial.firstWidth === 1 ? 'name' : 'names'}, but ${trial.even} of the first ${trial.total - 1} rows have ${trial.width} fields.`,
      trial.firstWidth === 1
        ? 'Remove the lines above the header.'
        : 'Give every column a name, or remove the extra delimiter.',
    );
  const width = header ? firstWidth : trial.width;
  const { columns, warnings } = nameColumns(header ? first : null, width);
  if (width === 1) warnings.push('The file has one column.');
  const skip = (separator === null ? 0 : 1) + top + (header ? 1 : 0);
  return {
    delimiter: trial.delimiter,
    quote: trial.quote,
    header,
    skip,
    above: top,
    columns,
    evidence,
    warnings,
  };
};
