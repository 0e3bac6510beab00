/**
 * The value models against the figures of their papers and of the packages that carry them: Fader, Hardie & Lee
 * 2005 and Hardie's sheets, BTYD, CLVTools, lifetimes.
 */
import { describe, expect, test } from 'vitest';
import { type BgBbParameters, bgBbAlive } from '../../../../engine/analysis/value/bg-bb.ts';
import {
  bgAlive,
  bgConditional,
  bgExpected,
  bgLikelihood,
  bgProbability,
} from '../../../../engine/analysis/value/bg-nbd.ts';
import { expectedValue, fitGammaGamma } from '../../../../engine/analysis/value/gamma-gamma.ts';
import { compressHistories } from '../../../../engine/analysis/value/histories.ts';
import {
  correlation,
  holdOut,
  lifetimeValue,
  lookAhead,
} from '../../../../engine/analysis/value/lifetime.ts';
import {
  paretoAlive,
  paretoConditional,
  paretoExpected,
} from '../../../../engine/analysis/value/pareto-nbd.ts';
import { fitPurchases, type PurchaseModel } from '../../../../engine/analysis/value/value.ts';
import { cdnow, hasCdnow, rowsOf } from './cdnow.ts';

const BG = [0.243, 4.414, 0.793, 2.426] as const;
const PARETO = [0.5534, 10.5802, 0.6061, 11.6562] as const;
const near = (actual: readonly number[], expected: readonly number[], relative: number): void => {
  expect(actual.length).toBe(expected.length);
  actual.forEach((value, i) => {
    expect(Math.abs(value / expected[i] - 1), `${value} against ${expected[i]}`).toBeLessThan(relative);
  });
};

describe('formulas at published parameters', () => {
  test('BG/NBD: expectation, P(alive), chances', () => {
    expect(bgConditional(BG, 0, 39, 2, 30.43, 38.86)).toBeCloseTo(1.226028, 6);
    expect(bgAlive(BG, 0, 2, 30.43, 38.86)).toBeCloseTo(0.726579, 6);
    expect(bgConditional(BG, 0, 2, 10, 35, 39)).toBeCloseTo(0.391569, 6);
    expect(bgAlive(BG, 0, 23, 39, 39)).toBeCloseTo(0.968555, 6);
    expect(bgAlive(BG, 0, 0, 0, 39)).toBe(1);
    const paradox = [5, 10, 15, 20].map((x) => bgAlive(BG, 0, x, 30, 39));
    expect(paradox.map((p) => p.toFixed(4))).toEqual(['0.7056', '0.5716', '0.3751', '0.1968']);
    expect(bgProbability(BG, 2, 10)).toBeCloseTo(1.07869e-7, 12);
    expect(bgProbability(BG, 39, 0)).toBeCloseTo(0.5737864, 7);
    near(
      [11, 12, 13, 14, 15, 16, 17, 18, 19, 20].map((x) => bgProbability(BG, 30, x)),
      [
        0.0019995214, 0.0015170236, 0.001163315, 0.0009003148, 0.0007023638, 0.0005517902, 0.0004361913,
        0.0003467171, 0.0002769613, 0.000222226,
      ],
      1e-6,
    );
  });
  test('BG/NBD: one history at (.5, 6, 1.2, 3.3)', () => {
    const likelihood = bgLikelihood(compressHistories([3], [4], [6]), 0);
    expect(likelihood.value([0.5, 6, 1.2, 3.3])).toBeCloseTo(-7.57638188, 8);
  });
  test('Pareto/NBD: expectation and P(alive)', () => {
    expect(paretoConditional(PARETO, 52, 26, 30.86, 31)).toBeCloseTo(25.454914, 6);
    expect(paretoAlive(PARETO, 26, 30.86, 31)).toBeCloseTo(0.997918, 6);
    expect(paretoAlive(PARETO, 0, 0, 39)).toBeCloseTo(0.294142, 6);
    expect(paretoExpected(PARETO, 52)).toBeCloseTo(1.473, 3);
  });
  test('Gamma-Gamma: expected value of a purchase', () => {
    const at = (mean: number, x: number): number => expectedValue([6.25, 3.74, 15.44], x, mean);
    near(
      [at(22.35, 2), at(11.77, 1), at(35, 3), at(40, 2), at(0, 0)],
      [24.6637, 18.9169, 35.0279, 39.1404, 35.219],
      3e-6,
    );
  });
  test('a customer: 12 months of 4.345 weeks at 1 % a month', () => {
    const h = compressHistories([2], [30.43], [38.86]);
    const model = { model: 'bg-nbd', parameters: [...BG] } as unknown as PurchaseModel;
    const money = [6.25, 3.74, 15.44] as const;
    const value = (discount: number): number =>
      lifetimeValue(
        lookAhead(model, h, { periods: 12, unitsPerPeriod: 4.345, discount }),
        money,
        Float64Array.of(2),
        Float64Array.of(22.35),
      ).value[0];
    expect(value(0.01)).toBeCloseTo(36.289211, 5);
    expect(value(0)).toBeCloseTo(38.528525, 5);
    expect(lookAhead(model, h, { periods: 12, unitsPerPeriod: 4.345, discount: 0 }).purchases[0]).toBeCloseTo(
      1.562154,
      6,
    );
  });
});

