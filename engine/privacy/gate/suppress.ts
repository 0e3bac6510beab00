/**
 * Cell suppression. Primary: cells of 1 to k-1 people. Complementary: further cells, the smallest first, until no
 * hidden cell can be computed: whoever knows every printed cell and every sum, and that no hidden cell is empty, is
 * left with an interval of at least k for each. In one row that is arithmetic; across the rows of a table whose
 * columns add up too it is proved by linear programming (`bounds.ts`), and where no choice of cells reaches it the
 * whole table is withheld.
 */
import { roundCount } from '../../../shared/counts.ts';
import type { ReleasePolicy } from '../../../shared/release.ts';
import { boundsOf, type CellSystem } from './bounds.ts';

export type Suppression = {
  shown: boolean[];
  primary: number;
  complementary: number;
};

/** Also what is no count is small: asked this way round NaN and negative numbers are hidden. */
const isSmall = (cell: number, minCell: number): boolean => !(cell === 0 || cell >= minCell);

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

/** A table whose columns add up over its rows, as the levels of an attribute do over the parts of a partition. */
export type AdditiveTable = {
  /** People by row and column. */
  rows: readonly (readonly number[])[];
  /** Rows of which nothing is printed, not even their sum. */
  withheldRows: readonly boolean[];
  /** Sum of each column that is printed, null where it is not. */
  columnTotals: readonly (number | null)[];
};

export type TableSuppression = {
  shown: boolean[][];
  primary: number;
  complementary: number;
  /** Nothing of the table can be shown, because no choice of cells protects the hidden ones. */
  collapsed: boolean;
};

const systemOf = (table: AdditiveTable, shown: readonly boolean[][]): CellSystem => {
  const width = table.columnTotals.length;
  const at = (row: number, column: number): number => row * width + column;
  const known = (row: number, column: number): boolean => !table.withheldRows[row] && shown[row][column];
  const sums = [];
  for (const [row, cells] of table.rows.entries()) {
    if (table.withheldRows[row]) continue;
    const total = cells.reduce((sum, cell) => sum + cell, 0);
    sums.push({ of: cells.map((_, column) => [at(row, column), 1] as const), from: total, to: total });
  }
  for (const [column, total] of table.columnTotals.entries())
    if (total !== null)
      sums.push({
        of: table.rows.map((_, row) => [at(row, column), 1] as const),
        from: total,
        to: total,
      });
  return {
    cells: table.rows.flatMap((cells, row) =>
      cells.map((cell, column): [number, number] =>
        known(row, column)
          ? [cell, cell]
          : // In a row that is printed, what is hidden is not empty: empty cells are shown.
            [table.withheldRows[row] ? 0 : 1, Number.POSITIVE_INFINITY],
      ),
    ),
    sums,
  };
};

/**
 * Decides which cells of an additive table may be shown.
 * @returns the cells, or a collapsed table
 */
export const suppressTable = async (table: AdditiveTable, minCell: number): Promise<TableSuppression> => {
  const width = table.columnTotals.length;
  const shown = table.rows.map((cells, row) =>
    cells.map((cell) => !table.withheldRows[row] && !isSmall(cell, minCell)),
  );
  const count = (): number =>
    shown.reduce(
      (sum, cells, row) => sum + (table.withheldRows[row] ? 0 : cells.filter((visible) => !visible).length),
      0,
    );
  const primary = count();
  const protect = (row: number): void => {
    if (!table.withheldRows[row]) protectRow(table.rows[row], shown[row], minCell);
  };
  table.rows.forEach((_, row) => {
    protect(row);
  });
  for (let hidden = count(); hidden > 0; hidden = count()) {
    const asked = shown.flatMap((cells, row) =>
      cells.flatMap((visible, column) => (visible || table.withheldRows[row] ? [] : [row * width + column])),
    );
    const bounds = await boundsOf(systemOf(table, shown), asked, minCell);
    const narrow = asked.filter((cell) => {
      const [low, high] = bounds.get(cell) as [number, number];
      return high - low < minCell - 1e-6;
    });
    if (narrow.length === 0) break;
    for (const column of new Set(narrow.map((cell) => cell % width))) {
      let smallest = -1;
      table.rows.forEach((cells, row) => {
        if (table.withheldRows[row] || !shown[row][column] || cells[column] === 0) return;
        if (smallest < 0 || cells[column] < table.rows[smallest][column]) smallest = row;
      });
      if (smallest < 0) continue;
      shown[smallest][column] = false;
      protect(smallest);
    }
    if (count() === hidden)
      return {
        shown: shown.map((cells) => cells.map(() => false)),
        primary,
        complementary: count() - primary,
        collapsed: true,
      };
  }
  return { shown, primary, complementary: count() - primary, collapsed: false };
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
