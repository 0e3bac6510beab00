/**
 * The proof that the lens does what the published SQL says: the decision of the view `consent_decision`, for everyone,
 * beside the decision of the typed arrays. The view asks for one person at a time what it needs; here the same text runs
 * over copies of its inner views that were computed once for the purpose, in memory, so that a million people take
 * seconds.
 */
import { EXCLUSIONS } from '../../../shared/vocabulary.ts';
import type { Connection } from '../../vault/database.ts';
import { CONSENT_DECISION } from '../../vault/schema/consent-views.ts';
import { peopleBound } from '../people.ts';
import { decide, NOBODY } from './decide.ts';
import type { PurposeRule } from './purposes.ts';

/** What the decision reads, each in place of the table or view of the same name. */
const COPIES: Readonly<Record<string, { select: string; indexes: readonly string[] }>> = {
  purpose: { select: 'SELECT * FROM main.purpose WHERE id = ?', indexes: [] },
  person_rule: { select: 'SELECT * FROM main.person_rule WHERE ? IS NOT NULL', indexes: [] },
  consent_said: {
    select: 'SELECT * FROM main.consent_said WHERE purpose = ?',
    indexes: ['person', 'person, speaks_for, ends'],
  },
  consent_evidence: {
    select: 'SELECT * FROM main.consent_evidence WHERE purpose = ?',
    indexes: ['person, begins', 'person, ends'],
  },
};

/**
 * Compares both decisions for everyone known. The caller holds the transaction; nothing is left behind.
 * @param at as-of date, UTC epoch milliseconds
 * @returns how many people were compared, and for how many the two differ
 */
export const prove = (
  db: Connection,
  purpose: PurposeRule,
  at: number,
): { people: number; differences: number } => {
  const decisions = decide(db, peopleBound(db), purpose, at);
  let people = 0;
  let differences = 0;
  const clear = (): void => {
    db.exec('DROP VIEW IF EXISTS temp.consent_proof');
    for (const name of [...Object.keys(COPIES), 'lens_date']) db.exec(`DROP TABLE IF EXISTS temp.${name}`);
  };
  clear();
  try {
    for (const [name, { select, indexes }] of Object.entries(COPIES)) {
      db.prepare(`CREATE TEMP TABLE ${name} AS ${select}`).run(purpose.id);
      indexes.forEach((columns, i) => {
        db.exec(`CREATE INDEX temp.${name}_${i} ON ${name}(${columns})`);
      });
    }
    db.prepare('CREATE TEMP TABLE lens_date AS SELECT CAST(? AS INTEGER) AS at').run(at);
    db.exec(`CREATE TEMP VIEW consent_proof(at, person, purpose, reason) AS ${CONSENT_DECISION}`);
    const rows = db.prepare('SELECT person, reason FROM temp.consent_proof').raw();
    for (const [person, reason] of rows.iterate() as Iterable<[number, string | null]>) {
      const decision = decisions[person];
      if (decision === NOBODY) continue;
      people += 1;
      if (reason !== (decision === 0 ? null : EXCLUSIONS[decision - 1])) differences += 1;
    }
    return { people, differences };
  } finally {
    clear();
  }
};
