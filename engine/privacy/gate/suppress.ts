/**
 * Cell suppression in one row. Primary: cells of 1 to k-1 people. Complementary: further cells, the smallest first,
 * until no hidden cell can be computed: whoever knows every printed cell and the sum, and that no hidden cell is empty,
 * is left with an interval of at least k for each. Tables whose columns add up too: `suppress-table.ts`.
 */
import { roundCount } from '../../../shared/counts.ts';
import type { ReleasePolicy } from '../../../shared/release.ts';

export type Suppression = {
  shown: boolean[];
  primary: number;
  complementary: number;
};

/** Also what is no count is small: asked this way round NaN and negative numbers are hidden. */
export const isSmall = (cell: number, minCell: number): boolean => !(cell === 0 || cell >= minCell);

/** Hides what a row with a known sum needs; `shown` is changed. Zero cells are shown: nobody is nobody's secret. */
const protectRow = (cells: readonly number[], shown: boolean[], minCell: number): void => {
  if (shown.every((visible) => visible)) return;
  for (;;) {
    const hidden = cells.filter((_, i) => !shown[i]);
    const sum = hidden.reduce((total, cell) => total + cell, 0);
    // Each hidden cell lies between 1 and the sum less 1 for every other one: an interval as wide as sum - count.
    if (hidden.length >= 2 && sum - hidden.length >= minCell) return;
    let smallest = -1;
    cells.forEach((cell, i) => {
      if (shown[i] && cell > 0 && (smallest < 0 || cell < cells[smallest])) smallest = i;
    });
    if (smallest < 0) return;
    shown[smallest] = false;
  }
};

/** Decides which cells of one row may be shown beside its sum. */
export const suppress = (cells: readonly number[], minCell: number): Suppression => {
  const shown = cells.map((cell) => !isSmall(cell, minCell));
  const primary = shown.filter((visible) => !visible).length;
  protectRow(cells, shown, minCell);
  return { shown, primary, complementary: shown.filter((visible) => !visible).length - primary };
};

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
