/**
 * Batches taken back. An event is its content: the person, the identifier it was said under, purpose, answer, basis,
 * time and way it was said. Whoever takes a batch back takes back what it says, so the same statements in another copy of
 * the file go with it, and do not return with the next copy; an officer alone brings them back.
 */
import { CloisterError } from '../../../shared/errors.ts';
import type { Connection } from '../../vault/database.ts';
import { WORDING } from '../../vault/schema/ledger.ts';
import { type ConsentEvent, invalidate } from './ledger.ts';

/** What of a batch is taken back: what speaks for people, or everything. */
export type Scope = 'grants' | 'all';

const GRANTS = "AND o.state IN ('given', 'renewed', 'opted_in')";
const INVALIDATED = 'EXISTS (SELECT 1 FROM consent_event AS v WHERE v.supersedes = e.seq)';
/** Two events say the same. */
const SAME = `e.purpose = o.purpose AND e.person = o.person AND e.subject IS o.subject AND e.state = o.state
  AND e.basis = o.basis AND e.method = o.method AND e.occurred_at IS o.occurred_at`;

const requireBatch = (db: Connection, source: number): void => {
  if (db.prepare('SELECT 1 FROM consent_batch WHERE source = ?').get(source) !== undefined) return;
  throw new CloisterError(
    'NOT_FOUND',
    `Source ${source} said nothing about consent.`,
    'See `cloister consent VAULT batches` for those that did.',
  );
};

const nothingLeft = (source: number, what: string): CloisterError =>
  new CloisterError(
    'NOT_FOUND',
    `Nothing of source ${source} is left to ${what}.`,
    'See `cloister consent VAULT batches`.',
  );

const note = (
  db: Connection,
  source: number,
  scope: Scope | 'reinstated',
  events: number,
  reason: string,
  at: number,
): void => {
  db.prepare('INSERT INTO consent_revocation(source, scope, events, reason, at) VALUES (?, ?, ?, ?, ?)').run(
    source,
    scope,
    events,
    reason,
    at,
  );
};

/**
 * Follows every event of a batch, and every event of another source that says the same, with one that invalidates it.
 * The caller holds the transaction.
 * @param at UTC epoch milliseconds
 * @returns events taken back, those of them that stood in other sources, and people they were about
 * @throws CloisterError NOT_FOUND
 */
export const revokeBatch = (
  db: Connection,
  source: number,
  scope: Scope,
  reason: string,
  at: number,
): { events: number; elsewhere: number; people: number } => {
  requireBatch(db, source);
  const which = `SELECT DISTINCT e.seq FROM consent_event AS o JOIN consent_event AS e ON ${SAME}
    WHERE o.source = @source AND o.state <> 'invalidated' ${scope === 'grants' ? GRANTS : ''}
      AND e.source IS NOT NULL AND NOT ${INVALIDATED}`;
  const { events, elsewhere, people } = db
    .prepare(
      `SELECT count(*) AS events, coalesce(sum(source <> @source), 0) AS elsewhere, count(DISTINCT person) AS people
       FROM consent_event WHERE seq IN (${which})`,
    )
    .get({ source }) as { events: number; elsewhere: number; people: number };
  if (events === 0) throw nothingLeft(source, 'revoke');
  invalidate(db, which, { source }, at);
  note(db, source, scope, events, reason, at);
  return { events, elsewhere, people };
};

/** What an entry says when it is said again, beside its wording and whom it is about. */
export const SAID = 'occurred_at, row_number, subject, valid_until, reason, evidence_sha256, signal';

/**
 * Says again what a batch had said and was taken back. The caller holds the transaction.
 * @throws CloisterError NOT_FOUND
 */
export const reinstateBatch = (
  db: Connection,
  source: number,
  reason: string,
  at: number,
): { events: number; people: number } => {
  requireBatch(db, source);
  // A statement that was said again after it was taken back stands already.
  const which = `FROM consent_event AS o WHERE o.source = @source AND o.person IS NOT NULL AND o.state <> 'invalidated'
    AND EXISTS (SELECT 1 FROM consent_event AS v WHERE v.supersedes = o.seq)
    AND NOT EXISTS (SELECT 1 FROM consent_event AS e WHERE ${SAME} AND NOT ${INVALIDATED})
    AND o.seq = (SELECT max(e.seq) FROM consent_event AS e WHERE ${SAME} AND e.source = o.source)`;
  const { events, people } = db
    .prepare(`SELECT count(*) AS events, count(DISTINCT person) AS people ${which}`)
    .get({ source }) as { events: number; people: number };
  if (events === 0) throw nothingLeft(source, 'bring back');
  // Each under its wording, with the time at which it is said again.
  const seqs = JSON.stringify(db.prepare(`SELECT o.seq ${which} ORDER BY o.seq`).pluck().all({ source }));
  const wordings = db
    .prepare('SELECT DISTINCT wording FROM consent_entry WHERE seq IN (SELECT value FROM json_each(?))')
    .pluck()
    .all(seqs) as number[];
  const copy = db.prepare(
    `INSERT INTO consent_wording(${WORDING}) SELECT ${WORDING.replace('recorded_at', '@at')} FROM consent_wording
     WHERE id = @wording`,
  );
  const again = wordings.map((wording) => [wording, Number(copy.run({ wording, at }).lastInsertRowid)]);
  db.prepare(
    `INSERT INTO consent_entry(person, wording, ${SAID}) SELECT person, n.value ->> 1, ${SAID}
     FROM consent_entry AS e JOIN json_each(@again) AS n ON n.value ->> 0 = e.wording
     WHERE e.seq IN (SELECT value FROM json_each(@seqs)) ORDER BY e.seq`,
  ).run({ seqs, again: JSON.stringify(again) });
  note(db, source, 'reinstated', events, reason, at);
  return { events, people };
};

/** Whether a statement was taken back before, as a function of the statement; null where nothing ever was. */
export const openRevoked = (db: Connection): ((event: ConsentEvent) => boolean) | null => {
  if (db.prepare('SELECT 1 FROM consent_revocation LIMIT 1').get() === undefined) return null;
  const find = db
    .prepare(
      `SELECT 1 FROM consent_event AS e WHERE purpose = ? AND person = ? AND subject IS ? AND state = ? AND basis = ?
         AND method = ? AND occurred_at IS ? AND ${INVALIDATED} LIMIT 1`,
    )
    .pluck();
  return ({ purpose, person, subject = null, state, basis, method, occurredAt }) =>
    find.get(purpose, person, subject, state, basis, method, occurredAt) !== undefined;
};
