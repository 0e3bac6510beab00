/** Pairs of records one by one and in words: by their number in their file, and by the file where a source is made of several. */
import { number } from './charts/words.ts';
import {
  AGREEMENTS,
  type DuplicatePair,
  type DuplicatePairs,
  type DuplicatesAnswer,
} from './contract/identity.ts';

/** The pair at a place, from 0 on, with what explains it. */
export const pairAt = (pairs: DuplicatePairs, place: number): DuplicatePair => {
  const { records, fields, levels, weights, values } = pairs;
  const through = pairs.through[place] || null;
  const files = pairs.files.subarray(3 * place, 3 * place + (through === null ? 2 : 3));
  const value = (field: number, side: number): string =>
    values?.texts[values.places[2 * (place * fields.length + field) + side]] ?? '';
  return {
    pair: place + 1,
    records: [records[2 * place], records[2 * place + 1]],
    ...(files.length === 0 ? {} : { files: Array.from(files, (file) => pairs.fileNames[file]) }),
    score: pairs.score[place],
    through,
    fields: fields.map((field, i) => {
      const at = pairs.agreement[place] * fields.length + i;
      return {
        field,
        agreement: AGREEMENTS[levels[at]],
        weight: weights[at],
        values: values === null ? null : [value(i, 0), value(i, 1)],
      };
    }),
  };
};

/** All pairs, one after the other. */
export function* eachPair(pairs: DuplicatePairs): Generator<DuplicatePair> {
  for (let place = 0; place < pairs.count; place++) yield pairAt(pairs, place);
}

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

/** What is said of a search that found more pairs than are told, or than there are records; null where it did neither. */
export const manyPairs = ({
  pairs: { count },
  more,
  records,
}: Pick<DuplicatesAnswer, 'records' | 'more'> & { pairs: Pick<DuplicatePairs, 'count'> }): string | null => {
  const left =
    more > 0
      ? [
          `These are the ${number(count)} surest; ${number(more)} more were found and are not told, because nobody decides so many by hand.`,
        ]
      : [];
  const namesakes =
    count + more > records
      ? [
          'These are more pairs than records: what was compared repeats among different people (common names, few places), so most of them are namesakes. Read before you confirm, or compare files with more that tells people apart.',
        ]
      : [];
  return left.length + namesakes.length === 0 ? null : [...left, ...namesakes].join(' ');
};
