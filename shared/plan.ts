/** The plan: the whole job in one file. The same plan, files and seed give the same bytes. */
import * as v from 'valibot';
import { CloisterError } from './errors.ts';
import { featureChoiceSchema } from './feature-choice.ts';
import { invalidPart } from './invalid-part.ts';
import { mappingSchema } from './mapping.ts';
import { METHOD_INFO, METHODS, type MethodParameter } from './methods.ts';
import { predictionName, predictionSchema } from './prediction.ts';
import { rfmSettingsSchema } from './rfm.ts';
import { ruleSchema } from './rules/rule.ts';
import { DEFAULT_TREE, TREES } from './trees.ts';
import { valueSchema } from './value.ts';
import { KINDS, LAWFUL_BASES, PURPOSE_ID, SAYABLE_STATES } from './vocabulary.ts';

const text = (most: number) => v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(most));
const date = v.pipe(
  v.union([v.string(), v.date()]),
  v.transform((value) => (value instanceof Date ? value.toISOString().slice(0, 10) : value)),
  v.regex(/^\d{4}-\d{2}-\d{2}$/, 'a date is written YYYY-MM-DD'),
);
/** The form of a purpose; whether the vault has it is looked up when it is used. */
export const purposeIdSchema = v.pipe(
  v.string(),
  v.maxLength(120),
  v.regex(PURPOSE_ID, 'a purpose is written in words joined by dots'),
);

export const lensSchema = v.strictObject({ purpose: purposeIdSchema, asOf: date });
export type LensChoice = v.InferOutput<typeof lensSchema>;

export const declarationSchema = v.strictObject({
  purpose: purposeIdSchema,
  basis: v.picklist(LAWFUL_BASES),
  state: v.optional(v.picklist(SAYABLE_STATES), 'given'),
  /** When it began to hold. */
  at: date,
  reason: text(400),
});
export type Declaration = v.InferOutput<typeof declarationSchema>;

const many = v.pipe(v.number(), v.integer(), v.minValue(2), v.maxValue(100_000));
const PARAMETERS: readonly MethodParameter[] = [
  'radius',
  'minPoints',
  'minSize',
  'covariance',
  'gamma',
  'distance',
];
export const COVARIANCES = ['full', 'diagonal'] as const;
export const DISTANCES = ['euclidean', 'gower'] as const;

export const clusteringSchema = v.pipe(
  v.strictObject({
    features: v.pipe(
      v.array(featureChoiceSchema),
      v.minLength(1),
      v.maxLength(60),
      // Twice the same would count twice as much in every distance.
      v.check(
        (features) => new Set(features.map(({ feature }) => feature)).size === features.length,
        'a feature stands in it twice',
      ),
    ),
    method: v.optional(v.picklist(METHODS), 'kmeans'),
    /** A number fixes k; without one it is chosen between `from` and `to`. */
    k: v.optional(v.pipe(v.number(), v.integer(), v.minValue(2), v.maxValue(30))),
    from: v.optional(v.pipe(v.number(), v.integer(), v.minValue(2), v.maxValue(12)), 2),
    to: v.optional(v.pipe(v.number(), v.integer(), v.minValue(2), v.maxValue(12)), 12),
    /** DBSCAN: how near is near, in the scale of the features; the bend of the k-distances without it. */
    radius: v.optional(v.pipe(v.number(), v.minValue(1e-9), v.maxValue(1e9))),
    /** DBSCAN and HDBSCAN: people that make a place dense, the person counted. */
    minPoints: v.optional(many),
    /** HDBSCAN: people that a cluster needs at least. */
    minSize: v.optional(many),
    /** Mixtures: how free the shape of a cluster is. */
    covariance: v.optional(v.picklist(COVARIANCES)),
    /** k-prototypes: what a level that differs counts against numbers. */
    gamma: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(1e6))),
    /** PAM: Gower’s where there are levels, without it. */
    distance: v.optional(v.picklist(DISTANCES)),
    /** Which tree puts the clusters into words. */
    tree: v.optional(v.picklist(TREES), DEFAULT_TREE),
  }),
  v.check(
    (choice) =>
      PARAMETERS.every(
        (name) => choice[name] === undefined || METHOD_INFO[choice.method].takes.includes(name),
      ),
    'a parameter was given that the method does not take',
  ),
);
export type ClusteringChoice = v.InferOutput<typeof clusteringSchema>;

export const ideaSchema = v.strictObject({
  content: text(200),
  channel: text(80),
  timing: text(120),
  why: v.optional(v.pipe(v.string(), v.maxLength(200)), ''),
});
export const personaEditSchema = v.strictObject({
  segment: text(64),
  name: v.optional(text(80)),
  summary: v.optional(text(600)),
  plan: v.optional(v.pipe(v.array(ideaSchema), v.maxLength(12))),
});
export type PersonaEdit = v.InferOutput<typeof personaEditSchema>;

