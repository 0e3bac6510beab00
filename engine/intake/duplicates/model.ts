/**
 * The model of Fellegi and Sunter (1969): how much each level of agreement of each field speaks for one person. What
 * strangers agree in (u) is counted on pairs drawn by chance; what one person's records agree in (m), and the share of
 * pairs that are one person, are found by expectation maximisation (Winkler 1988) on the pairs that blocking brings.
 */
import { createRandom } from '../../../shared/random.ts';
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

/** Shares of the levels among pairs drawn by chance, from one seed. */
const strangers = (
  records: number,
  fields: number,
  levels: (a: number, b: number) => Level[],
): number[][] => {
  const random = createRandom('duplicates');
  const counts = Array.from({ length: fields }, () => [0, 0, 0]);
  const draws = Math.min(DRAWN, records * (records - 1));
  for (let draw = 0; draw < draws; draw++) {
    const a = random.int(records);
    const b = random.int(records - 1);
    levels(a, b < a ? b : b + 1).forEach((level, field) => {
      if (level !== MISSING) counts[field][level] += 1;
    });
  }
  return counts.map(normalised);
};

/** Logarithm (base 2) of the odds that a pair with these levels is one person's. */
export const weightOf = ({ m, u, share }: Model, levels: readonly Level[]): number =>
  levels.reduce<number>(
    (sum, level, field) => (level === MISSING ? sum : sum + Math.log2(m[field][level] / u[field][level])),
    Math.log2(share / (1 - share)),
  );

/** The share of one person's pairs that odds stand for. */
export const probabilityOf = (weight: number): number => 1 / (1 + 2 ** -weight);

/**
 * Fits the model.
 * @param levels agreement of two records, by their indexes
 * @param pairs the levels of the pairs that blocking brought
 */
export const fitModel = (
  records: number,
  fields: number,
  levels: (a: number, b: number) => Level[],
  pairs: readonly Level[][],
): Model => {
  const u = strangers(records, fields, levels);
  let model: Model = { m: u.map(() => FIRST_M), u, share: 0.1 };
  for (let round = 0; round < ROUNDS; round++) {
    const counts = u.map(() => [0, 0, 0]);
    let ones = 0;
    for (const pair of pairs) {
      const probability = probabilityOf(weightOf(model, pair));
      ones += probability;
      pair.forEach((level, field) => {
        if (level !== MISSING) counts[field][level] += probability;
      });
    }
    const share = Math.min(0.99, Math.max(LEAST, ones / Math.max(1, pairs.length)));
    model = { m: counts.map(bounded), u, share };
  }
  // Of all pairs, not of those that blocking brought, so many are one person's.
  const all = (records * (records - 1)) / 2;
  return { ...model, share: Math.max(Number.EPSILON, (model.share * pairs.length) / Math.max(1, all)) };
};

/** Levels in words, for those who decide. */
export const LEVEL_WORDS: Readonly<Record<Level, string>> = {
  [NONE]: 'differs',
  [CLOSE]: 'alike',
  [EXACT]: 'equal',
  [MISSING]: 'missing',
};
