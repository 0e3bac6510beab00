/** Random rules over given fields, and people to hold them to. */
import fc from 'fast-check';
import type { Person } from '../../../shared/rules/evaluate.ts';
import { COMPARISONS, type Leaf, type Rule, type Scalar } from '../../../shared/rules/rule.ts';

export type Fields = Record<string, 'number' | 'level'>;
const NUMBERS = [-3, 0, 1, 2, 2.5, 5, 30, 1e21];
const TEXTS = ['free', 'pro', 'Pro', '', '5', 'é', 'e\u0301', '__proto__', '; --'];

/** @param mixed whether a number may be compared with a text */
export const leafOf = (fields: Fields, mixed: boolean): fc.Arbitrary<Leaf> => {
  const missing = fc.option(fc.boolean(), { nil: undefined });
  const number = fc.constantFrom(...NUMBERS);
  const text = fc.constantFrom(...TEXTS);
  const valueFor = (field: string): fc.Arbitrary<Scalar> =>
    mixed ? fc.oneof(number, text) : fields[field] === 'number' ? number : text;
  const names = Object.keys(fields);
  const field = fc.constantFrom(...names);
  const numeric = fc.constantFrom(...(mixed ? names : names.filter((name) => fields[name] === 'number')));
  const comparison = fc.constantFrom(...COMPARISONS);
  return fc.oneof(
    field.chain((name) =>
      fc.record({
        op: fc.constant('compare' as const),
        field: fc.constant(name),
        is: comparison,
        value: valueFor(name),
        missing,
      }),
    ),
    fc.record({ op: fc.constant('between' as const), field: numeric, from: number, to: number, missing }),
    field.chain((name) =>
      fc.record({
        op: fc.constant('in' as const),
        field: fc.constant(name),
        values: fc.array(valueFor(name), { minLength: 1, maxLength: 3 }),
        missing,
      }),
    ),
    fc.record({ op: fc.constant('known' as const), field }),
    fc.record({
      op: fc.constant('count' as const),
      of: fc.constant('orders' as const),
      days: fc.option(fc.constantFrom(1, 7, 30), { nil: undefined }),
      is: comparison,
      value: fc.nat(3),
    }),
    fc.record({
      op: fc.constant('count' as const),
      of: fc.constant('events' as const),
      name: fc.option(fc.constantFrom('visit', 'click', 'never'), { nil: undefined }),
      days: fc.option(fc.constantFrom(1, 7, 30), { nil: undefined }),
      is: comparison,
      value: fc.nat(3),
    }),
  );
};

export const ruleOf = (fields: Fields, mixed: boolean, maxDepth = 4): fc.Arbitrary<Rule> =>
  fc.letrec<{ rule: Rule; group: Rule }>((tie) => ({
    rule: fc.oneof(
      { depthSize: 'small', withCrossShrink: true, maxDepth },
      leafOf(fields, mixed),
      tie('group'),
    ),
    group: fc.oneof(
      fc.record({
        op: fc.constantFrom('all' as const, 'any' as const),
        of: fc.array(tie('rule'), { minLength: 1, maxLength: 3 }),
      }),
      fc.record({ op: fc.constant('not' as const), of: tie('rule') }),
    ) as fc.Arbitrary<Rule>,
  })).rule;

/** Somebody with values of the right types, some missing, and counts that depend on what is asked. */
export const personFor = (fields: Fields): fc.Arbitrary<Person> =>
  fc
    .record({
      values: fc.tuple(
        ...Object.values(fields).map((type) =>
          fc.option(fc.constantFrom<Scalar>(...(type === 'number' ? NUMBERS : TEXTS)), {
            nil: undefined,
            freq: 3,
          }),
        ),
      ),
      counts: fc.array(fc.nat(4), { minLength: 8, maxLength: 8 }),
    })
    .map(({ values, counts }) => ({
      value: (field) => values[Object.keys(fields).indexOf(field)],
      count: (of, name, days) => counts[((of === 'orders' ? 0 : 3) + (name?.length ?? 0) + (days ?? 0)) % 8],
    }));
