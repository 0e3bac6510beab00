/** Statements against people, read from the ledger. */
import type { IdentifierType, LawfulBasis } from '../../../shared/vocabulary.ts';
import { mergedNumbers, personIn } from '../../columns/merged.ts';
import type { Connection } from '../../vault/database.ts';
import { AGAINST } from '../consent/events.ts';
import type { ConsentEvent } from '../consent/ledger.ts';
import { pseudonymsOfType } from '../identity/blocks.ts';

type Said = [
  seq: number,
  person: number,
  type: string | null,
  purpose: string,
  state: (typeof AGAINST)[number],
  basis: LawfulBasis,
  method: string,
  at: number | null,
];
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
  const where = 'seq > ? AND person IS NOT NULL AND state IN (SELECT value FROM json_each(?))';
  const against = JSON.stringify(AGAINST);
  const [count, begin, most] = db
    .prepare(`SELECT count(*), min(seq), max(person) FROM consent_event WHERE ${where}`)
    .raw()
    .get(after, against) as [number, number, number];
  const kinds: Kind[] = [];
  const places = new Map<string, number>();
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
    .prepare(
      `SELECT seq, person, pid_type, purpose, state, basis, method, occurred_at FROM consent_event
       WHERE ${where} ORDER BY seq`,
    )
    .raw()
    .iterate(after, against) as IterableIterator<Said>;
  let i = 0;
  for (const [seq, person, under, purpose, state, basis, method, at] of rows) {
    const key = `${under}|${purpose}|${state}|${basis}|${method}`;
    const place = places.get(key) ?? kinds.push({ under, purpose, state, basis, method }) - 1;
    places.set(key, place);
    said.seqs[i] = seq - begin;
    said.kind[i] = place;
    said.at[i] = at ?? Number.NaN;
    said.next[i] = said.last[person];
    said.last[person] = i++;
  }
  return said;
};

/** Of each pseudonym of a type the statements about it: about the person, or said under it. */
export function* statementsUnder(
  db: Connection,
  type: IdentifierType,
  said: Statements,
): Generator<[value: Buffer, statement: number]> {
  const merged = mergedNumbers(db);
  for (const [value, number] of pseudonymsOfType(db, type)) {
    const person = personIn(merged, number);
    // What was said about a person is about every number of theirs, what was said under one of them about that one.
    for (const one of person === number ? [number] : [number, person])
      for (let i = said.last[one] ?? -1; i >= 0; i = said.next[i]) {
        const { under } = said.kinds[said.kind[i]];
        if (under === null || (under === type && one === number)) yield [value, i];
      }
  }
}
