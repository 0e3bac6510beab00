/**
 * What a source is made of: how it is packed, its parts, how each is written, its length and its SHA-256. Told by the
 * bytes; a name proves nothing. Every byte of the source is read once for it.
 */
import { createHash } from 'node:crypto';
import type { Encoding } from '../../../shared/encodings.ts';
import { CloisterError } from '../../../shared/errors.ts';
import { createEncodingDetector, type EncodingReport } from '../csv/encoding.ts';
import { USUAL_GUESS } from '../csv/encodings/guess.ts';
import { bytesOf } from './bytes.ts';
import { requireModest } from './inflate.ts';
import { type Packing, type Part, type Source, stampOf } from './part.ts';
import { openRandom, throughPipe } from './random.ts';
import { readDirectory, requireHarmless } from './zip.ts';

/** One file of a source, with the name to show. */
export type InputFile = { source: Source; name: string };

export type Survey = {
  content: 'text' | 'xlsx' | 'parquet';
  packing: Packing;
  parts: Part[];
  /** Bytes as stored, of all files. */
  bytes: number;
  /**
   * Lower-case hexadecimal SHA-256: of the file as stored; of an entry's content where an archive holds it; of the
   * parts' hashes one after the other where there are several.
   */
  sha256: string;
  /** How the text of the first part is written, or of one whose encoding has to be said; null where it is no text. */
  encoding: EncodingReport | null;
  /** The first bytes of the text. */
  head: Uint8Array;
  /** What each part is written in and why, warnings without repeats. */
  warnings: string[];
  /** Entries of an archive one can choose from, and the choice: a name, or `*` for all of them. */
  entries: string[];
  entry: string | null;
};

export type SurveyOptions = {
  encoding?: Encoding | undefined;
  entry?: string | undefined;
  /** The bytes are the beginning of a stream. */
  partial: boolean;
};

/** All entries of an archive as one source. */
export const EVERY_ENTRY = '*';

/** Bytes of the beginning that are kept, for how names of columns would read. */
const HEAD = 4096;

/** Whether an encoding was guessed that may not be read until somebody has said it. */
export const mustBeSaid = ({ guessed, encoding }: EncodingReport): boolean =>
  guessed && encoding !== USUAL_GUESS && !encoding.startsWith('utf-');

const startsWith = (bytes: Uint8Array, ...values: number[]): boolean =>
  values.every((value, i) => bytes[i] === value);

type Looked = {
  content: Survey['content'];
  packing: Packing;
  entries: string[];
  /** Bytes of the file, and of all its entries unpacked. */
  bytes: number;
  unpacked: number;
};

const lookAt = (part: Part, partial: boolean): Looked => {
  const file = openRandom(part);
  const plain: Looked = { content: 'text', packing: null, entries: [], bytes: file.size, unpacked: 0 };
  try {
    const head = file.read(0, 8);
    if (startsWith(head, 0x1f, 0x8b, 8)) return { ...plain, packing: 'gzip' };
    const isZip = startsWith(head, 0x50, 0x4b, 3, 4) || startsWith(head, 0x50, 0x4b, 5, 6);
    const magic = Buffer.from(head.subarray(0, 4)).toString('latin1');
    const tail = Buffer.from(file.read(Math.max(0, file.size - 4), 4)).toString('latin1');
    const isParquet = magic === tail && (magic === 'PAR1' || magic === 'PARE') && file.size > 12;
    if (partial && (isZip || startsWith(head, 0x50, 0x41, 0x52, 0x31, 0x15))) throw throughPipe();
    if (isParquet) return { ...plain, content: 'parquet' };
    if (!isZip) return plain;
    const directory = readDirectory(file, part.name);
    const entries = directory.map(({ name }) => name);
    if (entries.some((name) => /^\/?xl\/workbook\.xml$/i.test(name))) return { ...plain, content: 'xlsx' };
    if (entries.includes('mimetype') && entries.includes('content.xml'))
      throw new CloisterError(
        'INPUT_FORMAT',
        `${part.name} is an OpenDocument sheet, which is not read.`,
        'Save it as .xlsx or as CSV, then import that file.',
      );
    if (entries.some((name) => /^\/?xl\/workbook\.bin$/i.test(name)))
      throw new CloisterError(
        'INPUT_FORMAT',
        `${part.name} is a binary Excel workbook (.xlsb), which is not read.`,
        'Save it as .xlsx or as CSV, then import that file.',
      );
    requireHarmless(directory, part.name);
    // What the system that packed it left of its own is no data.
    const data = entries.filter(
      (name) => !/(^|\/)(__MACOSX\/|\.)|(^|\/)(Thumbs\.db|desktop\.ini)$/i.test(name),
    );
    if (data.length === 0)
      throw new CloisterError('INPUT_EMPTY', `${part.name} holds no file.`, 'Choose another archive.');
    const twice = data.find((name, i) => data.indexOf(name) !== i);
    if (twice !== undefined)
      throw new CloisterError(
        'INPUT_FORMAT',
        `${part.name} holds two entries named "${twice}"; which of them is meant cannot be told.`,
        'Unpack it and import the files one by one.',
      );
    const unpacked = directory.reduce((sum, { size }) => sum + size, 0);
    return { ...plain, packing: 'zip', entries: data.sort(), unpacked };
  } finally {
    file.close();
  }
};

/** The entries of a file that is an archive; none of any other. @throws CloisterError INPUT_FORMAT, INPUT_EMPTY */
export const entriesOf = ({ source, name }: InputFile): string[] =>
  lookAt(
    { source, name, packing: null, entry: null, encoding: 'utf-8', mixed: false, stamp: stampOf(source) },
    false,
  ).entries;

