/** Analysis of variance against the table that R prints for iris by species. */
import { expect, test } from 'vitest';
import { analyseVariance } from '../../../engine/analysis/variance.ts';
import { irisRows, irisSpecies } from './fixtures.ts';

const labels = Uint8Array.from(irisSpecies);

test.each([
  [0, 119.2645],
  [2, 1180.161],
])('iris, column %d: F as in R’s aov', (column, f) => {
  const found = analyseVariance(
    Float64Array.from(irisRows, (row) => row[column]),
    labels,
    3,
  );
  expect(Math.abs(found.f / f - 1)).toBeLessThan(1e-5);
  expect(found.etaSquared).toBeCloseTo((found.f * 2) / (found.f * 2 + 147), 10);
});

test('a constant and a missing value tell nothing', () => {
  expect(analyseVariance(new Float64Array(150).fill(3), labels, 3)).toEqual({ f: 0, etaSquared: 0 });
  const values = Float64Array.from(irisRows, (row) => row[0]);
  const more = Float64Array.of(...values, Number.NaN, 9);
  const found = analyseVariance(more, Uint8Array.of(...labels, 1, 255), 3);
  expect(found.f).toBeCloseTo(analyseVariance(values, labels, 3).f, 10);
});
