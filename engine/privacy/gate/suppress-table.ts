/**
 * Cell suppression in a table that adds up both ways. Beside the small cells others are hidden, as few people as
 * possible, until whoever knows every printed cell and sum is left with an interval of at least k for each hidden cell.
 * Which to hide is a linear programme a cell: how its value could change while every sum stays, at the least cost in
 * cells that are not hidden yet (J. P. Kelly, B. L. Golden and A. A. Assad, "Cell suppression: disclosure protection for
 * sensitive tabular data", Networks 22, 1992). That it suffices is proved afterwards by the attack itself (`bounds.ts`).
 */
import { boundsOf, type CellSystem, solver } from './bounds.ts';
import { isSmall } from './suppress.ts';

export type AdditiveTable = {
  /** People by row and column. */
  rows: readonly (readonly number[])[];
  /** Rows of which nothing is printed, not even their sum. */
  withheldRows: readonly boolean[];
  /** Sum of each row and column that is known, null where it is not. */
  rowTotals: readonly (number | null)[];
  columnTotals: readonly (number | null)[];
};

export type TableSuppression = {
  shown: boolean[][];
  /** Hidden cells of which may be said that they are small: each may still be any number from 1 to k-1. */
  few: boolean[][];
  primary: number;
  complementary: number;
  /** Nothing of the table can be shown, because no choice of cells protects the hidden ones. */
  collapsed: boolean;
};

/** The cells in one list, row by row, and what is known of each. */
type Cells = {
  values: number[];
  withheld: boolean[];
  /** Cells of each known sum. */
  sums: number[][];
  minCell: number;
  /** What a hidden cell is at least: nobody, once empty cells are hidden too. */
  least: 0 | 1;
};

const systemOf = (
  { values, withheld, sums, minCell, least }: Cells,
  shown: readonly boolean[],
  few: readonly boolean[] | null,
): CellSystem => ({
  cells: values.map((value, at): [number, number] =>
    shown[at]
      ? [value, value]
      : few?.[at]
        ? [1, minCell - 1]
        : [withheld[at] ? 0 : least, Number.POSITIVE_INFINITY],
  ),
  sums: sums.map((of) => {
    const total = of.reduce((sum, at) => sum + values[at], 0);
    return { of: of.map((at) => [at, 1] as const), from: total, to: total };
  }),
});

/** What hiding a shown cell costs: more the more people it tells of, but never so much that many small ones are better. */
const costOf = (value: number): number => 1 + Math.log10(1 + value);

/**
 * The cells that must be hidden so that one cell could be larger by k: the support of the cheapest change of hidden and
 * hideable cells that leaves every sum as it is. Null where there is none.
 */
const wayOut = async (
  { values, withheld, sums, minCell, least }: Cells,
  shown: readonly boolean[],
  wanted: number,
): Promise<number[] | null> => {
  const highs = await solver();
  const canHide = (at: number): boolean => !shown[at] || values[at] > 0 || least === 0;
  let support: number[] | null = null;
  highs.withModel((model) => {
    model.options.set({ output_flag: false, random_seed: 1 });
    // Twice as many variables as cells: what each gains and what each loses.
    values.forEach((value, at) => {
      const loss = Math.max(0, value - (withheld[at] ? 0 : least));
      model.addVar(at === wanted ? minCell : 0, !canHide(at) ? 0 : at === wanted ? minCell : highs.infinity);
      model.addVar(0, canHide(at) && at !== wanted ? loss : 0);
      if (shown[at]) for (const side of [0, 1]) model.changeColCost(2 * at + side, costOf(value));
    });
    for (const of of sums)
      model.addRow(0, 0, {
        indices: of.flatMap((at) => [2 * at, 2 * at + 1]),
        values: of.flatMap(() => [1, -1]),
      });
    model.run();
    if (model.getModelStatus() !== highs.constants.modelStatus.optimal) return;
    const { colValue } = model.getSolution();
    support = [...values.keys()].filter(
      (at) => shown[at] && Math.max(colValue[2 * at], colValue[2 * at + 1]) > 1e-6,
    );
  });
  return support;
};

const isWide = ([low, high]: readonly [number, number], width: number): boolean => high - low >= width - 1e-6;

/** Hides cells until none can be told to within k. @returns whether that was possible; `shown` is changed */
const protect = async (cells: Cells, shown: boolean[]): Promise<boolean> => {
  for (;;) {
    const hidden = [...shown.keys()].filter((at) => !shown[at] && !cells.withheld[at]);
    const bounds = await boundsOf(systemOf(cells, shown, null), hidden, cells.minCell);
    const narrow = hidden.filter((at) => !isWide(bounds.get(at) as [number, number], cells.minCell));
    if (narrow.length === 0) return true;
    let more = 0;
    for (const at of narrow) {
      const others = await wayOut(cells, shown, at);
      if (others === null) return false;
      for (const other of others) shown[other] = false;
      more += others.length;
    }
    if (more === 0) return false;
  }
};

/** Which hidden cells may be marked as small: as many as leave each of them any number from 1 to k-1. */
const fewOf = async (cells: Cells, shown: readonly boolean[]): Promise<boolean[]> => {
  const few = shown.map(
    (visible, at) => !visible && !cells.withheld[at] && isSmall(cells.values[at], cells.minCell),
  );
  for (;;) {
    const marked = [...few.keys()].filter((at) => few[at]);
    const bounds = await boundsOf(systemOf(cells, shown, few), marked, cells.minCell - 2);
    const narrow = marked.filter((at) => !isWide(bounds.get(at) as [number, number], cells.minCell - 2));
    if (narrow.length === 0) return few;
    for (const at of narrow) few[at] = false;
  }
};

/**
 * Decides which cells of an additive table may be shown. Empty cells are shown, and hidden only where nothing else
 * protects the small ones.
 * @returns the cells, or a collapsed table
 */
export const suppressTable = async (table: AdditiveTable, minCell: number): Promise<TableSuppression> => {
  const width = table.columnTotals.length;
  const values = table.rows.flat();
  const rowOf = (at: number): number => Math.floor(at / width);
  const withheld = values.map((_, at) => table.withheldRows[rowOf(at)]);
  const sums = [
    ...table.rowTotals.flatMap((total, row) =>
      total === null || table.withheldRows[row] ? [] : [[...Array(width).keys()].map((i) => row * width + i)],
    ),
    ...table.columnTotals.flatMap((total, column) =>
      total === null ? [] : [[...table.rows.keys()].map((row) => row * width + column)],
    ),
  ];
  const small = values.map((value, at) => !withheld[at] && isSmall(value, minCell));
  const primary = small.filter(Boolean).length;
  const table2d = <T>(list: readonly T[]): T[][] =>
    table.rows.map((_, row) => list.slice(row * width, (row + 1) * width));
  for (const least of [1, 0] as const) {
    const cells: Cells = { values, withheld, sums, minCell, least };
    const shown = small.map((one, at) => !one && !withheld[at]);
    if (!(await protect(cells, shown))) continue;
    // Where no empty cell was hidden after all, whoever repeats this knows that none is, and could tell too much.
    if (least === 0 && values.every((value, at) => value > 0 || shown[at] || withheld[at])) continue;
    const hidden = shown.filter((visible, at) => !visible && !withheld[at]).length;
    return {
      shown: table2d(shown),
      few: table2d(await fewOf(cells, shown)),
      primary,
      complementary: hidden - primary,
      collapsed: false,
    };
  }
  return {
    shown: table2d(values.map(() => false)),
    few: table2d(values.map(() => false)),
    primary,
    complementary: withheld.filter((one) => !one).length - primary,
    collapsed: true,
  };
};
