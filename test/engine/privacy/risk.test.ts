/** Risk of re-identification against figures of ARX and sdcMicro. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  distinguishing,
  equivalenceClasses,
  riskOf,
  riskOfClasses,
  wildcardSizes,
} from '../../../engine/privacy/risk.ts';
import { codeOf } from '../vault/fixture.ts';

const coded = (values: readonly (string | number | null)[]): Int32Array => {
  const seen = new Map<unknown, number>();
  return Int32Array.from(values, (value) => {
    if (value === null) return -1;
    if (!seen.has(value)) seen.set(value, seen.size);
    return seen.get(value) ?? -1;
  });
};

const sizesOf = (columns: Int32Array[], people: number): number[] => {
  const { of, sizes } = equivalenceClasses(columns, people);
  return [...of].map((number) => sizes[number]);
};

describe('distinction and separation (ARX, TestRiskQuasiIdentifiers, worked out by hand)', () => {
  const age = coded([20, 30, 40, 20, 40]);
  const sex = coded(['F', 'F', 'F', 'M', 'M']);
  const state = coded(['CA', 'CA', 'TX', 'NY', 'CA']);
  const cases: [string, Int32Array[], number, number][] = [
    ['sex', [sex], 0.4, 0.6],
    ['state', [state], 0.6, 0.7],
    ['age', [age], 0.6, 0.8],
    ['sex and state', [sex, state], 0.8, 0.9],
    ['age and sex', [age, sex], 1, 1],
    ['age and state', [age, state], 1, 1],
    ['all three', [age, sex, state], 1, 1],
  ];
  it.each(cases)('%s', (_, columns, distinction, separation) => {
    const found = distinguishing(columns, 5);
    expect(found.distinction).toBeCloseTo(distinction, 12);
    expect(found.separation).toBeCloseTo(separation, 12);
  });
});

describe('sizes of classes (sdcMicro, test_freqCalc.R)', () => {
  const a = coded([2, 3, 2, 2, 3, 3, 1, 2]);
  const b = coded([3, 3, 3, 3, 3, 3, 4, 3]);
  const c = [1, 3, 1, 2, 1, 1, 1, 1];
  it('counts people with the same three values', () => {
    expect(sizesOf([a, b, coded(c)], 8)).toEqual([3, 1, 3, 1, 2, 2, 1, 3]);
  });
  it('counts a missing value as a value of its own, and as any value when asked', () => {
    const gaps = coded(c.map((value, i) => (i === 2 || i === 6 ? null : value)));
    expect(sizesOf([a, b, gaps], 8)).toEqual([2, 1, 1, 1, 2, 2, 1, 2]);
    expect([...wildcardSizes([a, b, gaps], 8)]).toEqual([3, 1, 4, 2, 2, 2, 1, 3]);
  });
});

describe('risk', () => {
  it('is what the definitions say, on a table small enough to check by eye', () => {
    // Classes of 3, 1 and 2 people; the population holds 6, 4 and 2 like them.
    const found = riskOfClasses(equivalenceClasses([coded(['a', 'a', 'b', 'c', 'a', 'c'])], 6), {
      population: [6, 4, 2],
      threshold: 0.4,
    });
    expect(found).toMatchObject({ people: 6, classes: 3, k: 1, uniques: 1, threshold: 0.4 });
    expect(found.prosecutor).toEqual({ highest: 1, average: 3 / 6, atRisk: 3 / 6 });
    expect(found.journalist.highest).toBe(0.5);
    expect(found.journalist.average).toBeCloseTo((3 / 6 + 1 / 4 + 2 / 2) / 6, 12);
    expect(found.journalist.atRisk).toBeCloseTo(2 / 6, 12);
    expect(found.marketer).toBe(found.journalist.average);
  });
  it('does not put a class of five above a threshold of 0.2', () => {
    expect(riskOf([new Int32Array(5)], 5).prosecutor).toEqual({ highest: 0.2, average: 0.2, atRisk: 0 });
    expect(riskOf([new Int32Array(4)], 4).prosecutor.atRisk).toBe(1);
  });
  it('is nothing for nobody', () => {
    expect(riskOf([new Int32Array(0)], 0)).toMatchObject({ people: 0, classes: 0, k: 0, marketer: 0 });
  });
  it('refuses a population that is smaller than the set, and columns of another length', async () => {
    const classes = equivalenceClasses([coded(['a', 'a'])], 2);
    expect(await codeOf(() => riskOfClasses(classes, { population: [1] }))).toBe('INPUT_VALUE');
    expect(await codeOf(() => riskOf([new Int32Array(3)], 2))).toBe('INPUT_VALUE');
  });
});

describe('properties of classes', () => {
  const table = fc.integer({ min: 1, max: 40 }).chain((people) =>
    fc.tuple(
      fc.constant(people),
      fc.array(fc.array(fc.integer({ min: -1, max: 3 }), { minLength: people, maxLength: people }), {
        minLength: 1,
        maxLength: 4,
      }),
    ),
  );
  it('the average prosecutor risk is classes over people, and agrees with counting pairs', () => {
    fc.assert(
      fc.property(table, ([people, columns]) => {
        const found = riskOf(columns, people);
        expect(found.prosecutor.average).toBeCloseTo(found.classes / people, 12);
        const same = (i: number, j: number): boolean => columns.every((column) => column[i] === column[j]);
        const naive = columns[0].map((_, i) => columns[0].filter((__, j) => same(i, j)).length);
        expect(
          sizesOf(
            columns.map((column) => Int32Array.from(column)),
            people,
          ),
        ).toEqual(naive);
      }),
    );
  });
  it('one more column never lowers a risk; the wildcard reading never raises one', () => {
    fc.assert(
      fc.property(table, ([people, columns]) => {
        const fewer = riskOf(columns.slice(1), people);
        const all = riskOf(columns, people);
        expect(all.prosecutor.highest).toBeGreaterThanOrEqual(fewer.prosecutor.highest);
        expect(all.prosecutor.average).toBeGreaterThanOrEqual(fewer.prosecutor.average);
        const strict = sizesOf(
          columns.map((column) => Int32Array.from(column)),
          people,
        );
        wildcardSizes(columns, people).forEach((size, i) => {
          expect(size).toBeGreaterThanOrEqual(strict[i]);
        });
      }),
    );
  });
});
