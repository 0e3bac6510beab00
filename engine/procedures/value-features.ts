/** Customer value as features: what the kept models say of everyone a lens admits, as of its date. */
import type { ValueChoice } from '../../shared/value.ts';
import { type GammaGammaParameters, meanValue } from '../analysis/value/gamma-gamma.ts';
import { compressHistories } from '../analysis/value/histories.ts';
import { type Horizon, lifetimeValue, lookAhead, type Outlook } from '../analysis/value/lifetime.ts';
import { describeModel, type PurchaseModel } from '../analysis/value/value.ts';
import { type PurchaseHistory, purchaseHistory } from '../features/purchase-history.ts';
import type { FeatureTable, NumberColumn, Timeline } from '../features/table.ts';
import type { Connection } from '../vault/database.ts';
import { getRecord } from '../vault/records.ts';

/** Mean days of a month in the Gregorian calendar. */
const MONTH = 30.436875;
export const UNIT_DAYS: Record<ValueChoice['unit'], number> = { day: 1, week: 7, month: MONTH };

/** What is kept of a fit: the models and how they were asked for, never a person's figures. */
export type StoredValue = { choice: ValueChoice; purchases: PurchaseModel; money: number[] | null };

export const VALUE_NAME = 'value';

/** Days of one occasion, for a model of fixed occasions; 1 for the others, which count days. */
export const occasionOf = ({ model, unit }: ValueChoice): number => (model === 'bg-bb' ? UNIT_DAYS[unit] : 1);

/** The histories that the chosen model reads, as of `until` (UTC epoch milliseconds). */
export const historiesFor = (choice: ValueChoice, orders: Timeline, until: number): PurchaseHistory =>
  purchaseHistory(orders, until, UNIT_DAYS[choice.unit], choice.model === 'bg-bb');

/** The kept value models and their version; undefined before a fit. */
export const keptValue = (db: Connection): { body: StoredValue; version: number } | undefined => {
  const found = getRecord<{ stored: StoredValue } | null>(db, 'value', VALUE_NAME);
  return found === undefined || found.body === null
    ? undefined
    : { body: found.body.stored, version: found.version };
};

export const horizonOf = (choice: ValueChoice): Horizon => ({
  periods: choice.months,
  unitsPerPeriod: MONTH / UNIT_DAYS[choice.unit],
  discount: choice.discount,
});

export type Figures = Outlook & { history: PurchaseHistory; value: Float64Array | null };

/** The figures of everyone with a purchase before the as-of date. */
export const figuresOf = ({ choice, purchases, money }: StoredValue, history: PurchaseHistory): Figures => {
  const compressed = compressHistories(history.frequency, history.recency, history.age);
  const outlook = lookAhead(purchases, compressed, horizonOf(choice));
  const known = money as unknown as GammaGammaParameters | null;
  const value =
    known === null || Number.isNaN(meanValue(known))
      ? null
      : lifetimeValue(outlook, known, history.frequency, history.mean).value;
  return { ...outlook, history, value };
};

/** The columns that a kept model adds to a feature table; none before a fit or without orders. */
export const valueColumns = (db: Connection, table: FeatureTable): NumberColumn[] => {
  const kept = keptValue(db)?.body;
  if (kept === undefined || table.orders.times.length === 0) return [];
  const history = historiesFor(kept.choice, table.orders, table.asOf);
  if (history.person.length === 0) return [];
  const figures = figuresOf(kept, history);
  const { label } = describeModel(kept.purchases.model);
  const ahead = `in the ${kept.choice.months} months after the as-of date`;
  const column = (
    id: string,
    name: string,
    unit: string,
    definition: string,
    from: Float64Array,
  ): NumberColumn => {
    const values = new Float64Array(new SharedArrayBuffer(table.people * 8)).fill(Number.NaN);
    // Three digits more than anyone reads, so that a last bit of a series never decides a rule.
    history.person.forEach((person, i) => {
      values[person] = Number(from[i].toPrecision(9));
    });
    return {
      type: 'number',
      id,
      label: name,
      unit,
      definition: `${definition} Missing without a purchase.`,
      values,
    };
  };
  return [
    column(
      'p_alive',
      'P(alive)',
      '',
      `Chance that the person is still a customer, by ${label}.`,
      figures.alive,
    ),
    column(
      'expected_purchases',
      'Expected purchases',
      'orders',
      `Purchases expected ${ahead}, by ${label}.`,
      figures.purchases,
    ),
    ...(figures.value === null
      ? []
      : [
          column(
            'clv',
            'Customer lifetime value',
            '',
            `Expected purchases ${ahead} times the expected value of one (Gamma-Gamma), discounted by ${kept.choice.discount * 100} % a month, in the unit of the amounts.`,
            figures.value,
          ),
        ]),
  ];
};
