/** Pairs of records in words: by their number in their file, and by the file where a source is made of several. */
import type { DuplicatePair, DuplicatesAnswer } from './contract/identity.ts';

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

/** What is said of a search that found more pairs than there are records; null where it did not. */
export const manyPairs = ({ pairs, records }: Pick<DuplicatesAnswer, 'pairs' | 'records'>): string | null =>
  pairs.length > records
    ? 'These are more pairs than records: what was compared repeats among different people (common names, few places), so most of them are namesakes. Read before you confirm, or compare files with more that tells people apart.'
    : null;
