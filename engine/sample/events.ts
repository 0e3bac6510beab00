/** What a customer does on the site, in the app, with newsletters and with customer service. */
import type { Random } from '../../shared/random.ts';
import { ARCHETYPES, CATEGORIES, DEVICES, VISITS } from './archetypes.ts';
import { DATES, dayAt, drawClock } from './calendar.ts';
import { chance, choose, gamma, pick, poisson } from './draw.ts';
import { CURVES, type Order } from './orders.ts';
import { orMissing, type Person } from './person.ts';

export const EVENT_COLUMNS = ['event_id', 'customer_id', 'occurred_at', 'event', 'page', 'device'] as const;

/** An event without its number and person: when, what, where, on what. */
export type Visit = { at: string; event: string; page: string; device: string };

const PRODUCTS: readonly (readonly string[])[] = [
  ['trail-pro-boots', 'alpine-poles', 'daypack-28', 'merino-socks'],
  ['rope-60m', 'harness-light', 'chalk-bag', 'helmet-vertex'],
  ['tent-lodge-3', 'sleeping-bag-zero', 'gas-stove', 'lantern'],
  ['touring-skis', 'ski-jacket', 'goggles', 'avalanche-probe'],
  ['gravel-bars', 'bike-bag', 'rain-cape', 'multi-tool'],
  ['fleece-basic', 'rain-shell', 'sun-hat', 'base-layer'],
  ['kids-boots', 'kids-tent', 'child-carrier', 'kids-rain-suit'],
];
const PAGES = ['/', '/', '/sale', '/stores', '/journal/first-hut-tour', '/journal/packing-list'];
const MAILS = ['mail/spring-sale', 'mail/summer', 'mail/winter', 'mail/your-points', 'mail/new-in'];

const productPage = (random: Random, category: number): string =>
  `/${CATEGORIES[category]}/${choose(random, PRODUCTS[category])}`;

const drawPage = (random: Random, event: string, category: number): string => {
  if (event === 'email_open') return choose(random, MAILS);
  if (event === 'support_ticket') return '/help';
  if (event === 'checkout') return '/checkout';
  if (event === 'page_view') return chance(random, 0.4) ? `/${CATEGORIES[category]}` : choose(random, PAGES);
  return productPage(random, category);
};

/** Mean number of events of an average customer is 1 times this, whatever the shares of the archetypes. */
const SCALE =
  ARCHETYPES.reduce((sum, { share }) => sum + share, 0) /
  ARCHETYPES.reduce((sum, { share, visits }) => sum + share * visits, 0);

/**
 * The events of a person, `mean` on average over all people. Up to half of them are the way to an online
 * order (looked at, put in the cart, checked out, bought); the rest are scattered over the active time.
 */
export const drawVisits = (
  random: Random,
  person: Person,
  orders: readonly Order[],
  mean: number,
): Visit[] => {
  const { archetype, signup, until } = person;
  const count = poisson(random, mean * SCALE * archetype.visits * gamma(random, 2.5));
  const usual = pick(random, archetype.devices);
  const drawDevice = (): string =>
    orMissing(random, DEVICES[chance(random, 0.8) ? usual : pick(random, archetype.devices)]);
  const visits: Visit[] = [];
  const kept = orders.length === 0 ? 0 : count / (8 * orders.length);
  for (const { day, clock, category, online } of orders) {
    if (!online || visits.length + 4 > count || !chance(random, kept)) continue;
    const device = drawDevice();
    const page = productPage(random, category);
    // All four carry the second of the order: the log of a shop names the session, not the click.
    const at = DATES[day] + clock;
    visits.push({ at, event: 'product_view', page: orMissing(random, page), device });
    visits.push({ at, event: 'add_to_cart', page: orMissing(random, page), device });
    visits.push({ at, event: 'checkout', page: orMissing(random, '/checkout'), device });
    visits.push({ at, event: 'purchase', page: orMissing(random, '/checkout/done'), device });
  }
  while (visits.length < count) {
    const event = VISITS[pick(random, archetype.visitKinds)];
    const category = pick(random, archetype.categories);
    visits.push({
      at: DATES[dayAt(CURVES[person.kind], signup, until, random.next())] + drawClock(random),
      event,
      page: orMissing(random, drawPage(random, event, category)),
      device: drawDevice(),
    });
  }
  return visits;
};

/** An event as a CSV record. */
export const eventRecord = (id: string, person: Person, { at, event, page, device }: Visit): string =>
  `${id},${person.id},${at},${event},${page},${device}`;
