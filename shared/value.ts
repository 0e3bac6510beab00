/** How customer value is fitted: contract, command line, plan and engine read this one schema. */
import * as v from 'valibot';

export const valueSchema = v.strictObject({
  model: v.optional(v.picklist(['bg-nbd', 'mbg-nbd', 'pareto-nbd', 'bg-bb']), 'mbg-nbd'),
  /** Unit of time of the model. */
  unit: v.optional(v.picklist(['day', 'week', 'month']), 'week'),
  /** Months looked ahead, and the discount of each: 0.01 is 1 % a month. */
  months: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(120)), 12),
  discount: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(1)), 0.01),
  /** Days before the as-of date that are kept back to test the model; a third of the time seen by default. */
  holdout: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(36_500))),
});
export type ValueChoice = v.InferOutput<typeof valueSchema>;
