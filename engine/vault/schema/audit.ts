/**
 * Tables beside the record of acts: its signed checkpoints, the state of its Merkle tree, and what binds an entry
 * to a person or to a typed reason. The record itself stays as it is for ever; what may have to go stands here.
 */
export const AUDIT_TABLES = `
-- Signed roots of the record: every 256 entries and with every export. Canonical JSON.
CREATE TABLE audit_checkpoint(seq INTEGER PRIMARY KEY, body TEXT NOT NULL) STRICT;
CREATE TRIGGER audit_checkpoint_no_update BEFORE UPDATE ON audit_checkpoint
  BEGIN SELECT RAISE(ABORT, 'checkpoints are append-only'); END;
CREATE TRIGGER audit_checkpoint_no_delete BEFORE DELETE ON audit_checkpoint
  BEGIN SELECT RAISE(ABORT, 'checkpoints are append-only'); END;

-- Roots of the full subtrees over all entries, 32 bytes each, so that a checkpoint need not read them all.
CREATE TABLE audit_frontier(id INTEGER PRIMARY KEY CHECK(id = 1), size INTEGER NOT NULL, nodes BLOB NOT NULL) STRICT;

-- What opens a commitment in an entry: the nonce of a person's, nonce and text of a reason's. Rows go at erasure.
CREATE TABLE audit_opening(
  seq INTEGER NOT NULL, kind TEXT NOT NULL CHECK(kind IN ('subject', 'note')), nonce BLOB NOT NULL, text TEXT,
  PRIMARY KEY(seq, kind)) STRICT, WITHOUT ROWID;
`;
