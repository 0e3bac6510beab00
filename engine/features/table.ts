/**
 * features: what is known of every person the lens admits, as of its date. A `FeatureTable` holds typed
 * columns in their own units; a `Matrix` holds the chosen ones, encoded and scaled, for analysis.
 * Both are in shared memory, one entry or row per admitted person, in the order of the lens.
 */
import { CloisterError } from '../../shared/errors.ts';
import type { Scaling } from '../../shared/feature-choice.ts';

/** A measured feature. A missing value is NaN. */
export type NumberColumn = {
  type: 'number';
  id: string;
  label: string;
  unit: string;
  definition: string;
  values: Float64Array;
};

/** An attribute with named levels. `codes[i]` indexes `levels`; a missing value is -1. */
export type LevelColumn = {
  type: 'level';
  id: string;
  label: string;
  definition: string;
  levels: string[];
  codes: Int32Array;
};

export type FeatureColumn = NumberColumn | LevelColumn;

/** Orders or events of the admitted people before the as-of date, sorted by person, then time. */
export type Timeline = {
  /** Row range of person i: offsets[i] .. offsets[i + 1]. */
  offsets: Uint32Array;
  /** UTC epoch milliseconds. */
  times: Float64Array;
  /** Amounts of orders, NaN where none was given; empty for events without amounts. */
  amounts: Float64Array;
  /** Event names, categories of orders: codes into `names`, -1 where none; empty where none was mapped. */
  codes: Int32Array;
  names: string[];
  /** Keyed 64-bit hash of the order number as two 32-bit words per row; empty where none was mapped. */
  references: Uint32Array;
};

export type FeatureTable = {
  purpose: string;
  /** UTC epoch milliseconds; everything strictly before it counts. */
  asOf: number;
  people: number;
  columns: FeatureColumn[];
  orders: Timeline;
  events: Timeline;
  /** What the vault had once: how it was called, and since when it is not there. */
  absent?: readonly AbsentFeature[];
};

/** A feature that is not there any more. `why` goes on from its name: "was dropped on 2026-07-01". */
export type AbsentFeature = { id: string; label: string; why: string };

/**
 * A feature that somebody asked for and the table does not have, with the reason where one is known.
 * @param next what to do about it
 * @param was whether it is known to have been there, as to a model that was fitted on it
 */
export const noFeature = (
  { columns, absent = [] }: Pick<FeatureTable, 'columns' | 'absent'>,
  feature: string,
  next = `The features are ${columns.map(({ id }) => id).join(', ')}.`,
  was = false,
): CloisterError => {
  const gone = absent.find(({ id }) => id === feature);
  const since = was || gone !== undefined ? ' any more' : '';
  const why = gone === undefined ? '' : ` ${gone.label} ${gone.why}.`;
  return new CloisterError('NOT_FOUND', `There is no feature ${feature}${since}.${why}`, next);
};

/** How a column of a matrix relates to its feature, where it is not the feature itself or one level of it. */
export type ColumnRole =
  /** 1 where there is no value. */
  | 'mark'
  /** 1 for every level without a column of its own. */
  | 'rest'
  /** The place of a level in the order that was given, from 0. */
  | 'order'
  /** The share of the people of the fit who have the level. */
  | 'share';

/** The curve of a rank scaling: values ascending, and the share of people below each (half of those at it). */
export type Knots = { values: number[]; ranks: number[] };

/** One encoded column of a matrix: where it comes from and how to undo its scaling. */
export type MatrixColumn = {
  /** The feature it encodes; with `level`, one level of it (one-hot), or what `role` says. */
  feature: string;
  label: string;
  unit: string;
  level: string | null;
  scaling: Scaling;
  /** scaled = (f(raw) - offset) / factor, where f is log(1 + raw) for `log`, the rank for `rank`, else the identity. */
  offset: number;
  factor: number;
  /** What stood in for a missing raw value, and for how many people. */
  imputed: number;
  imputedCount: number;
  role?: ColumnRole;
  /** Levels and their numbers (`order`, `share`), or those with a column of their own (`rest`). */
  levels?: { level: string; value: number }[];
  /** Only with `rank`. */
  knots?: Knots;
  /** People without a value of the feature are left out, not filled in. */
  leavesOut?: true;
};

/** Row-major, `people` x `columns.length`, finite everywhere. */
export type Matrix = {
  people: number;
  columns: MatrixColumn[];
  values: Float64Array;
  /** Rows of the table that its rows are, ascending; absent where they are all of them. */
  rows?: Uint32Array;
};
