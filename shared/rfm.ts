/**
 * The map of RFM: named segments over the scores of recency, frequency and monetary (1 to 3, 4, 5 or 10 each), read from
 * the first row down; what it leaves out and what it can never reach. Window, command line and engine read the same map.
 */
import * as v from 'valibot';

/** Into how many groups a measure can be cut. */
export const GROUPS = [3, 4, 5, 10] as const;
export type Groups = (typeof GROUPS)[number];
/** How many groups each measure has: its scores run from 1 to this. */
export type RfmGroups = { recency: Groups; frequency: Groups; monetary: Groups };
const same = (of: Groups): RfmGroups => ({ recency: of, frequency: of, monetary: of });
export const FIVE: RfmGroups = same(5);

const score = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(10));
const range = v.pipe(
  v.strictTuple([score, score]),
  v.check(([low, high]) => low <= high, 'A range runs from its lower score to its higher one.'),
);
const rising = v.pipe(
  v.array(v.pipe(v.number(), v.finite())),
  v.maxLength(9),
  v.check((cuts) => cuts.every((cut, i) => i === 0 || cut >= cuts[i - 1]), 'Cuts rise.'),
);

/** The scores of a cell: digits side by side, or with dashes where one of them is ten. */
const scoresOf = (cell: string): number[] => (cell.includes('-') ? cell.split('-') : [...cell]).map(Number);
/** A cell in words: two scores (recency, and the mean of the others) or all three. */
export const cellName = (...scores: number[]): string =>
  scores.join(scores.some((one) => one > 9) ? '-' : '');

export const rfmSegmentSchema = v.pipe(
  v.strictObject({
    id: v.pipe(v.string(), v.regex(/^[a-z0-9][a-z0-9-]{0,39}$/)),
    name: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(60)),
    /** Inclusive ranges of scores. `fm` is the mean of frequency and monetary, rounded half up. */
    r: v.optional(range),
    fm: v.optional(range),
    f: v.optional(range),
    m: v.optional(range),
    /** In place of ranges: single cells, as the scores of recency and that mean, or of all three measures. */
    cells: v.optional(
      v.pipe(
        v.array(
          v.pipe(
            v.string(),
            v.regex(
              /^([1-9]{2,3}|([1-9]|10)(-([1-9]|10)){1,2})$/,
              'a cell is two or three scores: digits, as in "54", or with dashes, as in "10-9"',
            ),
          ),
        ),
        v.maxLength(1000),
      ),
    ),
    /** Which of the group colours is its own, from 0; that of its place in the map without it. */
    colour: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(7))),
  }),
  v.check(
    ({ r, fm, f, m, cells }) =>
      cells === undefined ? r !== undefined : [r, fm, f, m].every((one) => one === undefined),
    'a segment has ranges, that of recency among them, or cells, not both',
  ),
);
export type RfmSegment = v.InferOutput<typeof rfmSegmentSchema>;

/** What is needed to read scores: how many there are, and whose they are. */
export type RfmMap = { groups: RfmGroups; segments: readonly RfmSegment[] };

/** The highest score of the mean of frequency and monetary. */
export const meanGroups = ({ frequency, monetary }: RfmGroups): number => Math.max(frequency, monetary);

const fits = ({ r, f, m, fm, cells }: RfmSegment, groups: RfmGroups): boolean => {
  const { recency, frequency, monetary } = groups;
  const mean = meanGroups(groups);
  const within = (one: readonly number[] | undefined, most: number): boolean =>
    one === undefined || one[1] <= most;
  return (
    within(r, recency) &&
    within(f, frequency) &&
    within(m, monetary) &&
    within(fm, mean) &&
    (cells ?? []).every((cell) => {
      const scores = scoresOf(cell);
      const most = scores.length === 2 ? [recency, mean] : [recency, frequency, monetary];
      return scores.every((one, at) => one <= most[at]);
    })
  );
};

const groupsOf = v.picklist(GROUPS, 'a measure has 3, 4, 5 or 10 groups');
export const rfmSettingsSchema = v.pipe(
  v.strictObject({
    /** Groups of each measure: one number for all three, or one each. */
    groups: v.optional(
      v.union([
        v.pipe(groupsOf, v.transform(same)),
        v.strictObject({ recency: groupsOf, frequency: groupsOf, monetary: groupsOf }),
      ]),
      5,
    ),
    /** Where a value that equals a cut belongs: to the part below it or above it. */
    ties: v.optional(v.picklist(['below', 'above']), 'below'),
    /** Ascending, one less than there are groups; where there are none, quantiles of those with an order. */
    cuts: v.optional(
      v.nullable(v.strictObject({ recency: rising, frequency: rising, monetary: rising })),
      null,
    ),
    /** The first row that covers a person's scores is theirs. */
    segments: v.pipe(v.array(rfmSegmentSchema), v.minLength(1), v.maxLength(40)),
  }),
  v.check(
    ({ groups, cuts }) =>
      cuts === null ||
      (['recency', 'frequency', 'monetary'] as const).every((one) => cuts[one].length === groups[one] - 1),
    'A measure has one cut less than it has groups.',
  ),
  v.check(
    ({ groups, segments }) => segments.every((one) => fits(one, groups)),
    'A segment has a score above the number of groups.',
  ),
);
export type RfmSettings = v.InferOutput<typeof rfmSettingsSchema>;

