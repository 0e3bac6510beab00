/**
 * personas: the portrait of a segment. What sets its members apart from everyone the lens admits, what is
 * usual for them, by which channel they may be reached, a name, a sentence and a first content plan.
 * Figures are exact here and carry the people behind them; only the gate makes them fit to leave.
 */
import { moments, quantile } from '../features/statistics.ts';
import type { FeatureTable, LevelColumn, NumberColumn } from '../features/table.ts';
import type { LevelDraft, NumberDraft, PersonaDraft, ReachDraft } from '../privacy/gate/draft.ts';
import { isMember, listMembers, type Members } from '../segments/members.ts';
import { planContent } from './content-plan.ts';
import { nameSegment, type Profile, summarise } from './names.ts';

/** A channel a segment could be reached by, and who of the lens consents to it (1 or 0 per person). */
export type Channel = { purpose: string; label: string; consents: Uint8Array };

/** Most levels of an attribute that a portrait looks at; with more it is no portrait. */
const MOST_LEVELS = 60;

type NumberBase = {
  mean: number;
  deviation: number;
  known: number;
  centiles: [number, number, number];
  /** Sum of all magnitudes, and who has the largest, largest first. */
  magnitude: number;
  largest: { person: number; size: number }[];
};

/** So many of the largest values are kept: two of them are nearly always outside a segment. */
const LARGEST = 50;

/** Figures of the whole lens that every portrait is held against; computed once. */
export type LensBase = {
  numbers: Map<string, NumberBase>;
  levels: Map<string, { people: number[]; known: number }>;
  spend: number | null;
};

const centiles = (sorted: Float64Array): [number, number, number] => [
  quantile(sorted, 0.1),
  quantile(sorted, 0.5),
  quantile(sorted, 0.9),
];

const knownSorted = (values: Float64Array): Float64Array =>
  values.filter((value) => !Number.isNaN(value)).sort();

const numberBase = (values: Float64Array): NumberBase => {
  const { count, mean, deviation } = moments(values);
  let magnitude = 0;
  let least = 0;
  const largest: NumberBase['largest'] = [];
  for (let person = 0; person < values.length; person++) {
    const size = Math.abs(values[person]) || 0;
    magnitude += size;
    if (size <= least) continue;
    let at = largest.length;
    while (at > 0 && largest[at - 1].size < size) at -= 1;
    largest.splice(at, 0, { person, size });
    if (largest.length > LARGEST) largest.pop();
    if (largest.length === LARGEST) least = largest[LARGEST - 1].size;
  }
  return { mean, deviation, known: count, centiles: centiles(knownSorted(values)), magnitude, largest };
};

/**
 * The largest share two people hold of a sum that can be computed from a segment's figures beside the lens's: of the
 * segment's own, of everyone's, of everyone's outside the segment. Where more of the largest values lie inside the
 * segment than are kept, those outside are taken to be as large as the smallest that is kept.
 */
const dominanceOf = (base: NumberBase, set: Members, inside: Float64Array): number => {
  const shares = [topTwoShare(inside)];
  if (base.magnitude > 0) {
    const two = (sizes: number[]): number => (sizes[0] ?? 0) + (sizes[1] ?? 0);
    shares.push(two(base.largest.map(({ size }) => size)) / base.magnitude);
    const within = inside.reduce((sum, value) => sum + (Math.abs(value) || 0), 0);
    const rest = base.magnitude - within;
    const outside = base.largest.filter(({ person }) => !isMember(set, person)).map(({ size }) => size);
    const bound = base.largest.length === LARGEST ? base.largest[LARGEST - 1].size : 0;
    while (outside.length < 2) outside.push(bound);
    if (rest > base.magnitude * 1e-9) shares.push(Math.min(1, two(outside) / rest));
  }
  return Math.max(...shares);
};

const countLevels = (column: LevelColumn, codes: Iterable<number>): { people: number[]; known: number } => {
  const people = new Array<number>(column.levels.length).fill(0);
  let known = 0;
  for (const code of codes)
    if (code >= 0) {
      people[code] += 1;
      known += 1;
    }
  return { people, known };
};

const sumOf = (values: Float64Array): number => values.reduce((sum, value) => sum + (value || 0), 0);

/**
 * Share of a sum that its two largest values hold, by magnitude: a refund of 5,000 tells as much about one
 * person as a purchase. 0 where every value is 0.
 */
export const topTwoShare = (values: Float64Array): number => {
  let sum = 0;
  let first = 0;
  let second = 0;
  for (const value of values) {
    const size = Math.abs(value) || 0;
    sum += size;
    if (size > first) [first, second] = [size, first];
    else if (size > second) second = size;
  }
  return sum > 0 ? (first + second) / sum : 0;
};

