/**
 * Cell suppression in a table whose total is known. Primary: cells of 1 to k-1 people. Complementary: as long
 * as what is hidden could be computed from the rest (one hidden cell, hidden cells that together hold fewer than
 * k people, or a cell that can have one value only), the smallest shown cell is hidden too.
 */
import type { ReleasePolicy } from '../../../shared/release.ts';

export type Suppression = {
  shown: boolean[];
  primary: number;
  complementary: number;
};

/**
 * Whether a hidden cell can have one value only, for somebody who knows the sum of the hidden cells and which
 * of them are small: a small one holds 1 to k-1 people, another at least k. [10, 10] with k = 11 is such a case.
 */
const isPinned = (hidden: readonly number[], minCell: number): boolean => {
  const bounds = hidden.map((cell) =>
    cell < minCell ? [1, minCell - 1] : [minCell, Number.POSITIVE_INFINITY],
  );
  const sum = hidden.reduce((total, cell) => total + cell, 0);
  return bounds.some(([least, most], i) => {
    const others = bounds.filter((_, j) => j !== i);
    const low = Math.max(least, sum - others.reduce((total, [, high]) => total + high, 0));
    const high = Math.min(most, sum - others.reduce((total, [low]) => total + low, 0));
    return low === high;
  });
};

/** Decides which cells may be shown. Zero cells are shown: that nobody is there is not about somebody. */
export const suppress = (cells: readonly number[], minCell: number): Suppression => {
  const shown = cells.map((cell) => cell === 0 || cell >= minCell);
  const primary = shown.filter((visible) => !visible).length;
  let complementary = 0;
  if (primary > 0)
    for (;;) {
      const hidden = cells.filter((_, i) => !shown[i]);
      const sum = hidden.reduce((total, cell) => total + cell, 0);
      if (hidden.length >= 2 && sum >= minCell && !isPinned(hidden, minCell)) break;
      let smallest = -1;
      cells.forEach((cell, i) => {
        if (shown[i] && cell > 0 && (smallest < 0 || cell < cells[smallest])) smallest = i;
      });
      if (smallest < 0) break;
      shown[smallest] = false;
      complementary += 1;
    }
  return { shown, primary, complementary };
};

/** A count as it may be printed: rounded to a multiple. */
export const roundCount = (count: number, to: number): number => Math.round(count / to) * to;

/**
 * The count of a cell that may be shown, as it is printed: rounded, but never to a number below the smallest
 * cell, which would read as a breach of the policy it kept.
 */
export const publishedCount = (
  count: number,
  { minCell, roundTo }: Pick<ReleasePolicy, 'minCell' | 'roundTo'>,
): number => (count === 0 ? 0 : Math.max(roundCount(count, roundTo), Math.ceil(minCell / roundTo) * roundTo));

/** `value` with so many significant digits. */
export const significant = (value: number, digits: number): number =>
  value === 0 || !Number.isFinite(value) ? value : Number(value.toPrecision(digits));
