/** RFM: scores, ties, cuts and groups, and the rules that say who is in each segment. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rfmRule as ruleOf, scoreRfm } from '../../../engine/features/rfm.ts';
import { listMembers } from '../../../engine/segments/members.ts';
import { createEvaluator } from '../../../engine/segments/membership.ts';
import { FIVE, RFM_MAP, RFM_USUAL, type RfmSegment, rfmReader, rfmTriples } from '../../../shared/rfm.ts';
import { leavesOf, parseRule } from '../../../shared/rules/rule.ts';
import { numberColumn, numbers, rfmRule, tableOf } from './table.ts';

describe('RFM', () => {
  it('has the usual eleven: every combination of scores has a segment, and each segment is reached', () => {
    expect(RFM_MAP).toHaveLength(11);
    const owner = rfmReader(RFM_USUAL);
    const reached = new Set(rfmTriples(FIVE).map((scores) => owner(...scores)));
    expect([...reached].sort((a, b) => a - b)).toEqual([...RFM_MAP.keys()]);
  });

  // Ten people, worked by hand: type-7 quintiles of 1..10 are 2.8, 4.6, 6.4, 8.2.
  const hand = (money = 1) =>
    tableOf(
      [
        numberColumn('recency', [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, null]),
        numberColumn('frequency', [10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0]),
        numberColumn(
          'monetary',
          [5, 5, 5, 5, 5, 5, 5, 5, 5, 50, 0].map((x) => x * money),
        ),
      ],
      11,
    );

  it('scores a table worked by hand', () => {
    const scores = scoreRfm(hand())!;
    scores.cuts.recency.forEach((cut, i) => {
      expect(cut).toBeCloseTo([2.8, 4.6, 6.4, 8.2][i], 12);
    });
    expect(scores.cuts.monetary).toEqual([5, 5, 5, 5]);
    expect([...scores.r]).toEqual([5, 5, 4, 4, 3, 3, 2, 2, 1, 1, 0]);
    expect([...scores.f]).toEqual([5, 5, 4, 4, 3, 3, 2, 2, 1, 1, 0]);
    expect([...scores.m]).toEqual([1, 1, 1, 1, 1, 1, 1, 1, 1, 5, 0]);
    expect(scores.withoutOrders).toBe(1);
    expect(scores.segment[10]).toBe(-1);
    expect(scoreRfm(tableOf([], 1))).toBeNull();
  });

  const person = fc.record({
    recency: fc.nat(30),
    frequency: fc.integer({ min: 0, max: 8 }),
    monetary: fc.integer({ min: -50, max: 5000 }),
  });
  const tableFrom = (people: { recency: number; frequency: number; monetary: number }[], money = 1) =>
    tableOf(
      [
        numberColumn(
          'recency',
          people.map(({ recency, frequency }) => (frequency === 0 ? null : recency)),
        ),
        numberColumn(
          'frequency',
          people.map(({ frequency }) => frequency),
        ),
        numberColumn(
          'monetary',
          people.map(({ frequency, monetary }) => (frequency === 0 ? 0 : monetary * money)),
        ),
      ],
      people.length,
    );

  it('does not move when money is counted in another unit', () => {
    fc.assert(
      fc.property(
        fc.array(person, { minLength: 1, maxLength: 30 }),
        fc.constantFrom(100, 1000, 0.25, 1 / 1024),
        (people, unit) => {
          const one = scoreRfm(tableFrom(people));
          const other = scoreRfm(tableFrom(people, unit));
          if (one === null || other === null) return;
          expect([one.r, one.f, one.m, one.segment]).toEqual([other.r, other.f, other.m, other.segment]);
        },
      ),
    );
  });

  it('with ties above and cuts of one’s own, rules still say exactly who is in each segment', () => {
    const segments: RfmSegment[] = [
      { id: 'top', name: 'Top', r: [4, 5], f: [4, 5], m: [4, 5] },
      { id: 'edge', name: 'Edge', r: [2, 4], fm: [2, 4] },
      { id: 'hidden', name: 'Hidden', r: [4, 4], f: [5, 5], m: [5, 5] },
    ];
    const cuts = { recency: [5, 10, 15, 20], frequency: [1, 2, 4, 6], monetary: [0, 100, 1000, 3000] };
    fc.assert(
      fc.property(
        fc.array(person, { minLength: 1, maxLength: 40 }),
        fc.constantFrom('below', 'above'),
        (people, ties) => {
          const table = tableFrom(people);
          const scores = scoreRfm(table, { groups: FIVE, ties, cuts, segments });
          if (scores === null) return;
          people.forEach((one, i) => {
            if (one.frequency === 0) return;
            const part = (value: number, of: readonly number[]): number =>
              1 + of.filter((cut) => (ties === 'above' ? value >= cut : value > cut)).length;
            expect(scores.m[i]).toBe(part(one.monetary, cuts.monetary));
            expect(scores.r[i]).toBe(6 - part(one.recency, cuts.recency));
          });
          expect(ruleOf(scores, segments[2])).toBeNull();
          const evaluator = createEvaluator(table);
          for (const at of [0, 1])
            expect([...listMembers(evaluator.evaluate(parseRule(rfmRule(scores, segments[at]))))]).toEqual(
              people.flatMap((_, i) => (scores.segment[i] === at ? [i] : [])),
            );
        },
      ),
      { seed: 2 },
    );
  });

  it('cuts each measure into 3, 4, 5 or 10 groups, and rules say exactly who is in each segment', () => {
    const groupsOf = fc.constantFrom(3, 4, 5, 10);
    fc.assert(
      fc.property(
        fc.array(person, { minLength: 1, maxLength: 40 }),
        fc.record({ recency: groupsOf, frequency: groupsOf, monetary: groupsOf }),
        (people, groups) => {
          const most = Math.max(groups.frequency, groups.monetary);
          const segments: RfmSegment[] = [
            { id: 'best', name: 'Best', cells: [`${groups.recency}-${most}`, '2-3', '1-1-2'] },
            { id: 'recent', name: 'Recent', r: [3, groups.recency], fm: [2, most - 1] },
            { id: 'rest', name: 'Rest', r: [1, groups.recency] },
          ];
          const table = tableFrom(people);
          const scores = scoreRfm(table, { groups, ties: 'below', cuts: null, segments });
          if (scores === null) return;
          for (const [score, of] of [
            [scores.r, groups.recency],
            [scores.f, groups.frequency],
            [scores.m, groups.monetary],
          ] as const)
            expect(
              score.every((one, i) => (people[i].frequency === 0 ? one === 0 : one >= 1 && one <= of)),
            ).toBe(true);
          const evaluator = createEvaluator(table);
          segments.forEach((segment, at) => {
            const own = people.flatMap((_, i) => (scores.segment[i] === at ? [i] : []));
            const rule = ruleOf(scores, segment);
            expect(rule === null ? [] : [...listMembers(evaluator.evaluate(rule))]).toEqual(own);
          });
        },
      ),
      { seed: 3 },
    );
    // Type-7 terciles of 1..10 are 4 and 7; the lower the recency, the higher its score.
    const thirds = scoreRfm(hand(), { ...RFM_USUAL, groups: { recency: 3, frequency: 3, monetary: 3 } });
    expect(thirds?.cuts.recency).toEqual([4, 7]);
    expect([...(thirds?.r ?? [])]).toEqual([3, 3, 3, 3, 2, 2, 2, 1, 1, 1, 0]);
  });

  it('gives equal values equal scores, more a higher one, and a rule that says exactly who is in a cell', () => {
    fc.assert(
      fc.property(fc.array(person, { minLength: 1, maxLength: 40 }), (people) => {
        const table = tableFrom(people);
        const scores = scoreRfm(table);
        if (scores === null) {
          expect(people.every(({ frequency }) => frequency === 0)).toBe(true);
          return;
        }
        for (const [score, id, sign] of [
          [scores.r, 'recency', -1],
          [scores.f, 'frequency', 1],
          [scores.m, 'monetary', 1],
        ] as const) {
          const values = numbers(table, id);
          for (let i = 0; i < people.length; i++)
            for (let j = 0; j < people.length; j++) {
              if (people[i].frequency === 0 || people[j].frequency === 0) continue;
              if (values[i] === values[j]) expect(score[i]).toBe(score[j]);
              else if (sign * values[i] > sign * values[j]) expect(score[i]).toBeGreaterThanOrEqual(score[j]);
            }
        }
        const evaluator = createEvaluator(table);
        let total = scores.withoutOrders;
        RFM_MAP.forEach((cell, at) => {
          const rule = rfmRule(scores, cell);
          expect(parseRule(rule)).toEqual(rule);
          expect(leavesOf(rule).length).toBeGreaterThan(0);
          const found = [...listMembers(evaluator.evaluate(rule))];
          expect(found).toEqual(people.flatMap((_, i) => (scores.segment[i] === at ? [i] : [])));
          expect(scores.sizes[at].people).toBe(found.length);
          total += found.length;
        });
        expect(total).toBe(people.length);
      }),
      { numRuns: 60 },
    );
  });
});
