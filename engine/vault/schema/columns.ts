/** Tables of the column policy: what was decided about a column, by whom and why, and how long things are kept. */
export const COLUMN_TABLES = `
-- Decisions about columns are only ever added; the newest one of a column holds.
CREATE TABLE column_decision(
  seq INTEGER PRIMARY KEY, kind TEXT NOT NULL, name TEXT NOT NULL, header TEXT NOT NULL, class TEXT NOT NULL,
  evidence TEXT NOT NULL, confidence REAL NOT NULL, action TEXT NOT NULL, coarsening TEXT, purposes TEXT,
  special_basis TEXT, necessity TEXT NOT NULL, decided_by TEXT NOT NULL, decided_at INTEGER NOT NULL,
  reason TEXT) STRICT;
CREATE INDEX column_decision_by_column ON column_decision(kind, name, seq);
CREATE TRIGGER column_decision_no_update BEFORE UPDATE ON column_decision
  BEGIN SELECT RAISE(ABORT, 'decisions about columns are only added'); END;
CREATE TRIGGER column_decision_no_delete BEFORE DELETE ON column_decision
  BEGIN SELECT RAISE(ABORT, 'decisions about columns are only added'); END;

-- How long a kind, a source or a column is kept; null days take a rule back.
CREATE TABLE retention_rule(
  seq INTEGER PRIMARY KEY, scope TEXT NOT NULL CHECK(scope IN ('kind', 'source', 'column')), subject TEXT NOT NULL,
  days INTEGER, reason TEXT NOT NULL, set_at INTEGER NOT NULL) STRICT;
`;
