/**
 * The consent ledger and its meaning. Events are only ever added; whether a person is admitted is decided by
 * one pure function. It errs on the side of the person: no record, an undated or expired consent, an
 * undecodable state and every tie mean *left out*.
 */
import { CloisterError } from '../../shared/errors.ts';
import {
  type ConsentState,
  EXCLUSIONS,
  type Exclusion,
  type LawfulBasis,
  PURPOSES,
  type Purpose,
} from '../../shared/vocabulary.ts';
import type { Connection } from '../vault/database.ts';
import { peopleBound, vacatedNumbers } from './people.ts';

export type ConsentEvent = {
  person: number;
  purpose: string;
  state: ConsentState;
  basis: LawfulBasis;
  /** UTC epoch milliseconds; null where the source gave no date. */
  occurredAt: number | null;
  validUntil: number | null;
  method: string;
  notice: string | null;
  /** 0 asserted, 1 dated, 2 with the version of the notice, 3 with a hash of the artefact. */
  grade: number;
  row: number | null;
  reason: string | null;
};

/** The purpose with this id. @throws CloisterError NOT_FOUND that lists the ones there are */
export const requirePurpose = (id: string): Purpose => {
  const found = PURPOSES.find((purpose) => purpose.id === id);
  if (found !== undefined) return found;
  throw new CloisterError(
    'NOT_FOUND',
    `There is no purpose "${id}".`,
    `The purposes are ${PURPOSES.map((purpose) => purpose.id).join(', ')}.`,
  );
};

