/** From a log of purchases to histories: the example of the lifetimes library, and whole occasions by hand. */
import { describe, expect, test } from 'vitest';
import { compressHistories } from '../../../engine/analysis/value/histories.ts';
import { fitPurchases } from '../../../engine/analysis/value/value.ts';
import { purchaseHistory, purchasesBetween } from '../../../engine/features/purchase-history.ts';
import { DONATIONS } from '../../../engine/selftest/data/donations.ts';
import { timeline } from './table.ts';

type Purchase = readonly [id: number, date: string, amount: number];
const day = (date: string): number => Date.parse(`${date}T12:00:00Z`);
const logged = (rows: readonly Purchase[]) => {
  const ids = [...new Set(rows.map(([id]) => id))];
  const own = ids.map((id) => rows.filter((row) => row[0] === id));
  const orders = timeline(own.map((of) => of.map(([, date]) => ({ time: day(date) }))));
  orders.amounts.set(own.flat().map(([, , amount]) => amount));
  return orders;
};

// lifetimes (Davidson-Pilon), tests/test_utils.py, observed to the end of 2015-02-07.
const LIFETIMES: readonly Purchase[] = [
  [1, '2015-01-01', 1],
  [1, '2015-02-06', 2],
  [2, '2015-01-01', 2],
  [3, '2015-01-01', 3],
  [3, '2015-01-02', 1],
  [3, '2015-01-05', 5],
  [4, '2015-01-16', 6],
  [4, '2015-02-02', 3],
  [4, '2015-02-05', 3],
  [5, '2015-01-16', 3],
  [5, '2015-01-17', 1],
  [5, '2015-01-18', 8],
  [6, '2015-02-02', 5],
];
const UNTIL = Date.parse('2015-02-08T00:00:00Z');

describe('purchase histories', () => {
  test('are those of lifetimes, by the day', () => {
    const found = purchaseHistory(logged(LIFETIMES), UNTIL, 1);
    const rows = [...found.frequency].map((x, i) => [x, found.recency[i], found.age[i], found.mean[i]]);
    expect(rows).toEqual([
      [1, 36, 37, 2],
      [0, 0, 37, Number.NaN],
      [2, 4, 37, 3],
      [2, 20, 22, 3],
      [2, 2, 22, 4.5],
      [0, 0, 5, Number.NaN],
    ]);
    expect([...found.total]).toEqual([3, 2, 9, 12, 12, 5]);
  });
  test('by whole weeks since the first purchase: one a week counts, the week under way does not', () => {
    const orders = logged([
      [1, '2015-01-01', 4],
      [1, '2015-01-05', 9],
      [1, '2015-01-08', 2],
      [1, '2015-01-14', 4],
      [1, '2015-01-29', 8],
      [1, '2015-02-06', 50],
      [2, '2015-02-06', 1],
    ]);
    const found = purchaseHistory(orders, UNTIL, 7, true);
    // Weeks 1 (twice) and 4; 38 days hold five whole weeks, the first of which is the beginning.
    expect([found.frequency[0], found.recency[0], found.age[0], found.mean[0]]).toEqual([2, 4, 4, 7]);
    expect([found.frequency[1], found.recency[1], found.age[1]]).toEqual([0, 0, 0]);
    expect([...purchasesBetween(orders, found.person, day('2015-01-08'), UNTIL, 7)]).toEqual([3, 1]);
    expect([...purchasesBetween(orders, found.person, day('2015-01-08'), UNTIL)]).toEqual([4, 1]);
  });

  test('dated gifts give the donors of the paper back, and BG/BB its parameters', () => {
    const YEAR = 365.25;
    const start = Date.parse('1995-01-04T12:00:00Z');
    // The first gift, then in the middle of the years that follow: early ones first, the last one where it was.
    const donors = DONATIONS.flatMap(([x, last, , people]) => {
      const years = x === 0 ? [] : [...Array.from({ length: x - 1 }, (_, i) => i + 1), last];
      const gifts = [0, ...years.map((year) => year + 0.4)];
      return Array.from({ length: people }, () =>
        gifts.map((years) => ({ time: start + Math.floor(years * YEAR) * 86_400_000 })),
      );
    });
    const found = purchaseHistory(timeline(donors), start + Math.ceil(7 * YEAR + 1) * 86_400_000, YEAR, true);
    const fit = fitPurchases('bg-bb', compressHistories(found.frequency, found.recency, found.age));
    expect([fit.people, fit.histories, fit.converged]).toEqual([11_104, DONATIONS.length, true]);
    expect(fit.logLikelihood).toBeCloseTo(-33225.5813, 4);
    [1.20352, 0.74972, 0.65672, 2.78344].forEach((value, i) => {
      expect(fit.parameters[i]).toBeCloseTo(value, 5);
    });
  });
});
