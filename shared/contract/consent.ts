/** Consent: what its procedures take and answer. Counts of 1 to 10 people, and what would tell them, are null. */
import * as v from 'valibot';
import { lensSchema, purposeIdSchema } from '../plan.ts';
import {
  type ConsentState,
  type Exclusion,
  IDENTIFIER_TYPES,
  type LawfulBasis,
  type Regime,
} from '../vocabulary.ts';
import { mutation, query } from './procedure.ts';

/** What the values of the consent columns of a source were taken for. */
export type ConsentPreview = {
  events: number;
  /** Per column: each value, what it means and how many records have it; one line for many values (value null). */
  columns: {
    column: string;
    values: { value: string | null; words: number; meaning: string; records: number }[];
  }[];
  /** Events dated after they can have been known: kept, and no evidence for anything. */
  future: number;
  /** Consent strings that could not be decoded: no consent. */
  undecoded: number;
  /** Records whose word for the purpose means none of the vault's: no event. */
  unknownPurposes: number;
  /** Statements against a use: refused, withdrawn, objected, opted out. */
  against: number;
  /** Statements of a batch that was revoked: not taken again. */
  revoked: number;
  /** Facts about people that were new: where they live, whether they are minors. */
  facts: number;
};

/** Of a source that says nothing about consent. */
export const NOTHING_SAID: ConsentPreview = {
  events: 0,
  columns: [],
  future: 0,
  undecoded: 0,
  unknownPurposes: 0,
  revoked: 0,
  against: 0,
  facts: 0,
};

/** A count of people; null where it is 1 to 10 or would tell one that is. */
export type Cell = number | null;

export type PurposeInfo = {
  id: string;
  label: string;
  /** Data use of the fideslang taxonomy, and its name there. */
  fidesKey: string;
  fidesName: string | null;
  marketing: boolean;
  saleOrShare: boolean;
  profiling: boolean;
  needsExplicit: boolean;
  /** No basis counts but consent, wherever people live. */
  needsConsent: boolean;
  ttlMonths: number | null;
  minGrade: number;
  listed: boolean;
};
export type PurposesAnswer = { purposes: PurposeInfo[]; usOptOut: boolean; attribution: string };

export type NoticeInfo = {
  label: string;
  /** Series of versions it belongs to; null for a label that sources name and nobody defined. */
  series: string | null;
  lang: string | null;
  sha256: string | null;
  from: string | null;
  to: string | null;
  text: string | null;
  incompatible: boolean;
  covers: string[];
  /** From this day consents given under it do not hold any more. */
  ends: string | null;
  people: Cell;
};

export type BatchInfo = {
  source: number;
  name: string;
  sha256: string;
  importedAt: number;
  events: number;
  people: Cell;
  counts: ConsentPreview;
  revoked: { scope: 'grants' | 'all'; events: number; at: number } | null;
};

/** People of one purpose by the rules that hold for them, and the grade of the evidence of those admitted. */
export type RegimeRow = { regime: Regime; grades: Cell[]; leftOut: Cell };
export type ConsentOverview = {
  purpose: string;
  asOf: string;
  known: number;
  reasons: { reason: Exclusion; people: Cell }[];
  regimes: RegimeRow[];
  /** What was said by the newest source, and since it, by purpose and state. */
  changes: {
    source: string | null;
    at: number | null;
    rows: { purpose: string; state: ConsentState; people: Cell }[];
  };
  /** Events dated after they can have been known. */
  future: number;
  undecoded: number;
};

/** Admitted people per purpose at the end of each month, as it is known today. */
export type CoverageAnswer = {
  dates: string[];
  known: number;
  purposes: { purpose: string; label: string; admitted: Cell[] }[];
};

/** What is on record about one person, for the officer. */
export type PersonConsent = {
  asOf: string;
  purposes: { purpose: string; label: string; reason: Exclusion | null }[];
  events: {
    purpose: string;
    state: ConsentState;
    basis: LawfulBasis;
    at: string | null;
    recorded: string;
    method: string;
    notice: string | null;
    grade: number;
    invalidated: boolean;
  }[];
};

/** Everyone known, compared one by one. */
export type ProofAnswer = {
  asOf: string;
  known: number;
  people: number;
  same: boolean;
  differences: number;
};

const label = v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(80));
const reason = v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(400));
const { asOf } = lensSchema.entries;

export const consentProcedures = {
  'consent.purposes': query(v.strictObject({})).returns<PurposesAnswer>(),
  'consent.definePurpose': mutation(
    v.strictObject({
      id: purposeIdSchema,
      label,
      fidesKey: v.optional(purposeIdSchema),
      marketing: v.optional(v.boolean()),
      saleOrShare: v.optional(v.boolean()),
      profiling: v.optional(v.boolean()),
      needsExplicit: v.optional(v.boolean()),
      needsConsent: v.optional(v.boolean()),
      ttlMonths: v.optional(v.nullable(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(120)))),
      minGrade: v.optional(v.picklist([1, 2, 3])),
      listed: v.optional(v.boolean()),
    }),
  )
    .officer()
    .returns<PurposesAnswer>(),
  /** Whether the opt-out rules of the United States hold for people known to live there. */
  'consent.allowOptOut': mutation(v.strictObject({ allow: v.boolean(), reason }))
    .officer()
    .returns<PurposesAnswer>(),
  'consent.notices': query(v.strictObject({})).returns<NoticeInfo[]>(),
  'consent.defineNotice': mutation(
    v.strictObject({
      label,
      series: v.optional(label, 'privacy'),
      lang: v.optional(
        v.pipe(v.string(), v.regex(/^[a-z]{2}(-[A-Z]{2})?$/, 'a language is written en or en-GB')),
      ),
      from: asOf,
      to: v.optional(asOf),
      text: v.optional(v.pipe(v.string(), v.maxLength(400))),
      sha256: v.optional(
        v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/, 'a SHA-256 has 64 hexadecimal digits')),
      ),
      incompatible: v.optional(v.boolean(), false),
      covers: v.optional(v.pipe(v.array(purposeIdSchema), v.maxLength(100)), []),
    }),
  )
    .officer()
    .returns<NoticeInfo[]>(),
  'consent.batches': query(v.strictObject({})).returns<BatchInfo[]>(),
  'consent.revokeBatch': mutation(
    v.strictObject({
      source: v.pipe(v.number(), v.integer(), v.minValue(1)),
      /** grants: what speaks for people; all: what speaks against them too, which may admit some. */
      scope: v.optional(v.picklist(['grants', 'all']), 'grants'),
      reason,
    }),
  )
    .officer()
    .returns<{ source: number; events: number; elsewhere: number; people: number }>(),
  /** Says again what a batch had said and was taken back. */
  'consent.reinstateBatch': mutation(
    v.strictObject({ source: v.pipe(v.number(), v.integer(), v.minValue(1)), reason }),
  )
    .officer()
    .returns<{ source: number; events: number; people: number }>(),
  'consent.overview': query(lensSchema).returns<ConsentOverview>(),
  'consent.coverage': query(
    v.strictObject({
      asOf,
      months: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(36)), 12),
    }),
  ).returns<CoverageAnswer>(),
  'consent.show': mutation(
    v.strictObject({
      identifier: v.pipe(v.string(), v.minLength(1), v.maxLength(400)),
      type: v.optional(v.picklist(IDENTIFIER_TYPES), 'customer'),
      asOf,
    }),
  )
    .officer()
    .returns<PersonConsent>(),
  /** Compares what the lens admits with the resolution in SQL, person by person. */
  'consent.prove': mutation(lensSchema).returns<ProofAnswer>(),
};
