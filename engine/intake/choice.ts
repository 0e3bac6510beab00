/**
 * Before a file is imported: where it holds several tables, somebody has to say which is meant, since leaving some out
 * must be nobody's guess; and where none of its records can be read, that is what has to be said.
 */
import { CloisterError } from '../../shared/errors.ts';
import type { SourceFormat } from '../../shared/mapping.ts';
import { problemSentence } from './csv/fields.ts';
import { mustBeSaid } from './input/survey.ts';
import type { Inspection } from './inspect.ts';

const list = (names: readonly string[]): string =>
  names
    .slice(0, 10)
    .map((name) => `"${name}"`)
    .join(', ');

/** @throws CloisterError MAPPING_INVALID where sheet, entry or encoding would be a guess, INPUT_VALUE where no record fits */
export const requireReadable = (
  { entries, sheets, format, encoding, recordsRead, problems, firstProblems }: Inspection,
  name: string,
  said: Pick<SourceFormat, 'entry' | 'sheet'>,
): void => {
  if (entries.length > 1 && said.entry === undefined)
    throw new CloisterError(
      'MAPPING_INVALID',
      `${name} holds ${entries.length} files: ${list(entries)}.`,
      'Choose one with --entry NAME, or --entry "*" to take all of them as one source.',
    );
  if (format.type === 'xlsx' && sheets.length > 1 && said.sheet === undefined)
    throw new CloisterError(
      'MAPPING_INVALID',
      `${name} holds ${sheets.length} sheets: ${list(sheets)}.`,
      'Choose one with --sheet NAME.',
    );
  if (encoding !== null && mustBeSaid(encoding)) {
    const [best, ...others] = encoding.choices;
    const also =
      others.length === 0 ? '' : ` It may also be ${others.map((one) => one.encoding).join(' or ')}.`;
    throw new CloisterError(
      'MAPPING_INVALID',
      `In which encoding ${name} is written has to be said: it is neither UTF-8 nor UTF-16. It looks like ${best.encoding}: ${best.why}.${also}`,
      `Say it with --encoding ${best.encoding}, or in a mapping: format: {encoding: ${best.encoding}}. \`cloister inspect\` shows how each would read.`,
    );
  }
  if (recordsRead === 0 && problems > 0)
    throw new CloisterError(
      'INPUT_VALUE',
      `No record of ${name} could be taken: ${problems} do not fit. ${problemSentence(firstProblems[0])} Nothing was changed.`,
      'Mend the file, or see `cloister inspect` for how it is read.',
    );
};
