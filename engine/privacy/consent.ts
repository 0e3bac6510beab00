/**
 * Consent: the ledger, what it means and for whom. Events are only ever added; whether a person is admitted is
 * decided by one rule, written three times and held equal: as a plain function (`consent/resolve.ts`), as a view
 * of the database (`consent_decision`) and over typed arrays for everyone at once (`consent/decide.ts`).
 */
import { EXCLUSIONS, type Exclusion } from '../../shared/vocabulary.ts';
import type { Connection } from '../vault/database.ts';
import { decide, NOBODY } from './consent/decide.ts';
import { listPurposes, type PurposeRule } from './consent/purposes.ts';
import { peopleBound } from './people.ts';

export { decide, NOBODY } from './consent/decide.ts';
export { addMonths, type Said } from './consent/events.ts';
export { type ConsentEvent, ledgerWriter, openLedger, subjectOf } from './consent/ledger.ts';
export { eligibility } from './consent/one-person.ts';
export {
  allPurposes,
  consentVersion,
  ledgerSeq,
  listPurposes,
  type PurposeRule,
  requirePurpose,
} from './consent/purposes.ts';

/** People admitted, then people left out per reason in the order of EXCLUSIONS. */
export const countDecisions = (decisions: Uint8Array): number[] => {
  const counts = new Array<number>(EXCLUSIONS.length + 1).fill(0);
  for (const decision of decisions) if (decision !== NOBODY) counts[decision] += 1;
  return counts;
};

/** People admitted and left out, per purpose that can be a lens: what `cloister consent summary` shows. */
export const summarise = (
  db: Connection,
  asOf: number,
): { purpose: PurposeRule; admitted: number; leftOut: Record<Exclusion, number> }[] => {
  const bound = peopleBound(db);
  return listPurposes(db).map((purpose) => {
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
