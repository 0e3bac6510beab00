/**
 * A rule as questions about one contact record of a CRM, for targets that know properties and dates but no
 * orders, no windows and no as-of date. What is left of the rule are four kinds of leaves: `compare` of a number
 * property, `compare` of a whole-day feature with `<` or `>=` (a date property, read against the CRM's today),
 * `in` over text, and `known`.
 */
import type { Release } from '../../shared/release.ts';
import { type Comparison, type CountLeaf, type Leaf, leavesOf, type Rule } from '../../shared/rules/rule.ts';
import { type FieldTypes, fieldTypes, holdsForZero, leafProblem, type Simple, simplify } from './simplify.ts';
import {
  countKey,
  DAY_FIELDS,
  exactly,
  fieldNames,
  impossible,
  roughly,
  type SegmentExport,
  type TargetFields,
  type Treatment,
  ZERO_FIELDS,
} from './targets.ts';

/** What a target says about the kinds of leaves that not every CRM reads alike; null means exactly. */
export type ContactNotes = { date: string; string: string | null };

/** `some`: the count is at least one; `none`: it is zero. */
const presence = ({ is, value }: CountLeaf): 'some' | 'none' | null => {
  const form = `${is}${value}`;
  if (form === '>0' || form === '>=1' || form === '!=0') return 'some';
  return form === '=0' || form === '<1' || form === '<=0' ? 'none' : null;
};

/** The whole-day feature that tells whether a window holds any order or event. */
const lastOf = (leaf: CountLeaf): 'recency' | 'last_event' =>
  leaf.of === 'orders' ? 'recency' : 'last_event';

const textsOf = (leaf: Leaf): string[] =>
  (leaf.op === 'compare' ? [leaf.value] : leaf.op === 'in' ? leaf.values : []).filter(
    (value) => typeof value === 'string',
  );

const isBool = (text: string): boolean => text === 'true' || text === 'false';

const treatCount = (leaf: CountLeaf, fields: TargetFields, notes: ContactNotes): Treatment => {
  const property = fields[countKey(leaf)];
  if (property !== undefined)
    return property.type === 'number'
      ? exactly
      : impossible(`the property ${property.property} that should hold this count is not a number.`);
  const date = fields[lastOf(leaf)];
  if (leaf.days !== undefined && leaf.name === undefined && presence(leaf) !== null && date?.type === 'date')
    return roughly(
      `asked of ${date.property}: a window of ${leaf.days} days holds something exactly if the last one is at most ${leaf.days} days old. ${notes.date}`,
    );
  return impossible(
    `a count in a window is not a property of a contact and goes stale every day. If a property is kept up to date for it, name that property under ${countKey(leaf)} in the field map.`,
  );
};

/** How a target of contact properties treats a leaf. */
export const treatContact =
  (types: FieldTypes, fields: TargetFields, notes: ContactNotes) =>
  (leaf: Leaf): Treatment => {
    const problem = leafProblem(leaf, types);
    if (problem !== null) return impossible(problem);
    if (leaf.op === 'count') return treatCount(leaf, fields, notes);
    const property = fields[leaf.field];
    if (property === undefined) return impossible(`no property is named for ${leaf.field}.`);
    const twin = [...types.keys()].find(
      (id) => id !== leaf.field && fields[id]?.property === property.property,
    );
    if (twin !== undefined)
      return impossible(`${leaf.field} and ${twin} would be the same property ${property.property}.`);
    if (types.get(leaf.field) === 'number') {
      if (DAY_FIELDS.has(leaf.field) && property.type === 'date')
        return leaf.op === 'known' ? exactly : roughly(notes.date);
      return property.type === 'number'
        ? exactly
        : impossible(`${property.property} is not a number property.`);
    }
    if (property.type === 'number' || property.type === 'date')
      return impossible(`${property.property} holds no text.`);
    if (leaf.op === 'compare' && leaf.is !== '=' && leaf.is !== '!=' && typeof leaf.value === 'string')
      return impossible('text has no order here.');
    if (property.type === 'bool' && !textsOf(leaf).every(isBool))
      return impossible(`${property.property} knows only true and false.`);
    return property.type === 'string' && notes.string !== null && textsOf(leaf).length > 0
      ? roughly(notes.string)
      : exactly;
  };

const numberLeaf = (field: string, is: Comparison, value: number, missing: boolean | undefined): Rule => ({
  op: 'compare',
  field,
  is,
  value,
  // Where nothing was recorded a CRM may hold no value for what counts as 0 here.
  missing: ZERO_FIELDS.has(field) || field.startsWith('count.') ? holdsForZero(is, value) : missing === true,
});

