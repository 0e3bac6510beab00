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
  /** What a part made of its numbers, whose memory the next one takes over. */
  held: Versions | null;
  next: Versions | null;
  last: Uint32Array;
};
/** Whether a row stays, by the place of its number. */
type Stays = (place: number, row: number) => boolean;
/** Which rows of the new run stay, and which of earlier ones. */
type Fates = { ofFresh: Stays; ofEarlier: Stays };

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
    held: null,
    next: null,
    last: new Uint32Array(0),
  };
  const leaving = createLeaving(db, kind, numbers, run);
  for await (const matched of matchParts(db, numbers, fresh, earlier, single, run, most)) {
    const { ofFresh, ofEarlier } = await settlePart(work, matched);
    await leaving.choose(fresh, matched, ofFresh);
    for (const one of earlier) await leaving.choose(one, matched, ofEarlier);
  }
  replaced.flush();
  // Chunks are written anew without the memory of the last part beside them.
  work.held = work.next = null;
  work.last = new Uint32Array(0);
  leaving.remove(fresh);
  for (const one of earlier) settled.replaced += leaving.remove(one);
  return { ...settled, otherPeople: work.moved * 2 > work.numbersCorrected };
};

/** Visits the rows of a run whose number is one of `matched`; the answer says where the run begins and ends. */
const walk = async (
  { reader, run }: Work,
  matched: SortedKeys,
  one: number,
  visit: Visit,
  wanted: (place: number) => boolean = () => true,
): Promise<Edges> => {
  const edges = createEdges();
  const content = new Uint32Array(2);
  let before = 0;
  for (const chunk of reader.chunks(one)) {
    const people = reader.column(chunk, 'person');
    for (let row = 0; row < chunk.rows; row++) {
      const [low, high] = [chunk.keys[2 * row], chunk.keys[2 * row + 1]];
      edges.see(low, high);
      const place = matched.find(low, high);
      if (place < 0 || !wanted(place)) continue;
      reader.content(chunk, row, content);
      visit(place, content, before + row, people?.[row] ?? -1);
    }
    before += chunk.rows;
    await breathe(run, 0, 1);
  }
  return edges.told();
};

/** Settles the rows with these numbers; the answer tells which rows of the new run and of earlier ones stay. */
const settlePart = async (work: Work, matched: SortedKeys): Promise<Fates> => {
  const held = createVersions(matched.size, work.held);
  work.held = held;
  const edges: Edges[] = [];
  for (const one of work.earlier)
    edges.push(
      await walk(work, matched, one, (place, words, _, person) => addRow(held, place, words, person)),
    );
  return work.mapping.kind === 'events'
    ? settleEvents(work, matched, held)
    : settleOrders(work, matched, held, edges);
};

const keyOf = ({ words }: SortedKeys, place: number): [number, number] => [
  words[2 * place],
  words[2 * place + 1],
];

/** The version that is held gives way to one of `person`. */
const correct = (work: Work, matched: SortedKeys, held: Versions, place: number, person: number): void => {
  work.replaced.add(keyOf(matched, place), held.low[place], held.high[place], held.person[place]);
  work.numbersCorrected += 1;
  if (person !== held.person[place]) work.moved += 1;
};

/** Of each number the last row that is no repetition holds: it takes the place of what is held as it is met. */
const settleEvents = async (work: Work, matched: SortedKeys, held: Versions): Promise<Fates> => {
  const { replaced, settled } = work;
  if (work.last.length < matched.size) work.last = new Uint32Array(matched.size);
  /** Row of the file that holds for a number; none where the earlier version does. */
  const last = work.last.fill(NO_ROW);
  await walk(work, matched, work.fresh, (place, words, row, person) => {
    const low = words[0];
    const high = words[1];
    if (held.rows[place] === 1 && held.low[place] === low && held.high[place] === high) {
      settled.same += 1;
      return;
    }
    if (replaced.has(keyOf(matched, place), low, high)) {
      settled.older += 1;
      return;
    }
    if (last[place] !== NO_ROW) {
      replaced.add(keyOf(matched, place), held.low[place], held.high[place], held.person[place]);
      settled.older += 1;
    } else if (held.rows[place] > 0) {
      correct(work, matched, held, place, person);
      settled.corrected += 1;
    }
    held.low[place] = low;
    held.high[place] = high;
    held.rows[place] = 1;
    held.person[place] = person;
    last[place] = row;
  });
  return {
    ofFresh: (place, row) => last[place] === row,
    ofEarlier: (place) => last[place] === NO_ROW,
  };
};

// What becomes of an order.
const KEPT = 0;
const COMPARED = 1;
/** Its rows of the file enter, and those that are held leave. */
const CORRECTED = 2;
/** Those of its rows enter that are not held. */
const JOINED = 3;

/** Of each order all lines are replaced together, or joined by further ones. */
const settleOrders = async (
  work: Work,
  matched: SortedKeys,
  held: Versions,
  edges: readonly Edges[],
): Promise<Fates> => {
  const { db, mapping, fresh, earlier, replaced, settled } = work;
  const next = createVersions(matched.size, work.next);
  work.next = next;
  const here = await walk(work, matched, fresh, (place, words, _, person) =>
    addRow(next, place, words, person),
  );
  const fates = new Uint8Array(matched.size);
  /** Lines are compared where an order is not what is held, unless both have one line. */
  for (let place = 0; place < matched.size; place++)
    if (!isSame(next, held, place) && (held.rows[place] > 1 || next.rows[place] > 1)) fates[place] = COMPARED;
  const lines = createLines();
  const common = new Uint32Array(matched.size);
  /** A bit a row of the file. */
  const isHeld = new Uint8Array(Math.ceil(rowsOf(db, fresh) / 8));
  if (fates.includes(COMPARED)) {
    const isCompared = (place: number): boolean => fates[place] === COMPARED;
    const hold: Visit = (place, words) => lines.hold(keyOf(matched, place), words);
    for (const one of earlier) await walk(work, matched, one, hold, isCompared);
    const compare: Visit = (place, words, row) => {
      if (!lines.isHeld(keyOf(matched, place), words)) return;
      common[place] += 1;
      isHeld[row >>> 3] |= 1 << (row & 7);
    };
    await walk(work, matched, fresh, compare, isCompared);
  }
  for (let place = 0; place < matched.size; place++) {
    if (isSame(next, held, place)) {
      settled.same += next.rows[place];
      continue;
    }
    fates[place] = KEPT;
    const rows = { held: held.rows[place], fresh: next.rows[place], common: common[place] };
    if (replaced.has(keyOf(matched, place), next.low[place], next.high[place])) {
      // A part that was joined is held with all its lines; another version is not.
      settled[rows.common === rows.fresh ? 'same' : 'older'] += rows.fresh;
      continue;
    }
    if (fateOf(mapping.repeats, rows, isCut(keyOf(matched, place), here, edges)) === 'corrected') {
      settled.corrected += rows.fresh;
      fates[place] = CORRECTED;
      if (rows.held > 0) correct(work, matched, held, place, next.person[place]);
      continue;
    }
    settled.joined += rows.fresh - rows.common;
    settled.same += rows.common;
    fates[place] = JOINED;
    // Either part alone, when it comes again, is nothing new.
    for (const { low, high, person } of [held, next])
      replaced.add(keyOf(matched, place), low[place], high[place], person[place]);
  }
  return {
    ofFresh: (place, row) =>
      fates[place] === CORRECTED || (fates[place] === JOINED && (isHeld[row >>> 3] & (1 << (row & 7))) === 0),
    ofEarlier: (place) => fates[place] !== CORRECTED,
  };
};
