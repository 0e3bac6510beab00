/** Rows to cluster: seven overlapping groups with a common factor, every second column skewed, scaled to deviation 1. */
import type { Matrix, MatrixColumn } from '../../engine/features/table.ts';
import { createRandom } from '../../shared/random.ts';

export type Data = { values: Float64Array; groups: Uint8Array };

/** Row-major values in shared memory, and the group each row was drawn from. */
export const makeData = (rows: number, columns: number): Data => {
  const random = createRandom('bench/clustering');
  const values = new Float64Array(new SharedArrayBuffer(rows * columns * 8));
  const groups = new Uint8Array(rows);
  const centres = Array.from({ length: 7 }, () =>
    Array.from({ length: columns }, () => 1.5 * random.normal()),
  );
  for (let i = 0; i < rows; i++) {
    groups[i] = random.int(7);
    const factor = random.normal();
    for (let t = 0; t < columns; t++) {
      const value = centres[groups[i]][t] + 1.2 * random.normal() + 0.5 * factor * ((t % 3) - 1);
      values[i * columns + t] = t % 2 === 1 ? Math.exp(value / 2) : value;
    }
  }
  for (let t = 0; t < columns; t++) {
    let sum = 0;
    for (let i = 0; i < rows; i++) sum += values[i * columns + t];
    const mean = sum / rows;
    let squares = 0;
    for (let i = 0; i < rows; i++) squares += (values[i * columns + t] - mean) ** 2;
    const deviation = Math.sqrt(squares / rows);
    for (let i = 0; i < rows; i++) values[i * columns + t] = (values[i * columns + t] - mean) / deviation;
  }
  return { values, groups };
};

/** The values as the engine takes them. */
export const matrixOf = (values: Float64Array, columns: number): Matrix => ({
  people: values.length / columns,
  columns: Array.from(
    { length: columns },
    (_, t): MatrixColumn => ({
      feature: `c${t}`,
      label: `c${t}`,
      unit: '',
      level: null,
      scaling: 'zscore',
      offset: 0,
      factor: 1,
      imputed: 0,
      imputedCount: 0,
    }),
  ),
  values,
});
