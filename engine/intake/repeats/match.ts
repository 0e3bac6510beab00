/** Which keys of a new run were there before, and which stand in it more than once. */
import type { Run } from '../../jobs/job.ts';
import type { Connection } from '../../vault/database.ts';
import { createKeyList, pickKeys, type SortedKeys } from './sorted-keys.ts';
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

/** Keys of a new run that are held at a time: a file of any length is compared in parts, by the highest bits. */
export const MOST_HELD = 3 << 19;

/** Calls `take` for every key of a run. */
const eachKey = async (
  db: Connection,
  reader: RowReader,
  one: number,
  run: Run,
  take: (low: number, high: number) => void,
): Promise<void> => {
  const rows = rowsOf(db, one);
  let seen = 0;
  for (const { keys, rows: count } of reader.chunks(one)) {
    for (let row = 0; row < count; row++) {
      const low = keys[2 * row];
      const high = keys[2 * row + 1];
      if ((low | high) !== 0) take(low, high);
    }
    seen += count;
    await breathe(run, seen, rows);
  }
};

/** Keys that a run holds more than once: among those of which a table of eight bits a key says that they may be. */
const repeatedIn = async (
  db: Connection,
  reader: RowReader,
  fresh: number,
  run: Run,
): Promise<SortedKeys> => {
  const bits = Math.min(23, Math.max(5, Math.ceil(Math.log2(rowsOf(db, fresh) / 4))));
  const seen = new Int32Array(2 ** bits);
  const list = createKeyList();
  await eachKey(db, reader, fresh, run, (low, high) => {
    const at = high >>> (32 - bits);
    const bit = 1 << (low & 31);
    if ((seen[at] & bit) !== 0) list.add(low, high);
    else seen[at] |= bit;
  });
  const suspects = pickKeys(list.keys(), () => true);
  const counts = new Uint32Array(suspects.size);
  if (suspects.size > 0)
    await eachKey(db, reader, fresh, run, (low, high) => {
      const place = suspects.find(low, high);
      if (place >= 0) counts[place] += 1;
    });
  return pickKeys(suspects, (place) => counts[place] > 1);
};

/** Keys fall into parts not quite evenly: so many of them are expected in one, of a hundred. */
const UNEVEN = 1.01;

/**
 * Keys of the new run that earlier runs hold, or, where `twice`, that it holds more than once itself; in parts of which none
 * has much more than `most` keys. Equal keys are in one part. A part is valid until the next one is asked for, which lies in
 * its memory.
 * @param fresh the new run
 */
export const matchParts = async function* (
  db: Connection,
  reader: RowReader,
  fresh: number,
  earlier: readonly number[],
  twice: boolean,
  run: Run,
  most: number = MOST_HELD,
): AsyncGenerator<SortedKeys> {
  if (earlier.length === 0) {
    const repeated = twice ? await repeatedIn(db, reader, fresh, run) : null;
    if (repeated !== null && repeated.size > 0) yield repeated;
    return;
  }
  const rows = rowsOf(db, fresh);
  const parts = Math.ceil(rows / most);
  const list = createKeyList(Math.ceil((rows / parts) * UNEVEN));
  let held = new Uint8Array(0);
  for (let part = 0; part < parts; part++) {
    const isHere = (high: number): boolean => Math.floor((high / 0x1_0000_0000) * parts) === part;
    list.clear();
    await eachKey(db, reader, fresh, run, (low, high) => {
      if (isHere(high)) list.add(low, high);
    });
    const keys = list.keys();
    if (keys.size === 0) continue;
    if (held.length < keys.size) held = new Uint8Array(keys.size);
    else held.fill(0);
    for (const one of earlier)
      await eachKey(db, reader, one, run, (low, high) => {
        const place = isHere(high) ? keys.find(low, high) : -1;
        if (place >= 0) held[place] = 1;
      });
    const picked = pickKeys(keys, (place, count) => held[place] === 1 || (twice && count > 1));
    if (picked.size > 0) yield picked;
  }
};

/** Rows of the new run whose keys earlier runs hold. */
export const countMatched = async (
  db: Connection,
  reader: RowReader,
  fresh: number,
  earlier: readonly number[],
  run: Run,
  most?: number,
): Promise<number> => {
  let count = 0;
  for await (const matched of matchParts(db, reader, fresh, earlier, false, run, most))
    await eachKey(db, reader, fresh, run, (low, high) => {
      if (matched.find(low, high) >= 0) count += 1;
    });
  return count;
};
