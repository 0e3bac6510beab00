/**
 * Records with a number: what comes again the same is nothing new, what comes again with other content takes the place
 * of the earlier version, and a version that was replaced does not come back. Of events the number tells one record, so
 * that of several in one file the last holds; of orders it tells all lines of the order, which are replaced together.
 */
import type { Kind } from '../../../shared/vocabulary.ts';
import { removeChosen } from '../../columns/rewrite.ts';
import type { Run } from '../../jobs/job.ts';
import type { Connection } from '../../vault/database.ts';
import { breathe, matchKeys } from './match.ts';
import { openReplaced } from './replaced.ts';
import { type KeyedChunk, readRows } from './stream.ts';

/** Rows of the file by what they turned out to be, and earlier rows that left. */
export type Settled = {
  same: number;
  corrected: number;
  older: number;
  replaced: number;
  /** Most numbers that were corrected belonged to somebody else. */
  otherPeople: boolean;
};

/** Version of a record or order: the sum of the contents of its rows, whatever their order, and how many they are. */
type Versions = { low: Uint32Array; high: Uint32Array; rows: Uint32Array; person: Int32Array };

const createVersions = (size: number): Versions => ({
  low: new Uint32Array(size),
  high: new Uint32Array(size),
  rows: new Uint32Array(size),
  person: new Int32Array(size).fill(-1),
});

/** Adds a row to its version: a 64-bit sum, so that the order of rows does not matter. */
const add = (to: Versions, place: number, content: Uint32Array, person: number): void => {
  const low = to.low[place] + content[0];
  to.low[place] = low;
  to.high[place] += content[1] + (low > 0xffff_ffff ? 1 : 0);
  to.rows[place] += 1;
  to.person[place] = person;
};

const NO_ROW = 0xffff_ffff;

/**
 * Settles the rows of a new run that have a number.
 * @param fresh the new run, `earlier` the runs of the same stream before it
 */
export const settleByNumber = async (
  db: Connection,
  kind: Kind,
  stream: string,
  fresh: number,
  earlier: readonly number[],
  run: Run,
): Promise<Settled> => {
  const settled: Settled = { same: 0, corrected: 0, older: 0, replaced: 0, otherPeople: false };
  let [numbersCorrected, moved] = [0, 0];
  const single = kind === 'events';
  if (earlier.length === 0 && !single) return settled;
  const numbers = readRows(db, kind, 'number', ['reference']);
  const matched = await matchKeys(db, numbers, fresh, earlier, single, run);
  if (matched.size === 0) return settled;
  const reader = readRows(db, kind, 'number');
  const content = new Uint32Array(2);
  /** Calls `take` for every row of a run whose number matched. */
  const walk = async (
    one: number,
    take: (place: number, chunk: KeyedChunk, row: number, person: number, before: number) => void,
  ): Promise<void> => {
    let before = 0;
    for (const chunk of reader.chunks(one)) {
      const people = reader.column(chunk, 'person');
      for (let row = 0; row < chunk.rows; row++) {
        const place = matched.find(chunk.keys[2 * row], chunk.keys[2 * row + 1]);
        if (place < 0) continue;
        reader.content(chunk, row, content);
        take(place, chunk, row, people?.[row] ?? -1, before);
      }
      before += chunk.rows;
      await breathe(run, 0, 1);
    }
  };
  const held = createVersions(matched.size);
  for (const one of earlier) await walk(one, (place, _, __, person) => add(held, place, content, person));

  const replaced = openReplaced(db, kind, stream);
  const keyOf = (place: number): [number, number] => [matched.words[2 * place], matched.words[2 * place + 1]];
  const retire = ({ low, high, person }: Versions, place: number): void =>
    replaced.add(keyOf(place), low[place], high[place], person[place]);
  /** 1 where the earlier rows leave. */
  const leaves = new Uint8Array(matched.size);
  const next = createVersions(matched.size);
  const correct = (place: number): void => {
    if (held.rows[place] === 0) return;
    leaves[place] = 1;
    retire(held, place);
    numbersCorrected += 1;
    if (next.person[place] !== held.person[place]) moved += 1;
  };

  let stayed: (place: number, row: number) => boolean;
  if (single) {
    /** Row of the file that holds for a number; none where the earlier version does. */
    const last = new Uint32Array(matched.size).fill(NO_ROW);
    await walk(fresh, (place, _, row, person, before) => {
      const current = last[place] === NO_ROW ? held : next;
      const isSame =
        current.rows[place] === 1 && current.low[place] === content[0] && current.high[place] === content[1];
      if (isSame) settled.same += 1;
      else if (replaced.has(keyOf(place), content[0], content[1])) settled.older += 1;
      else {
        if (last[place] === NO_ROW) {
          next.person[place] = person;
          correct(place);
          if (held.rows[place] > 0) settled.corrected += 1;
        } else {
          retire(next, place);
          settled.older += 1;
        }
        next.low[place] = content[0];
        next.high[place] = content[1];
        next.rows[place] = 1;
        next.person[place] = person;
        last[place] = before + row;
      }
    });
    stayed = (place, row) => last[place] === row;
  } else {
    await walk(fresh, (place, _, __, person) => add(next, place, content, person));
    const enters = new Uint8Array(matched.size);
    for (let place = 0; place < matched.size; place++) {
      const isSame =
        next.rows[place] === held.rows[place] &&
        next.low[place] === held.low[place] &&
        next.high[place] === held.high[place];
      if (isSame) settled.same += next.rows[place];
      else if (replaced.has(keyOf(place), next.low[place], next.high[place]))
        settled.older += next.rows[place];
      else {
        settled.corrected += next.rows[place];
        enters[place] = 1;
        correct(place);
      }
    }
    stayed = (place) => enters[place] === 1;
  }
  replaced.flush();

  const choose = async (one: number, stays: (place: number, row: number) => boolean): Promise<number> => {
    const marks = new Map<number, Uint8Array>();
    let before = 0;
    for (const { number, keys, rows } of numbers.chunks(one)) {
      const mark = new Uint8Array(rows).fill(1);
      for (let row = 0; row < rows; row++) {
        const place = matched.find(keys[2 * row], keys[2 * row + 1]);
        if (place >= 0 && !stays(place, before + row)) mark[row] = 0;
      }
      marks.set(number, mark);
      before += rows;
      await breathe(run, 0, 1);
    }
    return removeChosen(db, kind, [one], (_, number) => marks.get(number) ?? null).rows;
  };
  await choose(fresh, stayed);
  for (const one of earlier) settled.replaced += await choose(one, (place) => leaves[place] === 0);
  return { ...settled, otherPeople: moved * 2 > numbersCorrected };
};
