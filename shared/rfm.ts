/**
 * The map of RFM: named segments over the scores of recency, frequency and monetary (1 to 5 each), read from the first
 * row down; what it leaves out and what it can never reach. Window, command line and engine read the same map.
 */
import * as v from 'valibot';

const score = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(5));
const range = v.pipe(
  v.strictTuple([score, score]),
  v.check(([low, high]) => low <= high, 'A range runs from its lower score to its higher one.'),
);
const four = v.pipe(
  v.array(v.pipe(v.number(), v.finite())),
  v.length(4),
  v.check((cuts) => cuts.every((cut, i) => i === 0 || cut >= cuts[i - 1]), 'Cuts rise.'),
);

export const rfmSegmentSchema = v.pipe(
  v.strictObject({
    id: v.pipe(v.string(), v.regex(/^[a-z0-9][a-z0-9-]{0,39}$/)),
    name: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(60)),
    /** Inclusive ranges of scores. `fm` is the mean of frequency and monetary, rounded half up. */
    r: v.optional(range),
    fm: v.optional(range),
    f: v.optional(range),
    m: v.optional(range),
    /** In place of ranges: single cells, as the digits of recency and that mean, or of all three scores. */
    cells: v.optional(
      v.pipe(
        v.array(v.pipe(v.string(), v.regex(/^[1-5]{2,3}$/, 'a cell is two or three digits from 1 to 5'))),
        v.maxLength(125),
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

export const rfmSettingsSchema = v.strictObject({
  /** Where a value that equals a cut belongs: to the part below it or above it. */
  ties: v.optional(v.picklist(['below', 'above']), 'below'),
  /** Four cuts each, ascending; quintiles of those with an order where there are none. */
  cuts: v.optional(v.nullable(v.strictObject({ recency: four, frequency: four, monetary: four })), null),
  /** The first row that covers a person's scores is theirs. */
  segments: v.pipe(v.array(rfmSegmentSchema), v.minLength(1), v.maxLength(40)),
});
export type RfmSettings = v.InferOutput<typeof rfmSettingsSchema>;

/** Four cuts each, ascending. */
export type RfmCuts = NonNullable<RfmSettings['cuts']>;

/** The usual eleven; they cover the 25 cells of recency against the mean of frequency and monetary. */
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

export const RFM_USUAL: RfmSettings = { ties: 'below', cuts: null, segments: [...RFM_MAP] };

export const SCORES = [1, 2, 3, 4, 5] as const;

const within = (value: number, of: readonly [number, number] | undefined): boolean =>
  of === undefined || (value >= of[0] && value <= of[1]);

/** The mean of the scores of frequency and monetary, as the map reads it. */
export const meanScore = (f: number, m: number): number => Math.round((f + m) / 2);

const covers = (one: RfmSegment, r: number, f: number, m: number): boolean => {
  const fm = meanScore(f, m);
  if (one.cells !== undefined) return one.cells.includes(`${r}${fm}`) || one.cells.includes(`${r}${f}${m}`);
  return within(r, one.r) && within(f, one.f) && within(m, one.m) && within(fm, one.fm);
};

/** Position of the first segment that covers these scores, -1 where none does. */
export const rfmSegmentAt = (segments: readonly RfmSegment[], r: number, f: number, m: number): number =>
  segments.findIndex((one) => covers(one, r, f, m));

export type RfmLint = {
  /** Ids of segments whose every cell belongs to a row above them, or that have none. */
  unreachable: string[];
  /** Scores (recency, frequency, monetary) that no segment covers. */
  uncovered: [number, number, number][];
};

/** What a map can never reach and what it leaves out, over all 125 combinations of scores. */
export const lintRfm = (segments: readonly RfmSegment[]): RfmLint => {
  const reached = new Set<number>();
  const uncovered: [number, number, number][] = [];
  for (const r of SCORES)
    for (const f of SCORES)
      for (const m of SCORES) {
        const at = rfmSegmentAt(segments, r, f, m);
        if (at < 0) uncovered.push([r, f, m]);
        else reached.add(at);
      }
  return { unreachable: segments.filter((_, i) => !reached.has(i)).map(({ id }) => id), uncovered };
};
