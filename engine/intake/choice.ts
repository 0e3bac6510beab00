/** Where a file holds several tables, somebody has to say which is meant: leaving some out must be nobody's guess. */
import { CloisterError } from '../../shared/errors.ts';
import type { SourceFormat } from '../../shared/mapping.ts';
import type { Inspection } from './inspect.ts';

const list = (names: readonly string[]): string =>
  names
    .slice(0, 10)
    .map((name) => `"${name}"`)
    .join(', ');

/** @throws CloisterError MAPPING_INVALID where sheet or entry would be a guess */
export const requireChoice = (
  { entries, sheets, format }: Inspection,
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
};
