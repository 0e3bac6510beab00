/** Pairs in columns: what follows from others is what a plain table of maps says, and a pair is told as it was found. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  countUpTo,
  impliedPairs,
  type Matches,
  openMatches,
} from '../../../../engine/intake/duplicates/match.ts';
import { packWords } from '../../../../engine/intake/duplicates/packed.ts';
import { tellPairs } from '../../../../engine/intake/duplicates/told.ts';
import { eachPair } from '../../../../shared/duplicate-pairs.ts';

const RECORDS = 24;
const SURE = 0.9;
const MOST_PARTNERS = 12;
type Pair = { first: number; second: number; score: number };
type Implied = Pair & { through: number };

/** Records that are both paired with a third, by the words of the definition. */
const plainly = (pairs: readonly Pair[], isHidden: (a: number, b: number) => boolean): Implied[] => {
  const sure = pairs.filter(({ score }) => score >= SURE);
  const thirds = [...new Set(sure.flatMap(({ first, second }) => [first, second]))];
  const best = new Map<string, Implied>();
  for (const through of thirds) {
    const own = sure
      .filter(({ first, second }) => first === through || second === through)
      .map(({ first, second, score }) => ({ partner: first === through ? second : first, score }));
    if (own.length > MOST_PARTNERS) continue;
    for (const one of own)
      for (const other of own) {
        const [first, second] = [one.partner, other.partner];
        if (first >= second || isHidden(first, second)) continue;
        if (pairs.some((pair) => pair.first === first && pair.second === second)) continue;
        const score = one.score * other.score;
        const name = `${first} ${second}`;
        if (score > (best.get(name)?.score ?? 0)) best.set(name, { first, second, score, through });
      }
  }
  return [...best.values()].sort((a, b) => b.score - a.score || a.first - b.first || a.second - b.second);
};

const inColumns = (pairs: readonly Pair[]): Matches => {
  const matches = openMatches(pairs.length);
  pairs.forEach(({ first, second, score }, i) => {
    matches.firsts[i] = first;
    matches.seconds[i] = second;
    matches.scores[i] = score;
  });
  return matches;
};
const inRows = ({ firsts, seconds, scores, throughs }: Matches): Implied[] =>
  Array.from(firsts, (first, i) => ({ first, second: seconds[i], score: scores[i], through: throughs[i] }));

describe('pairs that follow from two others', () => {
  it('are those that the plain definition finds, through the same record and in the same order', () => {
    const record = fc.integer({ min: 0, max: RECORDS - 1 });
    const pair = fc
      .tuple(record, record, fc.constantFrom(0.6, 0.9, 0.92, 0.95, 0.999))
      .filter(([a, b]) => a !== b)
      .map(([a, b, score]): Pair => ({ first: Math.min(a, b), second: Math.max(a, b), score }));
    const some = fc.uniqueArray(pair, {
      maxLength: 60,
      selector: ({ first, second }) => `${first} ${second}`,
    });
    const isHidden = (a: number, b: number): boolean => (a + b) % 5 === 0;
    fc.assert(
      fc.property(some, (pairs) => {
        const implied = impliedPairs(inColumns(pairs), RECORDS, SURE, (a, b) => (isHidden(a, b) ? null : a));
        expect(inRows(implied)).toEqual(plainly(pairs, isHidden));
        expect([...implied.patterns]).toEqual([...implied.firsts]);
      }),
      { numRuns: 500 },
    );
  });

  it('do not go through a record with more partners than a person has', () => {
    const star = (partners: number): Pair[] =>
      Array.from({ length: partners }, (_, i) => ({ first: 0, second: i + 1, score: 0.99 }));
    const found = (partners: number): number =>
      impliedPairs(inColumns(star(partners)), RECORDS, SURE, () => 0).scores.length;
    expect(found(MOST_PARTNERS)).toBe((MOST_PARTNERS * (MOST_PARTNERS - 1)) / 2);
    expect(found(MOST_PARTNERS + 1)).toBe(0);
  });
});

it('as many sorted numbers are counted as are not larger', () => {
  const sorted = [1, 3, 3, 8];
  expect([0, 1, 2, 3, 7, 8, 9].map((most) => countUpTo(sorted, most))).toEqual([0, 1, 1, 3, 3, 4, 4]);
});

it('a pair is told with its records, files, agreement and masked values, whichever are chosen', () => {
  const matches = inColumns([
    { first: 0, second: 1, score: 0.99 },
    { first: 1, second: 3, score: 0.98 },
    { first: 0, second: 3, score: 0.97 },
  ]);
  matches.patterns.set([7, 7, 9]);
  matches.throughs[2] = 1;
  const words = packWords();
  const codes = Uint32Array.from(['anna', '', 'bo', 'änne'], (name) => words.codeOf(name));
  const told = (files: { row: number; name: string }[]) => [
    ...eachPair(
      tellPairs(
        {
          matches,
          said: (pattern) => ({ levels: [2, pattern === 7 ? 3 : 1], weights: [0, pattern] }),
          compared: 3,
          passedOver: 0,
        },
        Uint32Array.of(1, 2),
        {
          fields: [{ header: 'first_name', at: 1 }],
          values: {
            fields: [{ kind: 'given name', header: 'first_name', at: 4 }],
            of: { values: [words.done()], codes: [codes] },
          },
        },
        { number: (row) => 10 + row, files },
      ),
    ),
  ];
  const fields = (agreement: string, weight: number, values: string[]) => [
    { field: 'first_name', agreement, weight, values },
  ];
  const one = {
    pair: 1,
    records: [11, 13],
    score: 0.98,
    through: null,
    fields: fields('missing', 7, ['', 'äaaa']),
  };
  const other = {
    pair: 2,
    records: [10, 13],
    score: 0.97,
    through: 11,
    fields: fields('alike', 9, ['aaaa', 'äaaa']),
  };
  expect(told([])).toEqual([one, other]);
  const files = [
    { row: 0, name: 'a.csv' },
    { row: 1, name: 'b.csv' },
    { row: 1, name: 'c.csv' },
    { row: 3, name: 'd.csv' },
  ];
  expect(told(files)).toEqual([
    { ...one, files: ['c.csv', 'd.csv'] },
    { ...other, files: ['a.csv', 'd.csv', 'c.csv'] },
  ]);
});
