/** Segments inside segments, by their rules: sound on every person there could be, and never a circle. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { liesInside, nested, parentsOf } from '../../../shared/rules/nesting.ts';
import type { Rule } from '../../../shared/rules/rule.ts';

const at = (field: string, value: number): Rule => ({ op: 'compare', field, is: '>=', value });
const [a, b, c] = [at('recency', 1), at('frequency', 2), at('monetary', 3)];
const all = (...of: Rule[]): Rule => ({ op: 'all', of });
const any = (...of: Rule[]): Rule => ({ op: 'any', of });

describe('a rule inside another', () => {
  test.each([
    ['one of its alternatives', a, any(a, b), true],
    ['some of its alternatives', any(b, a), any(a, b, c), true],
    ['one condition more', all(a, b), a, true],
    ['an alternative with one condition more', all(a, c), any(a, b), true],
    ['another alternative', any(a, c), any(a, b), false],
    ['one condition less', a, all(a, b), false],
  ] as const)('%s', (_, part, whole, is) => {
    expect(liesInside(part, whole)).toBe(is);
  });

  test('whoever it finds, the other finds too', () => {
    const condition = fc.constantFrom(a, b, c);
    const part = fc.array(condition, { minLength: 1, maxLength: 3 }).map((of) => all(...of));
    const rule = fc.array(part, { minLength: 1, maxLength: 3 }).map((of) => any(...of));
    const finds = (one: Rule, person: Record<string, number>): boolean =>
      one.op === 'all'
        ? one.of.every((inner) => finds(inner, person))
        : one.op === 'any'
          ? one.of.some((inner) => finds(inner, person))
          : one.op === 'compare' && person[one.field] >= Number(one.value);
    const people = [0, 1, 2, 3, 4, 5, 6, 7].map((bits) => ({
      recency: bits & 1,
      frequency: bits & 2,
      monetary: (bits & 4) * 1,
    }));
    fc.assert(
      fc.property(rule, rule, (one, other) => {
        if (liesInside(one, other))
          for (const person of people) if (finds(one, person)) expect(finds(other, person)).toBe(true);
      }),
    );
  });
});

test('each segment has the smallest around it, and the list follows the nesting', () => {
  const segments = [
    { id: 'both', rule: any(a, b) },
    { id: 'everything', rule: any(a, b, c) },
    { id: 'first', rule: a },
    { id: 'same-as-both', rule: any(b, a) },
    { id: 'third', rule: c },
  ];
  const parents = parentsOf(segments.filter(({ id }) => id !== 'same-as-both'));
  expect([...parents]).toEqual([
    ['both', 'everything'],
    ['everything', null],
    ['first', 'both'],
    ['third', 'everything'],
  ]);
  // Two that find the same people are beside each other.
  const two = parentsOf(segments);
  expect([two.get('both'), two.get('same-as-both')]).toEqual(['everything', 'everything']);
  const listed = nested(segments.map(({ id }) => ({ id, parent: two.get(id) ?? null })));
  expect(listed.map(({ segment, depth }) => `${depth} ${segment.id}`)).toEqual([
    '0 everything',
    '1 both',
    '2 first',
    '1 same-as-both',
    '1 third',
  ]);
});
