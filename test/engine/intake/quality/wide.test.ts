/** A table of thousands of columns: what is counted of each takes memory as its values ask for it, and little at worst. */
import { expect, test } from 'vitest';
import { startCounting } from '../../../../engine/intake/profile/counting.ts';
import { openDistinct } from '../../../../engine/intake/profile/distinct.ts';
import { openSketch } from '../../../../engine/intake/profile/sketch.ts';
import { PSEUDONYM_BYTES } from '../../../../engine/privacy/pseudonyms.ts';
import { createRandom } from '../../../../shared/random.ts';

const COLUMNS = 2000;
const ROWS = 1000;

/** Opens the columns of a table, each row of which is another person's. */
const open = (width: number) => {
  const counting = startCounting(width);
  const columns = Array.from({ length: width }, () => {
    const distinct = openDistinct(counting);
    return { distinct, sketch: openSketch(counting, distinct, null) };
  });
  const people = new Uint8Array(PSEUDONYM_BYTES * ROWS);
  const words = new Int32Array(people.buffer);
  for (let row = 0; row < ROWS; row++) words[(row * PSEUDONYM_BYTES) / 4] = row;
  counting.begin(people, ROWS);
  return { columns, megabytes: () => counting.kernel.memory.buffer.byteLength / 1e6 };
};

test('2,000 columns of a hundred numbers are counted in 34 MB, and one of many as exactly as any', () => {
  const { columns, megabytes } = open(COLUMNS);
  const values = Float64Array.from({ length: ROWS }, (_, row) => row % 97);
  for (const { sketch } of columns) sketch.add(values);
  for (const { distinct } of columns) expect(distinct.count()).toBe(97);
  expect(columns[7].sketch.distribution().quartiles).toEqual([22, 46, 71]);
  expect(megabytes()).toBeLessThan(34);

  // The registers are made of the values that were kept: the estimate is that of all of them.
  const [{ distinct, sketch }] = columns;
  for (let from = 0; from < 50_000; from += ROWS)
    sketch.add(Float64Array.from({ length: ROWS }, (_, row) => 1000 + from + row));
  const estimate = distinct.count();
  expect(Math.abs(estimate - 50_097) / 50_097).toBeLessThan(0.05);
});

test.each([
  [COLUMNS, 0.063],
  [200, 0.016],
])(
  '%i columns of which every value differs are counted in 100 MB, their quartiles right to %f',
  (width, error) => {
    const { columns, megabytes } = open(width);
    const random = createRandom(11);
    const values = Float64Array.from({ length: 6000 }, () => Math.exp(random.next() * 8));
    for (const { sketch } of columns)
      for (let from = 0; from < values.length; from += ROWS) sketch.add(values.subarray(from, from + ROWS));
    expect(megabytes()).toBeLessThan(100);
    const sorted = values.toSorted();
    const { quartiles } = columns[width - 1].sketch.distribution();
    [0.25, 0.5, 0.75].forEach((share, i) => {
      const exact = sorted[Math.floor(sorted.length * share)];
      expect(Math.abs((quartiles?.[i] ?? 0) - exact)).toBeLessThanOrEqual(exact * error);
    });
    expect(Math.abs(columns[0].distinct.count() - 6000) / 6000).toBeLessThan(0.05);
  },
);
