/** Painting the map of RFM: only the painted cells change hands, and a painted map is a valid one. */
import fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import {
  lintRfm,
  meanScore,
  RFM_MAP,
  type RfmSegment,
  rfmSegmentAt,
  rfmSettingsSchema,
  SCORES,
} from '../../shared/rfm.ts';
import { addRfmSegment, ownersOf, paintRfm, removeRfmSegment } from '../../shared/rfm-paint.ts';

const CELLS = SCORES.flatMap((r) => SCORES.map((fm) => `${r}${fm}`));
const range = fc
  .tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 5 }))
  .map(([a, b]): [number, number] => [Math.min(a, b), Math.max(a, b)]);
const segment = fc.record({ r: range, fm: range, f: range, m: range }, { requiredKeys: ['r'] });
const map = fc
  .array(segment, { minLength: 1, maxLength: 6 })
  .map((of) => of.map((one, i): RfmSegment => ({ id: `s${i}`, name: `S ${i}`, ...one })));
const ownerId = (segments: readonly RfmSegment[], r: number, f: number, m: number): string | null =>
  segments[rfmSegmentAt(segments, r, f, m)]?.id ?? null;

describe('painting', () => {
  test('gives the painted cells to the segment, or to none, and leaves everyone else where they are', () => {
    fc.assert(
      fc.property(
        map,
        fc.array(fc.tuple(fc.subarray(CELLS, { minLength: 1 }), fc.option(fc.nat(5))), { maxLength: 3 }),
        (start, strokes) => {
          let segments = start;
          for (const [cells, brush] of strokes) {
            const id = segments[brush ?? -1]?.id ?? null;
            const next = paintRfm(segments, cells, id);
            for (const r of SCORES)
              for (const f of SCORES)
                for (const m of SCORES)
                  expect(ownerId(next, r, f, m)).toBe(
                    cells.includes(`${r}${meanScore(f, m)}`) ? id : ownerId(segments, r, f, m),
                  );
            expect(v.safeParse(rfmSettingsSchema, { segments: next }).success).toBe(true);
            // A partition: the order of the rows no longer decides.
            for (const [r, f, m] of [
              [1, 2, 3],
              [4, 4, 5],
              [5, 1, 1],
            ] as const)
              expect(ownerId(next.toReversed(), r, f, m)).toBe(ownerId(next, r, f, m));
            segments = next;
          }
        },
      ),
      { seed: 9, numRuns: 150 },
    );
  });

  test('keeps blocks as ranges, writes the rest as cells, and tells what is left without one', () => {
    const at = (segments: readonly RfmSegment[], id: string) => segments.find((one) => one.id === id);
    const grown = paintRfm(RFM_MAP, ['51'], 'promising');
    expect(at(grown, 'promising')).toEqual({ id: 'promising', name: 'Promising', r: [4, 5], fm: [1, 1] });
    expect(at(grown, 'at-risk')).toEqual({
      id: 'at-risk',
      name: 'At risk',
      cells: ['13', '14', '23', '24', '25'],
    });
    expect(lintRfm(grown).unreachable).toEqual(['new']);
    expect(lintRfm(grown).uncovered).toEqual([]);
    const erased = paintRfm(RFM_MAP, ['55'], null);
    expect(lintRfm(erased).uncovered).toEqual([
      [5, 4, 5],
      [5, 5, 4],
      [5, 5, 5],
    ]);
    expect(ownersOf(erased, '55')).toEqual([-1]);
    expect(ownersOf([{ id: 'a', name: 'A', r: [1, 5], f: [1, 2] }], '32')).toEqual([0, -1]);
  });

  test('a segment that is taken out leaves its cells empty, also where another one lies below', () => {
    const below: RfmSegment[] = [
      { id: 'top', name: 'Top', r: [4, 5] },
      { id: 'all', name: 'All', r: [1, 5] },
    ];
    const left = removeRfmSegment(below, 'top');
    expect(left).toEqual([{ id: 'all', name: 'All', r: [1, 3] }]);
    expect(lintRfm(left).uncovered).toHaveLength(50);
  });

  test('a new segment has an id and a colour of its own', () => {
    const two = addRfmSegment(addRfmSegment([], 'Très bons clients'), 'tres bons clients!');
    expect(two.map(({ id }) => id)).toEqual(['tres-bons-clients', 'tres-bons-clients-2']);
    expect(two.map(({ colour }) => colour)).toEqual([0, 1]);
    expect(addRfmSegment([], '日本').map(({ id }) => id)).toEqual(['segment']);
    expect(v.safeParse(rfmSettingsSchema, { segments: two }).success).toBe(true);
  });
});
