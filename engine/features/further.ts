/**
 * The further features of the catalogue: computed only when somebody keeps them, because each is one more thing that
 * is known of a person. One function a feature, from the rows of one person before the as-of date.
 */
import { DAY } from '../../shared/vocabulary.ts';
import type { CatalogueEntry } from './catalogue.ts';
import { activityFeatures } from './further-activity.ts';
import { distinctOrders, type Own } from './own.ts';

/** A feature of one person's rows; NaN where nothing can be said. */
export type FurtherEntry = CatalogueEntry & { of: (own: Own) => number };

const TIME = ['orders.time'];
const ORDERS = ['orders.time', 'orders.reference'];
const AMOUNTS = ['orders.time', 'orders.amount'];
const NAMES = ['orders.time', 'orders.name'];
const WINDOWS = [7, 30, 90, 365] as const;
const rounded = (value: number): number => Math.round(value * 1e6) / 1e6;

/** First order row in the last `days` days. */
const since = ({ orders, from, to, asOf }: Own, days: number): number => {
  let row = to;
  while (row > from && orders.times[row - 1] >= asOf - days * DAY) row--;
  return row;
};

const sumOf = (own: Own, first: number, weigh: (amount: number) => number): number => {
  let sum = 0;
  for (let row = first; row < own.to; row++) {
    const amount = own.orders.amounts[row];
    if (!Number.isNaN(amount)) sum += weigh(amount);
  }
  return rounded(sum);
};

const gross = (own: Own): number => sumOf(own, own.from, (amount) => Math.max(0, amount));
const returned = (own: Own): number => sumOf(own, own.from, (amount) => Math.max(0, -amount));

/** Days between one order day and the next, in order. */
const gaps = ({ orders, from, to }: Own): number[] => {
  const found: number[] = [];
  let last = Number.NaN;
  for (let row = from; row < to; row++) {
    const day = Math.floor(orders.times[row] / DAY);
    if (day > last) found.push(day - last);
    last = day;
  }
  return found;
};

const meanOf = (values: readonly number[]): number => values.reduce((sum, v) => sum + v, 0) / values.length;

const variance = (values: readonly number[]): number => {
  if (values.length < 2) return Number.NaN;
  const mean = meanOf(values);
  return values.reduce((sum, v) => sum + (v - mean) ** 2, 0) / (values.length - 1);
};

/** Orders of each kind (category), for those that name one. */
const kinds = ({ orders, from, to }: Own): number[] => {
  const counts = new Map<number, number>();
  for (let row = from; row < to; row++)
    if (orders.codes[row] >= 0) counts.set(orders.codes[row], (counts.get(orders.codes[row]) ?? 0) + 1);
  return [...counts.values()];
};

const shannon = (counts: readonly number[]): number => {
  const whole = counts.reduce((sum, n) => sum + n, 0);
  return whole === 0
    ? Number.NaN
    : -counts.reduce((sum, n) => sum + (n / whole) * Math.log(n / whole), 0) + 0;
};

/** Mean resultant length of the days of the year: 1 when all fall on one day, near 0 when spread evenly. */
const seasonality = ({ orders, from, to }: Own): number => {
  if (to - from < 3) return Number.NaN;
  let [x, y] = [0, 0];
  for (let row = from; row < to; row++) {
    const year = new Date(orders.times[row]).getUTCFullYear();
    const [start, end] = [Date.UTC(year, 0, 1), Date.UTC(year + 1, 0, 1)];
    const angle = (2 * Math.PI * (orders.times[row] - start)) / (end - start);
    x += Math.cos(angle);
    y += Math.sin(angle);
  }
  return Math.hypot(x, y) / (to - from);
};

