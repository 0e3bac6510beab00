/** Timelines: the rows of chosen people by person and time, and arrays in their order. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ColumnArray, ColumnDefinition } from '../../../engine/columns/columns.ts';
import { gather, sortRows } from '../../../engine/columns/timeline.ts';
import { filled } from './filled.ts';

describe('a timeline', () => {
  const order = fc.record({
    person: fc.integer({ min: 0, max: 6 }),
    time: fc.oneof(fc.integer({ min: 0, max: 12 }), fc.constant(Number.NaN)),
  });

  it('equals a naive sort of the chosen rows', () => {
    fc.assert(
      fc.property(
        fc.array(order, { maxLength: 40 }),
        fc.uniqueArray(fc.nat(6)),
        fc.nat(12),
        (rows, chosen, before) => {
          const rank = new Int32Array(7).fill(-1);
          chosen.sort((a, b) => a - b);
          for (const [at, id] of chosen.entries()) rank[id] = at;
          const definitions = (['person', 'time', 'number', 'hash'] as const).map(
            (type, id): ColumnDefinition => ({
              id,
              kind: 'orders',
              name: type,
              label: type,
              type,
              role: 'attribute',
              class: null,
            }),
          );
          const loaded = {
            rows: rows.length,
            definitions,
            columns: new Map<string, ColumnArray>([
              [
                'person',
                filled(
                  'person',
                  rows.map((r) => r.person),
                ),
              ],
              [
                'time',
                filled(
                  'time',
                  rows.map((r) => r.time),
                ),
              ],
              [
                'number',
                filled(
                  'number',
                  rows.map((_, i) => i / 4),
                ),
              ],
              [
                'hash',
                filled(
                  'hash',
                  rows.flatMap((_, i) => [i, i + 1000]),
                ),
              ],
            ]),
          };
          const sorted = sortRows(loaded, { rank, people: chosen.length, before });
          const naive = rows
            .map((r, i) => ({ ...r, i }))
            .filter((r) => chosen.includes(r.person) && r.time < before)
            .sort((a, b) => a.person - b.person || a.time - b.time || a.i - b.i);
          expect([...sorted.source]).toEqual(naive.map(({ i }) => i));
          expect([...sorted.times]).toEqual(naive.map(({ time }) => time));
          chosen.forEach((id, at) => {
            expect(sorted.offsets[at]).toBe(naive.filter((r) => r.person < id).length);
          });
          expect(sorted.offsets[chosen.length]).toBe(naive.length);
          expect([...gather(loaded, 'number', sorted)!]).toEqual(naive.map(({ i }) => i / 4));
          expect([...gather(loaded, 'hash', sorted)!]).toEqual(naive.flatMap(({ i }) => [i, i + 1000]));
          expect(gather(loaded, 'nothing', sorted)).toBeNull();
        },
      ),
    );
  });

  it('is empty without rows', () => {
    const nothing = { rows: 0, columns: new Map(), definitions: [] };
    const sorted = sortRows(nothing, { rank: Int32Array.of(0, 1), people: 2, before: 1 });
    expect([...sorted.offsets]).toEqual([0, 0, 0]);
    expect(sorted.times).toHaveLength(0);
  });
});
