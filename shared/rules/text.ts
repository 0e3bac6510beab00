/** A rule as one plain sentence, for screens, reports and comments in exports. */
import type { Comparison, Leaf, Rule } from './rule.ts';

/** What the sentence calls a field and its unit. */
export type Names = { label(field: string): string; unit(field: string): string };

const WORDS: Record<Comparison, string> = {
  '=': 'is',
  '!=': 'is not',
  '<': 'is less than',
  '<=': 'is at most',
  '>': 'is more than',
  '>=': 'is at least',
};

const number = (value: number): string => {
  const [whole, fraction] = String(value).replace('-', '−').split('.');
  if (/e/.test(whole)) return whole;
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  return fraction === undefined ? grouped : `${grouped}.${fraction}`;
};

const quoted = (value: string | number): string => (typeof value === 'number' ? number(value) : `“${value}”`);

const plural = (count: number, one: string, many: string): string => (count === 1 ? one : many);

/** Units that are words are counted: 1 order, 2 orders. */
const unitOf = (value: number, unit: string): string =>
  value === 1 && /^[a-z]{3,}s$/.test(unit) ? unit.slice(0, -1) : unit;

const leafText = (leaf: Leaf, names: Names): string => {
  if (leaf.op === 'count') {
    const what =
      leaf.of === 'orders' ? plural(leaf.value, 'order', 'orders') : plural(leaf.value, 'event', 'events');
    const named = leaf.name === undefined ? what : `${what} “${leaf.name}”`;
    const window = leaf.days === undefined ? '' : ` in the last ${number(leaf.days)} days`;
    if ((leaf.is === '=' && leaf.value === 0) || (leaf.is === '<' && leaf.value === 1))
      return `no ${leaf.of === 'orders' ? 'order' : 'event'}${leaf.name === undefined ? '' : ` “${leaf.name}”`}${window}`;
    const amount: Record<Comparison, string> = {
      '=': 'exactly',
      '!=': 'not exactly',
      '<': 'fewer than',
      '<=': 'at most',
      '>': 'more than',
      '>=': 'at least',
    };
    return `${amount[leaf.is]} ${number(leaf.value)} ${named}${window}`;
  }
  const label = names.label(leaf.field);
  const unit = names.unit(leaf.field);
  const withUnit = (value: string | number): string =>
    quoted(value) + (typeof value === 'number' && unit !== '' ? ` ${unitOf(value, unit)}` : '');
  const missing = 'missing' in leaf && leaf.missing === true ? ' or is not known' : '';
  switch (leaf.op) {
    case 'known':
      return `${label} is known`;
    case 'compare':
      return `${label} ${WORDS[leaf.is]} ${withUnit(leaf.value)}${missing}`;
    case 'between':
      return `${label} is from ${quoted(leaf.from)} to under ${withUnit(leaf.to)}${missing}`;
    case 'in':
      return leaf.values.length === 1
        ? `${label} is ${withUnit(leaf.values[0])}${missing}`
        : `${label} is one of ${leaf.values.map(quoted).join(', ')}${missing}`;
  }
};

/** The rule as a sentence fragment; nested groups stand in parentheses. */
export const ruleText = (rule: Rule, names: Names, nested = false): string => {
  if (rule.op === 'all' || rule.op === 'any') {
    if (rule.of.length === 1) return ruleText(rule.of[0], names, nested);
    const text = rule.of
      .map((child) => ruleText(child, names, true))
      .join(rule.op === 'all' ? ' and ' : ' or ');
    return nested ? `(${text})` : text;
  }
  if (rule.op === 'not') return `not (${ruleText(rule.of, names)})`;
  return leafText(rule, names);
};
