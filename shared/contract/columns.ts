/** Procedures and answers about stored columns: inventory, class, purposes, dropping and coarsening. */
import * as v from 'valibot';
import {
  type Coarsening,
  type ColumnAction,
  DATA_CLASSES,
  type DataClass,
  type Decider,
  type Evidence,
} from '../column-policy.ts';
import { purposeIdSchema } from '../plan.ts';
import { KINDS, type Kind, type Role } from '../vocabulary.ts';
import { mutation, query } from './procedure.ts';

/** What a column is used for. */
export type ColumnUse = {
  what: 'clustering' | 'segment' | 'value' | 'prediction';
  id: string;
  name: string;
  purpose: string | null;
  at: number;
};

/** A stored column with what holds for it. */
export type ColumnInfo = {
  kind: Kind;
  name: string;
  label: string;
  header: string;
  type: string;
  role: Role;
  class: DataClass;
  evidence: Evidence[];
  confidence: number;
  action: ColumnAction;
  coarsening: Coarsening | null;
  /** Null: every purpose. */
  purposes: string[] | null;
  specialBasis: string | null;
  necessity: string;
  decidedBy: Decider;
  decidedAt: number | null;
  reason: string | null;
  sources: string[];
  uses: ColumnUse[];
  lastUsedAt: number | null;
  /** Days a rule of retention gives it, null where none does. */
  retentionDays: number | null;
  /** Days until the first of its rows reach that age; negative where they have. */
  retentionLeft: number | null;
};

export const columnKey = {
  kind: v.picklist(KINDS),
  name: v.pipe(v.string(), v.regex(/^[a-z][a-z0-9_]{0,59}$/, 'not the name of a column')),
};
export const reason = v.pipe(v.string(), v.trim(), v.minLength(3), v.maxLength(400));

export const columnsProcedures = {
  'column.list': query(v.strictObject({})).returns<ColumnInfo[]>(),
  /** A weaker class, a special category and a column not imported yet need the officer. */
  'column.classify': mutation(
    v.strictObject({
      ...columnKey,
      class: v.picklist(DATA_CLASSES),
      /** The condition of GDPR Art. 9(2) that a special category rests on. */
      basis: v.optional(v.picklist(['explicit_consent'])),
      purposes: v.optional(v.array(purposeIdSchema)),
      reason,
    }),
  ).returns<null>(),
  'column.allow': mutation(
    v.strictObject({
      ...columnKey,
      purposes: v.nullable(v.array(purposeIdSchema)),
      necessity: v.optional(v.pipe(v.string(), v.trim(), v.maxLength(400))),
      reason,
    }),
  )
    .officer()
    .returns<null>(),
  'column.drop': mutation(v.strictObject({ ...columnKey, reason }))
    .officer()
    .returns<{ chunks: number; usedBy: string[] }>(),
  'column.coarsen': mutation(v.strictObject({ ...columnKey, reason }))
    .officer()
    .returns<{ coarsening: Coarsening; words: string }>(),
} as const;
