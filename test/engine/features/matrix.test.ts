/** Features as a matrix: scalings that undo themselves, levels encoded, nobody filled in or left out unseen. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MAX_LEVELS, MISSING, OTHER } from '../../../engine/features/encoding.ts';
import { buildMatrix } from '../../../engine/features/matrix.ts';
import { fitScaling, scale, unscale } from '../../../engine/features/scaling.ts';
import { SCALINGS } from '../../../shared/feature-choice.ts';
import { codeOf } from '../vault/fixture.ts';
import { levelColumn, numberColumn, table, tableOf } from './table.ts';

const value = fc.double({ noNaN: true, noDefaultInfinity: true, min: -0.99, max: 1e9 });
// A rank is a curve of many people and is tested for itself.
const scaling = fc.constantFrom(...SCALINGS.filter((one) => one !== 'rank'));

describe('a scaling', () => {
  it('can be undone', () => {
    fc.assert(
      fc.property(scaling, fc.array(value, { minLength: 1, maxLength: 20 }), (how, values) => {
        const column = { scaling: how, ...fitScaling(how, Float64Array.from(values)) };
        const range = Math.max(1, ...values.map(Math.abs));
        for (const raw of values)
          expect(Math.abs(unscale(column, scale(column, raw)) - raw)).toBeLessThan(range * 1e-9);
      }),
    );
  });

  it('makes a constant zero, whatever the constant', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('zscore', 'minmax', 'robust', 'log'),
        value,
        fc.integer({ min: 1, max: 50 }),
        (how, constant, n) => {
          const column = { scaling: how, ...fitScaling(how, new Float64Array(n).fill(constant)) } as const;
          expect(Math.abs(scale(column, constant))).toBe(0);
          expect(column.factor).toBe(1);
        },
      ),
    );
  });

  it('has the mean, deviation, range and quartiles it promises', () => {
    const values = Float64Array.of(2, 4, 4, 4, 5, 5, 7, 9);
    expect(fitScaling('zscore', values)).toEqual({ offset: 5, factor: 2 });
    expect(fitScaling('minmax', values)).toEqual({ offset: 2, factor: 7 });
    expect(fitScaling('robust', values)).toEqual({ offset: 4.5, factor: 1.5 });
    expect(fitScaling('none', values)).toEqual({ offset: 0, factor: 1 });
    const log = fitScaling('log', values);
    expect(log.offset).toBeCloseTo([...values].reduce((sum, x) => sum + Math.log1p(x), 0) / 8, 12);
  });
});

describe('the matrix', () => {
  it('is finite everywhere, says what it filled in, and undoes itself', () => {
    fc.assert(
      fc.property(table, fc.constantFrom('zscore', 'minmax', 'robust', 'none'), (features, how) => {
        const usable = features.columns.filter((column) =>
          column.type === 'level'
            ? column.codes.some((code) => code >= 0)
            : column.values.some((x) => !Number.isNaN(x)),
        );
        if (usable.length === 0) return;
        const matrix = buildMatrix(
          features,
          usable.map(({ id }) => ({ feature: id, scaling: how })),
        );
        const width = matrix.columns.length;
        expect(matrix.values).toHaveLength(features.people * width);
        expect(matrix.values.every(Number.isFinite)).toBe(true);
        matrix.columns.forEach((column, at) => {
          const source = usable.find(({ id }) => id === column.feature)!;
          for (let i = 0; i < features.people; i++) {
            const raw = unscale(column, matrix.values[i * width + at]);
            if (column.role === 'mark' && source.type === 'level')
              expect(raw).toBeCloseTo(source.codes[i] < 0 ? 1 : 0, 9);
            else if (source.type === 'level')
              expect(raw).toBeCloseTo(
                source.codes[i] >= 0 && source.levels[source.codes[i]] === column.level ? 1 : 0,
                9,
              );
            else if (column.level === MISSING)
              expect(raw).toBeCloseTo(Number.isNaN(source.values[i]) ? 1 : 0, 9);
            else {
              const expected = Number.isNaN(source.values[i]) ? column.imputed : source.values[i];
              expect(Math.abs(raw - expected)).toBeLessThanOrEqual(1e-9 * 1e21);
            }
          }
          if (source.type === 'number' && column.level === null) {
            const missing = [...source.values].filter(Number.isNaN).length;
            expect(column.imputedCount).toBe(missing);
            // Whoever has no value is marked in exactly one column; features missing for the same people share it.
            const marks = matrix.columns.filter(
              (other, mark) =>
                other.level === MISSING &&
                source.values.every(
                  (raw, i) =>
                    Math.round(unscale(other, matrix.values[i * width + mark])) === Number(Number.isNaN(raw)),
                ),
            );
            expect(marks).toHaveLength(missing > 0 ? 1 : 0);
          }
        });
      }),
      { numRuns: 80 },
    );
  });

  it('fills with the median', () => {
    const matrix = buildMatrix(tableOf([numberColumn('a', [1, null, 3, 100])], 4), [
      { feature: 'a', scaling: 'none' },
    ]);
    expect(matrix.columns[0]).toMatchObject({ imputed: 3, imputedCount: 1 });
    expect([...matrix.values]).toEqual([
      1,
      expect.any(Number),
      3,
      expect.any(Number),
      3,
      expect.any(Number),
      100,
      expect.any(Number),
    ]);
  });

  it('keeps the most frequent levels, and the others together', () => {
    const levels = Array.from({ length: 100 }, (_, i) => `level ${i % 20}`).concat('level 19', 'level 18');
    const matrix = buildMatrix(tableOf([levelColumn('x', levels)], levels.length), [
      { feature: 'x', scaling: 'none' },
    ]);
    expect(matrix.columns).toHaveLength(MAX_LEVELS + 1);
    expect(matrix.columns.slice(0, 3).map(({ level }) => level)).toEqual(['level 18', 'level 19', 'level 0']);
    expect(matrix.columns.at(-1)?.level).toBe(OTHER);
    // Every person is in exactly one column.
    for (let i = 0; i < levels.length; i++)
      expect(matrix.values.subarray(i * 13, (i + 1) * 13).reduce((sum, x) => sum + x, 0)).toBe(1);
  });

  it('refuses what it cannot do, with a reason', async () => {
    const features = tableOf([numberColumn('a', [1, -1]), numberColumn('none', [null, null])], 2);
    const build = (feature: string, how: 'log' | 'zscore' = 'zscore') =>
      codeOf(() => buildMatrix(features, [{ feature, scaling: how }]));
    expect(await build('b')).toBe('NOT_FOUND');
    expect(await build('__proto__')).toBe('NOT_FOUND');
    expect(await build('none')).toBe('NO_DATA');
    expect(await build('a', 'log')).toBe('INPUT_VALUE');
    expect(await codeOf(() => buildMatrix(features, []))).toBe('USAGE');
    expect(await codeOf(() => buildMatrix(tableOf([], 0), [{ feature: 'a', scaling: 'none' }]))).toBe(
      'NO_CONSENT',
    );
  });
});
