/** Words for how a feature enters clustering: encodings of levels, rare ones, missing values. */
export const encoding = {
  encoding: 'Levels become',
  encodings: { onehot: 'A column each', ordinal: 'Places in an order', frequency: 'Shares of people' },
  encodingWhy: {
    onehot: 'One column per level, 0 or 1. Rare levels share one, and having none has its own.',
    ordinal: 'The place of the level in the order below, from 0. Then the scaling.',
    frequency: 'The share of the people who have the same level. Then the scaling.',
  },
  rare: 'Rare below',
  rareWrong: 'From 0 to 50 %.',
  missing: 'Without a value',
  policies: { impute: 'Fill and mark', 'leave-out': 'Leave out' },
  order: 'Order of the levels, lowest first',
  lower: (level: string) => `Move ${level} lower`,
  higher: (level: string) => `Move ${level} higher`,
  first: 'It is the lowest already.',
  last: 'It is the highest already.',
  becomes: 'becomes',
  missingFilled: (count: string, of: string) =>
    `Not known of ${count} of ${of} people. They take the median, and a mark says that they did.`,
  missingLevel: (count: string, of: string) =>
    `Not known of ${count} of ${of} people. They have no level, and a mark says so.`,
  missingOut: (count: string, of: string) =>
    `Not known of ${count} of ${of} people. They are left out of the clustering.`,
  knownOfAll: 'Known of everyone in the lens.',
} as const;
