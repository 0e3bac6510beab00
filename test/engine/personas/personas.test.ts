/** Portraits of segments: what sets them apart, their names and sentences. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LevelColumn, NumberColumn } from '../../../engine/features/table.ts';
import { centroidOf, describeLens, describeSegment, topTwoShare } from '../../../engine/personas/describe.ts';
import { archetypeOf, nameSegment, type Profile, summarise } from '../../../engine/personas/names.ts';
import { members } from '../../../engine/segments/members.ts';
import { levelColumn, numberColumn, table, tableOf } from '../features/table.ts';
import { shop } from '../privacy/gate/population.ts';

const naiveMean = (values: number[]): number => values.reduce((a, b) => a + b, 0) / values.length;

describe('a portrait', () => {
  it('has the figures of its members beside those of everyone', () => {
    fc.assert(
      fc.property(table, fc.func(fc.boolean()), (features, belongs) => {
        const set = members(features.people, belongs);
        const inside = Array.from({ length: features.people }, (_, i) => i).filter((i) => belongs(i));
        const consents = Uint8Array.from({ length: features.people }, (_, i) => i % 2);
        const persona = describeSegment(
          features,
          describeLens(features),
          set,
          [{ purpose: 'p', label: 'P', consents }],
          null,
          new Set(),
        );
        for (const draft of persona.numbers) {
          const { values } = features.columns.find(({ id }) => id === draft.field) as NumberColumn;
          const known = inside.map((i) => values[i]).filter((value) => !Number.isNaN(value));
          expect(draft.known).toBe(known.length);
          expect(draft.lensKnown).toBe([...values].filter((value) => !Number.isNaN(value)).length);
          if (known.length > 0)
            expect(Math.abs(draft.mean - naiveMean(known))).toBeLessThanOrEqual(
              1e-9 * Math.max(1, ...known.map(Math.abs)),
            );
          if (known.length > 0)
            expect(draft.segment[0] <= draft.segment[1] && draft.segment[1] <= draft.segment[2]).toBe(true);
        }
        for (const draft of persona.levels) {
          const column = features.columns.find(({ id }) => id === draft.field) as LevelColumn;
          draft.levels.forEach((level, at) => {
            expect(draft.people[at]).toBe(
              inside.filter((i) => column.levels[column.codes[i]] === level).length,
            );
          });
          expect(draft.people.reduce((a, b) => a + b, 0)).toBe(draft.known);
          expect(draft.lensPeople.reduce((a, b) => a + b, 0)).toBe(draft.lensKnown);
        }
        expect(persona.reach).toEqual([
          { purpose: 'p', label: 'P', people: inside.filter((i) => i % 2 === 1).length },
        ]);
      }),
      { numRuns: 80 },
    );
  });

  it('sums up spend, and knows when two people make it up', () => {
    const features = tableOf([numberColumn('monetary', [1000, 900, 50, 50, 0])], 5);
    const spend = (belongs: (i: number) => boolean) =>
      describeSegment(features, describeLens(features), members(5, belongs), [], 'given', new Set()).spend;
    expect(spend(() => true)).toEqual({ segment: 2000, lens: 2000, topTwoShare: 0.95 });
    expect(spend((i) => i >= 2)).toEqual({ segment: 100, lens: 2000, topTwoShare: 1 });
    // Nobody is in it, and still two people make up the sum of everyone that stands beside it.
    expect(spend(() => false)).toEqual({ segment: 0, lens: 2000, topTwoShare: 0.95 });
    expect(
      describeSegment(
        tableOf([], 1),
        describeLens(tableOf([], 1)),
        members(1, () => true),
        [],
        'x',
        new Set(),
      ).spend,
    ).toBeNull();
    expect(topTwoShare(Float64Array.of(7))).toBe(1);
    expect(topTwoShare(Float64Array.of(-5000, -5000, 1, 2, 3))).toBeGreaterThan(0.99);
    expect(topTwoShare(Float64Array.of(0, 0))).toBe(0);
    expect(topTwoShare(Float64Array.of(10, 10, 10, 10))).toBe(0.5);
  });

  it('has a centroid in original units over those who have a value', () => {
    const column = numberColumn('a', [1, null, 3, 100]) as NumberColumn;
    expect(
      centroidOf(
        [column],
        members(4, (i) => i < 3),
        4,
      ),
    ).toEqual([{ mean: 2, known: 2, topTwoShare: 1 }]);
  });

  it('knows nothing of people outside the segment but the figures of the whole lens', () => {
    const outside = (value: number) =>
      tableOf([numberColumn('a', [1, 2, value]), levelColumn('p', ['x', 'x', 'y'])], 3);
    const base = describeLens(outside(5));
    const portrait = (value: number) =>
      describeSegment(
        outside(value),
        base,
        members(3, (i) => i < 2),
        [],
        null,
        new Set(),
      );
    expect(portrait(5)).toEqual(portrait(50_000));
  });
});

describe('names and sentences', () => {
  it('are never given twice', () => {
    const features = shop(3, 300);
    const base = describeLens(features);
    const taken = new Set<string>();
    const names = Array.from(
      { length: 40 },
      (_, n) =>
        describeSegment(
          features,
          base,
          members(300, (i) => i % (n + 1) === 0),
          [],
          null,
          taken,
        ).name,
    );
    expect(new Set(names).size).toBe(40);
    for (const name of names) expect(name).not.toMatch(/undefined|NaN/);
  });

  const figure = fc.record({
    mean: fc.double({ noNaN: true, min: 0, max: 1e6 }),
    median: fc.double({ min: 0, max: 1e6 }),
    z: fc.double({ noNaN: true, min: -4, max: 4 }),
    ratio: fc.double({ noNaN: true, min: 0, max: 9 }),
  });
  const profile: fc.Arbitrary<Profile> = fc.record({
    numbers: fc
      .dictionary(
        fc.constantFrom('recency', 'frequency', 'monetary', 'average_order', 'tenure', 'event_count'),
        figure,
      )
      .map((entries) => new Map(Object.entries(entries))),
    levels: fc.array(
      fc.record({
        field: fc.constant('profile.plan'),
        label: fc.constant('Plan'),
        level: fc.constantFrom('pro', 'free'),
        share: fc.double({ noNaN: true, min: 0, max: 1 }),
        lensShare: fc.double({ noNaN: true, min: 0, max: 1 }),
        people: fc.nat(100),
      }),
    ),
  });

  it('say of what attribute a level is, where the level alone says nothing', () => {
    const of = (level: string): Profile => ({
      numbers: new Map(),
      levels: [{ field: 'profile.x', label: 'Partner', level, share: 0.9, lensShare: 0.5, people: 90 }],
    });
    const name = (level: string): string => nameSegment(of(level), new Set(['Group', 'Steady middle']));
    expect(name('Yes')).toMatch(/, Partner: Yes$/);
    expect(name('0')).toMatch(/, Partner: 0$/);
    expect(name('gold')).toMatch(/, gold$/);
  });

  it('are there for any profile, and hold no figure', () => {
    fc.assert(
      fc.property(profile, (any) => {
        const summary = summarise(any);
        expect(summary).toMatch(/^[A-Z].*\.$/);
        expect(summary).not.toMatch(/\d|undefined|NaN/);
        expect(nameSegment(any, new Set())).not.toBe('');
        expect(archetypeOf(any)).not.toBe('');
        // A level of fewer than thirty people is in no sentence.
        const few = { ...any, levels: any.levels.map((level) => ({ ...level, people: 29 })) };
        expect(summarise(few)).not.toContain('Plan is');
      }),
    );
  });

  it('put the channel that reaches most first', () => {
    const features = shop(4, 200);
    const channel = (label: string, every: number) => ({
      purpose: label,
      label,
      consents: Uint8Array.from({ length: 200 }, (_, i) => (i % every === 0 ? 1 : 0)),
    });
    const persona = describeSegment(
      features,
      describeLens(features),
      members(200, () => true),
      [channel('Post', 9), channel('E-mail', 2), channel('Text', 4)],
      null,
      new Set(),
    );
    expect(persona.plan.map((idea) => idea.channel)).toEqual(
      ['E-mail', 'Text'].slice(0, persona.plan.length),
    );
    for (const idea of persona.plan) for (const text of Object.values(idea)) expect(text).not.toBe('');
  });
});
