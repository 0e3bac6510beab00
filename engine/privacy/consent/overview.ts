/** Consent as an officer reads it: by regime and grade of evidence, and how the newest source changed it. */
import type { ConsentState, Regime } from '../../../shared/vocabulary.ts';
import { EVIDENCE_GRADES, REGIMES } from '../../../shared/vocabulary.ts';
import { mergedNumbers, personIn } from '../../columns/merged.ts';
import type { Connection } from '../../vault/database.ts';
import { NOBODY } from './decide.ts';
import { FOR, gradeIn, severityIn } from './events.ts';
import { SAID_BY } from './ledger.ts';
import { ledgerOf } from './ledger-arrays.ts';

const STRICTEST = 0;

/** Index into REGIMES of the rules each person is under; people of whom several are known are under the strictest. */
export const regimesOf = (db: Connection, people: number): Uint8Array => {
  const regimes = new Uint8Array(people);
  const rows = db
    .prepare(
      `SELECT person, min(value), max(value) FROM person_fact
         WHERE kind = 'regime' AND person IS NOT NULL GROUP BY person`,
    )
    .raw()
    .iterate() as Iterable<[number, Regime, Regime]>;
  const merged = mergedNumbers(db);
  const told = new Uint8Array(people);
  for (const [number, one, other] of rows) {
    const person = personIn(merged, number);
    const regime = one === other ? REGIMES.indexOf(one) : STRICTEST;
    regimes[person] = told[person] === 0 || regimes[person] === regime ? regime : STRICTEST;
    told[person] = 1;
  }
  return regimes;
};

/** The best grade of evidence that speaks for each person and purpose. */
export const gradesOf = (db: Connection, purpose: string, people: number): Uint8Array => {
  const grades = new Uint8Array(people);
  const ledger = ledgerOf(db, purpose, people, false);
  for (let person = 0; person < people; person++)
    for (let at = ledger.offsets[person]; at < ledger.offsets[person + 1]; at++) {
      const i = ledger.order === null ? at : ledger.order[at];
      if (severityIn(ledger.marks[i]) === FOR)
        grades[person] = Math.max(grades[person], gradeIn(ledger.marks[i]));
    }
  return grades;
};

/** Columns of the cross table: admitted by grade of evidence, then left out. */
export const CROSS_WIDTH = EVIDENCE_GRADES.length + 1;
export const CROSS_PARTS = REGIMES.length * CROSS_WIDTH;

/** The cell of each person in the table of regimes (rows) by grades of evidence and left out (columns). */
export const crossParts = (db: Connection, purpose: string, decisions: Uint8Array): Uint8Array => {
  const regimes = regimesOf(db, decisions.length);
  const grades = gradesOf(db, purpose, decisions.length);
  return decisions.map((decision, person) =>
    decision === NOBODY
      ? NOBODY
      : regimes[person] * CROSS_WIDTH + (decision === 0 ? grades[person] : EVIDENCE_GRADES.length),
  );
};

/** The newest source about consent, and what was said by it and since, as people per purpose and state. */
export const changesSince = (
  db: Connection,
): {
  source: string | null;
  at: number | null;
  rows: { purpose: string; state: ConsentState; people: number }[];
} => {
  const last = db
    .prepare(
      `SELECT b.source, s.name, s.imported_at AS at FROM consent_batch AS b JOIN source AS s ON s.id = b.source
       ORDER BY b.source DESC LIMIT 1`,
    )
    .get() as { source: number; name: string; at: number } | undefined;
  const from =
    last === undefined
      ? 0
      : (db
          .prepare('SELECT min(seq) FROM consent_event WHERE source = ?')
          .pluck()
          .get(last.source) as number);
  const rows = db
    .prepare(
      `SELECT purpose, state, count(DISTINCT ${SAID_BY}) AS people FROM consent_event
       WHERE seq >= ? AND ${SAID_BY} IS NOT NULL GROUP BY purpose, state ORDER BY purpose, state`,
    )
    .all(from) as { purpose: string; state: ConsentState; people: number }[];
  return { source: last?.name ?? null, at: last?.at ?? null, rows };
};
