/**
 * Tables of consent: purposes and notices, the ledger's further columns, batches, facts about people that decide
 * which rules hold for them, and the two views a stranger can check: `consent_record`, every event in full, and
 * `consent_decision`, who is admitted for what on a date and why the others are not.
 */
import { PURPOSES, SIGNAL_PURPOSE } from '../../../shared/vocabulary.ts';

const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** Flags of the purposes every vault begins with; analytics makes no statement about a person, the others do. */
const seeds = PURPOSES.map(({ id, label, ttlMonths }, place) => {
  const marketing = id.startsWith('marketing.') ? 1 : 0;
  const sale = id.startsWith('marketing.advertising') ? 1 : 0;
  const profiling = id === 'analytics' ? 0 : 1;
  return `(${quoted(id)}, ${quoted(label)}, ${quoted(id)}, ${marketing}, ${sale}, ${profiling}, 0, ${ttlMonths ?? 'NULL'}, 1, 1, ${place}, 0)`;
}).join(',\n  ');

export const CONSENT_TABLES = `
-- Purposes of processing. A purpose lies below every purpose whose id begins its own.
CREATE TABLE purpose(
  id TEXT PRIMARY KEY, label TEXT NOT NULL, fides_key TEXT NOT NULL,
  is_marketing INTEGER NOT NULL, is_sale_or_share INTEGER NOT NULL, is_profiling INTEGER NOT NULL,
  needs_explicit INTEGER NOT NULL, ttl_months INTEGER,
  -- Least grade of evidence of a consent; where opt-out regimes are not allowed it holds for everyone.
  min_grade INTEGER NOT NULL CHECK(min_grade BETWEEN 1 AND 3),
  listed INTEGER NOT NULL,
  -- Order of the purposes every vault begins with; added ones come after, by id.
  place INTEGER NOT NULL DEFAULT 100,
  -- No basis counts but consent, wherever people live.
  needs_consent INTEGER NOT NULL DEFAULT 0) STRICT, WITHOUT ROWID;
INSERT INTO purpose VALUES
  ${seeds},
  (${quoted(SIGNAL_PURPOSE)}, 'Sharing with third parties', ${quoted(SIGNAL_PURPOSE)}, 0, 1, 1, 0, 24, 1, 0, 100, 0);

-- Settings of the officer that hold for every purpose.
CREATE TABLE consent_setting(
  id INTEGER PRIMARY KEY CHECK(id = 1), us_opt_out INTEGER NOT NULL, changes INTEGER NOT NULL) STRICT;
INSERT INTO consent_setting VALUES (1, 0, 0);

-- Versions of privacy notices. Events name a version by its label. A version that is incompatible with those
-- before it in its series ends the consents given under them from the day it takes effect.
CREATE TABLE notice(
  label TEXT PRIMARY KEY, series TEXT NOT NULL, lang TEXT, sha256 BLOB, effective_from INTEGER NOT NULL,
  effective_to INTEGER, text_ref TEXT, incompatible INTEGER NOT NULL, covers TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE VIEW notice_end AS
  SELECT older.label AS label, min(newer.effective_from) AS ends_at
  FROM notice AS older JOIN notice AS newer
    ON newer.series = older.series AND newer.incompatible = 1 AND newer.effective_from > older.effective_from
  GROUP BY older.label;

-- Consent strings as they came, each once, so that they can be decoded again.
CREATE TABLE consent_signal(
  id INTEGER PRIMARY KEY, kind TEXT NOT NULL, raw TEXT NOT NULL, sha256 BLOB NOT NULL UNIQUE, decoder TEXT NOT NULL,
  decoded INTEGER NOT NULL) STRICT;

-- What a source said about consent as a whole; a batch is a source. Counts are JSON.
CREATE TABLE consent_batch(
  source INTEGER PRIMARY KEY REFERENCES source, events INTEGER NOT NULL, counts TEXT NOT NULL, exported_at INTEGER,
  controller TEXT, recipients TEXT, data_categories TEXT, withdrawal_method TEXT) STRICT;
CREATE TABLE consent_revocation(
  id INTEGER PRIMARY KEY, source INTEGER NOT NULL REFERENCES source, scope TEXT NOT NULL
    CHECK(scope IN ('grants', 'all', 'reinstated')),
  events INTEGER NOT NULL, reason TEXT NOT NULL, at INTEGER NOT NULL) STRICT;

-- Facts that decide which rules hold for a person: where they live, whether they are a minor.
CREATE TABLE person_fact(
  seq INTEGER PRIMARY KEY, person INTEGER, kind TEXT NOT NULL CHECK(kind IN ('regime', 'minor')), value TEXT NOT NULL,
  jurisdiction TEXT, source INTEGER REFERENCES source, recorded_at INTEGER NOT NULL) STRICT;
CREATE INDEX person_fact_by_person ON person_fact(person);
CREATE INDEX person_fact_by_kind ON person_fact(kind, person, value);

-- The identifier an event was said under: the first 48 bits of its pseudonym, null when it is about the person.
ALTER TABLE consent_event ADD COLUMN subject INTEGER;
ALTER TABLE consent_event ADD COLUMN pid_type TEXT;
ALTER TABLE consent_event ADD COLUMN special_basis TEXT;
ALTER TABLE consent_event ADD COLUMN regime TEXT;
ALTER TABLE consent_event ADD COLUMN jurisdiction TEXT;
-- day: the time of day is not known; future: dated after it can have been known, so its date says nothing.
ALTER TABLE consent_event ADD COLUMN occurred_precision TEXT NOT NULL DEFAULT 'instant'
  CHECK(occurred_precision IN ('instant', 'day', 'future'));
ALTER TABLE consent_event ADD COLUMN evidence_kind TEXT;
ALTER TABLE consent_event ADD COLUMN evidence_sha256 BLOB;
ALTER TABLE consent_event ADD COLUMN signal INTEGER REFERENCES consent_signal;
ALTER TABLE consent_event ADD COLUMN actor TEXT NOT NULL DEFAULT 'analyst';
-- An officer heard it from the person: it speaks for all their identifiers.
ALTER TABLE consent_event ADD COLUMN person_level INTEGER NOT NULL DEFAULT 0;
-- The event this one invalidates.
ALTER TABLE consent_event ADD COLUMN supersedes INTEGER;
-- The words of an event as one number, so that the lens reads its index alone (engine/privacy/consent/mark.ts).
ALTER TABLE consent_event ADD COLUMN mark INTEGER GENERATED ALWAYS AS (
  CASE state WHEN 'given' THEN 0 WHEN 'renewed' THEN 0 WHEN 'opted_in' THEN 0 WHEN 'objected' THEN 1
    WHEN 'withdrawn' THEN 2 WHEN 'revoked' THEN 3 WHEN 'refused' THEN 4 WHEN 'opted_out' THEN 5 WHEN 'unknown' THEN 6
    WHEN 'expired' THEN 7 WHEN 'requested' THEN 8 WHEN 'invalidated' THEN 8 ELSE 6 END
  + 16 * CASE basis WHEN 'consent' THEN 0 WHEN 'explicit_consent' THEN 1 WHEN 'us_opt_out_regime' THEN 2
    WHEN 'none' THEN 3 ELSE 4 END
  + 128 * CASE occurred_precision WHEN 'instant' THEN 0 WHEN 'day' THEN 1 ELSE 2 END
  + 512 * evidence_grade + 2048 * (person_level <> 0) + 4096 * (notice IS NOT NULL)) VIRTUAL;
DROP INDEX consent_event_by_purpose;
CREATE INDEX consent_event_by_purpose ON consent_event(purpose, person, mark, occurred_at, valid_until, subject);
CREATE INDEX consent_event_superseding ON consent_event(supersedes) WHERE supersedes IS NOT NULL;
CREATE INDEX consent_event_by_signal ON consent_event(signal) WHERE signal IS NOT NULL;
CREATE INDEX consent_event_by_source ON consent_event(source) WHERE source IS NOT NULL;
CREATE INDEX consent_event_future ON consent_event(source, purpose) WHERE occurred_precision = 'future';
`;