/** The figures of everyone in the table. */
export const describeLens = (table: FeatureTable): LensBase => {
  const numbers = new Map<string, NumberBase>();
  const levels = new Map<string, { people: number[]; known: number }>();
  for (const column of table.columns)
    if (column.type === 'number') numbers.set(column.id, numberBase(column.values));
    else if (column.levels.length <= MOST_LEVELS) levels.set(column.id, countLevels(column, column.codes));
  const monetary = table.columns.find(({ id }) => id === 'monetary') as NumberColumn | undefined;
  return { numbers, levels, spend: monetary === undefined ? null : sumOf(monetary.values) };
};

const describeNumber = (
  column: NumberColumn,
  base: NumberBase,
  set: Members,
  list: Int32Array,
): NumberDraft => {
  const sorted = knownSorted(Float64Array.from(list, (person) => column.values[person]));
  const { mean, deviation } = moments(sorted);
  return {
    field: column.id,
    label: column.label,
    unit: column.unit,
    known: sorted.length,
    lensKnown: base.known,
    mean,
    deviation,
    lensMean: base.mean,
    lensDeviation: base.deviation,
    topTwoShare: dominanceOf(base, set, sorted),
    segment: centiles(sorted),
    lens: base.centiles,
  };
};

const describeLevels = (
  column: LevelColumn,
  base: { people: number[]; known: number },
  list: Int32Array,
): LevelDraft => {
  const codes = Int32Array.from(list, (person) => column.codes[person]);
  const { people, known } = countLevels(column, codes);
  return {
    field: column.id,
    label: column.label,
    levels: column.levels,
    people,
    lensPeople: base.people,
    known,
    lensKnown: base.known,
  };
};

const reachOf = (channels: readonly Channel[], list: Int32Array): ReachDraft[] =>
  channels.map(({ purpose, label, consents }) => ({
    purpose,
    label,
    people: list.reduce((sum, person) => sum + consents[person], 0),
  }));

/** Mean, over columns, of how many lens deviations the segment's mean lies off: what names are made of. */
const profileOf = (numbers: NumberDraft[], levels: LevelDraft[]): Profile => ({
  numbers: new Map(
    numbers.map((draft) => [
      draft.field,
      {
        mean: draft.mean,
        median: draft.segment[1],
        z: draft.lensDeviation > 0 ? (draft.mean - draft.lensMean) / draft.lensDeviation : 0,
        ratio: draft.lensMean > 0 ? draft.mean / draft.lensMean : 1,
      },
    ]),
  ),
  levels: levels.flatMap((draft) =>
    draft.levels.map((level, i) => ({
      field: draft.field,
      label: draft.label,
      level,
      share: draft.known > 0 ? draft.people[i] / draft.known : 0,
      lensShare: draft.lensKnown > 0 ? draft.lensPeople[i] / draft.lensKnown : 0,
      people: draft.people[i],
    })),
  ),
});

/**
 * The portrait of the members.
 * @param given a name the analyst chose, or null to have one suggested
 * @param taken names already used in this release; the suggested name is not among them and is added
 */
export const describeSegment = (
  table: FeatureTable,
  base: LensBase,
  set: Members,
  channels: readonly Channel[],
  given: string | null,
  taken: Set<string>,
): PersonaDraft => {
  const list = listMembers(set);
  const numbers: NumberDraft[] = [];
  const levels: LevelDraft[] = [];
  for (const column of table.columns) {
    if (column.type === 'number') {
      const figures = base.numbers.get(column.id);
      if (figures !== undefined && figures.known > 0)
        numbers.push(describeNumber(column, figures, set, list));
    } else {
      const figures = base.levels.get(column.id);
      if (figures !== undefined) levels.push(describeLevels(column, figures, list));
    }
  }
  const profile = profileOf(numbers, levels);
  const reach = reachOf(channels, list);
  const monetary = table.columns.find(({ id }) => id === 'monetary') as NumberColumn | undefined;
  const spending =
    monetary === undefined ? null : Float64Array.from(list, (person) => monetary.values[person]).sort();
  return {
    name: given ?? nameSegment(profile, taken),
    summary: summarise(profile),
    numbers,
    levels,
    reach,
    plan: planContent(table, profile, list, reach),
    spend:
      spending === null || base.spend === null
        ? null
        : {
            segment: sumOf(spending),
            lens: base.spend,
            topTwoShare:
              numbers.find(({ field }) => field === 'monetary')?.topTwoShare ?? topTwoShare(spending),
          },
  };
};

/** Mean of each number over the members, with the people behind it: a centroid in original units. */
export const centroidOf = (
  columns: readonly NumberColumn[],
  set: Members,
  people: number,
): { mean: number; known: number; topTwoShare: number }[] =>
  columns.map((column) => {
    const values: number[] = [];
    for (let i = 0; i < people; i++)
      if (isMember(set, i) && !Number.isNaN(column.values[i])) values.push(column.values[i]);
    const sorted = Float64Array.from(values).sort();
    return { mean: moments(sorted).mean, known: sorted.length, topTwoShare: topTwoShare(sorted) };
  });
