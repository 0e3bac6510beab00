/**
 * The model of Fellegi and Sunter (1969): how much each level of agreement of each field speaks for one person. What
 * strangers agree in (u) is counted on pairs drawn by chance; what one person's records agree in (m), and the share of
 * pairs that are one person, are found by expectation maximisation (Winkler 1988) on the pairs that blocking brings. Pairs
 * are counted by their pattern of levels, so its cost does not grow with them.
 */
import { createRandom, type Random } from '../../../shared/random.ts';
import { levelIn } from './agree.ts';
import { CLOSE, EXACT, MISSING, NONE } from './compare.ts';
import type { Field, FieldKind } from './fields.ts';

/**
 * Probabilities of the levels none, close and exact: of one person's records per field, of strangers per field and the levels
 * of the fields before it in its group.
 */
export type Model = {
  m: number[][];
  u: number[][][];
  share: number;
  /** The share of one person's pairs between whose records they moved, and the fields of a home. */
  moved: number;
  home: readonly boolean[];
  before: readonly (readonly number[])[];
};

/** Who moved has another home altogether: its fields do not differ one by one, but together, as those of strangers do. */
const HOME: readonly FieldKind[] = ['house number', 'address', 'town', 'postcode', 'region'];
/** Movers before anything is known, and the bounds of what the maximisation makes of them. */
const FIRST_MOVED = 0.1;
const [LEAST_MOVED, MOST_MOVED] = [0.02, 0.5];

/** Who lives in one town mostly has its postcode and region too: together they say little more than one of them. */
const TOGETHER: readonly FieldKind[] = ['postcode', 'town', 'region'];

/** Of each field those that it is told with, from the most telling on. */
const earlierInGroup = (fields: readonly Pick<Field, 'kind'>[]): number[][] => {
  const group = TOGETHER.flatMap((kind) => fields.flatMap((field, i) => (field.kind === kind ? [i] : [])));
  return fields.map((_, i) => (group.includes(i) ? group.slice(0, group.indexOf(i)) : []));
};

/** The levels of the fields before one, as a number. */
const levelsBefore = (before: readonly number[], pattern: number): number => {
  let levels = 0;
  for (const field of before) levels = levels * 4 + levelIn(pattern, field);
  return levels;
};

/** So many pairs of strangers weigh what is known of a field by itself against what is known of it within its group. */
const PRIOR_PAIRS = 20;
/** Pairs drawn for u, and rounds of the maximisation. */
const DRAWN = 200_000;
const ROUNDS = 30;
/** No agreement is impossible, and none is certain. */
const LEAST = 1e-5;
/** Where the maximisation begins: one person's values are mostly equal. */
const FIRST_M = [0.1, 0.15, 0.75];

/**
 * Most of one person's values that may differ: without a bound the maximisation settles on whatever goes together, people
 * of one town say, instead of one person (Winkler 1993 bounds it likewise).
 */
const MOST_DIFFERING = 0.3;

const normalised = (counts: readonly number[]): number[] => {
  const sum = counts.reduce((total, count) => total + count, 0);
  if (sum === 0) return counts.map(() => 1 / counts.length);
  const raised = counts.map((count) => Math.max(LEAST, count / sum));
  const total = raised.reduce((all, one) => all + one, 0);
  return raised.map((one) => one / total);
};

/** Shares of the levels among one person's records, of which no more than MOST_DIFFERING differ. */
const bounded = (counts: readonly number[]): number[] => {
  const shares = normalised(counts);
  const rest = 1 - shares[NONE];
  if (shares[NONE] <= MOST_DIFFERING) return shares;
  return shares.map((share, level) =>
    level === NONE ? MOST_DIFFERING : (share / rest) * (1 - MOST_DIFFERING),
  );
};

/** Records of one file, or of two between which pairs lie. */
export type Crowd = { count: number; split: number | null };

/** All pairs there are. */
const allPairs = ({ count, split }: Crowd): number =>
  split === null ? (count * (count - 1)) / 2 : split * (count - split);

/** Two records drawn by chance: nearly always strangers. */
export const drawPair = (random: Random, { count, split }: Crowd): [number, number] => {
  const a = random.int(split ?? count);
  const drawn = random.int(split === null ? count - 1 : count - split);
  return [a, split === null ? (drawn < a ? drawn : drawn + 1) : split + drawn];
};

/** Shares of the levels among strangers within each combination of levels before: few pairs tell little. */
const withinGroup = (counts: readonly number[], alone: readonly number[]): number[] =>
  normalised(counts.map((count, level) => count + PRIOR_PAIRS * alone[level]));

