/**
 * Footers of reports: lines of one field behind the last record, such as the name of the report and a notice of
 * confidentiality. They are told from faulty records by standing at the end, so they are held back until it is seen.
 */
import type { Batch, Problem } from './csv/batch.ts';

/** More lines than that are no footer. */
const MOST_LINES = 12;

export type Footer = {
  /** The problems of a batch, and of those before it, that are certainly not of the footer. */
  sift(batch: Pick<Batch, 'count' | 'numbers' | 'problems'>): readonly Problem[];
  /** Lines held back so far: at the end of the file, those of the footer. */
  readonly lines: number;
};

/** Watches for a footer where there may be one. */
export const createFooter = (expected: boolean): Footer => {
  let held: Problem[] = [];
  return {
    sift: ({ count, numbers, problems }) => {
      if (!expected) return problems;
      const last = count === 0 ? 0 : numbers[count - 1];
      const isFooter = ({ found, expected: width, record }: Problem): boolean =>
        found === 1 && width > 1 && record > last;
      const all = [...held, ...problems];
      held = all.filter(isFooter);
      if (held.length > MOST_LINES) held = [];
      return all.filter((problem) => !held.includes(problem));
    },
    get lines() {
      return held.length;
    },
  };
};
