/**
 * What the journal of acts says of the graph of identity: links cut and put back, pairs that somebody confirmed. Numbers mean
 * nothing in an older copy of the database, so a link is named by the marks of the identifiers at its two ends.
 */
import type { Connection } from '../../vault/database.ts';
import type { Vault } from '../../vault/vault.ts';
import { type Numbered, pseudonymsUnder } from '../identity/blocks.ts';
import { openLinks } from '../identity/links.ts';
import { moveOut } from '../identity/move-out.ts';
import { settleIdentity } from '../identity/settle.ts';
import { type ActState, type JournalAct, marksIn, marksOut } from './acts-journal.ts';
import { marksOf, pseudonymsBehind } from './tombstones.ts';

type Of<K extends JournalAct['kind']> = Extract<JournalAct, { kind: K }>;
type Ends = Of<'cut'>['ends'];

/** The marks of the identifiers that the numbers at both ends of links were made for. */
export const endsOf = (
  { keys }: Vault,
  db: Connection,
  links: readonly (readonly [number, number])[],
): Ends[] => {
  const rows = pseudonymsUnder(db, new Set(links.flat())).filter(({ own }) => own);
  const byNumber = Map.groupBy(rows, ({ person }) => person);
  const marks = (number: number): Ends[0] => marksOut(marksOf(keys, byNumber.get(number) ?? []));
  return links.map(([one, other]) => [marks(one), marks(other)]);
};

/** The identifier that stands at each end here; null where one is not known. */
const known = ({ keys }: Vault, db: Connection, ends: Ends): [Numbered, Numbered] | null => {
  const [one, other] = ends.map((marks) => pseudonymsBehind(db, keys, marksIn(marks))[0]);
  return one === undefined || other === undefined ? null : [one, other];
};

/** The same; null also where both have one number still. */
const behind = (vault: Vault, db: Connection, ends: Ends): [Numbered, Numbered] | null => {
  const found = known(vault, db, ends);
  return found === null || found[0].person === found[1].person ? null : found;
};

/** Of two identifiers that have one number still, whose own it is, and the other; null where that is not so. */
const housed = (vault: Vault, db: Connection, ends: Ends): { host: Numbered; guest: Numbered } | null => {
  const [one, other] = known(vault, db, ends) ?? [];
  if (one === undefined || other === undefined || one.person !== other.person || one.own === other.own)
    return null;
  return one.own ? { host: one, guest: other } : { host: other, guest: one };
};

/** The link between two ends that are known, if there is one. */
const linkOf = (vault: Vault, db: Connection, ends: Ends): number | undefined => {
  const found = behind(vault, db, ends);
  if (found === null) return undefined;
  const [low, high] = found.map(({ person }) => person).sort((a, b) => a - b);
  return db.prepare('SELECT id FROM identity_link WHERE low = ? AND high = ?').pluck().get(low, high) as
    | number
    | undefined;
};

/** Whether doing it now would come to anything. */
export const canJoin = (vault: Vault, db: Connection, act: Of<'cut' | 'uncut' | 'joined'>): boolean =>
  act.kind === 'joined'
    ? act.pairs.every((ends) => behind(vault, db, ends) !== null)
    : linkOf(vault, db, act.ends) !== undefined ||
      (act.kind === 'cut' && housed(vault, db, act.ends) !== null);

/**
 * Cuts a link again, or puts it back. Where the older copy has both ends under one number there is no link yet, and nobody
 * is to be taken for the other until a file says it again. The caller holds the transaction.
 */
export const cutAgain = (vault: Vault, db: Connection, act: Of<'cut' | 'uncut'>): ActState => {
  const together = act.kind === 'cut' ? housed(vault, db, act.ends) : null;
  if (together !== null) moveOut(db, together.host, together.guest);
  const link = linkOf(vault, db, act.ends);
  if (link === undefined) return 'waiting';
  db.prepare('UPDATE identity_link SET cut_at = ? WHERE id = ?').run(
    act.kind === 'cut' ? act.at : null,
    link,
  );
  settleIdentity(db);
  return 'done';
};

/** Links again what somebody confirmed, as far as it is known. The caller holds the transaction. */
export const joinAgain = (vault: Vault, db: Connection, act: Of<'joined'>): ActState => {
  const links = openLinks(db, null);
  let waiting = 0;
  for (const ends of act.pairs) {
    const found = behind(vault, db, ends);
    if (found === null) waiting += 1;
    else links.add(found[0].person, found[0].type, found[1].person, found[1].type);
  }
  if (links.flush() > 0) settleIdentity(db);
  return waiting === 0 ? 'done' : 'waiting';
};
