/** The rows of one person, as the features of the catalogue read them. */
import type { Timeline } from './table.ts';

export type Own = {
  /** UTC epoch milliseconds; every row is before it. */
  asOf: number;
  orders: Timeline;
  /** Rows [from, to) of the orders. */
  from: number;
  to: number;
  events: Timeline;
  /** Rows [first, last) of the events. */
  first: number;
  last: number;
  /** Whether the event name at a code is a view, a click: 1 or 0. */
  views: Uint8Array;
  clicks: Uint8Array;
  /** Scratch for counting distinct orders. */
  seen: Set<number>;
};

/** Number of distinct order references in rows [from, to); a row without a reference counts by itself. */
export const distinctOrders = (
  references: Uint32Array,
  from: number,
  to: number,
  seen: Set<number>,
): number => {
  if (references.length === 0 || to - from === 0) return to - from;
  seen.clear();
  let count = 0;
  for (let row = from; row < to; row++) {
    const low = references[2 * row];
    const high = references[2 * row + 1];
    if (low === 0 && high === 0) count += 1;
    else seen.add(high * 0x200000 + (low >>> 11));
  }
  return count + seen.size;
};

const marked = (names: readonly string[], word: RegExp): Uint8Array =>
  Uint8Array.from(names, (name) => (word.test(name) ? 1 : 0));

/** What a person's rows are read from; `at` moves it from person to person. */
export const readerOf = (orders: Timeline, events: Timeline, asOf: number): { at(person: number): Own } => {
  const own: Own = {
    asOf,
    orders,
    from: 0,
    to: 0,
    events,
    first: 0,
    last: 0,
    views: marked(events.names, /view|visit|impression|open/i),
    clicks: marked(events.names, /click|tap/i),
    seen: new Set(),
  };
  return {
    at: (person) => {
      own.from = orders.offsets[person] ?? 0;
      own.to = orders.offsets[person + 1] ?? 0;
      own.first = events.offsets[person] ?? 0;
      own.last = events.offsets[person + 1] ?? 0;
      return own;
    },
  };
};
