/** How records of a pair are told: by their number in their file, and by the file where a source is made of several. */
import type { DuplicatePair } from './contract/identity.ts';

/** Both records, and the one they are paired through, as words; `written` writes a number. */
export const recordWords = (
  { records, files, through }: Pick<DuplicatePair, 'records' | 'files' | 'through'>,
  written: (value: number) => string,
): { both: [string, string]; through: string | null } => {
  const word = (value: number, i: number): string =>
    files === undefined ? written(value) : `${files[i]} ${written(value)}`;
  return {
    both: [word(records[0], 0), word(records[1], 1)],
    through: through === null ? null : word(through, 2),
  };
};
