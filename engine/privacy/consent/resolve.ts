/**
 * The meaning of the ledger, in one plain function: why a person is left out for a purpose on a date, or null when
 * admitted. The view `consent_decision` and the lens's fast path (`decide.ts`) are held equal to it.
 *
 * It errs on the side of the person: no record, an expired consent, a word nobody could read, evidence below the
 * officer's grade and every tie leave them out; what was said against lifts only by what is later, as specific
 * and said under the same identifier, or heard by an officer from the person.
 */
import { DAY, type Exclusion } from '../../../shared/vocabulary.ts';
import { addMonths, FOR, LAST_STRONG, NEVER, REASON_OF, type Said, SILENT, severityOf } from './events.ts';
import type { PurposeRule } from './purposes.ts';

/** What is known about a person beside the ledger. */
export type About = {
  objected: boolean;
  minor: boolean;
  /** All that is known says an opt-out regime holds for them, and the officer allows it. */
  optOut: boolean;
};

/** What a version of a notice decides: when consents under it end, and which narrower purposes it lists. */
export type NoticeRule = { endsAt: number | null; covers: ReadonlySet<string> };

/** What holds for a question: the purpose, the purposes of sale and sharing, the notices. */
export type Rules = {
  purpose: PurposeRule;
  sale: ReadonlySet<string>;
  notices: ReadonlyMap<string, NoticeRule>;
};

const isConsent = ({ basis }: Said): boolean => basis === 'consent' || basis === 'explicit_consent';
/** Whether `wide` is `narrow` or lies above it. */
export const isAbove = (wide: string, narrow: string): boolean =>
  narrow === wide || narrow.startsWith(`${wide}.`);

/** The span in which it was said: a yes of unknown time before anything, a no of unknown time for ever. */
const spanOf = (said: Said): { begins: number; ends: number } => {
  const { occurredAt, precision, state } = said;
  if (occurredAt === null || precision === 'future')
    return { begins: -NEVER, ends: severityOf(state) === FOR ? -NEVER : NEVER };
  return { begins: occurredAt, ends: precision === 'day' ? occurredAt + DAY - 1 : occurredAt };
};

/** A consent that is not dated cannot be shown, whatever else is known of it (GDPR Art. 7(1)). */
const gradeOf = ({ occurredAt, grade }: Said): number => (occurredAt === null ? 0 : grade);
const isPersonal = (said: Said): boolean => said.personLevel && gradeOf(said) >= 2;

/** Whether a consent that was given does not hold on a date any more. */
const hasLapsed = (said: Said, at: number, { purpose, notices }: Rules): boolean => {
  if (said.validUntil !== null && said.validUntil <= at) return true;
  const ends = said.notice === null ? null : (notices.get(said.notice)?.endsAt ?? null);
  if (ends !== null && ends <= at) return true;
  return (
    isConsent(said) &&
    purpose.ttlMonths !== null &&
    said.occurredAt !== null &&
    addMonths(said.occurredAt, purpose.ttlMonths) <= at
  );
};

/**
 * Why a person is left out, or null when admitted. The order of the events does not matter.
 * @param events everything on record about the person, for any purpose
 * @param at as-of date, UTC epoch milliseconds: what was said strictly before it can speak for the person; a no
 *   binds every analysis made after it, also of an earlier date
 */
export const exclusionOf = (
  events: readonly Said[],
  about: About,
  rules: Rules,
  at: number,
): Exclusion | null => {
  const { purpose, sale, notices } = rules;
  // 1 tombstones (whoever was erased is nobody), 2 minors, 3 special categories
  if (about.objected) return 'OBJECTED';
  if (purpose.profiling && about.minor) return 'MINOR';

  const isOptOutOfSale = (said: Said): boolean =>
    said.state === 'opted_out' && purpose.saleOrShare && sale.has(said.purpose);
  const all = events.filter(({ purpose: of }) => isAbove(of, purpose.id));
  const signals = events.filter((said) => !all.includes(said) && isOptOutOfSale(said));
  const valid = [...all, ...signals].filter(
    ({ invalidated, state }) => !invalidated && severityOf(state) !== SILENT,
  );
  // 8 a wider purpose speaks for a narrower one only where its notice lists it
  const speaking = valid.filter(
    (said) =>
      severityOf(said.state) === FOR &&
      said.precision !== 'future' &&
      (said.purpose === purpose.id ||
        (said.notice !== null && notices.get(said.notice)?.covers.has(purpose.id) === true)),
  );
  if (purpose.needsExplicit && !speaking.some(({ basis }) => basis === 'explicit_consent')) return 'ART9';

  // A purpose that needs consent needs it under every regime.
  const optOut = about.optOut && !purpose.needsConsent;
  const evidence = speaking.filter(
    (said) =>
      (!purpose.needsExplicit || said.basis === 'explicit_consent') &&
      (!purpose.needsConsent || isConsent(said)) &&
      said.basis !== 'none' &&
      (said.basis !== 'us_opt_out_regime' || optOut) &&
      (!isConsent(said) || optOut || gradeOf(said) >= purpose.minGrade),
  );
  const before = evidence.filter((said) => spanOf(said).ends < at);

  // 4 the latest, ties to the no; 5 opt-outs of sale for the whole person; 6 the most restrictive identifier
  const against = valid.filter((no) => {
    if (severityOf(no.state) === FOR) return false;
    const { begins, ends } = spanOf(no);
    if (severityOf(no.state) > LAST_STRONG && begins >= at) return false;
    const whole = isOptOutOfSale(no);
    return !(begins < at ? before : evidence).some(
      (yes) =>
        spanOf(yes).begins > ends &&
        (isPersonal(yes) || (!whole && yes.subject === no.subject)) &&
        (whole || yes.purpose.length >= no.purpose.length),
    );
  });
  if (against.length > 0) return REASON_OF[Math.min(...against.map(({ state }) => severityOf(state)))];

  // 7 what was said last must still hold; of those that overlap with it, all
  if (before.length > 0) {
    const last = Math.max(...before.map((said) => spanOf(said).begins));
    const newest = before.filter((said) => spanOf(said).ends >= last);
    return newest.some((said) => hasLapsed(said, at, rules)) ? 'EXPIRED' : null;
  }
  if (speaking.some((said) => spanOf(said).ends < at)) return 'WEAK_EVIDENCE';
  if (events.some(({ invalidated, purpose: of }) => invalidated && of === purpose.id)) return 'REVOKED';
  // 9 nothing on record
  return optOut && !purpose.needsExplicit ? null : 'NO_RECORD';
};
