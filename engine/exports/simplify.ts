/**
 * The static meaning of a rule, given the types of its fields: leaves that are always true, always false or
 * only ask whether a value is known are resolved, and whole-day features are asked only with `<` and `>=`.
 * What is left compares like with like, so that no target has to know what a text compared with a number is.
 */
import type { Release } from '../../shared/release.ts';
import { compareScalars } from '../../shared/rules/evaluate.ts';
import type { Comparison, Leaf, Rule } from '../../shared/rules/rule.ts';
import { DAY_FIELDS, ZERO_FIELDS } from './targets.ts';

export type FieldTypes = ReadonlyMap<string, 'number' | 'level'>;
/** A rule, or what it always is. */
export type Simple = Rule | boolean;

const FEATURE_IDS = [
  'recency',
  'frequency',
  'monetary',
  'average_order',
  'tenure',
  'event_count',
  'last_event',
] as const;

/** The types of the fields that a definition of this release may ask for. */
export const fieldTypes = (release: Release): FieldTypes => {
  const types = new Map<string, 'number' | 'level'>(FEATURE_IDS.map((id) => [id, 'number']));
  for (const field of release.fields) if (!types.has(field.id)) types.set(field.id, field.type);
  return types;
};

const isText = (value: unknown): value is string => typeof value === 'string';

/** Why a leaf can be said by no target at all, or null. */
export const leafProblem = (leaf: Leaf, types: FieldTypes): string | null => {
  const texts =
    leaf.op === 'compare'
      ? [leaf.value]
      : leaf.op === 'in'
        ? leaf.values
        : leaf.op === 'count'
          ? [leaf.name]
          : [];
  if (texts.filter(isText).some((text) => text.includes('\u0000') || !text.isWellFormed()))
    return 'its text holds characters that no database stores.';
  if (leaf.op === 'count')
    return leaf.of === 'orders' && leaf.name !== undefined ? 'orders have no names.' : null;
  return types.has(leaf.field) ? null : `${leaf.field} is not a field of this release.`;
};

/** Beyond this many days before the as-of date lies no date of the years 1 to 9999. */
const BEYOND_DAYS = 3_700_000;

/** A leaf whose answer for a known value is `whenKnown` and for a missing one `whenMissing`. */
const constantLeaf = (field: string, whenKnown: boolean, whenMissing: boolean): Simple => {
  if (ZERO_FIELDS.has(field)) return whenKnown;
  if (whenKnown === whenMissing) return whenKnown;
  const known: Rule = { op: 'known', field };
  return whenKnown ? known : { op: 'not', of: known };
};

/** `days is value` for a whole number of days >= 0, as `<` and `>=` of whole numbers. */
const wholeDays = (field: string, is: Comparison, value: number, missing: boolean): Simple => {
  const edge = (on: '<' | '>=', days: number): Simple => {
    if (days <= 0) return constantLeaf(field, on === '>=', missing);
    if (days > BEYOND_DAYS) return constantLeaf(field, on === '<', missing);
    return { op: 'compare', field, is: on, value: days, missing };
  };
  switch (is) {
    case '<':
      return edge('<', Math.ceil(value));
    case '>=':
      return edge('>=', Math.ceil(value));
    case '<=':
      return edge('<', Math.floor(value) + 1);
    case '>':
      return edge('>=', Math.floor(value) + 1);
    case '=':
      if (!Number.isInteger(value)) return constantLeaf(field, false, missing);
      return group('all', [edge('>=', value), edge('<', value + 1)]);
    case '!=':
      if (!Number.isInteger(value)) return constantLeaf(field, true, missing);
      return group('any', [edge('<', value), edge('>=', value + 1)]);
  }
};

const group = (op: 'all' | 'any', parts: Simple[]): Simple => {
  const decisive = op === 'any';
  if (parts.includes(decisive)) return decisive;
  const of = parts.filter((part): part is Rule => typeof part !== 'boolean');
  return of.length === 0 ? !decisive : of.length === 1 ? of[0] : { op, of };
};

/**
 * The rule with everything static resolved. Every leaf must have passed `leafProblem`. Left over are: `compare`
 * of a field with a value of its type (whole-day features only `<` and `>=` with a whole number above 0),
 * `between` on numbers with from < to, `in` with distinct values of the field's type, `known` and `count`.
 */
export const simplify = (rule: Rule, types: FieldTypes): Simple => {
  switch (rule.op) {
    case 'all':
    case 'any':
      return group(
        rule.op,
        rule.of.map((child) => simplify(child, types)),
      );
    case 'not': {
      const inner = simplify(rule.of, types);
      return typeof inner === 'boolean' ? !inner : { op: 'not', of: inner };
    }
    case 'known':
      return ZERO_FIELDS.has(rule.field) ? true : rule;
    case 'count':
      // A count is a whole number from 0 up.
      if (rule.value === 0 && rule.is === '>=') return true;
      return rule.value === 0 && rule.is === '<' ? false : rule;
    case 'compare': {
      const missing = rule.missing === true;
      const expected = types.get(rule.field) === 'level' ? 'string' : 'number';
      if (typeof rule.value !== expected) return constantLeaf(rule.field, rule.is === '!=', missing);
      if (typeof rule.value === 'number' && DAY_FIELDS.has(rule.field))
        return wholeDays(rule.field, rule.is, rule.value, missing);
      return rule;
    }
    case 'between': {
      const missing = rule.missing === true;
      if (types.get(rule.field) === 'level' || !(rule.from < rule.to))
        return constantLeaf(rule.field, false, missing);
      if (!DAY_FIELDS.has(rule.field)) return rule;
      return group('all', [
        wholeDays(rule.field, '>=', rule.from, missing),
        wholeDays(rule.field, '<', rule.to, missing),
      ]);
    }
    case 'in': {
      const missing = rule.missing === true;
      const expected = types.get(rule.field) === 'level' ? 'string' : 'number';
      const values = [...new Set(rule.values.filter((value) => typeof value === expected))];
      if (values.length === 0) return constantLeaf(rule.field, false, missing);
      if (!DAY_FIELDS.has(rule.field)) return { ...rule, values };
      return group(
        'any',
        values.map((value) => wholeDays(rule.field, '=', value as number, missing)),
      );
    }
  }
};

/** The answer of a leaf for a value that is 0 where nothing was recorded. */
export const holdsForZero = (is: Comparison, value: number): boolean => compareScalars(0, is, value);