/** The model before anything was learnt: levels among pairs drawn by chance, from one seed, and a first guess of the rest. */
export const firstModel = (
  crowd: Crowd,
  fields: readonly Pick<Field, 'kind'>[],
  patternOf: (a: number, b: number) => number,
): Model => {
  const random = createRandom('duplicates');
  const before = earlierInGroup(fields);
  const counts = before.map((earlier) => Array.from({ length: 4 ** earlier.length }, () => [0, 0, 0]));
  const draws = Math.min(DRAWN, 2 * allPairs(crowd));
  for (let draw = 0; draw < draws; draw++) {
    const pattern = patternOf(...drawPair(random, crowd));
    for (let field = 0; field < fields.length; field++) {
      const level = levelIn(pattern, field);
      if (level !== MISSING) counts[field][levelsBefore(before[field], pattern)][level] += 1;
    }
  }
  const u = counts.map((within) => {
    const alone = normalised(
      [NONE, CLOSE, EXACT].map((level) => within.reduce((sum, one) => sum + one[level], 0)),
    );
    return within.length === 1 ? [alone] : within.map((one) => withinGroup(one, alone));
  });
  // Before anything is known, a record in two has a partner.
  const share = Math.min(0.1, crowd.count / 4 / Math.max(1, allPairs(crowd)));
  const home = fields.map(({ kind }) => HOME.includes(kind));
  return { m: fields.map(() => FIRST_M), u, share, moved: FIRST_MOVED, home, before };
};

/** How much a field of a pair speaks for one person who did not move (base 2); a missing one nothing. */
const fieldWeight = ({ m, u, before }: Model, pattern: number, field: number): number => {
  const level = levelIn(pattern, field);
  if (level === MISSING) return 0;
  return Math.log2(m[field][level] / u[field][levelsBefore(before[field], pattern)][level]);
};

/** The fields of a home together: of one person who did not move, and of one who may have. */
const homeWeights = (model: Model, pattern: number): { settled: number; either: number } => {
  let settled = 0;
  model.home.forEach((isHome, field) => {
    if (isHome) settled += fieldWeight(model, pattern, field);
  });
  return { settled, either: Math.log2((1 - model.moved) * 2 ** settled + model.moved) };
};

/** How much each field of a pair speaks for one person (base 2); those of a home have their share of what it says. */
export const weightsOf = (model: Model, pattern: number): number[] => {
  const { settled, either } = homeWeights(model, pattern);
  const part = settled === 0 ? 0 : either / settled;
  return model.home.map((isHome, field) => fieldWeight(model, pattern, field) * (isHome ? part : 1));
};

/** Logarithm (base 2) of the odds that a pair with this pattern is one person's. */
export const weightOf = (model: Model, pattern: number): number => {
  let sum = Math.log2(model.share / (1 - model.share)) + homeWeights(model, pattern).either;
  model.home.forEach((isHome, field) => {
    if (!isHome) sum += fieldWeight(model, pattern, field);
  });
  return sum;
};

/** The share of one person's pairs that odds stand for. */
export const probabilityOf = (weight: number): number => 1 / (1 + 2 ** -weight);

/**
 * Fits the model. The share is of all pairs there are, not of those that blocking brought: what a pair shares to be brought
 * is part of its levels, and levels of strangers were counted among all.
 * @param first as it was before
 * @param patterns how often each pattern came among the pairs that blocking brought
 */
export const fitModel = (crowd: Crowd, first: Model, patterns: ReadonlyMap<number, number>): Model => {
  const all = Math.max(1, allPairs(crowd));
  let model = first;
  for (let round = 0; round < ROUNDS; round++) {
    const counts = first.m.map(() => [0, 0, 0]);
    let ones = 0;
    let movers = 0;
    for (const [pattern, count] of patterns) {
      const expected = count * probabilityOf(weightOf(model, pattern));
      const moved = (expected * model.moved) / 2 ** homeWeights(model, pattern).either;
      ones += expected;
      movers += moved;
      counts.forEach((levels, field) => {
        const level = levelIn(pattern, field);
        if (level !== MISSING) levels[level] += model.home[field] ? expected - moved : expected;
      });
    }
    const share = Math.min(0.99, Math.max(Number.EPSILON, ones / all));
    const moved = Math.min(MOST_MOVED, Math.max(LEAST_MOVED, ones === 0 ? FIRST_MOVED : movers / ones));
    model = { ...first, m: counts.map(bounded), share, moved };
  }
  return model;
};
