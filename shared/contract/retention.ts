/** Procedures and answers about how long data is kept, and the record of processing (GDPR Art. 30). */
import * as v from 'valibot';
import { job, mutation, query } from './procedure.ts';

export type RetentionInfo = {
  scope: 'kind' | 'source' | 'column';
  subject: string;
  /** The subject in words: the name of a source, the label of a column. */
  label: string;
  days: number;
  reason: string;
  setAt: number;
  /** Everything before this day is too old (YYYY-MM-DD). */
  before: string;
  /** Rows a purge would remove, and the people they are about; null where there are fewer than the least cell. */
  rows: number | null;
  people: number | null;
};

export type RetentionAnswer = {
  today: string;
  minCell: number;
  rules: RetentionInfo[];
  withoutRule: string[];
};
export type PurgeAnswer = { today: string; rows: number | null; rules: RetentionInfo[] };

/** Who decides about the data, for the record of processing; `officer` is empty where none is named (GDPR Art. 37). */
export type Controller = { name: string; contact: string; officer: string; retentionNote: string };

/** The record of processing activities, GDPR Art. 30(1). */
export type ProcessingRecord = {
  controller: Controller | null;
  vault: string;
  purposes: { id: string; label: string; columns: string[]; bases: string[] }[];
  subjects: { category: string; people: string }[];
  data: {
    kind: string;
    column: string;
    class: string;
    purposes: string;
    source: string;
    retention: string;
  }[];
  recipients: { target: string; releases: number }[];
  retention: { subject: string; days: number; reason: string }[];
  measures: { measure: string; holds: boolean; detail: string }[];
  transfers: string;
};

const text = (most: number) => v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(most));

export const retentionProcedures = {
  /** The rules, and what a purge today would remove. */
  'retention.list': query(v.strictObject({})).returns<RetentionAnswer>(),
  'retention.set': mutation(
    v.strictObject({
      scope: v.picklist(['kind', 'source', 'column']),
      subject: text(120),
      /** Null takes the rule back. */
      days: v.nullable(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(36_500))),
      reason: text(400),
    }),
  )
    .officer()
    .returns<null>(),
  'retention.purge': job(v.strictObject({})).officer().returns<PurgeAnswer>(),

  'processing.describe': mutation(
    v.strictObject({
      name: text(200),
      contact: text(400),
      officer: v.optional(v.pipe(v.string(), v.trim(), v.maxLength(200)), ''),
      retentionNote: v.optional(v.pipe(v.string(), v.trim(), v.maxLength(400)), ''),
    }),
  )
    .officer()
    .returns<null>(),
  'processing.record': query(
    v.strictObject({ format: v.optional(v.picklist(['json', 'markdown', 'html']), 'markdown') }),
  ).returns<{ record: ProcessingRecord; text: string }>(),
} as const;
