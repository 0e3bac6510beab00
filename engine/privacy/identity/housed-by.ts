/**
 * Which source said what a number houses. An identifier that moves out of the number it was housed with leaves a link behind,
 * and the log of links names the source whose records held both, not the one that brought the move.
 */
import { IDENTIFIER_TYPES, type IdentifierType } from '../../../shared/vocabulary.ts';
import type { Connection } from '../../vault/database.ts';

type Names = { columns?: { role: string; identifier?: IdentifierType }[] };

/** Types of the identifiers that a mapping names. */
const typesOf = (mapping: string): Set<IdentifierType> =>
  new Set(
    ((JSON.parse(mapping) as Names).columns ?? [])
      .filter(({ role }) => role === 'identifier' || role === 'link')
      .map(({ identifier }) => identifier ?? 'customer'),
  );

/**
 * Opens the question for an import; numbers from `first` on are its own.
 * @returns for a number, the code of its type and that of a type it houses: the first source from the one that made the
 * number on that names both types
 */
export const openHousedBy = (
  db: Connection,
  source: number,
  first: number,
): ((number: number, own: number, housed: number) => number) => {
  let blocks: { first: number; source: number }[] | null = null;
  let sources: { id: number; types: Set<IdentifierType> }[] = [];
  const known = new Map<number, number>();
  const makerOf = (number: number): number => {
    if (blocks === null) {
      blocks = db.prepare('SELECT first, source FROM person_block ORDER BY first').all() as typeof blocks &
        object;
      sources = (
        db.prepare('SELECT id, mapping FROM source ORDER BY id').all() as { id: number; mapping: string }[]
      ).map(({ id, mapping }) => ({ id, types: typesOf(mapping) }));
    }
    let [low, high] = [0, blocks.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (blocks[middle].first <= number) low = middle;
      else high = middle - 1;
    }
    return blocks[low]?.source ?? source;
  };
  return (number, own, housed) => {
    if (number >= first) return source;
    const maker = makerOf(number);
    const types = IDENTIFIER_TYPES.length;
    const key = (maker * types + own) * types + housed;
    let by = known.get(key);
    if (by === undefined) {
      const both = [IDENTIFIER_TYPES[own], IDENTIFIER_TYPES[housed]];
      by =
        sources.find(({ id, types }) => id >= maker && both.every((type) => types.has(type)))?.id ?? source;
      known.set(key, by);
    }
    return by;
  };
};
