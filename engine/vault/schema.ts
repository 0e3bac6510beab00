/**
 * The whole schema of a vault, in one place. Rows hold what is searched, linked or proved; `chunk` holds the
 * bulk as columns. A later version of the schema appends one step to MIGRATIONS. The second step is the tables of
 * each area, which stand in `schema/`.
 */
import { AUDIT_TABLES } from './schema/audit.ts';
import { CLUSTERING_TABLES } from './schema/clustering.ts';
import { COLUMN_TABLES } from './schema/columns.ts';
import { CONSENT_TABLES, CONSENT_TRIGGERS } from './schema/consent.ts';
import { CONSENT_VIEWS } from './schema/consent-views.ts';
import { IDENTITY_TABLES } from './schema/identity.ts';
import { LEDGER_TABLES } from './schema/ledger.ts';
import { QUALITY_TABLES } from './schema/quality.ts';
import { RELEASE_TABLES } from './schema/release.ts';
import { REPEAT_TABLES } from './schema/repeats.ts';
import { SUBJECT_TABLES } from './schema/subjects.ts';
import { TOLD_TABLES } from './schema/told.ts';

const FIRST = `
CREATE TABLE meta(key TEXT PRIMARY KEY, value ANY NOT NULL) STRICT, WITHOUT ROWID;

-- An imported file. Its name is kept, its content only as what the mapping admitted.
CREATE TABLE source(
  id INTEGER PRIMARY KEY, name TEXT NOT NULL, kind TEXT NOT NULL, sha256 BLOB NOT NULL, bytes INTEGER NOT NULL,
  records INTEGER NOT NULL, accepted INTEGER NOT NULL, rejected INTEGER NOT NULL, duplicates INTEGER NOT NULL,
  mapping TEXT NOT NULL, imported_at INTEGER NOT NULL,
  UNIQUE(kind, sha256)) STRICT;

-- Columns: a definition, its dictionary, and chunks of at most 65,536 rows of one run.
CREATE TABLE column_definition(
  id INTEGER PRIMARY KEY, kind TEXT NOT NULL, name TEXT NOT NULL, label TEXT NOT NULL, type TEXT NOT NULL,
  role TEXT NOT NULL, class TEXT, UNIQUE(kind, name)) STRICT;
CREATE TABLE dictionary_value(
  column_id INTEGER NOT NULL REFERENCES column_definition, code INTEGER NOT NULL, value TEXT NOT NULL,
  PRIMARY KEY(column_id, code)) STRICT, WITHOUT ROWID;
CREATE TABLE run(id INTEGER PRIMARY KEY, source INTEGER NOT NULL REFERENCES source, kind TEXT NOT NULL,
  rows INTEGER NOT NULL) STRICT;
CREATE TABLE chunk(
  id INTEGER PRIMARY KEY, run INTEGER NOT NULL REFERENCES run, column_id INTEGER NOT NULL REFERENCES column_definition,
  number INTEGER NOT NULL, rows INTEGER NOT NULL, checksum INTEGER NOT NULL, data BLOB NOT NULL,
  UNIQUE(run, column_id, number)) STRICT;

-- What the analysts made: clusterings, segments, personas, releases; every version is kept.
CREATE TABLE record(
  kind TEXT NOT NULL, id TEXT NOT NULL, version INTEGER NOT NULL, body TEXT NOT NULL, at INTEGER NOT NULL,
  PRIMARY KEY(kind, id, version)) STRICT, WITHOUT ROWID;
CREATE TABLE membership(
  segment TEXT NOT NULL, version INTEGER NOT NULL, purpose TEXT NOT NULL, as_of INTEGER NOT NULL,
  people INTEGER NOT NULL, members BLOB NOT NULL, at INTEGER NOT NULL,
  PRIMARY KEY(segment, version, purpose, as_of)) STRICT, WITHOUT ROWID;

-- The record of every act. Bodies are canonical JSON; the head is signed.
CREATE TABLE audit_entry(seq INTEGER PRIMARY KEY, body TEXT NOT NULL, hash BLOB NOT NULL) STRICT;
CREATE TABLE audit_head(id INTEGER PRIMARY KEY CHECK(id = 1), seq INTEGER NOT NULL, hash BLOB NOT NULL,
  signature BLOB NOT NULL) STRICT;
CREATE TRIGGER audit_entry_no_update BEFORE UPDATE ON audit_entry
  BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;
CREATE TRIGGER audit_entry_no_delete BEFORE DELETE ON audit_entry
  BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;
`;

/** Each area's own tables: one constant in `schema/AREA.ts`, joined here. */
const SECOND = [
  AUDIT_TABLES,
  COLUMN_TABLES,
  CLUSTERING_TABLES,
  RELEASE_TABLES,
  TOLD_TABLES,
  SUBJECT_TABLES,
  CONSENT_TABLES,
  LEDGER_TABLES,
  IDENTITY_TABLES,
  CONSENT_VIEWS,
  CONSENT_TRIGGERS,
  QUALITY_TABLES,
  REPEAT_TABLES,
].join('\n');

/**
 * Step n brings a vault from version n to n + 1. Steps are never edited once released; none is yet, so a vault that an earlier
 * state of the sources made is made anew from its files.
 */
export const MIGRATIONS: readonly string[] = [FIRST, SECOND];
export const SCHEMA_VERSION = MIGRATIONS.length;
