/**
 * The plain meaning of a rule for one person. Slow and obvious on purpose: the bitmap evaluator and every
 * SQL dialect are held to it by property tests.
 */
import type { Comparison, Rule, Scalar } from './rule.ts';

/** What a rule may ask about one person; `undefined` means the value is missing. */
export type Person = {
  value(field: string): Scalar | undefined;
  /** Orders or events in the half-open window [as-of minus days, as-of). */
  count(of: 'orders' | 'events', name: string | undefined, days: number | undefined): number;
};

/** `a is b` for two values of one type; values of different types are never equal nor ordered. */
export const compareScalars = (a: Scalar, is: Comparison, b: Scalar): boolean => {
  if (typeof a !== typeof b) return is === '!=';
  switch (is) {
    case '=':
      return a === b;
    case '!=':
      return a !== b;
    case '<':
      return a < b;
    case '<=':
      return a <= b;
    case '>':
      return a > b;
    case '>=':
      return a >= b;
  }
};

/** Whether a person belongs to the segment that `rule` defines. */
export const matches = (rule: Rule, person: Person): boolean => {
  switch (rule.op) {
    case 'all':
      return rule.of.every((child) => matches(child, person));
    case 'any':
      return rule.of.some((child) => matches(child, person));
    case 'not':
      return !matches(rule.of, person);
    case 'known':
      return person.value(rule.field) !== undefined;
    case 'compare': {
      const value = person.value(rule.field);
      return value === undefined ? rule.missing === true : compareScalars(value, rule.is, rule.value);
    }
    case 'between': {
      const value = person.value(rule.field);
      if (value === undefined) return rule.missing === true;
      return typeof value === 'number' && value >= rule.from && value < rule.to;
    }
    case 'in': {
      const value = person.value(rule.field);
      return value === undefined ? rule.missing === true : rule.values.includes(value);
    }
    case 'count':
      return compareScalars(person.count(rule.of, rule.name, rule.days), rule.is, rule.value);
  }
};
