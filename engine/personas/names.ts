/**
 * Suggested names and summaries. Each archetype is a short test on how far the segment's means lie from
 * the lens's; the first that fits names it, a telling attribute or number keeps two names apart. The analyst
 * has the last word.
 */

export type NumberFigure = { mean: number; median: number; z: number; ratio: number };
export type LevelFigure = {
  field: string;
  label: string;
  level: string;
  share: number;
  lensShare: number;
  people: number;
};
export type Profile = { numbers: Map<string, NumberFigure>; levels: LevelFigure[] };

/** What a segment is like, as a word the content plan can look up. */
export type Archetype =
  | 'loyal'
  | 'big-baskets'
  | 'bargain'
  | 'slipping'
  | 'lost'
  | 'new'
  | 'one-time'
  | 'browsers'
  | 'steady'
  | 'unknown';

const z = (profile: Profile, id: string): number => profile.numbers.get(id)?.z ?? 0;
const ratio = (profile: Profile, id: string): number => profile.numbers.get(id)?.ratio ?? 1;
const middle = (profile: Profile, id: string): number => profile.numbers.get(id)?.median ?? Number.NaN;

/** The archetype whose test fits first; the order is from the most to the least telling. */
export const archetypeOf = (profile: Profile): Archetype => {
  if (!profile.numbers.has('frequency')) return profile.numbers.has('event_count') ? 'browsers' : 'unknown';
  const recency = ratio(profile, 'recency');
  const frequency = ratio(profile, 'frequency');
  if (middle(profile, 'frequency') === 0 || Number.isNaN(middle(profile, 'recency'))) return 'browsers';
  if (frequency >= 1.5 && recency <= 0.9) return 'loyal';
  if (ratio(profile, 'average_order') >= 1.5 && z(profile, 'average_order') > 0.4) return 'big-baskets';
  if (recency >= 1.6 && frequency <= 0.8) return 'lost';
  if (recency >= 1.15) return 'slipping';
  if (ratio(profile, 'tenure') <= 0.5) return 'new';
  if (middle(profile, 'frequency') <= 1) return 'one-time';
  if (frequency >= 1.1 && ratio(profile, 'average_order') <= 0.85) return 'bargain';
  return 'steady';
};

const NAMES: Record<Archetype, string> = {
  loyal: 'Loyal enthusiasts',
  'big-baskets': 'Big baskets',
  bargain: 'Small and often',
  slipping: 'Slipping away',
  lost: 'Long silent',
  new: 'New and curious',
  'one-time': 'Bought once',
  browsers: 'Looking, not buying',
  steady: 'Steady middle',
  unknown: 'Group',
};

/** The level that is most over-represented, if it is telling at all. */
export const tellingLevel = (profile: Profile): LevelFigure | null => {
  let best: LevelFigure | null = null;
  let strength = 0;
  for (const figure of profile.levels) {
    if (figure.people < 30 || figure.share < 0.25 || figure.lensShare === 0) continue;
    const score = (figure.share - figure.lensShare) * Math.log(figure.share / figure.lensShare);
    if (figure.share / figure.lensShare >= 1.3 && score > strength) {
      best = figure;
      strength = score;
    }
  }
  return best;
};

const SUFFIXES: { id: string; high: string; low: string }[] = [
  { id: 'monetary', high: 'high spend', low: 'low spend' },
  { id: 'frequency', high: 'frequent', low: 'seldom' },
  { id: 'recency', high: 'long ago', low: 'lately' },
  { id: 'tenure', high: 'long known', low: 'recently won' },
  { id: 'event_count', high: 'active', low: 'quiet' },
];

/** Whether a level says nothing without the name of its attribute. */
const saysNothing = (level: string): boolean => /^(yes|no|true|false|y|n|\W*[\d.,]+\W*)$/i.test(level.trim());

/** A name that is not in `taken`, which it joins. */
export const nameSegment = (profile: Profile, taken: Set<string>): string => {
  const base = NAMES[archetypeOf(profile)];
  const level = tellingLevel(profile);
  const byStrength = SUFFIXES.filter(({ id }) => profile.numbers.has(id)).sort(
    (a, b) => Math.abs(z(profile, b.id)) - Math.abs(z(profile, a.id)),
  );
  const candidates = [
    base,
    ...byStrength.map(({ id, high, low }) => `${base}, ${z(profile, id) > 0 ? high : low}`),
    ...(level === null
      ? []
      : [`${base}, ${saysNothing(level.level) ? `${level.label}: ` : ''}${level.level}`]),
  ];
  let name = candidates.find((candidate) => !taken.has(candidate));
  for (let n = 2; name === undefined; n++) if (!taken.has(`${base} ${n}`)) name = `${base} ${n}`;
  taken.add(name);
  return name;
};

const SENTENCES: Record<Archetype, string> = {
  loyal: 'They order often and did so lately.',
  'big-baskets': 'They spend well above average on each order.',
  bargain: 'They order often, in small baskets.',
  slipping: 'Their last order lies longer back than usual.',
  lost: 'They ordered little, and that was long ago.',
  new: 'They have not been customers for long.',
  'one-time': 'Most of them ordered once.',
  browsers: 'Most of them have not ordered yet.',
  steady: 'They order about as often and as much as everyone.',
  unknown: 'A group found in the profiles.',
};

/** One or two plain sentences, without figures: the figures beside them went through the gate, these need not. */
export const summarise = (profile: Profile): string => {
  const parts = [SENTENCES[archetypeOf(profile)]];
  const spend = ratio(profile, 'monetary');
  if (spend >= 2) parts.push('Each spends far more than the average.');
  else if (spend >= 1.25) parts.push('Each spends more than the average.');
  else if (spend > 0 && spend <= 0.5) parts.push('Each spends far less than the average.');
  const events = ratio(profile, 'event_count');
  if (events >= 1.3) parts.push('They visit more than others.');
  else if (events > 0 && events <= 0.7) parts.push('They seldom visit.');
  const level = tellingLevel(profile);
  if (level !== null) parts.push(`${level.label} is “${level.level}” more often than elsewhere.`);
  return parts.join(' ');
};
