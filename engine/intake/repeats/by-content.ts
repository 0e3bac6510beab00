/**
 * Records without a number: a copy of what came before is nothing new, copy for copy. Two alike in one file are two, so
 * a file that brings three where two are held brings one.
 */
import type { Kind } from '../../../shared/vocabulary.ts';
import type { Run } from '../../jobs/job.ts';
import type { Connection } from '../../vault/database.ts';
import { createLeaving } from './leaving.ts';
import { breathe, MOST_HELD, matchParts } from './match.ts';
import { readRows } from './stream.ts';

/**
 * Takes copies of earlier rows out of the new run; the answer is how many they were.
 * @param most about how many different contents are held at a time
 */
export const settleByContent = async (
  db: Connection,
  kind: Kind,
  fresh: number,
  earlier: readonly number[],
  run: Run,
  most: number = MOST_HELD,
): Promise<number> => {
  const reader = readRows(db, kind, 'content');
  const leaving = createLeaving(db, kind, reader, run);
  let held = new Uint32Array(0);
  for await (const matched of matchParts(db, reader, fresh, earlier, false, run, most)) {
    if (held.length < matched.size) held = new Uint32Array(matched.size);
    else held.fill(0);
    for (const one of earlier)
      for (const { keys, rows } of reader.chunks(one)) {
        for (let row = 0; row < rows; row++) {
          const place = matched.find(keys[2 * row], keys[2 * row + 1]);
          if (place >= 0) held[place] += 1;
        }
        await breathe(run, 0, 1);
      }
    await leaving.choose(fresh, matched, (place) => {
      if (held[place] === 0) return true;
      held[place] -= 1;
      return false;
    });
  }
  return leaving.remove(fresh);
};
