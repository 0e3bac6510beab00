/** What sets groups apart, against SciPy 1.10.1 (the calls are named) on iris and the telephone customers. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  associate,
  cohensH,
  countLevels,
  mergeRare,
  wilson,
} from '../../../../engine/analysis/explain/contingency.ts';
import {
  chiSquareTail,
  fTail,
  holm,
  studentQuantile,
} from '../../../../engine/analysis/explain/distributions.ts';
import { analyseVariance, cohensD, halfWidth } from '../../../../engine/analysis/explain/variance.ts';
import { deviationOf, momentsBy, pool } from '../../../../engine/features/statistics.ts';
import { irisRows, irisSpecies } from '../fixtures.ts';
import { telco } from '../predict/telco.ts';

const species = Uint8Array.from(irisSpecies);
const iris = (column: number) => Float64Array.from(irisRows, (row) => row[column]);
/** Equal to as many digits as doubles carry through such sums. */
const near = (found: number, truth: number, digits = 1e-9) =>
  expect(Math.abs(found / truth - 1)).toBeLessThan(digits);

describe('numbers', () => {
  // scipy.stats.f_oneway(X[y == 0, t], X[y == 1, t], X[y == 2, t])
  test.each([
    [0, 119.26450218450468, 1.6696691907693826e-31],
    [1, 49.160040089612075, 4.492017133309115e-17],
    [2, 1180.161182252981, 2.8567766109615584e-91],
    [3, 960.007146801809, 4.169445839443116e-85],
  ])('iris, column %d: F and p as f_oneway', (column, f, p) => {
    const found = analyseVariance(momentsBy(iris(column), species, 3));
    near(found.f, f);
    near(fTail(found.f, 2, 147), p);
    expect(found.etaSquared).toBeCloseTo((f * 2) / (f * 2 + 147), 12);
  });

  test('monthly charge by contract: F and p as f_oneway', () => {
    const { matrix } = telco(undefined, ['monthly', 'contract']);
    const values = Float64Array.from({ length: matrix.people }, (_, i) => matrix.values[2 * i]);
    const contract = Uint8Array.from({ length: matrix.people }, (_, i) => matrix.values[2 * i + 1]);
    const { f } = analyseVariance(momentsBy(values, contract, 3));
    near(f, 20.828045474730274);
    near(fTail(f, 2, 7040), 9.575270975935273e-10);
  });

  // scipy.stats.t.interval(.95, n - 1, a.mean(), scipy.stats.sem(a)); Cohen's d by its formula in NumPy
  test.each([
    [0, 1.412645238352349, 1.5113547616476515, -5.045609531325876],
    [1, 4.126452778080923, 4.393547221919077, 0.434048730972816],
    [2, 5.395153263133577, 5.708846736866424, 2.1925420294825417],
  ])('petal length of species %d: interval and d', (group, low, high, d) => {
    const groups = momentsBy(iris(2), species, 3);
    const rest = groups.filter((_, g) => g !== group).reduce(pool);
    near(groups[group].mean - halfWidth(groups[group]), low);
    near(groups[group].mean + halfWidth(groups[group]), high);
    near(cohensD(groups[group], rest), d);
  });

  test('a constant and a missing value tell nothing', () => {
    const constant = momentsBy(new Float64Array(150).fill(3), species, 3);
    expect(analyseVariance(constant)).toEqual({ f: 0, etaSquared: 0 });
    expect(cohensD(constant[0], constant[1])).toBe(0);
    const more = momentsBy(Float64Array.of(...iris(0), Number.NaN, 9), Uint8Array.of(...species, 1, 255), 3);
    expect(more).toEqual(momentsBy(iris(0), species, 3));
  });

  test('pooled groups are the groups together', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.double({ min: -1e6, max: 1e6, noNaN: true }), fc.nat(2)), { minLength: 3 }),
        (rows) => {
          const values = Float64Array.from(rows, ([value]) => value);
          const parts = momentsBy(
            values,
            Uint8Array.from(rows, ([, group]) => group),
            3,
          );
          const [whole] = momentsBy(values, new Uint8Array(rows.length), 1);
          const pooled = parts.reduce(pool);
          expect(pooled).toMatchObject({ count: whole.count, low: whole.low, high: whole.high });
          expect(Math.abs(pooled.mean - whole.mean)).toBeLessThan(1e-6);
          expect(Math.abs(deviationOf(pooled) - deviationOf(whole))).toBeLessThan(1e-4);
        },
      ),
    );
  });
});

