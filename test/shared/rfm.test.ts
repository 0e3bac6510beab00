/** The map of RFM: the lint finds what published maps get wrong; the usual map has nothing to find. */

import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import {
  lintRfm,
  RFM_MAP,
  RFM_USUAL,
  type RfmSegment,
  rfmSegmentAt,
  rfmSettingsSchema,
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

describe('a map of RFM segments', () => {
  test("R's rfm: three segments out of reach, 36 of 125 scores uncovered", () => {
    const { unreachable, uncovered } = lintRfm(RFM_R);
    expect(unreachable).toEqual(['new', 'promising', 'cannot-lose']);
    expect(uncovered.length).toBe(36);
    for (const [r, f, m] of uncovered) expect(rfmSegmentAt(RFM_R, r, f, m)).toBe(-1);
  });
  test('the usual map leaves nothing out and reaches every row', () => {
    expect(lintRfm(RFM_MAP)).toEqual({ unreachable: [], uncovered: [] });
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
});
