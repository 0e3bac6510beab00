/**
 * Subtraction: inside a package and across packages. Two sets belong together where their rules do: the same rule, the
 * same rule with other numbers (one then holds the other), "any of" two published rules, "not" a published rule, and
 * everyone. What is reported is a difference that surely is a few people, whatever was rounded away, unless the later
 * package says that it was compared with the earlier one.
 */
import type { Rule } from '../../../shared/rules/rule.ts';
import { canonicalText } from '../definition.ts';
import type { AttackedPackage } from './read.ts';

type PrintedSet = { where: string; people: number; rule: Rule | null; figures: string };

const setsOf = ({ name, definition }: AttackedPackage): PrintedSet[] => [
  { where: `everyone admitted to ${name}`, people: definition.population.admitted, rule: null, figures: '' },
  ...definition.segments.map(({ id, people, rule, persona }) => ({
    where: `${id} of ${name}`,
    people,
    rule: rule as Rule,
    figures: canonicalText(persona.differences.filter(({ level }) => level === null)),
  })),
];

/** A rule as text, with the parts of a group in one order; with `blind` every number is alike. */
const spell = (rule: Rule | null, blind: boolean): string => {
  if (rule === null) return 'everyone';
  if (rule.op === 'all' || rule.op === 'any')
    return `${rule.op}(${rule.of
      .map((part) => spell(part, blind))
      .sort()
      .join(',')})`;
  if (rule.op === 'not') return `not(${spell(rule.of, blind)})`;
  const text = canonicalText(rule);
  return blind ? text.replace(/:-?[\d.]+(?:e[+-]?\d+)?/g, ':#') : text;
};

/** How many people the counts can differ by, for printed counts that add up to `difference` over `counts` of them. */
const range = (difference: number, counts: number, roundTo: number): [number, number] => {
  const slack = (roundTo / 2) * counts;
  return [Math.max(0, Math.abs(difference) - slack), Math.abs(difference) + slack];
};

export type Differencing = { pairs: number; found: string[]; covered: number };

const isCovered = (a: AttackedPackage, b: AttackedPackage): boolean =>
  a === b ||
  [
    [a, b],
    [b, a],
  ].some(
    ([later, earlier]) =>
      later.manifest?.releaseLedger.comparedWith.includes(earlier.digest) === true &&
      later.manifest.releaseLedger.leastDifference >= later.definition.policy.minCell,
  );

const attackPair = (a: AttackedPackage, b: AttackedPackage): Differencing => {
  const roundTo = Math.max(a.definition.policy.roundTo, b.definition.policy.roundTo);
  const minCell = Math.max(a.definition.policy.minCell, b.definition.policy.minCell);
  const result: Differencing = { pairs: 0, found: [], covered: 0 };
  const report = (text: string): void => {
    if (isCovered(a, b)) result.covered += 1;
    else result.found.push(text);
  };
  const few = (difference: number, counts: number, what: string): void => {
    result.pairs += 1;
    const [low, high] = range(difference, counts, roundTo);
    // Inside one package rounding alone cannot bring two sets that differ by enough people this near.
    if (difference !== 0 && low > 0 - 1e-9 && high < minCell)
      report(`${what} differ by at most ${Math.floor(high)} people`);
  };
  const left = setsOf(a);
  const right = setsOf(b);
  const every = a === b ? left : [...left, ...right];
  for (const [i, x] of left.entries())
    for (const [j, y] of right.entries()) {
      if (a === b && j <= i) continue;
      if (spell(x.rule, true) === spell(y.rule, true)) {
        few(x.people - y.people, 2, `${x.where} and ${y.where}`);
        const [, high] = range(x.people - y.people, 2, roundTo);
        if (spell(x.rule, false) === spell(y.rule, false) && x.figures !== y.figures && high < minCell)
          report(`${x.where} and ${y.where} have nearly the same people but other means`);
      }
    }
  const groups = new Map<string, PrintedSet[]>();
  for (const one of every)
    groups.set(spell(one.rule, false), [...(groups.get(spell(one.rule, false)) ?? []), one]);
  for (const x of every) {
    const { rule } = x;
    if (rule?.op === 'not')
      for (const y of groups.get(spell(rule.of, false)) ?? [])
        for (const all of groups.get('everyone') ?? [])
          few(all.people - x.people - y.people, 3, `${all.where} and ${x.where} with ${y.where}`);
    if (rule?.op === 'any' && rule.of.length === 2)
      for (const y of groups.get(spell(rule.of[0], false)) ?? [])
        for (const z of groups.get(spell(rule.of[1], false)) ?? [])
          few(x.people - y.people - z.people, 3, `${x.where} and the sum of ${y.where} and ${z.where}`);
  }
  return result;
};

/** Tries every pair of packages, each also with itself. */
export const attackDifferences = (packages: readonly AttackedPackage[]): Differencing => {
  const all: Differencing = { pairs: 0, found: [], covered: 0 };
  packages.forEach((a, i) => {
    for (const b of packages.slice(i)) {
      const { pairs, found, covered } = attackPair(a, b);
      all.pairs += pairs;
      all.covered += covered;
      all.found.push(...found);
    }
  });
  all.found = [...new Set(all.found)];
  return all;
};