/** The tables whose every change moves the version of consent, and no row of the ledger does. */
const MOVING = ['notice', 'purpose', 'tombstone', 'vacated'];

/** Triggers that count changes of settings, so that what was computed before them is seen to be out of date. */
export const CONSENT_TRIGGERS = [
  ...MOVING.flatMap((table) =>
    ['INSERT', 'UPDATE', 'DELETE'].map(
      (event) => `CREATE TRIGGER ${table}_moves_consent_${event.toLowerCase()} AFTER ${event} ON ${table}
  BEGIN UPDATE consent_setting SET changes = changes + 1 WHERE id = 1; END;`,
    ),
  ),
  `CREATE TRIGGER consent_setting_moves AFTER UPDATE OF us_opt_out ON consent_setting
  BEGIN UPDATE consent_setting SET changes = changes + 1 WHERE id = 1; END;`,
  ...['consent_batch', 'consent_signal', 'consent_revocation', 'person_fact'].flatMap((table) =>
    ['UPDATE', 'DELETE'].map(
      // Erasing people takes their strings and the facts about them with it.
      (event) => `CREATE TRIGGER ${table}_no_${event.toLowerCase()} BEFORE ${event} ON ${table}
  ${event === 'DELETE' && ['consent_signal', 'person_fact'].includes(table) ? 'WHEN NOT EXISTS (SELECT 1 FROM erasure_subject)' : ''}
  BEGIN SELECT RAISE(ABORT, 'the consent ledger is append-only'); END;`,
    ),
  ),
].join('\n');
