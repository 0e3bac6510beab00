/** What the values of a consent column were taken for, as it is told before and after an import. */
import type { ConsentPreview } from '../../shared/contract/consent.ts';
import { identifierIn } from './scan.ts';
import { shapeOf } from './values/shape.ts';

/** Words of a column that are told one by one; beyond it they are likely to be free text, and are only counted. */
const MOST_WORDS = 30;
const LONGEST_WORD = 40;

type Counted = { records: number; isSaid: boolean };
type Told = ConsentPreview['columns'][number];

const sum = (counts: Iterable<Counted>): number =>
  [...counts].reduce((total, { records }) => total + records, 0);

/** Counts records per value and meaning. A value that holds an identifier is told by its masked shape. */
export const createTally = (column: string) => {
  const counts = new Map<string, Map<string, Counted>>();
  const told = (meaning: string, values: Map<string, Counted>, kept: boolean): Told['values'] => {
    const isText = values.size > MOST_WORDS || [...values.keys()].some((word) => word.length > LONGEST_WORD);
    const isTold = ([, { isSaid }]: [string, Counted]): boolean => !isText && (isSaid || !kept);
    const all = [...values].sort(([a], [b]) => (a < b ? -1 : 1));
    const others = all.filter((one) => !isTold(one)).map(([, counted]) => counted);
    return [
      ...(others.length === 0 ? [] : [{ value: null, words: others.length, meaning, records: sum(others) }]),
      ...all.filter(isTold).map(([value, { records }]) => ({
        value: identifierIn(value) === null ? value : shapeOf(value),
        words: 1,
        meaning,
        records,
      })),
    ];
  };
  return {
    /**
     * @param isSaid whether the dictionary of the column has the word: any other might be somebody's, and is not kept
     * @param records how many have it
     */
    add: (meaning: string, value: string, isSaid: boolean, records = 1): void => {
      const values = counts.get(meaning) ?? new Map<string, Counted>();
      counts.set(meaning, values);
      const counted = values.get(value);
      if (counted === undefined) values.set(value, { records, isSaid });
      else counted.records += records;
    },
    /** What is told of it; `kept` as the vault remembers it. */
    preview: (kept = false): Told => ({
      column,
      values: [...counts]
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .flatMap(([meaning, values]) => told(meaning, values, kept)),
    }),
  };
};
