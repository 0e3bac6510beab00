/**
 * Pairs that were found, by either way to compare, and the pairs that follow from them. They lie in columns: as objects, each
 * with what explains it, tens of thousands took hundreds of megabytes.
 */
import { MOST_RECORDS } from './block.ts';
import type { Level } from './compare.ts';

/** In place of a record where there is none. */
export const NO_RECORD = 0xffffffff;

/**
 * Two records by their index, how sure it is that they are one person's (0 to 1), and the pattern of levels in which they
 * agree. `throughs` has the record that both are paired with, where they are not alike enough by themselves, or NO_RECORD.
 */
export type Matches = {
  firsts: Uint32Array;
  seconds: Uint32Array;
  scores: Float64Array;
  patterns: Uint32Array;
  throughs: Uint32Array;
};
/** What a pattern says of the pairs that have it: of every field the level and the weight. */
export type Said = { levels: Level[]; weights: number[] };
/** Matches by falling score, what their patterns say, the pairs that were compared for them, and keys too common to compare by. */
export type Found = {
  matches: Matches;
  said(pattern: number): Said;
  compared: number;
  passedOver: number;
};

/** Columns for so many pairs. */
export const openMatches = (count: number): Matches => ({
  firsts: new Uint32Array(count),
  seconds: new Uint32Array(count),
  scores: new Float64Array(count),
  patterns: new Uint32Array(count),
  throughs: new Uint32Array(count).fill(NO_RECORD),
});

/** Some matches, and others after them. */
export const joinMatches = (some: Matches, others: Matches): Matches => {
  const joined = openMatches(some.scores.length + others.scores.length);
  for (const column of ['firsts', 'seconds', 'scores', 'patterns', 'throughs'] as const) {
    joined[column].set(some[column]);
    joined[column].set(others[column], some.scores.length);
  }
  return joined;
};

/** Both records of a pair as one exact number, in whose order pairs are in that of their records. */
export const pairKey = (first: number, second: number): number => first * MOST_RECORDS + second;

/** How many of the sorted numbers are at most as large as one. */
export const countUpTo = (sorted: ArrayLike<number>, most: number): number => {
  let [from, to] = [0, sorted.length];
  while (from < to) {
    const middle = (from + to) >>> 1;
    if (sorted[middle] <= most) from = middle + 1;
    else to = middle;
  }
  return from;
};

/** Most partners of a record whose pairs among each other are told: beyond it, something else than a person is common. */
const MOST_PARTNERS = 12;

/** The partners of every record and the score of the pair; those of record r lie from `starts[r]` to `starts[r + 1]`. */
type Partners = { starts: Uint32Array; records: Uint32Array; scores: Float64Array };

const partnersIn = ({ firsts, seconds, scores }: Matches, count: number, sure: number): Partners => {
  // While they are filled in, the start of a record stands one place further, and moves to its end.
  const starts = new Uint32Array(count + 2);
  scores.forEach((score, i) => {
    if (score < sure) return;
    starts[firsts[i] + 2] += 1;
    starts[seconds[i] + 2] += 1;
  });
  for (let i = 1; i < starts.length; i++) starts[i] += starts[i - 1];
  const records = new Uint32Array(starts[count + 1]);
  const own = new Float64Array(records.length);
  const put = (record: number, partner: number, score: number): void => {
    const at = starts[record + 1]++;
    records[at] = partner;
    own[at] = score;
  };
  scores.forEach((score, i) => {
    if (score < sure) return;
    put(firsts[i], seconds[i], score);
    put(seconds[i], firsts[i], score);
  });
  return { starts, records, scores: own };
};

type Implied = { score: number; pattern: number; through: number };

/**
 * Pairs of records that are both paired with a third, each surely enough, by falling score; `patternOf` is null for those that
 * are not to be told. What would follow from a pair that is not sure multiplies its error.
 * @param count of all records
 */
export const impliedPairs = (
  matches: Matches,
  count: number,
  sure: number,
  patternOf: (first: number, second: number) => number | null,
): Matches => {
  const { firsts, seconds, scores } = matches;
  const partners = partnersIn(matches, count, sure);
  const told = Float64Array.from(firsts, (first, i) => pairKey(first, seconds[i])).sort();
  const isTold = (key: number): boolean => told[countUpTo(told, key) - 1] === key;
  const implied = new Map<number, Implied>();
  const imply = (through: number): void => {
    const [from, to] = [partners.starts[through], partners.starts[through + 1]];
    if (to - from > MOST_PARTNERS) return;
    const places = Array.from({ length: to - from }, (_, i) => from + i);
    places.sort((a, b) => partners.records[a] - partners.records[b]);
    places.forEach((one, i) => {
      for (const other of places.slice(i + 1)) {
        const [first, second] = [partners.records[one], partners.records[other]];
        const score = partners.scores[one] * partners.scores[other];
        const key = pairKey(first, second);
        if (score <= (implied.get(key)?.score ?? 0) || isTold(key)) continue;
        const pattern = patternOf(first, second);
        if (pattern !== null) implied.set(key, { score, pattern, through });
      }
    });
  };
  // In the order in which they are met: of two records that a pair follows through equally, the first is told.
  const met = new Uint8Array(count);
  scores.forEach((score, i) => {
    if (score < sure) return;
    for (const record of [firsts[i], seconds[i]]) {
      if (met[record] === 1) continue;
      met[record] = 1;
      imply(record);
    }
  });
  const ordered = [...implied].sort(([a, one], [b, other]) => other.score - one.score || a - b);
  const found = openMatches(ordered.length);
  ordered.forEach(([key, { score, pattern, through }], i) => {
    found.firsts[i] = Math.floor(key / MOST_RECORDS);
    found.seconds[i] = key % MOST_RECORDS;
    found.scores[i] = score;
    found.patterns[i] = pattern;
    found.throughs[i] = through;
  });
  return found;
};
