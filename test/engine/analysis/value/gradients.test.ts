/** The exact gradients of the likelihoods, and the series behind one of them, against central differences. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bgLikelihood } from '../../../../engine/analysis/value/bg-nbd.ts';
import { gammaGammaLikelihood } from '../../../../engine/analysis/value/gamma-gamma.ts';
import { compressHistories } from '../../../../engine/analysis/value/histories.ts';
import type { Likelihood } from '../../../../engine/analysis/value/maximise.ts';
import { paretoLikelihood } from '../../../../engine/analysis/value/pareto-nbd.ts';
import { hypergeometric, logSeries } from '../../../../engine/analysis/value/special.ts';
import { createRandom } from '../../../../shared/random.ts';

/** Histories of every kind: without a repeat, with the last purchase today, long and short ago. */
const random = createRandom('gradients');
const frequency = Array.from({ length: 200 }, () => random.int(9));
const age = frequency.map(() => 10 + random.int(40));
const recency = frequency.map((x, i) => {
  if (x === 0) return 0;
  return random.int(8) === 0 ? age[i] : (0.02 + 0.96 * random.next()) * age[i];
});
const histories = compressHistories(frequency, recency, age);

const differences = (value: (at: number[]) => number, at: readonly number[]): number[] =>
  at.map((one, i) => {
    const shifted = (by: number): number => value(at.map((v, j) => (j === i ? v + by : v)));
    return (shifted(1e-5 * one) - shifted(-1e-5 * one)) / (2e-5 * one);
  });

const near = (found: readonly number[], expected: readonly number[], digits: number): void =>
  found.forEach((value, i) => {
    const size = Math.max(1, ...expected.map(Math.abs));
    expect(value / size, `component ${i}`).toBeCloseTo(expected[i] / size, digits);
  });

const cases: [string, Likelihood, number[]][] = [
  ['BG/NBD', bgLikelihood(histories, 0), [0.7, 4, 1.3, 2]],
  ['MBG/NBD', bgLikelihood(histories, 1), [0.7, 4, 1.3, 2]],
  ['Pareto/NBD, alpha longer', paretoLikelihood(histories), [0.7, 4, 1.3, 2]],
  ['Pareto/NBD, beta longer', paretoLikelihood(histories), [0.7, 2, 1.3, 4]],
  ['Pareto/NBD, far apart', paretoLikelihood(histories), [0.3, 100, 2, 0.5]],
  ['Gamma-Gamma', gammaGammaLikelihood(Float64Array.of(1, 2, 5), Float64Array.of(0.5, 1.4, 3)), [2, 3, 1.5]],
];

test.each(cases)('%s', (_, likelihood, at) => {
  const exact = likelihood.gradient?.(at) ?? [];
  expect(exact.length).toBe(at.length);
  near(exact, differences(likelihood.value, at), 7);
});

test('Pareto/NBD where both scales are the same lies between its neighbours', () => {
  const likelihood = paretoLikelihood(histories);
  const beside = (by: number): number[] => likelihood.gradient?.([1, 5 + by, 1, 5]) ?? [];
  const middle = beside(1e-4).map((one, i) => (one + beside(-1e-4)[i]) / 2);
  near(beside(0), middle, 7);
});

test('the series and its derivatives', () => {
  const between = (min: number, max: number) => fc.double({ min, max, noNaN: true });
  fc.assert(
    fc.property(between(0.1, 20), between(1, 30), between(0.01, 0.95), (b, more, z) => {
      const [value, ...slopes] = logSeries(b, b + more, z);
      expect(value).toBeCloseTo(Math.log(hypergeometric(1, b, b + more, z)), 12);
      const log = ([p, q, x]: number[]): number => Math.log(hypergeometric(1, p, q, x));
      near(slopes, differences(log, [b, b + more, z]), 7);
    }),
    { numRuns: 100 },
  );
  expect(logSeries(2, 3, 0)).toEqual([0, 0, 0, 2 / 3]);
});
