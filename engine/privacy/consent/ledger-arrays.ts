/**
 * The events of one purpose as typed arrays, grouped by person. They are read from the covering index, kept per
 * reading connection and extended by what came since; a change of settings or an invalidation reads them again.
 */
import { toPersons } from '../../columns/merged.ts';
import type { Connection } from '../../vault/database.ts';
import { SPEAKS_AGAINST } from '../../vault/schema/consent-views.ts';

/** Events of one purpose. Missing times and subjects are NaN; person `p` has entries offsets[p] to offsets[p + 1]. */
export type Ledger = {
  size: number;
  offsets: Uint32Array;
  /** Where the entries stand, when they are not in the order of the persons. */
  order: Uint32Array | null;
  marks: Int32Array;
  times: Float64Array;
  untils: Float64Array;
  subjects: Float64Array;
  /** Code of the notice in `names`; null where no notice decides anything. */
  notices: Int32Array | null;
  names: string[];
  /** 1 where the batch of the event was revoked; null where no event was. */
  invalidated: Uint8Array | null;
};

type Kept = {
  ledger: Ledger;
  persons: Int32Array;
  changes: number;
  seq: number;
  people: number;
  codes: Map<string, number>;
};

/** Readers see committed states only, so what was read once stays true; the writer may yet roll back. */
const kept = new WeakMap<Connection, Map<string, Kept>>();

const grown = <T extends Int32Array | Float64Array>(array: T, size: number): T => {
  const larger = new (array.constructor as new (length: number) => T)(size);
  larger.set(array);
  return larger;
};

type Row = [
  person: number,
  mark: number,
  time: number | null,
  until: number | null,
  subject: number | null,
  ...rest: (string | number | null)[],
];

/** Reads rows into arrays that grow; answers how many there are now. */
const readRows = (kept: Kept, rows: Iterable<Row>, withNotice: boolean, withInvalid: boolean): void => {
  const { ledger, codes } = kept;
  let { size } = ledger;
  const invalid: number[] = [];
  for (const row of rows) {
    if (size === kept.persons.length) {
      const next = Math.max(1024, size * 2);
      kept.persons = grown(kept.persons, next);
      ledger.marks = grown(ledger.marks, next);
      ledger.times = grown(ledger.times, next);
      ledger.untils = grown(ledger.untils, next);
      ledger.subjects = grown(ledger.subjects, next);
      if (ledger.notices !== null) ledger.notices = grown(ledger.notices, next);
    }
    kept.persons[size] = row[0];
    ledger.marks[size] = row[1];
    ledger.times[size] = row[2] ?? Number.NaN;
    ledger.untils[size] = row[3] ?? Number.NaN;
    // An event without a subject is a subject of its own: about the person.
    ledger.subjects[size] = row[4] ?? -1;
    if (withNotice && ledger.notices !== null) {
      const label = row[5] as string | null;
      let code = label === null ? -1 : codes.get(label);
      if (code === undefined) {
        code = ledger.names.push(label as string) - 1;
        codes.set(label as string, code);
      }
      ledger.notices[size] = code;
    }
    if (withInvalid && row[row.length - 1] === 1) invalid.push(size);
    size += 1;
  }
  ledger.size = size;
  if (invalid.length > 0) {
    ledger.invalidated = new Uint8Array(size);
    for (const at of invalid) ledger.invalidated[at] = 1;
  }
};

/** Groups the entries by person: a counting sort, which keeps the order of each person's entries. */
const group = (one: Kept, people: number): void => {
  const { ledger, persons } = one;
  const offsets = new Uint32Array(people + 1);
  let sorted = true;
  for (let i = 0; i < ledger.size; i++) {
    offsets[persons[i] + 1] += 1;
    if (i > 0 && persons[i] < persons[i - 1]) sorted = false;
  }
  for (let person = 0; person < people; person++) offsets[person + 1] += offsets[person];
  ledger.offsets = offsets;
  one.people = people;
  ledger.order = null;
  if (sorted) return;
  const next = offsets.slice();
  ledger.order = new Uint32Array(ledger.size);
  for (let i = 0; i < ledger.size; i++) ledger.order[next[persons[i]]++] = i;
};

