/**
 * RFM scores: recency, frequency and monetary each scored from 1 to their number of groups, by quantiles or by cuts of
 * one's own, and named by the map (`shared/rfm.ts`). Quantiles are type 7, of those with an order. Equal values always get equal
 * scores; whether a value that equals a cut belongs to the part below or above it is the tie policy. Scores do not
 * change when money is counted in cents.
 */
import {
  type Groups,
  quantileParts,
  RFM_USUAL,
  type RfmCuts,
  type RfmSegment,
  type RfmSettings,
  rfmReader,
  scoresTo,
} from '../../shared/rfm.ts';
import type { Rule } from '../../shared/rules/rule.ts';
import { quantilesOf } from './statistics.ts';
import type { FeatureTable, NumberColumn } from './table.ts';

export type RfmScores = {
  settings: RfmSettings;
  /** The cut points of each measure, ascending; a value above the i-th (for recency: below) moves up one score. */
  cuts: RfmCuts;
  /** Scores from 1 per admitted person, 0 without an order. */
  r: Uint8Array;
  f: Uint8Array;
  m: Uint8Array;
  /** Index into the segments per admitted person, -1 without an order or where no segment covers the scores. */
  segment: Int8Array;
  sizes: { id: string; name: string; people: number }[];
  withoutOrders: number;
};

const column = (table: FeatureTable, id: string): Float64Array | undefined =>
  (table.columns.find((candidate) => candidate.id === id) as NumberColumn | undefined)?.values;

const cutsOf = (values: Float64Array, groups: Groups, has: (i: number) => boolean): number[] => {
  const known = new Float64Array(values.length);
  let count = 0;
  for (let i = 0; i < values.length; i++) if (has(i)) known[count++] = values[i];
  // Interpolation leaves noise in the last digits (315.00000000000034), which no rule should carry.
  return quantilesOf(known.subarray(0, count), quantileParts(groups)).map((cut) =>
    Number(cut.toPrecision(12)),
  );
};

const partOf = (value: number, cuts: readonly number[], above: boolean): number => {
  let part = 1;
  for (const cut of cuts) if (value > cut || (above && value === cut)) part += 1;
  return part;
};

/** Scores everyone in the table; null where nobody ordered. */
export const scoreRfm = (table: FeatureTable, settings: RfmSettings = RFM_USUAL): RfmScores | null => {
  const recency = column(table, 'recency');
  const frequency = column(table, 'frequency');
  const monetary = column(table, 'monetary');
  if (recency === undefined || frequency === undefined || monetary === undefined) return null;
  const bought = (i: number): boolean => frequency[i] > 0;
  // Without a buyer there are no cut points, and a rule could not say them.
  if (!frequency.some((orders) => orders > 0)) return null;
  const { segments, groups } = settings;
  const cuts = settings.cuts ?? {
    recency: cutsOf(recency, groups.recency, bought),
    frequency: cutsOf(frequency, groups.frequency, bought),
    monetary: cutsOf(monetary, groups.monetary, bought),
  };
  const above = settings.ties === 'above';
  const owner = rfmReader(settings);
  // By the digits of all three scores, to the base of eleven, since the highest is ten.
  const named = Int8Array.from({ length: 11 ** 3 }, (_, at) =>
    owner(Math.floor(at / 121), Math.floor(at / 11) % 11, at % 11),
  );
  const r = new Uint8Array(table.people);
  const f = new Uint8Array(table.people);
  const m = new Uint8Array(table.people);
  const segment = new Int8Array(table.people).fill(-1);
  const counts = new Array<number>(segments.length).fill(0);
  let withoutOrders = 0;
  for (let i = 0; i < table.people; i++) {
    if (!bought(i)) {
      withoutOrders += 1;
      continue;
    }
    r[i] = groups.recency + 1 - partOf(recency[i], cuts.recency, above);
    f[i] = partOf(frequency[i], cuts.frequency, above);
    m[i] = partOf(monetary[i], cuts.monetary, above);
    segment[i] = named[121 * r[i] + 11 * f[i] + m[i]];
    if (segment[i] >= 0) counts[segment[i]] += 1;
  }
  const sizes = segments.map(({ id, name }, i) => ({ id, name, people: counts[i] }));
  return { settings, cuts, r, f, m, segment, sizes, withoutOrders };
};

