/** What is told of a column, cleared: no count of a few rows, and none that leaves a few of the others. */
import type { ColumnProfile } from '../../../shared/contract/quality.ts';
import { clearCount, HIDDEN, isTold, LEAST_CELL, roundCount } from '../../../shared/counts.ts';

/** Parts of a whole are told in steps of five rows. */
const STEP = 5;

/**
 * Rows of profiles are people: a count from 1 to 10 becomes a mark, and so does one that leaves as few of the others;
 * parts are rounded, so that what they leave of the whole is no count of a few.
 */
export const clearedColumn = (column: ColumnProfile, taken: number): ColumnProfile => {
  const { rows, empty, invalid, missing = 0, fresh, type, distinct } = column;
  const filled = rows - empty;
  const part = (count: number): number => {
    const marked = clearCount(count);
    return marked === count && filled - count > 0 && filled - count < LEAST_CELL ? HIDDEN : marked;
  };
  const toFive = <T extends { rows: number }>(one: T): T => ({ ...one, rows: roundCount(one.rows, STEP) });
  return {
    ...column,
    rows: isTold(clearCount(invalid)) && isTold(clearCount(missing)) ? rows : taken,
    empty: filled > 0 && filled < LEAST_CELL ? HIDDEN : clearCount(empty),
    invalid: clearCount(invalid),
    ...(missing === 0 ? {} : { missing: clearCount(missing) }),
    distinct: type === 'identifier' ? clearCount(distinct) : distinct,
    bars: column.bars.map(toFive),
    levels: column.levels.map(toFive),
    others: roundCount(column.others, STEP),
    fresh:
      fresh === null
        ? null
        : {
            days30: part(fresh.days30),
            days90: part(fresh.days90),
            days365: part(fresh.days365),
            future: part(fresh.future),
          },
    fixes: column.fixes.map((fix) => ({ ...fix, rows: clearCount(fix.rows) })),
  };
};
