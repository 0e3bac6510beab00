/**
 * intake: from a file to rows. This file: what a source is, without taking anything in. All of it is read for its
 * encoding and hash, at most 20,000 records for the evidence. What comes out holds masked shapes and
 * counts, and words of consent and truth, never a value of a person.
 */
import type { Encoding } from '../../shared/encodings.ts';
import { CloisterError } from '../../shared/errors.ts';
import type { Kind } from '../../shared/vocabulary.ts';
import { aboveSentence } from './csv/above.ts';
import type { OnBatch, Problem } from './csv/batch.ts';
import type { EncodingReport } from './csv/encoding.ts';
import { type EncodingChoice, namesIn } from './csv/encodings/guess.ts';
import { problemSentence } from './csv/fields.ts';
import { createFooter } from './footer.ts';
import { chooseFormat, type FormatOptions } from './formats/choose.ts';
import { type Format, quoteOf } from './formats/format.ts';
import { readRecords } from './formats/records.ts';
import { requireSameColumns } from './formats/same-columns.ts';
import { createTyped } from './formats/typed.ts';
import type { Packing, Part } from './input/part.ts';
import { entriesOf, type InputFile, survey } from './input/survey.ts';
import { type Listed, listedIn } from './recognise/listed.ts';
import { type ColumnSuggestion, suggest } from './recognise/suggest.ts';
import { type Match, matchSystem } from './recognise/systems/match.ts';
import { everyoneIn } from './recognise/systems/roles.ts';
import type { Everyone } from './recognise/systems/system.ts';
import { createColumns } from './values/column.ts';
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
  /** What may be shown of the values within its cells, by each sign that parts them. */
  several: readonly Listed[];
  /** Currency signs beside its figures. */
  currencies: readonly string[];
  /** How its times and numbers are written, whatever its role; null where it holds none or two readings fit. */
  timeFormat: TimeFormat | null;
  numberFormat: NumberFormat | null;
  /** Where two readings fit, both; somebody has to say which. */
  timeChoices: readonly TimeFormat[];
  numberChoices: readonly NumberFormat[];
};

export type Inspection = {
  format: Format;
  packing: Packing;
  /** Why it is taken for this format, in sentences. */
  formatWhy: string[];
  /** What is read, one after the other. */
  parts: Part[];
  /** Bytes as stored, and their SHA-256; see `Survey`. */
  bytes: number;
  sha256: string;
  /** How its text is written; null for a form that is no text. */
  encoding: EncodingReport | null;
  /** Where the bytes prove none: the encodings that fit, with what they make of names of columns. */
  encodings: (EncodingChoice & { names: string[] })[];
  header: boolean;
  /** What one can choose from, and the choice. */
  entries: string[];
  entry: string | null;
  sheets: string[];
  /** The system it was exported from, and what its being this file says of everybody in it. */
  system: Match | null;
  everyone: Everyone | null;
  /** Lines above the table that are left out. */
  above: number;
  /** Lines of one field behind the last record that were passed over. */
  footer: number;
  kind: Kind;
  recognised: boolean;
  kindWhy: string;
  /** What the file looks like, where somebody said another kind and that speaks against it. */
  unlike: string | null;
  /** Why each record may be a person of its own; null where a column tells people apart. */
  people: string | null;
  columns: InspectedColumn[];
  /** Records the evidence comes from, and whether they are all. */
  recordsRead: number;
  complete: boolean;
  /** Records of the source: exact where all were read or the form says it, else from the mean length; null of a stream. */
  records: number | null;
  counted: boolean;
  /** Records left out among those read, and the first of them. */
  problems: number;
  firstProblems: Problem[];
  warnings: string[];
};

