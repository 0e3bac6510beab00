/**
 * The events of one purpose as typed arrays, grouped by person. Entries are read with the numbers of their wordings, of
 * which there are few; they are kept per reading connection and extended by what came since; a change of settings or an
 * invalidation reads them again.
 */
import { toPersons } from '../../columns/merged.ts';
import type { Connection } from '../../vault/database.ts';
import { FOR, severityIn } from './events.ts';

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
  wordings: Wordings;
};

/** The wordings of a purpose: mark and code of the notice (-1: none) by the number of the wording. */
type Wordings = { last: number; marks: Map<number, number>; notices: Map<number, number> };

/** Readers see committed states only, so what was read once stays true; the writer may yet roll back. */
const kept = new WeakMap<Connection, Map<string, Kept>>();

const grown = <T extends Int32Array | Float64Array>(array: T, size: number): T => {
  const larger = new (array.constructor as new (length: number) => T)(size);
  larger.set(array);
  return larger;
};

type Row = [
  person: number,
  wording: number,
  time: number | null,
  until: number | null,
  subject: number | null,
  invalid?: number,
];

/** Reads the wordings of a purpose that came since. */
const readWordings = (db: Connection, purpose: string, { wordings, ledger }: Kept): void => {
  const rows = db
    .prepare('SELECT id, mark, notice FROM consent_wording WHERE id > ? AND purpose = ? ORDER BY id')
    .raw()
    .iterate(wordings.last, purpose) as Iterable<[id: number, mark: number, notice: string | null]>;
  const codes = new Map(ledger.names.map((name, code) => [name, code]));
  for (const [id, mark, notice] of rows) {
    wordings.last = id;
    wordings.marks.set(id, mark);
    let code = notice === null ? -1 : codes.get(notice);
    if (code === undefined) {
      code = ledger.names.push(notice as string) - 1;
      codes.set(notice as string, code);
    }
    wordings.notices.set(id, code);
  }
};

/** Reads rows into arrays that grow. */
const readRows = (kept: Kept, rows: Iterable<Row>): void => {
  const { ledger, wordings } = kept;
  let { size } = ledger;
  let wording = -1;
  let mark = 0;
  let notice = -1;
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
    if (row[1] !== wording) {
      [, wording] = row;
      mark = wordings.marks.get(wording) as number;
      notice = wordings.notices.get(wording) as number;
    }
    kept.persons[size] = row[0];
    ledger.marks[size] = mark;
    ledger.times[size] = row[2] ?? Number.NaN;
    ledger.untils[size] = row[3] ?? Number.NaN;
    // An event without a subject is a subject of its own: about the person.
    ledger.subjects[size] = row[4] ?? -1;
    if (ledger.notices !== null) ledger.notices[size] = notice;
    if (row[5] === 1) invalid.push(size);
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

/** Entries that are looked through at a time: rows handed over together cost a quarter less than one by one. */
const AT_ONCE = 65_536;

const COLUMNS = 'e.wording, e.occurred_at, e.valid_until, e.subject';

/** The numbers of wordings of a severity, as a list in JSON. */
const numbersIn = ({ marks }: Wordings, wanted: (severity: number) => boolean): string =>
  JSON.stringify([...marks].filter(([, mark]) => wanted(severityIn(mark))).map(([id]) => id));

/**
 * The rows of a purpose from an entry on: those of every person, and what is said under shared identifiers against several.
 * The ledger is read through: most of it is about few purposes, and looked up one by one its entries took longer.
 */
const rowsOf = function* (
  db: Connection,
  { wordings }: Kept,
  columns: string,
  after: number,
  seq: number,
): Iterable<Row> {
  const isOf = '+e.wording IN (SELECT value FROM json_each(@wordings)) AND e.seq > @after';
  const own = db
    .prepare(
      `SELECT e.person, ${columns} FROM consent_entry AS e WHERE ${isOf} AND e.seq <= @to AND +e.person >= 0`,
    )
    .raw();
  const all = numbersIn(wordings, () => true);
  for (let from = after; from < seq; from += AT_ONCE)
    yield* own.all({ wordings: all, after: from, to: from + AT_ONCE }) as Row[];
  yield* db
    .prepare(
      `SELECT x.person, ${columns} FROM shared_bond AS x CROSS JOIN consent_entry AS e ON e.person = x.shared
       WHERE ${isOf} ORDER BY e.seq`,
    )
    .raw()
    .iterate({ wordings: numbersIn(wordings, (severity) => severity !== FOR), after }) as Iterable<Row>;
};

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
    wordings: { last: 0, marks: new Map(), notices: new Map() },
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
  readWordings(db, purpose, one);
  const withInvalid =
    db.prepare('SELECT 1 FROM consent_entry WHERE supersedes IS NOT NULL LIMIT 1').get() !== undefined;
  const columns = withInvalid
    ? `${COLUMNS}, EXISTS (SELECT 1 FROM consent_entry AS v WHERE v.supersedes = e.seq)`
    : COLUMNS;
  if (one.wordings.marks.size > 0) readRows(one, rowsOf(db, one, columns, 0, seq));
  toPersons(db, one.persons);
  group(one, people);
  return one;
};

/**
 * The events of a purpose. @param withNotice whether the notice of each event is needed
 */
export const ledgerOf = (db: Connection, purpose: string, people: number, withNotice: boolean): Ledger => {
  const changes = db.prepare('SELECT changes FROM consent_setting').pluck().get() as number;
  const seq = (db.prepare('SELECT max(seq) FROM consent_entry').pluck().get() as number | null) ?? 0;
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
        .prepare('SELECT 1 FROM consent_entry WHERE seq > ? AND supersedes IS NOT NULL LIMIT 1')
        .get(found.seq) === undefined);
  if (!fits) {
    const read = readAll(db, purpose, people, withNotice, changes, seq);
    all.set(purpose, read);
    return read.ledger;
  }
  if (found.seq !== seq) {
    const before = found.ledger.size;
    readWordings(db, purpose, found);
    readRows(found, rowsOf(db, found, COLUMNS, found.seq, seq));
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
