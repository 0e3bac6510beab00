/**
 * RFM scores: recency, frequency and monetary each scored 1 to 5 by quantile, and the usual named segments.
 *
 * Cut points are the type-7 quintiles of the people with at least one order; equal values always get equal
 * scores (a tie goes to the lower score for frequency and monetary, to the higher for recency), so scores do
 * not change when money is counted in cents.
 */
import type { Rule } from '../../shared/rules/rule.ts';
import { quantile } from './statistics.ts';
import type { FeatureTable, NumberColumn } from './table.ts';

export type RfmSegment = {
  id: string;
  name: string;
  /** Inclusive ranges of the recency and the frequency-and-monetary score, the mean of the two, rounded. */
  r: [number, number];
  fm: [number, number];
};

/**
 * The usual names on a map of recency against the rounded mean of frequency and monetary. The map is a
 * partition: each of the 25 cells belongs to exactly one segment, which a test checks.
 */
export const RFM_MAP: readonly RfmSegment[] = [
  { id: 'champions', name: 'Champions', r: [5, 5], fm: [4, 5] },
  { id: 'loyal', name: 'Loyal customers', r: [3, 4], fm: [4, 5] },
  { id: 'potential', name: 'Potential loyalists', r: [4, 5], fm: [2, 3] },
  { id: 'new', name: 'New customers', r: [5, 5], fm: [1, 1] },
  { id: 'promising', name: 'Promising', r: [4, 4], fm: [1, 1] },
  { id: 'attention', name: 'Need attention', r: [3, 3], fm: [3, 3] },
  { id: 'sleep', name: 'About to sleep', r: [3, 3], fm: [1, 2] },
  { id: 'cannot-lose', name: 'Cannot lose them', r: [1, 1], fm: [5, 5] },
  { id: 'at-risk', name: 'At risk', r: [2, 2], fm: [3, 5] },
  { id: 'slipping', name: 'Slipping away', r: [1, 1], fm: [3, 4] },
  { id: 'hibernating', name: 'Hibernating', r: [2, 2], fm: [1, 2] },
  { id: 'lost', name: 'Lost', r: [1, 1], fm: [1, 2] },
];

export type RfmScores = {
  /** Four cut points each; a value above the i-th (for recency: at or below) moves up one score. */
  cuts: { recency: number[]; frequency: number[]; monetary: number[] };
  /** Scores 1 to 5 per admitted person, 0 without an order. */
  r: Uint8Array;
  f: Uint8Array;
  m: Uint8Array;
  /** Index into RFM_MAP per admitted person, -1 without an order. */
  segment: Int8Array;
  sizes: { id: string; name: string; people: number }[];
  withoutOrders: number;
};

const PARTS = [0.2, 0.4, 0.6, 0.8];

const column = (table: FeatureTable, id: string): Float64Array | undefined =>
  (table.columns.find((candidate) => candidate.id === id) as NumberColumn | undefined)?.values;

const cutsOf = (values: Float64Array, has: (i: number) => boolean): number[] => {
  const sorted = values.filter((_, i) => has(i)).sort();
  // Interpolation leaves noise in the last digits (315.00000000000034), which no rule should carry.
  return PARTS.map((part) => Number(quantile(sorted, part).toPrecision(12)));
};

const above = (value: number, cuts: readonly number[]): number =>
  1 + cuts.reduce((score, cut) => score + (value > cut ? 1 : 0), 0);

/** Scores everyone in the table; null where nobody ordered. */
export const scoreRfm = (table: FeatureTable): RfmScores | null => {
  const recency = column(table, 'recency');
  const frequency = column(table, 'frequency');
  const monetary = column(table, 'monetary');
  if (recency === undefined || frequency === undefined || monetary === undefined) return null;
  const bought = (i: number): boolean => frequency[i] > 0;
  // Without a buyer there are no cut points, and a rule could not say them.
  if (!frequency.some((orders) => orders > 0)) return null;
  const cuts = {
    recency: cutsOf(recency, bought),
    frequency: cutsOf(frequency, bought),
    monetary: cutsOf(monetary, bought),
  };
  const r = new Uint8Array(table.people);
  const f = new Uint8Array(table.people);
  const m = new Uint8Array(table.people);
  const segment = new Int8Array(table.people).fill(-1);
  const counts = new Array<number>(RFM_MAP.length).fill(0);
  let withoutOrders = 0;
  for (let i = 0; i < table.people; i++) {
    if (!bought(i)) {
      withoutOrders += 1;
      continue;
    }
    r[i] = 6 - above(recency[i], cuts.recency);
    f[i] = above(frequency[i], cuts.frequency);
    m[i] = above(monetary[i], cuts.monetary);
    const fm = Math.round((f[i] + m[i]) / 2);
    segment[i] = RFM_MAP.findIndex(
      (cell) => r[i] >= cell.r[0] && r[i] <= cell.r[1] && fm >= cell.fm[0] && fm <= cell.fm[1],
    );
    counts[segment[i]] += 1;
  }
  const sizes = RFM_MAP.map(({ id, name }, i) => ({ id, name, people: counts[i] }));
  return { cuts, r, f, m, segment, sizes, withoutOrders };
};

/** The conditions for a score from `low` to `high`: none where that is every score. */
const scoreFrom = (
  field: string,
  [low, high]: readonly [number, number],
  cuts: readonly number[],
  falling: boolean,
): Rule[] => {
  // A range of scores is a half-open interval of the value, so a rule can say it exactly.
  const [from, to] = falling ? [6 - high, 6 - low] : [low, high];
  const parts: Rule[] = [];
  if (from > 1) parts.push({ op: 'compare', field, is: '>', value: cuts[from - 2] });
  if (to < 5) parts.push({ op: 'compare', field, is: '<=', value: cuts[to - 1] });
  return parts;
};

/** Blocks of frequency and monetary scores that together are the cells whose rounded mean lies in `fm`. */
const blocksOf = (fm: readonly [number, number]): { f: [number, number]; m: [number, number] }[] => {
  const blocks: { f: [number, number]; m: [number, number] }[] = [];
  for (let f = 1; f <= 5; f++) {
    const fits = [1, 2, 3, 4, 5].filter((m) => {
      const mean = Math.round((f + m) / 2);
      return mean >= fm[0] && mean <= fm[1];
    });
    if (fits.length === 0) continue;
    const m: [number, number] = [fits[0], fits[fits.length - 1]];
    const last = blocks.at(-1);
    if (last !== undefined && last.f[1] === f - 1 && last.m[0] === m[0] && last.m[1] === m[1]) last.f[1] = f;
    else blocks.push({ f: [f, f], m });
  }
  return blocks;
};

/** The rule of the segment language that says exactly who is in a cell of the map. */
export const rfmRule = (scores: RfmScores, cell: RfmSegment): Rule => {
  const { cuts } = scores;
  const blocks = blocksOf(cell.fm).map(({ f, m }): Rule[] => [
    ...scoreFrom('frequency', f, cuts.frequency, false),
    ...scoreFrom('monetary', m, cuts.monetary, false),
  ]);
  const either = blocks.map((of): Rule => (of.length === 1 ? of[0] : { op: 'all', of }));
  return {
    op: 'all',
    of: [
      { op: 'compare', field: 'frequency', is: '>', value: 0 },
      ...scoreFrom('recency', cell.r, cuts.recency, true),
      ...(either.length === 1 ? blocks[0] : [{ op: 'any', of: either } satisfies Rule]),
    ],
  };
};
