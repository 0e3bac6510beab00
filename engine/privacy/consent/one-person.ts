/** The standing of one person for one purpose, straight from the index: what an officer looks up. */
import type { ConsentState, Exclusion, LawfulBasis } from '../../../shared/vocabulary.ts';
import type { Connection } from '../../vault/database.ts';
import type { Precision, Said } from './events.ts';
import { aboutPerson } from './facts.ts';
import { allPurposes, noticeRules, requirePurpose } from './purposes.ts';
import { exclusionOf } from './resolve.ts';

type EventRow = {
  purpose: string;
  state: ConsentState;
  basis: LawfulBasis;
  occurred_at: number | null;
  occurred_precision: Precision;
  valid_until: number | null;
  evidence_grade: number;
  notice: string | null;
  subject: number | null;
  person_level: number;
  invalidated: number;
};

/** Everything on record about a person for the purposes given. */
export const eventsOf = (db: Connection, person: number, purposes: readonly string[]): Said[] => {
  const select = db.prepare(
    `SELECT purpose, state, basis, occurred_at, occurred_precision, valid_until, evidence_grade, notice, subject,
       person_level, EXISTS (SELECT 1 FROM consent_event AS v WHERE v.supersedes = e.seq) AS invalidated
     FROM consent_event AS e WHERE purpose = ? AND person = ?`,
  );
  return purposes.flatMap((purpose) =>
    (select.all(purpose, person) as EventRow[]).map(
      (row): Said => ({
        purpose: row.purpose,
        state: row.state,
        basis: row.basis,
        occurredAt: row.occurred_at,
        precision: row.occurred_precision,
        validUntil: row.valid_until,
        grade: row.evidence_grade,
        notice: row.notice,
        subject: row.subject,
        personLevel: row.person_level === 1,
        invalidated: row.invalidated === 1,
      }),
    ),
  );
};

/**
 * Why a person is left out for a purpose on a date, or null when admitted.
 * @throws CloisterError NOT_FOUND for an unknown purpose
 */
export const eligibility = (
  db: Connection,
  person: number,
  purposeId: string,
  at: number,
): Exclusion | null => {
  const purpose = requirePurpose(db, purposeId);
  const purposes = allPurposes(db);
  const rules = {
    purpose,
    sale: new Set(purposes.filter(({ saleOrShare }) => saleOrShare).map(({ id }) => id)),
    notices: noticeRules(db),
  };
  const events = eventsOf(
    db,
    person,
    purposes.map(({ id }) => id),
  );
  return exclusionOf(events, aboutPerson(db, person), rules, at);
};
