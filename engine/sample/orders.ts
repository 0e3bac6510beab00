/** What a customer buys: how often, when, what and for how much. */
import type { Random } from '../../shared/random.ts';
import { ARCHETYPES, CATEGORIES } from './archetypes.ts';
import { DATES, dayAt, demandCurve, drawClock, twoDigits } from './calendar.ts';
import { chance, gamma, pick, poisson } from './draw.ts';
import { orMissing, type Person } from './person.ts';

export const ORDER_COLUMNS = [
  'order_id',
  'customer_id',
  'ordered_at',
  'amount',
  'currency',
  'category',
  'store',
] as const;

export type Order = {
  day: number;
  clock: string;
  /** Cents: the shop keeps its books in euros, whatever people paid in. */
  cents: number;
  category: number;
  online: boolean;
};

/** Cumulative demand of every archetype. */
export const CURVES: readonly Float64Array[] = ARCHETYPES.map(({ months }) => demandCurve(months));

/** Prices end in 0, 50, 90 or 95 hundredths, as prices do. */
const ENDINGS = [0, 50, 90, 95, 95, 90];

const drawCents = (random: Random, median: number, spread: number): number => {
  const amount = Math.max(5, median * Math.exp(spread * random.normal()));
  return Math.floor(amount) * 100 + ENDINGS[random.int(ENDINGS.length)];
};

/**
 * The orders of a person, in the order of time. Gaps between them are gamma distributed in the time of the
 * archetype's demand curve, so that they are as regular as the archetype and crowd where its season is.
 */
export const drawOrders = (random: Random, person: Person): Order[] => {
  const { archetype, signup, until } = person;
  if (chance(random, archetype.browser)) return [];
  const years = (until - signup) / 365.25;
  const eagerness = gamma(random, archetype.orderShape);
  const count = Math.max(1, poisson(random, archetype.ordersPerYear * years * eagerness));
  const median = archetype.basket * Math.exp(0.4 * random.normal());
  const shopper = chance(random, 0.3) ? 0.25 : 0.92;
  const gaps: number[] = [];
  let total = 0;
  for (let i = 0; i <= count; i++) {
    total += gamma(random, archetype.gapShape);
    gaps.push(total);
  }
  const orders: Order[] = [];
  for (let i = 0; i < count; i++) {
    const day = dayAt(CURVES[person.kind], signup, until, gaps[i] / total);
    orders.push({
      day,
      clock: drawClock(random),
      cents: drawCents(random, median, archetype.basketSpread),
      category: pick(random, archetype.categories),
      online: chance(random, shopper),
    });
  }
  return orders;
};

/** An order as a CSV record. */
export const orderRecord = (random: Random, id: string, person: Person, order: Order): string => {
  const amount = `${Math.floor(order.cents / 100)}.${twoDigits(order.cents % 100)}`;
  const category = orMissing(random, CATEGORIES[order.category]);
  const store = orMissing(random, order.online ? 'online' : `${person.country.code} ${person.city}`);
  return `${id},${person.id},${DATES[order.day]}${order.clock},${amount},EUR,${category},${store}`;
};
