/** What form a source has, told by its content, with the evidence in words; what a person says overrules it. */
import { CloisterError } from '../../../shared/errors.ts';
import { looksLikeHeader } from '../csv/cells.ts';
import { type DialectOptions, detectDialect } from '../csv/dialect.ts';
import { type Column, nameColumns } from '../csv/header.ts';
import { NOT_UTF8 } from '../csv/utf8.ts';
import type { Part } from '../input/part.ts';
import type { Survey } from '../input/survey.ts';
import { firstLine, guessCuts } from './fixed.ts';
import { type Format, type FormatType, quoteOf, type TextReader } from './format.ts';
import { chooseJson, jsonLayout } from './json/choose.ts';
import { findObjects } from './json/in-cells.ts';
import { readRecords, readText } from './records.ts';
import type { Sheet } from './xlsx/workbook.ts';

export type FormatOptions = Omit<DialectOptions, 'complete'> & {
  type?: FormatType | undefined;
  sheet?: string | undefined;
  cuts?: readonly number[] | undefined;
  /** Names that a mapping speaks of: in JSON they may stand behind the sample. */
  names?: readonly string[] | undefined;
  partial: boolean;
};

export type Chosen = {
  format: Format;
  columns: Column[];
  header: boolean;
  evidence: string[];
  warnings: string[];
  /** Lines above the table that are left out. */
  above: number;
  /** Records, where the form says how many there are. */
  records: number | null;
  /** Sheets of a workbook one can choose from. */
  sheets: string[];
};

const SAMPLE_BYTES = 1024 * 1024;
const SAMPLE_ROWS = 200;

/** The beginning of a text as UTF-8, and whether it is all of it. */
export const sampleOf = async (
  part: Part,
  partial: boolean,
): Promise<{ sample: Uint8Array; complete: boolean }> => {
  const pieces: Uint8Array[] = [];
  let size = 0;
  const collector: TextReader = {
    push: (chunk) => {
      pieces.push(Uint8Array.from(chunk.subarray(0, SAMPLE_BYTES - size + 1)));
      size += pieces.at(-1)?.length ?? 0;
    },
    end: () => ({ records: 0, problems: 0, lines: 0, bytes: 0, width: 0 }),
  };
  const atEnd = await readText(
    part,
    collector,
    {
      onBatch: () => {},
      enough: () => size > SAMPLE_BYTES,
      partial,
    },
    true,
  );
  return { sample: Buffer.concat(pieces), complete: atEnd && size <= SAMPLE_BYTES };
};

const chooseFixed = (
  sample: Uint8Array,
  cuts: readonly number[],
  lines: number | null,
  options: FormatOptions,
): Chosen => {
  const rows = Buffer.from(sample.buffer, sample.byteOffset, sample.length)
    .toString('utf8')
    .split(/\r\n|\n|\r/);
  const cut = rows
    .filter((row) => row.trim() !== '')
    .slice(0, SAMPLE_ROWS)
    .map((row) => firstLine(Buffer.from(row), cuts));
  const [first = [], ...rest] = cut;
  const judged = looksLikeHeader(first, rest);
  const header = options.header ?? judged.header;
  const { columns, warnings } = nameColumns(header ? first : null, cuts.length);
  return {
    format: { type: 'fixed', cuts: [...cuts], skip: header ? 1 : 0 },
    columns,
    header,
    evidence: [
      lines === null
        ? `The columns were given: they begin at characters ${cuts.join(', ')}.`
        : `The first ${lines} lines are equally long, and the same characters are blank in all of them: columns begin at ${cuts.join(', ')}.`,
      options.header === undefined ? judged.why : `It was given: ${header ? 'a' : 'no'} header.`,
    ],
    warnings:
      lines === null
        ? warnings
        : [...warnings, 'The columns are a guess from blanks: look at them before importing.'],
    above: 0,
    records: null,
    sheets: [],
  };
};

