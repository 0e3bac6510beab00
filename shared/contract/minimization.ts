/** Procedures and answers of the minimization audit: is every column needed for what it is kept for (GDPR Art. 5(1)(c))? */
import * as v from 'valibot';
import type { DataClass } from '../column-policy.ts';
import { lensSchema } from '../plan.ts';
import type { PopulationRisk } from '../risk.ts';
import type { Kind } from '../vocabulary.ts';
import { job, query } from './procedure.ts';

/** What the kept clustering would be without a column, or with a coarser one. */
export type ColumnEffect = {
  /** What was done, in words. */
  change: string;
  /** Agreement with the kept clusters: the adjusted Rand index; 1 is the same grouping. */
  ari: number;
  /** Silhouette of the new clusters minus that of the kept ones, both measured on the kept features. */
  silhouette: number;
};

export const RECOMMENDATIONS = ['keep', 'coarsen', 'restrict', 'drop'] as const;
export type Recommendation = (typeof RECOMMENDATIONS)[number];

export type ColumnAudit = {
  kind: Kind;
  name: string;
  label: string;
  class: DataClass;
  /** Null: every purpose. */
  purposes: string[] | null;
  sources: string[];
  /** Rows with a value, of all rows of its kind; null where fewer than the least cell. */
  filled: number | null;
  rows: number;
  /** Different values among the rows that have one; null where it cannot be told or may not be. */
  distinctRatio: number | null;
  /** Share of people who differ in it, and share of pairs it tells apart (alpha-distinction and -separation). */
  alone: { distinction: number; separation: number } | null;
  /** The pair and the triple with other attributes that tell people apart best. */
  pair: { with: string[]; distinction: number; separation: number } | null;
  triple: { with: string[]; distinction: number; separation: number } | null;
  uses: string[];
  lastUsedAt: number | null;
  retentionLeft: number | null;
  /** Null where the clustering does not use the column. */
  dropped: ColumnEffect | null;
  coarser: ColumnEffect | null;
  recommendation: Recommendation;
  why: string;
};

/** Prosecutor risk by attributes, and estimated uniques of a population that the people are a sample of. */
export type AttributeRisk = {
  by: string[];
  /** Fractions; `uniques` is the share of people who are alone with their values, null where they are a few. */
  average: number;
  highest: number;
  uniques: number | null;
  /** For sampling fractions that are assumed; none where the uniques are a few. */
  population: PopulationRisk[];
  /**
   * For each special category: fewest different values among people with the same other attributes, and the share of
   * people whose value follows from these; null where they are a few.
   */
  diversity: { label: string; least: number; sure: number | null }[];
  /** Null where there are too few people. */
  least: LeastForms | null;
};

/** Forms of attributes by which everyone shares their values with at least k - 1 others, at the least loss. */
export type LeastForms = {
  k: number;
  /** What each attribute becomes, in words; null where it stays as it is. */
  forms: { label: string; form: string | null }[];
  /** Prosecutor risk after it. */
  highest: number;
  average: number;
};

export type MinimizationAnswer = {
  at: number;
  purpose: string;
  asOf: string;
  /** The kept clustering the effects are measured on; null where there is none. */
  clustering: { id: string; version: number; k: number; silhouette: number } | null;
  /** People the effects were measured on: everyone admitted, or a seeded sample. */
  measuredOn: number;
  admitted: number;
  minCell: number;
  columns: ColumnAudit[];
  /** Risk of the people measured by their attributes together; null without attributes, or for a few people. */
  risk: AttributeRisk | null;
  purposes: { id: string; label: string; allowed: number; used: string[]; unused: string[] }[];
  people: {
    known: number;
    /** People whom no purpose admits; they should be erased. Null below the least cell. */
    withoutPurpose: number | null;
    /** Newest consent of each person and purpose, by state and grade of evidence. */
    coverage: { state: string; grade: number; records: number | null }[];
    /** Share of standing consents older than 12 and 24 months; null where there are none. */
    olderThan: { months: 12 | 24; share: number | null }[];
  };
};

export const minimizationProcedures = {
  'minimization.audit': job(
    v.strictObject({
      /** The purpose and date for people and purposes; the effects are measured under the lens of the clustering. */
      lens: lensSchema,
      clustering: v.optional(v.pipe(v.string(), v.minLength(1), v.maxLength(64)), 'clustering'),
    }),
  ).returns<MinimizationAnswer>(),
  /** The newest audit that was made, null before the first. */
  'minimization.last': query(v.strictObject({})).returns<MinimizationAnswer | null>(),
} as const;
