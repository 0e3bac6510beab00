/**
 * Tables of what left and what waits to leave: the release ledger, requests for approval, and noise.
 * A ledger row keeps each published set as one bit per token of a universe; a token is a keyed 64-bit value of a
 * person, so that two releases can be compared without a list of people.
 */
export const RELEASE_TABLES = `
CREATE TABLE release_universe(
  id INTEGER PRIMARY KEY, sha256 BLOB NOT NULL UNIQUE, tokens BLOB NOT NULL) STRICT;
CREATE TABLE release_ledger(
  id INTEGER PRIMARY KEY, digest BLOB NOT NULL UNIQUE, name TEXT NOT NULL, purpose TEXT NOT NULL, as_of TEXT NOT NULL,
  universe INTEGER NOT NULL REFERENCES release_universe, compared TEXT NOT NULL,
  at INTEGER NOT NULL) STRICT;
-- Every number of people a release published: with its members, or (members NULL) as a count alone.
CREATE TABLE release_set(
  release INTEGER NOT NULL REFERENCES release_ledger, kind TEXT NOT NULL, name TEXT NOT NULL,
  people INTEGER NOT NULL, erased_since INTEGER NOT NULL DEFAULT 0, members BLOB,
  PRIMARY KEY(release, kind, name)) STRICT, WITHOUT ROWID;
-- A release that was prepared and what an officer decided about it.
CREATE TABLE release_request(
  id INTEGER PRIMARY KEY, name TEXT NOT NULL, digest BLOB NOT NULL,
  state TEXT NOT NULL CHECK(state IN ('waiting', 'denied', 'written')), request TEXT NOT NULL, answer TEXT NOT NULL,
  reason TEXT, prepared_at INTEGER NOT NULL, decided_at INTEGER) STRICT;
-- Noisy counts that were drawn: the same question gets the same answer and costs nothing again.
CREATE TABLE noise_answer(
  question BLOB PRIMARY KEY, answer INTEGER NOT NULL, cost TEXT NOT NULL, at INTEGER NOT NULL) STRICT, WITHOUT ROWID;
`;