/** A function that appends events to the ledger. The caller holds the transaction. */
export const ledgerWriter = (
  db: Connection,
  source: number | null,
  recordedAt: number,
): ((event: ConsentEvent) => void) => {
  const insert = db.prepare(
    `INSERT INTO consent_event(person, purpose, state, basis, occurred_at, recorded_at, valid_until, method,
       notice, evidence_grade, source, row_number, reason) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  return (event) => {
    insert.run(
      event.person,
      event.purpose,
      event.state,
      event.basis,
      event.occurredAt,
      recordedAt,
      event.validUntil,
      event.method,
      event.notice,
      event.grade,
      source,
      event.row,
      event.reason,
    );
  };
};

/** What the resolution looks at. */
export type Evidence = Pick<ConsentEvent, 'state' | 'basis' | 'occurredAt' | 'validUntil'>;

const NEGATIVE: Partial<Record<ConsentState, Exclusion>> = {
  refused: 'REFUSED',
  withdrawn: 'WITHDRAWN',
  objected: 'OBJECTED',
};

/** The calendar date `months` later (day clamped to the month's length), for the lifetime of a consent. */
export const addMonths = (time: number, months: number): number => {
  const date = new Date(time);
  const day = date.getUTCDate();
  date.setUTCDate(1);
  date.setUTCMonth(date.getUTCMonth() + months);
  const last = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
  return date.setUTCDate(Math.min(day, last));
};

/** Of events at one time, the one further to the left counts; so the order of import does not. */
const SEVERITY: readonly ConsentState[] = ['objected', 'withdrawn', 'refused', 'unknown', 'given'];

/** When an event counts: where the time is unknown, so that it leaves the person out. */
const timeOf = ({ occurredAt, state }: Evidence): number =>
  occurredAt ?? (state === 'given' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY);

/** The newest events of one state: of several at one time those whose state leaves the person out. */
const newest = (events: readonly Evidence[]): Evidence[] => {
  let best: Evidence[] = [];
  for (const event of events) {
    const order =
      best.length === 0
        ? 1
        : timeOf(event) - timeOf(best[0]) || SEVERITY.indexOf(best[0].state) - SEVERITY.indexOf(event.state);
    if (order > 0) best = [event];
    else if (order === 0) best.push(event);
  }
  return best;
};

/** Why a consent that was given does not hold on a date, or null. */
const lapseOf = (given: Evidence, asOf: number, ttlMonths: number | null): Exclusion | null => {
  const { basis, occurredAt, validUntil } = given;
  if (occurredAt === null && basis === 'consent') return 'UNKNOWN';
  if (validUntil !== null && validUntil <= asOf) return 'EXPIRED';
  if (basis !== 'consent' || ttlMonths === null || occurredAt === null) return null;
  return addMonths(occurredAt, ttlMonths) <= asOf ? 'EXPIRED' : null;
};

/**
 * Why a person is left out for a purpose as of a date, or null when admitted.
 *
 * Admitted means: the newest event strictly before `asOf` is `given`, it had not expired then, a consent was
 * dated (GDPR Art. 7(1): it must be demonstrable), and no later event of the ledger takes it back — a
 * withdrawal binds every analysis made after it, also one of an earlier date. Where several events share the
 * newest time, each of them must admit the person. The order of the events does not matter.
 */
export const exclusionOf = (
  events: readonly Evidence[],
  asOf: number,
  ttlMonths: number | null,
): Exclusion | null => {
  if (events.length === 0) return 'NO_RECORD';
  // What could not be read takes nothing back, but it does not lift what was taken back either.
  const latest = newest(events.filter(({ state }) => state !== 'unknown'));
  const takenBack = latest.length === 0 ? undefined : NEGATIVE[latest[0].state];
  if (takenBack !== undefined) return takenBack;
  const then = newest(events.filter(({ occurredAt }) => occurredAt === null || occurredAt < asOf));
  if (then.length === 0) return 'NO_RECORD';
  const { state } = then[0];
  if (state !== 'given') return NEGATIVE[state] ?? 'UNKNOWN';
  const lapses = then.map((given) => lapseOf(given, asOf, ttlMonths));
  return lapses.find((lapse) => lapse === 'UNKNOWN') ?? lapses.find((lapse) => lapse !== null) ?? null;
};

/** Decision for a number that nobody has: who had it was erased. */
export const NOBODY = 255;

/** Decision for every number of a person: 0 admitted, 1 + the index of the reason in EXCLUSIONS, or NOBODY. */
export const decide = (db: Connection, bound: number, purpose: Purpose, asOf: number): Uint8Array => {
  const decisions = new Uint8Array(bound).fill(1 + EXCLUSIONS.indexOf('NO_RECORD'));
  for (const person of vacatedNumbers(db)) decisions[person] = NOBODY;
  const rows = db
    .prepare(
      `SELECT person, state, basis, occurred_at, valid_until FROM consent_event
       WHERE purpose = ? AND person IS NOT NULL ORDER BY person, seq`,
    )
    .raw()
    .iterate(purpose.id) as Iterable<[number, ConsentState, LawfulBasis, number | null, number | null]>;
  let current = -1;
  let events: Evidence[] = [];
  const settle = (): void => {
    if (current < 0) return;
    const exclusion = exclusionOf(events, asOf, purpose.ttlMonths);
    decisions[current] = exclusion === null ? 0 : 1 + EXCLUSIONS.indexOf(exclusion);
  };
  for (const [person, state, basis, occurredAt, validUntil] of rows) {
    if (person !== current) {
      settle();
      current = person;
      events = [];
    }
    events.push({ state, basis, occurredAt, validUntil });
  }
  settle();
  // An objection stands above everything the ledger says.
  const objected = db
    .prepare("SELECT person FROM tombstone WHERE kind = 'objected'")
    .pluck()
    .all() as number[];
  for (const person of objected) decisions[person] = 1 + EXCLUSIONS.indexOf('OBJECTED');
  return decisions;
};

/** People admitted, then people left out per reason in the order of EXCLUSIONS. */
export const countDecisions = (decisions: Uint8Array): number[] => {
  const counts = new Array<number>(EXCLUSIONS.length + 1).fill(0);
  for (const decision of decisions) if (decision !== NOBODY) counts[decision] += 1;
  return counts;
};

/** People by the state of their newest event, per purpose: what `cloister consent summary` shows. */
export const summarise = (
  db: Connection,
  asOf: number,
): { purpose: Purpose; admitted: number; leftOut: Record<Exclusion, number> }[] => {
  const bound = peopleBound(db);
  return PURPOSES.map((purpose) => {
    const counts = countDecisions(decide(db, bound, purpose, asOf));
    return {
      purpose,
      admitted: counts[0],
      leftOut: Object.fromEntries(EXCLUSIONS.map((reason, i) => [reason, counts[i + 1]])) as Record<
        Exclusion,
        number
      >,
    };
  });
};

/** The number of the newest ledger event: two lenses with the same number saw the same ledger. */
export const ledgerSeq = (db: Connection): number =>
  (db.prepare('SELECT max(seq) FROM consent_event').pluck().get() as number | null) ?? 0;
