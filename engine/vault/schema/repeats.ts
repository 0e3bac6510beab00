/** Versions of orders and events that were replaced by a corrected one, so that none of them comes back. */
export const REPEAT_TABLES = `
-- A 52-bit hash over the stream, the keyed number and what was stored; the person, whose erasure takes it along. All of a
-- kind are read at once, so they lie by person, in the order in which they are written and erased.
CREATE TABLE replaced_row(
  kind TEXT NOT NULL, hash INTEGER NOT NULL, person INTEGER NOT NULL,
  PRIMARY KEY(person, kind, hash)) STRICT, WITHOUT ROWID;
`;
