/**
 * Before a file is imported: where it holds several tables, somebody has to say which is meant, since leaving some out
 * must be nobody's guess; and where none of its records can be read, that is what has to be said.
 */
import { CloisterError } from '../../shared/errors.ts';
import type { SourceFormat } from '../../shared/mapping.ts';
import { problemSentence } from './csv/fields.ts';
import type { Inspection } from './inspect.ts';

const list = (names: readonly string[]): string =>
  names
    .slice(0, 10)
    .map((name) => `"${name}"`)
    .join(', ');

/** @throws CloisterError MAPPING_INVALID where sheet or entry would be a guess, INPUT_VALUE where no record fits */
export const requireReadable = (
  { entries, sheets, format, recordsRead, problems, firstProblems }: Inspection,
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
  if (recordsRead === 0 && problems > 0)
    throw new CloisterError(
      'INPUT_VALUE',
      `No record of ${name} could be taken: ${problems} do not fit. ${problemSentence(firstProblems[0])} Nothing was changed.`,
      'Mend the file, or see `cloister inspect` for how it is read.',
    );
};
