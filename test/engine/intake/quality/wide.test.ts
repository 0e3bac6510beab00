/** A table of thousands of columns: what is counted of each takes memory as its values ask for it. */
import { expect, test } from 'vitest';
import { startCounting } from '../../../../engine/intake/profile/counting.ts';
import { openDistinct } from '../../../../engine/intake/profile/distinct.ts';
import { openSketch } from '../../../../engine/intake/profile/sketch.ts';

const COLUMNS = 2000;
const ROWS = 1000;

test('2,000 columns of a hundred numbers are counted in 80 MB, and one of many as exactly as ever', () => {
  const counting = startCounting();
  const columns = Array.from({ length: COLUMNS }, () => {
    const distinct = openDistinct(counting);
    return { distinct, sketch: openSketch(counting, distinct, null) };
  });
  counting.begin(new Uint8Array(32 * ROWS).fill(7), ROWS);
  const values = Float64Array.from({ length: ROWS }, (_, row) => row % 97);
  for (const { sketch } of columns) sketch.add(values);
  for (const { distinct } of columns) expect(distinct.count()).toBe(97);
  expect(counting.kernel.memory.buffer.byteLength).toBeLessThan(80e6);

  // The registers are made of the values that were kept: the estimate is that of all of them.
  const [{ distinct, sketch }] = columns;
  for (let from = 0; from < 50_000; from += ROWS)
    sketch.add(Float64Array.from({ length: ROWS }, (_, row) => 1000 + from + row));
  const estimate = distinct.count();
  expect(Math.abs(estimate - 50_097) / 50_097).toBeLessThan(0.03);
});
