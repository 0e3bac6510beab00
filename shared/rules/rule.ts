/**
 * The segment language: a tree of and/or/not groups over features, attributes and event counts.
 *
 * The meaning of a rule is two-valued. A leaf over a missing value is false unless it says `missing: true`;
 * a group then combines plain truth values, so `not` never meets a third value. A count looks at the
 * half-open window from `days` before the as-of date up to, not including, the as-of date; without `days`
 * at everything before it.
 */
import * as v from 'valibot';
import { CloisterError } from '../errors.ts';
import { invalidPart } from '../invalid-part.ts';

export const COMPARISONS = ['=', '!=', '<', '<=', '>', '>='] as const;
export type Comparison = (typeof COMPARISONS)[number];

/** A value a level or number is compared with. */
export type Scalar = string | number;

export type Group = { op: 'all'; of: Rule[] } | { op: 'any'; of: Rule[] };
export type Negation = { op: 'not'; of: Rule };
export type CompareLeaf = {
  op: 'compare';
  field: string;
  is: Comparison;
  value: Scalar;
  missing?: boolean | undefined;
};
/** from <= value < to */
export type BetweenLeaf = {
  op: 'between';
  field: string;
  from: number;
  to: number;
  missing?: boolean | undefined;
};
export type InLeaf = { op: 'in'; field: string; values: Scalar[]; missing?: boolean | undefined };
/** The value is known. */
export type KnownLeaf = { op: 'known'; field: string };
/** How many orders or events a person has in a window. */
export type CountLeaf = {
  op: 'count';
  of: 'orders' | 'events';
  name?: string | undefined;
  days?: number | undefined;
  is: Comparison;
  value: number;
};
export type Leaf = CompareLeaf | BetweenLeaf | InLeaf | KnownLeaf | CountLeaf;
export type Rule = Group | Negation | Leaf;

/** Deepest nesting and largest tree that is accepted. */
export const LIMITS = { depth: 8, nodes: 500, values: 200 } as const;

const field = v.pipe(v.string(), v.minLength(1), v.maxLength(120));
const finite = v.pipe(v.number(), v.finite());
const scalar = v.union([v.pipe(v.string(), v.maxLength(400)), finite]);
const missing = v.optional(v.boolean());
const comparison = v.picklist(COMPARISONS);

export const ruleSchema: v.GenericSchema<Rule> = v.lazy(() =>
  v.variant('op', [
    v.strictObject({ op: v.literal('all'), of: v.pipe(v.array(ruleSchema), v.minLength(1)) }),
    v.strictObject({ op: v.literal('any'), of: v.pipe(v.array(ruleSchema), v.minLength(1)) }),
    v.strictObject({ op: v.literal('not'), of: ruleSchema }),
    v.strictObject({ op: v.literal('compare'), field, is: comparison, value: scalar, missing }),
    v.strictObject({ op: v.literal('between'), field, from: finite, to: finite, missing }),
    v.strictObject({
      op: v.literal('in'),
      field,
      values: v.pipe(v.array(scalar), v.minLength(1), v.maxLength(LIMITS.values)),
      missing,
    }),
    v.strictObject({ op: v.literal('known'), field }),
    v.strictObject({
      op: v.literal('count'),
      of: v.picklist(['orders', 'events']),
      name: v.optional(v.pipe(v.string(), v.minLength(1), v.maxLength(200))),
      days: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(36_500))),
      is: comparison,
      value: v.pipe(v.number(), v.integer(), v.minValue(0)),
    }),
  ]),
) as v.GenericSchema<Rule>;

/** The children of a node, none for a leaf. */
export const childrenOf = (rule: Rule): Rule[] =>
  rule.op === 'all' || rule.op === 'any' ? rule.of : rule.op === 'not' ? [rule.of] : [];

/** Every leaf of a rule, left to right. */
export const leavesOf = (rule: Rule): Leaf[] => {
  const children = childrenOf(rule);
  return children.length === 0 ? [rule as Leaf] : children.flatMap(leavesOf);
};

const measure = (value: unknown, depth: number, tally: { nodes: number }): void => {
  if (depth > LIMITS.depth)
    throw new CloisterError(
      'RULE_INVALID',
      `The rule is nested deeper than ${LIMITS.depth} levels.`,
      'Flatten the groups or split the segment.',
    );
  tally.nodes += 1;
  if (tally.nodes > LIMITS.nodes)
    throw new CloisterError(
      'RULE_INVALID',
      `The rule has more than ${LIMITS.nodes} parts.`,
      'Split the segment.',
    );
  if (typeof value === 'object' && value !== null && 'of' in value) {
    const { of } = value as { of: unknown };
    if (Array.isArray(of)) for (const child of of) measure(child, depth + 1, tally);
    else if (typeof of === 'object') measure(of, depth + 1, tally);
  }
};

/**
 * Checks an untrusted value against the segment language.
 * @throws CloisterError RULE_INVALID with the path of the part that is wrong
 */
export const parseRule = (value: unknown): Rule => {
  measure(value, 1, { nodes: 0 });
  const parsed = v.safeParse(ruleSchema, value);
  if (parsed.success) return parsed.output;
  throw invalidPart('RULE_INVALID', 'rule', parsed.issues);
};
