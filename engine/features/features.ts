/**
 * Computes the feature catalogue from a lens: RFM and its kin from orders, activity from events, and the
 * attributes of profiles, each with a plain definition and a unit. Only what the lens hands out is seen, so a
 * row on or after the as-of date cannot change a figure.
 */
import { DAY } from '../../shared/vocabulary.ts';
import type { Lens } from '../privacy/lens.ts';
import { CATALOGUE, type CatalogueEntry } from './catalogue.ts';
import { FURTHER } from './further.ts';
import { distinctOrders, readerOf } from './own.ts';
import type { AbsentFeature, FeatureColumn, FeatureTable, NumberColumn, Timeline } from './table.ts';

const numbers = (people: number, fill: number): Float64Array =>
  new Float64Array(new SharedArrayBuffer(people * 8)).fill(fill);

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

/** Attributes that the lens does not hand out, with the reason. */
const absentOf = ({ dropped, notAllowed }: Lens): AbsentFeature[] => [
  ...dropped.map(({ name, label, why }) => ({ id: `profile.${name}`, label, why })),
  ...notAllowed
    .filter(({ kind }) => kind === 'profiles')
    .map(({ name, label, why }) => ({
      id: `profile.${name}`,
      label,
      why: `is not there for this purpose: ${why}`,
    })),
];

/** Further features that there are rows for and that the purpose may be computed from. */
const allowed = (lens: Lens, orders: Timeline, events: Timeline) => {
  const kept = lens.notAllowed.map(({ kind, name }) => `${kind}.${name}`);
  const absent = [
    ...(orders.times.length === 0 ? ['orders.time'] : []),
    ...(events.times.length === 0 ? ['events.time'] : []),
    ...(orders.amounts.length === 0 ? ['orders.amount'] : []),
    ...(orders.names.length === 0 ? ['orders.name'] : []),
    ...(events.names.length === 0 ? ['events.name'] : []),
  ];
  return ({ sources }: CatalogueEntry): boolean =>
    !sources.some((source) => kept.includes(source) || absent.includes(source));
};

const furtherColumns = (lens: Lens, orders: Timeline, events: Timeline, further: readonly string[]) => {
  const may = allowed(lens, orders, events);
  return FURTHER.filter((entry) => further.includes(entry.id) && may(entry)).map(
    ({ id, label, unit, definition, of }): NumberColumn => {
      const reader = readerOf(orders, events, lens.asOf);
      const values = numbers(lens.people, Number.NaN);
      for (let person = 0; person < lens.people; person++) values[person] = of(reader.at(person));
      return { type: 'number', id, label, unit, definition, values };
    },
  );
};

/**
 * Everything known of the admitted people: the catalogue's features, those kept from the further ones, then the
 * attributes, in fixed order.
 * @param further ids of further features to compute; one that there is nothing for is left out
 */
export const computeFeatures = (lens: Lens, further: readonly string[] = []): FeatureTable => {
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
  return {
    purpose: lens.purpose.id,
    asOf,
    people,
    columns: [...computed, ...furtherColumns(lens, orders, events, further), ...attributes],
    orders,
    events,
    absent: absentOf(lens),
  };
};

/** The column with this id, or undefined. */
export const findColumn = (table: FeatureTable, id: string): FeatureColumn | undefined =>
  table.columns.find((column) => column.id === id);
