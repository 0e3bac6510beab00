/** Versioned documents of the analysts: clusterings, segments, personas, releases, settings. */
import type { Connection } from './database.ts';

export type RecordKind =
  | 'clustering'
  | 'segment'
  | 'persona'
  | 'release'
  | 'history'
  | 'value'
  | 'prediction'
  | 'setting'
  | 'minimization'
  | 'mapping';
export type StoredRecord<T> = { id: string; version: number; body: T; at: number };

/** Adds the next version of a document and returns its number. */
export const putRecord = (
  db: Connection,
  kind: RecordKind,
  id: string,
  body: unknown,
  at: number,
): number => {
  const last = db
    .prepare('SELECT max(version) FROM record WHERE kind = ? AND id = ?')
    .pluck()
    .get(kind, id) as number | null;
  const version = (last ?? 0) + 1;
  db.prepare('INSERT INTO record(kind, id, version, body, at) VALUES (?, ?, ?, ?, ?)').run(
    kind,
    id,
    version,
    JSON.stringify(body),
    at,
  );
  return version;
};

type Row = { id: string; version: number; body: string; at: number };
const read = <T>(row: Row): StoredRecord<T> => ({ ...row, body: JSON.parse(row.body) as T });

/** The newest version of one document. */
export const getRecord = <T>(db: Connection, kind: RecordKind, id: string): StoredRecord<T> | undefined => {
  const row = db
    .prepare(
      'SELECT id, version, body, at FROM record WHERE kind = ? AND id = ? ORDER BY version DESC LIMIT 1',
    )
    .get(kind, id) as Row | undefined;
  return row === undefined ? undefined : read<T>(row);
};

/** One version of one document, also of one that has a newer. */
export const getRecordVersion = <T>(
  db: Connection,
  kind: RecordKind,
  id: string,
  version: number,
): StoredRecord<T> | undefined => {
  const row = db
    .prepare('SELECT id, version, body, at FROM record WHERE kind = ? AND id = ? AND version = ?')
    .get(kind, id, version) as Row | undefined;
  return row === undefined ? undefined : read<T>(row);
};

/** The newest version of every document of a kind, by id. Documents whose body is null were removed. */
export const listRecords = <T>(db: Connection, kind: RecordKind): StoredRecord<T>[] =>
  (
    db
      .prepare(
        `SELECT id, version, body, at FROM record AS r WHERE kind = ? AND body <> 'null'
           AND version = (SELECT max(version) FROM record WHERE kind = r.kind AND id = r.id) ORDER BY id`,
      )
      .all(kind) as Row[]
  ).map((row) => read<T>(row));
