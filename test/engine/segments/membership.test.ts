/** The evaluator of rules over people, and sets of members. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  intersect,
  invert,
  isMember,
  listMembers,
  members,
  overlap,
  unite,
} from '../../../engine/segments/members.ts';
import { createEvaluator, personOf } from '../../../engine/segments/membership.ts';
import { matches } from '../../../shared/rules/evaluate.ts';
import { DAY } from '../../../shared/vocabulary.ts';
import { ruleOf } from '../../shared/rules/arbitrary.ts';
import { AS_OF, numberColumn, table, tableOf, timeline } from '../features/table.ts';
import { codeOf } from '../vault/fixture.ts';

const FIELDS = { a: 'number', b: 'number', plan: 'level', side: 'level' } as const;

describe('the evaluator', () => {
  it('says of everyone what the plain meaning says', () => {
    fc.assert(
      fc.property(
        table,
        fc.array(ruleOf(FIELDS, true), { minLength: 1, maxLength: 4 }),
        (features, rules) => {
          const evaluator = createEvaluator(features);
          // Several rules on one evaluator, twice: kept conditions must not change an answer.
          for (const rule of [...rules, ...rules]) {
            const found = evaluator.evaluate(rule);
            const expected = Array.from({ length: features.people }, (_, i) => i).filter((i) =>
              matches(rule, personOf(features, i)),
            );
            expect([...listMembers(found)]).toEqual(expected);
            expect(found.people).toBe(expected.length);
            expect(evaluator.count(rule)).toBe(expected.length);
            for (let i = 0; i < features.people; i++) expect(isMember(found, i)).toBe(expected.includes(i));
          }
        },
      ),
      { numRuns: 200 },
    );
  });

  it('counts a window from its first moment up to, not including, the as-of date', () => {
    const rows = [
      { time: AS_OF - 7 * DAY - 1, name: 'visit' },
      { time: AS_OF - 7 * DAY, name: 'visit' },
      { time: AS_OF - 1, name: 'click' },
    ];
    const features = tableOf(
      [],
      1,
      timeline([rows.map((row) => ({ ...row, reference: 5 }))]),
      timeline([rows]),
    );
    const counted = (of: 'orders' | 'events', name?: string, days?: number): number =>
      [0, 1, 2, 3].find(
        (value) => createEvaluator(features).count({ op: 'count', of, name, days, is: '=', value }) === 1,
      ) ?? -1;
    expect(counted('events')).toBe(3);
    expect(counted('events', undefined, 7)).toBe(2);
    expect(counted('events', undefined, 8)).toBe(3);
    expect(counted('events', 'visit', 7)).toBe(1);
    expect(counted('events', 'nothing')).toBe(0);
    expect(counted('orders')).toBe(1);
    expect(counted('orders', undefined, 36_500)).toBe(1);
  });

  it('asks only for what there is', async () => {
    const evaluator = createEvaluator(tableOf([numberColumn('a', [1])], 1));
    for (const field of ['b', '__proto__', 'length'])
      expect(await codeOf(() => evaluator.count({ op: 'known', field }))).toBe('RULE_INVALID');
    expect(
      await codeOf(() => evaluator.count({ op: 'count', of: 'orders', name: 'x', is: '>', value: 0 })),
    ).toBe('RULE_INVALID');
  });
});

describe('sets of members', () => {
  it('are sets', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 70 }),
        fc.func(fc.boolean()),
        fc.func(fc.boolean()),
        (size, inA, inB) => {
          const all = Array.from({ length: size }, (_, i) => i);
          const [a, b] = [members(size, inA), members(size, inB)];
          const list = (belongs: (i: number) => boolean): number[] => all.filter(belongs);
          expect([...listMembers(intersect(a, b))]).toEqual(list((i) => inA(i) && inB(i)));
          expect([...listMembers(unite(a, b))]).toEqual(list((i) => inA(i) || inB(i)));
          expect([...listMembers(invert(a))]).toEqual(list((i) => !inA(i)));
          expect(overlap(a, b)).toBe(intersect(a, b).people);
          expect(invert(a).people).toBe(size - a.people);
        },
      ),
    );
  });
});
