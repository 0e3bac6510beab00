/**
 * Records with a number: what comes again the same is nothing new, what comes again with other content takes the place
 * of the earlier version, and a version that was replaced does not come back. Of events the number tells one record, so
 * that of several in one file the last holds; of orders it tells all lines of the order, which are replaced together or
 * joined by further ones.
 */
import type { Mapping } from '../../../shared/mapping.ts';
import type { Run } from '../../jobs/job.ts';
import type { Connection } from '../../vault/database.ts';
import { createLeaving } from './leaving.ts';
import { breathe, MOST_HELD, matchParts, rowsOf } from './match.ts';
import { createEdges, createLines, type Edges, fateOf, isCut } from './order-parts.ts';
import { openReplaced, type Replaced } from './replaced.ts';
import type { SortedKeys } from './sorted-keys.ts';
import { type RowReader, readRows, streamOf } from './stream.ts';
import { addRow, createVersions, isSame, type Versions } from './versions.ts';

/** Rows of the file by what they turned out to be, and earlier rows that left. */
export type Settled = {
  same: number;
  corrected: number;
  joined: number;
  older: number;
  replaced: number;
  /** Most numbers that were corrected belonged to somebody else. */
  otherPeople: boolean;
};

/** Nothing of a file came before. */
export const NOTHING_AGAIN: Settled = {
  same: 0,
  corrected: 0,
  joined: 0,
  older: 0,
  replaced: 0,
  otherPeople: false,
};

const NO_ROW = 0xffff_ffff;

type Visit = (place: number, content: Uint32Array, row: number, person: number) => void;

/** What all parts of a run have in common, and what is counted over them. */
type Work = {
  db: Connection;
  mapping: Mapping;
  fresh: number;
  earlier: readonly number[];
  run: Run;
  reader: RowReader;
  replaced: Replaced;
  settled: Settled;
  /** Numbers whose records were corrected, and those of them that belonged to somebody else. */
  numbersCorrected: number;
  moved: number;
};
/** Whether a row stays, by the place of its number. */
type Stays = (place: number, row: number) => boolean;

/**
 * Settles the rows of a new run that have a number.
 * @param fresh the new run, `earlier` the runs of the same stream before it
 * @param most about how many numbers are held at a time
 */
export const settleByNumber = async (
  db: Connection,
  mapping: Mapping,
  fresh: number,
  earlier: readonly number[],
  run: Run,
  most: number = MOST_HELD,
): Promise<Settled> => {
  const { kind } = mapping;
  const settled: Settled = { ...NOTHING_AGAIN };
  const single = kind === 'events';
  if (earlier.length === 0 && !single) return settled;
  const numbers = readRows(db, kind, 'number', ['reference']);
  const reader = readRows(db, kind, 'number');
  const replaced = openReplaced(db, kind, streamOf(mapping));
  const work: Work = {
    db,
    mapping,
    fresh,
    earlier,
    run,
    reader,
    replaced,
    settled,
    numbersCorrected: 0,
    moved: 0,
  };
  const leaving = createLeaving(db, kind, numbers, run);
  for await (const matched of matchParts(db, numbers, fresh, earlier, single, run, most)) {
    const { ofFresh, ofEarlier } = await settlePart(work, matched);
    await leaving.choose(fresh, matched, ofFresh);
    for (const one of earlier) await leaving.choose(one, matched, ofEarlier);
  }
  replaced.flush();
  leaving.remove(fresh);
  for (const one of earlier) settled.replaced += leaving.remove(one);
  return { ...settled, otherPeople: work.moved * 2 > work.numbersCorrected };
};

