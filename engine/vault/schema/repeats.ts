/** Versions of orders and events that were replaced by a corrected one, so that none of them comes back. */
export const REPEAT_TABLES = `
-- A 52-bit hash over the stream, the keyed number and what was stored; the person, whose erasure takes it along.
CREATE TABLE replaced_row(
  kind TEXT NOT NULL, hash INTEGER NOT NULL, person INTEGER NOT NULL,
  PRIMARY KEY(kind, hash)) STRICT, WITHOUT ROWID;
CREATE INDEX replaced_row_by_person ON replaced_row(person);
`;