export type InspectOptions = Omit<FormatOptions, 'partial'> & {
  encoding?: Encoding | undefined;
  /** Entry of a zip archive, or `*` for all. */
  entry?: string | undefined;
  /** Most records to read for the evidence. */
  records?: number | undefined;
  /** What the file holds, where a person said it. */
  kind?: Kind | undefined;
  /** That each record is a person of its own, where a person said it. */
  people?: 'records' | undefined;
  /** Whether lines of one field may stand behind the last record; else told by the system it comes from. */
  footer?: boolean | undefined;
  /** The bytes are the beginning of a stream, not all of it. */
  partial?: boolean | undefined;
};

const EVIDENCE_RECORDS = 20_000;
const FIRST_PROBLEMS = 20;

/** The format that evidence settles on. */
const settled = <F>(evidence: { ambiguous: false; format: F } | { ambiguous: true } | null): F | null =>
  evidence === null || evidence.ambiguous ? null : evidence.format;

/** An estimate with no more digits than it is worth: three. */
const roughly = (count: number): number => Math.round(Number(count.toPrecision(3)));

/** The formats that evidence leaves open. */
const choicesOf = <F>(
  evidence: { ambiguous: true; choices: readonly F[] } | { ambiguous: false } | null,
): readonly F[] => (evidence === null || !evidence.ambiguous ? [] : evidence.choices);

/** Entries of an archive that are tried for one that holds a table. */
const MOST_TRIED = 20;
const isNoTable = (thrown: unknown): boolean =>
  thrown instanceof CloisterError && thrown.code.startsWith('INPUT_');

/**
 * Inspects the files of a source, or the beginning of a stream held in memory. Of an archive whose entry nobody has chosen
 * yet it is the first that holds a table: a note beside the tables must not hide them.
 * @throws CloisterError INPUT_EMPTY, INPUT_BINARY, INPUT_FORMAT, INPUT_HEADER; ENOENT for a missing file
 */
export const inspectFiles = async (
  files: readonly InputFile[],
  options: InspectOptions = {},
): Promise<Inspection> => {
  try {
    return await inspectChosen(files, options);
  } catch (thrown) {
    if (!isNoTable(thrown) || options.entry !== undefined || options.partial === true || files.length > 1)
      throw thrown;
    for (const entry of entriesOf(files[0]).slice(1, MOST_TRIED)) {
      try {
        return await inspectChosen(files, { ...options, entry });
      } catch (later) {
        if (!isNoTable(later)) throw later;
      }
    }
    throw thrown;
  }
};

