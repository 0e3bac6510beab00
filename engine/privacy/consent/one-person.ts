/** The standing of one person for one purpose, straight from the index: what an officer looks up. */
import type { ConsentState, Exclusion, LawfulBasis } from '../../../shared/vocabulary.ts';
import type { Connection } from '../../vault/database.ts';
import { heardFrom } from '../../vault/schema/consent-views.ts';
import type { Precision, Said } from './events.ts';
import { aboutPerson } from './facts.ts';
import { allPurposes, noticeRules, type PurposeRule, requirePurpose } from './purposes.ts';
import { exclusionOf, type NoticeRule } from './resolve.ts';

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

/** Everything on record about a person, found by the index of persons. */
const eventsOf = (db: Connection, person: number): Said[] =>
  (
    db
      .prepare(
        heardFrom(
          '@person',
          `e.purpose, state, basis, occurred_at, occurred_precision, valid_until, evidence_grade, notice, subject,
           person_level, EXISTS (SELECT 1 FROM consent_event AS v WHERE v.supersedes = e.seq) AS invalidated`,
        ),
      )
      .all({ person }) as EventRow[]
  ).map((row) => ({
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
  }));

/** The rules of one version of consent, per connection: looking up people one by one reads them once. */
const kept = new WeakMap<
  Connection,
  { version: number; purposes: PurposeRule[]; sale: Set<string>; notices: Map<string, NoticeRule> }
>();

const rulesOf = (db: Connection) => {
  const version = db.prepare('SELECT changes FROM consent_setting').pluck().get() as number;
  const found = kept.get(db);
  // A writer may yet roll back what it reads.
  if (db.readonly && found?.version === version) return found;
  const purposes = allPurposes(db);
  const rules = {
    version,
    purposes,
    sale: new Set(purposes.filter(({ saleOrShare }) => saleOrShare).map(({ id }) => id)),
    notices: noticeRules(db),
  };
  kept.set(db, rules);
  return rules;
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
  const { purposes, sale, notices } = rulesOf(db);
  const purpose = purposes.find(({ id }) => id === purposeId) ?? requirePurpose(db, purposeId);
  return exclusionOf(eventsOf(db, person), aboutPerson(db, person), { purpose, sale, notices }, at);
};
