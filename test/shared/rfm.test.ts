/** The map of RFM: the lint finds what published maps get wrong; the usual map has nothing to find. */
import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import {
  FIVE,
  lintRfm,
  meanScore,
  RFM_USUAL,
  type RfmSegment,
  rfmReader,
  rfmSettingsSchema,
  rfmTriples,
  uncoveredByRecency,
} from '../../shared/rfm.ts';

/** The ten segments of R's rfm package (A. Hebbali), in the order of its vignette. */
const rows: [string, number, number, number, number][] = [
  ['champions', 4, 5, 4, 5],
  ['loyal', 2, 5, 3, 5],
  ['potential', 3, 5, 1, 3],
  ['new', 4, 5, 1, 1],
  ['promising', 3, 4, 1, 1],
  ['attention', 2, 3, 2, 3],
  ['sleep', 2, 3, 1, 2],
  ['at-risk', 1, 2, 2, 5],
  ['cannot-lose', 1, 1, 4, 5],
  ['lost', 1, 2, 1, 2],
];
const RFM_R = rows.map(
  ([id, r0, r1, low, high]): RfmSegment => ({ id, name: id, r: [r0, r1], f: [low, high], m: [low, high] }),
);

/** The default map of PyMC-Marketing's rfm_segments: four groups, single cells. */
const PYMC = [
  ['premium', '334 443 444 344 434 433 343 333'],
  ['repeat', '244 234 232 332 143 233 243'],
  ['top-spender', '424 414 144 314 324 124 224 423 413 133 323 313 134'],
  ['at-risk', '422 223 212 122 222 132 322 312 412 123 214'],
  ['inactive', '411 111 113 114 112 211 311'],
] as const;

describe('a map of RFM segments', () => {
  test("R's rfm: three segments out of reach, 36 of 125 scores uncovered", () => {
    const { unreachable, uncovered } = lintRfm({ groups: FIVE, segments: RFM_R });
    expect(unreachable).toEqual(['new', 'promising', 'cannot-lose']);
    expect(uncovered.length).toBe(36);
    const owner = rfmReader({ groups: FIVE, segments: RFM_R });
    for (const triple of uncovered) expect(owner(...triple)).toBe(-1);
    // Nothing is cut from the list of them.
    expect(uncoveredByRecency(uncovered).flatMap(({ fm }) => fm)).toHaveLength(36);
  });
  test('the usual map leaves nothing out and reaches every row', () => {
    expect(lintRfm(RFM_USUAL)).toEqual({ unreachable: [], uncovered: [], combinations: 125 });
    expect(v.parse(rfmSettingsSchema, RFM_USUAL)).toEqual(RFM_USUAL);
  });
  test('a range upside down and falling cuts are refused', () => {
    const bad = { segments: [{ id: 'a', name: 'A', r: [5, 1] }] };
    expect(v.safeParse(rfmSettingsSchema, bad).success).toBe(false);
    const cuts = { recency: [4, 3, 2, 1], frequency: [1, 2, 3, 4], monetary: [1, 2, 3, 4] };
    const segments = [{ id: 'a', name: 'A', r: [1, 5] }];
    expect(v.safeParse(rfmSettingsSchema, { cuts, segments }).success).toBe(false);
    expect(v.safeParse(rfmSettingsSchema, { cuts: null, segments }).success).toBe(true);
  });
  test("PyMC-Marketing's default map of four groups leaves 18 of 64 scores to nobody", () => {
    const groups = { recency: 4, frequency: 4, monetary: 4 } as const;
    const segments: RfmSegment[] = PYMC.map(([id, cells]) => ({ id, name: id, cells: cells.split(' ') }));
    expect(v.safeParse(rfmSettingsSchema, { groups: 4, segments }).success).toBe(true);
    const { uncovered, combinations } = lintRfm({ groups, segments });
    expect([uncovered.length, combinations]).toEqual([18, 64]);
    const left = uncovered.map((scores) => scores.join(''));
    for (const recent of ['442', '441', '432']) expect(left).toContain(recent);
  });
  test('three, four, five or ten groups a measure, and cuts and scores that fit them', () => {
    const segments = [{ id: 'a', name: 'A', cells: ['10-10', '9-3', '93'] }];
    const holds = (one: unknown): boolean => v.safeParse(rfmSettingsSchema, one).success;
    expect(holds({ groups: 10, segments })).toBe(true);
    expect(holds({ groups: 5, segments })).toBe(false);
    expect(holds({ groups: 7, segments })).toBe(false);
    const mixed = { recency: 10, frequency: 3, monetary: 10 };
    expect(holds({ groups: mixed, segments: [{ id: 'a', name: 'A', r: [1, 10], f: [3, 3] }] })).toBe(true);
    expect(holds({ groups: mixed, segments: [{ id: 'a', name: 'A', r: [1, 10], f: [3, 4] }] })).toBe(false);
    const all = [{ id: 'a', name: 'A', r: [1, 3] }];
    expect(
      holds({ groups: 3, segments: all, cuts: { recency: [1, 2], frequency: [1, 2], monetary: [1, 2] } }),
    ).toBe(true);
    expect(
      holds({ groups: 3, segments: all, cuts: { recency: [1], frequency: [1, 2], monetary: [1, 2] } }),
    ).toBe(false);
  });
  test('the mean of two scores is rounded half up, and reaches every score also where groups differ', () => {
    for (const f of [1, 2, 3, 4, 5])
      for (const m of [1, 2, 3, 4, 5]) expect(meanScore(f, m, FIVE)).toBe(Math.round((f + m) / 2));
    for (const frequency of [3, 4, 5, 10] as const)
      for (const monetary of [3, 4, 5, 10] as const) {
        const groups = { recency: 3, frequency, monetary } as const;
        const reached = new Set(rfmTriples(groups).map(([, f, m]) => meanScore(f, m, groups)));
        expect(reached.size).toBe(Math.max(frequency, monetary));
        expect([Math.min(...reached), Math.max(...reached)]).toEqual([1, Math.max(frequency, monetary)]);
      }
  });
});