/** The conditions for a score from `low` to `high`: none where that is every score. */
const scoreFrom = (
  field: string,
  [low, high]: readonly [number, number],
  cuts: readonly number[],
  falling: boolean,
  above: boolean,
): Rule[] => {
  // A range of scores is a half-open interval of the value, so a rule can say it exactly.
  const groups = cuts.length + 1;
  const [from, to] = falling ? [groups + 1 - high, groups + 1 - low] : [low, high];
  const parts: Rule[] = [];
  if (from > 1) parts.push({ op: 'compare', field, is: above ? '>=' : '>', value: cuts[from - 2] });
  if (to < groups) parts.push({ op: 'compare', field, is: above ? '<' : '<=', value: cuts[to - 1] });
  return parts;
};

type Block = { f: [number, number]; m: [number, number] };

/** Blocks of frequency and monetary scores that together are the cells that belong to a segment at one recency. */
const blocksAt = ({ groups }: RfmSettings, has: (f: number, m: number) => boolean): Block[] => {
  const blocks: Block[] = [];
  for (const f of scoresTo(groups.frequency)) {
    const runs: [number, number][] = [];
    for (const m of scoresTo(groups.monetary)) {
      if (!has(f, m)) continue;
      const open = runs.at(-1);
      if (open !== undefined && open[1] === m - 1) open[1] = m;
      else runs.push([m, m]);
    }
    for (const m of runs) {
      const below = blocks.find((one) => one.f[1] === f - 1 && one.m[0] === m[0] && one.m[1] === m[1]);
      if (below === undefined) blocks.push({ f: [f, f], m });
      else below.f[1] = f;
    }
  }
  return blocks;
};

const joined = (op: 'all' | 'any', of: Rule[]): Rule => (of.length === 1 ? of[0] : { op, of });

/** The rule of the segment language that says exactly who is in a segment of the map; null where nobody can be. */
export const rfmRule = ({ cuts, settings }: RfmScores, segment: RfmSegment): Rule | null => {
  const own = settings.segments.indexOf(segment);
  const above = settings.ties === 'above';
  const bands: { r: [number, number]; blocks: Block[] }[] = [];
  const owner = rfmReader(settings);
  for (const r of scoresTo(settings.groups.recency)) {
    const blocks = blocksAt(settings, (f, m) => owner(r, f, m) === own);
    if (blocks.length === 0) continue;
    const open = bands.at(-1);
    if (open !== undefined && open.r[1] === r - 1 && JSON.stringify(open.blocks) === JSON.stringify(blocks))
      open.r[1] = r;
    else bands.push({ r: [r, r], blocks });
  }
  if (bands.length === 0) return null;
  const bought: Rule = { op: 'compare', field: 'frequency', is: '>', value: 0 };
  const parts = bands.map(({ r, blocks }): Rule[] => {
    const either = blocks.map(({ f, m }): Rule[] => [
      ...scoreFrom('frequency', f, cuts.frequency, false, above),
      ...scoreFrom('monetary', m, cuts.monetary, false, above),
    ]);
    return [
      ...scoreFrom('recency', r, cuts.recency, true, above),
      ...(either.length === 1
        ? either[0]
        : [
            joined(
              'any',
              either.map((of) => joined('all', of)),
            ),
          ]),
    ];
  });
  return {
    op: 'all',
    of: [
      bought,
      ...(parts.length === 1
        ? parts[0]
        : [
            joined(
              'any',
              parts.map((of) => joined('all', of)),
            ),
          ]),
    ],
  };
};
