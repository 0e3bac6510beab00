/** A feature of the selected beside the lens: no step tells of few, nobody is lost, the medians are near those of numpy. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compare as compareTold } from '../../../engine/procedures/compared.ts';

const sum = (of: readonly number[]): number => of.reduce((all, one) => all + one, 0);
const compare = (values: Float64Array, isSelected: (person: number) => boolean) =>
  compareTold(values, isSelected, values.filter((value) => !Number.isNaN(value)).length);
const line = (length: number): Float64Array => Float64Array.from({ length }, (_, i) => i);

test('whoever is selected: every step holds nobody or enough, of them and of the others', () => {
  const person = fc.record({
    value: fc.oneof(fc.constant(Number.NaN), fc.double({ min: -1e3, max: 1e3, noNaN: true })),
    isSelected: fc.boolean(),
  });
  fc.assert(
    fc.property(fc.array(person, { maxLength: 300 }), (people) => {
      const found = compare(
        Float64Array.from(people, ({ value }) => value),
        (at) => people[at].isSelected,
      );
      const known = people.filter(({ value }) => !Number.isNaN(value));
      const own = known.filter(({ isSelected }) => isSelected).length;
      const others = known.length - own;
      if (own < 11 || (others > 0 && others < 11)) {
        expect(found).toBeNull();
        return;
      }
      if (found === null) throw new Error('enough are selected, and enough are not');
      expect([sum(found.lens), sum(found.selection)]).toEqual([known.length, own]);
      expect(found.edges).toHaveLength(found.lens.length + 1);
      found.edges.slice(1).forEach((edge, at) => {
        expect(edge).toBeGreaterThan(found.edges[at]);
      });
      found.lens.forEach((everyone, at) => {
        for (const people of [found.selection[at], everyone - found.selection[at]])
          expect(people === 0 || people >= 11).toBe(true);
      });
    }),
  );
});

test('a median is told only when eleven lie on each side of it', () => {
  // numpy.median(range(1000)) is 499.5, numpy.median(range(900, 1000)) is 949.5: told on a tenth of the steps of 50.
  const found = compare(line(1000), (person) => person >= 900);
  expect(found?.medians).toEqual({ lens: 500, selection: 950 });
  expect(compare(line(1000), (person) => person >= 979)?.medians.selection).toBeNull();
  expect(compare(line(1000), (person) => person >= 978)?.medians.selection).toBe(990);
});

test('a selection of everyone, and one feature that all have alike, are one step', () => {
  const found = compare(new Float64Array(40).fill(7), () => true);
  expect([found?.lens, found?.selection]).toEqual([[40], [40]]);
});
