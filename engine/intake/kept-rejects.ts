/** Rejected records as the vault keeps them, so that their report can still be written long after the import. */
import type { Reject } from '../../shared/contract/answers.ts';
import type { RejectsAnswer } from '../../shared/contract/quality.ts';
import { CloisterError } from '../../shared/errors.ts';
import type { Connection } from '../vault/database.ts';
import { QUARANTINE_REASON } from './quarantine.ts';
import { MOST_SHOWN, openRejects, type Rejects } from './rejects.ts';

/** Keeps what was rejected of an import. The caller holds the transaction. */
export const keepRejects = (db: Connection, source: number, rejects: Rejects): void => {
  const insert = db.prepare(
    'INSERT INTO kept_reject(source, place, file, line, record, byte, header, reason) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
  );
  rejects.first().forEach(({ file, line, record, offset, column, reason }, place) => {
    // Which line is that of a person who was erased is told once, to whoever imports, and not kept.
    if (reason !== QUARANTINE_REASON)
      insert.run(source, place, file ?? null, line, record, offset, column, reason);
  });
  const count = db.prepare(
    'INSERT INTO reject_reason(source, place, header, reason, records) VALUES (?, ?, ?, ?, ?)',
  );
  rejects.reasons().forEach(({ column, reason, records }, place) => {
    count.run(source, place, column, reason, records);
  });
};

const placesOf = (db: Connection, source: number): Reject[] => {
  const rows = db
    .prepare(
      `SELECT file, line, record, byte AS "offset", header AS "column", reason FROM kept_reject
       WHERE source = ? ORDER BY place`,
    )
    .all(source) as (Reject & { file: string | null })[];
  return rows.map(({ file, ...one }) => (file === null ? one : { file, ...one }));
};

/**
 * What was rejected of an import.
 * @throws CloisterError NOT_FOUND
 */
export const readRejects = (db: Connection, source: number): RejectsAnswer => {
  const found = db.prepare('SELECT name, rejected FROM source WHERE id = ?').get(source) as
    | { name: string; rejected: number }
    | undefined;
  if (found === undefined)
    throw new CloisterError('NOT_FOUND', `There is no source ${source}.`, 'See `cloister quality VAULT`.');
  const places = placesOf(db, source);
  return {
    source,
    ...found,
    kept: places.length,
    reasons: db
      .prepare(
        'SELECT header AS "column", reason, records FROM reject_reason WHERE source = ? ORDER BY place',
      )
      .all(source) as RejectsAnswer['reasons'],
    rejects: places.slice(0, MOST_SHOWN),
  };
};

/**
 * Writes the report of an import again, as CSV; the answer is how many records it names.
 * @throws CloisterError NOT_FOUND, FOLDER_NOT_WRITABLE where something else than such a report stands there
 */
export const writeReport = (db: Connection, source: number, path: string): number => {
  const { kept } = readRejects(db, source);
  const report = openRejects(path);
  try {
    report.add(placesOf(db, source));
    report.finish();
    report.publish();
  } catch (error) {
    report.discard();
    throw error;
  }
  return kept;
};
