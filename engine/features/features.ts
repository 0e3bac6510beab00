/**
 * Computes the feature catalogue from a lens: RFM and its kin from orders, activity from events, and the
 * attributes of profiles, each with a plain definition and a unit. Only what the lens hands out is seen, so a
 * row on or after the as-of date cannot change a figure.
 */
import { DAY } from '../../shared/vocabulary.ts';
import type { Lens } from '../privacy/lens.ts';
import type { FeatureColumn, FeatureTable, NumberColumn, Timeline } from './table.ts';

/** A feature that is computed, not imported. */
export type CatalogueEntry = {
  id: string;
  label: string;
  unit: string;
  definition: string;
  from: 'orders' | 'events';
};

export const CATALOGUE: readonly CatalogueEntry[] = [
  {
    id: 'recency',
    label: 'Recency',
    unit: 'd',
    from: 'orders',
    definition: 'Whole days between the last order and the as-of date. Missing without an order.',
  },
  {
    id: 'frequency',
    label: 'Frequency',
    unit: 'orders',
    from: 'orders',
    definition:
      'Number of distinct orders before the as-of date, by order number where the source has one, otherwise rows.',
  },
  {
    id: 'monetary',
    label: 'Monetary',
    unit: '',
    from: 'orders',
    definition: 'Sum of the amounts of all orders before the as-of date.',
  },
  {
    id: 'average_order',
    label: 'Average order',
    unit: '',
    from: 'orders',
    definition: 'Monetary divided by frequency. Missing without an order.',
  },
  {
    id: 'tenure',
    label: 'Tenure',
    unit: 'd',
    from: 'orders',
    definition: 'Whole days between the first order and the as-of date. Missing without an order.',
  },
  {
    id: 'event_count',
    label: 'Events',
    unit: 'events',
    from: 'events',
    definition: 'Number of events before the as-of date.',
  },
  {
    id: 'last_event',
    label: 'Last event',
    unit: 'd',
    from: 'events',
    definition: 'Whole days between the last event and the as-of date. Missing without an event.',
  },
];

const numbers = (people: number, fill: number): Float64Array =>
  new Float64Array(new SharedArrayBuffer(people * 8)).fill(fill);

/** Number of distinct order references in rows [from, to); a row without a reference counts by itself. */
const distinctOrders = (references: Uint32Array, from: number, to: number, seen: Set<number>): number => {
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

const orderFeatures = (orders: Timeline, people: number, asOf: number): Record<string, Float64Array> => {
  const recency = numbers(people, Number.NaN);
  const frequency = numbers(people, 0);
  const monetary = numbers(people, 0);
  const average = numbers(people, Number.NaN);
  const tenure = numbers(people, Number.NaN);
  const seen = new Set<number>();
  for (let i = 0; i < people; i++) {
    const from = orders.offsets[i];
    const to = orders.offsets[i + 1];
    if (from === to) continue;
    recency[i] = Math.floor((asOf - orders.times[to - 1]) / DAY);
    tenure[i] = Math.floor((asOf - orders.times[from]) / DAY);
    frequency[i] = distinctOrders(orders.references, from, to, seen);
    let sum = 0;
    for (let row = from; row < to && orders.amounts.length > 0; row++)
      if (!Number.isNaN(orders.amounts[row])) sum += orders.amounts[row];
    monetary[i] = Math.round(sum * 1e6) / 1e6;
    average[i] = monetary[i] / frequency[i];
  }
  return { recency, frequency, monetary, average_order: average, tenure };
};

const eventFeatures = (events: Timeline, people: number, asOf: number): Record<string, Float64Array> => {
  const count = numbers(people, 0);
  const last = numbers(people, Number.NaN);
  for (let i = 0; i < people; i++) {
    const from = events.offsets[i];
    const to = events.offsets[i + 1];
    count[i] = to - from;
    if (to > from) last[i] = Math.floor((asOf - events.times[to - 1]) / DAY);
  }
  return { event_count: count, last_event: last };
};

/** Everything known of the admitted people: the catalogue's features, then the attributes, in fixed order. */
export const computeFeatures = (lens: Lens): FeatureTable => {
  const { people, asOf } = lens;
  const orders = lens.orders();
  const events = lens.events();
  const values: Record<string, Float64Array> = {
    ...(orders.times.length > 0 ? orderFeatures(orders, people, asOf) : {}),
    ...(events.times.length > 0 ? eventFeatures(events, people, asOf) : {}),
  };
  // Without the right to the amounts there is no sum of them, not a sum of nothing.
  const kept = lens.notAllowed.some(({ kind, name }) => kind === 'orders' && name === 'amount')
    ? CATALOGUE.filter(({ id }) => id !== 'monetary' && id !== 'average_order')
    : CATALOGUE;
  const computed = kept
    .filter(({ id }) => values[id] !== undefined)
    .map(
      ({ id, label, unit, definition }): NumberColumn => ({
        type: 'number',
        id,
        label,
        unit,
        definition,
        values: values[id],
      }),
    );
  const attributes = lens.attributes().map((attribute): FeatureColumn => {
    const named = {
      id: `profile.${attribute.name}`,
      label: attribute.label,
      definition: `The attribute "${attribute.label}" of the profile, as last imported.`,
    };
    return attribute.type === 'number'
      ? { type: 'number', ...named, unit: '', values: attribute.values }
      : { type: 'level', ...named, levels: attribute.levels, codes: attribute.codes };
  });
  return { purpose: lens.purpose.id, asOf, people, columns: [...computed, ...attributes], orders, events };
};

/** The column with this id, or undefined. */
export const findColumn = (table: FeatureTable, id: string): FeatureColumn | undefined =>
  table.columns.find((column) => column.id === id);
