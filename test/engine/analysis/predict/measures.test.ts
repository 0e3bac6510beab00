/** Measures of chances against worked examples of others, and against their own definitions. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  areaUnderRoc,
  averagePrecision,
  brierScore,
  cheapestThreshold,
  confusionAt,
  curveOf,
  reliability,
} from '../../../../engine/analysis/predict/measures.ts';
import { calibrated, calibrationOf } from '../../../../engine/analysis/predict/models.ts';
import { createRandom } from '../../../../shared/random.ts';

const CHANCES = Float64Array.of(0.1, 0.4, 0.35, 0.8);
const OUTCOME = Uint8Array.of(0, 0, 1, 1);

const drawn = (people: number, seed: number) => {
  const random = createRandom(seed);
  const chances = Float64Array.from({ length: people }, () => Math.round(random.next() * 50) / 50);
  const outcome = Uint8Array.from(chances, (p) => (random.next() < p ? 1 : 0));
  outcome[0] = 1;
  outcome[1] = 0;
  return { chances, outcome };
};

describe('measures', () => {
  test("the examples of scikit-learn's manual: AUC .75, average precision .83, Brier .0375", () => {
    expect(areaUnderRoc(CHANCES, OUTCOME)).toBe(0.75);
    expect(averagePrecision(CHANCES, OUTCOME)).toBeCloseTo(0.8333333333, 9);
    expect(brierScore(Float64Array.of(0.1, 0.9, 0.8, 0.3), Uint8Array.of(0, 1, 1, 0))).toBeCloseTo(
      0.0375,
      12,
    );
  });
  test('AUC is the share of pairs in order, ties counted half', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 60 }), fc.nat(), (people, seed) => {
        const { chances, outcome } = drawn(people, seed);
        let [won, pairs] = [0, 0];
        for (let i = 0; i < people; i++)
          for (let j = 0; j < people; j++)
            if (outcome[i] === 1 && outcome[j] === 0) {
              pairs += 1;
              won += chances[i] > chances[j] ? 1 : chances[i] === chances[j] ? 0.5 : 0;
            }
        expect(areaUnderRoc(chances, outcome)).toBeCloseTo(won / pairs, 12);
      }),
      { seed: 2 },
    );
  });
  test('no threshold is cheaper than the one found', () => {
    fc.assert(
      fc.property(
        fc.nat(),
        fc.integer({ min: 1, max: 20 }),
        fc.integer({ min: 1, max: 20 }),
        (seed, flag, miss) => {
          const { chances, outcome } = drawn(80, seed);
          const costOf = (threshold: number): number => {
            const { falsePositive, falseNegative } = confusionAt(chances, outcome, threshold);
            return falsePositive * flag + falseNegative * miss;
          };
          const found = cheapestThreshold(chances, outcome, { falsePositive: flag, falseNegative: miss });
          for (const threshold of [...chances, 1.1])
            expect(costOf(found)).toBeLessThanOrEqual(costOf(threshold));
        },
      ),
      { seed: 3, numRuns: 40 },
    );
  });
  test('what is told stands for at least eleven people at every step', () => {
    const { chances, outcome } = drawn(400, 5);
    const rows = reliability(chances, outcome, 11);
    expect(rows.reduce((sum, { people }) => sum + people, 0)).toBe(400);
    expect(Math.min(...rows.map(({ people }) => people))).toBeGreaterThanOrEqual(11);
    const yes = outcome.reduce((sum, y) => sum + y, 0);
    const steps = [{ falsePositives: 0, recall: 0 }, ...curveOf(chances, outcome, 11)].map(
      ({ falsePositives, recall }) => [recall * yes, falsePositives * (400 - yes)],
    );
    // Of those with the outcome, and of those without it, no step holds one to ten.
    for (const side of [0, 1])
      steps.slice(1).forEach((step, i) => {
        const more = Math.round(step[side] - steps[i][side]);
        expect(more === 0 || more >= 11).toBe(true);
      });
    expect(steps.length).toBeGreaterThan(8);
    const flagged = steps.map(([a, b]) => a + b);
    expect(flagged.at(-1)).toBeCloseTo(400, 9);
  });
  test('chances that are too sure of themselves are put right, in the same order', () => {
    const { chances, outcome } = drawn(5000, 8);
    const sure = chances.map((p) => p ** 3 / (p ** 3 + (1 - p) ** 3));
    const found = calibrationOf(sure, outcome);
    if (found === null) throw new Error('not calibrated');
    const right = sure.map((p) => calibrated(found, p));
    expect(brierScore(right, outcome)).toBeLessThan(brierScore(sure, outcome) - 0.02);
    expect(areaUnderRoc(right, outcome)).toBe(areaUnderRoc(sure, outcome));
  });
});
