/** How well duplicates are found in records whose truth their numbers tell: `rec-7-org` and `rec-7-dup-0` are one person. */
import { findByFilters, openFilters } from '../../../../engine/intake/duplicates/clk.ts';
import type { Field } from '../../../../engine/intake/duplicates/fields.ts';
import { findDuplicates } from '../../../../engine/intake/duplicates/find.ts';
import { type Found, NO_RECORD, type Said } from '../../../../engine/intake/duplicates/match.ts';
import { openRecords } from '../../../../engine/intake/duplicates/records.ts';

/** A pair that was found, with what explains it. */
export type Match = Said & { first: number; second: number; score: number; through: number | null };
/** What was found, its pairs one by one. */
export type Listed = Omit<Found, 'matches' | 'said'> & { matches: Match[] };

const listed = ({ matches, said, compared, passedOver }: Found): Listed => ({
  matches: Array.from(matches.firsts, (first, i) => ({
    first,
    second: matches.seconds[i],
    score: matches.scores[i],
    ...said(matches.patterns[i]),
    through: matches.throughs[i] === NO_RECORD ? null : matches.throughs[i],
  })),
  compared,
  passedOver,
});

/** Looks for pairs in rows of values, one per field; across two files where `split` is the size of the first. */
export const findIn = (
  fields: readonly Field[],
  rows: readonly (readonly string[])[],
  { split = null, secret }: { split?: number | null; secret?: Uint8Array } = {},
): Listed => {
  if (secret !== undefined) {
    const filters = openFilters(fields, secret);
    for (const row of rows) filters.add(row);
    return listed(findByFilters(filters.done(split)));
  }
  const records = openRecords(fields);
  for (const row of rows) records.add(row);
  return listed(findDuplicates(records.done(split)));
};

/** The person a record is of. */
export const personOf = (id: string): string => id.split('-')[1];

/** Pairs of one person there are: all among the records, or those across two files. */
const truePairs = (ids: readonly string[], split: number | null): number => {
  const groups = new Map<string, [number, number]>();
  ids.forEach((id, i) => {
    const sides = groups.get(personOf(id)) ?? [0, 0];
    sides[split !== null && i >= split ? 1 : 0] += 1;
    groups.set(personOf(id), sides);
  });
  let sum = 0;
  for (const [one, other] of groups.values()) sum += split === null ? (one * (one - 1)) / 2 : one * other;
  return sum;
};

/** Share of the pairs found that are right, and of the true pairs that were found. */
export const measure = (
  ids: readonly string[],
  { matches }: Listed,
  split: number | null = null,
): { precision: number; recall: number } => {
  const right = matches.filter(({ first, second }) => personOf(ids[first]) === personOf(ids[second])).length;
  return { precision: right / matches.length, recall: right / truePairs(ids, split) };
};