const chooseEntries = (entries: string[], asked: string | undefined, name: string): string[] => {
  if (asked === undefined) return [entries[0]];
  if (asked === EVERY_ENTRY) return entries;
  if (entries.includes(asked)) return [asked];
  throw new CloisterError(
    'MAPPING_INVALID',
    `${name} has no entry "${asked}".`,
    `It has ${entries
      .slice(0, 10)
      .map((entry) => `"${entry}"`)
      .join(', ')}; "*" takes all of them as one source.`,
  );
};

const named = (error: unknown, name: string, several: boolean): unknown =>
  several && error instanceof CloisterError && !error.message.includes(name)
    ? new CloisterError(error.code, `${name}: ${error.message}`, error.next, { cause: error })
    : error;

/** Reads a part to its end for its hash and, of a text, for how it is written. */
const readPart = async (
  part: Part,
  content: Survey['content'],
  options: SurveyOptions,
): Promise<{ report: EncodingReport | null; head: Uint8Array; bytes: number; sha256: string }> => {
  const stored = createHash('sha256');
  const inner = createHash('sha256');
  const detector = createEncodingDetector();
  let head = new Uint8Array(0);
  let bytes = 0;
  const isEntry = part.packing === 'zip';
  const onStored = (chunk: Uint8Array): void => {
    bytes += chunk.length;
    if (!isEntry) stored.update(chunk);
  };
  for await (const chunk of bytesOf(part, { onStored, partial: options.partial })) {
    if (isEntry) inner.update(chunk);
    if (content !== 'text') continue;
    if (head.length === 0) head = Uint8Array.from(chunk.subarray(0, HEAD));
    detector.push(chunk);
  }
  const sha256 = (isEntry ? inner : stored).digest('hex');
  if (content !== 'text') return { report: null, head, bytes, sha256 };
  if (options.encoding === undefined)
    return { report: detector.report({ partial: options.partial }), head, bytes, sha256 };
  // It still must not be a picture or an archive.
  const found = detector.report({ partial: options.partial });
  const isFound = found.encoding === options.encoding && found.mixed;
  const isProved = found.proved && found.encoding !== options.encoding;
  const given: EncodingReport = {
    encoding: options.encoding,
    bom: found.bom,
    guessed: false,
    proved: false,
    why: 'It was given.',
    warnings: isFound
      ? found.warnings
      : isProved
        ? [
            `It is read as ${options.encoding}, as was said, but is ${found.encoding}: ${found.why} Look at letters beyond ASCII.`,
          ]
        : [],
    choices: found.choices,
    mixed: isFound,
  };
  return { report: given, head, bytes, sha256 };
};

/**
 * Surveys the files of a source. Several must be packed alike.
 * @throws CloisterError INPUT_EMPTY, INPUT_BINARY, INPUT_FORMAT, MAPPING_INVALID for an entry that is not there
 */
export const survey = async (files: readonly InputFile[], options: SurveyOptions): Promise<Survey> => {
  const parts: Part[] = [];
  const reports: EncodingReport[] = [];
  const heads: Uint8Array[] = [];
  const hashes: string[] = [];
  const entries = new Set<string>();
  let first: Looked | null = null;
  let bytes = 0;
  const several = files.length > 1;
  for (const { source, name } of files) {
    const whole: Part = {
      source,
      name,
      packing: null,
      entry: null,
      encoding: 'utf-8',
      mixed: false,
      stamp: stampOf(source),
    };
    try {
      const looked = lookAt(whole, options.partial);
      first ??= looked;
      if (looked.content !== first.content || looked.packing !== first.packing)
        throw new CloisterError(
          'INPUT_FORMAT',
          `${name} is of another form than ${files[0].name}.`,
          'Files that are one source must be of one form; import them one by one.',
        );
      for (const entry of looked.entries) entries.add(entry);
      const chosen = looked.packing === 'zip' ? chooseEntries(looked.entries, options.entry, name) : [null];
      // Entries may share their packed bytes, so that each is modest and all of them are not.
      if (chosen.length > 1) requireModest(name, looked.bytes, looked.unpacked);
      for (const entry of chosen) {
        const inside = chosen.length > 1 || several ? `${name}${entry === null ? '' : ` › ${entry}`}` : name;
        const part: Part = { ...whole, name: inside, packing: looked.packing, entry };
        const read = await readPart(part, looked.content, options).catch((thrown: unknown) => {
          throw named(thrown, inside, chosen.length > 1);
        });
        if (read.report !== null) reports.push(read.report);
        heads.push(read.head);
        const { encoding = 'utf-8', mixed = false } = read.report ?? {};
        parts.push({ ...part, encoding, mixed });
        hashes.push(read.sha256);
        bytes += read.bytes;
      }
    } catch (thrown) {
      throw named(thrown, name, several);
    }
  }
  const { content = 'text', packing = null } = first ?? {};
  const unsaid = reports.findIndex((report) => mustBeSaid(report));
  return {
    content,
    packing,
    parts,
    bytes,
    sha256: hashes.length === 1 ? hashes[0] : createHash('sha256').update(hashes.join('')).digest('hex'),
    encoding: reports[Math.max(0, unsaid)] ?? null,
    head: heads[Math.max(0, unsaid)],
    warnings: [...new Set(reports.flatMap(({ warnings }) => warnings))],
    entries: [...entries],
    entry: packing !== 'zip' ? null : parts.length > files.length ? EVERY_ENTRY : parts[0].entry,
  };
};
