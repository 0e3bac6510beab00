/** Where an import reads from: files, a folder, a pattern or standard input; and what inspection says of it. */
import { globSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { ENCODINGS, type Encoding } from '../../shared/encodings.ts';
import { CloisterError } from '../../shared/errors.ts';
import type { Mapping, SourceFormat } from '../../shared/mapping.ts';
import type { Kind } from '../../shared/vocabulary.ts';
import type { Run } from '../jobs/job.ts';
import { aboveSentence } from './csv/above.ts';
import { encodingNamed } from './csv/encodings/list.ts';
import type { Source } from './input/part.ts';
import { openStandardInput } from './input/standard-input.ts';
import { EVERY_ENTRY, type InputFile } from './input/survey.ts';
import type { Inspection } from './inspect.ts';
import type { InspectInput } from './inspect-worker.ts';

export const INSPECTOR = new URL('./inspect-worker.ts', import.meta.url);

/** Whether a path stands for standard input. */
export const isStandardInput = (file: string): boolean => file === '-';
/** What was collected of more columns would stand in the memory of the thread while it reads the file once more. */
const MANY_COLUMNS = 200;
/** Whether an inspection leaves more behind in its thread than it costs to start another, as the texts of a workbook do. */
const leavesMuch = ({ columns, format }: Inspection): boolean =>
  columns.length > MANY_COLUMNS || format.type === 'xlsx';
/** Most files that are one source. */
const MOST_FILES = 10_000;

/** The name of a source as messages and the record show it. */
export const nameOf = (file: string): string =>
  isStandardInput(file) ? 'standard input' : (file.split(/[\\/]/).filter(Boolean).pop() ?? file);

/** The files a path stands for: itself, those of a folder, or those that fit a pattern such as `2010-*.csv`. */
const expand = (file: string): string[] => {
  const stat = statSync(file, { throwIfNoEntry: false });
  if (stat !== undefined && !stat.isDirectory()) return [file];
  if (stat === undefined && !/[*?[{]/.test(file)) return [file];
  const pattern = stat === undefined ? file : join(file, '*');
  const found = globSync(pattern)
    .filter((path) => !basename(path).startsWith('.') && statSync(path).isFile())
    // By code unit, so that the same files are the same source everywhere.
    .sort();
  if (found.length === 0)
    throw new CloisterError(
      'INPUT_MISSING',
      stat === undefined ? `No file fits ${file}.` : `The folder ${file} holds no file.`,
      'Check the path.',
    );
  if (found.length > MOST_FILES)
    throw new CloisterError(
      'INPUT_FORMAT',
      `${file} stands for ${found.length} files; the most that are one source is ${MOST_FILES}.`,
      'Narrow the pattern.',
    );
  return found;
};

/** A place to read from; `bytes` where it was handed in and has no path. */
export type Place = { file: string; bytes?: Uint8Array | undefined; also?: readonly Place[] | undefined };

/** The files at a place; `onClose` learns what ends the reading of standard input. */
const filesAt = async (
  { file, bytes, also = [] }: Place,
  run: Run,
  onClose: (close: () => void) => void,
): Promise<InputFile[]> => {
  const files: InputFile[] = [];
  if (bytes !== undefined) files.push({ source: { whole: bytes }, name: nameOf(file) });
  else if (!isStandardInput(file))
    files.push(...expand(file).map((path) => ({ source: path, name: nameOf(path) })));
  else {
    run.progress('Waiting for standard input', 0, null, 'bytes');
    const { ahead, rest, close } = await openStandardInput(run.signal);
    onClose(close);
    files.push({ source: { ahead, rest }, name: nameOf(file) });
  }
  for (const other of also) files.push(...(await filesAt(other, run, onClose)));
  return files;
};

/**
 * Opens the files of a source that stand at one place or at several, for as long as `work` takes.
 * @throws CloisterError INPUT_MISSING, INPUT_FORMAT; CANCELLED while standard input is silent
 */
export const withFiles = async <T>(
  place: Place,
  run: Run,
  work: (files: InputFile[]) => Promise<T>,
): Promise<T> => {
  const closers: (() => void)[] = [];
  try {
    return await work(await filesAt(place, run, (close) => closers.push(close)));
  } finally {
    for (const close of closers) close();
  }
};

/** The name of a source that stands at one place or at several, with the entry that was chosen of an archive of several. */
export const titleOf = (
  { file, also = [] }: Place,
  { entry, entries }: Pick<Inspection, 'entry' | 'entries'> = { entry: null, entries: [] },
): string => {
  const name = also.length === 0 ? nameOf(file) : `${nameOf(file)} and ${also.length} more`;
  return entry === null || entry === EVERY_ENTRY || entries.length < 2 ? name : `${name} › ${entry}`;
};

/** The encoding that was named. @throws CloisterError MAPPING_INVALID for one that is not read */
const encodingOf = (named: string | undefined): Encoding | undefined => {
  if (named === undefined) return undefined;
  const found = encodingNamed(named);
  if (found !== null) return found;
  throw new CloisterError(
    'MAPPING_INVALID',
    `The encoding "${named}" is not read.`,
    `Use one of ${ENCODINGS.join(', ')}.`,
  );
};

/** Inspects a source, in a worker. A stream is judged by its first 4 MiB. `format` overrules the mapping's. */
export const inspectSource = async (
  files: readonly InputFile[],
  {
    mapping,
    format,
    kind,
    people,
  }: {
    mapping?: Mapping | undefined;
    format?: SourceFormat | undefined;
    kind?: Kind | undefined;
    people?: Mapping['people'];
  },
  run: Run,
): Promise<Inspection> => {
  const said = { ...mapping?.format, ...format };
  const isPartial = ({ source }: InputFile): boolean =>
    typeof source !== 'string' && 'ahead' in source && source.rest !== null;
  const whole = (source: Source): Source =>
    typeof source !== 'string' && 'ahead' in source ? { whole: source.ahead } : source;
  const input: InspectInput = {
    files: files.map(({ source, name }) => ({ source: whole(source), name })),
    options: {
      kind: kind ?? mapping?.kind,
      people: people ?? mapping?.people,
      type: said.type,
      delimiter: said.delimiter,
      quote: said.quote,
      header: said.header,
      encoding: encodingOf(said.encoding),
      sheet: said.sheet,
      entry: said.entry,
      cuts: said.cuts,
      footer: said.footer,
      names: mapping?.columns.map(({ column }) => column),
      partial: files.some(isPartial),
    },
  };
  return run.pool.run<Inspection>(INSPECTOR, input, {
    signal: run.signal,
    ends: (value) => leavesMuch(value as Inspection),
  });
};

/** What whoever takes a source in has to know of how its text was read, and of lines that were left out. */
export const readingWarnings = ({ encoding, above }: Inspection, title: string): string[] => {
  const warnings = above > 0 ? [aboveSentence(above)] : [];
  if (encoding?.guessed === false) warnings.push(...encoding.warnings);
  else if (encoding !== null)
    warnings.push(
      `That ${title} is written in ${encoding.encoding} was guessed. If accents come out wrong, say it with --encoding or in the mapping: format: {encoding: …}.`,
    );
  return warnings;
};

/** Codes of errors that lie in the file or in what was said of it. */
const IN_THE_FILE = /^(INPUT_|MAPPING_)/;

/** An error in a file as one that names it: a plan imports several. */
export const naming = (
  thrown: unknown,
  { file, mapping }: { file: string; mapping?: Mapping | undefined },
): unknown => {
  if (!(thrown instanceof CloisterError) || !IN_THE_FILE.test(thrown.code)) return thrown;
  const name = nameOf(file);
  if (thrown.message.includes(name)) return thrown;
  const said = mapping?.format?.encoding;
  const how = said === undefined || thrown.code === 'MAPPING_INVALID' ? '' : `, read as ${said} as was said`;
  return new CloisterError(thrown.code, `${name}${how}: ${thrown.message}`, thrown.next, { cause: thrown });
};