const COLUMNS = 'mark, occurred_at, valid_until, subject';

/** SQL of the rows of a purpose: those of every person, and what is said under shared identifiers against several. */
const rowsOf = (columns: string, which: string): readonly string[] => [
  `SELECT e.person, ${columns} FROM consent_event AS e WHERE ${which} AND e.person >= 0`,
  `SELECT x.person, ${columns} FROM shared_bond AS x JOIN consent_event AS e ON e.person = x.shared
     WHERE ${which} AND ${SPEAKS_AGAINST}`,
];

const readAll = (
  db: Connection,
  purpose: string,
  people: number,
  withNotice: boolean,
  changes: number,
  seq: number,
): Kept => {
  const one: Kept = {
    persons: new Int32Array(0),
    changes,
    seq,
    people,
    codes: new Map(),
    ledger: {
      size: 0,
      offsets: new Uint32Array(people + 1),
      order: null,
      marks: new Int32Array(0),
      times: new Float64Array(0),
      untils: new Float64Array(0),
      subjects: new Float64Array(0),
      notices: withNotice ? new Int32Array(0) : null,
      names: [],
      invalidated: null,
    },
  };
  const withInvalid =
    db.prepare('SELECT 1 FROM consent_event WHERE supersedes IS NOT NULL LIMIT 1').get() !== undefined;
  const columns = `${COLUMNS}${withNotice ? ', notice' : ''}${
    withInvalid ? ', EXISTS (SELECT 1 FROM consent_event AS v WHERE v.supersedes = e.seq)' : ''
  }`;
  const [own, shared] = rowsOf(columns, 'e.purpose = ?');
  const all = function* (): Iterable<Row> {
    yield* db.prepare(`${own} ORDER BY e.person`).raw().iterate(purpose) as Iterable<Row>;
    yield* db.prepare(shared).raw().iterate(purpose) as Iterable<Row>;
  };
  readRows(one, all(), withNotice, withInvalid);
  toPersons(db, one.persons);
  group(one, people);
  return one;
};

/**
 * The events of a purpose. @param withNotice whether the notice of each event is needed
 */
export const ledgerOf = (db: Connection, purpose: string, people: number, withNotice: boolean): Ledger => {
  const changes = db.prepare('SELECT changes FROM consent_setting').pluck().get() as number;
  const seq = (db.prepare('SELECT max(seq) FROM consent_event').pluck().get() as number | null) ?? 0;
  if (!db.readonly) return readAll(db, purpose, people, withNotice, changes, seq).ledger;
  let all = kept.get(db);
  if (all === undefined) {
    all = new Map();
    kept.set(db, all);
  }
  const found = all.get(purpose);
  const fits =
    found !== undefined &&
    found.changes === changes &&
    (found.ledger.notices !== null || !withNotice) &&
    (found.seq === seq ||
      db
        .prepare('SELECT 1 FROM consent_event WHERE seq > ? AND supersedes IS NOT NULL LIMIT 1')
        .get(found.seq) === undefined);
  if (!fits) {
    const read = readAll(db, purpose, people, withNotice, changes, seq);
    all.set(purpose, read);
    return read.ledger;
  }
  if (found.seq !== seq) {
    const notice = found.ledger.notices !== null;
    const rows = rowsOf(`${COLUMNS}${notice ? ', notice' : ''}`, 'e.seq > ? AND +e.purpose = ?').flatMap(
      (sql) => db.prepare(`${sql} ORDER BY e.seq`).raw().all(found.seq, purpose) as Row[],
    );
    const before = found.ledger.size;
    readRows(found, rows, notice, false);
    toPersons(db, found.persons.subarray(before));
    if (found.ledger.invalidated !== null && found.ledger.size > before) {
      const larger = new Uint8Array(found.ledger.size);
      larger.set(found.ledger.invalidated);
      found.ledger.invalidated = larger;
    }
    found.seq = seq;
    group(found, people);
  } else if (found.people !== people) group(found, people);
  return found.ledger;
};
