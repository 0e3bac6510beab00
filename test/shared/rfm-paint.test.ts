/** Painting the map of RFM: only the painted cells change hands, and a painted map is a valid one. */
import fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import {
  cellName,
  FIVE,
  lintRfm,
  meanGroups,
  meanScore,
  RFM_MAP,
  type RfmGroups,
  type RfmMap,
  type RfmSegment,
  rfmReader,
  rfmSettingsSchema,
  rfmTriples,
  scoresTo,
} from '../../shared/rfm.ts';
import { addRfmSegment, ownersOf, paintRfm, removeRfmSegment } from '../../shared/rfm-paint.ts';

const cellsOf = (groups: RfmGroups): string[] =>
  scoresTo(groups.recency).flatMap((r) => scoresTo(meanGroups(groups)).map((fm) => cellName(r, fm)));
const range = (most: number) =>
  fc
    .tuple(fc.integer({ min: 1, max: most }), fc.integer({ min: 1, max: most }))
    .map(([a, b]): [number, number] => [Math.min(a, b), Math.max(a, b)]);
/** A map of any groups, and strokes over its cells. */
const painting = fc
  .constantFrom<RfmGroups>(
    FIVE,
    { recency: 3, frequency: 3, monetary: 3 },
    { recency: 10, frequency: 4, monetary: 3 },
  )
  .chain((groups) => {
    const segment = fc.record(
      {
        r: range(groups.recency),
        fm: range(meanGroups(groups)),
        f: range(groups.frequency),
        m: range(groups.monetary),
      },
      { requiredKeys: ['r'] },
    );
    return fc.record({
      groups: fc.constant(groups),
      start: fc
        .array(segment, { minLength: 1, maxLength: 6 })
        .map((of) => of.map((one, i): RfmSegment => ({ id: `s${i}`, name: `S ${i}`, ...one }))),
      strokes: fc.array(fc.tuple(fc.subarray(cellsOf(groups), { minLength: 1 }), fc.option(fc.nat(5))), {
        maxLength: 3,
      }),
    });
  });
const five = (segments: readonly RfmSegment[]): RfmMap => ({ groups: FIVE, segments });
/** The id of whoever has these scores. */
const reader = (map: RfmMap) => {
  const owner = rfmReader(map);
  return (...scores: [number, number, number]): string | null => map.segments[owner(...scores)]?.id ?? null;
};

describe('painting', () => {
  test('gives the painted cells to the segment, or to none, and leaves everyone else where they are', () => {
    fc.assert(
      fc.property(painting, ({ groups, start, strokes }) => {
        let segments = start;
        for (const [cells, brush] of strokes) {
          const id = segments[brush ?? -1]?.id ?? null;
          const next = paintRfm({ groups, segments }, cells, id);
          const [before, then] = [reader({ groups, segments }), reader({ groups, segments: next })];
          // A partition: the order of the rows no longer decides.
          const turned = reader({ groups, segments: next.toReversed() });
          for (const [r, f, m] of rfmTriples(groups)) {
            const painted = cells.includes(cellName(r, meanScore(f, m, groups)));
            expect(then(r, f, m)).toBe(painted ? id : before(r, f, m));
            expect(turned(r, f, m)).toBe(then(r, f, m));
          }
          expect(v.safeParse(rfmSettingsSchema, { groups, segments: next }).success).toBe(true);
          segments = next;
        }
      }),
      { seed: 9, numRuns: 150 },
    );
  });

  test('keeps blocks as ranges, writes the rest as cells, and tells what is left without one', () => {
    const at = (segments: readonly RfmSegment[], id: string) => segments.find((one) => one.id === id);
    const grown = paintRfm(five(RFM_MAP), ['51'], 'promising');
    expect(at(grown, 'promising')).toEqual({ id: 'promising', name: 'Promising', r: [4, 5], fm: [1, 1] });
    expect(at(grown, 'at-risk')).toEqual({
      id: 'at-risk',
      name: 'At risk',
      cells: ['13', '14', '23', '24', '25'],
    });
    expect(lintRfm(five(grown)).unreachable).toEqual(['new']);
    expect(lintRfm(five(grown)).uncovered).toEqual([]);
    const erased = paintRfm(five(RFM_MAP), ['55'], null);
    expect(lintRfm(five(erased)).uncovered).toEqual([
      [5, 4, 5],
      [5, 5, 4],
      [5, 5, 5],
    ]);
    expect(ownersOf(five(erased)).get('55')).toEqual([-1]);
    expect(ownersOf(five([{ id: 'a', name: 'A', r: [1, 5], f: [1, 2] }])).get('32')).toEqual([0, -1]);
  });

  test('a segment that is taken out leaves its cells empty, also where another one lies below', () => {
    const below: RfmSegment[] = [
      { id: 'top', name: 'Top', r: [4, 5] },
      { id: 'all', name: 'All', r: [1, 5] },
    ];
    const left = removeRfmSegment(five(below), 'top');
    expect(left).toEqual([{ id: 'all', name: 'All', r: [1, 3] }]);
    expect(lintRfm(five(left)).uncovered).toHaveLength(50);
  });

  test('a new segment has an id and a colour of its own', () => {
    const two = addRfmSegment(addRfmSegment([], 'Très bons clients'), 'tres bons clients!');
    expect(two.map(({ id }) => id)).toEqual(['tres-bons-clients', 'tres-bons-clients-2']);
    expect(two.map(({ colour }) => colour)).toEqual([0, 1]);
    expect(addRfmSegment([], '日本').map(({ id }) => id)).toEqual(['segment']);
    expect(v.safeParse(rfmSettingsSchema, { segments: two }).success).toBe(true);
  });
});
