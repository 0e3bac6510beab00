/** Statements against people, read from the ledger. */
import type { IdentifierType } from '../../../shared/vocabulary.ts';
import { mergedNumbers, personIn } from '../../columns/merged.ts';
import type { Connection } from '../../vault/database.ts';
import { AGAINST } from '../consent/events.ts';
import type { ConsentEvent } from '../consent/ledger.ts';
import { type Block, blocksOf, numberIn } from '../identity/blocks.ts';

/** What several statements have in common, and the type of the identifier they were said under, if one was. */
export type Kind = Pick<ConsentEvent, 'purpose' | 'basis' | 'method'> & {
  state: (typeof AGAINST)[number];
  under: string | null;
};
/** Statements by their place: how far behind the first they stand in the ledger, kind, time (NaN: none), and the next about the person. */
export type Statements = {
  count: number;
  seqs: Int32Array;
  kinds: Kind[];
  kind: Int32Array;
  at: Float64Array;
  next: Int32Array;
  /** The last about each person; -1 where there is none. */
  last: Int32Array;
};

/** What was said against people after an event of the ledger, by its number: millions of statements, so none is an object. */
export const statementsSince = (db: Connection, after: number): Statements => {
  const kinds: Kind[] = [];
  // Many wordings may be of one kind.
  const kindOf = new Map<number, number>();
  const places = new Map<string, number>();
  const wordings = db
    .prepare(
      `SELECT id, pid_type AS under, purpose, state, basis, method FROM consent_wording
       WHERE state IN (SELECT value FROM json_each(?))`,
    )
    .all(JSON.stringify(AGAINST)) as (Kind & { id: number })[];
  for (const { id, ...kind } of wordings) {
    const key = JSON.stringify(kind);
    const place = places.get(key) ?? kinds.push(kind) - 1;
    places.set(key, place);
    kindOf.set(id, place);
  }
  const where = 'seq > @after AND person IS NOT NULL AND +wording IN (SELECT value FROM json_each(@against))';
  const asked = { after, against: JSON.stringify([...kindOf.keys()]) };
  const [count, begin, most] = db
    .prepare(`SELECT count(*), min(seq), max(person) FROM consent_entry WHERE ${where}`)
    .raw()
    .get(asked) as [number, number, number];
  const said: Statements = {
    count,
    seqs: new Int32Array(count),
    kinds,
    kind: new Int32Array(count),
    at: new Float64Array(count),
    next: new Int32Array(count),
    last: new Int32Array(count === 0 ? 0 : most + 1).fill(-1),
  };
  const rows = db
    .prepare(`SELECT seq, person, wording, occurred_at FROM consent_entry WHERE ${where} ORDER BY seq`)
    .raw()
    .iterate(asked) as IterableIterator<[seq: number, person: number, wording: number, at: number | null]>;
  let i = 0;
  for (const [seq, person, wording, at] of rows) {
    said.seqs[i] = seq - begin;
    said.kind[i] = kindOf.get(wording) as number;
    said.at[i] = at ?? Number.NaN;
    said.next[i] = said.last[person];
    said.last[person] = i++;
  }
  return said;
};

/**
 * Tells of each pseudonym of a type the statements about it: about the person, or said under it.
 * @param hear gets the block and the row of the pseudonym in it, and a statement
 */
export const statementsUnder = (
  db: Connection,
  type: IdentifierType,
  said: Statements,
  hear: (block: Block, row: number, statement: number) => void,
): void => {
  const merged = mergedNumbers(db);
  const aboutPerson = said.kinds.map(({ under }) => under === null);
  const underType = said.kinds.map(({ under }) => under === type);
  // What was said about a person is about every number of theirs, what was said under one of them about that one.
  const tell = (block: Block, row: number, one: number, isOwn: boolean): void => {
    if (one >= said.last.length) return;
    for (let i = said.last[one]; i >= 0; i = said.next[i])
      if (aboutPerson[said.kind[i]] || (isOwn && underType[said.kind[i]])) hear(block, row, i);
  };
  // Of most types nothing was said, and the blocks of millions of pseudonyms need not be read.
  if (!aboutPerson.includes(true) && !underType.includes(true)) return;
  for (const block of blocksOf(db, type))
    for (let row = 0; row < block.rows; row++) {
      const number = numberIn(block.places[row]);
      const person = personIn(merged, number);
      tell(block, row, number, true);
      if (person !== number) tell(block, row, person, false);
    }
};
