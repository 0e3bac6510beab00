/** The further features: worked by hand, and for every entry of the catalogue that later rows change nothing. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CATALOGUE } from '../../../engine/features/catalogue.ts';
import { earlierLens } from '../../../engine/features/earlier.ts';
import { computeFeatures, findColumn } from '../../../engine/features/features.ts';
import { FURTHER } from '../../../engine/features/further.ts';
import { buildMatrix } from '../../../engine/features/matrix.ts';
import { columnsOfFeature } from '../../../engine/features/provenance.ts';
import type { NumberColumn, Timeline } from '../../../engine/features/table.ts';
import type { Lens } from '../../../engine/privacy/lens.ts';
import { DAY } from '../../../shared/vocabulary.ts';
import { AS_OF, type Row, timeline } from './table.ts';

const HOUR = 3_600_000;
const ALL = FURTHER.map(({ id }) => id);
type Line = Row & { amount?: number };

const withAmounts = (people: readonly (readonly Line[])[]): Timeline => {
  const sorted = people.map((rows) => [...rows].sort((a, b) => a.time - b.time));
  const made = timeline(sorted);
  made.amounts.set(sorted.flat().map(({ amount }) => amount ?? Number.NaN));
  return made;
};
const lensOf = (orders: Timeline, events: Timeline, asOf = AS_OF): Lens =>
  ({
    purpose: { id: 'analytics' },
    asOf,
    people: orders.offsets.length - 1,
    notAllowed: [],
    dropped: [],
    attributes: () => [],
    orders: () => orders,
    events: () => events,
  }) as unknown as Lens;
const ago = (days: number, name?: string, amount?: number, reference?: number): Line => ({
  time: AS_OF - days * DAY,
  ...(name === undefined ? {} : { name }),
  ...(amount === undefined ? {} : { amount }),
  // The low bits of a keyed hash are not looked at.
  ...(reference === undefined ? {} : { reference: reference * 4096 }),
});

describe('further features', () => {
  const orders = withAmounts([
    [
      ago(400, 'ski', 100, 1),
      ago(400, 'ski', 20, 1),
      ago(100, 'tent', 50, 2),
      ago(40, 'ski', -20, 3),
      ago(5, 'boots', 70, 4),
    ],
    [],
  ]);
  const start = AS_OF - 10 * DAY;
  const at = (minutes: number, name: string): Row => ({ time: start + minutes * 60_000, name });
  const events = timeline([
    [at(0, 'page_view'), at(10, 'click'), at(40, 'page_view'), at(71, 'page_view'), at(72, 'add_to_cart')],
    [],
  ]);
  const table = computeFeatures(lensOf(orders, events), ALL);
  const of = (id: string, person = 0): number => (findColumn(table, id) as NumberColumn).values[person];

  it('worked by hand', () => {
    expect(of('monetary_gross')).toBe(240);
    expect(of('monetary')).toBe(220);
    expect(of('returned')).toBe(20);
    expect(of('return_ratio')).toBeCloseTo(20 / 240, 12);
    // Gaps of 300, 60 and 35 days.
    expect(of('gap_mean')).toBeCloseTo(395 / 3, 10);
    expect(of('gap_variance')).toBeCloseTo(
      ((300 - 395 / 3) ** 2 + (60 - 395 / 3) ** 2 + (35 - 395 / 3) ** 2) / 2,
      8,
    );
    expect(of('basket_size')).toBe(5 / 4);
    expect([of('orders_7'), of('orders_30'), of('orders_90'), of('orders_365')]).toEqual([1, 1, 2, 3]);
    expect([of('spend_7'), of('spend_30'), of('spend_90'), of('spend_365')]).toEqual([70, 70, 50, 100]);
    // Two rows in the last 90 days, one in the 90 before.
    expect(of('order_trend')).toBeCloseTo(1 / 3, 12);
    expect(of('categories')).toBe(3);
    // Shares 3/5, 1/5, 1/5: 0.9502705392332347 nats by SciPy's entropy([3, 1, 1]).
    expect(of('category_diversity')).toBeCloseTo(0.9502705392332347, 12);
    expect(of('category_share')).toBe(3 / 5);
    // The 31 minutes before the fourth event end a session; exactly 30 do not.
    expect(of('sessions')).toBe(2);
    expect(of('dwell')).toBeCloseTo((40 + 1) / 2, 12);
    expect(of('session_depth')).toBe(2.5);
    expect([of('views'), of('clicks'), of('click_ratio')]).toEqual([3, 1, 1 / 3]);
    expect([of('events_7'), of('events_30'), of('event_trend')]).toEqual([0, 5, 1]);
    expect(of('orders_per_session')).toBe(2);
  });
  it('say nothing of who did nothing, and nothing else', () => {
    const counts = /^(orders|spend|events)_\d+$|^(monetary_gross|returned|categories|sessions|views|clicks)$/;
    for (const id of ALL) {
      if (counts.test(id)) expect(of(id, 1), id).toBe(0);
      else expect(of(id, 1), id).toBeNaN();
    }
  });
  it('seasonality is 1 on one day of the year, and 0 spread over it', () => {
    const day = (year: number, of: number): Line => ({ time: Date.UTC(year, 0, 1) + of * DAY });
    const one = withAmounts([
      [day(2021, 100), day(2022, 100), day(2023, 100)],
      [day(2021, 0), day(2021, 365 / 3), day(2021, 730 / 3)],
    ]);
    const found = computeFeatures(lensOf(one, timeline([[], []])), ['order_seasonality']);
    const values = (findColumn(found, 'order_seasonality') as NumberColumn).values;
    expect(values[0]).toBeCloseTo(1, 9);
    expect(values[1]).toBeCloseTo(0, 9);
  });
  it('have a definition, a use and source columns each, and ids of their own', () => {
    const every = [...CATALOGUE, ...FURTHER];
    expect(new Set(every.map(({ id }) => id)).size).toBe(every.length);
    for (const { id, label, definition, use, sources } of every) {
      expect(label).not.toBe('');
      expect(definition, id).toMatch(/\.$/);
      expect(use, id).toMatch(/\.$/);
      expect(columnsOfFeature(id, new Map())).toEqual(sources);
    }
  });

  const row = fc.record({
    time: fc.integer({ min: -9000, max: 9000 }).map((hours) => AS_OF + hours * HOUR),
    name: fc.constantFrom('page_view', 'click', 'ski', null),
    reference: fc.option(fc.nat(5)),
    amount: fc.integer({ min: -50, max: 500 }),
  });
  const people = fc.array(fc.array(row, { maxLength: 8 }), { minLength: 1, maxLength: 5 });

  it('are all computed where there are rows for them, so that nothing below is left out', () => {
    const line = { time: AS_OF - HOUR, name: 'page_view', reference: 1, amount: 5 };
    const one = computeFeatures(lensOf(withAmounts([[line]]), withAmounts([[line]])), ALL);
    expect(one.columns.map(({ id }) => id).sort()).toEqual(
      [...CATALOGUE, ...FURTHER].map(({ id }) => id).sort(),
    );
  });

  it('never change for rows on or after the date, whatever they are: every entry of the catalogue', () => {
    fc.assert(
      fc.property(people, people, (orders, events) => {
        const n = Math.min(orders.length, events.length);
        const ahead = (rows: readonly Line[][]) =>
          rows.slice(0, n).map((of) => of.filter(({ time }) => time < AS_OF));
        const all = lensOf(
          withAmounts(orders.slice(0, n)),
          withAmounts(events.slice(0, n)),
          AS_OF + 20_000 * HOUR,
        );
        const seen = computeFeatures(earlierLens(all, AS_OF), ALL);
        const alone = computeFeatures(lensOf(withAmounts(ahead(orders)), withAmounts(ahead(events))), ALL);
        // The matrix of every number that has a value, in every scaling, is the same to the last bit.
        const usable = alone.columns.filter(
          (column) => column.type === 'number' && column.values.some((value) => !Number.isNaN(value)),
        );
        for (const scaling of ['zscore', 'minmax', 'robust', 'rank', 'none'] as const) {
          if (usable.length === 0) break;
          const [before, after] = [alone, seen].map((table) =>
            buildMatrix(
              table,
              usable.map(({ id }) => ({ feature: id, scaling })),
            ),
          );
          expect(after.columns).toEqual(before.columns);
          expect([...after.values]).toEqual([...before.values]);
        }
        for (const column of alone.columns) {
          const other = findColumn(seen, column.id) as NumberColumn;
          expect([...other.values], column.id).toEqual([...(column as NumberColumn).values]);
        }
        // Names that only later rows have leave a column without a value, not one that knows of them.
        for (const { id, type, ...rest } of seen.columns)
          if (findColumn(alone, id) === undefined && type === 'number')
            expect(
              [...(rest as NumberColumn).values].every((v) => Number.isNaN(v) || v === 0),
              id,
            ).toBe(true);
      }),
      { seed: 6, numRuns: 200 },
    );
  });
});
