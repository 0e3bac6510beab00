/** After an import: who is one person now, and what that changed. */
import type { Connection } from '../../vault/database.ts';
import { countPeople, type People } from '../people.ts';
import { settleIdentity } from './settle.ts';

/**
 * Settles what the links of an import say. The caller holds the transaction.
 * @param known people before the import
 * @returns new people; known ones that turned out to be one with another; identifiers whose links are refused
 */
export const joinPeople = (
  db: Connection,
  { linked, housed, created, first }: Pick<People, 'linked' | 'housed' | 'created' | 'first'>,
  known: number,
): { created: number; merged: number; shared: number } => {
  const { shared } = linked > 0 || housed ? settleIdentity(db) : { shared: 0 };
  const joined = db.prepare('SELECT count(*) FROM merged WHERE number >= ?').pluck().get(first) as number;
  const fresh = created - joined;
  return { created: fresh, merged: known + fresh - countPeople(db), shared };
};