const inspectChosen = async (files: readonly InputFile[], options: InspectOptions): Promise<Inspection> => {
  const partial = options.partial === true;
  const found = await survey(files, { encoding: options.encoding, entry: options.entry, partial });
  const chosen = await chooseFormat(found, { ...options, partial });
  const { format } = chosen;
  await requireSameColumns(
    found.parts,
    format,
    chosen.header,
    chosen.columns.map(({ header }) => header),
    found.parts[0].name,
  );
  const headers = chosen.columns.map(({ header }) => header);
  const system = chosen.header ? matchSystem(headers, options.kind) : null;
  const footer = createFooter(options.footer ?? system?.system.footer === true);
  let most = options.records ?? EVIDENCE_RECORDS;
  const columns = createColumns(chosen.columns.length);
  const typed = createTyped(chosen.columns.length);
  const firstProblems: Problem[] = [];
  let problems = 0;
  let records = 0;
  let stored = 0;
  let lastOffset = 0;
  const quote = quoteOf(format);
  const onBatch: OnBatch = (batch) => {
    if (records >= most) return;
    for (const problem of footer.sift(batch)) {
      if (firstProblems.length < FIRST_PROBLEMS) firstProblems.push(problem);
      problems++;
    }
    const count = Math.min(batch.count, most - records);
    const taken = columns.add(batch, count, quote);
    typed.add(batch, taken);
    records += taken;
    if (taken < count) most = records;
    if (taken > 0) lastOffset = batch.offsets[taken - 1];
  };
  const onStored = (chunk: Uint8Array): void => {
    stored += chunk.length;
  };
  // Which columns are wanted is not known yet: a formula in one that is not harms nobody.
  const uncomputed = new Map<number, number>();
  const spoils = (column: number): boolean => {
    uncomputed.set(column, (uncomputed.get(column) ?? 0) + 1);
    return false;
  };
  const enough = (): boolean => records >= most;
  let atEnd = true;
  for (const part of found.parts) {
    if (records >= most) atEnd = false;
    if (!atEnd) break;
    atEnd = await readRecords(part, format, { onBatch, onStored, enough, partial, spoils });
  }
  const complete = atEnd && records < most;
  const evidence = columns.evidence().map(typed.settle);
  const suggestion = suggest(
    chosen.columns.map(({ name }) => (chosen.header ? name : '')),
    evidence,
    options.kind,
    system,
    options.people,
  );
  const isSystem = system !== null && suggestion.kind === system.system.kind;
  const warnings = [...found.warnings, ...chosen.warnings];
  if (chosen.above > 0) warnings.push(aboveSentence(chosen.above));
  if (isSystem) warnings.push(...(system.system.traps ?? []));
  if (isSystem && system.rival !== null) warnings.push(`It may also be ${system.rival}: look at the roles.`);
  if (!suggestion.recognised && suggestion.people === null)
    warnings.push(`Look at the kind: ${suggestion.kindWhy}`);
  if (suggestion.unlike !== null) warnings.push(`Look at the kind: ${suggestion.unlike}`);
  for (const [place, cells] of uncomputed)
    warnings.push(
      `"${chosen.columns[place].name}" holds ${cells === 1 ? 'a formula whose result is' : `${cells} formulas whose results are`} not stored: open the workbook and save it. As it is, their records are rejected if the column is kept.`,
    );
  if (problems > 0) {
    const [first] = firstProblems;
    const where = first.column === undefined ? '' : ` It is "${chosen.columns[first.column].name}".`;
    warnings.push(
      `${problems} ${problems === 1 ? 'record does' : 'records do'} not fit. ${problemSentence(first)}${where}`,
    );
  }
  // Where it can be told, by where the last record began; else by how much of the file was read for them.
  const reached = found.packing === null && lastOffset > 0 && found.parts.length === 1 ? lastOffset : stored;
  const estimated = reached === 0 ? records : roughly((records * found.bytes) / reached);
  return {
    format,
    packing: found.packing,
    formatWhy: [...(found.encoding === null ? [] : [found.encoding.why]), ...chosen.evidence],
    parts: found.parts,
    bytes: found.bytes,
    sha256: found.sha256,
    encoding: found.encoding,
    encodings: (found.encoding?.choices ?? []).map((choice) => ({
      ...choice,
      names: chosen.header ? namesIn(found.head, choice.encoding, chosen.above) : [],
    })),
    header: chosen.header,
    entries: found.entries,
    entry: found.entry,
    sheets: chosen.sheets,
    system: isSystem ? system : null,
    everyone: isSystem ? everyoneIn(system.system, headers, found.parts) : null,
    above: chosen.above,
    footer: footer.lines,
    kind: suggestion.kind,
    recognised: suggestion.recognised,
    kindWhy: suggestion.kindWhy,
    unlike: suggestion.unlike,
    people: suggestion.people,
    columns: suggestion.columns.map((column, place) => ({
      ...column,
      id: chosen.columns[place].id,
      name: chosen.columns[place].name,
      header: chosen.columns[place].header,
      shapes: evidence[place].shapes,
      empty: evidence[place].empty,
      distinct: evidence[place].distinct,
      several: evidence[place].several.map((one) => listedIn(chosen.columns[place].name, one)),
      currencies: evidence[place].currencies,
      timeFormat: settled(evidence[place].time),
      numberFormat: settled(evidence[place].number),
      timeChoices: choicesOf(evidence[place].time),
      numberChoices: choicesOf(evidence[place].number),
    })),
    recordsRead: records,
    complete,
    records: partial && !complete ? null : (chosen.records ?? (complete ? records : estimated)),
    counted: complete || chosen.records !== null,
    problems,
    firstProblems,
    warnings,
  };
};
