/** What the values of a consent column were taken for, as it is told before and after an import. */
import type { ConsentPreview } from '../../shared/contract/consent.ts';
import { identifierIn } from './scan.ts';
import { shapeOf } from './values/shape.ts';

/** Words of a column that are told one by one; beyond it they are likely to be free text, and are only counted. */
const MOST_WORDS = 30;
const LONGEST_WORD = 40;

/** Counts records per value and meaning. A value that holds an identifier is told by its masked shape. */
export const createTally = (column: string) => {
  const counts = new Map<string, Map<string, number>>();
  return {
    add: (meaning: string, value: string): void => {
      const shown = identifierIn(value) === null ? value : shapeOf(value);
      const values = counts.get(meaning) ?? new Map<string, number>();
      counts.set(meaning, values);
      values.set(shown, (values.get(shown) ?? 0) + 1);
    },
    preview: (): ConsentPreview['columns'][number] => ({
      column,
      values: [...counts]
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .flatMap(([meaning, values]): ConsentPreview['columns'][number]['values'] => {
          const sum = (all: Iterable<number>): number => [...all].reduce((total, one) => total + one, 0);
          if (values.size > MOST_WORDS || [...values.keys()].some((word) => word.length > LONGEST_WORD))
            return [{ value: null, words: values.size, meaning, records: sum(values.values()) }];
          return [...values]
            .sort(([a], [b]) => (a < b ? -1 : 1))
            .map(([value, records]) => ({ value, words: 1, meaning, records }));
        }),
    }),
  };
};
