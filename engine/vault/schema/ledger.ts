/**
 * The consent ledger. An entry is what one person said: whom it is about, when, and in which row of a file. Its wording is
 * what thousands of entries have in common: purpose, answer, basis, evidence, source. So an entry takes 60 bytes with its
 * indexes and not 210, and whoever reads meets the view `consent_event`, in which both are one row. Neither is ever
 * changed; entries are only added.
 */

/** Columns of a wording beside its identifier type and jurisdiction, of which an erased person's entry lets go. */
const KEPT = [
  'purpose',
  'state',
  'basis',
  'recorded_at',
  'method',
  'notice',
  'evidence_grade',
  'source',
  'special_basis',
  'regime',
  'occurred_precision',
  'evidence_kind',
  'actor',
  'person_level',
] as const;
const LET_GO = ['pid_type', 'jurisdiction'] as const;

/** SQL: all columns of a wording but its number. */
export const WORDING = [...KEPT, ...LET_GO].join(', ');

/** SQL of what is left of a wording in an entry whose person was erased. */
export const LEFT_OF_WORDING = [...KEPT, ...LET_GO.map((column) => `NULL AS ${column}`)].join(', ');

/** SQL of whether wording `n` is what is left of wording `o`. */
export const IS_LEFT_OF = [
  ...KEPT.map((column) => `n.${column} IS o.${column}`),
  ...LET_GO.map((column) => `n.${column} IS NULL`),
].join(' AND ');

const ABORT = "BEGIN SELECT RAISE(ABORT, 'the consent ledger is append-only'); END;";

export const LEDGER_TABLES = `
CREATE TABLE consent_wording(
  id INTEGER PRIMARY KEY, purpose TEXT NOT NULL, state TEXT NOT NULL, basis TEXT NOT NULL, recorded_at INTEGER NOT NULL,
  method TEXT NOT NULL, notice TEXT, evidence_grade INTEGER NOT NULL, source INTEGER REFERENCES source,
  -- Type of the identifier it was said under, null when it is about the person.
  pid_type TEXT, special_basis TEXT, regime TEXT, jurisdiction TEXT,
  -- day: the time of day is not known; future: dated after it can have been known, so its date says nothing.
  occurred_precision TEXT NOT NULL DEFAULT 'instant' CHECK(occurred_precision IN ('instant', 'day', 'future')),
  evidence_kind TEXT, actor TEXT NOT NULL DEFAULT 'analyst',
  -- An officer heard it from the person: it speaks for all their identifiers.
  person_level INTEGER NOT NULL DEFAULT 0,
  -- The words as one number, so that the lens reads no text (engine/privacy/consent/events.ts).
  mark INTEGER GENERATED ALWAYS AS (
    CASE state WHEN 'given' THEN 0 WHEN 'renewed' THEN 0 WHEN 'opted_in' THEN 0 WHEN 'objected' THEN 1
      WHEN 'withdrawn' THEN 2 WHEN 'revoked' THEN 3 WHEN 'refused' THEN 4 WHEN 'opted_out' THEN 5 WHEN 'unknown' THEN 6
      WHEN 'expired' THEN 7 WHEN 'requested' THEN 8 WHEN 'invalidated' THEN 8 ELSE 6 END
    + 16 * CASE basis WHEN 'consent' THEN 0 WHEN 'explicit_consent' THEN 1 WHEN 'us_opt_out_regime' THEN 2
      WHEN 'none' THEN 3 ELSE 4 END
    + 128 * CASE occurred_precision WHEN 'instant' THEN 0 WHEN 'day' THEN 1 ELSE 2 END
    + 512 * evidence_grade + 2048 * (person_level <> 0) + 4096 * (notice IS NOT NULL)) VIRTUAL) STRICT;
CREATE INDEX consent_wording_by_source ON consent_wording(source, purpose, state, notice);

-- Subject: the identifier it was said under, the first 48 bits of its pseudonym, null when it is about the person.
-- Supersedes: the entry that this one invalidates.
CREATE TABLE consent_entry(
  seq INTEGER PRIMARY KEY, person INTEGER, wording INTEGER NOT NULL REFERENCES consent_wording, occurred_at INTEGER,
  row_number INTEGER, subject INTEGER, valid_until INTEGER, reason TEXT, evidence_sha256 BLOB,
  signal INTEGER REFERENCES consent_signal, supersedes INTEGER) STRICT;
CREATE INDEX consent_entry_by_person ON consent_entry(person);
CREATE INDEX consent_entry_by_wording ON consent_entry(wording);
CREATE INDEX consent_entry_superseding ON consent_entry(supersedes) WHERE supersedes IS NOT NULL;
CREATE INDEX consent_entry_by_signal ON consent_entry(signal) WHERE signal IS NOT NULL;

-- A left join, which is the same since every entry has a wording: where nothing of it is asked for, it is not looked up.
CREATE VIEW consent_event AS
  SELECT e.seq, e.person, w.purpose, w.state, w.basis, e.occurred_at, w.recorded_at, e.valid_until, w.method, w.notice,
    w.evidence_grade, w.source, e.row_number, e.reason, e.subject, w.pid_type, w.special_basis, w.regime, w.jurisdiction,
    w.occurred_precision, w.evidence_kind, e.evidence_sha256, e.signal, w.actor, w.person_level, e.supersedes, w.mark,
    e.wording
  FROM consent_entry AS e LEFT JOIN consent_wording AS w ON w.id = e.wording;

-- The one change that is permitted: an entry of somebody who is being erased lets go of its person, of the identifier,
-- string and row of the file it was said in, and of a reason that somebody typed. The rest stays.
CREATE TRIGGER consent_entry_no_update BEFORE UPDATE ON consent_entry
  WHEN NOT (NEW.person IS NULL AND NEW.row_number IS NULL
    AND OLD.person IN (SELECT person FROM erasure_subject)
    AND NEW.seq = OLD.seq AND NEW.occurred_at IS OLD.occurred_at AND NEW.valid_until IS OLD.valid_until
    AND NEW.reason IS NULL AND NEW.subject IS NULL AND NEW.signal IS NULL AND NEW.evidence_sha256 IS NULL
    AND NEW.supersedes IS OLD.supersedes
    AND EXISTS (SELECT 1 FROM consent_wording AS o JOIN consent_wording AS n ON n.id = NEW.wording
      WHERE o.id = OLD.wording AND ${IS_LEFT_OF}))
  ${ABORT}
CREATE TRIGGER consent_entry_no_delete BEFORE DELETE ON consent_entry ${ABORT}
CREATE TRIGGER consent_wording_no_update BEFORE UPDATE ON consent_wording ${ABORT}
-- One that only erased people's entries had goes with them.
CREATE TRIGGER consent_wording_no_delete BEFORE DELETE ON consent_wording
  WHEN NOT EXISTS (SELECT 1 FROM erasure_subject) OR EXISTS (SELECT 1 FROM consent_entry WHERE wording = OLD.id)
  ${ABORT}
`;