/** What a package may hold beside the neutral definition, which is always in it. */
export const TARGETS = ['sqlite', 'postgresql', 'hubspot', 'braze', 'report'] as const;
export type Target = (typeof TARGETS)[number];

/** What becomes of a segment that is too near to an earlier release: it waits, is made coarser, or leaves with a noisy size. */
export const HELD_CHOICES = ['wait', 'coarsen', 'noise'] as const;
export type HeldChoice = (typeof HELD_CHOICES)[number];
/** ε where held segments leave with noise and none is named. */
export const DEFAULT_EPSILON = '1';

export const exportSchema = v.strictObject({
  name: text(80),
  targets: v.optional(v.pipe(v.array(v.picklist(TARGETS)), v.minLength(1)), [...TARGETS]),
  policy: v.optional(v.record(v.string(), v.unknown()), {}),
  held: v.optional(v.picklist(HELD_CHOICES)),
  /** ε of the noise on every number of people, as a decimal or a fraction; none without it. */
  noise: v.optional(
    v.pipe(
      v.union([v.string(), v.number()]),
      v.transform(String),
      v.regex(/^\d{1,9}(\.\d{1,9}|\/\d{1,9})?$/, 'ε is written as a decimal or a fraction: 0.5 or 1/2'),
    ),
  ),
  /** Per target: field id -> the property it has there. Checked by the exporters. */
  fields: v.optional(v.record(v.string(), v.unknown())),
  /** Names of tables and columns of the warehouse, for SQL. Checked by the exporter. */
  warehouse: v.optional(v.record(v.string(), v.unknown())),
});
export type ExportChoice = v.InferOutput<typeof exportSchema>;

export const planSchema = v.strictObject({
  version: v.literal(1),
  name: text(80),
  seed: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0)), 42),
  sources: v.pipe(
    v.array(
      v.strictObject({
        file: text(1000),
        kind: v.optional(v.picklist(KINDS)),
        /** The mapping itself, or the path of a file that holds it; without one the suggestions are taken. */
        mapping: v.optional(v.union([text(1000), mappingSchema])),
      }),
    ),
    v.minLength(1),
  ),
  consent: v.optional(v.array(declarationSchema), []),
  lens: lensSchema,
  /** Further features of the catalogue to keep; those that are kept already stay when it says nothing. */
  features: v.optional(v.pipe(v.array(text(64)), v.maxLength(100))),
  /** Customer value, before the predictions and the clustering: its figures are features like any other. */
  value: v.optional(valueSchema),
  /** Predictions, in this order, before the clustering: their scores are features like any other. */
  predict: v.optional(
    v.pipe(
      v.array(v.strictObject({ name: v.optional(predictionName, 'churn'), ...predictionSchema.entries })),
      v.maxLength(10),
      v.check(
        (all) => new Set(all.map(({ name }) => name)).size === all.length,
        'two predictions have the same name',
      ),
    ),
    [],
  ),
  clustering: v.optional(clusteringSchema),
  /**
   * Whether what the vault keeps is fitted again. Without, a value, a prediction or a clustering that was made with the
   * same choices is used for the people of this date as it is, and how far they have moved since is told.
   */
  refit: v.optional(v.boolean(), true),
  segments: v.optional(
    v.array(
      v.strictObject({
        name: text(80),
        id: v.optional(v.pipe(v.string(), v.regex(/^[a-z0-9][a-z0-9-]{0,63}$/))),
        rule: ruleSchema,
      }),
    ),
    [],
  ),
  /** Adds the RFM segments as rules: those of the vault's map, or of a map that the plan brings. */
  rfm: v.optional(v.union([v.boolean(), rfmSettingsSchema]), false),
  personas: v.optional(v.array(personaEditSchema), []),
  export: v.optional(exportSchema),
});
export type Plan = v.InferOutput<typeof planSchema>;

/** Checks an untrusted plan. @throws CloisterError PLAN_INVALID with the path of the part that is wrong */
export const parsePlan = (value: unknown): Plan => {
  const parsed = v.safeParse(planSchema, value);
  if (parsed.success) return parsed.output;
  throw invalidPart('PLAN_INVALID', 'plan', parsed.issues);
};

/** Midnight UTC of a date written YYYY-MM-DD. @throws CloisterError USAGE when there is no such day */
export const dateTime = (day: string): number => {
  const time = Date.parse(`${day}T00:00:00Z`);
  if (/^\d{4}-\d{2}-\d{2}$/.test(day) && !Number.isNaN(time) && new Date(time).toISOString().startsWith(day))
    return time;
  throw new CloisterError('USAGE', `"${day}" is not a date.`, 'Write it YYYY-MM-DD.');
};
