/** Encodings, ranks and missing values: worked by hand, on extreme scales, and the same for people who come later. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MISSING, OTHER } from '../../../engine/features/encoding.ts';
import { buildMatrix, encodeWith, withoutValue } from '../../../engine/features/matrix.ts';
import { fitScaling, scale, unscale } from '../../../engine/features/scaling.ts';
import type { FeatureTable } from '../../../engine/features/table.ts';
import type { FeatureChoice } from '../../../shared/feature-choice.ts';
import { parsePlan } from '../../../shared/plan.ts';
import { codeOf } from '../vault/fixture.ts';
import { levelColumn, numberColumn, table, tableOf } from './table.ts';

const column = (features: FeatureTable, choice: FeatureChoice, at = 0): number[] => {
  const { people, columns, values } = buildMatrix(features, [choice]);
  return Array.from({ length: people }, (_, i) => values[i * columns.length + at]);
};
const plans = tableOf([levelColumn('plan', ['free', 'pro', 'free', null, 'team', 'free', 'pro', 'free'])], 8);

describe('levels', () => {
  it('take places in the order that was given, the missing one the median, with a mark', () => {
    const order = {
      feature: 'plan',
      scaling: 'none',
      encoding: 'ordinal',
      order: ['free', 'pro', 'team'],
    } as const;
    // Known: 0 1 0 2 0 1 0, whose median is 0.
    expect(column(plans, { ...order, order: [...order.order] })).toEqual([0, 1, 0, 0, 2, 0, 1, 0]);
    expect(column(plans, { ...order, order: [...order.order] }, 1)).toEqual([0, 0, 0, 1, 0, 0, 0, 0]);
    const { columns } = buildMatrix(plans, [{ ...order, order: [...order.order] }]);
    expect(columns.map(({ label, level, imputedCount }) => [label, level, imputedCount])).toEqual([
      ['plan, order', null, 1],
      ['plan missing', MISSING, 0],
    ]);
    expect(() => buildMatrix(plans, [{ ...order, order: ['free', 'pro'] }])).toThrow(/level "team" of plan/);
  });

  it('become shares of the people who have them; rare ones one share together', () => {
    const frequency = { feature: 'plan', scaling: 'none', encoding: 'frequency' } as const;
    // The missing one takes the median of 4 2 4 1 4 2 4.
    expect(column(plans, frequency).map((x) => Math.round(x * 7))).toEqual([4, 2, 4, 4, 1, 4, 2, 4]);
    expect(column(plans, { ...frequency, rare: 0.3 }).map((x) => Math.round(x * 7))).toEqual([
      4, 3, 4, 4, 3, 4, 3, 4,
    ]);
  });

  it('rare ones are one column together, and a level that nobody had at the fit belongs to it', () => {
    const choice: FeatureChoice = { feature: 'plan', scaling: 'zscore', rare: 0.3 };
    const { columns, values } = buildMatrix(plans, [choice]);
    expect(columns.map(({ level }) => level)).toEqual(['free', OTHER, MISSING]);
    expect([...values]).toEqual([1, 0, 0, 0, 1, 0, 1, 0, 0, 0, 0, 1, 0, 1, 0, 1, 0, 0, 0, 1, 0, 1, 0, 0]);
    const later = encodeWith(tableOf([levelColumn('plan', ['gold', 'free', null])], 3), columns);
    expect([...later.values]).toEqual([0, 1, 0, 1, 0, 0, 0, 0, 1]);
  });

  it('stand once in a clustering: twice they would count twice as much', () => {
    const twice = { features: [{ feature: 'recency' }, { feature: 'recency', scaling: 'log' }] };
    const lens = { purpose: 'analytics', asOf: '2026-01-01' };
    const plan = { version: 1, name: 'x', sources: [{ file: 'a.csv' }], lens, clustering: twice };
    expect(() => parsePlan(plan)).toThrow('clustering.features: a feature stands in it twice.');
  });

  it('are asked for in a plan as they can be made, and not otherwise', () => {
    const plan = (feature: Record<string, unknown>) =>
      parsePlan({
        version: 1,
        name: 'x',
        sources: [{ file: 'a.csv' }],
        lens: { purpose: 'analytics', asOf: '2026-01-01' },
        clustering: { features: [{ feature: 'profile.plan', ...feature }] },
      }).clustering?.features[0];
    expect(plan({ encoding: 'ordinal', order: ['a', 'b'] })).toMatchObject({
      scaling: 'zscore',
      order: ['a', 'b'],
    });
    expect(plan({ encoding: 'frequency', rare: 0.05, missing: 'leave-out', scaling: 'rank' })).toMatchObject({
      missing: 'leave-out',
    });
    for (const wrong of [
      { encoding: 'ordinal' },
      { order: ['a', 'b'] },
      { encoding: 'ordinal', order: ['a', 'a'] },
      { encoding: 'ordinal', order: ['a', 'b'], rare: 0.1 },
      { missing: 'drop' },
    ])
      expect(() => plan(wrong), JSON.stringify(wrong)).toThrow(/clustering/);
  });
});

describe('missing values', () => {
  const features = tableOf(
    [
      numberColumn('a', [1, null, 3, 5, null]),
      numberColumn('b', [null, 2, 3, 4, 5]),
      levelColumn('x', ['p', 'q', null, 'p', 'q']),
    ],
    5,
  );
  it('leave people out where that was asked for, and say who is there', () => {
    const { rows, people, columns } = buildMatrix(features, [
      { feature: 'a', scaling: 'none', missing: 'leave-out' },
      { feature: 'b', scaling: 'none' },
    ]);
    expect([people, ...(rows ?? [])]).toEqual([3, 0, 2, 3]);
    expect(columns.map(({ label }) => label)).toEqual(['a', 'b', 'b missing']);
    expect([...(withoutValue(features, columns) ?? [])]).toEqual([0, 1, 0, 0, 1]);
    expect(
      withoutValue(features, buildMatrix(features, [{ feature: 'a', scaling: 'none' }]).columns),
    ).toBeNull();
    const none = tableOf([numberColumn('a', [null, null])], 2);
    expect(() => buildMatrix(none, [{ feature: 'a', scaling: 'none', missing: 'leave-out' }])).toThrow(
      /everyone would be left out/,
    );
  });

  it('are never silent: whoever has none is marked, or not there', () => {
    fc.assert(
      fc.property(table, fc.constantFrom('impute', 'leave-out'), (made, missing) => {
        for (const source of made.columns) {
          const gone = (i: number) =>
            source.type === 'number' ? Number.isNaN(source.values[i]) : source.codes[i] < 0;
          const lacking = Array.from({ length: made.people }, (_, i) => gone(i));
          if (!lacking.includes(false)) continue;
          const { rows, columns, values } = buildMatrix(made, [
            { feature: source.id, scaling: 'none', missing },
          ]);
          if (missing === 'leave-out')
            expect([...(rows ?? lacking.keys())]).toEqual([...lacking.keys()].filter((i) => !lacking[i]));
          else {
            const mark = columns.findIndex(({ role }) => role === 'mark');
            if (lacking.includes(true))
              for (let i = 0; i < made.people; i++)
                expect(values[i * columns.length + mark]).toBe(Number(lacking[i]));
            else expect(mark).toBe(-1);
          }
        }
      }),
      { numRuns: 60, seed: 3 },
    );
  });

  it('a matrix is the same when its people come again', () => {
    const choices: FeatureChoice[] = [
      { feature: 'a', scaling: 'rank' },
      { feature: 'b', scaling: 'robust' },
      { feature: 'plan', scaling: 'zscore', encoding: 'frequency', rare: 0.2 },
      { feature: 'side', scaling: 'zscore' },
    ];
    fc.assert(
      fc.property(table, (made) => {
        const usable = choices.filter(({ feature }) => {
          const source = made.columns.find(({ id }) => id === feature)!;
          return source.type === 'number'
            ? source.values.some((x) => !Number.isNaN(x))
            : source.codes.some((c) => c >= 0);
        });
        const { columns, values } = buildMatrix(made, usable);
        expect([...encodeWith(made, JSON.parse(JSON.stringify(columns))).values]).toEqual([...values]);
      }),
      { numRuns: 60, seed: 4 },
    );
  });
});

describe('a rank', () => {
  it('is the share of people below, within the width of a point of its curve, and never turns round', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.integer({ min: -9, max: 9 }), fc.double({ noNaN: true, min: -1e9, max: 1e9 })), {
          minLength: 30,
          maxLength: 400,
        }),
        (values) => {
          const fitted = { scaling: 'rank' as const, ...fitScaling('rank', Float64Array.from(values)) };
          const sorted = [...values].sort((a, b) => a - b);
          const most = Math.max(...values.map((one) => values.filter((other) => other === one).length));
          let last = 0;
          for (const value of sorted) {
            const rank = scale(fitted, value);
            expect(rank).toBeGreaterThanOrEqual(last - 1e-12);
            last = rank;
            const below = sorted.filter((one) => one < value).length;
            const same = sorted.filter((one) => one === value).length;
            expect(Math.abs(rank - (below + same / 2) / values.length)).toBeLessThanOrEqual(
              (22 + 2 * most) / values.length,
            );
          }
          expect(scale(fitted, -Number.MAX_VALUE)).toBeGreaterThanOrEqual(0);
          expect(scale(fitted, Number.MAX_VALUE)).toBeLessThanOrEqual(1);
        },
      ),
      { numRuns: 60, seed: 5 },
    );
  });
  it('keeps means of at least 11 people, finds its way back, and does not depend on the unit', () => {
    const values = Float64Array.from({ length: 1000 }, (_, i) => (i % 97) ** 3);
    const fitted = { scaling: 'rank' as const, ...fitScaling('rank', values) };
    const { knots } = fitted;
    expect(knots?.values.length).toBeLessThanOrEqual(200);
    for (const value of knots?.values ?? [])
      expect(unscale(fitted, scale(fitted, value))).toBeCloseTo(value, 6);
    const cents = {
      scaling: 'rank' as const,
      ...fitScaling(
        'rank',
        values.map((x) => 128 * x),
      ),
    };
    for (const x of [0, 27, 1000, 5e5]) expect(scale(cents, 128 * x)).toBe(scale(fitted, x));
    expect(scale({ scaling: 'rank', ...fitScaling('rank', new Float64Array(50).fill(7)) }, 7)).toBe(0.5);
  });
});

describe('extreme scales', () => {
  it('give the same matrix as ordinary ones, or a message', () => {
    const values = [1, 2, 4, 4, 7, 11];
    for (const how of ['zscore', 'minmax', 'robust', 'rank'] as const) {
      const plain = column(tableOf([numberColumn('a', values)], 6), { feature: 'a', scaling: how });
      for (const unit of [2 ** 1000, 2 ** -1000])
        expect(
          column(
            tableOf(
              [
                numberColumn(
                  'a',
                  values.map((x) => x * unit),
                ),
              ],
              6,
            ),
            { feature: 'a', scaling: how },
          ),
          how,
        ).toEqual(plain);
    }
    const wide = tableOf([numberColumn('a', [-1.7e308, 1.7e308])], 2);
    expect(() => buildMatrix(wide, [{ feature: 'a', scaling: 'zscore' }])).toThrow(
      /spans more than a number can hold/,
    );
    const infinite = tableOf([numberColumn('a', [1, Number.POSITIVE_INFINITY])], 2);
    expect(() => buildMatrix(infinite, [{ feature: 'a', scaling: 'rank' }])).toThrow(/infinite/);
  });

  it('what is not what it was is told, never a wrong number', async () => {
    const { columns } = buildMatrix(tableOf([numberColumn('a', [1, 2]), levelColumn('x', ['p', 'q'])], 2), [
      { feature: 'a', scaling: 'log' },
      { feature: 'x', scaling: 'zscore' },
    ]);
    const later = (a: Parameters<typeof tableOf>[0][number][]) =>
      codeOf(() => encodeWith(tableOf(a, 2), columns));
    const levels = levelColumn('x', ['p', 'new']);
    expect(await later([numberColumn('a', [1, 5])])).toBe('NOT_FOUND');
    expect(await later([levelColumn('a', ['1', '2']), levels])).toBe('INPUT_VALUE');
    expect(await later([numberColumn('a', [1, 2]), numberColumn('x', [1, 2])])).toBe('INPUT_VALUE');
    expect(await later([numberColumn('a', [1, -2]), levels])).toBe('INPUT_VALUE');
    expect(await later([numberColumn('a', [1, Number.NEGATIVE_INFINITY]), levels])).toBe('INPUT_VALUE');
    const ordered: FeatureChoice = { feature: 'x', scaling: 'none', encoding: 'ordinal', order: ['p', 'q'] };
    const fitted = buildMatrix(tableOf([levelColumn('x', ['p', 'q'])], 2), [ordered]);
    expect(() => encodeWith(tableOf([levels], 2), fitted.columns)).toThrow(/level "new" of x/);
  });
});
