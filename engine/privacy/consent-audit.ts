/** The people of a vault against the purposes they can be used for, and how well their consent is evidenced. */
import type { MinimizationAnswer } from '../../shared/contract/minimization.ts';
import type { Connection } from '../vault/database.ts';
import { addMonths, decide, listPurposes, NOBODY } from './consent.ts';
import { countPeople, peopleBound } from './people.ts';

/**
 * @param asOf UTC epoch milliseconds
 * @param least hides a count below the least cell
 */
export const consentAudit = (
  db: Connection,
  asOf: number,
  least: (count: number) => number | null,
): MinimizationAnswer['people'] => {
  const bound = peopleBound(db);
  const decisions = listPurposes(db).map((purpose) => decide(db, bound, purpose, asOf));
  let without = 0;
  for (let person = 0; person < bound; person++)
    if (decisions[0]?.[person] !== NOBODY && decisions.every((decision) => decision[person] !== 0))
      without += 1;
  const newest = `SELECT person, purpose, state, basis, evidence_grade AS grade, occurred_at,
      row_number() OVER (PARTITION BY person, purpose ORDER BY coalesce(occurred_at, 0) DESC, seq DESC) AS newest
    FROM consent_event WHERE person IS NOT NULL`;
  const coverage = (
    db
      .prepare(
        `SELECT state, grade, count(*) AS records FROM (${newest}) WHERE newest = 1 GROUP BY state, grade ORDER BY state, grade`,
      )
      .all() as { state: string; grade: number; records: number }[]
  ).map((row) => ({ ...row, records: least(row.records) }));
  const older = db.prepare(
    `SELECT count(*) AS standing, coalesce(sum(occurred_at < ?), 0) AS old FROM (${newest})
     WHERE newest = 1 AND state = 'given' AND occurred_at IS NOT NULL`,
  );
  return {
    known: countPeople(db),
    withoutPurpose: least(without),
    coverage,
    olderThan: ([12, 24] as const).map((months) => {
      const { standing, old } = older.get(addMonths(asOf, -months)) as { standing: number; old: number };
      return {
        months,
        share: least(standing) === null || least(old) === null || standing === 0 ? null : old / standing,
      };
    }),
  };
};
