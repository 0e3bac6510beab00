/** Which keys of a new run were there before, and which stand in it more than once. */
import type { Run } from '../../jobs/job.ts';
import type { Connection } from '../../vault/database.ts';
import { pickKeys, type SortedKeys, sortKeys } from './sorted-keys.ts';
import type { RowReader } from './stream.ts';

/** Lets the engine answer others and hear a cancel between two chunks. */
export const breathe = async (run: Run, done: number, total: number): Promise<void> => {
  run.progress('Comparing with what came before', done, total, 'rows');
  await new Promise((resume) => setImmediate(resume));
  run.check();
};

/** Rows of a run. */
export const rowsOf = (db: Connection, run: number): number =>
  db.prepare('SELECT rows FROM run WHERE id = ?').pluck().get(run) as number;

const keysOfRun = async (db: Connection, reader: RowReader, fresh: number, run: Run): Promise<SortedKeys> => {
  const rows = rowsOf(db, fresh);
  const words = new Uint32Array(2 * rows);
  let filled = 0;
  let seen = 0;
  for (const { keys, rows: count } of reader.chunks(fresh)) {
    for (let row = 0; row < count; row++) {
      if ((keys[2 * row] | keys[2 * row + 1]) === 0) continue;
      words[2 * filled] = keys[2 * row];
      words[2 * filled + 1] = keys[2 * row + 1];
      filled += 1;
    }
    seen += count;
    await breathe(run, seen, rows);
  }
  return sortKeys(filled === rows ? words : words.slice(0, 2 * filled));
};

/**
 * Keys of the new run that earlier runs hold, or, where `twice`, that it holds more than once itself.
 * @param fresh the new run
 */
export const matchKeys = async (
  db: Connection,
  reader: RowReader,
  fresh: number,
  earlier: readonly number[],
  twice: boolean,
  run: Run,
): Promise<SortedKeys> => {
  const keys = await keysOfRun(db, reader, fresh, run);
  const held = new Uint8Array(keys.size);
  const total = earlier.reduce((sum, one) => sum + rowsOf(db, one), 0);
  let seen = 0;
  if (keys.size > 0)
    for (const one of earlier)
      for (const chunk of reader.chunks(one)) {
        for (let row = 0; row < chunk.rows; row++) {
          const place = keys.find(chunk.keys[2 * row], chunk.keys[2 * row + 1]);
          if (place >= 0) held[place] = 1;
        }
        seen += chunk.rows;
        await breathe(run, seen, total);
      }
  return pickKeys(keys, (place, count) => held[place] === 1 || (twice && count > 1));
};