/** Ascending cuts of each measure, one less than it has groups. */
export type RfmCuts = NonNullable<RfmSettings['cuts']>;

/** Where quantile cuts lie: at 1/n, 2/n, … of those with an order. */
export const quantileParts = (groups: Groups): number[] =>
  Array.from({ length: groups - 1 }, (_, at) => (at + 1) / groups);

/** The usual eleven, for five groups; they cover the 25 cells of recency against the mean of frequency and monetary. */
export const RFM_MAP: readonly RfmSegment[] = [
  { id: 'champions', name: 'Champions', r: [5, 5], fm: [4, 5] },
  { id: 'loyal', name: 'Loyal customers', r: [3, 4], fm: [4, 5] },
  { id: 'potential', name: 'Potential loyalists', r: [4, 5], fm: [2, 3] },
  { id: 'new', name: 'New customers', r: [5, 5], fm: [1, 1] },
  { id: 'promising', name: 'Promising', r: [4, 4], fm: [1, 1] },
  { id: 'attention', name: 'Need attention', r: [3, 3], fm: [3, 3] },
  { id: 'sleep', name: 'About to sleep', r: [3, 3], fm: [1, 2] },
  { id: 'cannot-lose', name: 'Cannot lose them', r: [1, 1], fm: [5, 5] },
  { id: 'at-risk', name: 'At risk', r: [1, 2], fm: [3, 5] },
  { id: 'hibernating', name: 'Hibernating', r: [2, 2], fm: [1, 2] },
  { id: 'lost', name: 'Lost', r: [1, 1], fm: [1, 2] },
];

export const RFM_USUAL: RfmSettings = { groups: FIVE, ties: 'below', cuts: null, segments: [...RFM_MAP] };

/** Every score of a measure that has so many groups. */
export const scoresTo = (groups: number): number[] => Array.from({ length: groups }, (_, at) => at + 1);

/** Every combination of scores (recency, frequency, monetary), recency slowest. */
export const rfmTriples = ({ recency, frequency, monetary }: RfmGroups): [number, number, number][] =>
  scoresTo(recency).flatMap((r) =>
    scoresTo(frequency).flatMap((f) => scoresTo(monetary).map((m): [number, number, number] => [r, f, m])),
  );

/**
 * The mean of the scores of frequency and monetary, rounded half up, as the map reads it. Where one has fewer groups its
 * scores are first spread evenly over those of the other.
 */
export const meanScore = (f: number, m: number, { frequency, monetary }: RfmGroups): number => {
  const most = Math.max(frequency, monetary) - 1;
  const [a, b] = [frequency - 1, monetary - 1];
  return 1 + Math.floor((most * ((f - 1) * b + (m - 1) * a) + a * b) / (2 * a * b));
};

const within = (value: number, of: readonly [number, number] | undefined): boolean =>
  of === undefined || (value >= of[0] && value <= of[1]);

/** Reads a map: the position of the first segment that covers these scores, -1 where none does. */
export const rfmReader = ({ groups, segments }: RfmMap): ((r: number, f: number, m: number) => number) => {
  const cells = segments.map((one) =>
    one.cells === undefined ? null : new Set(one.cells.map((cell) => cellName(...scoresOf(cell)))),
  );
  return (r, f, m) => {
    const fm = meanScore(f, m, groups);
    return segments.findIndex((one, at) => {
      const own = cells[at];
      if (own !== null) return own.has(cellName(r, fm)) || own.has(cellName(r, f, m));
      return within(r, one.r) && within(f, one.f) && within(m, one.m) && within(fm, one.fm);
    });
  };
};

export type RfmLint = {
  /** Ids of segments whose every cell belongs to a row above them, or that have none. */
  unreachable: string[];
  /** Scores (recency, frequency, monetary) that no segment covers. */
  uncovered: [number, number, number][];
  /** How many combinations of scores there are. */
  combinations: number;
};

/** What a map can never reach and what it leaves out, over all combinations of scores. */
export const lintRfm = (map: RfmMap): RfmLint => {
  const reached = new Set<number>();
  const owner = rfmReader(map);
  const triples = rfmTriples(map.groups);
  const uncovered = triples.filter((triple) => {
    const at = owner(...triple);
    reached.add(at);
    return at < 0;
  });
  const unreachable = map.segments.filter((_, i) => !reached.has(i)).map(({ id }) => id);
  return { unreachable, uncovered, combinations: triples.length };
};

/** What belongs to no segment, by recency: the scores of frequency and monetary, side by side. */
export const uncoveredByRecency = (uncovered: RfmLint['uncovered']): { r: number; fm: string[] }[] => {
  const rows = new Map<number, string[]>();
  for (const [r, f, m] of uncovered) rows.set(r, [...(rows.get(r) ?? []), cellName(f, m)]);
  return [...rows].map(([r, fm]) => ({ r, fm }));
};
