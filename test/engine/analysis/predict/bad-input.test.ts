/** What holds for every predictive model: input that cannot be learnt from is refused, hard input is never a wrong number. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { areaUnderRoc } from '../../../../engine/analysis/predict/measures.ts';
import { chancesOf, fitModel, METHODS } from '../../../../engine/analysis/predict/models.ts';
import { predictOutcome } from '../../../../engine/analysis/predict/predict.ts';
import { createRandom } from '../../../../shared/random.ts';
import { matrixOf, withPool } from '../fixtures.ts';

/** People whose outcome follows from two of three features and chance. */
const people = (count: number, seed: number, scale = 1) => {
  const random = createRandom(seed);
  const rows = Array.from({ length: count }, () => [random.normal(), random.normal(), random.normal()]);
  const outcome = Uint8Array.from(rows, ([a, b]) => Number(1.5 * a - b + random.normal() > 0));
  return { rows: rows.map((row) => row.map((value) => value * scale)), outcome };
};
const all = (count: number): Uint32Array => Uint32Array.from({ length: count }, (_, i) => i);

describe.each(METHODS)('%s', (method) => {
  const learn = (rows: number[][], outcome: Uint8Array) =>
    withPool(1, (run) =>
      predictOutcome(
        { matrix: matrixOf(rows), outcome },
        { matrix: matrixOf(rows), outcome },
        { method, seed: 3 },
        run,
      ),
    );

  test.each([
    ['NaN', Number.NaN],
    ['infinity', Number.POSITIVE_INFINITY],
    ['1e300', 1e300],
  ])('%s is refused with the feature and the row it is in', async (_, wrong) => {
    const { rows, outcome } = people(80, 1);
    rows[6][1] = wrong;
    await expect(learn(rows, outcome)).rejects.toThrow(/holds .* in row 7, which cannot be analysed/);
  });

  test('an outcome that is the same for everyone, or nearly, is refused; so is nobody', async () => {
    const { rows } = people(80, 2);
    await expect(learn(rows, new Uint8Array(80))).rejects.toThrow(/the same for everyone/);
    await expect(learn(rows, new Uint8Array(80).fill(1, 0, 3))).rejects.toThrow(/too rare/);
    await expect(learn([], new Uint8Array(0))).rejects.toThrow(/no one|no feature/);
  });

  test('constant, doubled and identical columns, ties and small groups: chances between 0 and 1, never NaN', () => {
    const value = fc.oneof(
      fc.constantFrom(0, 1, -1, 1e-300, 1e17, -1e17),
      fc.double({ min: -5, max: 5, noNaN: true }),
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(value, value, fc.nat(1)), { minLength: 12, maxLength: 60 }), (drawn) => {
        const rows = drawn.map(([a, b]) => [a, b, a, 7]);
        const outcome = Uint8Array.from(drawn, ([, , y]) => y);
        outcome.set([0, 1]);
        const values = Float64Array.from(rows.flat());
        const model = fitModel(method, values, 4, all(rows.length), outcome, 5);
        for (const chance of chancesOf(model, values, 4, all(rows.length)))
          expect(chance >= 0 && chance <= 1, `${chance}`).toBe(true);
      }),
      { seed: 6, numRuns: 25 },
    );
  }, 20_000);
});

// A regression is fitted on z-scores alone: its penalty is in the unit of the features.
test.each(METHODS.filter((method) => method !== 'logistic'))(
  '%s: an order survives any unit of the features',
  (method) => {
    const of = (scale: number): number => {
      const { rows, outcome } = people(400, 4, scale);
      const values = Float64Array.from(rows.flat());
      const model = fitModel(method, values, 3, all(400), outcome, 5);
      return areaUnderRoc(chancesOf(model, values, 3, all(400)), outcome);
    };
    const usual = of(1);
    expect(usual).toBeGreaterThan(0.8);
    for (const scale of [1e-12, 1e-3, 1e3, 1e12])
      expect(Math.abs(of(scale) - usual), `${scale}`).toBeLessThan(0.02);
  },
);
