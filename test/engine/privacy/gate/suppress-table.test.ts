/** Tables that add up both ways, and lists beside their sum: what is withheld of them, and what the marks give away. */
import { describe, expect, it } from 'vitest';
import { markCells } from '../../../../engine/privacy/gate/cells.ts';
import { suppressTable } from '../../../../engine/privacy/gate/suppress-table.ts';
import { FEW, HIDDEN } from '../../../../shared/counts.ts';

const sumOf = (cells: readonly number[]): number => cells.reduce((sum, cell) => sum + cell, 0);
const protectedOf = (rows: number[][]) =>
  suppressTable(
    {
      rows,
      withheldRows: rows.map(() => false),
      rowTotals: rows.map(sumOf),
      columnTotals: rows[0].map((_, column) => sumOf(rows.map((row) => row[column]))),
    },
    11,
  );

describe('a matrix of migration', () => {
  it('loses a rectangle for one small cell, not the whole table', async () => {
    const found = await protectedOf([
      [400, 60, 25, 0],
      [31, 500, 3, 40],
      [20, 44, 310, 18],
      [0, 52, 27, 260],
    ]);
    expect([found.collapsed, found.primary, found.complementary]).toEqual([false, 1, 3]);
    expect(found.shown[1][2]).toBe(false);
    expect(found.few[1][2]).toBe(true);
  });

  it('hides an empty cell only where nothing else protects a small one', async () => {
    const found = await protectedOf([
      [100, 3],
      [0, 200],
    ]);
    expect(found.collapsed).toBe(false);
    expect(found.shown.flat()).toEqual([false, false, false, false]);
    const kept = await protectedOf([
      [100, 3, 30],
      [0, 200, 50],
    ]);
    expect([kept.shown[1][0], kept.shown[0][0]]).toEqual([true, true]);
  });

  it('tells nothing of a table in which everyone is one of a few', async () => {
    expect(
      (
        await protectedOf([
          [3, 2],
          [1, 4],
        ])
      ).collapsed,
    ).toBe(true);
  });

  it('protects twelve groups by twelve with many small cells', async () => {
    const rows = Array.from({ length: 12 }, (_, i) =>
      Array.from({ length: 12 }, (_, j) => (i === j ? 900 + 37 * i : (i * 7 + j * 13) % 29)),
    );
    const found = await protectedOf(rows);
    expect(found.collapsed).toBe(false);
    for (let i = 0; i < 12; i++) expect(found.shown[i][i]).toBe(true);
  });
});

describe('marks in a list beside its sum', () => {
  it('do not say of 10 and 10 beside a sum that both are small, which would tell both', () => {
    expect(markCells([10, 10, 500], 11)).toEqual([HIDDEN, HIDDEN, 500]);
    expect(markCells([3, 12, 500], 11)).toEqual([HIDDEN, HIDDEN, 500]);
    expect(markCells([3, 40, 500], 11)).toEqual([FEW, HIDDEN, 500]);
    expect(markCells([6, 7, 500], 11)).toEqual([HIDDEN, HIDDEN, 500]);
  });

  it('leave every small cell any number from 1 to 10', () => {
    for (let a = 1; a <= 10; a++)
      for (let b = a; b <= 30; b++)
        for (let c = b; c <= 30; c++) {
          const cells = [a, b, c, 60];
          const marks = markCells(cells, 11);
          const few = [...cells.keys()].filter((i) => marks[i] === FEW);
          if (few.length === 0) continue;
          const large = marks.filter((mark) => mark === HIDDEN).length;
          const sum = sumOf(cells.filter((_, i) => marks[i] === FEW || marks[i] === HIDDEN));
          // One marked cell against the least and the most that the others can add up to.
          const others = few.length - 1;
          expect(sum - others - 11 * large).toBeGreaterThanOrEqual(10);
          if (large === 0) expect(sum - 10 * others).toBeLessThanOrEqual(1);
        }
  });
});