describe.skipIf(!hasCdnow)('CDNOW, exact days (skips without the shared data)', () => {
  const people = hasCdnow ? cdnow() : [];
  const column = (name: 'frequency' | 'recency' | 'age' | 'mean' | 'later'): Float64Array =>
    Float64Array.from(people, (person) => person[name]);
  const h = hasCdnow ? compressHistories(column('frequency'), column('recency'), column('age')) : null;
  const histories = () => {
    if (h === null) throw new Error('no data');
    return h;
  };

  test('the histories are those of the paper', () => {
    expect(people.length).toBe(2357);
    expect(people.filter(({ frequency }) => frequency > 0).length).toBe(946);
    expect(people.reduce((sum, { frequency }) => sum + frequency, 0)).toBe(2457);
    expect(people.reduce((sum, { later }) => sum + later, 0)).toBe(1882);
  });
  test('BG/NBD', () => {
    const fit = fitPurchases('bg-nbd', histories());
    near(fit.parameters, [0.24259451, 4.41360183, 0.79292191, 2.42590641], 1e-6);
    expect(fit.logLikelihood).toBeCloseTo(-9582.429207, 5);
    near(fit.standardErrors as number[], [0.012557, 0.378221, 0.185719, 0.705345], 2e-4);
    expect(fit.converged).toBe(true);
    expect(bgLikelihood(histories(), 0).value(BG)).toBeCloseTo(-9582.430478, 5);
  });
  test('BG/NBD: held-out 39 weeks', () => {
    const fit = fitPurchases('bg-nbd', histories());
    const found = holdOut(fit, histories(), 39, column('later'));
    expect(found.actual).toBe(1882);
    expect(found.expected).toBeCloseTo(1653.391, 1);
    const { alive } = lookAhead(fit, histories(), { periods: 1, unitsPerPeriod: 39, discount: 0 });
    expect(alive.reduce((sum, p) => sum + p, 0) / alive.length).toBeCloseTo(0.81344, 4);
    const weights = found.groups.reduce((sum, group) => sum + group.people * group.expected, 0);
    expect(weights).toBeCloseTo(found.expected, 6);
  });
  test('Pareto/NBD', () => {
    const fit = fitPurchases('pareto-nbd', histories());
    near(fit.parameters, [0.55315, 10.57633, 0.60625, 11.6715], 5e-4);
    expect(fit.logLikelihood).toBeCloseTo(-9594.976, 3);
    near(fit.standardErrors as number[], [0.0476264, 0.8427222, 0.1872594, 6.2105448], 1e-3);
  });
  test('Gamma-Gamma', () => {
    const repeats = people.filter(({ frequency, mean }) => frequency > 0 && mean > 0);
    expect(repeats.length).toBe(946);
    const [x, m] = [repeats.map(({ frequency }) => frequency), repeats.map(({ mean }) => mean)];
    const fit = fitGammaGamma(Float64Array.from(x), Float64Array.from(m));
    near(fit.parameters, [6.24957251, 3.74422474, 15.44352092], 1e-6);
    expect(fit.logLikelihood).toBeCloseTo(-4055.917695, 5);
    // 0.113884 is the correlation on lifetimes' own file, whose means are rounded to cents.
    expect(correlation(x, m)).toBeCloseTo(0.1139, 3);
  });
  test('the file of histories in hundredths of a week: BG/NBD, MBG/NBD, Pareto/NBD', () => {
    const rows = rowsOf('cdnow_customers_summary.csv');
    const summary = compressHistories(
      rows.map((row) => row[1]),
      rows.map((row) => row[2]),
      rows.map((row) => row[3]),
    );
    const { value } = bgLikelihood(summary, 0);
    near(
      [value(BG), value([1, 1, 1, 1]), value([0.5, 6, 1.2, 3.3])],
      [-9582.426832, -13887.694644, -9783.441082],
      1e-10,
    );
    const plain = fitPurchases('bg-nbd', summary);
    near(plain.parameters, [0.242593, 4.413531, 0.792886, 2.425754], 2e-6);
    near(
      [0.1429, 1, 3, 31.8571, 32, 78].map((t) => bgExpected(plain.parameters as never, 0, t)),
      [0.0078, 0.0532, 0.1506, 1.0405, 1.0437, 1.858],
      5e-3,
    );
    const modified = fitPurchases('mbg-nbd', summary);
    near(modified.parameters, [0.52483783, 6.1829907, 0.89135642, 1.61400023], 2e-6);
    expect(modified.logLikelihood).toBeCloseTo(-9582.132685, 5);
    expect(bgAlive(modified.parameters as never, 1, 0, 0, 38.86)).toBeCloseTo(0.389716, 5);
    const pareto = fitPurchases('pareto-nbd', summary);
    near(pareto.parameters, [0.553276, 10.577612, 0.606214, 11.667908], 2e-4);
    expect(pareto.logLikelihood).toBeCloseTo(-9594.97393, 4);
  });
  test('BG/BB: the donations', () => {
    const rows = rowsOf('donations.csv');
    const at = (i: number): number[] => rows.map((row) => row[i]);
    const donors = compressHistories(at(0), at(1), at(2), at(3));
    expect(donors.people).toBe(11_104);
    const fit = fitPurchases('bg-bb', donors);
    near(fit.parameters, [1.20352, 0.74972, 0.65672, 2.78344], 1e-5);
    expect(fit.logLikelihood).toBeCloseTo(-33225.5813, 3);
    const alive = (x: number, last: number): string =>
      bgBbAlive(fit.parameters as unknown as BgBbParameters, x, last, 6).toFixed(2);
    expect([alive(0, 0), alive(2, 4), alive(6, 6)]).toEqual(['0.11', '0.59', '0.93']);
    const five = lookAhead(fit, donors, { periods: 1, unitsPerPeriod: 5, discount: 0 });
    const total = rows.reduce((sum, row, i) => sum + row[3] * five.purchases[i], 0);
    expect(total).toBeCloseTo(12_884.2, 0);
  });
});
