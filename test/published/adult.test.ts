/**
 * Published risk of the Adult data (30,162 people, nine quasi-identifiers), from the tests of the ARX
 * anonymisation tool. The data are not part of the project; without them the tests are skipped and say so.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { leastCoarsening } from '../../engine/privacy/least-coarsening.ts';
import { populationUniques } from '../../engine/privacy/population.ts';
import { equivalenceClasses, riskOf, riskOfClasses } from '../../engine/privacy/risk.ts';

const DATA = resolve(import.meta.dirname, '../../../shared/data/adult');
const present = existsSync(DATA);
if (!present) console.warn('skipped: the Adult data are not beside the project (../shared/data/adult)');

const table = (file: string): { header: string[]; rows: string[][] } => {
  const [header, ...rows] = readFileSync(join(DATA, file), 'utf8')
    .split(/\r?\n/)
    .filter((line) => line !== '')
    .map((line) => line.split(';'));
  return { header, rows };
};

/** The levels of every value of a column, the value itself first. The file has no header. */
const hierarchy = (prefix: string, name: string): Map<string, string[]> => {
  const { header, rows } = table(`${prefix}_hierarchy_${name}.csv`);
  return new Map([header, ...rows].map((levels) => [levels[0], levels]));
};

/** The values of a column, each replaced by what stands `level` places on in its hierarchy, as codes. */
const column = (data: ReturnType<typeof table>, prefix: string, name: string, level = 0): Int32Array => {
  const at = data.header.indexOf(name);
  const levels = level === 0 ? null : hierarchy(prefix, name);
  const codes = new Map<string, number>();
  return Int32Array.from(data.rows, (row) => {
    const value = levels === null ? row[at] : (levels.get(row[at]) ?? [])[level];
    if (value === undefined) throw new Error(`${row[at]} of ${name} has no level ${level}`);
    if (!codes.has(value)) codes.set(value, codes.size);
    return codes.get(value) ?? -1;
  });
};

describe.skipIf(!present)('the Adult data', () => {
  const adult = present ? table('adult.csv') : { header: [], rows: [] };
  const people = adult.rows.length;
  const at = (...names: string[]) => names.map((name) => column(adult, 'adult', name));

  it('all nine columns: average prosecutor risk 0.6466, highest 1, 19,502 classes', () => {
    const found = riskOf(at(...adult.header), people);
    expect(found).toMatchObject({ people: 30_162, classes: 19_502, k: 1, uniques: 15_512 });
    expect(found.prosecutor.average).toBeCloseTo(0.6465751607983555, 14);
    expect(found.prosecutor.highest).toBe(1);
  });

  it.each([
    [0.01, 0.1446083531167384, 'Pitman'],
    [0.1, 0.27684993883653597, 'Pitman'],
    [0.2, 0.3577099234829125, 'Zayatz'],
    [1, 0.5142895033485844, 'count'],
  ] as const)(
    'a population of which it is %s has %s uniques (decision rule of Dankar)',
    (fraction, share, estimator) => {
      const { sizes } = equivalenceClasses(at(...adult.header), people);
      const found = populationUniques(sizes, fraction);
      expect(found.estimator).toBe(estimator);
      expect(found.share).toBeCloseTo(share, 8);
    },
  );

  it.each([
    [['sex', 'age', 'race'], 528, 62, 425, 0.0175054705],
    [['sex', 'age', 'race', 'marital-status'], 1690, 543, 1824, 0.0560307672],
    [['age', 'education', 'native-country'], 2901, 1785, 3071, 0.0961806246],
  ])('%s', (names, classes, uniques, underFive, average) => {
    const columns = at(...names);
    const found = riskOf(columns, people);
    expect(found).toMatchObject({ classes, uniques, k: 1 });
    expect(found.prosecutor.average).toBeCloseTo(average, 10);
    const { of, sizes } = equivalenceClasses(columns, people);
    expect([...of].filter((number) => sizes[number] < 5)).toHaveLength(underFive);
  });

  it.each([
    ['5-anonymous with at most 4 % left out', [1, 0, 1, 1, 3, 2, 2, 0, 1], 5, 0.04],
    ['100-anonymous with nobody left out', [0, 4, 1, 1, 3, 2, 2, 1, 1], 100, 0],
  ])('at the published optimum it is %s', (_, levels, k, mostLeftOut) => {
    const columns = adult.header.map((name, i) => column(adult, 'adult', name, levels[i]));
    const { of, sizes } = equivalenceClasses(columns, people);
    const leftOut = [...of].filter((number) => sizes[number] < k).length;
    expect(leftOut / people).toBeLessThanOrEqual(mostLeftOut);
  });

  it('the optimal 2-anonymous form without leaving anyone out: average risk 0.00192, highest 1/2', () => {
    const ladders = adult.header.map((name, i) => {
      const domain = [...hierarchy('adult', name).values()];
      const place = new Map(domain.map(([value], row) => [value, row]));
      return {
        codes: Int32Array.from(adult.rows, (row) => place.get(row[i]) ?? -1),
        levels: domain[0].map((_, level) => {
          const names = [...new Set(domain.map((row) => row[level]))];
          return Int32Array.from(domain, (row) => names.indexOf(row[level]));
        }),
      };
    });
    const found = leastCoarsening(ladders, people, 2);
    const { prosecutor } = riskOfClasses(found?.classes ?? { of: new Int32Array(), sizes: new Int32Array() });
    expect(prosecutor.average).toBeCloseTo(0.001922949406538028, 15);
    expect(prosecutor.highest).toBe(0.5);
  });

  it('a table of seven people: 1 as it stands; 3/7 and at most 1/2 once 2-anonymous', () => {
    const small = table('test.csv');
    const columns = (age: number, gender: number, zipcode: number) => [
      column(small, 'test', 'age', age),
      column(small, 'test', 'gender', gender),
      column(small, 'test', 'zipcode', zipcode),
    ];
    expect(riskOf(columns(0, 0, 0), 7).prosecutor.average).toBe(1);
    const anonymous = riskOf(columns(1, 1, 2), 7);
    expect(anonymous).toMatchObject({ k: 2, classes: 3 });
    expect(anonymous.prosecutor.average).toBeCloseTo(3 / 7, 14);
    expect(anonymous.prosecutor.highest).toBe(0.5);
  });
});
