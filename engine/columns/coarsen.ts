/**
 * Making a column coarser, as functions of one value: numbers to steps of a size, times to days or months, words
 * to their beginning or to the groups that are large enough. The same function serves the rows that are stored
 * and the rows that a later import brings.
 */
import type { Coarsening } from '../../shared/column-policy.ts';
import { DAY } from '../../shared/vocabulary.ts';

/** What rare words become. */
export const REST = 'other';

/** Start of the UTC month. */
const monthOf = (time: number): number => {
  const date = new Date(time);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), 1);
};

/** The function that makes a number or time coarser; missing stays missing. */
export const coarserNumber = (coarsening: Coarsening): ((value: number) => number) => {
  switch (coarsening.how) {
    case 'step': {
      const { step, top } = coarsening;
      // The value in the middle of its step stands for all of them, so that means stay where they were.
      const middle = (value: number): number => (Math.floor(value / step) + 0.5) * step;
      return (value) => middle(top === null ? value : Math.min(value, top));
    }
    case 'day':
      return (time) => Math.floor(time / DAY) * DAY;
    case 'month':
      return monthOf;
    default:
      return (value) => value;
  }
};

/** The function that makes a word coarser. */
export const coarserWord = (coarsening: Coarsening): ((word: string) => string) => {
  if (coarsening.how === 'prefix')
    return (word) =>
      [...word].slice(0, coarsening.length).join('') + ([...word].length > coarsening.length ? '…' : '');
  if (coarsening.how === 'group_rare') {
    const kept = new Set(coarsening.kept);
    return (word) => (kept.has(word) ? word : REST);
  }
  return (word) => word;
};
