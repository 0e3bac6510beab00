/** Records that are probably one person's: which, how probable, and in what they agree. */
import { agreement, levelIn } from './agree.ts';
import { type Blocks, eachCandidate, MOST_RECORDS } from './block.ts';
import { type Level, MISSING, NONE } from './compare.ts';
import type { Field, FieldKind } from './fields.ts';
import { growing } from './growing.ts';
import {
  type Found,
  impliedPairs,
  joinMatches,
  type Matches,
  openMatches,
  pairKey,
  type Said,
} from './match.ts';
import { firstModel, fitModel, probabilityOf, weightOf, weightsOf } from './model.ts';
import type { Records } from './records.ts';

/** Fields that belong to one person, not to a household. */
const PERSONAL: readonly FieldKind[] = ['given name', 'name', 'birth', 'official number', 'email'];
/** A pair is proposed from this probability on, or from less, where so few of all that are proposed are strangers still. */
const SURE = 0.9;
const LEAST_PROBABILITY = 0.5;
const MOST_STRANGERS = 0.004;
/** Odds (base 2) by the first model below which a pair is not looked at again. */
const LEAST_FIRST_WEIGHT = -8;

/** Whether people who share a home but nothing of their own: another given name and another birthday. */
const isHousehold = (fields: readonly Pick<Field, 'kind'>[], levels: readonly Level[]): boolean => {
  const own = levels.filter((level, i) => level !== MISSING && PERSONAL.includes(fields[i].kind));
  return own.length > 0 && own.every((level) => level === NONE);
};

/** Pairs by falling score, then in the order of the records; `scores` and `ends` are those of each run with one score. */
type Ordered = { keys: Float64Array; scores: readonly number[]; ends: Uint32Array };

/**
 * Puts pairs in order.
 * @param scoreOf the score of a pattern, null where its pairs are not told
 */
const inOrder = (
  { firsts, seconds, patterns }: Pick<Matches, 'firsts' | 'seconds' | 'patterns'>,
  scoreOf: (pattern: number) => number | null,
): Ordered => {
  const told = new Map<number, number | null>();
  for (const pattern of patterns) if (!told.has(pattern)) told.set(pattern, scoreOf(pattern));
  const scores = [...new Set(told.values())].filter((score) => score !== null).sort((a, b) => b - a);
  const runs = new Map(
    [...told].map(([pattern, score]) => [pattern, score === null ? -1 : scores.indexOf(score)]),
  );
  const ends = new Uint32Array(scores.length);
  const runOf = (pattern: number): number => runs.get(pattern) ?? -1;
  for (const pattern of patterns) if (runOf(pattern) >= 0) ends[runOf(pattern)] += 1;
  // The end of a run moves from its beginning as the run fills.
  let sum = 0;
  ends.forEach((count, run) => {
    ends[run] = sum;
    sum += count;
  });
  const keys = new Float64Array(sum);
  patterns.forEach((pattern, i) => {
    const run = runOf(pattern);
    if (run >= 0) keys[ends[run]++] = pairKey(firsts[i], seconds[i]);
  });
  ends.forEach((end, run) => {
    keys.subarray(run === 0 ? 0 : ends[run - 1], end).sort();
  });
  return { keys, scores, ends };
};

/** How many of the pairs in order are proposed: those that are sure, and as many more as leave strangers few by the model's account. */
const countProposed = ({ scores, ends }: Ordered): number => {
  let strangers = 0;
  let count = 0;
  for (const [run, score] of scores.entries())
    for (; count < ends[run]; count++) {
      strangers += 1 - score;
      if (score < SURE && strangers > MOST_STRANGERS * (count + 1)) return count;
    }
  return count;
};

/** The first so many pairs. Their patterns are made again, which costs less than to keep those of all. */
const firstOf = (
  { keys, scores, ends }: Ordered,
  count: number,
  patternOf: (a: number, b: number) => number,
): Matches => {
  const matches = openMatches(count);
  let run = 0;
  for (let i = 0; i < count; i++) {
    while (i >= ends[run]) run += 1;
    const [first, second] = [Math.floor(keys[i] / MOST_RECORDS), keys[i] % MOST_RECORDS];
    matches.firsts[i] = first;
    matches.seconds[i] = second;
    matches.scores[i] = scores[run];
    matches.patterns[i] = patternOf(first, second);
  }
  return matches;
};

/**
 * Finds pairs of one person. Nothing but the levels and one fixed seed decides.
 * @param patternOf the levels in which two records agree, field by field
 */
export const findPairs = (
  records: Blocks,
  fields: readonly Pick<Field, 'kind'>[],
  patternOf: (a: number, b: number) => number,
): Found => {
  const { count, split } = records;
  if (count < 2 || fields.length < 2 || split === 0 || split === count)
    return { matches: openMatches(0), said: () => ({ levels: [], weights: [] }), compared: 0, passedOver: 0 };
  const first = firstModel(records, fields, patternOf);
  // What is far from one person under the first model is counted and forgotten.
  const patterns = new Map<number, number>();
  const far = new Map<number, boolean>();
  const [ones, others, kept] = [growing(), growing(), growing()];
  const counted = eachCandidate(records, (a, b) => {
    const pattern = patternOf(a, b);
    patterns.set(pattern, (patterns.get(pattern) ?? 0) + 1);
    let isFar = far.get(pattern);
    if (isFar === undefined) {
      isFar = weightOf(first, pattern) < LEAST_FIRST_WEIGHT;
      far.set(pattern, isFar);
    }
    if (isFar) return;
    ones.push(a);
    others.push(b);
    kept.push(pattern);
  });
  const model = fitModel(records, first, patterns);
  const levelsOf = (pattern: number): Level[] => fields.map((_, field) => levelIn(pattern, field));
  const ordered = inOrder(
    { firsts: ones.done(), seconds: others.done(), patterns: kept.done() },
    (pattern) => {
      const score = probabilityOf(weightOf(model, pattern));
      return score < LEAST_PROBABILITY || isHousehold(fields, levelsOf(pattern)) ? null : score;
    },
  );
  const matches = firstOf(ordered, countProposed(ordered), patternOf);
  // Across two files a third record would lie in the file of one of them.
  const implied =
    split !== null
      ? openMatches(0)
      : impliedPairs(matches, count, SURE, (a, b) => {
          const pattern = patternOf(a, b);
          return isHousehold(fields, levelsOf(pattern)) ? null : pattern;
        });
  const said = (pattern: number): Said => ({
    levels: levelsOf(pattern),
    weights: weightsOf(model, pattern),
  });
  return { matches: joinMatches(matches, implied), said, ...counted };
};

/** Finds them among whole records. */
export const findDuplicates = (records: Records): Found =>
  findPairs(records, records.fields, agreement(records));
