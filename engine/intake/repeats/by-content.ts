/**
 * Records without a number: a copy of what came before is nothing new, copy for copy. Two alike in one file are two, so
 * a file that brings three where two are held brings one.
 */
import type { Kind } from '../../../shared/vocabulary.ts';
import { removeChosen } from '../../columns/rewrite.ts';
import type { Run } from '../../jobs/job.ts';
import type { Connection } from '../../vault/database.ts';
import { breathe, matchKeys } from './match.ts';
import { readRows } from './stream.ts';

/** Takes copies of earlier rows out of the new run; the answer is how many they were. */
export const settleByContent = async (
  db: Connection,
  kind: Kind,
  fresh: number,
  earlier: readonly number[],
  run: Run,
): Promise<number> => {
  if (earlier.length === 0) return 0;
  const reader = readRows(db, kind, 'content');
  const matched = await matchKeys(db, reader, fresh, earlier, false, run);
  if (matched.size === 0) return 0;
  const held = new Uint32Array(matched.size);
  for (const one of earlier)
    for (const { keys, rows } of reader.chunks(one)) {
      for (let row = 0; row < rows; row++) {
        const place = matched.find(keys[2 * row], keys[2 * row + 1]);
        if (place >= 0) held[place] += 1;
      }
      await breathe(run, 0, 1);
    }
  const leaving = new Map<number, Uint8Array>();
  for (const { number, keys, rows } of reader.chunks(fresh)) {
    const stays = new Uint8Array(rows).fill(1);
    for (let row = 0; row < rows; row++) {
      const place = matched.find(keys[2 * row], keys[2 * row + 1]);
      if (place < 0 || held[place] === 0) continue;
      held[place] -= 1;
      stays[row] = 0;
    }
    leaving.set(number, stays);
    await breathe(run, 0, 1);
  }
  return removeChosen(db, kind, [fresh], (_, number) => leaving.get(number) ?? null).rows;
};
