/** The gate on releases at random: nothing leaves that names or counts too few. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clearRelease } from '../../../../engine/privacy/gate/gate.ts';
import { resolvePolicy } from '../../../../engine/privacy/gate/policy.ts';
import { requireCleared } from '../../../../engine/privacy/gate/seal.ts';
import { CloisterError } from '../../../../shared/errors.ts';
import type { Release } from '../../../../shared/release.ts';
import type { Rule } from '../../../../shared/rules/rule.ts';
import { draftOf, shop } from './population.ts';

type Json = null | string | number | boolean | Json[] | { [key: string]: Json };
/** Every value in a release with the name it stands under. */
const walk = (value: Json, key = ''): [string, Json][] => [
  [key, value],
  ...(Array.isArray(value)
    ? value.flatMap((inner) => walk(inner, key))
    : typeof value === 'object' && value !== null
      ? Object.entries(value).flatMap(([name, inner]) => walk(inner, name))
      : []),
];
const significantDigits = (value: number): number =>
  Math.abs(value).toExponential().split('e')[0].replace('.', '').replace(/0+$/, '').length;

const leaf: fc.Arbitrary<Rule> = fc.oneof(
  fc.record({
    op: fc.constant('compare' as const),
    field: fc.constantFrom('recency', 'monetary', 'profile.age'),
    is: fc.constantFrom('<' as const, '>=' as const),
    value: fc.integer({ min: 1, max: 900 }),
  }),
  fc.record({
    op: fc.constant('compare' as const),
    field: fc.constant('profile.plan'),
    is: fc.constantFrom('=' as const, '!=' as const),
    value: fc.constantFrom('free', 'plus', 'pro'),
  }),
  fc.record({
    op: fc.constant('compare' as const),
    field: fc.constant('frequency'),
    is: fc.constantFrom('>' as const, '<=' as const),
    value: fc.nat(6),
  }),
);
const rule: fc.Arbitrary<Rule> = fc.oneof(
  leaf,
  fc.record({
    op: fc.constantFrom('all' as const, 'any' as const),
    of: fc.array(leaf, { minLength: 1, maxLength: 2 }),
  }),
  leaf.map((of): Rule => ({ op: 'not', of })),
);

describe('a release', () => {
  it('holds no small count, no exact figure, no share out of bounds, and names what it held back', async () => {
    let released = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.nat(1e6),
        fc.integer({ min: 30, max: 900 }),
        fc.array(rule, { minLength: 1, maxLength: 5 }),
        fc.record({
          minCell: fc.constantFrom(5, 11, 12, 30),
          minSegment: fc.constantFrom(25, 100, 101),
          roundTo: fc.constantFrom(5, 7, 10),
        }),
        async (seed, people, rules, asked) => {
          const table = shop(seed, people);
          const draft = draftOf(table, rules, seed);
          const { policy } = resolvePolicy(asked);
          let release: Release;
          try {
            release = await clearRelease(draft, policy);
          } catch (error) {
            expect(error).toBeInstanceOf(CloisterError);
            expect((error as CloisterError).code).toBe('PRIVACY_REFUSED');
            return;
          }
          released += 1;
          requireCleared(release);
          const plain = JSON.parse(JSON.stringify(release)) as Json;
          for (const [key, value] of walk(plain)) {
            if (
              ['people', 'known', 'admitted', 'silhouetteSample'].includes(key) &&
              typeof value === 'number'
            ) {
              expect(value % policy.roundTo).toBe(0);
              expect(value === 0 || value >= policy.minCell).toBe(true);
            }
            if (key === 'percent') {
              expect(Number.isInteger(value)).toBe(true);
              expect(value).toBeGreaterThanOrEqual(Math.round(policy.shareBounds[0] * 100));
              // On a base too small for a percentage the share is "below 100", which says nothing.
              if (people >= 40) expect(value).toBeLessThanOrEqual(Math.round(policy.shareBounds[1] * 100));
            }
            if (
              typeof value === 'number' &&
              key !== 'seed' &&
              !['people', 'known', 'admitted', 'silhouetteSample'].includes(key)
            )
              expect(significantDigits(value)).toBeLessThanOrEqual(4);
          }
          expect(JSON.stringify(plain)).not.toMatch(/NaN|Infinity|undefined/);
          // Every segment left or is named with its reason.
          const gone = draft.segments.filter(
            ({ id }) => !release.segments.some((segment) => segment.id === id),
          );
          for (const { name } of gone) expect(release.withheld.some(({ item }) => item === name)).toBe(true);
          for (const { item, reason } of release.withheld)
            expect([item.length > 0, reason.length > 0]).toEqual([true, true]);
          // What left is large, is not nearly another one or its complement, and is cut coarsely.
          const index = draft.segments.map(({ id }) =>
            release.segments.findIndex((segment) => segment.id === id),
          );
          for (const { a, b, people: apart } of draft.differences) {
            if (index[a] < 0 || index[b] < 0) continue;
            expect(apart === 0 || apart >= policy.minCell).toBe(true);
            expect(apart === people || people - apart >= policy.minCell).toBe(true);
          }
          draft.segments.forEach((segment, i) => {
            if (index[i] < 0) return;
            expect(segment.people).toBeGreaterThanOrEqual(policy.minSegment);
            expect(people === segment.people || people - segment.people >= policy.minCell).toBe(true);
            for (const { matching, others } of segment.leaves)
              for (const side of [matching, others]) expect(side === 0 || side >= policy.minCell).toBe(true);
            const { persona } = release.segments[index[i]];
            for (const { level, segment: share, field } of persona.differences) {
              if (level === null) continue;
              const levels = segment.persona.levels.find((candidate) => candidate.field === field)!;
              const n = levels.people[levels.levels.indexOf(level)];
              expect(n).toBeGreaterThanOrEqual(policy.minCell);
              expect(levels.known - n).toBeGreaterThanOrEqual(policy.minCell);
              expect(Number.isInteger(share)).toBe(true);
            }
          });
          expect(
            release.clustering?.centroids
              .flatMap(({ values }) => values)
              .every((value) => value === null || policy.minCell <= 7),
          ).toBe(true);
          // The same draft gives the same bytes.
          expect(JSON.stringify(await clearRelease(draftOf(table, rules, seed), policy))).toBe(
            JSON.stringify(release),
          );
        },
      ),
      { numRuns: 120 },
    );
    expect(released).toBeGreaterThan(20);
  });
});
