/**
 * Tables of data-subject requests: the suppression list that stops a return, and erasures on their way. The
 * suppression list holds keyed hashes of pseudonyms, never a pseudonym: after an erasure none is left.
 */
export const SUBJECT_TABLES = `
-- Acts that stand in the journal beside the keystore too, and what became of them in this database: done; waiting for
-- a person or a file; missing, which holds releases; acknowledged by an officer.
CREATE TABLE journaled(
  id TEXT PRIMARY KEY, kind TEXT NOT NULL,
  state TEXT NOT NULL CHECK(state IN ('done', 'waiting', 'missing', 'acknowledged'))) STRICT, WITHOUT ROWID;

-- Keyed hashes of pseudonyms of erased people whom an officer let in again.
CREATE TABLE readmission(pid BLOB PRIMARY KEY, at INTEGER NOT NULL) STRICT, WITHOUT ROWID;

-- Numbers of people who were erased: no one has them any more, and no one gets them again.
CREATE TABLE vacated(person INTEGER PRIMARY KEY) STRICT;

-- Suppression list: who was erased (person is null then) or objected. Never used for anything else.
CREATE TABLE tombstone(
  pid BLOB NOT NULL CHECK(length(pid) = 32),   -- keyed hash of the pseudonym
  bucket INTEGER NOT NULL,                     -- first 16 bits of the pseudonym, so that few need hashing
  pid_type TEXT NOT NULL, epoch INTEGER NOT NULL,
  kind TEXT NOT NULL CHECK(kind IN ('erased', 'objected')),
  person INTEGER, at INTEGER NOT NULL, legal_note TEXT,
  CHECK((kind = 'erased') = (person IS NULL)),
  PRIMARY KEY(pid, kind)) STRICT, WITHOUT ROWID;
CREATE INDEX tombstone_by_person ON tombstone(person) WHERE person IS NOT NULL;

-- An erasure: its stage, and its certificate once it has ended.
CREATE TABLE erasure(
  id TEXT PRIMARY KEY, at INTEGER NOT NULL, stage TEXT NOT NULL CHECK(stage IN ('begun', 'deleted', 'done')),
  people INTEGER NOT NULL, body TEXT NOT NULL) STRICT, WITHOUT ROWID;
-- Whom it erases, until they are deleted; the ledger lets go only of people named here.
CREATE TABLE erasure_subject(
  erasure TEXT NOT NULL REFERENCES erasure, person INTEGER NOT NULL, PRIMARY KEY(erasure, person)) STRICT, WITHOUT ROWID;
-- What must not be found afterwards, as keyed hashes with the first 16 bits and the length, until the scan is done.
CREATE TABLE erasure_needle(
  erasure TEXT NOT NULL REFERENCES erasure, hash BLOB NOT NULL, bucket INTEGER NOT NULL, bytes INTEGER NOT NULL,
  PRIMARY KEY(erasure, hash)) STRICT, WITHOUT ROWID;
`;
