/** The segment language: meaning, normal forms, parsing. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CloisterError } from '../../../shared/errors.ts';
import { compareScalars, matches, type Person } from '../../../shared/rules/evaluate.ts';
import { type Literal, type Nnf, toDnf, toNnf } from '../../../shared/rules/normal-form.ts';
import { LIMITS, leavesOf, parseRule, type Rule } from '../../../shared/rules/rule.ts';
import { ruleText } from '../../../shared/rules/text.ts';
import { personFor, ruleOf } from './arbitrary.ts';

const FIELDS = { age: 'number', spend: 'number', plan: 'level' } as const;
const one = (value: string | number | undefined, counts = 0): Person => ({
  value: () => value,
  count: () => counts,
});

describe('the meaning of a rule', () => {
  it.each<[Rule, string | number | undefined, boolean]>([
    [{ op: 'compare', field: 'x', is: '<', value: 5 }, 4.9, true],
    [{ op: 'compare', field: 'x', is: '<', value: 5 }, 5, false],
    [{ op: 'compare', field: 'x', is: '<', value: 5 }, undefined, false],
    [{ op: 'compare', field: 'x', is: '<', value: 5, missing: true }, undefined, true],
    [{ op: 'compare', field: 'x', is: '!=', value: 5 }, undefined, false],
    [{ op: 'compare', field: 'x', is: '!=', value: 5 }, '5', true],
    [{ op: 'compare', field: 'x', is: '=', value: 5 }, '5', false],
    [{ op: 'compare', field: 'x', is: '<', value: 5 }, '4', false],
    [{ op: 'compare', field: 'x', is: '>=', value: 'a' }, 'b', true],
    [{ op: 'between', field: 'x', from: 1, to: 2 }, 1, true],
    [{ op: 'between', field: 'x', from: 1, to: 2 }, 2, false],
    [{ op: 'between', field: 'x', from: 2, to: 1 }, 1.5, false],
    [{ op: 'between', field: 'x', from: 1, to: 2 }, '1', false],
    [{ op: 'between', field: 'x', from: 1, to: 2, missing: true }, undefined, true],
    [{ op: 'in', field: 'x', values: ['a', 1] }, 1, true],
    [{ op: 'in', field: 'x', values: ['a', 1] }, '1', false],
    [{ op: 'known', field: 'x' }, 0, true],
    [{ op: 'known', field: 'x' }, '', true],
    [{ op: 'known', field: 'x' }, undefined, false],
    [{ op: 'not', of: { op: 'compare', field: 'x', is: '=', value: 1 } }, undefined, true],
    [{ op: 'count', of: 'orders', is: '>=', value: 2 }, undefined, false],
    [{ op: 'count', of: 'orders', is: '=', value: 0 }, undefined, true],
  ])('%j of %j is %j', (rule, value, expected) => {
    expect(matches(rule, one(value))).toBe(expected);
  });

  it('orders values of one type only', () => {
    fc.assert(
      fc.property(fc.string(), fc.double({ noNaN: true }), (text, number) => {
        for (const is of ['=', '<', '<=', '>', '>='] as const) {
          expect(compareScalars(text, is, number)).toBe(false);
          expect(compareScalars(number, is, text)).toBe(false);
        }
        expect(compareScalars(text, '!=', number)).toBe(true);
      }),
    );
  });
});

const literalHolds = ({ leaf, negated }: Literal, person: Person): boolean =>
  matches(leaf, person) !== negated;
const nnfHolds = (node: Nnf, person: Person): boolean =>
  node.op === 'literal'
    ? literalHolds(node.literal, person)
    : node.op === 'all'
      ? node.of.every((child) => nnfHolds(child, person))
      : node.of.some((child) => nnfHolds(child, person));

describe('the normal forms', () => {
  it('mean the same as the rule, where like is compared with like', () => {
    fc.assert(
      fc.property(
        ruleOf(FIELDS, false),
        fc.array(personFor(FIELDS), { minLength: 1, maxLength: 8 }),
        (rule, people) => {
          const nnf = toNnf(rule);
          const no = toNnf(rule, true);
          const dnf = toDnf(rule);
          for (const person of people) {
            const expected = matches(rule, person);
            expect(nnfHolds(nnf, person)).toBe(expected);
            expect(nnfHolds(no, person)).toBe(!expected);
            if (dnf !== null)
              expect(dnf.some((all) => all.every((literal) => literalHolds(literal, person)))).toBe(expected);
          }
        },
      ),
      { numRuns: 400 },
    );
  });

  it('leave a negation only on what cannot be flipped', () => {
    const literals = (node: Nnf): Literal[] =>
      node.op === 'literal' ? [node.literal] : node.of.flatMap(literals);
    fc.assert(
      fc.property(ruleOf(FIELDS, true), (rule) => {
        for (const { leaf, negated } of literals(toNnf(rule)))
          if (negated) expect(['in', 'between', 'known']).toContain(leaf.op);
        expect(literals(toNnf(rule))).toHaveLength(leavesOf(rule).length);
      }),
    );
  });

  it('refuse to grow without end', () => {
    const pair: Rule = { op: 'any', of: ['a', 'b', 'c'].map((field) => ({ op: 'known', field })) };
    const wide: Rule = { op: 'all', of: Array.from({ length: 30 }, () => pair) };
    const began = performance.now();
    expect(toDnf(wide)).toBeNull();
    expect(performance.now() - began).toBeLessThan(1000);
    expect(toDnf(pair, 3)).toHaveLength(3);
    expect(toDnf(pair, 2)).toBeNull();
  });
});

describe('parsing a rule', () => {
  it('takes every rule of the language as it is', () => {
    fc.assert(
      fc.property(ruleOf(FIELDS, true), (rule) => {
        expect(parseRule(JSON.parse(JSON.stringify(rule)))).toEqual(JSON.parse(JSON.stringify(rule)));
      }),
    );
  });

  const nested = (depth: number): unknown =>
    depth === 0 ? { op: 'known', field: 'x' } : { op: 'not', of: nested(depth - 1) };
  const cycle: { op: string; of?: unknown } = { op: 'not' };
  cycle.of = cycle;
  const leaf = { op: 'compare', field: 'x', is: '<', value: 1 };
  it.each<[string, unknown]>([
    ['nothing', undefined],
    ['null', null],
    ['a text', 'all'],
    ['a list', [leaf]],
    ['no operator', { field: 'x' }],
    ['an operator there is not', { op: 'xor', of: [leaf] }],
    ['an operator of the prototype', { op: 'constructor' }],
    ['an empty group', { op: 'all', of: [] }],
    ['a group of nothing', { op: 'any' }],
    ['a group of null', { op: 'any', of: [null] }],
    ['not of a list', { op: 'not', of: [leaf] }],
    ['NaN', { ...leaf, value: Number.NaN }],
    ['infinity', { ...leaf, value: Number.POSITIVE_INFINITY }],
    ['a range to infinity', { op: 'between', field: 'x', from: 0, to: Number.POSITIVE_INFINITY }],
    ['a value that is an object', { ...leaf, value: { valueOf: () => 1 } }],
    ['a value that is a list', { ...leaf, value: [1] }],
    ['a comparison there is not', { ...leaf, is: '==' }],
    ['a part it does not know', { ...leaf, sql: '1=1' }],
    ['a field that is empty', { op: 'known', field: '' }],
    ['a field that is huge', { op: 'known', field: 'x'.repeat(121) }],
    ['a text that is huge', { ...leaf, value: 'x'.repeat(401) }],
    [
      'too many values',
      { op: 'in', field: 'x', values: Array.from({ length: LIMITS.values + 1 }, (_, i) => i) },
    ],
    ['no values', { op: 'in', field: 'x', values: [] }],
    ['half an order', { op: 'count', of: 'orders', is: '>', value: 0.5 }],
    ['a negative count', { op: 'count', of: 'orders', is: '>', value: -1 }],
    ['a window of no days', { op: 'count', of: 'orders', is: '>', value: 1, days: 0 }],
    ['a window of half a day', { op: 'count', of: 'orders', is: '>', value: 1, days: 0.5 }],
    ['a count of people', { op: 'count', of: 'people', is: '>', value: 1 }],
    ['missing that is a text', { ...leaf, missing: 'yes' }],
    ['a tree that is too deep', nested(LIMITS.depth)],
    ['a tree without end', cycle],
    [
      'a tree a hundred thousand deep',
      JSON.parse(`${'{"op":"not","of":'.repeat(5000)}${JSON.stringify(leaf)}${'}'.repeat(5000)}`),
    ],
    ['a million parts', { op: 'any', of: new Array(1_000_000).fill(leaf) }],
    ['lists within lists', { op: 'all', of: JSON.parse(`${'['.repeat(5000)}${']'.repeat(5000)}`) }],
  ])('refuses %s', (_, value) => {
    const began = performance.now();
    expect(() => parseRule(value)).toThrow(CloisterError);
    expect(() => parseRule(value)).toThrow(/rule/i);
    expect(performance.now() - began).toBeLessThan(1000);
  });

  it('takes the deepest and the largest that is allowed', () => {
    expect(parseRule(nested(LIMITS.depth - 1))).toBeDefined();
    expect(parseRule({ op: 'any', of: new Array(LIMITS.nodes - 1).fill(leaf) })).toBeDefined();
    expect(() => parseRule({ op: 'any', of: new Array(LIMITS.nodes).fill(leaf) })).toThrow(CloisterError);
  });

  it('lets no prototype in', () => {
    const hostile = JSON.parse(
      '{"op":"known","field":"x","__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}',
    );
    let parsed: unknown;
    try {
      parsed = parseRule(hostile);
    } catch (error) {
      expect(error).toBeInstanceOf(CloisterError);
    }
    if (parsed !== undefined) expect(JSON.stringify(parsed)).toBe('{"op":"known","field":"x"}');
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
    expect(parseRule({ op: 'known', field: '__proto__' })).toEqual({ op: 'known', field: '__proto__' });
  });

  it('never throws anything but its own error', () => {
    fc.assert(
      fc.property(
        fc.anything({ withNullPrototype: true, withBigInt: true, withDate: true, withMap: true }),
        (value) => {
          try {
            parseRule(value);
          } catch (error) {
            expect(error).toBeInstanceOf(CloisterError);
          }
        },
      ),
      { numRuns: 500 },
    );
  });
});

describe('the sentence of a rule', () => {
  const names = { label: (field: string) => field, unit: () => '' };

  it('says what it means, with the numbers as they are', () => {
    const rule: Rule = {
      op: 'all',
      of: [
        { op: 'compare', field: 'Spend', is: '>=', value: 1234567.5 },
        { op: 'not', of: { op: 'in', field: 'Plan', values: ['pro', 'team'] } },
        {
          op: 'any',
          of: [
            { op: 'count', of: 'orders', is: '<', value: 1, days: 90 },
            { op: 'between', field: 'Age', from: -5, to: 30, missing: true },
          ],
        },
      ],
    };
    expect(ruleText(rule, names)).toBe(
      'Spend is at least 1,234,567.5 and not (Plan is one of “pro”, “team”) and (no order in the last 90 days or Age is from −5 to under 30 or is not known)',
    );
  });

  it('is there for every rule, with balanced parentheses', () => {
    fc.assert(
      fc.property(ruleOf(FIELDS, true), (rule) => {
        const text = ruleText(rule, names);
        expect(text.length).toBeGreaterThan(0);
        expect(text.split('(').length).toBe(text.split(')').length);
        expect(text).not.toMatch(/undefined|NaN|\[object/);
      }),
    );
  });
});