const orderFeatures: readonly FurtherEntry[] = [
  {
    id: 'monetary_gross',
    label: 'Monetary, gross',
    unit: '',
    from: 'orders',
    sources: AMOUNTS,
    definition:
      'Sum of the amounts above zero before the as-of date: what was bought, with returns not taken off.',
    use: 'What was bought at all; beside Monetary it shows what came back.',
    of: gross,
  },
  {
    id: 'returned',
    label: 'Returned',
    unit: '',
    from: 'orders',
    sources: AMOUNTS,
    definition: 'Sum of the amounts below zero before the as-of date, without the sign.',
    use: 'Who sends back much.',
    of: returned,
  },
  {
    id: 'return_ratio',
    label: 'Return ratio',
    unit: '',
    from: 'orders',
    sources: AMOUNTS,
    definition: 'Returned divided by Monetary, gross. Missing where nothing was bought.',
    use: 'Returns in proportion, whatever the amounts.',
    of: (own) => (gross(own) > 0 ? returned(own) / gross(own) : Number.NaN),
  },
  {
    id: 'gap_mean',
    label: 'Time between orders',
    unit: 'd',
    from: 'orders',
    sources: TIME,
    definition:
      'Mean number of days from one day with an order to the next. Missing with fewer than two such days.',
    use: 'Each person’s own rhythm, against which silence is long or short.',
    of: (own) => meanOf(gaps(own)),
  },
  {
    id: 'gap_variance',
    label: 'Variance of time between orders',
    unit: 'd²',
    from: 'orders',
    sources: TIME,
    definition:
      'Sample variance of the days from one day with an order to the next. Missing with fewer than three such days.',
    use: 'Tells the regular from the occasional at the same frequency.',
    of: (own) => variance(gaps(own)),
  },
  {
    id: 'basket_size',
    label: 'Basket size',
    unit: 'lines',
    from: 'orders',
    sources: ORDERS,
    definition: 'Rows per distinct order before the as-of date. Missing without an order.',
    use: 'One thing at a time, or a full basket.',
    of: (own) =>
      own.to > own.from
        ? (own.to - own.from) / distinctOrders(own.orders.references, own.from, own.to, own.seen)
        : Number.NaN,
  },
  {
    id: 'categories',
    label: 'Categories',
    unit: 'categories',
    from: 'orders',
    sources: NAMES,
    definition:
      'Number of different categories ordered from before the as-of date, where the source names one.',
    use: 'How much of the range a person knows.',
    of: (own) => kinds(own).length,
  },
  {
    id: 'category_diversity',
    label: 'Category diversity',
    unit: 'nats',
    from: 'orders',
    sources: NAMES,
    definition:
      'Shannon entropy of a person’s shares of categories, natural logarithm: 0 for one category. Missing where none is named.',
    use: 'Specialists and browsers, whatever the number of orders.',
    of: (own) => shannon(kinds(own)),
  },
  {
    id: 'category_share',
    label: 'Share of the main category',
    unit: '',
    from: 'orders',
    sources: NAMES,
    definition: 'Share of the rows in the category a person orders from most. Missing where none is named.',
    use: 'How far one category is all there is.',
    of: (own) => {
      const counts = kinds(own);
      return counts.length === 0 ? Number.NaN : Math.max(...counts) / counts.reduce((sum, n) => sum + n, 0);
    },
  },
  ...WINDOWS.flatMap((days): FurtherEntry[] => [
    {
      id: `orders_${days}`,
      label: `Orders in ${days} days`,
      unit: 'orders',
      from: 'orders',
      sources: ORDERS,
      definition: `Number of distinct orders in the ${days} days before the as-of date.`,
      use: 'What is going on now, apart from what ever was.',
      of: (own) => distinctOrders(own.orders.references, since(own, days), own.to, own.seen),
    },
    {
      id: `spend_${days}`,
      label: `Spend in ${days} days`,
      unit: '',
      from: 'orders',
      sources: AMOUNTS,
      definition: `Sum of the amounts in the ${days} days before the as-of date, returns taken off.`,
      use: 'What is going on now, apart from what ever was.',
      of: (own) => sumOf(own, since(own, days), (amount) => amount),
    },
  ]),
  {
    id: 'order_trend',
    label: 'Trend of orders',
    unit: '',
    from: 'orders',
    sources: TIME,
    definition:
      'Rows of the last 90 days less those of the 90 days before, over both together: −1 stopped, 1 begun. Missing where there is none in 180 days.',
    use: 'Who is speeding up, who is slowing down.',
    of: (own) => {
      const recent = own.to - since(own, 90);
      const both = own.to - since(own, 180);
      return both === 0 ? Number.NaN : (2 * recent - both) / both;
    },
  },
  {
    id: 'order_seasonality',
    label: 'Seasonality of orders',
    unit: '',
    from: 'orders',
    sources: TIME,
    definition:
      'Mean resultant length of the days of the year with an order (Mardia & Jupp, Directional Statistics, 2000): 1 all in one season, 0 spread over the year. Missing with fewer than three rows.',
    use: 'Who comes for one season only.',
    of: seasonality,
  },
  {
    id: 'weekend_share',
    label: 'Share at weekends',
    unit: '',
    from: 'orders',
    sources: TIME,
    definition: 'Share of the rows on a Saturday or Sunday (UTC). Missing without an order.',
    use: 'When to reach somebody.',
    of: ({ orders, from, to }) => {
      let found = 0;
      for (let row = from; row < to; row++) {
        const day = new Date(orders.times[row]).getUTCDay();
        if (day === 0 || day === 6) found += 1;
      }
      return to > from ? found / (to - from) : Number.NaN;
    },
  },
];

export const FURTHER: readonly FurtherEntry[] = [...orderFeatures, ...activityFeatures];
