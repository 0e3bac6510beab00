/**
 * What an event of the consent ledger is and what its words weigh. A `mark` is the words of an event as one
 * number, as the schema computes it; here it is taken apart again, so that the lens reads numbers alone.
 */
import type { ConsentState, Exclusion, LawfulBasis } from '../../../shared/vocabulary.ts';

/** States that speak against a person. */
export const AGAINST = ['refused', 'withdrawn', 'revoked', 'objected', 'opted_out'] as const;

/** How well the time of an event is known; `future`: dated after it can have been known, so it says nothing. */
export type Precision = 'instant' | 'day' | 'future';

/** An event as the resolution looks at it. Times are UTC epoch milliseconds. */
export type Said = {
  purpose: string;
  state: ConsentState;
  basis: LawfulBasis;
  occurredAt: number | null;
  precision: Precision;
  validUntil: number | null;
  grade: number;
  notice: string | null;
  /** First 48 bits of the pseudonym it was said under; null when it is about the person. */
  subject: number | null;
  /** Heard by an officer from the person: it speaks for all their identifiers. */
  personLevel: boolean;
  /** Its batch was revoked. */
  invalidated: boolean;
};

/** 0 speaks for; 1 to 5 against, for good; 6 and 7 against from their day on; 8 says nothing. */
const SEVERITY: Record<ConsentState, number> = {
  given: 0,
  renewed: 0,
  opted_in: 0,
  objected: 1,
  withdrawn: 2,
  revoked: 3,
  refused: 4,
  opted_out: 5,
  unknown: 6,
  expired: 7,
  requested: 8,
  invalidated: 8,
};
export const FOR = 0;
export const LAST_STRONG = 5;
export const OPTED_OUT = 5;
export const SILENT = 8;

export const severityOf = (state: ConsentState): number => SEVERITY[state];

/** The reason that an event against a person gives, by its severity. */
export const REASON_OF: readonly (Exclusion | null)[] = [
  null,
  'OBJECTED',
  'WITHDRAWN',
  'REVOKED',
  'REFUSED',
  'OPTED_OUT',
  'UNKNOWN',
  'EXPIRED',
];

/** Classes of lawful bases: those that are consent, those that need an opt-out regime, none, and all others. */
export const BASIS = { consent: 0, explicit: 1, optOut: 2, none: 3, other: 4 } as const;

/** A mark of the schema, taken apart. */
export const severityIn = (mark: number): number => mark & 15;
export const basisIn = (mark: number): number => (mark >> 4) & 7;
export const precisionIn = (mark: number): number => (mark >> 7) & 3;
export const gradeIn = (mark: number): number => (mark >> 9) & 3;
export const isPersonLevel = (mark: number): boolean => (mark & 2048) !== 0;
export const DAY_PRECISION = 1;
export const FUTURE_PRECISION = 2;

/** Stands for "before anything" and, positive, for "after anything" in comparisons of times. */
export const NEVER = 9_000_000_000_000_000;

/** The calendar date `months` later (day clamped to the month's length), for the lifetime of a consent. */
export const addMonths = (time: number, months: number): number => {
  const date = new Date(time);
  const day = date.getUTCDate();
  date.setUTCDate(1);
  date.setUTCMonth(date.getUTCMonth() + months);
  const last = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
  return date.setUTCDate(Math.min(day, last));
};
