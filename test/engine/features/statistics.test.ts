/** Small statistics: quantiles by selection as by sorting, to the figures of NumPy and R; moments. */
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { median, moments, quantile, quantilesOf } from '../../../engine/features/statistics.ts';
import { createRandom } from '../../../shared/random.ts';

const PARTS = [0, 0.05, 0.2, 0.25, 0.5, 0.75, 0.8, 1];

const hold = (values: Float64Array): void => {
  const sorted = values.slice().sort();
  expect(quantilesOf(values.slice(), PARTS)).toEqual(PARTS.map((p) => quantile(sorted, p)));
};

test('quantiles of any numbers are those of the sorted ones', () => {
  fc.assert(
    fc.property(fc.array(fc.double({ noNaN: true, min: -1e300, max: 1e300 }), { maxLength: 400 }), (values) =>
      hold(Float64Array.from(values)),
    ),
  );
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 400 }), (values) =>
      hold(Float64Array.from(values)),
    ),
  );
});

test.each([
  ['ascending', (i: number) => i],
  ['descending', (i: number) => -i],
  ['all alike', () => 7],
  ['up and down', (i: number, n: number) => Math.min(i, n - i)],
  ['sawtooth', (i: number) => i % 100],
] as const)('long rows that are %s', (_, of) => {
  const n = 100_001;
  hold(Float64Array.from({ length: n }, (_unused, i) => of(i, n)));
});

test('random rows', () => {
  const random = createRandom('quantiles');
  hold(Float64Array.from({ length: 50_000 }, () => random.normal()));
});

test('type 7, to the figures of numpy.percentile([1, 2, 4, 8, 16], [20, 40, 60, 80])', () => {
  expect(quantilesOf(Float64Array.of(16, 1, 8, 4, 2), [0.2, 0.4, 0.6, 0.8])).toEqual([
    1.8, 3.2, 5.6, 9.600000000000001,
  ]);
  expect(quantilesOf(new Float64Array(0), [0.5])).toEqual([Number.NaN]);
});

describe('small statistics', () => {
  it('have the quantiles of R (type 7)', () => {
    // quantile(c(1, 2, 4, 7, 11), c(0, .1, .25, .5, .8, 1)) in R.
    const values = Float64Array.of(1, 2, 4, 7, 11);
    expect([0, 0.1, 0.25, 0.5, 0.8, 1].map((p) => quantile(values, p))).toEqual([
      1, 1.4, 2, 4, 7.800000000000001, 11,
    ]);
    expect(median(Float64Array.of(3, 1, 2, 10))).toBe(2.5);
    expect(quantile(new Float64Array(0), 0.5)).toBeNaN();
  });

  it('have moments that leave out what is missing', () => {
    expect(moments([2, Number.NaN, 4, 4, 4, 5, 5, 7, 9])).toMatchObject({ count: 8, mean: 5 });
    expect(moments([2, 4, 4, 4, 5, 5, 7, 9]).deviation).toBeCloseTo(2.138_089_935, 9);
    expect(moments([])).toMatchObject({ count: 0, mean: 0, deviation: 0 });
    expect(moments([3]).deviation).toBe(0);
  });
});
