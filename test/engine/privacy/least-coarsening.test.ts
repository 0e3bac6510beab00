/** The least coarsening beside trying everything, and beside what it must do. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type Ladder, leastCoarsening } from '../../../engine/privacy/least-coarsening.ts';
import { equivalenceClasses } from '../../../engine/privacy/risk.ts';

/** Six values, pairs of them, halves, one group. */
const LEVELS = [
  Int32Array.of(0, 1, 2, 3, 4, 5),
  Int32Array.of(0, 0, 1, 1, 2, 2),
  Int32Array.of(0, 0, 0, 1, 1, 1),
  Int32Array.of(0, 0, 0, 0, 0, 0),
];
/** Share of the domain beyond itself that a value is merged into, at each level. */
const LOSSES = [0, 1 / 5, 2 / 5, 1];

const smallest = (codes: readonly (readonly number[])[], levels: readonly number[], people: number): number =>
  Math.min(
    ...equivalenceClasses(
      codes.map((column, i) => column.map((code) => LEVELS[levels[i]][code])),
      people,
    ).sizes,
  );
const ranked = (levels: readonly number[]): number[] =>
  levels.map((level) => LOSSES[level]).sort((a, b) => b - a);
const compare = (a: readonly number[], b: readonly number[]): number => {
  const at = a.findIndex((value, i) => Math.abs(value - b[i]) > 1e-9);
  return at < 0 ? 0 : a[at] - b[at];
};

it('finds what trying every combination finds', () => {
  const people = fc.integer({ min: 6, max: 40 });
  const table = people.chain((count) =>
    fc.array(fc.array(fc.integer({ min: 0, max: 5 }), { minLength: count, maxLength: count }), {
      minLength: 3,
      maxLength: 3,
    }),
  );
  fc.assert(
    fc.property(table, fc.integer({ min: 2, max: 6 }), (codes, k) => {
      const count = codes[0].length;
      const ladders = codes.map((column): Ladder => ({ codes: column, levels: LEVELS }));
      const found = leastCoarsening(ladders, count, k);
      let best: number[] | null = null;
      for (let a = 0; a < 4; a++)
        for (let b = 0; b < 4; b++)
          for (let c = 0; c < 4; c++) {
            const levels = [a, b, c];
            if (smallest(codes, levels, count) < k) continue;
            if (best === null || compare(ranked(levels), ranked(best)) < 0) best = levels;
          }
      expect(found).not.toBeNull();
      const levels = found?.levels ?? [];
      expect(compare(ranked(levels), ranked(best ?? []))).toBe(0);
      expect(Math.min(...(found?.classes.sizes ?? []))).toBe(smallest(codes, levels, count));
      expect(found?.classes.sizes.reduce((sum, size) => sum + size, 0)).toBe(count);
    }),
    { numRuns: 150 },
  );
});

it('changes nothing where everyone shares their values, and answers nothing for too few people', () => {
  const ladder: Ladder = { codes: [0, 0, 1, 1], levels: LEVELS };
  expect(leastCoarsening([ladder], 4, 2)?.levels).toEqual([0]);
  expect(leastCoarsening([ladder], 4, 5)).toBeNull();
});
