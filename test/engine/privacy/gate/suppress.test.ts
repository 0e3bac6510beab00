/** Cell suppression in one row, and rounding: no hidden cell can be computed. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { publishedCount, significant, suppress } from '../../../../engine/privacy/gate/suppress.ts';

/**
 * What somebody can say of every hidden cell who knows the total, the shown cells and that no hidden cell is empty:
 * all values it could have, by trying them all.
 */
const attack = (cells: readonly number[], shown: readonly boolean[]): Set<number>[] => {
  const hidden = cells.filter((_, i) => !shown[i]);
  const total = hidden.reduce((sum, cell) => sum + cell, 0);
  const possible = hidden.map(() => new Set<number>());
  const tried: number[] = [];
  const search = (at: number, left: number): void => {
    if (at === hidden.length) {
      if (left === 0)
        tried.forEach((value, i) => {
          possible[i].add(value);
        });
      return;
    }
    for (let value = 1; value <= left; value++) {
      tried[at] = value;
      search(at + 1, left - value);
    }
  };
  search(0, total);
  return possible;
};

describe('suppression', () => {
  it('shows no small cell, and hides at least one more when it hides one', () => {
    expect(suppress([50, 40, 30], 11)).toEqual({ shown: [true, true, true], primary: 0, complementary: 0 });
    expect(suppress([50, 40, 3], 11)).toEqual({ shown: [true, false, false], primary: 1, complementary: 1 });
    expect(suppress([50, 0, 0], 11).shown).toEqual([true, true, true]);
    expect(suppress([], 11)).toEqual({ shown: [], primary: 0, complementary: 0 });
  });

  it.each([
    ['two cells that are as large as small cells can be', [10, 10, 50], 11],
    ['one person in each', [1, 1, 1, 1, 1, 40], 5],
    ['the smallest small cell beside the smallest large one', [1, 11, 50], 11],
  ])('does not let the attack audit compute %s', (_, cells, minCell) => {
    const { shown } = suppress(cells, minCell);
    for (const values of attack(cells, shown)) expect(values.size).toBeGreaterThan(minCell);
  });

  it('leaves no hidden cell with one possible value, whatever the table', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.nat(12), fc.constantFrom(0, 1, 4, 5, 6)), { maxLength: 5 }),
        fc.constantFrom(3, 5),
        (cells, minCell) => {
          const { shown, primary, complementary } = suppress(cells, minCell);
          cells.forEach((cell, i) => {
            if (shown[i]) expect(cell === 0 || cell >= minCell).toBe(true);
            if (cell === 0) expect(shown[i]).toBe(true);
          });
          expect(primary).toBe(cells.filter((cell) => cell > 0 && cell < minCell).length);
          expect(primary + complementary).toBe(shown.filter((visible) => !visible).length);
          // With everything hidden there is nothing left to hide; the total is then what is rounded.
          if (cells.some((cell, i) => cell > 0 && shown[i]))
            for (const values of attack(cells, shown)) expect(values.size).toBeGreaterThan(minCell);
        },
      ),
      { numRuns: 600 },
    );
  });

  it('hides what is no count', () => {
    expect(suppress([Number.NaN, 50, 60], 11).shown[0]).toBe(false);
    expect(suppress([-3, 50, 60], 11).shown[0]).toBe(false);
  });
});

describe('rounding', () => {
  it('never prints a count between zero and the smallest cell', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 5, max: 60 }),
        fc.integer({ min: 5, max: 30 }),
        fc.nat(500),
        (minCell, roundTo, extra) => {
          const printed = publishedCount(minCell + extra, { minCell, roundTo });
          expect(printed % roundTo).toBe(0);
          expect(printed).toBeGreaterThanOrEqual(minCell);
          expect(Math.abs(printed - (minCell + extra))).toBeLessThan(roundTo);
          expect(publishedCount(0, { minCell, roundTo })).toBe(0);
        },
      ),
    );
  });

  it('keeps significant digits', () => {
    expect([
      significant(1234.56, 2),
      significant(0.012345, 3),
      significant(0, 2),
      significant(-987, 1),
    ]).toEqual([1200, 0.0123, 0, -1000]);
  });
});