/** @throws CloisterError INPUT_HEADER where a name holds bytes that are marked as no UTF-8 */
const requireText = (chosen: Chosen, sample: Uint8Array): Chosen => {
  const at = chosen.columns.findIndex(({ header }) => header.includes('\u{fffd}'));
  if (at < 0 || !sample.includes(NOT_UTF8)) return chosen;
  throw new CloisterError(
    'INPUT_HEADER',
    `The name of column ${at + 1} holds bytes that are not UTF-8.`,
    'Name the encoding the file was written in, or export it again as UTF-8.',
  );
};

const chooseText = async (parts: readonly Part[], options: FormatOptions): Promise<Chosen> => {
  const [part] = parts;
  const { sample, complete } = await sampleOf(part, options.partial);
  const layout = options.type === undefined || options.type === 'json' ? jsonLayout(sample) : null;
  if (layout !== null) return chooseJson(parts, layout.lines, options);
  if (options.type === 'json')
    throw new CloisterError(
      'INPUT_FORMAT',
      'The file is no JSON: it begins with no object and no list of objects.',
      'Leave the format out, so that it is told by the content.',
    );
  const guess = (): ReturnType<typeof guessCuts> =>
    options.delimiter === undefined ? guessCuts(sample, complete) : null;
  if (options.cuts !== undefined)
    return requireText(chooseFixed(sample, options.cuts, null, options), sample);
  if (options.type === 'fixed') {
    const fixed = guess();
    if (fixed !== null) return requireText(chooseFixed(sample, fixed.cuts, fixed.lines, options), sample);
    throw new CloisterError(
      'INPUT_FORMAT',
      'The lines show no columns of fixed width.',
      'Say where they begin: format.cuts in a mapping, counted in characters from 0.',
    );
  }
  const dialect = detectDialect(sample, { ...options, complete });
  const { delimiter, quote, skip, above, columns, header, evidence, warnings } = dialect;
  const isDivided = columns.length > 1 && delimiter !== 'whitespace';
  const fixed = options.type === undefined && !isDivided ? guess() : null;
  if (fixed !== null && fixed.cuts.length >= columns.length)
    return requireText(chooseFixed(sample, fixed.cuts, fixed.lines, options), sample);
  const chosen: Chosen = {
    format: { type: 'delimited', delimiter, quote, skip, width: columns.length },
    columns,
    header,
    evidence,
    warnings,
    above,
    records: null,
    sheets: [],
  };
  const checked = requireText(chosen, sample);
  const isPossible = OBJECT_SIGNS.some((sign) =>
    Buffer.from(sample.buffer, sample.byteOffset, sample.length).includes(sign),
  );
  return isPossible ? withObjects(parts, checked, options) : checked;
};

const chooseSheet = async (part: Part, options: FormatOptions): Promise<Chosen> => {
  const { openWorkbook } = await import('./xlsx/workbook.ts');
  const { firstRows } = await import('./xlsx/sheet.ts');
  const workbook = await openWorkbook(part);
  try {
    const { sheets } = workbook;
    const asked = options.sheet;
    const visible = sheets.filter(({ hidden }) => !hidden);
    // A sheet that only explains the others is no table, and must not hide them.
    const firstWithRows = async (): Promise<Sheet> => {
      for (const one of visible.length > 1 ? visible : [])
        if ((await firstRows(workbook, one.path, part.name, 2)).length > 1) return one;
      return visible[0] ?? sheets[0];
    };
    const sheet = asked === undefined ? await firstWithRows() : sheets.find(({ name }) => name === asked);
    const list = sheets.map(({ name }) => `"${name}"`).join(', ');
    if (sheet === undefined)
      throw new CloisterError(
        'MAPPING_INVALID',
        `${part.name} has no sheet "${asked}".`,
        `Its sheets are ${list}.`,
      );
    const others = sheets.flatMap((one) => (one === sheet ? [] : [`"${one.name}"`])).join(', ');
    const instead = others === '' ? null : `Choose another with --sheet: ${others}.`;
    const rows = await firstRows(workbook, sheet.path, part.name, SAMPLE_ROWS);
    if (rows.length === 0)
      throw new CloisterError(
        'INPUT_EMPTY',
        `The sheet "${sheet.name}" has no cells.`,
        instead ?? 'Export it again and check that it has rows.',
      );
    const filled = rows.map((row) => row.filter((cell) => cell.trim() !== '').length);
    const widest = Math.max(...filled);
    // A title or a date above the table fills a cell or two.
    const top = Math.max(
      0,
      filled.findIndex((cells) => cells * 2 > widest),
    );
    const [first, ...rest] = rows.slice(top);
    const judged = looksLikeHeader(first, rest);
    const header = options.header ?? judged.header;
    if (header && rest.length === 0)
      throw new CloisterError(
        'INPUT_EMPTY',
        `The sheet "${sheet.name}" holds a header and no rows.`,
        instead ?? 'Export it again and check that it has rows.',
      );
    const width = header ? first.length : Math.max(...rows.slice(top).map((row) => row.length));
    const { columns, warnings } = nameColumns(header ? first : null, width);
    return {
      format: { type: 'xlsx', sheet: sheet.name, skip: top + (header ? 1 : 0), width },
      columns,
      header,
      evidence: [
        `It is a zip archive with the parts of a workbook; the sheet is "${sheet.name}".`,
        judged.why,
      ],
      warnings,
      above: top,
      records: null,
      sheets: sheets.map(({ name }) => name),
    };
  } finally {
    workbook.close();
  }
};

