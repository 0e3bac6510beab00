/**
 * Records without a number that earlier files may have brought under another mapping. What is kept of a record tells it from
 * others, so with other columns kept the same record is not known again; person and time still tell that it may be one.
 */
import type { Kind } from '../../../shared/vocabulary.ts';
import type { Run } from '../../jobs/job.ts';
import type { Connection } from '../../vault/database.ts';
import { countMatched } from './match.ts';
import { readRows } from './stream.ts';

/** Rows of a run whose person and time stand in earlier runs that keep other columns. */
export const countUnlike = async (
  db: Connection,
  kind: Kind,
  fresh: number,
  earlier: readonly number[],
  run: Run,
): Promise<number> => {
  const keptBy = db
    .prepare(
      `SELECT group_concat(id) FROM (SELECT DISTINCT column_id AS id FROM chunk
         WHERE run = ? AND column_id IN (SELECT id FROM column_definition WHERE type <> 'hash') ORDER BY column_id)`,
    )
    .pluck();
  const own = keptBy.get(fresh);
  const others = own === null ? [] : earlier.filter((one) => keptBy.get(one) !== own);
  if (others.length === 0) return 0;
  const reader = readRows(db, kind, 'content', ['person', 'time', 'reference']);
  return countMatched(db, reader, fresh, others, run);
};
