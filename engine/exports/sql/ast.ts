/**
 * The small SQL that a segment needs, as plain data: about twenty kinds of nodes that every dialect can print.
 * Conditions meet SQL's third truth value only where it counts as false: `not` does not exist here.
 */
import type { Comparison } from '../../../shared/rules/rule.ts';

export type Aggregate = 'sum' | 'min' | 'max' | 'count distinct';

export type Expression =
  | { kind: 'column'; table: string; name: string }
  | { kind: 'number'; value: number }
  | { kind: 'text'; value: string }
  /** Midnight UTC of an ISO date, comparable with `instant`. */
  | { kind: 'midnight'; date: string }
  /** A point in time stored in a column, made comparable. */
  | { kind: 'instant'; of: Expression }
  /** So many times 24 hours before a point in time. */
  | { kind: 'days before'; of: Expression; days: number }
  /** Stored text, made comparable code point by code point. */
  | { kind: 'label'; of: Expression }
  | { kind: 'double'; of: Expression }
  | { kind: 'aggregate'; use: Aggregate; of: Expression }
  | { kind: 'case'; when: Condition; then: Expression; otherwise: Expression | null }
  | { kind: 'coalesce'; of: Expression; otherwise: Expression }
  | { kind: 'plus' | 'divide'; left: Expression; right: Expression };

export type Condition =
  | { kind: 'constant'; value: boolean }
  | { kind: 'compare'; left: Expression; is: Comparison; right: Expression }
  | { kind: 'in'; left: Expression; values: Expression[]; negated: boolean }
  | { kind: 'null'; of: Expression; negated: boolean }
  /** A boolean column is true. */
  | { kind: 'true'; of: Expression }
  | { kind: 'and' | 'or'; of: Condition[] };

/** A table by the parts of its name, or a named query of the same statement. */
export type Source = { table: readonly string[]; as: string };
export type Join = { kind: 'left' | 'cross'; source: Source; on: Condition | null };

export type Query = {
  with: { name: string; query: Query }[];
  columns: { of: Expression; as: string }[];
  from: Source | null;
  joins: Join[];
  where: Condition | null;
  groupBy: Expression[];
  having: Condition | null;
};

export const column = (table: string, name: string): Expression => ({ kind: 'column', table, name });
export const number = (value: number): Expression => ({ kind: 'number', value });
export const compare = (left: Expression, is: Comparison, right: Expression): Condition => ({
  kind: 'compare',
  left,
  is,
  right,
});
export const isNull = (of: Expression, negated = false): Condition => ({ kind: 'null', of, negated });
export const and = (...of: Condition[]): Condition => (of.length === 1 ? of[0] : { kind: 'and', of });
export const or = (...of: Condition[]): Condition => (of.length === 1 ? of[0] : { kind: 'or', of });

/** A query with nothing but what is given. */
export const query = (parts: Partial<Query> & Pick<Query, 'columns'>): Query => ({
  with: [],
  from: null,
  joins: [],
  where: null,
  groupBy: [],
  having: null,
  ...parts,
});
