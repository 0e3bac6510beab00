/** Records that are probably one person's: which, how probable, and why, field by field. */
import { agreement, levelIn } from './agree.ts';
import { type Blocks, eachCandidate } from './block.ts';
import { type Level, MISSING, NONE } from './compare.ts';
import type { Field, FieldKind } from './fields.ts';
import { growing } from './growing.ts';
import { byScore, type Found, impliedPairs, type Match } from './match.ts';
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

/** Of pairs by falling score those that are sure, and as many more as leave strangers few by the model's own account. */
const proposed = (likely: readonly Match[]): Match[] => {
  let strangers = 0;
  return likely.filter(({ score }, i) => {
    strangers += 1 - score;
    return score >= SURE || strangers <= MOST_STRANGERS * (i + 1);
  });
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
    return { matches: [], compared: 0, passedOver: 0 };
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
  const [firsts, seconds] = [ones.done(), others.done()];
  /** What a pattern says, once for all pairs that have it; null where they are not told. */
  const told = new Map<number, Pick<Match, 'score' | 'levels' | 'weights'> | null>();
  const tell = (pattern: number): Pick<Match, 'score' | 'levels' | 'weights'> | null => {
    const score = probabilityOf(weightOf(model, pattern));
    const levels = fields.map((_, field) => levelIn(pattern, field));
    if (score < LEAST_PROBABILITY || isHousehold(fields, levels)) return null;
    return { score, levels, weights: weightsOf(model, pattern) };
  };
  const likely: Match[] = [];
  kept.done().forEach((pattern, i) => {
    let said = told.get(pattern);
    if (said === undefined) {
      said = tell(pattern);
      told.set(pattern, said);
    }
    if (said !== null) likely.push({ first: firsts[i], second: seconds[i], ...said, through: null });
  });
  const matches = proposed(likely.sort(byScore));
  // Across two files a third record would lie in the file of one of them.
  const implied =
    split !== null
      ? []
      : impliedPairs(matches, SURE, (a, b) => {
          const pattern = patternOf(a, b);
          const levels = fields.map((_, field) => levelIn(pattern, field));
          return isHousehold(fields, levels) ? null : { levels, weights: weightsOf(model, pattern) };
        });
  return { matches: [...matches, ...implied.sort(byScore)], ...counted };
};

/** Finds them among whole records. */
export const findDuplicates = (records: Records): Found =>
  findPairs(records, records.fields, agreement(records));
