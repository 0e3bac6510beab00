/** Customer value in the contract: fit the models of buying and spending, and ask what they say. */
import * as v from 'valibot';
import { lensSchema } from '../plan.ts';
import { type ValueChoice, valueSchema } from '../value.ts';
import type { LensAnswer } from './answers.ts';
import { job, query } from './procedure.ts';

export type FittedParameter = { name: string; value: number; error: number | null };
export type FitAnswer = {
  label: string;
  source: string;
  parameters: FittedParameter[];
  logLikelihood: number;
  iterations: number;
  converged: boolean;
  people: number;
};
export type HoldoutAnswer = {
  days: number;
  /** Purchases per person by earlier repeat purchases; groups under the minimum cell are joined. */
  groups: { from: number; to: number | null; people: number; actual: number; expected: number }[];
  actual: number;
  expected: number;
  error: number;
  /** Repeat purchases of everyone, cumulative: after each unit since the first purchase of anyone. */
  tracking: { unit: number; actual: number; expected: number; seen: boolean }[];
};
export type ValueAnswer = {
  lens: LensAnswer;
  version: number;
  choice: ValueChoice;
  /** People with a purchase, and people of the lens without one. */
  people: number;
  without: number;
  purchases: FitAnswer;
  /** Null without amounts or without enough repeat purchases. */
  money: FitAnswer | null;
  /** Means per person and sums over everyone with a purchase. */
  alive: number;
  expectedPurchases: number;
  historic: number | null;
  value: number | null;
  /** Tenths of the people by value (by expected purchases without amounts), highest first. */
  tenths: {
    people: number;
    alive: number;
    purchases: number;
    value: number | null;
    /** What they spent so far. */
    historic: number | null;
    share: number;
  }[];
  holdout: HoldoutAnswer | null;
  doubts: { code: string; text: string }[];
};

/** How one history becomes its figures, step by step. Nobody's data: the history is typed in. */
export type ExplainedValue = {
  alive: number;
  purchases: number;
  perPurchase: number | null;
  value: number | null;
  steps: string[];
};

/** What the kept models say of made-up people who all began on the same day. Nobody's data. */
export type ValueMatrix = {
  /** Days since the first purchase. */
  days: number;
  /** Repeat purchases, one per column. */
  frequencies: number[];
  /** Days since the last purchase, one per row, fewest first. */
  silences: number[];
  /** One row per silence, one entry per frequency; null where nobody can be. */
  alive: (number | null)[][];
  /** Purchases within the horizon of the kept choice. */
  purchases: (number | null)[][];
};

const count = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(100_000));
const days = v.pipe(v.number(), v.minValue(0), v.maxValue(36_500));

export const valueProcedures = {
  'value.fit': job(
    v.strictObject({ lens: lensSchema, value: v.optional(valueSchema, {}) }),
  ).returns<ValueAnswer>(),
  'value.get': query(v.strictObject({})).returns<ValueAnswer | null>(),
  'value.explain': query(
    v.strictObject({
      /** Purchase days, the first one counted. */
      purchases: count,
      /** Days since the first and since the last of them. */
      first: days,
      last: days,
      /** Mean value of a repeat purchase. */
      mean: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(1e12))),
    }),
  ).returns<ExplainedValue>(),
  'value.matrix': query(
    v.strictObject({
      /** Days since the first purchase. */
      days: v.optional(v.pipe(v.number(), v.integer(), v.minValue(7), v.maxValue(36_500)), 365),
      /** Largest number of repeat purchases. */
      most: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1000)), 9),
    }),
  ).returns<ValueMatrix>(),
} as const;