describe('attributes', () => {
  // scipy.stats.chi2_contingency(table, correction=False), scipy.stats.contingency.association(table, 'cramer')
  test.each([
    ['churn', 'contract', 2, 3, 1184.5965720837926, 5.863038300673391e-258, 2, 0.4101156965761409],
    ['contract', 'internet', 3, 3, 603.1099040371677, 3.289672113256055e-129, 4, 0.20692091402897067],
    ['churn', 'partner', 2, 2, 159.41452843242655, 1.5190366200997355e-36, 1, 0.15044754495917653],
  ])('%s by %s', (group, level, groups, levels, chiSquare, p, freedom, v) => {
    const { matrix, outcome } = telco(undefined, group === 'churn' ? [level] : [level, group]);
    const width = matrix.columns.length;
    const codes = Int32Array.from({ length: matrix.people }, (_, i) => matrix.values[i * width]);
    const labels =
      group === 'churn' ? outcome : Uint8Array.from(codes, (_, i) => matrix.values[i * width + 1]);
    const found = associate(countLevels(codes, levels, labels, groups));
    expect(found.freedom).toBe(freedom);
    near(found.chiSquare, chiSquare);
    near(found.v, v);
    near(chiSquareTail(found.chiSquare, found.freedom), p);
  });

  test('rare levels are one, and a table without two of anything says nothing', () => {
    expect(
      mergeRare(
        [
          [20, 3, 9],
          [30, 4, 1],
        ],
        11,
      ),
    ).toEqual([
      [20, 12],
      [30, 5],
    ]);
    expect(
      associate([
        [20, 0],
        [30, 0],
      ]),
    ).toEqual({ chiSquare: 0, freedom: 0, v: 0 });
    expect(associate([])).toEqual({ chiSquare: 0, freedom: 0, v: 0 });
  });

  test('shares: interval and h', () => {
    // scipy.stats.binomtest(37, 120).proportion_ci(method='wilson')
    const [low, high] = wilson(37, 120);
    near(low, 0.23272736988916295);
    near(high, 0.3958299772380067);
    // Cohen 1988, section 6.2.1: shares of .65 and .45 differ by h = .41.
    expect(cohensH(0.65, 0.45)).toBeCloseTo(0.4049, 3);
  });
});

describe('tails', () => {
  // scipy.stats.f.sf, chi2.sf and t.ppf
  test.each([
    [fTail(3.5, 2, 147), 0.03273792297069829],
    [fTail(0.2, 7, 12), 0.9792924918346888],
    [chiSquareTail(3, 4), 0.5578254003710748],
    [chiSquareTail(40, 4), 4.328422607120966e-8],
    [chiSquareTail(500, 60), 1.1841139415186619e-70],
    [studentQuantile(0.975, 1), 12.706204736432095],
    [studentQuantile(0.975, 9), 2.26215716],
    [studentQuantile(0.975, 1e6), 1.9599663568141066],
  ])('%d', (found, truth) => near(found, truth, 1e-8));

  test('the ends', () => {
    expect(fTail(0, 2, 10)).toBe(1);
    expect(fTail(Number.POSITIVE_INFINITY, 2, 10)).toBe(0);
    expect(fTail(1200, 4, 1e6)).toBe(0);
    expect(chiSquareTail(0, 3)).toBe(1);
  });

  test('Holm: the example of R’s p.adjust(c(.01, .02, .03, .04), "holm")', () => {
    expect(holm([0.04, 0.01, 0.03, 0.02]).map((p) => Math.round(p * 100) / 100)).toEqual([
      0.06, 0.04, 0.06, 0.06,
    ]);
  });
});
