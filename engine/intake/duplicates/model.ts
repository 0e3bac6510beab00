/**
 * The model of Fellegi and Sunter (1969): how much each level of agreement of each field speaks for one person. What
 * strangers agree in (u) is counted on pairs drawn by chance; what one person's records agree in (m), and the share of
 * pairs that are one person, are found by expectation maximisation (Winkler 1988) on the pairs that blocking brings. Pairs
 * are counted by their pattern of levels, so its cost does not grow with them.
 */
import { createRandom, type Random } from '../../../shared/random.ts';
import { levelIn } from './agree.ts';
import { CLOSE, EXACT, type Level, MISSING, NONE } from './compare.ts';

/** Probabilities of the levels none, close and exact, per field. */
export type Model = { m: number[][]; u: number[][]; share: number };

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

/** The model before anything was learnt: levels among pairs drawn by chance, from one seed, and a first guess of the rest. */
export const firstModel = (
  crowd: Crowd,
  fields: number,
  patternOf: (a: number, b: number) => number,
): Model => {
  const random = createRandom('duplicates');
  const counts = Array.from({ length: fields }, () => [0, 0, 0]);
  const draws = Math.min(DRAWN, 2 * allPairs(crowd));
  for (let draw = 0; draw < draws; draw++) {
    const pattern = patternOf(...drawPair(random, crowd));
    for (let field = 0; field < fields; field++) {
      const level = levelIn(pattern, field);
      if (level !== MISSING) counts[field][level] += 1;
    }
  }
  // Before anything is known, a record in two has a partner.
  const share = Math.min(0.1, crowd.count / 4 / Math.max(1, allPairs(crowd)));
  return { m: counts.map(() => FIRST_M), u: counts.map(normalised), share };
};

/** Logarithm (base 2) of the odds that a pair with this pattern is one person's. */
export const weightOf = ({ m, u, share }: Model, pattern: number): number => {
  let sum = Math.log2(share / (1 - share));
  for (let field = 0; field < m.length; field++) {
    const level = levelIn(pattern, field);
    if (level !== MISSING) sum += Math.log2(m[field][level] / u[field][level]);
  }
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
    const counts = first.u.map(() => [0, 0, 0]);
    let ones = 0;
    for (const [pattern, count] of patterns) {
      const expected = count * probabilityOf(weightOf(model, pattern));
      ones += expected;
      counts.forEach((levels, field) => {
        const level = levelIn(pattern, field);
        if (level !== MISSING) levels[level] += expected;
      });
    }
    const share = Math.min(0.99, Math.max(Number.EPSILON, ones / all));
    model = { m: counts.map(bounded), u: first.u, share };
  }
  return model;
};

/** Levels in words, for those who decide. */
export const LEVEL_WORDS: Readonly<Record<Level, string>> = {
  [NONE]: 'differs',
  [CLOSE]: 'alike',
  [EXACT]: 'equal',
  [MISSING]: 'missing',
};
