/** The features that every vault has, each with a plain definition, a unit, its source columns and its use. */

/** A feature that is computed, not imported. */
export type CatalogueEntry = {
  id: string;
  label: string;
  unit: string;
  definition: string;
  from: 'orders' | 'events';
  /** Stored columns (`kind.name`) that it is computed from. */
  sources: readonly string[];
  /** What it is good for. */
  use: string;
};

export const CATALOGUE: readonly CatalogueEntry[] = [
  {
    id: 'recency',
    label: 'Recency',
    unit: 'd',
    from: 'orders',
    sources: ['orders.time'],
    use: 'Who is still there: the best single sign of it.',
    definition: 'Whole days between the last order and the as-of date. Missing without an order.',
  },
  {
    id: 'frequency',
    label: 'Frequency',
    unit: 'orders',
    from: 'orders',
    sources: ['orders.time', 'orders.reference'],
    use: 'Habit.',
    definition:
      'Number of distinct orders before the as-of date, by order number where the source has one, otherwise rows.',
  },
  {
    id: 'monetary',
    label: 'Monetary',
    unit: '',
    from: 'orders',
    sources: ['orders.time', 'orders.amount'],
    use: 'What somebody is worth so far, returns taken off.',
    definition: 'Sum of the amounts of all orders before the as-of date, returns taken off.',
  },
  {
    id: 'average_order',
    label: 'Average order',
    unit: '',
    from: 'orders',
    sources: ['orders.time', 'orders.amount', 'orders.reference'],
    use: 'Small and large baskets, whatever the frequency.',
    definition: 'Monetary divided by frequency. Missing without an order.',
  },
  {
    id: 'tenure',
    label: 'Tenure',
    unit: 'd',
    from: 'orders',
    sources: ['orders.time'],
    use: 'How long somebody has been a customer.',
    definition: 'Whole days between the first order and the as-of date. Missing without an order.',
  },
  {
    id: 'event_count',
    label: 'Events',
    unit: 'events',
    from: 'events',
    sources: ['events.time'],
    use: 'Interest, bought or not.',
    definition: 'Number of events before the as-of date.',
  },
  {
    id: 'last_event',
    label: 'Last event',
    unit: 'd',
    from: 'events',
    sources: ['events.time'],
    use: 'Interest that is still there when orders have stopped.',
    definition: 'Whole days between the last event and the as-of date. Missing without an event.',
  },
];
