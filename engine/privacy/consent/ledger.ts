/** Writing to the consent ledger. Events are only ever added; the caller holds the transaction. */
import { type ConsentState, DAY, type LawfulBasis, type Regime } from '../../../shared/vocabulary.ts';
import type { Connection } from '../../vault/database.ts';
import { AT_ONCE, rowWriter } from '../../vault/many.ts';
import type { Precision } from './events.ts';

/** An event as it is said. What is left out takes the value of an event of its kind that says nothing about it. */
export type ConsentEvent = {
  /** Null where nobody in the vault has the identifier it was said under: it speaks for nobody. */
  person: number | null;
  purpose: string;
  state: ConsentState;
  basis: LawfulBasis;
  /** UTC epoch milliseconds; null where the source gave no date. */
  occurredAt: number | null;
  validUntil: number | null;
  method: string;
  /** Label of the version of the notice. */
  notice: string | null;
  /** 0 asserted, 1 dated, 2 with the version of the notice, 3 with a hash of the artefact. */
  grade: number;
  row: number | null;
  reason: string | null;
  /** The identifier it was said under (`subjectOf`), and its type; about the person where there is none. */
  subject?: number | null;
  identifierType?: string | null;
  regime?: Regime | null;
  jurisdiction?: string | null;
  evidenceKind?: string | null;
  evidenceHash?: Buffer | null;
  /** Number of the consent string it was read from. */
  signal?: number | null;
  actor?: 'analyst' | 'officer';
  /** An officer heard it from the person. */
  personLevel?: boolean;
};

/** The first 48 bits of a pseudonym: enough to tell a person's identifiers apart, too few to be one. */
export const subjectOf = (pseudonym: Uint8Array, at: number): number =>
  ((pseudonym[at] << 8) | pseudonym[at + 1]) * 2 ** 32 +
  (((pseudonym[at + 2] << 24) | (pseudonym[at + 3] << 16) | (pseudonym[at + 4] << 8) | pseudonym[at + 5]) >>>
    0);

/**
 * SQL: whom an event counts for, by the identifier it was said under. A change recorded for an identifier that nobody
 * has counts as one for somebody, so that no count tells the two apart.
 */
export const SAID_BY = 'coalesce(-1 - subject, person)';

/**
 * How well a time is known. A time at midnight is taken for a date; one later than it can have been known (a day
 * is allowed for clocks and zones) says nothing.
 */
export const precisionOf = (occurredAt: number | null, knownAt: number): Precision => {
  if (occurredAt === null) return 'instant';
  if (occurredAt > knownAt + DAY) return 'future';
  return occurredAt % DAY === 0 ? 'day' : 'instant';
};

/** What many entries have in common: everything but whom it is about, when, and where it stands in its file. */
export type Wording = Omit<
  ConsentEvent,
  'person' | 'occurredAt' | 'validUntil' | 'row' | 'reason' | 'subject' | 'evidenceHash' | 'signal'
> & {
  precision: Precision;
};

/** Entries under way to the ledger, in the order they were added. */
export type Ledger = {
  /** How well a time is known to whoever writes here. */
  precision(occurredAt: number | null): Precision;
  /** Keeps a wording and answers its number; the same one twice is kept twice, so remember the number. */
  wording(one: Wording): number;
  /** Adds an entry. It is in the ledger after the next flush. */
  add(
    person: number | null,
    wording: number,
    occurredAt: number | null,
    row: number | null,
    subject: number | null,
    validUntil?: number | null,
    reason?: string | null,
    evidenceHash?: Buffer | null,
    signal?: number | null,
  ): void;
  flush(): void;
};

const FEW = ['person', 'wording', 'occurred_at', 'row_number', 'subject'];
const ALL = [...FEW, 'valid_until', 'reason', 'evidence_sha256', 'signal'];

/** Writes entries with values of these columns; most have no more than the first few. */
const entryWriter = (db: Connection, columns: readonly string[]): ReturnType<typeof rowWriter> =>
  rowWriter(
    db,
    columns.length,
    (values) => `INSERT INTO consent_entry(${columns.join(', ')}) VALUES ${values}`,
  );

/**
 * Opens the ledger to add to it. The caller holds the transaction and flushes before anybody reads.
 * @param recordedAt when entries are recorded, UTC epoch milliseconds
 * @param exportedAt when the source was made, where that is known: nothing in it can have happened later
 */
