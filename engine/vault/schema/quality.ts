/** Tables of the quality of sources, and of the folders that are watched for new ones. */
export const QUALITY_TABLES = `
-- The profile of each import; what stands in it was cleared before it was written.
CREATE TABLE source_quality(
  source INTEGER PRIMARY KEY REFERENCES source ON DELETE CASCADE, complete REAL NOT NULL, valid REAL NOT NULL,
  mended TEXT NOT NULL) STRICT;
CREATE TABLE column_profile(
  source INTEGER NOT NULL REFERENCES source ON DELETE CASCADE, place INTEGER NOT NULL, name TEXT, body TEXT NOT NULL,
  PRIMARY KEY(source, place)) STRICT, WITHOUT ROWID;
-- Records that were not taken: where in their file they stand and why, never what they hold.
CREATE TABLE kept_reject(
  source INTEGER NOT NULL REFERENCES source ON DELETE CASCADE, place INTEGER NOT NULL, file TEXT, line INTEGER NOT NULL,
  record INTEGER NOT NULL, byte INTEGER NOT NULL, header TEXT, reason TEXT NOT NULL,
  PRIMARY KEY(source, place)) STRICT, WITHOUT ROWID;
CREATE TABLE reject_reason(
  source INTEGER NOT NULL REFERENCES source ON DELETE CASCADE, place INTEGER NOT NULL, header TEXT, reason TEXT NOT NULL,
  records INTEGER NOT NULL, PRIMARY KEY(source, place)) STRICT, WITHOUT ROWID;
-- A column that is dropped takes what is told of it with it.
CREATE TRIGGER column_profile_follows AFTER DELETE ON column_definition BEGIN
  DELETE FROM column_profile WHERE name = OLD.name
    AND source IN (SELECT id FROM source WHERE kind = OLD.kind);
END;

-- A watched folder with the mapping its files are held to, and what became of each file.
CREATE TABLE watch(
  id INTEGER PRIMARY KEY, folder TEXT NOT NULL UNIQUE, name TEXT NOT NULL, mapping TEXT NOT NULL,
  is_on INTEGER NOT NULL, since INTEGER NOT NULL) STRICT;
CREATE TABLE watch_file(
  watch INTEGER NOT NULL REFERENCES watch ON DELETE CASCADE, name TEXT NOT NULL, stamp TEXT NOT NULL,
  outcome TEXT NOT NULL CHECK(outcome IN ('imported', 'known', 'foreign', 'failed')), source INTEGER,
  reason TEXT, at INTEGER NOT NULL, PRIMARY KEY(watch, name)) STRICT, WITHOUT ROWID;
`;