const rewrite = (rule: Rule, fields: TargetFields): Simple => {
  switch (rule.op) {
    case 'all':
    case 'any': {
      const parts = rule.of.map((child) => rewrite(child, fields));
      if (parts.includes(rule.op === 'any')) return rule.op === 'any';
      const of = parts.filter((part): part is Rule => typeof part !== 'boolean');
      return of.length === 0 ? rule.op === 'all' : of.length === 1 ? of[0] : { op: rule.op, of };
    }
    case 'not': {
      const inner = rewrite(rule.of, fields);
      return typeof inner === 'boolean' ? !inner : { op: 'not', of: inner };
    }
    case 'known':
      return rule;
    case 'count': {
      const key = countKey(rule);
      if (fields[key] !== undefined) return numberLeaf(key, rule.is, rule.value, undefined);
      const some = presence(rule) === 'some';
      return {
        op: 'compare',
        field: lastOf(rule),
        is: some ? '<' : '>=',
        value: rule.days as number,
        missing: !some,
      };
    }
    case 'compare': {
      if (typeof rule.value === 'number') return numberLeaf(rule.field, rule.is, rule.value, rule.missing);
      const missing = rule.missing === true;
      return rule.is === '='
        ? oneOf(rule.field, [rule.value], missing, fields)
        : negate(oneOf(rule.field, [rule.value], !missing, fields));
    }
    case 'between':
      return {
        op: 'all',
        of: [
          numberLeaf(rule.field, '>=', rule.from, rule.missing),
          numberLeaf(rule.field, '<', rule.to, rule.missing),
        ],
      };
    case 'in': {
      const numbers = rule.values.filter((value) => typeof value === 'number');
      if (numbers.length === 0)
        return oneOf(rule.field, rule.values as string[], rule.missing === true, fields);
      const of = numbers.map((value) => numberLeaf(rule.field, '=', value, rule.missing));
      return of.length === 1 ? of[0] : { op: 'any', of };
    }
  }
};

const negate = (rule: Simple): Simple => (typeof rule === 'boolean' ? !rule : { op: 'not', of: rule });

const oneOf = (field: string, values: string[], missing: boolean, fields: TargetFields): Simple => {
  if (fields[field].type === 'bool' && values.length === 2) return missing ? true : { op: 'known', field };
  return { op: 'in', field, values, missing };
};

/**
 * The rule in the four kinds of leaves of this room, with the consent property in front where one is named.
 * Every leaf must have passed `treatContact`.
 */
export const forContacts = (rule: Rule, types: FieldTypes, fields: TargetFields): Simple => {
  const simple = simplify(rule, types);
  const asked = typeof simple === 'boolean' ? simple : rewrite(simple, fields);
  if (fields.consent === undefined || asked === false) return asked;
  const consent: Rule = { op: 'in', field: 'consent', values: ['true'] };
  return asked === true ? consent : { op: 'all', of: [consent, asked] };
};

/** Why a rule that asks nothing is not written, or null. */
export const emptyRule = (rule: Simple): string | null =>
  typeof rule === 'boolean'
    ? `The rule is the same for everyone: it admits ${rule ? 'every contact' : 'no one'}.`
    : null;

/** The properties that the written segments ask for, one sentence each, in the order of the release. */
export const contactNeeds = (
  release: Release,
  segments: readonly SegmentExport[],
  fields: TargetFields,
  what: string,
): string[] => {
  const types = fieldTypes(release);
  const written = new Set(segments.filter(({ withheld }) => withheld === null).map(({ segment }) => segment));
  const asked = release.segments
    .filter(({ id }) => written.has(id))
    .map(({ rule }) => forContacts(rule, types, fields))
    .flatMap((rule) => (typeof rule === 'boolean' ? [] : leavesOf(rule)))
    .flatMap((leaf) => (leaf.op === 'count' ? [] : [leaf.field]));
  const { label } = fieldNames(release);
  const meaning = (id: string): string => {
    if (id === 'consent') return 'whether the consent covers the purpose';
    if (fields[id].type === 'date' && DAY_FIELDS.has(id))
      return `the day of the ${id === 'tenure' ? 'first order' : id === 'recency' ? 'last order' : 'last event'}`;
    return label(id);
  };
  return [...new Set(asked)].map(
    (id) => `${what} ${fields[id].property} (${fields[id].type}): ${meaning(id)}`,
  );
};