export const openLedger = (
  db: Connection,
  source: number | null,
  recordedAt: number,
  exportedAt: number | null = null,
): Ledger => {
  const insert = db.prepare(
    `INSERT INTO consent_wording(purpose, state, basis, recorded_at, method, notice, evidence_grade, source, pid_type,
       regime, jurisdiction, occurred_precision, evidence_kind, actor, person_level)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const knownAt = Math.min(recordedAt, exportedAt ?? recordedAt);
  const few = entryWriter(db, FEW);
  const all = entryWriter(db, ALL);
  const values: unknown[] = [];
  const more: unknown[] = [];
  let hasMore = false;
  let waiting = 0;
  const flush = (): void => {
    if (waiting === 0) return;
    if (hasMore) {
      const whole: unknown[] = [];
      for (let row = 0; row < waiting; row++)
        whole.push(...values.slice(row * 5, row * 5 + 5), ...more.slice(row * 4, row * 4 + 4));
      all(whole, waiting);
    } else {
      values.length = waiting * FEW.length;
      few(values, waiting);
    }
    waiting = 0;
    hasMore = false;
  };
  return {
    precision: (occurredAt) => precisionOf(occurredAt, knownAt),
    wording: (one) =>
      Number(
        insert.run(
          one.purpose,
          one.state,
          one.basis,
          recordedAt,
          one.method,
          one.notice,
          one.grade,
          source,
          one.identifierType ?? null,
          one.regime ?? null,
          one.jurisdiction ?? null,
          one.precision,
          one.evidenceKind ?? null,
          one.actor ?? 'analyst',
          one.personLevel === true ? 1 : 0,
        ).lastInsertRowid,
      ),
    add: (
      person,
      wording,
      occurredAt,
      row,
      subject,
      validUntil = null,
      reason = null,
      evidenceHash = null,
      signal = null,
    ) => {
      const at = waiting * FEW.length;
      values[at] = person;
      values[at + 1] = wording;
      values[at + 2] = occurredAt;
      values[at + 3] = row;
      values[at + 4] = subject;
      if (validUntil !== null || reason !== null || evidenceHash !== null || signal !== null || hasMore) {
        // What came before in this round said none of it.
        if (!hasMore) more.length = 0;
        const place = waiting * 4;
        while (more.length < place) more.push(null);
        more[place] = validUntil;
        more[place + 1] = reason;
        more[place + 2] = evidenceHash;
        more[place + 3] = signal;
        hasMore = true;
      }
      waiting += 1;
      if (waiting === AT_ONCE) flush();
    },
    flush,
  };
};

/** What is not dated cannot be shown, whatever else is known of it. */
export const gradeOf = (occurredAt: number | null, grade: number): number =>
  occurredAt === null ? 0 : grade;

/**
 * A function that appends single events to the ledger, each at once.
 * @param recordedAt when they are recorded
 * @param exportedAt when the source was made, where that is known: nothing in it can have happened later
 */
export const ledgerWriter = (
  db: Connection,
  source: number | null,
  recordedAt: number,
  exportedAt: number | null = null,
): ((event: ConsentEvent) => Precision) => {
  const ledger = openLedger(db, source, recordedAt, exportedAt);
  const known = new Map<string, number>();
  return (event) => {
    const { person, occurredAt, validUntil, row, reason, subject, evidenceHash, signal, ...said } = event;
    const precision = ledger.precision(occurredAt);
    const wording: Wording = { ...said, precision, grade: gradeOf(occurredAt, event.grade) };
    const key = JSON.stringify(Object.entries(wording).sort(([a], [b]) => (a < b ? -1 : 1)));
    let number = known.get(key);
    if (number === undefined) {
      // Hardly ever are there many; what is forgotten is kept once more.
      if (known.size === MOST_REMEMBERED) known.clear();
      number = ledger.wording(wording);
      known.set(key, number);
    }
    ledger.add(
      person,
      number,
      occurredAt,
      row,
      subject ?? null,
      validUntil,
      reason,
      evidenceHash ?? null,
      signal ?? null,
    );
    ledger.flush();
    return precision;
  };
};

/** Wordings that a writer remembers the numbers of. */
export const MOST_REMEMBERED = 65_536;

/**
 * Follows entries with others that declare them invalid. The caller holds the transaction.
 * @param which SQL of the numbers of the entries, with `given` bound
 * @param at UTC epoch milliseconds
 * @returns how many there were
 */
export const invalidate = (
  db: Connection,
  which: string,
  given: Record<string, unknown>,
  at: number,
): number => {
  const seqs = JSON.stringify(db.prepare(which).pluck().all(given));
  const before = (db.prepare('SELECT max(id) FROM consent_wording').pluck().get() as number | null) ?? 0;
  db.prepare(
    `INSERT INTO consent_wording(purpose, state, basis, recorded_at, method, evidence_grade, actor)
     SELECT DISTINCT purpose, 'invalidated', basis, ?, 'officer', 0, 'officer' FROM consent_event
     WHERE seq IN (SELECT value FROM json_each(?))`,
  ).run(at, seqs);
  return db
    .prepare(
      `INSERT INTO consent_entry(person, wording, supersedes)
       SELECT e.person, n.id, e.seq FROM json_each(@seqs) AS s CROSS JOIN consent_event AS e ON e.seq = s.value
         JOIN consent_wording AS n ON n.id > @before AND n.purpose = e.purpose AND n.basis = e.basis
       ORDER BY e.seq`,
    )
    .run({ seqs, before }).changes;
};
