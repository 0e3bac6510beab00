/** What was known earlier: rows on or after the day never change it, whatever they are. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { rowsBefore } from '../../../engine/features/earlier.ts';
import { ordered, spent } from '../../../engine/features/outcome.ts';
import { AS_OF, timeline } from './table.ts';

const HOUR = 3_600_000;
const row = fc.record({
  time: fc.integer({ min: -500, max: 500 }).map((hours) => AS_OF + hours * HOUR),
  name: fc.constantFrom('open', 'click', null),
  reference: fc.option(fc.nat(5)),
});

describe('an earlier day', () => {
  test('is the same with and without everything after it', () => {
    fc.assert(
      fc.property(fc.array(fc.array(row, { maxLength: 6 }), { minLength: 1, maxLength: 5 }), (people) => {
        const seen = rowsBefore(timeline(people), AS_OF);
        const alone = timeline(people.map((rows) => rows.filter(({ time }) => time < AS_OF)));
        const named = ({ codes, names }: typeof seen) => [...codes].map((code) => names[code] ?? null);
        expect([...seen.offsets]).toEqual([...alone.offsets]);
        expect([...seen.times]).toEqual([...alone.times]);
        expect([...seen.references]).toEqual([...alone.references]);
        expect(named(seen)).toEqual(named(alone));
      }),
      { seed: 1 },
    );
  });
  test('what happened after is counted from the day on, up to the end', () => {
    const orders = timeline([
      [{ time: AS_OF - 1 }, { time: AS_OF }],
      [{ time: AS_OF + 10 * HOUR }],
      [{ time: AS_OF - 1 }],
      [],
    ]);
    orders.amounts.set([5, 7, 11, 13]);
    expect([...ordered(orders, AS_OF, AS_OF + 10 * HOUR)]).toEqual([1, 0, 0, 0]);
    expect([...spent(orders, AS_OF, AS_OF + 11 * HOUR)]).toEqual([7, 11, 0, 0]);
  });
});
