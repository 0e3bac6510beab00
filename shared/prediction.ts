/** What is predicted, how and from what: contract, command line, plan and engine read this one schema. */
import * as v from 'valibot';

const days = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(3650));
const feature = v.pipe(v.string(), v.minLength(1), v.maxLength(120));
const cost = v.pipe(v.number(), v.finite(), v.minValue(0.000001), v.maxValue(1e12));

export const outcomeSchema = v.variant('kind', [
  /** No order in the days after. */
  v.strictObject({ kind: v.literal('no-purchase'), days }),
  /** Amounts of the days after that sum to at least this much. */
  v.strictObject({
    kind: v.literal('spend'),
    days,
    least: v.pipe(v.number(), v.finite(), v.minValue(0.000001)),
  }),
  /** Among this share of the people by what they spend in the days after. */
  v.strictObject({
    kind: v.literal('top-spend'),
    days,
    share: v.pipe(v.number(), v.minValue(0.01), v.maxValue(0.5)),
  }),
  /** An attribute of the profile has this level. */
  v.strictObject({
    kind: v.literal('attribute'),
    feature,
    level: v.pipe(v.string(), v.minLength(1), v.maxLength(400)),
  }),
]);
export type OutcomeChoice = v.InferOutput<typeof outcomeSchema>;

export const PREDICTION_METHODS = ['boosting', 'forest', 'tree', 'logistic'] as const;
export type PredictionMethod = (typeof PREDICTION_METHODS)[number];

/** The name of a prediction; its feature is called NAME_score. */
export const predictionName = v.pipe(
  v.string(),
  v.regex(/^[a-z][a-z0-9_]{0,30}$/, 'a name is small letters, digits and _, a letter first'),
);

export const predictionSchema = v.strictObject({
  outcome: outcomeSchema,
  method: v.optional(v.picklist(PREDICTION_METHODS), 'boosting'),
  /** Features to predict from; by default all that carry a date, and for an attribute all others too. */
  features: v.optional(v.pipe(v.array(feature), v.minLength(1), v.maxLength(60))),
  /** Attributes by whose levels errors are compared; never predicted from unless named above too. */
  groups: v.optional(v.pipe(v.array(feature), v.maxLength(4)), []),
  /** What it costs to flag somebody for nothing, and to miss somebody. */
  costs: v.optional(v.strictObject({ falsePositive: cost, falseNegative: cost }), {
    falsePositive: 1,
    falseNegative: 1,
  }),
});
export type PredictionChoice = v.InferOutput<typeof predictionSchema>;
