/** An objection to every purpose (GDPR Art. 21): entries in the ledger and a place on the suppression list; lifting it. */

import type { IdentifierType } from '../../../shared/vocabulary.ts';
import { now } from '../../audit/audit.ts';
import { numbersOf } from '../../columns/merged.ts';
import type { Connection } from '../../vault/database.ts';
import { numbersOfPerson } from '../../vault/schema/identity.ts';
import { invalidate, ledgerWriter } from '../consent/ledger.ts';
import { allPurposes } from '../consent/purposes.ts';
import type { Numbered } from '../identity/blocks.ts';
import { addTombstones, marksOf, type SubjectRoots } from './tombstones.ts';

/**
 * Records an objection. The caller holds the transaction.
 * @param occurredAt UTC epoch milliseconds
 * @returns the purposes objected to
 */
export const recordObjection = (
  db: Connection,
  keys: SubjectRoots,
  person: number,
  pseudonyms: readonly Numbered[],
  { occurredAt, reason }: { occurredAt: number; reason: string | null },
): string[] => {
  const write = ledgerWriter(db, null, now());
  const purposes = allPurposes(db).map(({ id }) => id);
  // Under every number, so that it holds for each of them when a link is cut.
  const numbers = numbersOf(db, [person]);
  const each = numbers.flatMap((number) => purposes.map((purpose) => ({ number, purpose })));
  for (const { number, purpose } of each)
    write({
      person: number,
      purpose,
      state: 'objected',
      basis: 'consent',
      occurredAt,
      validUntil: null,
      method: 'officer',
      actor: 'officer',
      personLevel: true,
      notice: null,
      grade: 1,
      row: null,
      reason,
    });
  for (const number of numbers)
    addTombstones(
      db,
      marksOf(
        keys,
        pseudonyms.filter((one) => one.person === number),
      ),
      {
        kind: 'objected',
        person: number,
        at: now(),
        note: 'objected to every purpose (GDPR Art. 21)',
      },
    );
  return purposes;
};

/**
 * Types of the identifiers, shared with other people, under which an objection was made that binds a person too. It is
 * lifted under those alone: whoever has the address may have said it, and the no of one binds all who are linked with it.
 */
export const sharedObjections = (db: Connection, person: number): IdentifierType[] =>
  db
    .prepare(
      `SELECT DISTINCT t.pid_type FROM shared_bond AS x JOIN tombstone AS t ON t.person = x.shared
       WHERE x.person = ? AND t.kind = 'objected' ORDER BY t.pid_type`,
    )
    .pluck()
    .all(person) as IdentifierType[];

/** How many other people a no of this one binds, because they are linked with an identifier that is shared. */
export const peopleBoundWith = (db: Connection, person: number): number =>
  db
    .prepare(`SELECT count(DISTINCT person) FROM shared_bond WHERE shared IN ${numbersOfPerson('?')}`)
    .pluck()
    .get(person) as number;

/**
 * Takes an objection back: its entries are declared invalid, nothing is deleted from the ledger, and what the person said
 * besides decides again. The caller holds the transaction.
 * @returns how many entries were declared invalid; 0 where there was no objection
 */
export const liftObjection = (db: Connection, person: number): number => {
  const listed = db
    .prepare(`DELETE FROM tombstone WHERE kind = 'objected' AND person IN ${numbersOfPerson('?')}`)
    .run(person).changes;
  if (listed === 0) return 0;
  return invalidate(
    db,
    `SELECT e.seq FROM consent_event AS e WHERE e.person IN ${numbersOfPerson('@person')}
       AND e.state = 'objected' AND e.method = 'officer'
       AND NOT EXISTS (SELECT 1 FROM consent_event AS v WHERE v.supersedes = e.seq)`,
    { person },
    now(),
  );
};
