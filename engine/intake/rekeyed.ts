/** A list of customers of whom nearly nobody was known, though an earlier one has the same columns: new numbers for all? */

import type { SourceQuality } from '../../shared/contract/quality.ts';
import type { Mapping } from '../../shared/mapping.ts';
import type { Connection } from '../vault/database.ts';
import { alikeWarning } from './counted-alike.ts';

/** Fewer people, and a smaller share of new ones, are growth. */
const LEAST_PEOPLE = 50;
const MOSTLY = 0.9;

/**
 * What is said of people who may have been given new numbers; nothing where most are known, or nothing came before.
 * @param source the import that is under way
 * @param accepted records that were taken
 * @param created people among them that nobody knew
 */
const rekeyedWarning = (
  db: Connection,
  source: number,
  { kind, columns }: Mapping,
  accepted: number,
  created: number,
): string[] => {
  const identifier = columns.find(({ role }) => role === 'identifier');
  if (kind !== 'profiles' || identifier === undefined || accepted < LEAST_PEOPLE) return [];
  // Nobody gives people new addresses: the lists of those who subscribed and of those who left share none.
  if (identifier.identifier === 'email' || identifier.identifier === 'phone') return [];
  if (created < accepted * MOSTLY) return [];
  const earlier = db
    .prepare(
      'SELECT name, accepted, mapping FROM source WHERE kind = ? AND id <> ? ORDER BY imported_at DESC',
    )
    .all('profiles', source) as { name: string; accepted: number; mapping: string }[];
  const same = earlier.find(
    (one) =>
      one.accepted >= LEAST_PEOPLE &&
      (JSON.parse(one.mapping) as Mapping).columns.some(
        ({ role, column, prefix }) =>
          role === 'identifier' && column === identifier.column && prefix === identifier.prefix,
      ),
  );
  if (same === undefined) return [];
  return [
    `Nearly nobody in it was known, though ${same.name} tells people by "${identifier.column}", too. If they are other people, all is well. If the same people were given new numbers, each would be two now, and what was said on consent under the old number would not reach the new one: do not load it yet. Import first a list of old and new numbers, the old one as identifier and the new one as link (customer), or keep a column that did not change, such as the e-mail address, as link; or look for the same people with cloister identity VAULT duplicates.`,
  ];
};

/** What is said of the numbers that tell people apart, where they meet nearly nobody or nearly everybody wrongly. */
export const numberWarnings = (
  db: Connection,
  source: number,
  mapping: Mapping,
  accepted: number,
  stored: { created: number; second: number },
  quality: Pick<SourceQuality, 'columns'>,
): string[] => [
  ...rekeyedWarning(db, source, mapping, accepted, stored.created),
  ...alikeWarning(mapping, quality, stored),
];
