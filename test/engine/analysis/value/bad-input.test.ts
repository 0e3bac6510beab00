/** What holds for every model of customer value: input that no person can have is refused, hard input is never wrong. */
import { describe, expect, test } from 'vitest';
import { fitGammaGamma } from '../../../../engine/analysis/value/gamma-gamma.ts';
import { compressHistories } from '../../../../engine/analysis/value/histories.ts';
import { lookAhead } from '../../../../engine/analysis/value/lifetime.ts';
import {
  fitPurchases,
  PURCHASE_MODELS,
  type PurchaseModelName,
} from '../../../../engine/analysis/value/value.ts';
import { createRandom } from '../../../../shared/random.ts';

type Row = readonly [frequency: number, recency: number, age: number];
const histories = (rows: readonly Row[]) =>
  compressHistories(
    rows.map(([x]) => x),
    rows.map(([, recency]) => recency),
    rows.map(([, , age]) => age),
  );

/** Made-up histories on whole units, which every model can read. */
const people = (count: number): Row[] => {
  const random = createRandom(12);
  return Array.from({ length: count }, (): Row => {
    const age = 10 + random.int(20);
    const x = Math.min(age - 1, random.int(4));
    return [x, x === 0 ? 0 : x + random.int(age - x), age];
  });
};

/** Histories drawn from the process that the models describe: rates and lives differ from person to person. */
const bought = (count: number, unit: number): Row[] => {
  const random = createRandom(31);
  const wait = (mean: number): number => -mean * Math.log(1 - random.next());
  return Array.from({ length: count }, (): Row => {
    const age = 20 + random.int(20);
    const [gap, life] = [[3, 8, 25][random.int(3)], wait([10, 60][random.int(2)])];
    let [x, last] = [0, 0];
    for (let at = wait(gap); at < Math.min(age, life); at += wait(gap)) [x, last] = [x + 1, at];
    return [x, unit * last, unit * age];
  });
};
/** The same on whole units, at most one purchase in each. */
const whole = (rows: Row[]): Row[] =>
  rows.map(([x, last, age]): Row => {
    const at = Math.min(age, Math.ceil(last));
    return [Math.min(x, at), at, age];
  });

describe.each(PURCHASE_MODELS)('%s', (name: PurchaseModelName) => {
  const units = name === 'bg-bb' ? [1] : [1, 1e-6, 1e6];

  test.each([
    ['NaN', [[1, Number.NaN, 5]]],
    ['infinity', [[1, 2, Number.POSITIVE_INFINITY]]],
    ['a half purchase', [[0.5, 2, 5]]],
    ['fewer than none', [[-1, 0, 5]]],
    ['a last purchase after today', [[1, 6, 5]]],
    ['a last purchase without a repeat', [[0, 3, 5]]],
  ] as [string, Row[]][])('%s is refused with the person it is in', (_, rows) => {
    expect(() => histories([...people(3), ...rows])).toThrow(/history of person 4 is not one/);
  });

  test('nobody is refused', () => {
    expect(() => histories([])).toThrow(/nothing to fit/);
  });

  test.each([
    ['one person', [[2, 5, 12]]],
    ['all alike', Array.from({ length: 50 }, (): Row => [2, 5, 12])],
    ['one who came again among many', people(50).map((_, i): Row => (i === 0 ? [1, 2, 9] : [0, 0, 9]))],
    [
      'everybody always',
      Array.from({ length: 50 }, (_, i): Row => [10 + (i % 9), 10 + (i % 9), 10 + (i % 9)]),
    ],
  ] as [string, Row[]][])(
    '%s: finite figures within their ranges, and no certainty that is not there',
    (_, rows) => {
      const h = histories(rows);
      const fit = fitPurchases(name, h);
      expect(fit.parameters.every((value) => value > 0 && Number.isFinite(value))).toBe(true);
      expect(Number.isFinite(fit.logLikelihood)).toBe(true);
      for (const error of fit.standardErrors)
        expect(error === null || (error > 0 && Number.isFinite(error))).toBe(true);
      // One kind of history cannot settle four parameters.
      if (h.frequency.length < 4) expect(fit.standardErrors).toEqual([null, null, null, null]);
      const { alive, purchases } = lookAhead(fit, h, { periods: 3, unitsPerPeriod: 4, discount: 0.01 });
      for (const chance of alive) expect(chance >= 0 && chance <= 1, String(chance)).toBe(true);
      for (const expected of purchases)
        expect(expected >= 0 && Number.isFinite(expected), String(expected)).toBe(true);
    },
    20_000,
  );

  // Never to come back and to have left at once are then the same: every P(alive) would do.
  test.each([
    ['one person without a repeat', [[0, 0, 12]]],
    ['nobody came again', Array.from({ length: 50 }, (_, i): Row => [0, 0, 5 + (i % 9)])],
  ] as [string, Row[]][])('%s: no model', (_, rows) => {
    expect(() => fitPurchases(name, histories(rows))).toThrow(/Nobody bought a second time/);
  });

  test('in another unit of time chances are the same, times in that unit, likelihoods per unit', () => {
    const [first, ...others] = units.map((unit) => {
      const rows = bought(400, unit);
      const h = histories(name === 'bg-bb' ? whole(rows) : rows);
      const fit = fitPurchases(name, h);
      const { alive } = lookAhead(fit, h, { periods: 1, unitsPerPeriod: unit, discount: 0 });
      return { fit, alive, unit, purchases: h.frequency.reduce((sum, x, i) => sum + x * h.weight[i], 0) };
    });
    for (const { fit, alive, unit, purchases } of others) {
      alive.forEach((chance, i) => {
        expect(chance).toBeCloseTo(first.alive[i], 3);
      });
      expect(fit.parameters[1] / unit / first.fit.parameters[1]).toBeCloseTo(1, 2);
      expect(fit.logLikelihood + purchases * Math.log(unit)).toBeCloseTo(first.fit.logLikelihood, 3);
      expect((fit.standardErrors[1] ?? 0) / unit / (first.fit.standardErrors[1] ?? 1)).toBeCloseTo(1, 1);
    }
  }, 30_000);
});

describe('Gamma-Gamma', () => {
  test('values that are none are refused; far scales give the same up to their unit', () => {
    const x = Float64Array.from({ length: 60 }, (_, i) => 1 + (i % 5));
    const means = Float64Array.from({ length: 60 }, (_, i) => 20 + ((i * 37) % 50));
    for (const wrong of [0, -1, Number.NaN, Number.POSITIVE_INFINITY])
      expect(() => fitGammaGamma(x, means.with(7, wrong)), String(wrong)).toThrow(/above 0|not/);
    expect(() => fitGammaGamma(x.slice(0, 1), means.slice(0, 1))).toThrow(/two/);
    const [p, q, gamma] = fitGammaGamma(x, means).parameters;
    for (const unit of [1e-9, 1e9]) {
      const fit = fitGammaGamma(
        x,
        means.map((value) => value * unit),
      );
      expect(fit.parameters[0] / p).toBeCloseTo(1, 2);
      expect(fit.parameters[1] / q).toBeCloseTo(1, 2);
      expect(fit.parameters[2] / unit / gamma).toBeCloseTo(1, 2);
    }
  });
});