const refuseType = (type: FormatType, is: string): CloisterError =>
  new CloisterError(
    'INPUT_FORMAT',
    `The file is ${is}, not ${type}.`,
    'Leave the format out: it is told by the content.',
  );

/** How objects begin as text in a cell, with quotes as they are and doubled; without any of these there are none. */
const OBJECT_SIGNS = ['{"', '{ "', '[{"key', '[ {"key'].flatMap((sign) => [sign, sign.replace('"', '""')]);

/** A table with columns of objects in its cells: what they hold are columns behind its own. */
const withObjects = async (
  parts: readonly Part[],
  chosen: Chosen,
  options: FormatOptions,
): Promise<Chosen> => {
  const { format } = chosen;
  if (!chosen.header || (format.type !== 'delimited' && format.type !== 'parquet')) return chosen;
  const headers = chosen.columns.map(({ header }) => header);
  // Lists and maps of Parquet were laid flat already.
  const isLaid =
    format.type === 'parquet'
      ? format.fields.flatMap(({ isNested, columns }) => columns.map(() => isNested))
      : [];
  const wanted = new Set([...headers.keys()].filter((at) => isLaid[at] !== true));
  const search = findObjects(headers, quoteOf(format), wanted);
  for (const part of parts) {
    if (search.enough()) break;
    const { onBatch, enough } = search;
    await readRecords(part, format, { onBatch, enough, wanted, partial: options.partial });
  }
  const objects = search.found();
  if (objects.length === 0) return chosen;
  const names = objects.flatMap(({ prefix, names: own }) => own.map((name) => prefix + name));
  const { columns, warnings } = nameColumns([...headers, ...names], headers.length + names.length);
  const holding = objects.map(({ at }) => `"${chosen.columns[at].name}"`).join(', ');
  return {
    ...chosen,
    format: { ...format, objects },
    columns,
    evidence: [
      ...chosen.evidence,
      `Cells of ${holding} hold objects; ${names.length} names in them are columns of their own.`,
    ],
    warnings: [...new Set([...chosen.warnings, ...warnings])],
  };
};

/**
 * The form of a source from its first part.
 * @throws CloisterError INPUT_EMPTY, INPUT_FORMAT, INPUT_HEADER, MAPPING_INVALID for a sheet that is not there
 */
export const chooseFormat = async (found: Survey, options: FormatOptions): Promise<Chosen> => {
  const [part] = found.parts;
  const { type } = options;
  if (found.content === 'xlsx') {
    if (type !== undefined && type !== 'xlsx') throw refuseType(type, 'an Excel workbook');
    return chooseSheet(part, options);
  }
  if (found.content === 'parquet') {
    if (type !== undefined && type !== 'parquet') throw refuseType(type, 'Parquet');
    const { chooseParquet } = await import('./parquet/choose.ts');
    return withObjects(found.parts, await chooseParquet(found.parts, options), options);
  }
  if (type === 'xlsx' || type === 'parquet') throw refuseType(type, 'text');
  return chooseText(found.parts, options);
};
