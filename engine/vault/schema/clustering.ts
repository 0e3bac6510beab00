/** Tables of clusterings: who is where, for methods whose labels cannot be told from the model alone. */
export const CLUSTERING_TABLES = `
-- One byte a person: the cluster, 255 for none of them, 254 for who was not there. Erasure sets 254.
CREATE TABLE clustering_label(
  id TEXT NOT NULL, version INTEGER NOT NULL, labels BLOB NOT NULL,
  PRIMARY KEY(id, version)) STRICT, WITHOUT ROWID;
`;
