/**
 * How a feature enters a matrix: its scaling, how levels become numbers, what becomes of people without a value.
 * Plan, contract, command line, screen and engine read this one schema.
 */
import * as v from 'valibot';

/** How a number is made comparable. `log` is log(1 + x), then the z-score; `rank` the share of people below. */
export const SCALINGS = ['zscore', 'minmax', 'robust', 'log', 'rank', 'none'] as const;
export type Scaling = (typeof SCALINGS)[number];

/** How levels become numbers: a column each, places in an order, or the share of people who have them. */
export const ENCODINGS = ['onehot', 'ordinal', 'frequency'] as const;
export type Encoding = (typeof ENCODINGS)[number];

/** People without a value take the median (of levels: none) and are marked, or stay out of the clustering. */
export const MISSING_POLICIES = ['impute', 'leave-out'] as const;
export type MissingPolicy = (typeof MISSING_POLICIES)[number];

const text = (most: number) => v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(most));

export const featureChoiceSchema = v.pipe(
  v.strictObject({
    feature: text(120),
    scaling: v.optional(v.picklist(SCALINGS), 'zscore'),
    /** Of an attribute with levels; one-hot without it. */
    encoding: v.optional(v.picklist(ENCODINGS)),
    /** `ordinal`: every level, lowest first. */
    order: v.optional(
      v.pipe(
        v.array(v.pipe(v.string(), v.maxLength(400))),
        v.minLength(2),
        v.maxLength(200),
        v.check((levels) => new Set(levels).size === levels.length, 'a level stands twice in the order'),
      ),
    ),
    /** Levels that a smaller share of the people has are one level, "(other)". */
    rare: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(0.5))),
    /** `impute` without it. */
    missing: v.optional(v.picklist(MISSING_POLICIES)),
  }),
  v.check(
    ({ encoding, order }) => (encoding === 'ordinal') === (order !== undefined),
    'an ordinal encoding names the order of the levels, and no other does',
  ),
  v.check(
    ({ encoding, rare }) => rare === undefined || encoding !== 'ordinal',
    'an order names every level, so none is grouped as rare',
  ),
);
export type FeatureChoice = v.InferOutput<typeof featureChoiceSchema>;
