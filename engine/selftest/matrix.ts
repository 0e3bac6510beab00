/** Published rows as the matrices that clustering takes. */
import { moments } from '../features/statistics.ts';
import type { Matrix } from '../features/table.ts';

/** Rows as a matrix of unscaled columns. */
export const matrixOf = (rows: readonly (readonly number[])[]): Matrix => {
  const width = rows[0].length;
  const values = new Float64Array(new SharedArrayBuffer(rows.length * width * 8));
  rows.forEach((row, i) => {
    values.set(row, i * width);
  });
  const unscaled = {
    unit: '',
    level: null,
    scaling: 'none',
    offset: 0,
    factor: 1,
    imputed: 0,
    imputedCount: 0,
  } as const;
  const columns = Array.from({ length: width }, (_, t) => ({
    feature: `c${t}`,
    label: `c${t}`,
    ...unscaled,
  }));
  return { people: rows.length, columns, values };
};

/** Each column less its mean over its sample standard deviation. */
export const standardised = (rows: readonly (readonly number[])[]): number[][] => {
  const columns = rows[0].map((_, t) => moments(rows.map((row) => row[t])));
  return rows.map((row) => row.map((value, t) => (value - columns[t].mean) / columns[t].deviation));
};

/** Six points in two far groups, whose indices can be worked out by hand. */
export const SIX_POINTS = [
  [1, 2],
  [1, 4],
  [1, 0],
  [10, 2],
  [10, 4],
  [10, 0],
] as const;
