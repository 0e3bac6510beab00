/** Writing to the consent ledger. Events are only ever added; the caller holds the transaction. */
import { type ConsentState, DAY, type LawfulBasis, type Regime } from '../../../shared/vocabulary.ts';
import type { Connection } from '../../vault/database.ts';
import type { Precision } from './events.ts';

/** An event as it is said. What is left out takes the value of an event of its kind that says nothing about it. */
export type ConsentEvent = {
  /** Null where nobody in the vault has the identifier it was said under: it speaks for nobody. */
  person: number | null;
  purpose: string;
  state: ConsentState;
  basis: LawfulBasis;
  /** UTC epoch milliseconds; null where the source gave no date. */
  occurredAt: number | null;
  validUntil: number | null;
  method: string;
  /** Label of the version of the notice. */
  notice: string | null;
  /** 0 asserted, 1 dated, 2 with the version of the notice, 3 with a hash of the artefact. */
  grade: number;
  row: number | null;
  reason: string | null;
  /** The identifier it was said under (`subjectOf`), and its type; about the person where there is none. */
  subject?: number | null;
  identifierType?: string | null;
  regime?: Regime | null;
  jurisdiction?: string | null;
  evidenceKind?: string | null;
  evidenceHash?: Buffer | null;
  /** Number of the consent string it was read from. */
  signal?: number | null;
  actor?: 'analyst' | 'officer';
  /** An officer heard it from the person. */
  personLevel?: boolean;
};

/** The first 48 bits of a pseudonym: enough to tell a person's identifiers apart, too few to be one. */
export const subjectOf = (pseudonym: Uint8Array, at: number): number =>
  ((pseudonym[at] << 8) | pseudonym[at + 1]) * 2 ** 32 +
  (((pseudonym[at + 2] << 24) | (pseudonym[at + 3] << 16) | (pseudonym[at + 4] << 8) | pseudonym[at + 5]) >>>
    0);

/**
 * SQL: whom an event counts for, by the identifier it was said under. A change recorded for an identifier that nobody
 * has counts as one for somebody, so that no count tells the two apart.
 */
export const SAID_BY = 'coalesce(-1 - subject, person)';

/**
 * How well a time is known. A time at midnight is taken for a date; one later than it can have been known (a day
 * is allowed for clocks and zones) says nothing.
 */
export const precisionOf = (occurredAt: number | null, knownAt: number): Precision => {
  if (occurredAt === null) return 'instant';
  if (occurredAt > knownAt + DAY) return 'future';
  return occurredAt % DAY === 0 ? 'day' : 'instant';
};

/**
 * A function that appends events to the ledger.
 * @param recordedAt when they are recorded
 * @param exportedAt when the source was made, where that is known: nothing in it can have happened later
 */
export const ledgerWriter = (
  db: Connection,
  source: number | null,
  recordedAt: number,
  exportedAt: number | null = null,
): ((event: ConsentEvent) => Precision) => {
  const insert = db.prepare(
    `INSERT INTO consent_event(person, purpose, state, basis, occurred_at, recorded_at, valid_until, method,
       notice, evidence_grade, source, row_number, reason, subject, pid_type, regime, jurisdiction,
       occurred_precision, evidence_kind, evidence_sha256, signal, actor, person_level)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const knownAt = Math.min(recordedAt, exportedAt ?? recordedAt);
  return (event) => {
    const precision = precisionOf(event.occurredAt, knownAt);
    insert.run(
      event.person,
      event.purpose,
      event.state,
      event.basis,
      event.occurredAt,
      recordedAt,
      event.validUntil,
      event.method,
      event.notice,
      // What is not dated cannot be shown, whatever else is known of it.
      event.occurredAt === null ? 0 : event.grade,
      source,
      event.row,
      event.reason,
      event.subject ?? null,
      event.identifierType ?? null,
      event.regime ?? null,
      event.jurisdiction ?? null,
      precision,
      event.evidenceKind ?? null,
      event.evidenceHash ?? null,
      event.signal ?? null,
      event.actor ?? 'analyst',
      event.personLevel === true ? 1 : 0,
    );
    return precision;
  };
};
