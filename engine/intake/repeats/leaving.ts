/** Rows that leave, chosen part by part and taken out at once: one bit a row of the chunks that any leaves. */
import type { Kind } from '../../../shared/vocabulary.ts';
import { removeChosen } from '../../columns/rewrite.ts';
import type { Run } from '../../jobs/job.ts';
import type { Connection } from '../../vault/database.ts';
import { breathe } from './match.ts';
import type { SortedKeys } from './sorted-keys.ts';
import type { RowReader } from './stream.ts';

export type Leaving = {
  /** Chooses among the rows of a run whose key is one of `matched`, by its place there and that of the row in the run. */
  choose(one: number, matched: SortedKeys, stays: (place: number, row: number) => boolean): Promise<void>;
  /** Takes out what was chosen of a run. @returns how many rows */
  remove(one: number): number;
};

export const createLeaving = (db: Connection, kind: Kind, reader: RowReader, run: Run): Leaving => {
  /** By run and chunk: a bit for every row, which is set where it leaves. */
  const chosen = new Map<number, Map<number, Uint8Array>>();
  const marksOf = (one: number): Map<number, Uint8Array> => {
    const marks = chosen.get(one) ?? new Map<number, Uint8Array>();
    chosen.set(one, marks);
    return marks;
  };
  let stays = new Uint8Array(0);
  /** 0 where a row of a chunk leaves, else 1; until the next chunk is asked for. */
  const staysOf = (mark: Uint8Array | undefined, rows: number): Uint8Array | null => {
    if (mark === undefined) return null;
    if (stays.length < rows) stays = new Uint8Array(rows);
    for (let row = 0; row < rows; row++) stays[row] = ((mark[row >>> 3] >>> (row & 7)) & 1) ^ 1;
    return stays.subarray(0, rows);
  };
  return {
    choose: async (one, matched, stays) => {
      const marks = marksOf(one);
      let before = 0;
      for (const { number, keys, rows } of reader.chunks(one)) {
        for (let row = 0; row < rows; row++) {
          const place = matched.find(keys[2 * row], keys[2 * row + 1]);
          if (place < 0 || stays(place, before + row)) continue;
          const mark = marks.get(number) ?? new Uint8Array(Math.ceil(rows / 8));
          mark[row >>> 3] |= 1 << (row & 7);
          marks.set(number, mark);
        }
        before += rows;
        await breathe(run, 0, 1);
      }
    },
    remove: (one) =>
      removeChosen(db, kind, [one], (_, number, rows) => staysOf(marksOf(one).get(number), rows)).rows,
  };
};