/** Settles the rows with these numbers; the answer tells which rows of the new run and of earlier ones stay. */
const settlePart = async (work: Work, matched: SortedKeys): Promise<{ ofFresh: Stays; ofEarlier: Stays }> => {
  const { db, mapping, fresh, earlier, run, reader, replaced, settled } = work;
  const content = new Uint32Array(2);
  /** Visits the rows of a run whose number matched; the answer says where the run begins and ends. */
  const walk = async (one: number, visit: Visit, wanted?: Uint8Array): Promise<Edges> => {
    const edges = createEdges();
    let before = 0;
    for (const chunk of reader.chunks(one)) {
      const people = reader.column(chunk, 'person');
      for (let row = 0; row < chunk.rows; row++) {
        const [low, high] = [chunk.keys[2 * row], chunk.keys[2 * row + 1]];
        edges.see(low, high);
        const place = matched.find(low, high);
        if (place < 0 || wanted?.[place] === 0) continue;
        reader.content(chunk, row, content);
        visit(place, content, before + row, people?.[row] ?? -1);
      }
      before += chunk.rows;
      await breathe(run, 0, 1);
    }
    return edges.told();
  };
  const held = createVersions(matched.size);
  const edges: Edges[] = [];
  for (const one of earlier)
    edges.push(await walk(one, (place, words, _, person) => addRow(held, place, words, person)));

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
    work.numbersCorrected += 1;
    if (next.person[place] !== held.person[place]) work.moved += 1;
  };

  const ofEarlier = (place: number): boolean => leaves[place] === 0;
  if (mapping.kind === 'events') {
    /** Row of the file that holds for a number; none where the earlier version does. */
    const last = new Uint32Array(matched.size).fill(NO_ROW);
    await walk(fresh, (place, words, row, person) => {
      const current = last[place] === NO_ROW ? held : next;
      if (current.rows[place] === 1 && current.low[place] === words[0] && current.high[place] === words[1])
        settled.same += 1;
      else if (replaced.has(keyOf(place), words[0], words[1])) settled.older += 1;
      else {
        if (last[place] === NO_ROW) {
          next.person[place] = person;
          correct(place);
          if (held.rows[place] > 0) settled.corrected += 1;
        } else {
          retire(next, place);
          settled.older += 1;
        }
        next.low[place] = words[0];
        next.high[place] = words[1];
        next.rows[place] = 1;
        next.person[place] = person;
        last[place] = row;
      }
    });
    return { ofFresh: (place, row) => last[place] === row, ofEarlier };
  }
  const here = await walk(fresh, (place, words, _, person) => addRow(next, place, words, person));
  /** 1 where an order is not what is held, and where its lines have to be compared for that: of one line each none is. */
  const differs = new Uint8Array(matched.size);
  const compared = new Uint8Array(matched.size);
  for (let place = 0; place < matched.size; place++)
    if (isSame(next, held, place)) settled.same += next.rows[place];
    else {
      differs[place] = 1;
      if (held.rows[place] > 1 || next.rows[place] > 1) compared[place] = 1;
    }
  const lines = createLines();
  const common = new Uint32Array(matched.size);
  const isHeld = new Uint8Array(rowsOf(db, fresh));
  if (compared.includes(1)) {
    for (const one of earlier) await walk(one, (place, words) => lines.hold(keyOf(place), words), compared);
    await walk(
      fresh,
      (place, words, row) => {
        if (!lines.isHeld(keyOf(place), words)) return;
        common[place] += 1;
        isHeld[row] = 1;
      },
      compared,
    );
  }
  /** 1 where the rows of the file enter, 2 where those of them do that are not held. */
  const enters = new Uint8Array(matched.size);
  for (let place = 0; place < matched.size; place++) {
    if (differs[place] === 0) continue;
    const rows = { held: held.rows[place], fresh: next.rows[place], common: common[place] };
    if (replaced.has(keyOf(place), next.low[place], next.high[place])) {
      // A part that was joined is held with all its lines; another version is not.
      settled[rows.common === rows.fresh ? 'same' : 'older'] += rows.fresh;
      continue;
    }
    if (fateOf(mapping.repeats, rows, isCut(keyOf(place), here, edges)) === 'corrected') {
      settled.corrected += rows.fresh;
      enters[place] = 1;
      correct(place);
      continue;
    }
    settled.joined += rows.fresh - rows.common;
    settled.same += rows.common;
    enters[place] = 2;
    // Either part alone, when it comes again, is nothing new.
    retire(held, place);
    retire(next, place);
  }
  return {
    ofFresh: (place, row) => enters[place] === 1 || (enters[place] === 2 && isHeld[row] === 0),
    ofEarlier,
  };
};
