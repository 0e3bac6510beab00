/**
 * Tables of consent beside the ledger: purposes and notices, batches, facts about people that decide which rules hold
 * for them.
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
