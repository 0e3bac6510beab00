/**
 * Tables of what was told on screens and by the command line: which sets of people were counted, as sketches that name
 * nobody, and the figures that were given about them. Nothing of it can be read as a list of people.
 */
export const TOLD_TABLES = `
-- A set whose count was told: parities of keyed buckets. Buckets of people who were erased are lost to it.
CREATE TABLE told_set(id INTEGER PRIMARY KEY, people INTEGER NOT NULL, bits BLOB NOT NULL, lost BLOB) STRICT;
CREATE INDEX told_set_by_size ON told_set(people);
-- Figures about such a set, as JSON: a set that is nearly the same gets the same.
CREATE TABLE told_figure(
  told INTEGER NOT NULL REFERENCES told_set ON DELETE CASCADE, name TEXT NOT NULL, value TEXT NOT NULL,
  PRIMARY KEY(told, name)) STRICT, WITHOUT ROWID;
-- A figure may name a level of a column; when rows go, it goes.
CREATE TRIGGER chunk_delete_ends_figures AFTER DELETE ON chunk
  WHEN EXISTS (SELECT 1 FROM told_figure) BEGIN DELETE FROM told_figure; END;
CREATE TRIGGER chunk_update_ends_figures AFTER UPDATE ON chunk
  WHEN EXISTS (SELECT 1 FROM told_figure) BEGIN DELETE FROM told_figure; END;
`;
