/**
 * Records that another stream brought already. A column of person, time or number that is called otherwise makes a stream of
 * its own, whose records are compared with nothing; where most of its first file stand word for word in another stream,
 * that is told, since each would count twice.
 */

import type { Kind } from '../../../shared/vocabulary.ts';
import { listColumns } from '../../columns/columns.ts';
import type { Run } from '../../jobs/job.ts';
import type { Connection } from '../../vault/database.ts';
import { countMatched, rowsOf } from './match.ts';
import { readRows } from './stream.ts';

/** Fewer records may well be alike by chance. */
const MANY = 10;

/**
 * Rows of a run that stand in a run of another stream, all that is kept of them but the number being the same; 0 where they
 * are few or not most of it.
 */
export const countElsewhere = async (
  db: Connection,
  kind: Kind,
  fresh: number,
  run: Run,
): Promise<number> => {
  const others = db
    .prepare('SELECT id FROM run WHERE kind = ? AND id <> ? AND rows > 0 ORDER BY id')
    .pluck()
    .all(kind, fresh) as number[];
  if (others.length === 0) return 0;
  const names = listColumns(db, kind).flatMap(({ name }) => (name === 'reference' ? [] : [name]));
  const reader = readRows(db, kind, 'content', names);
  const count = await countMatched(db, reader, fresh, others, run);
  return count >= MANY && 2 * count > rowsOf(db, fresh) ? count : 0;
};
