/** Attacks on a release that the gate has to turn away: sums, differences, shares, wording. */
import { describe, expect, it } from 'vitest';
import type { ReleaseDraft } from '../../../../engine/privacy/gate/draft.ts';
import { clearRelease } from '../../../../engine/privacy/gate/gate.ts';
import { POLICY_DEFAULT } from '../../../../engine/privacy/gate/policy.ts';
import type { Release } from '../../../../shared/release.ts';
import { leavesOf, type Rule } from '../../../../shared/rules/rule.ts';

const known = (field: string): Rule => ({ op: 'known', field });
const simple = (
  people: number,
  id = 'a',
  more: Partial<ReleaseDraft['segments'][0]> = {},
): ReleaseDraft['segments'][0] => ({
  id,
  name: id,
  version: 1,
  origin: 'rule',
  colour: 0,
  rule: known('x'),
  text: 'X is known.',
  people,
  leaves: [],
  fidelity: null,
  persona: { name: id, summary: '', numbers: [], levels: [], reach: [], plan: [], spend: null },
  ...more,
});
const draftWith = (
  segments: ReleaseDraft['segments'],
  admitted: number,
  more: Partial<ReleaseDraft> = {},
): ReleaseDraft => ({
  name: 'test',
  purpose: { id: 'analytics', label: 'Analytics' },
  asOf: '2026-09-01',
  seed: 1,
  unusable: [],
  known: admitted,
  admitted,
  leftOut: [],
  fields: [],
  segments,
  differences: [],
  partition: false,
  clustering: null,
  ...more,
});
const clear = (draft: ReleaseDraft): Promise<Release> => clearRelease(draft, POLICY_DEFAULT);
const ids = (release: Release): string[] => release.segments.map(({ id }) => id);
const numbers = (
  mean: number,
  topTwoShare: number,
  people = 500,
): ReleaseDraft['segments'][0]['persona']['numbers'][0] => ({
  field: 'monetary',
  label: 'Monetary',
  unit: '',
  known: people,
  lensKnown: people * 2,
  mean,
  deviation: 1,
  lensMean: mean / 2,
  lensDeviation: 1,
  topTwoShare,
  segment: [1, 2, 3],
  lens: [1, 2, 3],
});
const withPersona = (
  people: number,
  persona: Partial<ReleaseDraft['segments'][0]['persona']>,
): ReleaseDraft =>
  draftWith([simple(people, 'a', { persona: { ...simple(1).persona, ...persona } })], people * 2);

