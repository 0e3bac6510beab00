/**
 * Further features of events: sessions, dwell, views, clicks, counts in windows, trend, and orders per session. A
 * session ends where 30 minutes pass without an event, as web analytics count it.
 */
import { DAY } from '../../shared/vocabulary.ts';
import type { FurtherEntry } from './further.ts';
import { distinctOrders, type Own } from './own.ts';

const GAP = 30 * 60_000;
const TIME = ['events.time'];
const NAMES = ['events.time', 'events.name'];
const WINDOWS = [7, 30, 90, 365] as const;
const A_SESSION = 'A session ends where 30 minutes pass without an event.';

/** Number of sessions, and the milliseconds from first to last event of each, added up. */
const sessionsOf = ({ events: { times }, first, last }: Own): { count: number; dwell: number } => {
  let count = 0;
  let dwell = 0;
  for (let row = first; row < last; row++) {
    const gap = row === first ? Number.POSITIVE_INFINITY : times[row] - times[row - 1];
    if (gap > GAP) count += 1;
    else dwell += gap;
  }
  return { count, dwell };
};

const since = ({ events, first, last, asOf }: Own, days: number): number => {
  let row = last;
  while (row > first && events.times[row - 1] >= asOf - days * DAY) row--;
  return last - row;
};

const counted = ({ events, first, last }: Own, of: Uint8Array): number => {
  let found = 0;
  for (let row = first; row < last; row++) if (events.codes[row] >= 0) found += of[events.codes[row]];
  return found;
};

export const activityFeatures: readonly FurtherEntry[] = [
  {
    id: 'sessions',
    label: 'Sessions',
    unit: 'sessions',
    from: 'events',
    sources: TIME,
    definition: `Number of sessions before the as-of date. ${A_SESSION}`,
    use: 'How often somebody came, however much they clicked.',
    of: (own) => sessionsOf(own).count,
  },
  {
    id: 'dwell',
    label: 'Dwell',
    unit: 'min',
    from: 'events',
    sources: TIME,
    definition: `Mean minutes from the first to the last event of a session. ${A_SESSION} Missing without an event.`,
    use: 'How long somebody stays.',
    of: (own) => {
      const { count, dwell } = sessionsOf(own);
      return count === 0 ? Number.NaN : dwell / count / 60_000;
    },
  },
  {
    id: 'session_depth',
    label: 'Events per session',
    unit: 'events',
    from: 'events',
    sources: TIME,
    definition: `Events divided by sessions. ${A_SESSION} Missing without an event.`,
    use: 'A glance, or a long look.',
    of: (own) => (own.last > own.first ? (own.last - own.first) / sessionsOf(own).count : Number.NaN),
  },
  {
    id: 'views',
    label: 'Views',
    unit: 'events',
    from: 'events',
    sources: NAMES,
    definition:
      'Number of events whose name has view, visit, impression or open in it, before the as-of date.',
    use: 'Interest before anything is bought.',
    of: (own) => counted(own, own.views),
  },
  {
    id: 'clicks',
    label: 'Clicks',
    unit: 'events',
    from: 'events',
    sources: NAMES,
    definition: 'Number of events whose name has click or tap in it, before the as-of date.',
    use: 'Interest that acts.',
    of: (own) => counted(own, own.clicks),
  },
  {
    id: 'click_ratio',
    label: 'Clicks per view',
    unit: '',
    from: 'events',
    sources: NAMES,
    definition: 'Clicks divided by views. Missing without a view.',
    use: 'What is shown against what is taken up.',
    of: (own) => {
      const views = counted(own, own.views);
      return views === 0 ? Number.NaN : counted(own, own.clicks) / views;
    },
  },
  ...WINDOWS.map(
    (days): FurtherEntry => ({
      id: `events_${days}`,
      label: `Events in ${days} days`,
      unit: 'events',
      from: 'events',
      sources: TIME,
      definition: `Number of events in the ${days} days before the as-of date.`,
      use: 'What is going on now, apart from what ever was.',
      of: (own) => since(own, days),
    }),
  ),
  {
    id: 'event_trend',
    label: 'Trend of events',
    unit: '',
    from: 'events',
    sources: TIME,
    definition:
      'Events of the last 30 days less those of the 30 days before, over both together: −1 stopped, 1 begun. Missing where there is none in 60 days.',
    use: 'Interest that rises or fades before orders do.',
    of: (own) => {
      const both = since(own, 60);
      return both === 0 ? Number.NaN : (2 * since(own, 30) - both) / both;
    },
  },
  {
    id: 'orders_per_session',
    label: 'Orders per session',
    unit: '',
    from: 'events',
    sources: ['orders.time', 'orders.reference', 'events.time'],
    definition: `Distinct orders divided by sessions. ${A_SESSION} Missing without an event.`,
    use: 'Visits that end in an order.',
    of: (own) => {
      const { count } = sessionsOf(own);
      return count === 0
        ? Number.NaN
        : distinctOrders(own.orders.references, own.from, own.to, own.seen) / count;
    },
  },
];
