/**
 * What was known at an earlier time: the same people, under the same consent, with only the orders and events before
 * it. Whatever computes features from a lens computes them from this one in the same way, so nothing later can change
 * them. Attributes of profiles carry no time and stay as last imported.
 */
import type { Lens } from '../privacy/lens.ts';
import type { Timeline } from './table.ts';

/** The rows before `until` (UTC epoch milliseconds); rows are sorted by person, then time. */
export const rowsBefore = (timeline: Timeline, until: number): Timeline => {
  const people = timeline.offsets.length - 1;
  const offsets = new Uint32Array(people + 1);
  const kept: number[] = [];
  for (let i = 0; i < people; i++) {
    for (let row = timeline.offsets[i]; row < timeline.offsets[i + 1] && timeline.times[row] < until; row++)
      kept.push(row);
    offsets[i + 1] = kept.length;
  }
  const rows = Uint32Array.from(kept);
  const gather = <A extends Float64Array | Int32Array>(from: A, to: A): A => {
    rows.forEach((row, i) => {
      to[i] = from[row];
    });
    return to;
  };
  const { times, amounts, codes, references, names } = timeline;
  const twice = new Uint32Array(references.length > 0 ? 2 * rows.length : 0);
  if (twice.length > 0)
    rows.forEach((row, i) => {
      twice[2 * i] = references[2 * row];
      twice[2 * i + 1] = references[2 * row + 1];
    });
  const like = (length: number): number => (length > 0 ? rows.length : 0);
  return {
    offsets,
    times: gather(times, new Float64Array(rows.length)),
    amounts: gather(amounts, new Float64Array(like(amounts.length))),
    codes: gather(codes, new Int32Array(like(codes.length))),
    names,
    references: twice,
  };
};

/** The lens as it stood at `until`, with the people and the consent of today. */
export const earlierLens = (lens: Lens, until: number): Lens => ({
  ...lens,
  asOf: until,
  orders: () => rowsBefore(lens.orders(), until),
  events: () => rowsBefore(lens.events(), until),
});