describe('attacks on a release', () => {
  it('a segment is refused when it is small, nearly everyone, or no number', async () => {
    for (const [people, admitted] of [
      [99, 1000],
      [990, 1000],
      [999, 1000],
      [Number.NaN, 1000],
      [0, 1000],
      [-500, 1000],
    ])
      await expect(clear(draftWith([simple(people)], admitted))).rejects.toThrow(/No segment passed/);
    for (const admitted of [0, 99, Number.NaN])
      await expect(clear(draftWith([simple(500)], admitted))).rejects.toThrow(/fewer than 100/);
    await expect(clear(draftWith([], 1000))).rejects.toThrow(/there is no segment/);
    expect(ids(await clear(draftWith([simple(1000)], 1000)))).toEqual(['a']);
    expect(ids(await clear(draftWith([simple(989)], 1000)))).toEqual(['a']);
  });

  it('of two segments that differ by a few people one is withheld (differencing)', async () => {
    for (const [apart, expected] of [
      [1, ['a']],
      [10, ['a']],
      [11, ['a', 'b']],
      [0, ['a', 'b']],
    ] as const) {
      const release = await clear(
        draftWith([simple(500), simple(500 - apart, 'b')], 2000, {
          differences: [{ a: 0, b: 1, people: apart }],
        }),
      );
      expect(ids(release)).toEqual(expected);
      expect(release.withheld).toHaveLength(2 - expected.length);
    }
  });

  it('of two segments that leave out a few people between them one is withheld (complement)', async () => {
    for (const [rest, expected] of [
      [1, ['a']],
      [10, ['a']],
      [11, ['a', 'b']],
      [0, ['a', 'b']],
    ] as const) {
      const release = await clear(
        draftWith([simple(500), simple(500 - rest, 'b')], 1000, {
          differences: [{ a: 0, b: 1, people: 1000 - rest }],
        }),
      );
      expect(ids(release)).toEqual(expected);
    }
  });

  it('a withheld part of a partition takes another with it, so that it cannot be computed from the total', async () => {
    const parts = [simple(600, 'a'), simple(392, 'b'), simple(8, 'c')];
    const differences = [
      { a: 0, b: 1, people: 992 },
      { a: 0, b: 2, people: 608 },
      { a: 1, b: 2, people: 400 },
    ];
    const release = await clear(draftWith(parts, 1000, { partition: true, differences }));
    expect(ids(release)).toEqual(['a']);
    expect(release.withheld.map(({ item }) => item).sort()).toEqual(['b', 'c']);
  });

  it('an exact cut point does not leave, nor a condition that holds for a few or for all but a few', async () => {
    const attempts: [Rule, number, number][] = [
      [{ op: 'compare', field: 'x', is: '>', value: 4387.12 }, 500, 500],
      [{ op: 'between', field: 'x', from: 10, to: 4387.12 }, 500, 500],
      [{ op: 'in', field: 'x', values: [10, 4387.12] }, 500, 500],
      [{ op: 'count', of: 'orders', is: '>=', value: 1234 }, 500, 500],
      [{ op: 'compare', field: 'x', is: '>', value: 40 }, 10, 990],
      [{ op: 'compare', field: 'x', is: '>', value: 40 }, 990, 10],
    ];
    for (const [condition, matching, others] of attempts) {
      const draft = draftWith(
        [
          simple(500, 'a', {
            rule: condition,
            leaves: leavesOf(condition).map((leaf) => ({ leaf, text: 'it', matching, others, named: [] })),
          }),
        ],
        1000,
      );
      await expect(clear(draft), JSON.stringify(condition)).rejects.toThrow(/No segment passed/);
    }
  });

  it('two people who make up a sum hide its mean, its centroid and its share of spend (dominance)', async () => {
    const reasonsFor = async (topTwoShare: number) => {
      const release = await clear(
        withPersona(500, {
          numbers: [numbers(100, topTwoShare)],
          spend: { segment: 500, lens: 1000, topTwoShare },
        }),
      );
      return [
        release.segments[0].persona.differences.length,
        release.segments[0].spend,
        release.withheld.length,
      ];
    };
    expect(await reasonsFor(0.84)).toEqual([1, { percent: 50, bound: 'exact' }, 0]);
    expect(await reasonsFor(0.85)).toEqual([0, null, 2]);
    const draft = draftWith([simple(500)], 1000, {
      clustering: {
        method: 'kmeans',
        k: 1,
        why: '',
        features: ['x'],
        candidates: [],
        silhouetteSample: 1000,
        secondOpinion: null,
        columns: [{ feature: 'x', label: 'X', unit: '' }],
        centroids: [
          {
            segment: 'a',
            values: [
              { mean: 1234.567, known: 500, topTwoShare: 0.2 },
              { mean: 1, known: 10, topTwoShare: 0 },
              { mean: 1, known: 500, topTwoShare: 0.9 },
            ],
          },
          { segment: 'withheld', values: [{ mean: 7, known: 500, topTwoShare: 0 }] },
        ],
      },
    });
    expect((await clear(draft)).clustering?.centroids).toEqual([
      { segment: 'a', values: [1200, null, null] },
    ]);
  });

  it('a mean, a centile or a share on a small base does not leave', async () => {
    const small = await clear(withPersona(500, { numbers: [numbers(100, 0.1, 10)] }));
    expect(small.segments[0].persona).toMatchObject({ differences: [], usual: [] });
    expect(
      (await clear(withPersona(500, { numbers: [numbers(100, 0.1, 109)] }))).segments[0].persona.usual,
    ).toEqual([]);
    expect(
      (await clear(withPersona(500, { numbers: [numbers(100, 0.1, 110)] }))).segments[0].persona.usual,
    ).toHaveLength(1);
    const levels = {
      field: 'plan',
      label: 'Plan',
      levels: ['a', 'b'],
      people: [19, 20],
      lensPeople: [100, 100],
      known: 39,
      lensKnown: 200,
    };
    expect((await clear(withPersona(500, { levels: [levels] }))).segments[0].persona.differences).toEqual([]);
  });

  it('a small level is hidden with another, and a level everyone has is not told', async () => {
    const levels = (people: number[]) => ({
      field: 'plan',
      label: 'Plan',
      levels: people.map((_, i) => `level ${i}`),
      people,
      lensPeople: people.map((n) => n + 100),
      known: people.reduce((a, b) => a + b),
      lensKnown: people.reduce((a, b) => a + b) + 100 * people.length,
    });
    const shown = async (people: number[]) =>
      (await clear(withPersona(500, { levels: [levels(people)] }))).segments[0].persona.differences
        .map(({ level }) => level)
        .sort();
    expect(await shown([200, 200, 100])).toEqual(['level 0', 'level 1', 'level 2']);
    expect(await shown([200, 200, 90, 10])).toEqual(['level 0', 'level 1']);
    expect(await shown([500, 0])).toEqual([]);
    expect(await shown([490, 10])).toEqual([]);
  });

  it('reach is hidden when few can or few cannot be reached', async () => {
    const reach = async (people: number) =>
      (await clear(withPersona(500, { reach: [{ purpose: 'p', label: 'P', people }] }))).segments[0].persona
        .reach[0];
    expect(await reach(10)).toMatchObject({ people: null, share: null });
    expect(await reach(490)).toMatchObject({ people: null, share: null });
    expect(await reach(500)).toMatchObject({ people: 500, share: { percent: 95, bound: 'above' } });
    expect(await reach(0)).toMatchObject({ people: 0, share: { percent: 5, bound: 'below' } });
    expect(await reach(11)).toMatchObject({ people: 15, share: { percent: 5, bound: 'below' } });
    expect(await reach(252)).toMatchObject({ people: 250, share: { percent: 50, bound: 'exact' } });
  });

  it('few people left out for a reason are hidden together with another reason', async () => {
    const leftOut = [
      [40, 'NO_RECORD'],
      [3, 'WITHDRAWN'],
      [60, 'REFUSED'],
      [0, 'EXPIRED'],
    ] as const;
    const release = await clear(
      draftWith([simple(500)], 1000, {
        known: 1103,
        leftOut: leftOut.map(([people, reason]) => ({ people, reason })),
      }),
    );
    expect(release.population.leftOut.map(({ people }) => people)).toEqual([null, null, 60, 0]);
    expect(release.withheld).toHaveLength(1);
  });

  it('the draft keeps no way into the release', async () => {
    const draft = draftWith([simple(500)], 1000);
    const release = await clear(draft);
    const before = JSON.stringify(release);
    for (const change of [
      () => Object.assign(draft.segments[0], { people: 1 }),
      () => Object.assign(draft.segments[0].rule, { field: 'y' }),
      () => draft.fields.push({ id: 'x', type: 'number', label: '', unit: '', definition: '' }),
    ])
      try {
        change();
      } catch (error) {
        expect(error).toBeInstanceOf(TypeError);
      }
    expect(JSON.stringify(release)).toBe(before);
  });
});
