/**
 * Painting the map of RFM cell by cell: a painted map is a partition, so that the order of its segments no longer
 * matters; what a segment holds is written as ranges where it is a block, else as cells.
 */
import { meanScore, type RfmSegment, rfmSegmentAt, SCORES } from './rfm.ts';

/** Scores of recency, frequency and monetary. */
type Triple = readonly [r: number, f: number, m: number];

const TRIPLES: readonly Triple[] = SCORES.flatMap((r) =>
  SCORES.flatMap((f) => SCORES.map((m): Triple => [r, f, m])),
);
const cellOf = ([r, f, m]: Triple): string => `${r}${meanScore(f, m)}`;

type Span = [number, number];
const spanOf = (values: readonly number[]): Span => [Math.min(...values), Math.max(...values)];
const inside = (value: number, [low, high]: Span): boolean => value >= low && value <= high;
/** A range that says something, or nothing. */
const told = <K extends string>(key: K, span: Span): { [P in K]?: Span } =>
  span[0] === 1 && span[1] === 5 ? {} : ({ [key]: span } as { [P in K]: Span });

type Area = Pick<RfmSegment, 'r' | 'fm' | 'f' | 'm' | 'cells'>;

/** The shortest way to say which scores a segment holds. */
const areaOf = (own: readonly Triple[]): Area => {
  if (own.length === 0) return { cells: [] };
  const r = spanOf(own.map(([score]) => score));
  const fm = spanOf(own.map(([, f, m]) => meanScore(f, m)));
  const block = (holds: (triple: Triple) => boolean): boolean => TRIPLES.filter(holds).length === own.length;
  if (block(([a, f, m]) => inside(a, r) && inside(meanScore(f, m), fm))) return { r, ...told('fm', fm) };
  const f = spanOf(own.map(([, score]) => score));
  const m = spanOf(own.map(([, , score]) => score));
  if (block(([a, b, c]) => inside(a, r) && inside(b, f) && inside(c, m)))
    return { r, ...told('f', f), ...told('m', m) };
  const cells = [...new Set(own.map(cellOf))].sort();
  const whole = TRIPLES.filter((triple) => cells.includes(cellOf(triple))).length === own.length;
  return { cells: whole ? cells : own.map((triple) => triple.join('')) };
};

/** The segments with the scores that each owns, by position. */
const painted = (segments: readonly RfmSegment[], owner: readonly number[]): RfmSegment[] =>
  segments.map(({ id, name, colour }, at) => ({
    id,
    name,
    ...areaOf(TRIPLES.filter((_, i) => owner[i] === at)),
    ...(colour === undefined ? {} : { colour }),
  }));

/**
 * The map after cells were given to a segment, or to none. Everything else keeps whom it has.
 * @param cells recency and the mean of frequency and monetary, as two digits
 * @param id the segment that takes them; null erases
 */
export const paintRfm = (
  segments: readonly RfmSegment[],
  cells: readonly string[],
  id: string | null,
): RfmSegment[] => {
  const to = segments.findIndex((one) => one.id === id);
  return painted(
    segments,
    TRIPLES.map((triple) => (cells.includes(cellOf(triple)) ? to : rfmSegmentAt(segments, ...triple))),
  );
};

/** The map without one of its segments: its scores stay empty, they do not fall to whoever stands below. */
export const removeRfmSegment = (segments: readonly RfmSegment[], id: string): RfmSegment[] => {
  const owner = TRIPLES.map((triple) => rfmSegmentAt(segments, ...triple));
  return painted(segments, owner).filter((one) => one.id !== id);
};

/** The segments that hold a part of a cell, by position, -1 for none: one of them where the cell is whole. */
export const ownersOf = (segments: readonly RfmSegment[], cell: string): number[] => [
  ...new Set(
    TRIPLES.filter((triple) => cellOf(triple) === cell).map((triple) => rfmSegmentAt(segments, ...triple)),
  ),
];

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

/** The colour of a segment: its own, or that of its place. */
export const rfmColour = (segments: readonly RfmSegment[], at: number): number => segments[at].colour ?? at;
