/** Pairs that were found, by either way to compare, and the pairs that follow from them. */
import { MOST_RECORDS } from './block.ts';
import type { Level } from './compare.ts';

/**
 * Two records by their index, how sure it is that they are one person's (0 to 1), and of every field the level and the weight.
 * `through` is the record that both are paired with, where they are not alike enough by themselves.
 */
export type Match = {
  first: number;
  second: number;
  score: number;
  levels: Level[];
  weights: number[];
  through: number | null;
};
/** Matches by falling score, the pairs that were compared for them, and keys too common to compare by. */
export type Found = { matches: Match[]; compared: number; passedOver: number };

/** By falling score, then in the order of the records. */
export const byScore = (
  a: { score: number; first: number; second: number },
  b: { score: number; first: number; second: number },
): number => b.score - a.score || a.first - b.first || a.second - b.second;

/** Most partners of a record whose pairs among each other are told: beyond it, something else than a person is common. */
const MOST_PARTNERS = 12;

/**
 * Pairs of records that are both paired with a third, each surely enough; `describe` is null for those that are not to be told.
 * What would follow from a pair that is not sure multiplies its error.
 */
export const impliedPairs = (
  matches: readonly Match[],
  sure: number,
  describe: (first: number, second: number) => Pick<Match, 'levels' | 'weights'> | null,
): Match[] => {
  const partners = new Map<number, Map<number, number>>();
  const told = new Set(matches.map(({ first, second }) => first * MOST_RECORDS + second));
  for (const { first, second, score } of matches.filter((match) => match.score >= sure))
    for (const [one, other] of [
      [first, second],
      [second, first],
    ])
      partners.set(one, (partners.get(one) ?? new Map()).set(other, score));
  const implied = new Map<number, Match>();
  for (const [through, own] of partners) {
    if (own.size > MOST_PARTNERS) continue;
    const all = [...own].sort(([a], [b]) => a - b);
    all.forEach(([first, one], i) => {
      for (const [second, other] of all.slice(i + 1)) {
        const score = one * other;
        const key = first * MOST_RECORDS + second;
        if (told.has(key) || score <= (implied.get(key)?.score ?? 0)) continue;
        const described = describe(first, second);
        if (described !== null) implied.set(key, { first, second, score, ...described, through });
      }
    });
  }
  return [...implied.values()];
};
