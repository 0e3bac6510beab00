/**
 * Purchase histories for the value models: per admitted person the repeat purchases, when, and of what value.
 * Purchases on one day count as one, as in the published analyses (Fader, Hardie & Lee 2005). A day on which as much came
 * back as was bought is no purchase; one that cost nothing is, also as there: it tells when somebody came, and lowers their
 * mean. Models of fixed occasions (BG/BB) count the occasions, one unit each, that have a purchase in them.
 */
import { DAY } from '../../shared/vocabulary.ts';
import type { Timeline } from './table.ts';

export type PurchaseHistory = {
  /** Rows of the lens with at least one purchase, ascending; everything below is in this order. */
  person: Int32Array;
  /** Day of the first purchase, since the epoch. */
  first: Int32Array;
  /** Purchase days (or occasions) after the first. */
  frequency: Float64Array;
  /** Time from the first to the last purchase day, in units. */
  recency: Float64Array;
  /** Time from the first purchase day to the day of the model, in units. */
  age: Float64Array;
  /** Mean value of the repeat purchases, NaN without one or without amounts. */
  mean: Float64Array;
  /** Sum of all amounts up to the day of the model, what came back taken off: the historic value, as `monetary` has it. */
  total: Float64Array;
  /** Days left out because at least as much came back as was bought. */
  returned: number;
  /** Purchase days that cost nothing. */
  free: number;
};

const dayOf = (time: number): number => Math.floor(time / DAY);

/**
 * What the orders of one day are worth, from `row` on: the sum of the known amounts, whether something came back, and the
 * first row of the next day (or at or after `until`).
 */
const dayFrom = (orders: Timeline, row: number, end: number, until: number) => {
  const day = dayOf(orders.times[row]);
  const priced = orders.amounts.length > 0;
  let value = 0;
  let back = false;
  let next = row;
  for (; next < end && dayOf(orders.times[next]) === day && orders.times[next] < until; next++)
    if (priced && !Number.isNaN(orders.amounts[next])) {
      value += orders.amounts[next];
      back ||= orders.amounts[next] < 0;
    }
  // What cents leave over of a day that was taken back is not worth anything.
  return { day, value, next, returned: back && !(value > 1e-9), free: priced && !back && value === 0 };
};

/**
 * Histories as of the end of the day before `until`.
 * @param until UTC epoch milliseconds; only orders before it count
 * @param unit days in one unit of time of the model, for example 7 for weeks
 * @param occasions frequency, recency and age count whole units since the unit of the first purchase, and the mean is
 *   that of an occasion; the unit that has not ended yet is left out
 */
export const purchaseHistory = (
  orders: Timeline,
  until: number,
  unit: number,
  occasions = false,
): PurchaseHistory => {
  const people = orders.offsets.length - 1;
  const last = dayOf(until - 1);
  const priced = orders.amounts.length > 0;
  const person: number[] = [];
  const begun: number[] = [];
  const columns = { frequency: [] as number[], recency: [] as number[], age: [] as number[] };
  const mean: number[] = [];
  const total: number[] = [];
  let returned = 0;
  let free = 0;
  for (let i = 0; i < people; i++) {
    let first = Number.NaN;
    let latest = Number.NaN;
    let days = 0;
    let repeats = 0;
    let repeatValue = 0;
    let occasion = 0;
    let ended = 0;
    let all = 0;
    const end = orders.offsets[i + 1];
    for (let row = orders.offsets[i]; row < end && orders.times[row] < until; ) {
      const found = dayFrom(orders, row, end, until);
      const { day, value } = found;
      row = found.next;
      all += value;
      if (found.returned) {
        returned += 1;
        continue;
      }
      if (found.free) free += 1;
      if (days === 0) {
        first = day;
        ended = Math.max(0, Math.floor((last + 1 - first) / unit) - 1);
      }
      days += 1;
      if (days === 1) latest = day;
      else if (!occasions) {
        latest = day;
        repeats += 1;
        repeatValue += value;
      } else {
        const at = Math.floor((day - first) / unit);
        if (at === 0 || at > ended) continue;
        if (at !== occasion) repeats += 1;
        occasion = at;
        repeatValue += value;
      }
    }
    if (days === 0) continue;
    person.push(i);
    begun.push(first);
    columns.frequency.push(repeats);
    columns.recency.push(occasions ? occasion : (latest - first) / unit);
    columns.age.push(occasions ? ended : (last - first) / unit);
    mean.push(priced && repeats > 0 ? repeatValue / repeats : Number.NaN);
    total.push(priced ? Math.round(all * 1e6) / 1e6 : Number.NaN);
  }
  return {
    person: Int32Array.from(person),
    first: Int32Array.from(begun),
    frequency: Float64Array.from(columns.frequency),
    recency: Float64Array.from(columns.recency),
    age: Float64Array.from(columns.age),
    mean: Float64Array.from(mean),
    total: Float64Array.from(total),
    returned,
    free,
  };
};

/**
 * Purchase days of each person from `from` (inclusive) to `until` (exclusive), for rows of a history.
 * @param occasion days of one occasion: purchases of the same one, counted from `from`, count once
 */
export const purchasesBetween = (
  orders: Timeline,
  person: Int32Array,
  from: number,
  until: number,
  occasion = 1,
): Float64Array => {
  return Float64Array.from(person, (i) => {
    let days = 0;
    let seen = -1;
    let row = orders.offsets[i];
    const end = orders.offsets[i + 1];
    while (row < end && orders.times[row] < from) row++;
    while (row < end && orders.times[row] < until) {
      const { day, next, returned } = dayFrom(orders, row, end, until);
      row = next;
      if (returned) continue;
      const at = Math.floor((day - dayOf(from)) / occasion);
      if (at !== seen) days += 1;
      seen = at;
    }
    return days;
  });
};
