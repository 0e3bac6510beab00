/** The self-test: every published figure holds here, and a figure that is off is told as off. */
import { expect, test } from 'vitest';
import { compare } from '../../../engine/selftest/published.ts';
import { runSelftest } from '../../../engine/selftest/selftest.ts';
import { withPool } from '../analysis/fixtures.ts';

test('every published figure is computed again', { timeout: 60_000 }, async () => {
  const rows = await withPool(2, runSelftest);
  expect(rows.length).toBeGreaterThan(180);
  expect(rows.filter(({ holds }) => !holds)).toEqual([]);
  // Digits that were published, not those that came out: a figure may not be its own witness.
  for (const { theirs, ours, within } of rows)
    if (typeof theirs === 'number' && within > 1e-8) expect(String(theirs)).not.toBe(String(ours));
});

test('a figure beyond its last published digit is off', () => {
  const figure = { what: 'x', source: 'y', theirs: 2, within: 1e-3 };
  expect(compare('a', { ...figure, ours: 2.0019 }).holds).toBe(true);
  expect(compare('a', { ...figure, ours: 2.0021 }).holds).toBe(false);
  expect(compare('a', { ...figure, ours: Number.NaN }).holds).toBe(false);
  expect(compare('a', { what: 'x', source: 'y', theirs: 'ab', ours: 'ac', within: 0 }).holds).toBe(false);
});
