/** What can be asked of a field, and how one question turns into another without losing its value. */
import type { FeatureInfo } from '../../shared/contract/answers.ts';
import type { Comparison, CountLeaf, Leaf, Scalar } from '../../shared/rules/rule.ts';

/** A question about a field. `missing` asks for those whose value is not known. */
export type Operator = Comparison | 'between' | 'in' | 'known';

const NUMBER: readonly Operator[] = ['>=', '<=', '>', '<', '=', '!=', 'between', 'known'];
const LEVEL: readonly Operator[] = ['in', '=', '!=', 'known'];

/** The questions a field of this type answers. */
export const operatorsFor = (type: FeatureInfo['type']): readonly Operator[] =>
  type === 'number' ? NUMBER : LEVEL;

export const operatorOf = (leaf: Exclude<Leaf, CountLeaf>): Operator =>
  leaf.op === 'compare' ? leaf.is : leaf.op;

/** Round enough to read: the median of a number, with two significant digits. */
const startingNumber = (field: FeatureInfo): number => Number((field.centiles?.[1] ?? 0).toPrecision(2));
const startingLevel = (field: FeatureInfo): string => field.levels?.[0]?.level ?? '';

/** The first question about a field. */
export const startingLeaf = (field: FeatureInfo): Leaf =>
  field.type === 'number'
    ? { op: 'compare', field: field.id, is: '>=', value: startingNumber(field) }
    : { op: 'in', field: field.id, values: [startingLevel(field)] };

export const startingCount = (of: 'orders' | 'events'): CountLeaf => ({
  op: 'count',
  of,
  is: '>=',
  value: 1,
});

const valuesOf = (leaf: Exclude<Leaf, CountLeaf>): Scalar[] => {
  switch (leaf.op) {
    case 'compare':
      return [leaf.value];
    case 'between':
      return [leaf.from, leaf.to];
    case 'in':
      return leaf.values;
    case 'known':
      return [];
  }
};

/** Asks another question of the same field; the value stays where the new question can use it. */
export const withOperator = (
  leaf: Exclude<Leaf, CountLeaf>,
  operator: Operator,
  field: FeatureInfo | undefined,
): Leaf => {
  const id = leaf.field;
  if (operator === 'known') return { op: 'known', field: id };
  const missing = leaf.op !== 'known' && leaf.missing === true ? { missing: true } : {};
  const values = valuesOf(leaf);
  const numeric = field === undefined ? typeof values[0] === 'number' : field.type === 'number';
  const fallback: Scalar = field === undefined ? '' : numeric ? startingNumber(field) : startingLevel(field);
  const first = values[0] ?? fallback;
  if (operator === 'between') {
    const from = typeof first === 'number' ? first : Number(fallback) || 0;
    const to =
      typeof values[1] === 'number' && values[1] > from ? values[1] : (field?.centiles?.[2] ?? from + 1);
    return { op: 'between', field: id, from, to: to > from ? to : from + 1, ...missing };
  }
  if (operator === 'in')
    return { op: 'in', field: id, values: values.length > 0 ? values : [fallback], ...missing };
  return { op: 'compare', field: id, is: operator, value: first, ...missing };
};

/** Whether missing values count as a match can be asked of all but `known`. */
export const withMissing = (leaf: Leaf, missing: boolean): Leaf => {
  if (leaf.op === 'known' || leaf.op === 'count') return leaf;
  const { missing: _, ...rest } = leaf;
  return missing ? { ...rest, missing: true } : rest;
};

/** A number as typed: digits, one decimal point, thousands separated by commas or spaces; null if it is none. */
export const parseNumber = (typed: string): number | null => {
  const plain = typed
    .trim()
    .replace(/[\s,\u00a0\u202f]/g, '')
    .replace(/−/g, '-');
  return /^-?(\d+\.?\d*|\.\d+)(e-?\d+)?$/i.test(plain) ? Number(plain) : null;
};

/** Why a part cannot be asked as it stands, or null. */
export const problemOf = (
  leaf: Leaf,
  field: FeatureInfo | undefined,
): 'unknown-field' | 'no-level' | 'order' | null => {
  if (leaf.op === 'count') return null;
  if (field === undefined) return 'unknown-field';
  if (leaf.op === 'between' && leaf.from >= leaf.to) return 'order';
  if (leaf.op === 'in' && leaf.values.length === 0) return 'no-level';
  return null;
};
