/**
 * Painting the map of RFM cell by cell: a painted map is a partition, so that the order of its segments no longer
 * matters; what a segment holds is written as ranges where it is a block, else as cells.
 */
import {
  cellName,
  meanGroups,
  meanScore,
  type RfmGroups,
  type RfmMap,
  type RfmSegment,
  rfmReader,
  rfmTriples,
} from './rfm.ts';

/** Scores of recency, frequency and monetary. */
type Triple = readonly [r: number, f: number, m: number];

const cellOf = ([r, f, m]: Triple, groups: RfmGroups): string => cellName(r, meanScore(f, m, groups));

type Span = [number, number];
const spanOf = (values: readonly number[]): Span => [Math.min(...values), Math.max(...values)];
const inside = (value: number, [low, high]: Span): boolean => value >= low && value <= high;
/** A range that says something, or nothing. */
const told = <K extends string>(key: K, span: Span, most: number): { [P in K]?: Span } =>
  span[0] === 1 && span[1] === most ? {} : ({ [key]: span } as { [P in K]: Span });

type Area = Pick<RfmSegment, 'r' | 'fm' | 'f' | 'm' | 'cells'>;

/** The shortest way to say which scores a segment holds. */
const areaOf = (own: readonly Triple[], all: readonly Triple[], groups: RfmGroups): Area => {
  if (own.length === 0) return { cells: [] };
  const mean = (f: number, m: number): number => meanScore(f, m, groups);
  const r = spanOf(own.map(([score]) => score));
  const fm = spanOf(own.map(([, f, m]) => mean(f, m)));
  const block = (holds: (triple: Triple) => boolean): boolean => all.filter(holds).length === own.length;
  if (block(([a, f, m]) => inside(a, r) && inside(mean(f, m), fm)))
    return { r, ...told('fm', fm, meanGroups(groups)) };
  const f = spanOf(own.map(([, score]) => score));
  const m = spanOf(own.map(([, , score]) => score));
  if (block(([a, b, c]) => inside(a, r) && inside(b, f) && inside(c, m)))
    return { r, ...told('f', f, groups.frequency), ...told('m', m, groups.monetary) };
  const cells = new Set(own.map((triple) => cellOf(triple, groups)));
  const whole = all.filter((triple) => cells.has(cellOf(triple, groups))).length === own.length;
  return { cells: whole ? [...cells].sort() : own.map((triple) => cellName(...triple)) };
};

/** The segments with the scores that each owns, by position. */
const painted = ({ groups, segments }: RfmMap, ownerOf: (triple: Triple) => number): RfmSegment[] => {
  const all = rfmTriples(groups);
  const owner = all.map(ownerOf);
  return segments.map(({ id, name, colour }, at) => ({
    id,
    name,
    ...areaOf(
      all.filter((_, i) => owner[i] === at),
      all,
      groups,
    ),
    ...(colour === undefined ? {} : { colour }),
  }));
};

/**
 * The segments after cells were given to one of them, or to none. Everything else keeps whom it has.
 * @param cells recency and the mean of frequency and monetary, by their name
 * @param id the segment that takes them; null erases
 */
export const paintRfm = (map: RfmMap, cells: readonly string[], id: string | null): RfmSegment[] => {
  const to = map.segments.findIndex((one) => one.id === id);
  const owner = rfmReader(map);
  return painted(map, (triple) => (cells.includes(cellOf(triple, map.groups)) ? to : owner(...triple)));
};

/** The segments without one of them: its scores stay empty, they do not fall to whoever stands below. */
export const removeRfmSegment = (map: RfmMap, id: string): RfmSegment[] => {
  const owner = rfmReader(map);
  return painted(map, (triple) => owner(...triple)).filter((one) => one.id !== id);
};

/**
 * By the name of each cell (recency, and the mean of frequency and monetary) the segments that hold a part of it, by
 * position, -1 for none, whoever holds most of it first: one of them where the cell is whole.
 */
export const ownersOf = (map: RfmMap): Map<string, number[]> => {
  const owner = rfmReader(map);
  const held = new Map<string, Map<number, number>>();
  for (const triple of rfmTriples(map.groups)) {
    const cell = cellOf(triple, map.groups);
    const own = held.get(cell) ?? new Map<number, number>();
    const at = owner(...triple);
    held.set(cell, own.set(at, (own.get(at) ?? 0) + 1));
  }
  return new Map(
    [...held].map(([cell, own]) => [cell, [...own].sort((a, b) => b[1] - a[1]).map(([at]) => at)]),
  );
};

/** The map with one more segment, without a cell yet; its id is made of its name. */
export const addRfmSegment = (segments: readonly RfmSegment[], name: string): RfmSegment[] => {
  const plain = name
    .toLowerCase()
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 36);
  const base = plain === '' ? 'segment' : plain;
  let id = base;
  for (let n = 2; segments.some((one) => one.id === id); n++) id = `${base}-${n}`;
  const used = new Set(segments.map(({ colour }, at) => colour ?? at));
  const colour = [0, 1, 2, 3, 4, 5, 6, 7].find((one) => !used.has(one)) ?? segments.length % 8;
  return [...segments, { id, name: name.trim(), cells: [], colour }];
};

/** A map to paint: a segment for the highest scores, everything else uncovered. */
export const emptyRfm = (groups: RfmGroups, name: string): RfmSegment[] =>
  addRfmSegment([], name).map((one) => ({ ...one, cells: [cellName(groups.recency, meanGroups(groups))] }));

/** The colour of a segment: its own, or that of its place. */
export const rfmColour = (segments: readonly RfmSegment[], at: number): number => segments[at].colour ?? at;
