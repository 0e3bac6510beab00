/** Individual risk and l-diversity as sdcMicro's own tests print them; risk where the people are a sample. */
import { describe, expect, it } from 'vitest';
import { individualRisk, populationRisk } from '../../../engine/privacy/population.ts';
import { diversityOf, equivalenceClasses } from '../../../engine/privacy/risk.ts';

describe('individual risk (sdcMicro, test_indivRisk.R)', () => {
  const keys = [
    [2, 3, 2, 2, 3, 3, 1, 2],
    [3, 3, 3, 3, 3, 3, 4, 3],
    [1, 3, 1, 2, 1, 1, 1, 1],
  ];
  const weights = [18, 45.5, 39, 17, 92, 8, 123.5, 51];
  const { of, sizes } = equivalenceClasses(keys, 8);
  const population = new Float64Array(sizes.length);
  weights.forEach((weight, person) => {
    population[of[person]] += weight;
  });
  const everyone = <T>(figure: (number: number) => T): T[] => Array.from(of, figure);

  it('with weights, from the weighted sizes that it prints', () => {
    expect(everyone((number) => population[number])).toEqual([108, 45.5, 108, 17, 100, 100, 123.5, 108]);
    const found = everyone((number) => individualRisk(sizes[number], population[number]));
    [0.01369863, 0.08579129, 0.01369863, 0.17707583, 0.01877883, 0.01877883, 0.03931625, 0.01369863].forEach(
      (risk, person) => {
        expect(found[person]).toBeCloseTo(risk, 8);
      },
    );
    // Its exact values; what is used errs on the safe side of them.
    [0.01355297, 0.08579129, 0.01355297, 0.17707583, 0.01877883, 0.01877883, 0.03931625, 0.01355297].forEach(
      (risk, person) => {
        expect(found[person]).toBeGreaterThanOrEqual(risk - 1e-8);
        expect(found[person]).toBeLessThan(1.02 * risk);
      },
    );
  });

  it('without weights, 1 over the size of the class', () => {
    expect(everyone((number) => individualRisk(sizes[number], sizes[number]))).toEqual(
      everyone((number) => 1 / sizes[number]),
    );
  });
});

describe('l-diversity (sdcMicro, test_ldiversity.R)', () => {
  it('counts the different values of each class, a missing key being a key of its own', () => {
    const sex = [0, 0, 0, 1, 1, 0, 0];
    const occupation = [-1, -1, -1, 0, 0, 1, 1];
    const ethnicity = [0, 0, 0, 0, 0, 1, 1];
    const classes = equivalenceClasses([sex, occupation, ethnicity], 7);
    const found = diversityOf(classes, [1, 0, 2, 1, 0, 0, 1]);
    expect(Array.from(classes.of, (number) => found[number])).toEqual([3, 3, 3, 2, 2, 2, 2]);
  });
});

describe('people who are a sample', () => {
  it('of themselves: the risk of the set; of more: less, about the fraction of it', () => {
    expect(populationRisk([100, 300], 1)).toMatchObject({ highest: 0.01, average: 0.005, share: 0 });
    const { highest, average } = populationRisk([100, 300], 0.1);
    expect(highest).toBeCloseTo(0.1 / 99.1, 12);
    expect(average).toBeCloseTo((100 * (0.1 / 99.1) + 300 * (0.1 / 299.1)) / 400, 12);
  });
  it('refuses a fraction that is none', () => {
    expect(() => populationRisk([1, 2], 0)).toThrowError(expect.objectContaining({ code: 'INPUT_VALUE' }));
  });
});
