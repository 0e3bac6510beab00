/** Figures of a prediction as they are told: those beside a withheld count do not give it away. */
import { describe, expect, it } from 'vitest';
import { thresholdOf, toldReliability, toldShare } from '../../../engine/procedures/prediction-told.ts';

/** People tested of whom so many are flagged rightly, flagged wrongly, missed and rightly left alone. */
const thresholdFor = (counts: readonly [number, number, number, number]) => {
  const of = <T>(values: readonly T[]): T[] => values.flatMap((value, i) => Array<T>(counts[i]).fill(value));
  const side = { outcome: Uint8Array.from(of([1, 0, 1, 0])) };
  const chances = Float64Array.from(of([0.9, 0.9, 0.1, 0.1]));
  const sides = { train: side, test: side } as unknown as Parameters<typeof thresholdOf>[0];
  const found = { outOfFold: chances, chances } as unknown as Parameters<typeof thresholdOf>[1];
  return thresholdOf(sides, found, { falsePositive: 1, falseNegative: 1 });
};

describe('shares beside a few people', () => {
  it('are the same for every number of people from 1 to 10, but for the border of one step', () => {
    const told = Array.from({ length: 10 }, (_, i) => thresholdFor([400, 60, i + 1, 900]));
    for (const name of ['recall', 'precision', 'falsePositives', 'cost', 'costNobody'] as const)
      expect(new Set(told.map((one) => one[name])).size, name).toBeLessThanOrEqual(2);
  });

  it('are told finely where nothing is withheld', () => {
    const { recall, precision } = thresholdFor([400, 60, 45, 900]);
    expect(recall).toBeCloseTo(400 / 445, 2);
    expect(precision).toBeCloseTo(400 / 460, 2);
  });

  it('of an outcome that few have are not told to a person', () => {
    const shares = [1, 4, 10].map((yes) =>
      toldShare(Uint8Array.from({ length: 300 }, (_, i) => Number(i < yes))),
    );
    expect(new Set(shares).size).toBe(1);
  });
});

it('tenths in which few had the outcome are joined until it may be told, and hold the same people', () => {
  const rows = [2, 5, 12, 40, 70, 96].map((yes, i) => ({
    from: i / 6,
    to: (i + 1) / 6,
    people: 100,
    chance: yes / 100,
    share: yes / 100,
  }));
  const told = toldReliability(rows);
  expect(told.map(({ people }) => people)).toEqual([300, 100, 200]);
  expect(told[0].share).toBeCloseTo(19 / 300, 2);
  for (const { people, share } of told) {
    const yes = share * people;
    expect(yes).toBeGreaterThan(10);
    expect(people - yes).toBeGreaterThan(10);
  }
});
