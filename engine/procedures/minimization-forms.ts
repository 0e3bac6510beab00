/**
 * What the kept attributes would have to become so that nobody is told apart by them together: the forms of each, from
 * its values to leaving it out, and those that lose least; and how various the special categories are inside the classes.
 */
import type { Coarsening } from '../../shared/column-policy.ts';
import type { AttributeRisk, LeastForms } from '../../shared/contract/minimization.ts';
import { coarserNumber, coarserWord } from '../columns/coarsen.ts';
import { coarseningText, coarserNumbers, coarserWords } from '../privacy/coarsening.ts';
import { isFew } from '../privacy/gate/admit.ts';
import { POLICY_DEFAULT } from '../privacy/gate/policy.ts';
import { type Ladder, leastCoarsening } from '../privacy/least-coarsening.ts';
import type { LensAttribute } from '../privacy/lens.ts';
import { diversityOf, equivalenceClasses, type KeyColumn, riskOfClasses } from '../privacy/risk.ts';

/** An attribute of the people that are measured. */
export type Key = { attribute: LensAttribute; values: KeyColumn };

/** Longest ladder between the values and leaving them out; each step is about twice as coarse. */
const MOST_FORMS = 6;

type Form = { text: string | null; groups: Int32Array };

/** Numbers the results of a function over the domain. */
const groupsBy = <T>(domain: readonly T[], of: (value: T) => unknown): Int32Array => {
  const numbers = new Map<unknown, number>();
  return Int32Array.from(domain, (value) => {
    const group = of(value);
    if (!numbers.has(group)) numbers.set(group, numbers.size);
    return numbers.get(group) as number;
  });
};

/** The forms between the values and leaving them out. A value that is missing stays a value of its own. */
const coarserForms = ({ attribute, values }: Key, domain: readonly number[]): Form[] => {
  const forms: Form[] = [];
  let next: (current: Coarsening | null) => Coarsening | null;
  let groupOf: (coarsening: Coarsening) => (value: number) => unknown;
  if (attribute.type === 'number') {
    const known = Float64Array.from(values)
      .filter((value) => !Number.isNaN(value))
      .sort();
    next = (current) => coarserNumbers(known, current);
    groupOf = coarserNumber;
  } else {
    const counts = new Map<string, number>();
    for (let i = 0; i < values.length; i++) {
      const word = attribute.levels[values[i]];
      if (word !== undefined) counts.set(word, (counts.get(word) ?? 0) + 1);
    }
    next = (current) => coarserWords(counts, current);
    groupOf = (coarsening) => {
      const coarser = coarserWord(coarsening);
      return (code) => (code < 0 ? code : coarser(attribute.levels[code]));
    };
  }
  for (let coarser = next(null); coarser !== null && forms.length < MOST_FORMS; coarser = next(coarser)) {
    forms.push({ text: coarseningText(coarser), groups: groupsBy(domain, groupOf(coarser)) });
    // Grouping what is rare does not depend on the form before, so it is the last.
    if (coarser.how === 'group_rare') break;
  }
  return forms;
};

/** The forms of attributes by which everyone shares their values with at least the least cell, at the least loss. */
export const leastForms = (keys: readonly Key[], people: number): LeastForms | null => {
  const k = POLICY_DEFAULT.minCell;
  const all = keys.map((key) => {
    const domain = [...new Set(Array.from(key.values))];
    const place = new Map(domain.map((value, at) => [value, at]));
    const forms: Form[] = [
      { text: null, groups: Int32Array.from(domain, (_, at) => at) },
      ...coarserForms(key, domain),
      { text: 'left out', groups: new Int32Array(domain.length) },
    ];
    const ladder: Ladder = {
      codes: Int32Array.from(key.values, (value) => place.get(value) as number),
      levels: forms.map(({ groups }) => groups),
    };
    return { label: key.attribute.label, forms, ladder };
  });
  const found = leastCoarsening(
    all.map(({ ladder }) => ladder),
    people,
    k,
  );
  if (found === null) return null;
  const { prosecutor } = riskOfClasses(found.classes);
  return {
    k,
    forms: all.map(({ label, forms }, i) => ({ label, form: forms[found.levels[i]].text })),
    highest: prosecutor.highest,
    average: prosecutor.average,
  };
};

/** How various each special category is among people with the same other attributes. */
export const diversityBy = (
  keys: readonly Key[],
  sensitive: readonly Key[],
  people: number,
): AttributeRisk['diversity'] => {
  const classes = equivalenceClasses(
    keys.map(({ values }) => values),
    people,
  );
  return sensitive.map(({ attribute, values }) => {
    const varieties = diversityOf(classes, values);
    const sure = classes.sizes.reduce((sum, size, at) => sum + (varieties[at] === 1 ? size : 0), 0);
    return {
      label: attribute.label,
      least: varieties.reduce((least, count) => Math.min(least, count), people),
      sure: isFew(sure, POLICY_DEFAULT) ? null : sure / people,
    };
  });
};
