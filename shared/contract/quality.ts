/**
 * Profiles of sources: how complete, valid and fresh every column was when it came, and what would mend it. Counts are
 * rows of a file, with the marks of `shared/counts.ts` for a few. Values, ranges and bars stand here only where at least
 * 11 people are behind each.
 */
import * as v from 'valibot';
import type { Mapping } from '../mapping.ts';
import { type Step, type StepName, stepSchema } from '../steps.ts';
import type { Kind, Role } from '../vocabulary.ts';
import type { Reject } from './answers.ts';
import type { SavedMapping } from './mappings.ts';
import { mutation, query } from './procedure.ts';

/** What steps did to a column: rows changed, rows a step could not read, and the commonest shapes. */
export type MendedColumn = {
  column: string;
  steps: StepName[];
  rows: number;
  unread: number;
  shapes: { before: string; after: string }[];
};

/** A step that would mend rows of a column. */
export type Fix = { step: Step; rows: number; shapes: { before: string; after: string }[]; why: string };

export type ColumnProfile = {
  /** Header in the file. */
  column: string;
  /** Name in the vault; null for identifiers and parts of a consent. */
  name: string | null;
  role: Role;
  type: 'identifier' | 'time' | 'number' | 'text';
  /** Rows looked at, those without a value, and those rejected for this column. */
  rows: number;
  empty: number;
  invalid: number;
  /** Of those without a value the ones rejected for it; nothing where there are none. */
  missing?: number;
  /** Different values: exact up to 4,096, else estimated within 2 %. */
  distinct: number;
  /** Numbers, or UTC milliseconds, that at least 11 people are at or below, and at or above. */
  range: { low: number; high: number } | null;
  /** The quartiles of numbers. */
  quartiles: [number, number, number] | null;
  /** Bars between the ends of the range; what lies beyond is in the outermost. */
  bars: { from: number; to: number; rows: number }[];
  /** The commonest values, and rows with any other. */
  levels: { value: string; rows: number }[];
  others: number;
  /** Rows outside Tukey's fences; null where few people are behind them, or it is no number. */
  outliers: { rows: number | null; low: number; high: number } | null;
  /** Times: rows in the days before the import, and after it. */
  fresh: { days30: number; days90: number; days365: number; future: number } | null;
  /** The commonest masked shapes of texts. */
  shapes: string[];
  fixes: Fix[];
};

/** The profile of one import. */
export type SourceQuality = {
  /** Completeness and validity over all columns, from 0 to 1. */
  complete: number;
  valid: number;
  columns: ColumnProfile[];
  mended: MendedColumn[];
};

export type QualityPoint = {
  source: number;
  /** The import before it of the same data, with which it is compared; null for the first. */
  before: number | null;
  name: string;
  kind: Kind;
  importedAt: number;
  records: number;
  rejected: number;
  duplicates: number;
  quality: SourceQuality;
};

/**
 * What changed in a column since the import before: its completeness, its validity or the part of a level (shares of
 * rows), or its median; or that the column came or went.
 */
export type QualityChange = {
  source: number;
  name: string;
  kind: Kind;
  column: string;
  what: 'complete' | 'valid' | 'level' | 'median' | 'gone' | 'new';
  /** The level whose part changed most; null for other changes. */
  level: string | null;
  before: number;
  after: number;
};

export type QualityAnswer = {
  /** Every import with a profile, oldest first. */
  imports: QualityPoint[];
  changes: QualityChange[];
};

/** Share of the people of a source that are known from sources of other kinds too. */
export type ConsistencyAnswer = {
  source: number;
  /** People of the source. */
  people: number;
  elsewhere: { kind: Kind; people: number }[];
  anywhere: number;
  /** Columns that other sources of its kind fill too: people with a value in both, and with the same one. */
  columns: { column: string; people: number; same: number }[];
};

/** Records of an import that were not taken, by place and reason; what they hold is not kept. */
export type RejectsAnswer = {
  source: number;
  name: string;
  rejected: number;
  /** How many of them are kept by place: at most 10,000, and none of a person who was erased. */
  kept: number;
  reasons: { column: string | null; reason: string; records: number }[];
  /** The first thousand. */
  rejects: Reject[];
};

const source = v.pipe(v.number(), v.integer(), v.minValue(1));
const column = v.pipe(v.string(), v.minLength(1), v.maxLength(400));
const path = v.pipe(v.string(), v.minLength(1), v.maxLength(4096));

export const qualityProcedures = {
  'quality.history': query(v.strictObject({ source: v.optional(source) })).returns<QualityAnswer>(),
  'quality.consistency': query(v.strictObject({ source })).returns<ConsistencyAnswer>(),
  /** The mapping into which a step of this source would go, and its newest version; 0 where none is saved yet. */
  'quality.mapping': query(v.strictObject({ source })).returns<{
    name: string;
    version: number;
    mapping: Mapping;
  }>(),
  'quality.rejects': query(v.strictObject({ source })).returns<RejectsAnswer>(),
  /** Writes the places and reasons of rejected records as CSV, for the owner of the file to mend. */
  'quality.report': mutation(v.strictObject({ source, file: path })).returns<{
    file: string;
    records: number;
  }>(),
  /** Puts a step into the mapping of a source and saves it as its next version; the vault's data stay as they are. */
  'quality.mend': mutation(v.strictObject({ source, column, step: stepSchema })).returns<SavedMapping>(),
} as const;
